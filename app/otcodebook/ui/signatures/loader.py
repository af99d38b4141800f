"""What shiboken6 asks at its start, and where the rest is loaded from when something asks for it.

The functions have the names and arguments of PySide6 6.11's own loader.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType
from typing import Any


def post_init() -> None:
    """PySide6 would replace Python's import here, to look for `from __feature__ import ...`."""


def finish_import(module: ModuleType) -> None:
    """PySide6 would put back what was removed from a module: in 6.11 nothing was."""


def pyside_type_init(*args: Any) -> Any:
    """Describes the signatures of a type."""
    return own().pyside_type_init(*args)


def create_signature(*args: Any) -> Any:
    """Describes the signature of a function."""
    return own().create_signature(*args)


def seterror_argument(*args: Any) -> Any:
    """Tells what was wrong with a call's arguments."""
    return own().seterror_argument(*args)


def make_helptext(*args: Any) -> Any:
    """The docstring of a function."""
    return own().make_helptext(*args)


def feature_import(*args: Any, **kwargs: Any) -> Any:
    """Answers `from __feature__ import ...`."""
    return own().feature_import(*args, **kwargs)


def feature_imported(module: ModuleType) -> Any:
    """Notes whether a module uses PySide6."""
    return own().feature_imported(module)


@cache
def own() -> Any:
    """PySide6's own loader, out of the archive within libshiboken."""
    stand_in = sys.modules["signature_bootstrap"]
    bootstrap = ModuleType("signature_bootstrap")
    vars(bootstrap)["zipstring_sequence"] = stand_in.zipstring_sequence
    exec(stand_in.source, vars(bootstrap))
    finders, archive = bootstrap.prepare_zipfile()
    for name in [name for name in sys.modules if name.partition(".")[0] == "shibokensupport"]:
        del sys.modules[name]
    finders.insert(0, archive)
    try:
        from shibokensupport.signature import loader
    finally:
        finders.remove(archive)
    return loader

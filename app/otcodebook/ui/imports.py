"""Imports PySide6 without what only its error messages and help texts need."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path


def import_shiboken_lightly() -> None:
    """Makes shiboken6, which all of PySide6 rests on, load its Python part only when it is needed.

    That part describes signatures. It is compiled anew at each start, replaces Python's own import
    and keeps the source of every module that is imported later: a third of the time to start and
    four megabytes. PySide6 looks for it first in `files.dir` beside shiboken6 (the folder that
    SBK_EMBED=0 makes), so for the time of its start it is told that it lies here: our `files.dir`
    holds a stand-in, which loads the real part when a call with wrong arguments or help() asks.
    Does nothing where PySide6 is loaded already.
    """
    if "shiboken6" in sys.modules:
        return
    spec = find_spec("shiboken6")
    if spec is None or spec.loader is None:
        return
    package = module_from_spec(spec)
    package.__file__ = str(Path(__file__).with_name("__init__.py"))
    sys.modules["shiboken6"] = package
    try:
        spec.loader.exec_module(package)
    except BaseException:
        del sys.modules["shiboken6"]
        raise
    package.__file__ = spec.origin

"""Imports PySide6 and msgspec without what only their errors, help texts and rare uses need."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module that is loaded when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # What looks at modules rather than uses them asks for these.
            raise AttributeError(f"module {self.__name__!r} is not loaded yet")
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _instead(stand_ins: Iterator[ModuleType]) -> Iterator[None]:
    """Has these modules imported meanwhile for those of their names that are not loaded."""
    used = {module.__name__: module for module in stand_ins if module.__name__ not in sys.modules}
    sys.modules.update(used)
    try:
        yield
    finally:
        for name, module in used.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def import_shiboken_lightly() -> None:
    """Makes shiboken6, which all of PySide6 rests on, load its Python part only when it is needed.

    That part describes signatures. It is compiled anew at each start, replaces Python's own import
    and keeps the source of every module that is imported later: a third of the time to start and
    four megabytes. PySide6 looks for it first in `files.dir` beside shiboken6 (the folder that
    SBK_EMBED=0 makes), so for the time of its start it is told that it lies here: our `files.dir`
    holds a stand-in, which loads the real part when a call with wrong arguments or help() asks.
    What unpacks that part waits as well, and what pathlib needs for addresses on the network.
    Does nothing where PySide6 is loaded already.
    """
    if "shiboken6" in sys.modules:
        return
    spec = find_spec("shiboken6")
    if spec is None or spec.loader is None:
        return
    package = module_from_spec(spec)
    sys.modules["shiboken6"] = package
    names = ("base64", "ipaddress", "tempfile", "traceback", "zipfile")
    try:
        with _instead(map(_Later, names)):
            from pathlib import Path

            package.__file__ = str(Path(__file__).with_name("__init__.py"))
            spec.loader.exec_module(package)
    except BaseException:
        del sys.modules["shiboken6"]
        raise
    package.__file__ = spec.origin


def import_msgspec_lightly() -> None:
    """Makes msgspec do without the types that no catalogue holds and the formats that none has.

    At its start it loads `decimal` and `uuid` to recognise their types, and what describes types,
    which only the JSON schema needs: half of its time and a megabyte. Should another version want
    more of them, it is imported as usual. Does nothing where msgspec is loaded already.
    """
    if "msgspec" in sys.modules:
        return
    try:
        with _instead(_msgspecs_stand_ins()):
            import_module("msgspec")
    except (AttributeError, ImportError):
        for name in [name for name in sys.modules if name.partition(".")[0] == "msgspec"]:
            del sys.modules[name]


def _msgspecs_stand_ins() -> Iterator[ModuleType]:
    yield from map(_Later, ("msgspec.inspect", "msgspec.msgpack", "msgspec.toml", "msgspec.yaml"))
    for name, types in (("decimal", ("Decimal",)), ("uuid", ("UUID", "SafeUUID"))):
        module = ModuleType(name)
        vars(module).update({each: type(each, (), {"unknown": None}) for each in types})
        yield module
    schemas = ModuleType("msgspec._json_schema")
    vars(schemas).update({name: _later(name) for name in ("schema", "schema_components")})
    yield schemas


def _later(name: str) -> Callable[..., Any]:
    """The function of msgspec that makes a schema, loaded when it is called."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module("msgspec._json_schema"), name)(*args, **kwargs)

    return call

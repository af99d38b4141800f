"""Imports PySide6 and msgspec without what only their errors, help texts and rare uses need."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import CodeType, ModuleType
from typing import Any, cast

_BOOTSTRAP = "signature_bootstrap"


class _Later(ModuleType):
    """Stands for a module that is loaded when something of it is used.

    Of these `functions` it may be asked already, as in `from module import function`: they load it
    when they are called.
    """

    def __init__(self, name: str, functions: Iterable[str] = ()) -> None:
        super().__init__(name)
        vars(self).update((function, partial(self._call, function)) for function in functions)

    def _call(self, function: str, *args: Any, **options: Any) -> Any:
        return self.__getattr__(function)(*args, **options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # What looks at modules rather than uses them asks for these.
            raise AttributeError(f"module {self.__name__!r} is not loaded yet")
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _instead(stand_ins: Iterable[ModuleType]) -> Iterator[None]:
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
    four megabytes. shiboken6 has Python compile a module that loads it: this gives it the one in
    `otcodebook.ui.signatures`, which loads the real part when a call with wrong arguments or help()
    asks. What unpacks that part waits as well, and what pathlib needs for addresses on the network.
    Does nothing where PySide6 is loaded already.
    """
    if "shiboken6" in sys.modules:
        return
    from otcodebook.ui.signatures import bootstrap

    sources: list[str | bytes] = []
    ours: Any = bootstrap.__spec__ and bootstrap.__spec__.loader

    def code_of_ours(source: str | bytes) -> CodeType:
        sources.append(source)
        return cast("CodeType", ours.get_code(bootstrap.__name__))

    unused = map(_Later, ("base64", "tempfile", "textwrap", "traceback", "zipfile"))
    addresses = _Later("urllib.parse", ["quote_from_bytes"])
    with _instead((*unused, addresses)), _compiling(f"{_BOOTSTRAP}.py", code_of_ours):
        import_module("pathlib")  # which PySide6 imports next
        import_module("shiboken6")
    if sources:
        vars(sys.modules[_BOOTSTRAP])["source"] = sources[0]


@contextmanager
def _compiling(
    name: str, code: Callable[[str | bytes], CodeType], only: str = ""
) -> Iterator[None]:
    """Has what is compiled under this file name give that code meanwhile, or `only` this source."""
    plain = builtins.compile

    def compile_or_take(source: Any, filename: Any, *args: Any, **options: Any) -> Any:
        if filename == name and only in ("", source):
            return code(source)
        return plain(source, filename, *args, **options)

    builtins.compile = compile_or_take
    try:
        yield
    finally:
        builtins.compile = plain


def make_qt_names_lightly() -> None:
    """Makes PySide6 build the names in `Qt` without what only one of their warnings needs."""
    with _instead([_Later("textwrap", ["dedent"])]):
        # Their enums are built when they are first asked for.
        _ = import_module("PySide6.QtCore").Qt


def import_msgspec_lightly() -> None:
    """Makes msgspec do without the types that no catalog holds and the formats that none has.

    At its start it loads `decimal` and `uuid` to recognize their types, and what describes types,
    which only the JSON schema needs: half of its time and a megabyte. So it cannot take values of
    type Decimal and UUID afterwards. Of `datetime`, Python 3.11 first builds a second one in Python
    and throws it away: later versions have only the one in C. Should another version of msgspec
    want more, it is imported as usual. Does nothing where it is loaded already.
    """
    if "msgspec" in sys.modules:
        return
    try:
        if sys.version_info < (3, 12):
            # It stays: this is all that the module of that name has in the end.
            sys.modules.setdefault("datetime", import_module("_datetime"))
        # msgspec tries whether a type can be named before it is there; to compile that name would
        # make all of Python's syntax types.
        with _instead(_msgspecs_stand_ins()), _compiling("<string>", _code_of_a_name, only="Foo"):
            import_module("msgspec")
    except (AttributeError, ImportError, NameError, TypeError):
        for name in [name for name in sys.modules if name.partition(".")[0] == "msgspec"]:
            del sys.modules[name]


def _code_of_a_name(_name: str | bytes) -> CodeType:
    return (lambda: None).__code__


def _msgspecs_stand_ins() -> Iterator[ModuleType]:
    yield from map(_Later, ("msgspec.inspect", "msgspec.msgpack", "msgspec.toml", "msgspec.yaml"))
    for name, types in (("decimal", ("Decimal",)), ("uuid", ("UUID", "SafeUUID"))):
        module = ModuleType(name)
        vars(module).update({each: type(each, (), {"unknown": None}) for each in types})
        yield module
    yield _Later("msgspec._json_schema", ["schema", "schema_components"])

"""Libraries in the Windows bundle that belong to no wheel: which they are, each of them once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath
from typing import Any, NamedTuple

# What PyInstaller lists: the name in the bundle, the file it comes from, and what kind it is.
Entry = tuple[str, str, str]
Version = tuple[int, ...]

_FILE_VERSION = bytes.fromhex("bd04effe")
"""What the numbers of a version begin with in a Windows file."""
_PARTS = (10, 8, 14, 12)
"""Where its four numbers stand from there, in their order."""
_TEXTS = Path(__file__).resolve().with_name("licenses")


class Library(NamedTuple):
    """A library of others; its files are known by how their names begin."""

    name: str
    license: str
    files: tuple[str, ...]

    @property
    def text(self) -> Path:
        """The text of its license."""
        return _TEXTS / f"{self.name.replace(' ', '-')}.txt"


_RUNTIME = Library(
    "Microsoft Visual C++ runtime",
    "LicenseRef-Microsoft-Distributable-Code",
    ("vcruntime140", "msvcp140", "concrt140", "vccorlib140"),
)
LIBRARIES = (
    Library("SQLite", "blessing", ("sqlite3",)),
    Library("libffi", "MIT", ("libffi",)),
    _RUNTIME,
)


def library_of(name: str) -> Library | None:
    """The library that a file of the bundle belongs to."""
    file = PureWindowsPath(name).name.lower()
    found = (part for part in LIBRARIES if file.startswith(part.files) and file.endswith(".dll"))
    return next(found, None)


def once(entries: Iterable[Entry], version_of: Callable[[str], Version]) -> list[Entry]:
    """Keeps the newest of each file of Microsoft's runtime, beside Python's own library.

    Python, Qt and Shiboken bring it each; PyInstaller's programs look there for whatever a
    library needs.
    """
    kept: list[Entry] = []
    newest: dict[str, tuple[Version, Entry]] = {}
    for name, path, kind in entries:
        if library_of(name) is not _RUNTIME:
            kept.append((name, path, kind))
            continue
        file, version = PureWindowsPath(name).name, version_of(path)
        if file.lower() not in newest or newest[file.lower()][0] < version:
            newest[file.lower()] = version, (file, path, kind)
    return [*kept, *(entry for _, entry in newest.values())]


def texts(names: Iterable[str], folder: str) -> list[Entry]:
    """The license texts of the libraries among these files, as PyInstaller lists data."""
    found = {part.name: part for name in names if (part := library_of(name))}
    return [(f"{folder}/{part.text.name}", str(part.text), "DATA") for part in found.values()]


def listed(files: Iterable[Path]) -> list[dict[str, Any]]:
    """The libraries among the files of a built folder, in CycloneDX's notation."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(files):
        if part := library_of(path.name):
            entry: dict[str, Any] = {"type": "library", "name": part.name}
            entry["version"] = version_in_words(path)
            entry["licenses"] = [{"expression": part.license}]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            entry["hashes"] = [{"alg": "SHA-256", "content": digest}]
            found.setdefault(part.name, entry)
    return list(found.values())


def file_version(path: str) -> Version:
    """The version that Windows shows of a file; empty where the file has none."""
    data = Path(path).read_bytes()
    at = data.find(_FILE_VERSION)
    if at < 0 or len(data) < at + 16:
        return ()
    return tuple(int.from_bytes(data[at + step : at + step + 2], "little") for step in _PARTS)


def version_in_words(path: Path) -> str:
    """The version of a library: of the file, else of its name, such as the 8 of libffi-8.dll."""
    if "sqlite3" in path.name:  # the Python that builds is the one that is bundled
        return sqlite3.sqlite_version
    version = ".".join(map(str, file_version(str(path))))
    return version or "".join(filter(str.isdecimal, path.stem)) or "unknown"

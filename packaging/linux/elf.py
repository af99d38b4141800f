"""What the binaries of the bundle look up: libraries by name, and no place where it was built."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from qt_trim import Entry

_NEEDED = re.compile(r"NEEDED\s+(\S+)")
_FIXED_PLACE = re.compile(r"(?:RPATH|RUNPATH)\s+/")


def needed_by(path: str) -> list[str]:
    """The libraries that a binary names itself, not those that they need in turn."""
    return _NEEDED.findall(_headers(path))


def unbound(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """The same entries, those that look into the building Python's folder as copies that do not."""
    return [_copied(entry, folder) if _is_bound(entry) else entry for entry in entries]


def _is_bound(entry: Entry) -> bool:
    _, path, kind = entry
    return kind in ("BINARY", "EXTENSION") and _FIXED_PLACE.search(_headers(path)) is not None


def _copied(entry: Entry, folder: Path) -> Entry:
    name, path, kind = entry
    copy = folder / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, copy)
    subprocess.run(["chrpath", "--delete", str(copy)], check=True, stdout=subprocess.DEVNULL)
    return name, str(copy), kind


def _headers(path: str) -> str:
    command = ["objdump", "-p", path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

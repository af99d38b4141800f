"""The last good copy of the list in use: what is shown while its share is away.

Import this module late: most sessions use the built-in codes.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import decode

from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError
from otcodebook.json_keys import repeated_keys
from otcodebook.userdata.location import make_private_folder

FOLDER_NAME, ABOUT_NAME = "userdata.list-copy", "userdata.list-copy.json"
"""In the user's folder: the one that holds the copy under the list's own name, and what it is."""

_LONGEST_ABOUT = 64 * 1024


FileState = tuple[int, int]
"""The size of a file and when it was changed, in nanoseconds."""


def file_state(path: Path) -> FileState | None:
    """How the disk describes a file; None where there is none, or it does not tell."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


class FileContents(Struct, frozen=True):
    """A file as it was read: its bytes, and how the disk described it before."""

    data: bytes
    state: FileState | None


class _About(Struct, frozen=True):
    """The list that was copied, as the disk described it then."""

    path: str
    size: int
    changed: int


class ListCopy(Struct, frozen=True):
    """The file with the copy, and when it was the same as the list, in local time."""

    path: Path
    when: datetime


def keep_copy(folder: Path, path: Path, contents: FileContents) -> None:
    """Keeps what was read of a list as its copy, in place of the copy of another one.

    `folder` is the user's own. What cannot be written costs only the copy.
    """
    if contents.state is None:
        return
    with suppress(OSError, AppError):
        about, before = _About(str(path), *contents.state), _about(folder)
        if about == before and _copy_in(folder, path).is_file():
            os.utime(folder / ABOUT_NAME)
            return
        if before is None or before.path != about.path:
            forget_copy(folder)  # else the older one stays where the disk has no room for a new one
        make_private_folder(folder)
        make_private_folder(folder / FOLDER_NAME)
        write_file(_copy_in(folder, path), contents.data, private=True, drafts=folder)
        # Last of all: without it there is no copy.
        told = json.dumps({name: getattr(about, name) for name in about.__struct_fields__})
        write_file(folder / ABOUT_NAME, told.encode(), private=True, drafts=folder)


def is_copied(folder: Path, path: Path, state: FileState | None) -> bool:
    """Whether the copy is of this list in this state."""
    about = _about(folder)
    return about is not None and (about.path, (about.size, about.changed)) == (str(path), state)


def last_copy(folder: Path, path: Path) -> ListCopy | None:
    """The last good copy of this list; None where there is none."""
    copy = _copy_in(folder, path)
    about = _about(folder)
    if about is None or about.path != str(path) or not os.path.isfile(copy):
        return None
    try:
        changed = (folder / ABOUT_NAME).stat().st_mtime
        return ListCopy(copy, datetime.fromtimestamp(changed))
    except (OSError, ValueError, OverflowError):
        return None


def forget_copy(folder: Path) -> None:
    """Removes the copy: its list is no longer in use."""
    with suppress(OSError):
        (folder / ABOUT_NAME).unlink(missing_ok=True)
    shutil.rmtree(folder / FOLDER_NAME, ignore_errors=True)


def _copy_in(folder: Path, path: Path) -> Path:
    return folder / FOLDER_NAME / path.name


def _about(folder: Path) -> _About | None:
    file = folder / ABOUT_NAME
    # A pipe in its place would keep the reader waiting.
    if not os.path.isfile(file):
        return None
    try:
        with file.open("rb") as opened:
            data = opened.read(_LONGEST_ABOUT)
        about = decode(data, type=_About)
        return None if repeated_keys(data.decode("utf-8")) else about
    except (OSError, ValueError, DecodeError, RecursionError):
        return None

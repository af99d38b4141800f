"""Reads the bytes of a file that the user names: all of them, or one clear message."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from otcodebook.errors import AppError, is_kept_by_another
from otcodebook.wording import displayed_name

_SIZE_LIMIT_MB = 50
_SIZE_LIMIT = _SIZE_LIMIT_MB * 1024 * 1024
_PIECE = 1024 * 1024
# Never block on a pipe, a terminal or a tape.
_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)

_KINDS = {
    stat.S_ISDIR: "is a folder",
    stat.S_ISFIFO: "is a pipe",
    stat.S_ISSOCK: "is a socket",
    stat.S_ISCHR: "is a device",
    stat.S_ISBLK: "is a device",
}


def read_file(path: Path) -> bytes:
    """The contents of a file. Raises AppError; never waits for a pipe or a device."""
    name = displayed_name(path)
    try:
        _check_kind(os.stat(path), name)
        handle = os.open(path, _FLAGS)
        try:
            return _read_open(handle, name)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise AppError(f"{name} does not exist: choose another file.") from error
    except PermissionError as error:
        if is_kept_by_another(error):
            told = f"{name} is open in another program: close it there, then try again."
            raise AppError(told) from error
        message = f"{name} cannot be read: you do not have permission. Choose another file."
        raise AppError(message) from error
    except (OSError, ValueError) as error:
        is_name = isinstance(error, ValueError)
        reason = "no disk has such a name" if is_name else getattr(error, "strerror", None)
        reason = reason or type(error).__name__
        raise AppError(f"{name} cannot be read ({reason}): choose another file.") from error


def _check_kind(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kinds = (kind for is_kind, kind in _KINDS.items() if is_kind(status.st_mode))
        raise AppError(f"{name} {next(kinds, 'is not a file')}: choose a file.")
    if status.st_size > _SIZE_LIMIT:
        size = -(-status.st_size // (1024 * 1024))
        limit = f"a code list has at most {_SIZE_LIMIT_MB} MB"
        raise AppError(f"{name} is too large ({size:,} MB): {limit}.")


def _read_open(handle: int, name: str) -> bytes:
    before = os.fstat(handle)
    _check_kind(before, name)
    pieces: list[bytes] = []
    got = 0
    # One byte too many shows that the file is growing; the rest is not read.
    while got <= before.st_size:
        piece = os.read(handle, min(_PIECE, before.st_size + 1 - got))
        if not piece:
            break
        pieces.append(piece)
        got += len(piece)
    after = os.fstat(handle)
    if got != before.st_size or _state(before) != _state(after):
        raise AppError(f"{name} was changed while it was read: open it again.")
    return b"".join(pieces)


def _state(status: os.stat_result) -> tuple[int, int, bool]:
    return status.st_size, status.st_mtime_ns, status.st_nlink == 0

"""Writes a file as a whole: after any failure the file that was there is unchanged.

Import this module late: most sessions write no file.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from otcodebook.errors import AppError
from otcodebook.userdata.drafts import draft_name, noted
from otcodebook.userdata.location import is_ours
from otcodebook.wording import displayed_path

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL
for _flag in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)
_ANYONE = 0o666
"""The mode of a new file before the system takes away what the umask forbids."""
_OWNER_ONLY = 0o600
_WRITE_BITS = 0o222
_REASONS = {
    errno.EACCES: "you do not have permission",
    errno.EPERM: "you do not have permission",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "its folder does not exist",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "it is a link that leads to itself",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
}
# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: what Windows answers when
# another program, such as a spreadsheet, has the file open.
_IN_USE = (5, 32, 33)


def write_file(
    path: Path, data: bytes, *, private: bool = False, drafts: Path | None = None
) -> None:
    """Writes the file and returns when it is on disk.

    A link stays a link: its target is written. An existing file keeps its mode, a new one gets
    the usual one. With `private` nobody but the user can read the file, even if others could
    before. `drafts` is the user's own folder, where the draft is noted while it exists: after a
    kill the next start removes it. Only what is private is written over our own files there.

    Raises:
        AppError: one sentence that names the file and the next step. Nothing was changed, and no
            draft is left.
    """
    try:
        target, status = _resolve(path)
        if not private and drafts is not None and is_ours(target, drafts):
            raise AppError(
                f"{displayed_path(path)} is a file that OT Codebook itself needs: choose another"
                " place."
            )
        if status is not None and _is_read_only(target, status):
            raise AppError(
                f"{displayed_path(path)} is read-only: allow writing to that file, or choose"
                " another name."
            )
        draft = target.with_name(draft_name())
        with noted(draft, drafts):
            _write_draft(draft, status, data, private=private)
            try:
                os.replace(draft, target)
            except BaseException as error:
                _remove(draft)
                if getattr(error, "winerror", None) in _IN_USE:
                    raise AppError(
                        f"{displayed_path(path)} is open in another program: close it there, then"
                        " try again."
                    ) from error
                raise
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise AppError(
            f"{displayed_path(path)} cannot be written ({_reason(error)}): choose another place."
        ) from error


def _resolve(path: Path) -> tuple[Path, os.stat_result | None]:
    """The file that is meant, links followed, and its status; None if there is no file yet."""
    # Not Path.resolve(): whether it raises for a link that leads to itself depends on the version
    # of Python.
    target = Path(os.path.realpath(path))
    try:
        status = os.lstat(target)
    except FileNotFoundError:
        return target, None
    if stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ELOOP, "")
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EISDIR, "")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device")
    return target, status


def _is_read_only(target: Path, status: os.stat_result) -> bool:
    # The bits are asked as well: for an administrator every file is writable.
    return not status.st_mode & _WRITE_BITS or not os.access(target, os.W_OK)


def _write_draft(draft: Path, status: os.stat_result | None, data: bytes, *, private: bool) -> None:
    """Writes the data beside the target, on the same disk; never through a link laid there."""
    # What replaces a file is nobody else's to read until it has that file's mode.
    mode = _ANYONE if status is None and not private else _OWNER_ONLY
    handle = os.open(draft, _FLAGS, mode)
    try:
        with open(handle, "wb") as file:
            if status is not None:
                _take_mode(draft, status, private=private)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _remove(draft)
        raise


def _take_mode(draft: Path, status: os.stat_result, *, private: bool) -> None:
    if hasattr(os, "chown"):
        # An administrator who saves over another's file leaves it with its owner; others may not
        # give files away, and need not.
        with suppress(OSError):
            os.chown(draft, status.st_uid, status.st_gid)
    mode = stat.S_IMODE(status.st_mode)
    os.chmod(draft, mode & ~0o077 if private else mode)


def _remove(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink()


def _sync_folder(folder: Path) -> None:
    """Makes the new name survive a power cut, where the system can do that."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError | ValueError) -> str:
    if not isinstance(error, OSError):
        return "no disk takes such a name"
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__

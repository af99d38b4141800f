"""Drafts of files that are being written anywhere, noted in the user's own folder meanwhile.

A program that is killed leaves its draft behind, hidden beside the file that was to be written, and
perhaps with the user's notes in it: the next start removes it.

Import this module late: most sessions write no file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging import getLogger
from pathlib import Path

_BEGIN = "userdata.draft-"
_DRAFT = re.compile(r"\.ot-codebook-[0-9a-f]{16}\.new")
_FLAGS = os.O_RDWR | getattr(os, "O_CLOEXEC", 0)


def draft_name() -> str:
    """A name that nobody can foresee, and of its own length: a longer one could be too long."""
    return f".ot-codebook-{os.urandom(8).hex()}.new"


@contextmanager
def noted(draft: Path, folder: Path | None) -> Iterator[None]:
    """Notes in the user's folder that the draft exists, while the block lasts.

    A note that cannot be written prevents nothing.
    """
    note = folder / f"{_BEGIN}{os.urandom(8).hex()}" if folder is not None else None
    handle = -1
    if note is not None:
        with suppress(OSError):
            flags = _FLAGS | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            handle = os.open(note, flags, 0o600)
            _lock(handle)
            os.write(handle, os.fsencode(draft.absolute()))
    try:
        yield
    finally:
        if handle >= 0 and note is not None:
            os.close(handle)
            with suppress(OSError):
                note.unlink()


def sweep_drafts(folder: Path) -> None:
    """Removes the drafts that killed programs left; those that are being written stay.

    A drive that does not answer keeps it waiting: call it in a thread.
    """
    swept = 0
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(_BEGIN) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    swept += _sweep(Path(entry.path))
    if swept:
        getLogger(__name__).info("%d drafts of a killed program removed", swept)


def _sweep(note: Path) -> bool:
    """Whether a draft was removed. Raises OSError, also for a note whose writer is alive."""
    handle = os.open(note, _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    try:
        _lock(handle)
        draft = Path(os.fsdecode(os.read(handle, 65_536)))
    finally:
        os.close(handle)
    is_draft = bool(_DRAFT.fullmatch(draft.name)) and draft.is_absolute()
    if is_draft and not os.path.isdir(draft.parent):
        return False  # perhaps on a stick that is not plugged in: a later start looks again
    if os.name != "posix":
        note.unlink()  # refused while its writer has it open
    found = False
    if is_draft:
        with suppress(FileNotFoundError, NotADirectoryError):
            found = stat.S_ISREG(os.lstat(draft).st_mode)
            if found:
                draft.unlink()
    note.unlink(missing_ok=True)
    return found


def _lock(handle: int) -> None:
    """Locks the note for as long as it is open. Raises OSError where another one has the lock."""
    if os.name == "posix":
        # Imported here: Windows has none, and needs none.
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

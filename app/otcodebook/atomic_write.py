"""Writes files that the user named: whole, or the file that was there stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

from otcodebook.errors import AppError
from otcodebook.userdata.sqlite_file import shown


def write_file(path: Path, data: bytes) -> None:
    """Writes the file and returns when it is on disk. Raises AppError, one sentence, if it fails.

    A link stays a link: what it points to is written.
    """
    try:
        target = path.resolve()
        # A name of its own: with something added to it a long name could become too long.
        draft = target.with_name(f".ot-codebook-{os.getpid()}.new")
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, ValueError, RuntimeError) as error:
        # ValueError: no file system takes such a name. RuntimeError: a link leads to itself.
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise AppError(
            f"{shown(path)} cannot be written ({reason}): choose another place."
        ) from error

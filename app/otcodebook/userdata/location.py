"""Where the store of `userdata` lies and whether there is one, told without loading SQLite."""

from __future__ import annotations

import os
import sys
from pathlib import Path

FILE_NAME = "userdata.sqlite"
LOCK_NAME = "userdata.lock"
"""Stays empty and stays where it is: only its lock is of use."""
MIN_FREE_BYTES = 64 * 1024
"""The bytes that a small write needs, its journal included."""


def is_absent(folder: Path) -> bool:
    """Whether there is no store in the folder, and nothing prevents one from being made there.

    Then it need not be opened before there is something to keep.
    """
    place = folder
    try:
        while not place.exists() and place != place.parent:
            place = place.parent
        if place == folder and any(name.startswith(FILE_NAME) for name in os.listdir(folder)):
            return False
        room = free_bytes(place)
    except OSError:
        return False
    return room >= MIN_FREE_BYTES and place.is_dir() and os.access(place, os.W_OK | os.X_OK)


def free_bytes(folder: Path) -> int:
    """The bytes that may still be written there. Raises OSError."""
    if sys.platform == "win32":
        # Imported here: elsewhere it would bring the archives that it packs and unpacks.
        import shutil

        return shutil.disk_usage(folder).free
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize

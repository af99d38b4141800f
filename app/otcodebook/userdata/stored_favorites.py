"""The user's favorites for programs that only read: nothing is made, mended or locked.

Import this module late: it loads SQLite.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from otcodebook.userdata.location import FILE_NAME, store_exists
from otcodebook.userdata.sqlite_file import address, read_favorites


def stored_favorites(folder: Path) -> frozenset[str]:
    """The favorite codes in the store of this folder; none where it cannot be read."""
    if not store_exists(folder):
        return frozenset()
    file = address(folder / FILE_NAME, "ro")
    try:
        with closing(sqlite3.connect(file, uri=True, timeout=0.5)) as connection:
            return frozenset(read_favorites(connection))
    except (sqlite3.Error, OSError):
        return frozenset()

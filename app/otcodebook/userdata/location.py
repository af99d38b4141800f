"""Where the user's favorites and notes lie on disk, and who may read them.

The start needs this module: it does not load SQLite.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

FILE_NAME = "userdata.sqlite"
LOCK_NAME = "userdata.lock"
"""An empty file that is never removed: only the lock on it is used."""

_OURS = ("userdata.", "settings.json", "window.ini", "cms.")
"""How the names of our own files begin; damaged copies and journals add to them."""
_OTHERS = 0o077
"""The permissions of everybody but the user."""


def default_folder() -> Path:
    """The user's own folder, for the window and the command line.

    Found without Qt, which asks Windows and macOS: %LOCALAPPDATA% and $HOME name the same, and can
    be set for a try.
    """
    name, fallback = "XDG_DATA_HOME", Path(".local") / "share"
    if sys.platform == "win32":
        name, fallback = "LOCALAPPDATA", Path("AppData") / "Local"
    elif sys.platform == "darwin":
        name, fallback = "", Path("Library") / "Application Support"
    named = Path(os.environ.get(name, ""))
    return (named if named.is_absolute() else Path.home() / fallback) / "OT Codebook"


def store_exists(folder: Path) -> bool:
    """Whether there is a store to open; also true where that cannot be found out.

    Until the first change there is none, and SQLite need not be loaded.
    """
    try:
        os.lstat(folder / FILE_NAME)
    except FileNotFoundError:
        return False
    except OSError:
        # The store is opened to say what is wrong.
        return True
    return True


def make_private_folder(folder: Path) -> None:
    """Makes the folder, readable by the user only, and so are our files in it.

    Older versions left them readable by all: that is mended here. Where permissions cannot be
    changed, and on Windows, where the user's folders are private already, nothing happens.

    Raises OSError when the folder cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    mended = close_to_others(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_OURS) and not entry.is_symlink():
                mended += close_to_others(Path(entry.path))
    if mended:
        _log("user data was open to others, and is private now: %d permissions changed", mended)


def is_ours(path: Path, folder: Path) -> bool:
    """Whether a file, links followed, is one that we keep in the user's own folder."""
    named = path.name.lower().startswith(_OURS)
    return named and path.parent == Path(os.path.realpath(folder))


def create_private(path: Path) -> None:
    """Makes an empty file that only the user can read; one that is there stays as it is.

    A failure is left to whoever opens the file next, who says what is wrong.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def keep_aside(path: Path) -> Path:
    """Renames a file of ours that cannot be read, so that the next start does without it.

    The copy, with `.damaged` after its name, takes the place of an older one. Returns where the
    file is now: where it cannot be renamed, still in its place.
    """
    aside = path.with_name(f"{path.name}.damaged")
    try:
        os.replace(path, aside)
    except OSError:
        return path
    _log("a damaged file with choices or the window's state was set aside")
    return aside


def close_to_others(path: Path) -> int:
    """Makes a file or folder readable by the user only, where permissions can be changed.

    Returns how many had to be mended: 0 or 1.
    """
    if os.name != "posix":
        return 0
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)
            return 1
    return 0


def _log(message: str, *values: object) -> None:
    # Imported here: the start needs this module, and logs nothing before the first paint.
    from logging import getLogger

    getLogger(__name__).info(message, *values)

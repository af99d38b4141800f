"""The SQLite file of `userdata`: its schema, and what to do when something is wrong with it."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from otcodebook.errors import is_kept_by_another
from otcodebook.userdata.location import LOCK_NAME, create_private
from otcodebook.wording import as_displayed, displayed_path

MIN_FREE_BYTES = 64 * 1024
"""The bytes that a small write needs, its journal included."""

# Each step leads from one schema version to the next; what was released is never changed.
_MIGRATIONS = (
    (
        """CREATE TABLE favourites (
            code TEXT NOT NULL PRIMARY KEY CHECK (typeof(code) = 'text'),
            place INTEGER NOT NULL CHECK (typeof(place) = 'integer'))""",
        """CREATE TABLE notes (
            code TEXT NOT NULL PRIMARY KEY CHECK (typeof(code) = 'text'),
            text TEXT NOT NULL CHECK (typeof(text) = 'text'))""",
        """CREATE TABLE recents (
            turn INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (typeof(code) = 'text'))""",
    ),
)
_NEWEST = len(_MIGRATIONS)


class ErrorCode(IntEnum):
    """SQLite's primary result codes, as far as we tell them apart.

    https://www.sqlite.org/rescode.html has them all. An extended code, such as READONLY_DBMOVED,
    has the primary one in its lowest byte.
    """

    NONE = 0
    PERM = sqlite3.SQLITE_PERM
    BUSY = sqlite3.SQLITE_BUSY
    LOCKED = sqlite3.SQLITE_LOCKED
    NOMEM = sqlite3.SQLITE_NOMEM
    READONLY = sqlite3.SQLITE_READONLY
    INTERRUPT = sqlite3.SQLITE_INTERRUPT
    IOERR = sqlite3.SQLITE_IOERR
    FULL = sqlite3.SQLITE_FULL
    CANTOPEN = sqlite3.SQLITE_CANTOPEN
    PROTOCOL = sqlite3.SQLITE_PROTOCOL
    NOLFS = sqlite3.SQLITE_NOLFS
    AUTH = sqlite3.SQLITE_AUTH
    OTHER = -1


ENVIRONMENT_ERRORS = frozenset(ErrorCode) - {ErrorCode.NONE, ErrorCode.OTHER}
"""Errors of the disk, the folder or other programs; any other on opening is in the file itself."""
_IN_USE = (ErrorCode.BUSY, ErrorCode.LOCKED)


class DamagedError(Exception):
    """The file is no store, or no longer a sound one."""


class NewerSchemaError(Exception):
    """The file was written by a later version."""


class MovedError(Exception):
    """The file that was opened was moved or deleted meanwhile."""


class Snapshot(NamedTuple):
    """All that the file holds; recents with the latest first."""

    favorites: tuple[str, ...] = ()
    notes: Mapping[str, str] = {}
    recents: tuple[str, ...] = ()


class Opened(NamedTuple):
    """A file that was opened.

    version: the `data_version` of the file.
    snapshot: what the file held then.
    obstacle: what prevents saving, as `describe_error` says it; empty if nothing does.
    """

    connection: sqlite3.Connection
    version: int
    snapshot: Snapshot
    obstacle: str


@contextmanager
def exclusive_lock(path: Path, patience: float, name: str = LOCK_NAME) -> Iterator[None]:
    """Prevents other windows from opening the file meanwhile; `name` is that of the lock's file.

    SQLite finds a journal by its name: a window that still reads a renamed file would take the
    new file's journal for its own, and write it back into the wrong file.

    Waits at most `patience` seconds. Raises sqlite3.Error if another window holds the lock.
    """
    with ExitStack() as stack:
        create_private(path.with_name(name))
        try:
            lock = sqlite3.connect(path.with_name(name), timeout=patience)
            stack.enter_context(closing(lock))
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            # In a folder where no lock can be written, no file can be renamed either.
            if error_code(error) in _IN_USE:
                raise
        yield


def address(path: Path, mode: str) -> str:
    """A URI for SQLite, which then never makes the file: mode is "ro" or "rw".

    Not `Path.as_uri()`: SQLite takes no name of a server, as a redirected folder of Windows has.
    """
    name = path.absolute().as_posix()
    for sign, escaped in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        name = name.replace(sign, escaped)
    return f"file://{'' if name.startswith('/') else '/'}{name}?mode={mode}"


def open_file(path: Path, patience: float) -> Opened:
    """Opens a sound file with the newest schema; a missing one is created, readable by the user.

    Waits at most `patience` seconds for a lock. Raises DamagedError, NewerSchemaError or
    sqlite3.Error; then nothing is left open.
    """
    create_private(path)
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        # One wrong byte in a note is no reason to lose the others.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        _migrate(connection)
        # A deleted journal works on network drives too. EXTRA is FULL and also syncs the folder:
        # otherwise the journal may come back after a power cut, and undo the write.
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        connection.execute("PRAGMA synchronous = EXTRA")
        # A removed note leaves no text in the file.
        connection.execute("PRAGMA secure_delete = ON").fetchall()
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise DamagedError
        refusal = _refusal(connection, path)
        if error_code(refusal) is ErrorCode.READONLY and _is_writable(path):
            # The header claims that only a later SQLite may write the file, which is not so.
            raise DamagedError
        obstacle = describe_error(refusal, path) if refusal else ""
        opened = Opened(connection, data_version(connection), read_snapshot(connection), obstacle)
        # Everything is in memory now: the pages it was read from can go.
        connection.execute("PRAGMA shrink_memory")
        return opened
    except (sqlite3.Error, ValueError) as error:
        connection.close()
        # ValueError: SQLite's message quotes bytes of the file that are no text.
        if error_code(error) in ENVIRONMENT_ERRORS:
            raise
        raise DamagedError from error
    except BaseException:
        connection.close()
        raise


def read_snapshot(connection: sqlite3.Connection) -> Snapshot:
    """All that the file holds now."""
    notes = dict(connection.execute("SELECT code, text FROM notes ORDER BY code"))
    recents = connection.execute("SELECT code FROM recents ORDER BY turn DESC")
    return Snapshot(read_favorites(connection), notes, tuple(code for (code,) in recents))


def read_favorites(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The favorites in their order."""
    rows = connection.execute("SELECT code FROM favourites ORDER BY place, code")
    return tuple(code for (code,) in rows)


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes whenever another connection has changed the file."""
    return _number(connection, "data_version")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """Makes the block one transaction of this kind, such as IMMEDIATE: all of it or nothing."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise


def saving_obstacle(connection: sqlite3.Connection, path: Path) -> str:
    """Why nothing can be saved, as `describe_error` says it; empty when saving works."""
    refusal = _refusal(connection, path)
    return describe_error(refusal, path) if refusal else ""


def describe_error(error: Exception, path: Path) -> str:
    """The cause of a trouble with the file and the next step, as the end of a sentence."""
    file, folder = displayed_path(path), displayed_path(path.parent)
    code, number = error_code(error), getattr(error, "errno", 0)
    if code is ErrorCode.FULL or number in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: make room on the disk that holds {folder}"
    if code in _IN_USE or is_kept_by_another(_opening_error(error, path)):
        return f"another program is using {file}: wait a moment, or close that program"
    moved = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED
    if moved or isinstance(error, MovedError):
        return f"{file} was moved or deleted: put it back, or start OT Codebook again"
    read_only = code is ErrorCode.READONLY or number in (errno.EACCES, errno.EPERM, errno.EROFS)
    if (read_only or code is ErrorCode.CANTOPEN) and not os.access(path.parent, os.W_OK):
        return f"{folder} is read-only: allow writing to that folder"
    if read_only:
        return f"{file} is read-only: allow writing to that file"
    if isinstance(error, NewerSchemaError):
        return f"a newer version of OT Codebook wrote {file}: install the newest version"
    cause = as_displayed(getattr(error, "strerror", None) or str(error))
    return f"{file} cannot be used ({cause}): check the disk, then start OT Codebook again"


def error_code(error: Exception | None) -> ErrorCode:
    """The kind of SQLite's error; NONE if it is no error of SQLite's."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return ErrorCode(code) if code in list(ErrorCode) else ErrorCode.OTHER


def _opening_error(error: Exception, path: Path) -> Exception:
    """What the system says of a file that SQLite only calls unopenable; else the error itself."""
    if error_code(error) is ErrorCode.CANTOPEN:
        try:
            with open(path, "rb"):
                pass
        except OSError as refusal:
            return refusal
    return error


def free_bytes(folder: Path) -> int:
    """The bytes that may still be written to the folder's disk. Raises OSError."""
    if sys.platform == "win32":
        # Imported here: on other systems it would load archive formats for nothing.
        import shutil

        return shutil.disk_usage(folder).free
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


def identity(path: Path) -> tuple[int, int] | None:
    """Device and inode, which tell a file from a later one with its path; None without a file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_aside(path: Path, now: datetime) -> Path:
    """Renames a damaged file and its journal, and returns its new path. Raises OSError."""
    name = f"{path.name}.damaged-{now:%Y%m%d-%H%M%S}"
    aside = path.with_name(name)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{name}-{number}")
    for suffix in ("-journal", "-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(f"{aside}{suffix}")
    return aside


def _migrate(connection: sqlite3.Connection) -> None:
    if _schema_version(connection) == _NEWEST:
        return
    with transaction(connection, "IMMEDIATE"):
        # Read again under the lock: another window may have been quicker.
        version = _schema_version(connection)
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version == 0 and tables:
            raise DamagedError
        for step in _MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_NEWEST}")


def _schema_version(connection: sqlite3.Connection) -> int:
    version = _number(connection, "user_version")
    if version > _NEWEST:
        raise NewerSchemaError
    if version < 0:
        raise DamagedError
    return version


def _refusal(connection: sqlite3.Connection, path: Path) -> Exception | None:
    """Tries to write and rolls it back; the error that prevents writing, None if none does."""
    try:
        if free_bytes(path.parent) < MIN_FREE_BYTES:
            return OSError(errno.ENOSPC, "")
        connection.execute("BEGIN IMMEDIATE")
        try:
            # BEGIN succeeds even in a read-only file: only a write opens the journal.
            connection.execute(f"PRAGMA user_version = {_NEWEST}")
        finally:
            connection.rollback()
    except (OSError, sqlite3.Error) as error:
        return error
    return None


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

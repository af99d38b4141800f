"""The SQLite file of `userdata`: its schema, and what is done when something is wrong with it."""

# No `from __future__ import annotations`: each field's would be compiled anew at every start.

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from otcodebook.catalog.checks import as_displayed
from otcodebook.userdata.location import LOCK_NAME, MIN_FREE_BYTES, free_bytes

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

# Troubles of the place where the file is; any other error on opening is in the file itself.
_ENVIRONMENT_ERRORS = {
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}


class DamagedError(Exception):
    """The file is not a store, or no longer."""


class NewerSchemaError(Exception):
    """The file was written by a later version."""


class MovedError(Exception):
    """The file that was opened is no longer in its place."""


class Snapshot(NamedTuple):
    """All that the file holds; recents with the latest first."""

    favorites: tuple[str, ...] = ()
    notes: Mapping[str, str] = {}
    recents: tuple[str, ...] = ()


class Opened(NamedTuple):
    """A file that was opened, with what it held then and what prevents saving."""

    connection: sqlite3.Connection
    version: int
    kept: Snapshot
    obstacle: str


@contextmanager
def exclusive_lock(path: Path, patience: float) -> Iterator[None]:
    """Keeps other windows from opening the file meanwhile. Raises sqlite3.Error if one does.

    SQLite finds a journal by its name: whoever still reads a file that was renamed takes the
    journal of the new one for its own, and puts it into the wrong file.
    """
    with ExitStack() as stack:
        try:
            lock = sqlite3.connect(path.with_name(LOCK_NAME), timeout=patience)
            stack.enter_context(closing(lock))
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            # Where nothing can be written, nothing can be renamed either.
            if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
        yield


def open_file(path: Path, patience: float) -> Opened:
    """Opens a sound file with the newest schema; a missing one is made.

    Waits at most `patience` seconds for a lock. Raises DamagedError, NewerSchemaError or
    sqlite3.Error; then nothing is left open.
    """
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        # One wrong byte in a note is no reason to lose the others.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        _migrate(connection)
        # A journal that is deleted works on network drives too. EXTRA is FULL, and the folder is
        # synced as well: otherwise the journal may come back after a power cut, and undo the write.
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        connection.execute("PRAGMA synchronous = EXTRA")
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise DamagedError
        refusal = _refusal(connection, path)
        if _code(refusal) == sqlite3.SQLITE_READONLY and _is_writable(path):
            # Its header says that a later SQLite must be used for writing: it never was.
            raise DamagedError
        obstacle = describe_error(refusal, path) if refusal else ""
        opened = Opened(connection, data_version(connection), read(connection), obstacle)
        # All of it is in memory now; the pages it came in need not be as well.
        connection.execute("PRAGMA shrink_memory")
        return opened
    except (sqlite3.Error, ValueError) as error:
        connection.close()
        # ValueError: SQLite's message quotes bytes of the file that are no text.
        if _code(error) in _ENVIRONMENT_ERRORS:
            raise
        raise DamagedError from error
    except BaseException:
        connection.close()
        raise


def read(connection: sqlite3.Connection) -> Snapshot:
    """All that the file holds now."""
    notes = dict(connection.execute("SELECT code, text FROM notes ORDER BY code"))
    recents = connection.execute("SELECT code FROM recents ORDER BY turn DESC")
    return Snapshot(read_favorites(connection), notes, tuple(code for (code,) in recents))


def read_favorites(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The favorites in their order."""
    rows = connection.execute("SELECT code FROM favourites ORDER BY place, code")
    return tuple(code for (code,) in rows)


def data_version(connection: sqlite3.Connection) -> int:
    """A number that is another one once another connection has changed the file."""
    return _number(connection, "data_version")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """What happens in the block happens as a whole or not at all."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise


def what_prevents_saving(connection: sqlite3.Connection, path: Path) -> str:
    """Why nothing can be saved, as `describe_error` says it; empty when nothing is in the way."""
    refusal = _refusal(connection, path)
    return describe_error(refusal, path) if refusal else ""


def describe_error(error: Exception, path: Path) -> str:
    """The cause of a trouble with the file and the next step, as the end of a sentence."""
    file, folder = shown(path), shown(path.parent)
    code, number = _code(error), getattr(error, "errno", 0)
    if code == sqlite3.SQLITE_FULL or number in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: make room on the disk that holds {folder}"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"another program is using {file}: wait a moment, or close that program"
    moved = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED
    if moved or isinstance(error, MovedError):
        return f"{file} was moved or deleted: put it back, or start OT Codebook again"
    read_only = code == sqlite3.SQLITE_READONLY or number in (errno.EACCES, errno.EROFS)
    if (read_only or code == sqlite3.SQLITE_CANTOPEN) and not os.access(path.parent, os.W_OK):
        return f"{folder} is read-only: allow writing to that folder"
    if read_only:
        return f"{file} is read-only: allow writing to that file"
    if isinstance(error, NewerSchemaError):
        return f"a newer version of OT Codebook wrote {file}: install the newest version"
    what = as_displayed(getattr(error, "strerror", None) or str(error))
    return f"{file} cannot be used ({what}): check the disk, then start OT Codebook again"


def identity(path: Path) -> tuple[int, int] | None:
    """Tells one file from another that has its path later; None if there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_aside(path: Path, now: datetime) -> Path:
    """Renames the damaged file, together with its journal. Raises OSError."""
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


def shown(path: Path) -> str:
    """The path as a message can quote it."""
    return as_displayed(str(path).encode("utf-8", "replace").decode("utf-8"))


def _migrate(connection: sqlite3.Connection) -> None:
    if _schema_version(connection) == _NEWEST:
        return
    with transaction(connection, "IMMEDIATE"):
        # Asked again: another window may have been quicker.
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
    """Begins to write, and takes it back: the error that prevents it."""
    try:
        if free_bytes(path.parent) < MIN_FREE_BYTES:
            return OSError(errno.ENOSPC, "")
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Only this opens the journal; a file that may not be written lets a transaction begin.
            connection.execute(f"PRAGMA user_version = {_NEWEST}")
        finally:
            connection.rollback()
    except (OSError, sqlite3.Error) as error:
        return error
    return None


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _code(error: Exception | None) -> int:
    """The kind of SQLite's error, without its details; 0 for another."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

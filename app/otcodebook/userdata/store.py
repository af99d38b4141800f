"""The user's favorites, notes and recently copied codes, in one SQLite file.

Everything is read once and served from memory: reading neither waits nor fails. A method that
changes something returns when the change is on disk, or raises UserDataError and nothing has
changed; it may then be called again. `refresh()` loads what other windows saved. Whatever is wrong
with the file, the store opens, and `trouble` describes it.

Codes are plain strings, of any catalog. No times are stored: when which code was copied would tell
about patients.

Import this module late: it loads SQLite.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from otcodebook.errors import AppError
from otcodebook.userdata.location import FILE_NAME, make_private_folder
from otcodebook.userdata.sqlite_file import (
    DamagedError,
    MovedError,
    NewerSchemaError,
    Snapshot,
    data_version,
    describe_error,
    exclusive_lock,
    identity,
    open_file,
    read_favorites,
    read_snapshot,
    saving_obstacle,
    set_aside,
    transaction,
)
from otcodebook.wording import UNSHOWABLE, as_displayed, displayed_path

_LOG = logging.getLogger(__name__)

NOTE_LIMIT = 10_000
"""The most characters that a note has."""
RECENT_LIMIT = 50
"""How many of the codes copied last are remembered."""

# The window is blocked while it waits for another one's write: long enough for a write to a slow
# disk, too short to be taken for a crash.
_PATIENCE_S = 0.5

_DAMAGE = (
    "The file with your favorites and notes is damaged, so a new one was started: the damaged one"
    " is kept as {}, and a saved export can be imported."
)


class UserDataError(AppError):
    """A change could not be saved; what was saved before is unchanged."""


class NoteChange(NamedTuple):
    """A new text for a note.

    before: the note as the user saw it when beginning to change it; None to replace any.
    """

    text: str
    before: str | None


def join_notes(first: str, second: str) -> str:
    """Both notes, one below the other; only one where it contains the other."""
    if second in first:
        return first
    return second if first in second else f"{first}\n\n{second}"


class UserData:
    """The store, open in one window."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._path = folder / FILE_NAME
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._snapshot = Snapshot()
        self._version = 0
        self._file: tuple[int, int] | None = None
        self._damage = ""
        self._obstacle = ""
        self._is_stale = False
        self._open(_PATIENCE_S)

    @property
    def trouble(self) -> str:
        """What is wrong and the next step, in sentences; empty when all is well.

        It ends with the next refresh or change after its cause is gone.
        """
        what = "saved" if self.readable else "opened"
        obstacle = f"Your favorites and notes cannot be {what}, because {self._obstacle}."
        return " ".join(filter(None, (self._damage, self._obstacle and obstacle)))

    @property
    def readable(self) -> bool:
        """Whether the file could be read; if not, everything is empty and nothing is saved."""
        return self._connection is not None

    @property
    def needs_retry(self) -> bool:
        """Whether a later `refresh` may succeed without any change of the file.

        The file could not be opened, read or written last time: another program may let go of it,
        or the disk have room again.
        """
        return not self._closed and bool(self._is_stale or self._obstacle)

    def favorites(self) -> tuple[str, ...]:
        """The favorite codes in the user's order."""
        return self._snapshot.favorites

    def set_favorite(self, code: str, on: bool) -> None:
        """Adds the code at the end of the favorites, or removes it. Raises UserDataError."""
        with self._change() as connection:
            if on:
                _add_favorite(connection, code)
            else:
                connection.execute("DELETE FROM favourites WHERE code = ?", (code,))

    def move_favorites(self, codes: Sequence[str], before: str) -> None:
        """Moves favorites, in this order, to before another one, or to the end without such.

        A code that is no favorite, or was removed in another window, stays out. Raises
        UserDataError.
        """
        with self._change() as connection:
            order = read_favorites(connection)
            moved = [code for code in codes if code in order]
            others = [code for code in order if code not in moved]
            index = others.index(before) if before in others else len(others)
            new_order = [*others[:index], *moved, *others[index:]]
            rows = [(place, code) for place, code in enumerate(new_order)]
            connection.executemany("UPDATE favourites SET place = ? WHERE code = ?", rows)

    def note_for(self, code: str) -> str:
        """The note on the code; empty if there is none."""
        return self._snapshot.notes.get(code, "")

    def all_notes(self) -> Mapping[str, str]:
        """The notes by their codes; a new mapping after each change."""
        return self._snapshot.notes

    def set_note(self, code: str, text: str, before: str | None = None) -> str:
        """Saves the note and returns it as it is on disk now; a blank note is removed.

        `before` is the note as it was when the user began to change it. If another window has saved
        a different one since, both stay, one below the other. None: the text replaces any.
        Raises UserDataError, also for a note that is too long.
        """
        with self._change() as connection:
            return _put_note(connection, code, NoteChange(text, before))

    def recents(self, limit: int = RECENT_LIMIT) -> tuple[str, ...]:
        """The codes copied last, the latest first, each once."""
        return self._snapshot.recents[: max(limit, 0)]

    def record_copies(self, codes: Sequence[str]) -> None:
        """Remembers that the codes were copied, the last one latest. Raises UserDataError."""
        # Of a code copied twice the later time counts.
        latest_first = tuple(dict.fromkeys(reversed(codes)))[:RECENT_LIMIT]
        with self._change() as connection:
            if read_snapshot(connection).recents[: len(latest_first)] == latest_first:
                return
            rows = [(code,) for code in reversed(latest_first)]
            connection.executemany("INSERT OR REPLACE INTO recents (code) VALUES (?)", rows)
            connection.execute(
                "DELETE FROM recents WHERE turn NOT IN"
                " (SELECT turn FROM recents ORDER BY turn DESC LIMIT ?)",
                (RECENT_LIMIT,),
            )

    def merge(self, favorites: Iterable[str], notes: Mapping[str, NoteChange]) -> None:
        """Adds favorites and changes notes, all of it or nothing. Raises UserDataError."""
        with self._change() as connection:
            for code in favorites:
                _add_favorite(connection, code)
            for code, change in notes.items():
                _put_note(connection, code, change)

    def refresh(self) -> bool:
        """Loads what other windows saved; True when there is something new to show.

        Never waits for a lock. It also tries again what failed before: see `needs_retry`.
        """
        if self._closed:
            return False
        trouble = self.trouble
        connection = self._connection
        now = identity(self._path)
        if connection is None or (now != self._file and now is not None):
            # Never opened so far, or another window has set the file aside and begun a new one.
            self._open(0)
            if connection is not None and self._connection is not connection:
                connection.close()
            return self._connection is not connection or self.trouble != trouble
        if now is None:
            return False
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            changed = self._load_changes(connection)
            if self._obstacle:
                self._obstacle = saving_obstacle(connection, self._path)
        finally:
            _set_patience(connection)
        return changed or self.trouble != trouble

    def close(self) -> None:
        """Closes the file; nothing can be saved afterwards."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._closed = True
        self._obstacle = "the window was closed: start OT Codebook again"

    def _load_changes(self, connection: sqlite3.Connection) -> bool:
        """Whether another window had changed the file; a file that is locked is read later."""
        self._is_stale = True
        with suppress(sqlite3.Error):
            version = data_version(connection)
            changed = version != self._version
            if changed:
                with transaction(connection, "DEFERRED"):
                    self._snapshot = read_snapshot(connection)
                self._version = version
            self._is_stale = False
            return changed
        return False

    def _open(self, patience: float) -> None:
        try:
            make_private_folder(self._path.parent)
            with exclusive_lock(self._path, patience):
                try:
                    opened = open_file(self._path, patience)
                except DamagedError:
                    aside = set_aside(self._path, self._clock())
                    _LOG.warning("a damaged store was set aside")
                    self._damage = _DAMAGE.format(displayed_path(aside))
                    opened = open_file(self._path, patience)
                self._file = identity(self._path)
        except (OSError, sqlite3.Error, DamagedError, NewerSchemaError) as error:
            self._obstacle = describe_error(error, self._path)
            _LOG.warning("the store cannot be opened: %s", _kind(error))
            return
        self._connection, self._version, self._snapshot, self._obstacle = opened
        _set_patience(self._connection)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Makes the block one change: on disk as a whole when the block is left, or not at all."""
        if self._connection is None:
            raise UserDataError(f"This is not saved, because {self._obstacle}.")
        try:
            if identity(self._path) != self._file:
                raise MovedError
            with transaction(self._connection, "IMMEDIATE"):
                yield self._connection
                snapshot = read_snapshot(self._connection)
        except (sqlite3.Error, MovedError) as error:
            why = describe_error(error, self._path)
            _LOG.warning("a change was not saved: %s", _kind(error))
            raise UserDataError(f"This is not saved, because {why}.") from error
        self._snapshot = snapshot
        self._obstacle = ""


def open_userdata(folder: Path, clock: Callable[[], datetime] = datetime.now) -> UserData:
    """Opens the store in the folder, both created if need be. Never fails: see `trouble`."""
    return UserData(folder, clock)


def _set_patience(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_S * 1000:.0f}")


def _add_favorite(connection: sqlite3.Connection, code: str) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO favourites SELECT ?, coalesce(max(place), -1) + 1 FROM favourites",
        (code,),
    )


def _kind(error: Exception) -> str:
    """What happened, without the path or the text that it happened to."""
    return getattr(error, "sqlite_errorname", None) or type(error).__name__


def _put_note(connection: sqlite3.Connection, code: str, change: NoteChange) -> str:
    text = plain_note(change.text)
    row = connection.execute("SELECT text FROM notes WHERE code = ?", (code,)).fetchone()
    stored = row[0] if row else ""
    changed_elsewhere = change.before is not None and stored != change.before
    if changed_elsewhere:
        text = join_notes(stored, text)
    if len(text) > NOTE_LIMIT:
        also = " with what another window added" if changed_elsewhere else ""
        raise UserDataError(
            f"The note on {as_displayed(code)} is not saved, because it has {len(text):,}"
            f" characters{also}: shorten it to {NOTE_LIMIT:,}."
        )
    if not text:
        connection.execute("DELETE FROM notes WHERE code = ?", (code,))
    elif text != stored:
        connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (code, text))
    return text


def plain_note(text: str) -> str:
    """The text without invisible characters; empty if nothing visible is left."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    lines = sound.replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(UNSHOWABLE, "", lines)
    return plain if plain.strip() else ""

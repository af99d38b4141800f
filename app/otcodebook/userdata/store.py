"""What is the user's own: favorites, notes and the codes copied last, in one SQLite file.

Everything is read once and shown from memory: reading neither waits nor fails. A method that
changes something returns when the change is on disk, or raises UserDataError and nothing has
changed; it may then be called again. `refresh()`, called now and then, takes over what other
windows saved. Whatever is wrong with the file, the store opens and `trouble` tells about it.

Codes are plain strings, of whatever catalog. No times are kept: when which code was copied would
tell about patients.

Import this module late: it loads SQLite.
"""

# No `from __future__ import annotations`: each field's would be compiled anew at every start.

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from otcodebook.catalog.checks import BAD_IN_FILE, as_displayed
from otcodebook.errors import AppError
from otcodebook.userdata.location import FILE_NAME
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
    read,
    read_favorites,
    set_aside,
    shown,
    transaction,
    what_prevents_saving,
)

NOTE_LIMIT = 10_000
"""The most characters that a note has."""
MOST_RECENT = 50
"""How many of the codes copied last are remembered."""

# The window stands still while it waits for another one to finish its write: long enough for a
# write to a slow disk, too short to be taken for a crash.
_PATIENCE_S = 0.5

_DAMAGE = (
    "The file with your favorites and notes is damaged, so a new one was begun: the damaged one is"
    " kept as {}, and a saved export can be imported."
)


class UserDataError(AppError):
    """Something of the user's could not be saved; what was saved before is unchanged."""


class NoteChange(NamedTuple):
    """A note that is to become `text`, by someone who saw it as `before`."""

    text: str
    before: str | None


def together(first: str, second: str) -> str:
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
        self._kept = Snapshot()
        self._version = 0
        self._file: tuple[int, int] | None = None
        self._damage = ""
        self._obstacle = ""
        self._open(_PATIENCE_S)

    @property
    def trouble(self) -> str:
        """What the user is to be told, with the next step; empty when all is well.

        It goes away by itself, with a refresh or a change, when the cause is gone.
        """
        what = "saved" if self.readable else "opened"
        obstacle = f"Your favorites and notes cannot be {what}, because {self._obstacle}."
        return " ".join(filter(None, (self._damage, self._obstacle and obstacle)))

    @property
    def readable(self) -> bool:
        """Whether the file could be read; if not, all is shown as empty and nothing is saved."""
        return self._connection is not None

    def favorites(self) -> tuple[str, ...]:
        """The favorite codes in the user's order."""
        return self._kept.favorites

    def set_favorite(self, code: str, on: bool) -> None:
        """Adds the code at the end of the favorites, or removes it. Raises UserDataError."""
        with self._change() as connection:
            if on:
                _add_favorite(connection, code)
            else:
                connection.execute("DELETE FROM favourites WHERE code = ?", (code,))

    def move_favorite(self, code: str, to: int) -> None:
        """Moves the code to that place among the favorites, 0 the first. Raises UserDataError.

        A code that is no favorite, or was removed in another window, stays out.
        """
        with self._change() as connection:
            order = list(read_favorites(connection))
            if code not in order:
                return
            order.remove(code)
            order.insert(max(to, 0), code)
            rows = [(place, moved) for place, moved in enumerate(order)]
            connection.executemany("UPDATE favourites SET place = ? WHERE code = ?", rows)

    def note_for(self, code: str) -> str:
        """The note on the code; empty if there is none."""
        return self._kept.notes.get(code, "")

    def all_notes(self) -> Mapping[str, str]:
        """The notes by their codes; a new mapping after each change."""
        return self._kept.notes

    def set_note(self, code: str, text: str, before: str | None = None) -> str:
        """Saves the note and returns it as it is on disk now; a blank one is removed.

        `before` is the note as it was when the user began to change it. If another window has saved
        a different one since, both are kept, one below the other. None: the text replaces any.
        Raises UserDataError, also for a note that is too long.
        """
        with self._change() as connection:
            return _put_note(connection, code, NoteChange(text, before))

    def recents(self, limit: int = MOST_RECENT) -> tuple[str, ...]:
        """The codes copied last, the latest first, each once."""
        return self._kept.recents[: max(limit, 0)]

    def record_copy(self, code: str) -> None:
        """Remembers that the code was copied. Raises UserDataError."""
        with self._change() as connection:
            if read(connection).recents[:1] == (code,):
                return
            connection.execute("INSERT OR REPLACE INTO recents (code) VALUES (?)", (code,))
            connection.execute(
                "DELETE FROM recents WHERE turn NOT IN"
                " (SELECT turn FROM recents ORDER BY turn DESC LIMIT ?)",
                (MOST_RECENT,),
            )

    def merge(self, favorites: Iterable[str], notes: Mapping[str, NoteChange]) -> None:
        """Adds favorites and changes notes, all of it or nothing. Raises UserDataError."""
        with self._change() as connection:
            for code in favorites:
                _add_favorite(connection, code)
            for code, change in notes.items():
                _put_note(connection, code, change)

    def refresh(self) -> bool:
        """Takes over what other windows saved; True when there is something new to show.

        It does not wait, so a timer may call it often. It also tries again what went wrong before.
        """
        if self._closed:
            return False
        trouble = self.trouble
        connection = self._connection
        now = identity(self._path)
        if connection is None or (now != self._file and now is not None):
            # Not opened so far, or another window has set the file aside and begun a new one.
            self._open(0)
            if connection is not None and self._connection is not connection:
                connection.close()
            return self._connection is not connection or self.trouble != trouble
        if now is None:
            return False
        changed = False
        connection.execute("PRAGMA busy_timeout = 0")
        # A file that cannot be read now leaves everything as it is shown, until the next time.
        with suppress(sqlite3.Error):
            version = data_version(connection)
            if version != self._version:
                with transaction(connection, "DEFERRED"):
                    self._kept = read(connection)
                self._version = version
                changed = True
        if self._obstacle:
            self._obstacle = what_prevents_saving(connection, self._path)
        _be_patient(connection)
        return changed or self.trouble != trouble

    def close(self) -> None:
        """Lets go of the file; nothing can be saved afterwards."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._closed = True
        self._obstacle = "the window was closed: start OT Codebook again"

    def _open(self, patience: float) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with exclusive_lock(self._path, patience):
                try:
                    opened = open_file(self._path, patience)
                except DamagedError:
                    aside = set_aside(self._path, self._clock())
                    self._damage = _DAMAGE.format(shown(aside))
                    opened = open_file(self._path, patience)
                self._file = identity(self._path)
        except (OSError, sqlite3.Error, DamagedError, NewerSchemaError) as error:
            self._obstacle = describe_error(error, self._path)
            return
        self._connection, self._version, self._kept, self._obstacle = opened
        _be_patient(self._connection)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One change: on disk as a whole when the block is left, or not at all."""
        if self._connection is None:
            raise UserDataError(f"This is not saved, because {self._obstacle}.")
        try:
            if identity(self._path) != self._file:
                raise MovedError
            with transaction(self._connection, "IMMEDIATE"):
                yield self._connection
                kept = read(self._connection)
        except (sqlite3.Error, MovedError) as error:
            why = describe_error(error, self._path)
            raise UserDataError(f"This is not saved, because {why}.") from error
        self._kept = kept
        self._obstacle = ""


def open_userdata(folder: Path, clock: Callable[[], datetime] = datetime.now) -> UserData:
    """Opens the store in the folder, which is made if need be. Never fails: see `trouble`."""
    return UserData(folder, clock)


def _be_patient(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_S * 1000:.0f}")


def _add_favorite(connection: sqlite3.Connection, code: str) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO favourites SELECT ?, coalesce(max(place), -1) + 1 FROM favourites",
        (code,),
    )


def _put_note(connection: sqlite3.Connection, code: str, change: NoteChange) -> str:
    text = plain_note(change.text)
    row = connection.execute("SELECT text FROM notes WHERE code = ?", (code,)).fetchone()
    stored = row[0] if row else ""
    changed_elsewhere = change.before is not None and stored != change.before
    if changed_elsewhere:
        text = together(stored, text)
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
    """The text without what nobody can see; empty if nothing is left to see."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    lines = sound.replace("\r\n", "\n").replace("\r", "\n")
    plain = BAD_IN_FILE.sub("", lines)
    return plain if plain.strip() else ""

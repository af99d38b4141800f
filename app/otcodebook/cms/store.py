"""The rows of CMS's tables that are kept, in a SQLite file of their own beside the user data.

They can be made again from CMS's files, and are never exported. Each method opens the file for
itself, so that the store may be used in any thread, and no reader waits. A file that is missing
is an empty store: reading never makes one, and with the last table it goes. What changes the store
does it in one transaction, or raises CmsStoreError and nothing has changed.

Import this module late: it loads SQLite.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from otcodebook.cms import FILE_NAME
from otcodebook.cms.complete import check_complete
from otcodebook.cms.store_file import (
    PATIENCE_S,
    CmsStoreError,
    StoredTable,
    batches,
    check_schema,
    connect,
    delete_parts,
    forget_older,
    forget_same,
    insert_part,
    is_blank,
    make_schema,
    pair_rows,
    part_codes,
    read_known_codes,
    row_data,
    stored_tables,
)
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Fee
from otcodebook.cms.tables.gpci import Locality
from otcodebook.cms.tables.model import LimitRow, PairRow, Part, Setting, Table
from otcodebook.userdata.location import create_private, make_private_folder
from otcodebook.userdata.sqlite_file import (
    ENVIRONMENT_ERRORS,
    NewerSchemaError,
    describe_error,
    error_code,
    exclusive_lock,
    set_aside,
    transaction,
)
from otcodebook.wording import displayed_path

_Row = TypeVar("_Row", LimitRow, Fee, Locality)
_LOCK_NAME = "cms.lock"
"""An empty file that is never removed. Not that of favorites and notes: they wait less long."""
_LOG = logging.getLogger(__name__)


class CmsStore:
    """The store in this folder; see the module."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    @property
    def exists(self) -> bool:
        """Whether any table is stored; asks no more than the file system."""
        return os.path.exists(self._path)

    def tables(self) -> tuple[StoredTable, ...]:
        """What is stored: by table and setting, the newest edition first. Raises CmsStoreError."""
        with self._reading() as connection:
            return stored_tables(connection)

    def choose(self, table: Table, setting: Setting | None, day: date) -> StoredTable | None:
        """The table to use on a date of service: the edition of that day.

        Else the first one after it, which holds the history, or the last one before it, which has
        ended: see `Quarter.ended_text`. None if there is none at all. Raises CmsStoreError.
        """
        found = [each for each in self.tables() if (each.table, each.setting) == (table, setting)]
        return edition_for(found, day)

    def add(self, parts: Sequence[Part], codes: Collection[str], *, keep_older: bool) -> None:
        """Stores what was read with these known codes.

        A part takes the place of the same part of the same edition. Older editions of the tables
        stay beside it or go. Raises CmsStoreError, EditionUnknownError or SettingUnknownError.
        """
        check_complete(parts)
        with self._writing() as connection:
            for part in parts:
                forget_same(connection, part)
                if not keep_older:
                    forget_older(connection, part)
            for part in parts:
                insert_part(connection, part, codes)

    def remove(
        self,
        table: Table | None = None,
        setting: Setting | None = None,
        edition: Quarter | None = None,
    ) -> tuple[StoredTable, ...]:
        """Removes all tables that fit what is named; returns them. Raises CmsStoreError."""
        if not self.exists:
            return ()
        with self._writing() as connection:
            gone = tuple(
                each
                for each in stored_tables(connection)
                if table in (None, each.table)
                and setting in (None, each.setting)
                and edition in (None, each.edition)
            )
            for each in gone:
                delete_parts(connection, each.ids)
        return gone

    def tidy(self) -> None:
        """Deletes a file without a table, as a program that was killed may have left it."""
        if self.exists and not self.tables():
            with self._writing():
                pass

    def known_codes(self, table: StoredTable) -> frozenset[str]:
        """The codes whose rows were kept in all parts of the table. Raises CmsStoreError."""
        with self._reading() as connection:
            return read_known_codes(connection, table.ids)

    def codes_of_parts(self) -> dict[int, frozenset[str]]:
        """For each stored part the codes that it was read with. Raises CmsStoreError."""
        with self._reading() as connection:
            return part_codes(connection)

    def pairs_among(self, table: StoredTable, codes: Collection[str]) -> list[PairRow]:
        """All rows, of whatever days, with two of these codes. Raises CmsStoreError."""
        wanted = set(codes)
        return [row for row in self._pairs(table, wanted, "column1") if row.column2 in wanted]

    def pairs_of(self, table: StoredTable, code: str) -> list[PairRow]:
        """All rows, of whatever days, with this code in either column. Raises CmsStoreError."""
        both = [self._pairs(table, {code}, column) for column in ("column1", "column2")]
        return list(dict.fromkeys(row for rows in both for row in rows))

    def all_pairs(self, table: StoredTable) -> list[PairRow]:
        """All rows of the table. Raises CmsStoreError."""
        with self._reading() as connection:
            return pair_rows(connection, table.ids, "", ())

    def limits(self, table: StoredTable, codes: Collection[str] | None = None) -> list[LimitRow]:
        """The limits of these codes, or of all. Raises CmsStoreError."""
        return self._rows(table, codes, LimitRow)

    def fees(self, table: StoredTable, codes: Collection[str] | None = None) -> list[Fee]:
        """The relative values of these codes, or of all. Raises CmsStoreError."""
        return self._rows(table, codes, Fee)

    def localities(self, table: StoredTable) -> list[Locality]:
        """The localities of the table, in its order. Raises CmsStoreError."""
        return self._rows(table, None, Locality)

    def version(self) -> tuple[int, int]:
        """Changes with the file: for windows that look whether another one stored something."""
        try:
            status = os.stat(self._path)
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size

    def _pairs(self, table: StoredTable, codes: Collection[str], column: str) -> list[PairRow]:
        with self._reading() as connection:
            return [
                row
                for some in batches(codes)
                for row in pair_rows(connection, table.ids, column, some)
            ]

    def _rows(
        self, table: StoredTable, codes: Collection[str] | None, kind: type[_Row]
    ) -> list[_Row]:
        decoder = msgspec.json.Decoder(kind)
        found: list[bytes] = []
        with self._reading() as connection:
            for some in [None] if codes is None else batches(codes):
                found += row_data(connection, table.ids, some)
            # Both files of a fee schedule have the same rows.
            return [decoder.decode(data) for data in dict.fromkeys(found)]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The file, or an empty store in memory without one. Raises CmsStoreError."""
        try:
            with ExitStack() as stack:
                connection = stack.enter_context(closing(self._stored_or_empty()))
                # All that is asked here is asked of one state of the file.
                stack.enter_context(transaction(connection, "DEFERRED"))
                check_schema(connection)
                yield connection
        except (sqlite3.Error, NewerSchemaError, OSError, ValueError) as error:
            # ValueError: a value in the file that is none of the store's.
            raise self._error(error, "read") from error

    def _stored_or_empty(self) -> sqlite3.Connection:
        with suppress(FileNotFoundError):
            # Not read-only: what a program that was killed began must be rolled back first.
            stored = self._open()
            try:
                if not is_blank(stored):
                    return stored
            except BaseException:
                stored.close()
                raise
            stored.close()
        empty = connect(None)
        make_schema(empty)
        return empty

    def _open(self) -> sqlite3.Connection:
        """The file. Raises FileNotFoundError where there is none, or sqlite3.Error."""
        try:
            return connect(self._path)
        except sqlite3.OperationalError as error:
            if self.exists:
                raise
            raise FileNotFoundError from error  # another window has just removed the last table

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction in the file, which is made if need be; a damaged one is set aside.

        The file is there only while it holds a table: a start loads SQLite for it. No other window
        writes meanwhile, so that none has its table in a file that is just deleted.
        """
        try:
            make_private_folder(self._path.parent)
            with exclusive_lock(self._path, PATIENCE_S, _LOCK_NAME):
                try:
                    self._mend()
                    create_private(self._path)
                    with self._transaction() as connection:
                        yield connection
                finally:
                    self._delete_if_empty()
        except (sqlite3.Error, NewerSchemaError, OSError) as error:
            raise self._error(error, "saved") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(connect(self._path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            with transaction(connection, "IMMEDIATE"):
                make_schema(connection)
                yield connection
            with suppress(sqlite3.Error):  # it is saved: only the file stays larger
                connection.execute("VACUUM")

    def _delete_if_empty(self) -> None:
        """Deletes a file without a table; one that Windows keeps for a reader stays: see `tidy`."""
        with suppress(sqlite3.Error, NewerSchemaError, OSError, ValueError):
            if not self.exists:
                return
            with closing(connect(self._path)) as connection:
                if not is_blank(connection):
                    check_schema(connection)
                    if stored_tables(connection):
                        return
            for suffix in ("", "-journal", "-wal", "-shm"):
                self._path.with_name(f"{FILE_NAME}{suffix}").unlink(missing_ok=True)

    def _mend(self) -> None:
        """Sets a damaged file aside: the tables in it can be made again from CMS's files."""
        if not self.exists:
            return
        try:
            with closing(connect(self._path)) as connection:
                if is_blank(connection):
                    return
                check_schema(connection)
                stored_tables(connection)
                if connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]:
                    return
        except (sqlite3.Error, ValueError) as error:
            if error_code(error) in ENVIRONMENT_ERRORS:
                raise
        set_aside(self._path, datetime.now())
        _LOG.info("a damaged store of CMS tables was set aside")

    def _error(self, error: Exception, what: str) -> CmsStoreError:
        _LOG.info("the CMS tables cannot be %s: %s", what, type(error).__name__)
        is_environment = error_code(error) in ENVIRONMENT_ERRORS
        if is_environment or isinstance(error, (OSError, NewerSchemaError)):
            why = describe_error(error, self._path)
            return CmsStoreError(f"The CMS tables cannot be {what}, because {why}.")
        return CmsStoreError(
            f"The CMS tables cannot be {what}, because {displayed_path(self._path)} is damaged: "
            "open CMS's files again."
        )


def edition_for(tables: Iterable[StoredTable], day: date) -> StoredTable | None:
    """The one of several editions to use on a date of service; see `CmsStore.choose`."""
    ordered = sorted(tables, key=lambda each: each.edition.first)
    for each in ordered:
        if day <= each.edition.last:
            return each
    return ordered[-1] if ordered else None

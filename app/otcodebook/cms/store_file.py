"""The SQLite file of CMS's tables: its schema, and what is written to it and read from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from otcodebook.cms.coverage import PartRange
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Participation
from otcodebook.cms.tables.model import PairRow, Part, Setting, Source, Table
from otcodebook.errors import AppError
from otcodebook.userdata.sqlite_file import NewerSchemaError, address

_VERSION = 1
PATIENCE_S = 5.0
"""A table is stored in a fraction of a second, in a thread: other windows can be waited for."""

_SCHEMA = (
    """CREATE TABLE parts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, setting TEXT NOT NULL, edition TEXT NOT NULL,
        participation TEXT NOT NULL, factor TEXT NOT NULL,
        path TEXT NOT NULL, member TEXT NOT NULL,
        size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        number INTEGER NOT NULL, rows_read INTEGER NOT NULL, rows_kept INTEGER NOT NULL,
        first TEXT NOT NULL, last TEXT NOT NULL, codes TEXT NOT NULL)""",
    """CREATE TABLE pairs (
        part INTEGER NOT NULL REFERENCES parts ON DELETE CASCADE,
        column1 TEXT NOT NULL, column2 TEXT NOT NULL, indicator INTEGER NOT NULL,
        effective TEXT NOT NULL, deletion TEXT, rationale TEXT NOT NULL)""",
    "CREATE INDEX pairs_by_column1 ON pairs (column1, column2)",
    "CREATE INDEX pairs_by_column2 ON pairs (column2)",
    """CREATE TABLE rows (
        part INTEGER NOT NULL REFERENCES parts ON DELETE CASCADE,
        code TEXT NOT NULL, data BLOB NOT NULL)""",
    "CREATE INDEX rows_by_code ON rows (code)",
)
_PART_FIELDS = (
    "id, kind, setting, edition, participation, factor, path, member, size, mtime_ns, number,"
    " rows_read, rows_kept, first, last"
)
_MOST_ASKED = 400
"""How many codes a statement asks for at a time; SQLite has a limit of 999 values."""


class CmsStoreError(AppError):
    """The store cannot be changed or read; what was stored before is unchanged."""


class StoredPart(Struct, frozen=True, kw_only=True):
    """One file of a table as it is stored; see `model.Part` for the fields."""

    id: int
    table: Table
    setting: Setting | None
    edition: Quarter
    participation: Participation
    factor: str
    source: Source
    number: int
    rows_read: int
    rows_kept: int
    first: str
    last: str

    @property
    def range(self) -> PartRange:
        """The codes of its first column."""
        return PartRange(self.number, self.rows_read, self.first, self.last)


class StoredTable(Struct, frozen=True):
    """All parts of a table of one setting and edition."""

    table: Table
    setting: Setting | None
    edition: Quarter
    parts: tuple[StoredPart, ...]

    @property
    def last_day(self) -> date:
        """The last day of its edition."""
        return self.edition.last

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of its parts."""
        return tuple(part.id for part in self.parts)


def connect(path: Path | None) -> sqlite3.Connection:
    """The file, which is never made; None: an empty one in memory."""
    name = address(path, "rw") if path else ":memory:"
    return sqlite3.connect(name, timeout=PATIENCE_S, isolation_level=None, uri=bool(path))


def make_schema(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty file."""
    if _schema_version(connection) == 0:
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")


def is_blank(connection: sqlite3.Connection) -> bool:
    """Whether nothing was ever stored: also where a program was killed in its first transaction."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and _schema_version(connection) == 0


def check_schema(connection: sqlite3.Connection) -> None:
    """Raises ValueError where the file is no store, NewerSchemaError for one of a later version."""
    version = _schema_version(connection)
    if version > _VERSION:
        raise NewerSchemaError
    if version != _VERSION:
        raise ValueError("no store of this version")


def _schema_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def stored_tables(connection: sqlite3.Connection) -> tuple[StoredTable, ...]:
    """What is stored: by table and setting, the newest edition first."""
    found: dict[tuple[Table, Setting | None, Quarter], list[StoredPart]] = {}
    for row in connection.execute(f"SELECT {_PART_FIELDS} FROM parts ORDER BY first, id"):
        part = _stored_part(row)
        found.setdefault((part.table, part.setting, part.edition), []).append(part)
    tables = [StoredTable(*key, tuple(parts)) for key, parts in found.items()]
    order = list(Table)
    # The newest edition first: sorting is stable.
    tables.sort(key=lambda each: each.edition.first, reverse=True)
    tables.sort(key=lambda each: (order.index(each.table), each.setting or ""))
    return tuple(tables)


def _stored_part(row: Sequence[Any]) -> StoredPart:
    number, kind, setting, edition, participation, factor, *source, part, read, kept = row[:-2]
    quarter = Quarter.parse(edition)
    if quarter is None:
        raise ValueError(edition)
    return StoredPart(
        id=number,
        table=Table(kind),
        setting=Setting(setting) if setting else None,
        edition=quarter,
        participation=Participation(participation),
        factor=factor,
        source=Source(*source),
        number=part,
        rows_read=read,
        rows_kept=kept,
        first=row[-2],
        last=row[-1],
    )


def insert_part(connection: sqlite3.Connection, part: Part, codes: Collection[str]) -> None:
    """Stores a part that was read with these known codes."""
    source = part.source
    values = (
        part.table.value,
        part.setting.value if part.setting else "",
        str(part.edition),
        part.participation.value,
        "" if part.factor is None else str(part.factor),
        source.path,
        source.member,
        source.size,
        source.mtime_ns,
        part.number,
        part.rows_read,
        len(part.rows),
        part.first,
        part.last,
        " ".join(sorted(codes)),
    )
    columns = _PART_FIELDS.removeprefix("id, ")
    cursor = connection.execute(
        f"INSERT INTO parts ({columns}, codes) VALUES ({marks(values)})", values
    )
    key = cursor.lastrowid
    if part.table is Table.PAIRS:
        connection.executemany(
            "INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    key,
                    row.column1,
                    row.column2,
                    row.indicator,
                    row.effective.isoformat(),
                    row.deletion and row.deletion.isoformat(),
                    row.rationale,
                )
                for row in part.rows
            ),
        )
        return
    encode = msgspec.json.Encoder().encode
    connection.executemany(
        "INSERT INTO rows VALUES (?, ?, ?)",
        ((key, getattr(row, "code", ""), encode(row)) for row in part.rows),
    )


def forget_same(connection: sqlite3.Connection, part: Part) -> None:
    """Deletes what the part takes the place of: the same file of the same edition."""
    same = []
    for each in stored_tables(connection):
        if (each.table, each.setting, each.edition) != (part.table, part.setting, part.edition):
            continue
        for stored in each.parts:
            is_same = (
                stored.source.name == part.source.name
                or (part.number and stored.number == part.number)
                if part.table is Table.PAIRS
                else stored.participation is part.participation
            )
            if is_same:
                same.append(stored.id)
    delete_parts(connection, same)


def forget_older(connection: sqlite3.Connection, part: Part) -> None:
    """Deletes the older editions of the table that the part belongs to."""
    for each in stored_tables(connection):
        is_other = (each.table, each.setting) == (part.table, part.setting)
        if is_other and part.edition and each.edition.first < part.edition.first:
            delete_parts(connection, each.ids)


def delete_parts(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Deletes parts and all their rows."""
    connection.execute(f"DELETE FROM parts WHERE id IN ({marks(ids)})", tuple(ids))


def part_codes(connection: sqlite3.Connection) -> dict[int, frozenset[str]]:
    """For each part the codes that it was read with."""
    found = connection.execute("SELECT id, codes FROM parts")
    return {key: frozenset(codes.split()) for key, codes in found}


def read_known_codes(connection: sqlite3.Connection, ids: Sequence[int]) -> frozenset[str]:
    """The codes whose rows were kept in all of these parts."""
    check_there(connection, ids)
    kept = part_codes(connection)
    return frozenset.intersection(*(kept[key] for key in ids)) if ids else frozenset()


def check_there(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Raises CmsStoreError if another window has replaced the table meanwhile."""
    asked = f"SELECT count(*) FROM parts WHERE id IN ({marks(ids)})"
    if connection.execute(asked, tuple(ids)).fetchone()[0] != len(ids):
        raise CmsStoreError("The CMS tables were just replaced in another window: try again.")


def pair_rows(
    connection: sqlite3.Connection, ids: Sequence[int], column: str, codes: Sequence[str]
) -> list[PairRow]:
    """The rows with one of these codes in this column; all without a column."""
    check_there(connection, ids)
    only = f" AND {column} IN ({marks(codes)})" if column else ""
    found = connection.execute(
        "SELECT DISTINCT column1, column2, indicator, effective, deletion, rationale FROM pairs"
        f" WHERE part IN ({marks(ids)}){only} ORDER BY column1, column2, effective",
        (*ids, *codes),
    )
    return [
        PairRow(
            one,
            other,
            indicator,
            date.fromisoformat(effective),
            date.fromisoformat(deletion) if deletion else None,
            rationale,
        )
        for one, other, indicator, effective, deletion, rationale in found
    ]


def row_data(
    connection: sqlite3.Connection, ids: Sequence[int], codes: Sequence[str] | None
) -> list[bytes]:
    """The rows on these codes, or on all, of a table that is no table of pairs."""
    check_there(connection, ids)
    only = "" if codes is None else f" AND code IN ({marks(codes)})"
    found = connection.execute(
        f"SELECT data FROM rows WHERE part IN ({marks(ids)}){only} ORDER BY rowid",
        (*ids, *(codes or ())),
    )
    return [data for (data,) in found]


def batches(codes: Collection[str]) -> Iterator[list[str]]:
    """The codes in groups that a statement can take."""
    ordered = sorted(codes)
    for start in range(0, len(ordered), _MOST_ASKED):
        yield ordered[start : start + _MOST_ASKED]


def marks(values: Sequence[object]) -> str:
    """Question marks for so many values of a statement: "?, ?, ?"."""
    return ", ".join("?" * len(values))

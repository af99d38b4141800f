"""What the user said of the columns of a list, remembered for the next file of that shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError
from otcodebook.lists.cells.kinds import is_money, modifiers_in
from otcodebook.lists.cells.repair import is_procedure
from otcodebook.lists.cells.table import Table, tidy
from otcodebook.lists.cells.titles import Role, plain
from otcodebook.lists.reading import ListReading, Mapping, read_table
from otcodebook.lists.source import Choice, Source
from otcodebook.userdata.location import make_private_folder

FILE_NAME = "userdata.columns.json"

_MOST_SHAPES = 100
_MOST_BYTES = 1024 * 1024
_SAMPLE_ROWS = 2000
_AS_UNDERSTOOD, _NONE = "as understood", "none"


@dataclass(frozen=True)
class FileShape:
    """What files of one kind have in common: the titles of all their sheets, as one short text.

    `sheets` are their names in this file, `headers` the line of the titles of each.
    """

    key: str
    sheets: tuple[str, ...]
    headers: tuple[int | None, ...]


def file_shape(source: Source) -> FileShape:
    """The shape of a file; the same for next month's."""
    samples = [(sheet.table, _sample(sheet.table)) for sheet in source.sheets]
    titles = [_titles(table, reading) for table, reading in samples]
    key = hashlib.sha256(json.dumps(titles).encode()).hexdigest()[:32]
    headers = tuple(reading.header_line for _, reading in samples)
    return FileShape(key, tuple(sheet.name for sheet in source.sheets), headers)


class ListColumns:
    """Choices by the shape of files.

    A file of ours that cannot be read or written costs only what would be remembered.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE_NAME

    def find(self, shape: FileShape) -> Choice | None:
        """What the user chose for a file of this shape; None where it was never asked."""
        stored = self._read().get(shape.key)
        return _choice(stored, shape) if isinstance(stored, dict) else None

    def keep(self, shape: FileShape, choice: Choice) -> None:
        """Remembers a choice; one without a mapping says that the file is understood well.

        Those of the most recent shapes are kept.
        """
        place = shape.sheets.index(choice.sheet) if choice.sheet in shape.sheets else 0
        understood = shape.headers[place]
        mapping = choice.mapping or Mapping(understood)
        header: str | int = _NONE if mapping.header_line is None else mapping.header_line
        if mapping.header_line == understood:
            header = _AS_UNDERSTOOD
        value = {
            "header": header,
            "roles": None if mapping.roles is None else [role.value for role in mapping.roles],
            "sheet": choice.sheet,
            "place": place,
            "encoding": choice.encoding,
        }
        stored = {key: kept for key, kept in self._read().items() if key != shape.key}
        kept = dict([*stored.items(), (shape.key, value)][-_MOST_SHAPES:])
        try:
            make_private_folder(self._path.parent)
            data = json.dumps(kept).encode()
            write_file(self._path, data, private=True, drafts=self._path.parent)
        except (OSError, AppError):
            return

    def _read(self) -> dict[str, Any]:
        try:
            if not self._path.is_file():
                return {}
            with self._path.open("rb") as file:
                stored = json.loads(file.read(_MOST_BYTES), object_pairs_hook=_without_repeats)
        except (OSError, ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}


def _choice(stored: dict[str, Any], shape: FileShape) -> Choice | None:
    try:
        roles = None if stored["roles"] is None else tuple(map(Role, stored["roles"]))
        header, place = stored["header"], stored["place"]
        sheet, encoding = str(stored["sheet"]), str(stored["encoding"])
        if sheet and sheet not in shape.sheets:
            # Months have sheets of their own names, in the same place.
            sheet = shape.sheets[range(len(shape.sheets)).index(place)]
        understood = shape.headers[shape.sheets.index(sheet) if sheet else 0]
    except (KeyError, ValueError, TypeError, IndexError):
        return None
    is_line = type(header) is int and header > 0
    if header not in (_AS_UNDERSTOOD, _NONE) and not is_line:
        return None
    if header == _AS_UNDERSTOOD and roles is None:
        return Choice(None, sheet, encoding)
    line = understood if header == _AS_UNDERSTOOD else header
    return Choice(Mapping(line if isinstance(line, int) else None, roles), sheet, encoding)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError  # nobody knows which of two values was meant
    return values


def _titles(table: Table, reading: ListReading) -> list[str]:
    """The titles of the columns; for one without any, what its cells are."""
    rows = [row for row in table.rows[:_SAMPLE_ROWS] if row.line != reading.header_line]
    return [
        plain(column.title) or _kind([tidy(row.cells[at]) for row in rows if at < len(row.cells)])
        for at, column in enumerate(reading.columns)
    ]


def _kind(cells: Sequence[str]) -> str:
    """What most of the cells are, in signs that no title has."""
    filled = [cell for cell in cells if cell]
    kinds = {"(code)": is_procedure, "(amount)": is_money, "(modifiers)": modifiers_in}
    for kind, fits in kinds.items():
        if sum(fits(cell) not in (None, False) for cell in filled) * 2 > len(filled):
            return kind
    return "(text)" if filled else "(blank)"


def _sample(table: Table) -> ListReading:
    """The first rows as they are understood: enough for the titles."""
    return read_table(replace(table, rows=table.rows[:_SAMPLE_ROWS]), frozenset())

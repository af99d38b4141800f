"""The rows of a list as CSV or TSV, whatever its separator and however its quotation marks are."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from otcodebook.catalog.model import CatalogError, Problem
from otcodebook.lists.cells.repair import is_code_like
from otcodebook.lists.cells.table import Row, Table, tidy
from otcodebook.lists.cells.titles import names_code, names_name
from otcodebook.progress import Progress
from otcodebook.wording import counted

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_NAMED = re.compile(r'\s*"?sep=(.)"?\s*')
_MOST_LINES = 500_000
_MOST_IN_LINE = 1_000_000
_MOST_LINES_IN_ROW = 60
_SAMPLE_LINES = 300
_ROWS_PER_PROGRESS = 64
_PIECE = 100_000

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def read_delimited(text: str, progress: Progress | None = None) -> Table:
    """The rows of a list. Raises CatalogError for lists without end."""
    lines = _lines(text, progress)
    named = _NAMED.fullmatch(tidy(lines[0])) if lines else None
    if named and lines[0].strip() != "sep=":
        separator = named[1]
        lines[0] = "\n"
    elif lines and lines[0].rstrip("\r\n") == "sep=\t":
        separator, lines[0] = "\t", "\n"
    else:
        separator = _separator(lines[:_SAMPLE_LINES])
    rows = _rows(lines, separator, progress)
    if rows and not lines[-1].endswith(("\n", "\r")):
        rows[-1] = replace(rows[-1], is_unended=True)
    odd = sum(row.is_open for row in rows)
    remarks = (f"{counted(odd, 'row')} with a quotation mark that is never closed.",) if odd else ()
    return Table(tuple(rows), _SEPARATORS.get(separator, f'"{separator}"'), remarks=remarks)


def _lines(text: str, progress: Progress | None) -> list[str]:
    lines: list[str] = []
    at = 0
    while at < len(text):
        # In pieces: while one is searched, all threads wait.
        if progress is not None:
            progress(at / len(text) / 4)
        end = text.find("\n", at + _PIECE) + 1 or len(text)
        lines += _LINE.findall(text, at, end)
        at = end
    number = next((at for at, line in enumerate(lines, 1) if len(line) > _MOST_IN_LINE), 0)
    if len(lines) > _MOST_LINES:
        number = min(number or _MOST_LINES + 1, _MOST_LINES + 1)
    if number:
        message = f"lists have at most {_MOST_LINES:,} lines of {_MOST_IN_LINE:,} characters"
        raise CatalogError([Problem(f"line {number}", message)])
    return lines


def _separator(lines: Sequence[str]) -> str:
    """The one that makes a header and cells with codes, and rows of one width."""
    return max(_SEPARATORS, key=lambda separator: _fitness(lines, separator))


def _fitness(lines: Sequence[str], separator: str) -> tuple[float, ...]:
    rows = [
        cells for row in _rows(lines, separator, None) if any(cells := list(map(tidy, row.cells)))
    ]
    wide = [len(row) for row in rows if len(row) > 1]
    usual = max(Counter(wide).values(), default=0)
    has_header = any(
        any(map(names_code, row)) and any(map(names_name, row)) for row in rows if len(row) > 1
    )
    with_code = sum(any(map(is_code_like, row)) for row in rows if len(row) > 1)
    part = with_code / len(rows) if rows else 0
    return (round(part, 1), has_header, usual / len(rows) if rows else 0)


def _rows(lines: Sequence[str], separator: str, progress: Progress | None) -> list[Row]:
    rows: list[Row] = []
    at = 0
    while at < len(lines):
        if progress is not None and len(rows) % _ROWS_PER_PROGRESS == 0:
            progress(0.25 + at / len(lines) * 0.75)
        if '"' in lines[at]:
            cells, count, is_open = _quoted_row(lines, at, separator)
        else:
            cells, count, is_open = lines[at].rstrip("\r\n").split(separator), 1, False
        rows.append(Row(at + 1, tuple(cells), is_open))
        at += count
    return rows


def _quoted_row(lines: Sequence[str], at: int, separator: str) -> tuple[list[str], int, bool]:
    """A row with quotation marks: its cells, how many lines it takes, and whether it is open.

    One that opens and is not closed, or closed only beyond rows of their own, costs its row alone.
    """
    reader = csv.reader(
        lines[at : at + _MOST_LINES_IN_ROW],
        delimiter=separator,
        skipinitialspace=separator != "\t",
        strict=True,
    )
    try:
        cells = next(reader)
    except csv.Error:
        pass
    else:
        inside = lines[at + 1 : at + reader.line_num]
        if not any(_begins_row(line, separator) for line in inside):
            return cells, reader.line_num, False
    line = lines[at].rstrip("\r\n")
    if line.count('"') % 2:
        return line.split(separator), 1, True
    try:
        # Closed, with more text after it: as spreadsheets read it.
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True)), 1, False
    except csv.Error:
        return line.split(separator), 1, True


def _begins_row(line: str, separator: str) -> bool:
    first, found, _ = line.partition(separator)
    return bool(found) and is_code_like(tidy(first).strip('"'))

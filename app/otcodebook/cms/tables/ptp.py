"""Reads NCCI's table of code pairs as CMS ships it: tab-separated text of seven fields.

The title row is wrapped over several lines, rows of the past stand among those in force, and
millions of rows concern other professions. So every row is checked and a few are kept; where one
is no row, the table is refused: a pair that is dropped in silence would read as "no pair".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from msgspec import Struct

from otcodebook.cms.tables.model import PairRow
from otcodebook.cms.tables.reading import AGAIN
from otcodebook.errors import AppError
from otcodebook.wording import as_displayed, elided, quoted

_ROW = (
    # Both codes, whether it is older than 1996, from, until, the modifier indicator, the reason.
    rb"[0-9A-Z]{5}\t[0-9A-Z]{5}\t\*?\t[0-9]{8}\t(?:[0-9]{8}|\*)\t[019]\t[^\t\r\n]*+"
)
_ONE_ROW = re.compile(_ROW)
_ALL_ROWS = re.compile(rb"(?:" + _ROW + rb"\r?+\n)*+")
_TITLES = (b"column1", b"column2", b"*=inexistence", b"effective", b"deletion", b"modifier")
_TWO_CODES = re.compile(rb"\W*[0-9A-Z]{5}\W+[0-9A-Z]{5}\b")
_BLANK = b" \t\r\n\x1a"
_MOST_TITLE_LINES = 40
_SPAN = slice(12, 31)
"""Where a row has its two dates, with the mark before them or without."""
_FIELDS = 7
_SHOWN = 60
_COMPARED = 1000
"""With how many rows the last one is compared; reasons are few."""


class PairTable(Struct, frozen=True):
    """The pairs of one file; see `model.Part` for the fields."""

    rows_read: int
    rows: tuple[PairRow, ...]
    first: str
    last: str
    newest: date


def find_titles(lines: Iterable[bytes]) -> int | None:
    """The index of the row with the first titles among the first lines of a file; None without."""
    for index, line in enumerate(lines):
        if index >= _MOST_TITLE_LINES:
            return None
        cells = [b"".join(cell.lower().split()) for cell in line.split(b"\t")]
        if len(cells) >= len(_TITLES) and all(
            cell.startswith(title) for cell, title in zip(cells, _TITLES, strict=False)
        ):
            return index
    return None


def read_pairs(
    blocks: Iterable[bytes], known: Collection[str], name: str, step: Callable[[int], object]
) -> PairTable:
    """The pairs of known codes in a file that comes in blocks of whole lines.

    `step` is called with the bytes read since the last call; it may raise to stop. Raises AppError
    with the name of the file and the line for anything that is no table of pairs.
    """
    reader = _Reader({code.encode("ascii", "replace") for code in known}, name)
    for block in blocks:
        reader.read(block)
        step(len(block))
    return reader.result()


class _Reader:
    """Takes a table block by block and remembers what is kept."""

    def __init__(self, known: set[bytes], name: str) -> None:
        self._known = known
        self._name = name
        self._line = 0
        self._rows_read = 0
        self._kept: list[bytes] = []
        self._firsts: set[bytes] = set()
        self._spans: set[bytes] = set()
        self._is_below_titles = False
        self._has_rows = False
        self._last_rows: list[bytes] = []
        self._stray: tuple[int, bytes] | None = None
        """The first line that is no row: fine only if it is prose below the last row."""

    def read(self, block: bytes) -> None:
        """Takes whole lines."""
        lines = block.split(b"\n")
        if block.endswith(b"\n"):
            lines.pop()
        if self._has_rows and self._stray is None and _ALL_ROWS.fullmatch(block):
            self._line += len(lines)
        else:
            lines = list(self._checked(lines))
        if not block.endswith(b"\n"):
            self._check_end(lines)
        self._last_rows = [*self._last_rows, *lines][-_COMPARED:]
        self._rows_read += len(lines)
        known = self._known
        self._kept += [line for line in lines if line[:5] in known and line[6:11] in known]
        self._firsts.update([line[:5] for line in lines])
        self._spans.update([line[_SPAN] for line in lines])

    def result(self) -> PairTable:
        """All that was read."""
        if not self._has_rows:
            raise AppError(f"{self._name} holds no code pairs. {AGAIN}.")
        if self._stray and not _is_prose(self._stray[1]):
            self._refuse(*self._stray)
        begun = [self._days(span)[0] for span in self._spans]
        rows = dict.fromkeys(map(_pair, self._kept))
        return PairTable(
            self._rows_read,
            tuple(rows),
            min(self._firsts).decode("ascii"),
            max(self._firsts).decode("ascii"),
            max(begun),
        )

    def _check_end(self, lines: list[bytes]) -> None:
        """Refuses a file that breaks off in the reason of its last row: the rest of it is lost."""
        reasons = [line.rpartition(b"\t")[2].strip() for line in (*self._last_rows, *lines)]
        if lines and any(each != reasons[-1] and each.startswith(reasons[-1]) for each in reasons):
            raise AppError(f"{self._name} breaks off in line {self._line:,}. {AGAIN}.")

    def _checked(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The rows among these lines, without blanks at the ends of their fields."""
        for line in lines:
            self._line += 1
            text = line.strip(_BLANK)
            row = b"\t".join(cell.strip(b" \r") for cell in line.split(b"\t"))
            is_row = _ONE_ROW.fullmatch(row) is not None
            if not self._is_below_titles:
                self._is_below_titles = find_titles([line]) is not None
                if is_row or self._line > _MOST_TITLE_LINES:
                    raise AppError(
                        f"{self._name} has no title rows, so its columns are not sure. {AGAIN}."
                    )
            elif is_row:
                if self._stray:
                    self._refuse(*self._stray)
                self._has_rows = True
                yield row
            elif text and not self._stray and (self._has_rows or not _is_title(line)):
                self._stray = (self._line, text)

    def _days(self, span: bytes) -> tuple[date, date | None]:
        """The first and the last day in the piece of a row that has both."""
        _, first, last, *_ = span.decode("ascii", "replace").split("\t")
        try:
            return _day(first), _last_day(last)
        except ValueError as error:
            raise AppError(
                f"{self._name} has a date that is none: {first} or {last}. {AGAIN}."
            ) from error

    def _refuse(self, number: int, line: bytes) -> None:
        text = elided(as_displayed(" ".join(line.decode("latin-1").split())), _SHOWN)
        raise AppError(f"{self._name}, line {number:,}, is no code pair: {quoted(text)}. {AGAIN}.")


def _pair(line: bytes) -> PairRow:
    one, other, _, first, last, indicator, reason = line.decode("latin-1").split("\t")
    text = as_displayed(" ".join(reason.split()))
    return PairRow(one, other, int(indicator), _day(first), _last_day(last), text)


def _last_day(text: str) -> date | None:
    return None if text == "*" else _day(text)


def _day(text: str) -> date:
    """The day of eight digits. Raises ValueError."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _is_title(line: bytes) -> bool:
    """Whether a line above the first row goes on with the titles: column 1 has no more of it."""
    cells = line.split(b"\t")
    return len(cells) == _FIELDS and not cells[0].strip()


def _is_prose(line: bytes) -> bool:
    """Whether a line below the last row is a remark, and no row that lost its tabs or its end."""
    cells = [cell for cell in line.split(b"\t") if cell.strip()]
    return len(cells) == 1 and b" " in cells[0].strip() and not _TWO_CODES.match(cells[0])

"""The rows of a list below its header: an entry each, or the reason why it is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain

from msgspec.structs import replace

from otcodebook.catalog.model import Problem, Timing, Unstated
from otcodebook.lists.cells.kinds import is_money, modifiers_in
from otcodebook.lists.cells.repair import (
    Found,
    Shape,
    is_code_like,
    is_date,
    is_end,
    is_modifier,
    is_range,
    repaired,
)
from otcodebook.lists.cells.table import SHEET_PLACE, Row, tidy
from otcodebook.lists.cells.timing import read_flag, read_minutes
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.columns import CONTINUED, Guess
from otcodebook.lists.overlay import TEXT_LENGTH, ClinicEntry
from otcodebook.progress import Progress, told
from otcodebook.wording import as_displayed, counted, elided

_MANY_MODIFIERS = 5
_SAMPLE = 3000
_OPEN = Unstated()
_MOSTLY = 0.8
_SHORT_WORD = 2
"""A modifier has as many characters."""
_TENTHS = re.compile(r"\d+\.\d", re.ASCII)


class Why(Enum):
    """The kinds of rows that are left out; only the last loses something."""

    BLANK = "blank"
    TITLE = "title"
    END = "end"
    LOST = "lost"

    @property
    def is_worth_telling(self) -> bool:
        """Whether people want to know of it: not of blank rows and titles."""
        return self in (Why.END, Why.LOST)


@dataclass(frozen=True)
class LeftOut:
    """A row that is left out, and why."""

    line: int
    reason: str
    why: Why

    @property
    def is_harmless(self) -> bool:
        """Whether nothing is lost: a blank row, a title, a total."""
        return self.why is not Why.LOST


@dataclass(frozen=True)
class Repair:
    """A code that was not kept as it stands in the file."""

    line: int
    before: str
    after: str


@dataclass
class RowsRead:
    """What the rows gave."""

    entries: list[ClinicEntry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unclear: list[Problem] = field(default_factory=list)
    repaired: list[Repair] = field(default_factory=list)


def read_rows(
    rows: Sequence[Row],
    header: Sequence[str],
    guess: Guess,
    known: frozenset[str],
    progress: Progress | None = None,
    place: str = "line",
) -> RowsRead:
    """Reads the rows below the header, whose tidy cells are in `header`.

    `known` are the codes of the built-in reference; `place` is what a row's number counts.
    """
    reader = _RowReader(rows, header, guess, known, place)
    for row in told(rows, progress):
        reader.read(row)
    return reader.read_so_far


class _RowReader:
    def __init__(
        self,
        rows: Sequence[Row],
        header: Sequence[str],
        guess: Guess,
        known: frozenset[str],
        place: str,
    ) -> None:
        self.read_so_far = RowsRead()
        self._header = [cell.casefold() for cell in header]
        self._guess = guess
        self._known = known
        self._place = place
        self._rows: dict[str, Row] = {}
        self._at = {column.role: at for at, column in enumerate(guess.columns)}
        self._extra = [
            (column.title, at)
            for at, column in enumerate(guess.columns)
            if column.role is Role.EXTRA
        ]
        self._timings: dict[str, Timing | None] = {}
        code = self._at.get(Role.CODE, 0)
        with_code = [
            row
            for row in rows[:_SAMPLE]
            if code < len(row.cells) and is_code_like(tidy(row.cells[code]))
        ]
        self._widths = _widths(with_code, len(guess.columns))
        cells = [row.cells[code].strip() for row in rows if code < len(row.cells)]
        # Most cells are longer and need no closer look.
        modifiers = sum(map(is_modifier, filter(lambda cell: len(cell) == _SHORT_WORD, cells)))
        filled = list(filter(None, cells[:_SAMPLE]))
        self._have_digits = sum(map(_has_digit, filled)) >= len(filled) * _MOSTLY
        is_cms = guess.recid is not None
        self._has_modifiers = (
            is_cms or modifiers >= _MANY_MODIFIERS or guess.shape is not Shape.PROCEDURE
        )

    def read(self, row: Row) -> None:
        """Reads one row."""
        cells = [tidy(cell) for cell in row.cells]
        filled = sum(map(bool, cells))
        if not filled:
            self._leave_out(row, "the row is blank", Why.BLANK)
            return
        cell = self._cell(cells, Role.CODE)
        if self._continues(cells, cell):
            return
        found = repaired(cell, self._guess.shape) if cell else None
        if reason := self._harmless(cells, cell, filled, found):
            self._leave_out(row, *reason)
        elif reason_lost := self._lost(row, cells, cell, found):
            why = Why.END if reason_lost.endswith("with the same cells") else Why.LOST
            self._leave_out(row, reason_lost, why)
        elif found is not None:
            self._keep(row, cells, found)

    def _continues(self, cells: list[str], cell: str) -> bool:
        """Takes a row with which CMS goes on with the description above it."""
        recid = self._guess.recid
        entries = self.read_so_far.entries
        if recid is None or recid >= len(cells) or cells[recid] not in CONTINUED or not entries:
            return False
        last = entries[-1]
        if cell.upper() != last.code:
            return False
        if Role.SUMMARY in self._at:
            more = f"{last.summary} {self._cell(cells, Role.SUMMARY)}".strip()
            entries[-1] = replace(last, summary=more)
        else:
            more = f"{last.name} {self._cell(cells, Role.NAME)}".strip()
            entries[-1] = replace(last, name=more)
        return True

    def _harmless(
        self, cells: list[str], cell: str, filled: int, found: Found | None
    ) -> tuple[str, Why] | None:
        if found is not None and self._guess.shape is not Shape.OWN:
            return None
        if self._repeats_header(cells):
            return "the header again", Why.TITLE
        if not any(map(str.isalnum, chain.from_iterable(cells))):
            return "a line without words", Why.TITLE
        first = next(each for each in cells if each)
        if is_end(cell or first):
            return f'"{as_displayed(cell or first)}" is no code: a sum or an end', Why.END
        stands_first = cell or (cells[0] and self._at.get(Role.NAME) != 0)
        if filled == 1 and stands_first and found is None and not _has_digit(first):
            return f'"{as_displayed(first)}" is a heading', Why.TITLE
        return None

    def _repeats_header(self, cells: list[str]) -> bool:
        if not any(self._header):
            return False
        same = [
            cell.casefold() == title
            for cell, title in zip(cells, self._header, strict=False)
            if cell or title
        ]
        return len(same) > 0 and sum(same) > len(same) / 2 and sum(same) >= min(2, len(same))

    def _lost(self, row: Row, cells: list[str], cell: str, found: Found | None) -> str:
        if not cell:
            return "there is no code"
        if found is None:
            shown = as_displayed(cell)
            if is_range(cell):
                return f'"{shown}" is a range, not one code'
            if is_date(cell):
                return f'"{shown}" is a date, not a code'
            if self._guess.shape is Shape.OWN:
                return f'"{shown}" is not a code'
            return f'"{shown}" is not a code: the others are {self._guess.shape.value}'
        code = found.code
        last = f"{code[:-2]}{found.modifier}"
        if found.modifier.isdecimal() and code < last and last in self._known:
            shown = as_displayed(cell)
            return f'"{shown}" may be a range or a modifier: give each code a row'
        if is_modifier(code) and not self._has_modifiers and code not in self._known:
            return f'"{as_displayed(cell)}" is not a code: the others are {self._guess.shape.value}'
        if self._have_digits and len(code) > _SHORT_WORD and not _has_digit(code):
            return f'"{as_displayed(cell)}" is not a code: the others have digits'
        most = self._widths.most
        if len(cells) > most and any(cells[most:]):
            width = max(at for at, each in enumerate(cells, 1) if each)
            more = counted(width - self._widths.most, "cell")
            return f"{more} more than the header: a text with a separator needs quotation marks"
        if len(cells) < self._widths.fewest:
            return f"{counted(len(cells), 'cell')} where the others have {self._widths.most}"
        if row.is_unended and len(cells) < self._widths.most:
            return "the file breaks off in this row"
        has_name = found.name or self._cell(cells, Role.NAME)
        if Role.NAME in self._at and not has_name and code not in self._known:
            return f"{code} has no name"
        if code in self._rows:
            before = self._rows[code]
            is_same = list(filter(None, cells)) == list(filter(None, map(tidy, before.cells)))
            same = " with the same cells" if is_same else ""
            return f"{code} is already on {self._place} {before.line}{same}"
        return ""

    def _keep(self, row: Row, cells: list[str], found: Found) -> None:
        code = found.code
        self._rows[code] = row
        raw = row.cells[self._at[Role.CODE]].strip(" \t\r\n")
        if raw != code:
            self.read_so_far.repaired.append(Repair(row.line, raw, code))
        if row.is_open:
            self._unclear(row, "a quotation mark opens in this row and is never closed")
        if len(cells) > self._widths.usual:
            self._unclear(row, "the row has a separator more than the others")
        note, summary = self._cell(cells, Role.NOTE), self._cell(cells, Role.SUMMARY)
        extra = self._extras(cells) if self._extra else ()
        if max(map(len, (note, summary, *(cell for _, cell in extra)))) > TEXT_LENGTH:
            what = f"a text is longer than {TEXT_LENGTH} characters: its end is left out"
            self._unclear(row, what)
        self.read_so_far.entries.append(
            ClinicEntry(
                line=row.line,
                code=code,
                name=self._cell(cells, Role.NAME) or found.name,
                summary=summary,
                charge=self._charge(row, cells),
                modifier=self._modifier(row, cells, found),
                family=self._cell(cells, Role.FAMILY),
                note=elided(note, TEXT_LENGTH),
                timing=self._timing(row, cells),
                aliases=_aliases(self._cell(cells, Role.ALIASES)),
                extra=tuple((title, elided(cell, TEXT_LENGTH)) for title, cell in extra),
            )
        )

    def _extras(self, cells: list[str]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (title, cells[at]) for title, at in self._extra if at < len(cells) and cells[at]
        )

    def _charge(self, row: Row, cells: list[str]) -> str:
        cell = self._cell(cells, Role.CHARGE)
        if cell and not is_money(cell):
            self._unclear(row, f'"{as_displayed(cell)}" is not an amount: the charge is left open')
            return ""
        # The number in a spreadsheet is without the format in which it shows: 52.5 is 52.50.
        is_number = self._place == SHEET_PLACE and _TENTHS.fullmatch(cell)
        return f"{cell}0" if is_number else cell

    def _modifier(self, row: Row, cells: list[str], found: Found) -> str:
        cell = self._cell(cells, Role.MODIFIER)
        if not cell:
            return found.modifier
        words = modifiers_in(cell)
        if words is None:
            shown = as_displayed(cell)
            self._unclear(row, f'"{shown}" is not a modifier: it is left out')
            words = []
        return " ".join(dict.fromkeys([*found.modifier.split(), *words]))

    def _timing(self, row: Row, cells: list[str]) -> Timing:
        cell = self._cell(cells, Role.TIMING).lower()
        if not cell:
            return _OPEN
        if cell not in self._timings:
            column = self._guess.columns[self._at[Role.TIMING]]
            self._timings[cell] = (
                read_minutes(cell, in_minutes=column.in_minutes)
                if column.yes_is_timed is None
                else read_flag(cell, yes_is_timed=column.yes_is_timed)
            )
        timing = self._timings[cell]
        if timing is None:
            shown = as_displayed(cell)
            what = f'"{shown}" is not clearly a number of minutes: the counting is left open'
            self._unclear(row, what)
        return timing or _OPEN

    def _cell(self, cells: list[str], role: Role) -> str:
        at = self._at.get(role)
        return cells[at] if at is not None and at < len(cells) else ""

    def _leave_out(self, row: Row, reason: str, why: Why) -> None:
        self.read_so_far.left_out.append(LeftOut(row.line, reason, why))

    def _unclear(self, row: Row, message: str) -> None:
        self.read_so_far.unclear.append(Problem(f"{self._place} {row.line}", message))


@dataclass(frozen=True)
class _Widths:
    """How many cells the rows have: `most` is what the columns allow, `usual` what most rows have.

    `fewest` is how many a row has at least. Some programs leave out blank cells at the end of a
    row: then a row may be short, but for the columns that every other row fills.
    """

    most: int
    usual: int
    fewest: int


def _widths(rows: Sequence[Row], columns: int) -> _Widths:
    filled = [row.cells for row in rows]
    counts = Counter(map(len, filled))
    usual = max(counts, key=lambda width: counts[width], default=columns)
    if counts[usual] < len(filled) * _MOSTLY:
        usual = max(counts, default=columns)
    full = [cells for cells in filled if len(cells) >= columns]
    ends_blank = any(not cells[-1].strip() for cells in full)
    if ends_blank or len(full) * 2 >= len(filled):
        return _Widths(columns, max(usual, columns), columns)
    always = [at for at in range(columns - 1) if all(cells[at].strip() for cells in full)]
    return _Widths(columns, max(usual, columns), always[-1] + 1 if full and always else 0)


def _has_digit(cell: str) -> bool:
    return bool(re.search("[0-9]", cell))


def _aliases(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    words = (word.strip() for word in re.split(r"[;|]", cell))
    return tuple(dict.fromkeys(word for word in words if word))

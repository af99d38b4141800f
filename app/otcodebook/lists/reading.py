"""Reads a table of cells as a clinic's list: its header, its columns, and every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from otcodebook.catalog.model import Problem
from otcodebook.lists.cells.repair import is_procedure, is_range
from otcodebook.lists.cells.table import SHEET_PLACE, Row, Table, tidy
from otcodebook.lists.cells.titles import Role, is_known, names_code, quote_title
from otcodebook.lists.columns import Column, Guess, assigned, guess_columns
from otcodebook.lists.overlay import ClinicEntry
from otcodebook.lists.rows import LeftOut, Repair, Why, read_rows
from otcodebook.progress import Progress
from otcodebook.wording import counted

_HEADER_WITHIN_ROWS = 300
_SAMPLE = 2000
_MOSTLY = 0.8
_NEEDED = 'needed is a column for the code, such as "code" or "CPT code"'


@dataclass(frozen=True)
class Mapping:
    """What the user says of a list: the line of its header, None for none, and a role a column.

    Without roles the columns are taken as they are understood.
    """

    header_line: int | None
    roles: tuple[Role, ...] | None = None


@dataclass(frozen=True)
class ListReading:
    """How a list was read, for people to check before they use it.

    `header_line` is None where there is no header. `left_out` are the rows that are not used,
    `unclear` what was left out of rows that are; `questions` are what only the user knows, and what
    they are about is left open. `remarks` are about the list as a whole.
    """

    separator: str
    header_line: int | None
    columns: tuple[Column, ...]
    entries: tuple[ClinicEntry, ...]
    left_out: tuple[LeftOut, ...]
    unclear: tuple[Problem, ...]
    repaired: tuple[Repair, ...]
    questions: tuple[str, ...]
    remarks: tuple[str, ...]
    place: str

    @property
    def blank_rows(self) -> int:
        """How many rows are blank."""
        return sum(row.why is Why.BLANK for row in self.left_out)

    @property
    def skipped(self) -> tuple[Problem, ...]:
        """The rows that are left out but for blank ones and titles, each with its reason."""
        return tuple(
            Problem(f"{self.place} {row.line}", row.reason)
            for row in self.left_out
            if row.why.is_worth_telling
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is told of single rows: those left out first, then those read in part."""
        return self.skipped + self.unclear

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the list is lost or open."""
        lost = any(not row.is_harmless for row in self.left_out)
        return bool(self.entries) and not (lost or self.unclear or self.questions)

    def column(self, role: Role) -> Column | None:
        """The column with this role."""
        return next((column for column in self.columns if column.role is role), None)

    def called(self, column: Column) -> str:
        """What a column is called in a sentence: by its title, else by its letter."""
        return quote_title(column.title, self.columns.index(column))

    def lines(self) -> list[str]:
        """The list in a few sentences, without what is told of single rows."""
        used = [
            f"{self.called(column)} as {column.role.value}"
            for column in self.columns
            if column.role not in (Role.EXTRA, Role.IGNORE)
        ]
        extra = [self.called(column) for column in self.columns if column.role is Role.EXTRA]
        lines = [f"Rows read: {len(self.entries):,}, columns separated by {self.separator}."]
        if not self.separator:
            noun = "Entries" if self.place == "entry" else "Rows"
            lines = [f"{noun} read: {len(self.entries):,}."]
        lines.append(f"Columns read: {', '.join(used) or 'none'}.")
        if extra:
            lines.append(f"More columns: {', '.join(extra)}.")
        if self.blank_rows:
            lines.append(f"Skipped blank rows: {self.blank_rows:,}.")
        if self.repaired:
            lines.append(f"Codes repaired: {len(self.repaired):,}.")
        return [*lines, *self.remarks]


def read_table(
    table: Table,
    known: frozenset[str],
    mapping: Mapping | None = None,
    progress: Progress | None = None,
) -> ListReading:
    """Reads the rows of a list, with the mapping of a user or as they are understood.

    `known` are the codes of the built-in reference. Where no column surely has the codes there are
    no entries, and a question instead.
    """
    rows = table.rows
    at = _header_at(rows) if mapping is None else _row_at(rows, mapping.header_line)
    header = [tidy(cell) for cell in rows[at].cells] if at is not None else []
    below = rows[at + 1 :] if at is not None else rows
    titles, question = _titles(header, below)
    guess = _guess(titles, below, known, mapping)
    if question and (mapping is None or mapping.roles is None):
        guess.questions.insert(0, question)
    has_code = guess.at(Role.CODE) is not None
    if not has_code and not guess.questions:
        guess.questions.append(_nothing_found(header, table))
    read = read_rows(below if has_code else [], header, guess, known, progress, table.place)
    above = [
        LeftOut(row.line, "above the header", Why.TITLE)
        for row in rows[: at or 0]
        if any(map(str.strip, row.cells))
    ]
    line = rows[at].line if at is not None else None
    if has_code and not read.entries and not guess.questions:
        guess.questions.append("No row has a code: which column has the codes?")
    return ListReading(
        separator=table.separator,
        header_line=line,
        columns=tuple(guess.columns),
        entries=tuple(read.entries),
        left_out=(*above, *read.left_out),
        unclear=tuple(read.unclear),
        repaired=tuple(read.repaired),
        questions=tuple(guess.questions),
        remarks=(*table.remarks, *_remarks(guess, line, table.place)),
        place=table.place,
    )


def _guess(
    titles: Sequence[str], rows: Sequence[Row], known: frozenset[str], mapping: Mapping | None
) -> Guess:
    sample = [[tidy(cell) for cell in row.cells[: len(titles)]] for row in rows[:_SAMPLE]]
    same_header = [title.casefold() for title in titles]
    sample = [cells for cells in sample if [cell.casefold() for cell in cells] != same_header]
    columns = list(zip_longest(*sample, fillvalue=""))[: len(titles)]
    cells = [list(column) for column in columns] + [[]] * (len(titles) - len(columns))
    if mapping is not None and mapping.roles is not None:
        return assigned(titles, cells, mapping.roles)
    return guess_columns(titles, cells, known)


def _header_at(rows: Sequence[Row]) -> int | None:
    """Which row names the columns, by usual titles, else the last one above the first code."""
    filled: list[tuple[int, list[str]]] = []
    for at, row in enumerate(rows):
        cells = [tidy(cell) for cell in row.cells]
        if any(cells):
            filled.append((at, cells))
        if len(filled) >= _HEADER_WITHIN_ROWS:
            break
    first = next((n for n, (_, cells) in enumerate(filled) if any(map(_is_code, cells))), None)
    for at, cells in filled[: first if first is not None else len(filled)][::-1]:
        if _is_header(cells):
            return at
    if first is None:
        return next((at for at, cells in filled if sum(map(bool, cells)) > 1), None)
    if first > 0:
        at, cells = filled[first - 1]
        titled, below = sum(map(bool, cells)), sum(map(bool, filled[first][1]))
        if titled >= max(2, below - 1) and not any(map(_is_data, cells)):
            return at
    return None


def _is_header(cells: Sequence[str]) -> bool:
    named = sum(map(is_known, cells))
    if any(map(_is_code, cells)):
        return False
    filled = sum(map(bool, cells))
    return any(map(names_code, cells)) and (named > 1 or len(cells) == filled == 1)


def _is_code(cell: str) -> bool:
    return is_procedure(cell) or is_range(cell)


def _is_data(cell: str) -> bool:
    """Whether the cell is a value rather than a title."""
    return bool(cell) and (_is_code(cell) or not any(map(str.isalpha, cell)))


def _row_at(rows: Sequence[Row], line: int | None) -> int | None:
    return next((at for at, row in enumerate(rows) if row.line == line), None)


def _titles(header: list[str], rows: Sequence[Row]) -> tuple[list[str], str]:
    """A title for each column, empty where there is none, and what is unclear about them.

    Where the rows are wider than the header, or none is as wide, it is unknown which title belongs
    to which column: a separator may be missing or too many.
    """
    widths = [(len(row.cells), _filled_width(row.cells)) for row in rows[:_SAMPLE]]
    widths = [width for width in widths if width[1]]
    counts = Counter(length for length, _ in widths)
    usual = counts.most_common(1)[0][0] if widths else 0
    named = _filled_width(header)
    if not named:
        several = sum(count for length, count in counts.items() if length > 1)
        if counts[usual] < several * _MOSTLY:
            usual = max(counts)
            return [""] * usual, "The rows differ in their number of cells: which column is which?"
        return [""] * usual, ""
    wider = sum(filled > named for _, filled in widths)
    is_wider = wider * 5 > len(widths) or (wider > 1 and usual != len(header))
    if is_wider or (widths and named > max(length for length, _ in widths)):
        titles, cells = counted(named, "title"), counted(usual, "cell")
        question = f"The header has {titles}, the rows have {cells}: which column is which?"
        return [""] * max(usual, 1), question
    return header[:named], ""


def _filled_width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    return max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _nothing_found(header: Sequence[str], table: Table) -> str:
    rows = table.rows
    is_narrow = all(_filled_width(row.cells) <= 1 for row in rows[:_SAMPLE])
    # The columns of a text may not have been told apart; those of a spreadsheet always are.
    if rows and is_narrow and table.place != SHEET_PLACE:
        return "There is one column, and its cells are no codes: save the list as CSV or XLSX."
    found = [quote_title(title, at) for at, title in enumerate(header[:20]) if title]
    if not found:
        first = next((cells for row in rows if any(cells := list(map(tidy, row.cells)))), [])
        found = [quote_title(cell, at) for at, cell in enumerate(first[:20]) if cell]
    return f"the columns found are {', '.join(found) or 'none'}; {_NEEDED}"


def _remarks(guess: Guess, header_line: int | None, place: str) -> list[str]:
    remarks = []
    if header_line is not None and header_line > 1:
        remarks.append(f"The header is on {place} {header_line}. Rows above it are ignored.")
    at = guess.at(Role.TIMING)
    if at is not None and guess.columns[at].yes_is_timed is not None:
        called = quote_title(guess.columns[at].title, at)
        remarks.append(f"{called} says yes or no, not how long a unit is.")
    return remarks

"""The Medicare physician fee schedule: CMS's CSV of relative values (PPRRVU), a file a quarter.

Only numbers are read, never the descriptions. The conversion factor stands in each row; since 2026
there are two files, one with the factor of clinicians in advanced payment models (QPP).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from otcodebook.cms.tables.editions import Quarter, quarters_named
from otcodebook.cms.tables.reading import CsvTable, decimals_in
from otcodebook.errors import AppError
from otcodebook.wording import as_displayed, listed

_MULTIPLE_THERAPY = 5
"""MULT PROC of a therapy service: its practice expense is reduced beside another one."""

_CODE, _MODIFIER, _STATUS = 0, 1, 3
_WORK, _PRACTICE, _FACILITY, _MALPRACTICE = 5, 6, 8, 10
_TOTAL, _FACILITY_TOTAL, _MULTIPLE, _FACTOR = 11, 12, 18, 25
_GUARD = {_WORK: "WORK", _MULTIPLE: "MULT", _FACTOR: "CONV"}
"""The stacked labels of three columns, on the line above the last one of the labels."""

_MOST_LABEL_LINES = 40
_CODE_FORM = re.compile(r"[A-Z0-9]\d{3}[A-Z0-9]", re.ASCII)
_CODE_AS_NUMBER = re.compile(r"\d{4,5}\.0+|\d\.\d+E\+?\d+", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,5})?", re.ASCII)
_STATUSES = frozenset("ABCDEFGHIJMNPQRTX")
_LEAST_FACTOR, _MOST_FACTOR = 10, 100
"""What a conversion factor can be; it was between 30 and 40 dollars for thirty years."""
_NO_TOTAL = ("", "NA")
_NUMBERS_OF_A_ROW = 3
_TITLE = re.compile(
    r"(20\d\d) National Physician Fee Schedule.*?(Jan|Apr|Jul|Oct)[a-z]* Release",
    re.ASCII | re.IGNORECASE,
)


class Participation(StrEnum):
    """Whose conversion factor a file holds; up to 2025 there was one for all."""

    STANDARD = "standard"
    """Of everyone who is not in such a model: CMS's file "nonQPP"."""

    APM = "apm"
    """Of clinicians who qualify in an advanced payment model: CMS's file "QPP"."""

    UNSTATED = "unstated"
    """The name of the file does not say."""


class Fee(Struct, frozen=True):
    """The row of one code: its status and its relative values.

    `multiple` is MULT PROC: how Medicare pays it beside others on the same day.
    """

    code: str
    status: str
    work: Decimal
    practice_expense: Decimal
    facility_practice_expense: Decimal
    malpractice: Decimal
    multiple: int

    @property
    def is_therapy(self) -> bool:
        """Whether its practice expense is reduced beside another therapy unit of the day."""
        return self.multiple == _MULTIPLE_THERAPY

    def expense(self, *, facility: bool) -> Decimal:
        """The relative value of the practice expense, in a practice or in a facility."""
        return self.facility_practice_expense if facility else self.practice_expense


class FeeTable(Struct, frozen=True):
    """What a file holds on the codes that were asked for; `rows_read` counts all of its codes.

    `edition` is None where name and title say none, or differ.
    """

    edition: Quarter | None
    participation: Participation
    conversion_factor: Decimal
    fees: dict[str, Fee]
    rows_read: int


def read_fees(lines: Iterable[str], name: str, known: Container[str]) -> FeeTable:
    """Reads the lines of the CSV; keeps the codes in `known`. Raises AppError, and keeps nothing.

    `name` is the file's, or "rvu26d.zip/PPRRVU2026_Oct_nonQPP.csv" for a file in a zip.
    """
    table = CsvTable(lines, name)
    title = _skip_labels(table)
    fees: dict[str, Fee] = {}
    factors: set[Decimal] = set()
    width = 0
    rows_read = 0
    for row in table.rows():
        code = row[_CODE].strip()
        if not _CODE_FORM.fullmatch(code):
            _check_prose(row, code, table)
            continue
        rows_read += 1
        width = width or len(row)
        if len(row) != width:
            raise table.row_refusal("another number of columns than in the rows above")
        if code not in known or any(cell.strip() for cell in row[_MODIFIER:][:1]):
            continue
        fee, factor = _fee(row, code, table)
        if fees.setdefault(code, fee) != fee:
            raise table.refusal(f"has {code} twice with different values")
        factors.add(factor)
    if not fees:
        raise AppError(f"{table.name} has no row for any of your codes: choose another file.")
    if len(factors) != 1:
        many = listed([str(factor) for factor in sorted(factors)])
        raise table.refusal(f"has several conversion factors ({many})")
    return FeeTable(_edition(name, title), _participation(name), factors.pop(), fees, rows_read)


def is_fee_table(head: Sequence[str]) -> bool:
    """Whether a file that begins with these lines is such a table, by its labels."""
    try:
        return any(map(_is_guard, csv.reader(head[:_MOST_LABEL_LINES])))
    except csv.Error:
        return False


def _participation(name: str) -> Participation:
    own = name.rpartition("/")[2].casefold()
    if "nonqpp" in own.replace("_", "").replace("-", ""):
        return Participation.STANDARD
    return Participation.APM if "qpp" in own else Participation.UNSTATED


def _is_guard(row: Sequence[str]) -> bool:
    return len(row) > _FACTOR and all(
        row[at].strip().upper() == label for at, label in _GUARD.items()
    )


def _skip_labels(table: CsvTable) -> str:
    """Reads up to the last line of the labels; returns the text above them. Raises AppError."""
    above: list[str] = []
    for row in table:
        if _is_guard(row):
            last = next(iter(table), [])
            if decimals_in(last):  # a row of numbers would be passed over in its place
                raise table.refusal("has no last line of labels")
            return " ".join(above)
        above += row
        if table.line > _MOST_LABEL_LINES:
            break
    raise AppError(
        f"{table.name} is not CMS's table of relative values as it is known here: choose the CSV "
        "(PPRRVU) in CMS's zip."
    )


def _check_prose(row: Sequence[str], code: str, table: CsvTable) -> None:
    """Raises AppError where a row without a code is no remark, but lost it or has it changed."""
    if _CODE_AS_NUMBER.fullmatch(code):
        raise AppError(
            f"{table.name} has codes as numbers ({as_displayed(code)}), so it was changed in a "
            "spreadsheet: open CMS's own file."
        )
    if decimals_in(row) >= _NUMBERS_OF_A_ROW:
        raise table.row_refusal("relative values without a code")


def _fee(row: Sequence[str], code: str, table: CsvTable) -> tuple[Fee, Decimal]:
    """The values of a code and its conversion factor. Raises AppError."""

    def refusal(what: str) -> AppError:
        return table.row_refusal(f"{what} for {code}")

    def number(at: int) -> Decimal:
        text = row[at].strip()
        if not _NUMBER.fullmatch(text):
            raise refusal(f"no number in column {at + 1}")
        return Decimal(text)

    if len(row) <= _FACTOR:
        raise refusal("too few columns")
    status, multiple = row[_STATUS].strip(), row[_MULTIPLE].strip()
    if status not in _STATUSES:
        raise refusal("no status")
    if not re.fullmatch(r"\d", multiple, re.ASCII):
        raise refusal("no number under MULT PROC")
    work, practice, facility, malpractice = map(number, (_WORK, _PRACTICE, _FACILITY, _MALPRACTICE))
    factor = number(_FACTOR)
    if not _LEAST_FACTOR <= factor <= _MOST_FACTOR:
        raise refusal("no conversion factor")
    # CMS gives both sums too. One that differs: a damaged number, or other columns than these.
    for at, expense in ((_TOTAL, practice), (_FACILITY_TOTAL, facility)):
        if row[at].strip() not in _NO_TOTAL and number(at) not in (
            0,
            work + expense + malpractice,
        ):
            raise refusal("relative values that do not make their total")
    return Fee(code, status, work, practice, facility, malpractice, int(multiple)), factor


def _edition(name: str, title: str) -> Quarter | None:
    """The quarter in the names and the title; None where they say none, or several."""
    told = "\n".join([name, *map(" ".join, _TITLE.findall(title))])
    found = quarters_named(told)
    return found.pop() if len(found) == 1 else None

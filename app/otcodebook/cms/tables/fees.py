"""The Medicare physician fee schedule: CMS's CSV of relative values (PPRRVU), a file a quarter.

Only numbers are read, never the descriptions. The conversion factor stands in each row; since 2026
there are two files, one with the factor of clinicians in advanced payment models (QPP).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from otcodebook.cms.tables.editions import Quarter, quarters_named
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
    reader = _Reader(lines, name)
    title = reader.skip_labels()
    fees: dict[str, Fee] = {}
    factors: set[Decimal] = set()
    rows_read = 0
    for row in reader.rows():
        code = row[_CODE].strip()
        if _CODE_AS_NUMBER.fullmatch(code):
            raise reader.refusal(
                f"has codes as numbers ({as_displayed(code)}), so it was changed in a "
                "spreadsheet: open CMS's own file"
            )
        if not _CODE_FORM.fullmatch(code):
            continue  # blank lines, and prose at the end
        rows_read += 1
        if code not in known or (len(row) > _MODIFIER and row[_MODIFIER].strip()):
            continue
        fee, factor = reader.fee(row, code)
        if fees.setdefault(code, fee) != fee:
            raise reader.refusal(f"has {code} twice with different values: download it again")
        factors.add(factor)
    if not fees:
        raise reader.refusal("has no row for any of your codes: choose another file")
    if len(factors) != 1:
        many = listed([str(factor) for factor in sorted(factors)])
        raise reader.refusal(f"has several conversion factors ({many}): download it again")
    edition = reader.edition(title)
    return FeeTable(edition, _participation(name), factors.pop(), fees, rows_read)


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


class _Reader:
    """The rows of one file, and the sentences on what is wrong with it."""

    def __init__(self, lines: Iterable[str], name: str) -> None:
        self._name = name
        self._shown = as_displayed(name.rpartition("/")[2])
        self._csv = csv.reader(lines)

    def refusal(self, why: str) -> AppError:
        """The sentence to raise on this file."""
        return AppError(f"{self._shown} {why}.")

    def skip_labels(self) -> str:
        """Reads up to the last line of the labels; returns the text above them."""
        above: list[str] = []
        for row in self._raw():
            if _is_guard(row):
                next(self._raw(), None)  # the last line of the labels
                return " ".join(above)
            above += row
            if self._csv.line_num > _MOST_LABEL_LINES:
                break
        raise self.refusal(
            "is not CMS's table of relative values as it is known here: choose the CSV "
            "(PPRRVU) in CMS's zip"
        )

    def rows(self) -> Iterator[list[str]]:
        """The rows below the labels that are not empty."""
        for row in self._raw():
            if any("\n" in cell or "\r" in cell for cell in row):
                raise self.refusal(
                    f"has a quotation mark that is not closed before line {self._csv.line_num}: "
                    "download it again"
                )
            if row:
                yield row

    def fee(self, row: Sequence[str], code: str) -> tuple[Fee, Decimal]:
        """The values of a code and its conversion factor."""
        if len(row) <= _FACTOR:
            raise self._row_refusal(code, "too few columns")
        status = row[_STATUS].strip()
        if not re.fullmatch("[A-Z]", status):
            raise self._row_refusal(code, "no status")
        multiple = row[_MULTIPLE].strip()
        if not re.fullmatch(r"\d", multiple, re.ASCII):
            raise self._row_refusal(code, "no number under MULT PROC")
        columns = (_WORK, _PRACTICE, _FACILITY, _MALPRACTICE, _FACTOR)
        work, practice, facility, malpractice, factor = (
            self._number(row, at, code) for at in columns
        )
        if not factor:
            raise self._row_refusal(code, "no conversion factor")
        # CMS gives both sums too. One that differs: a damaged number, or other columns than these.
        for at, expense in ((_TOTAL, practice), (_FACILITY_TOTAL, facility)):
            total = row[at].strip()
            if _NUMBER.fullmatch(total) and Decimal(total) not in (
                0,
                work + expense + malpractice,
            ):
                raise self._row_refusal(code, "relative values that do not make their total")
        return Fee(code, status, work, practice, facility, malpractice, int(multiple)), factor

    def edition(self, title: str) -> Quarter | None:
        """The quarter in the names and the title; None where they say none, or several."""
        told = "\n".join([self._name, *map(" ".join, _TITLE.findall(title))])
        found = quarters_named(told)
        return found.pop() if len(found) == 1 else None

    def _number(self, row: Sequence[str], at: int, code: str) -> Decimal:
        text = row[at].strip()
        if not _NUMBER.fullmatch(text):
            raise self._row_refusal(code, f"no number in column {at + 1}")
        return Decimal(text)

    def _row_refusal(self, code: str, what: str) -> AppError:
        return self.refusal(
            f"has {what} for {code} in line {self._csv.line_num}: download it again"
        )

    def _raw(self) -> Iterator[list[str]]:
        try:
            yield from self._csv
        except csv.Error as error:
            told = f"cannot be read as CSV at line {self._csv.line_num} ({error})"
            raise self.refusal(f"{told}: download it again") from error

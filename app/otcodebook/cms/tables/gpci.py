"""The geographic indices of the Medicare fee schedule: CMS's CSV of localities (GPCI), a year's.

A locality is named by its Medicare contractor (MAC) and its number, such as "10112-00".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from otcodebook.errors import AppError
from otcodebook.wording import as_displayed, listed

_CONTRACTOR = "medicare administrative contractor"
_MOST_LINES_ABOVE = 40
_YEAR = re.compile(r"20\d\d", re.ASCII)
_INDEX = re.compile(r"\d(?:\.\d{1,5})?", re.ASCII)
_CONTRACTOR_FORM = re.compile(r"\d{4,5}", re.ASCII)
_NUMBER_FORM = re.compile(r"\d{1,2}", re.ASCII)
_KEY_FORM = re.compile(r"\d{5}-\d{2}", re.ASCII)


class Locality(Struct, frozen=True):
    """A payment locality with its indices of work, practice expense and malpractice."""

    contractor: str
    number: str
    state: str
    name: str
    work: Decimal
    practice_expense: Decimal
    malpractice: Decimal

    @property
    def key(self) -> str:
        """What names it, such as "10112-00"."""
        return f"{self.contractor}-{self.number}"


NATIONAL = Locality("", "", "", "National", Decimal(1), Decimal(1), Decimal(1))
"""The national amount: every index is 1."""


class GpciTable(Struct, frozen=True):
    """The localities of a year, by key, in the order of the file."""

    year: int
    localities: dict[str, Locality]


def read_localities(lines: Iterable[str], name: str) -> GpciTable:
    """Reads the lines of the CSV. Raises AppError, and keeps nothing.

    `name` is the file's, or "rvu26d.zip/GPCI2026.csv" for a file in a zip.
    """
    reader = _Reader(lines, name)
    columns, year = reader.header()
    localities: dict[str, Locality] = {}
    for row in reader.rows():
        locality = reader.locality(row, columns)
        if locality is None:
            continue  # blank lines, and footnotes
        if localities.setdefault(locality.key, locality) != locality:
            raise reader.refusal(
                f"has {locality.key} twice with different values: download it again"
            )
    if not localities:
        raise reader.refusal("has no locality: choose another file")
    return GpciTable(year, localities)


def is_locality_table(head: Sequence[str]) -> bool:
    """Whether a file that begins with these lines is such a table, by its header."""
    try:
        return any(_columns(row) for row in csv.reader(head[:_MOST_LINES_ABOVE]))
    except csv.Error:
        return False


def locality_key(typed: str) -> str:
    """The key as typed, such as "10112-00" or "1112-5" for "01112-05"; empty for another text."""
    contractor, _, number = (part.strip() for part in typed.partition("-"))
    key = f"{contractor:0>5}-{number:0>2}"
    return key if _KEY_FORM.fullmatch(key) and contractor and number else ""


def _title(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _columns(row: Sequence[str]) -> tuple[int, ...]:
    """Where contractor, state, number, name and the three indices stand; empty if it is no header.

    Of two work indices the one with the floor of 1.0 is what Medicare pays by.
    """
    titles = [_title(cell) for cell in row]
    if not titles or not titles[0].startswith(_CONTRACTOR):
        return ()
    wanted = ("state", "locality number", "locality name", "pw gpci", "pe gpci", "mp gpci")
    columns = [0]
    for name in wanted:
        found = [at for at, title in enumerate(titles) if name in title and "without" not in title]
        if len(found) != 1:
            return ()
        columns += found
    return tuple(columns)


class _Reader:
    """The rows of one file, and the sentences on what is wrong with it."""

    def __init__(self, lines: Iterable[str], name: str) -> None:
        self._shown = as_displayed(name.rpartition("/")[2])
        self._csv = csv.reader(lines)

    def refusal(self, why: str) -> AppError:
        """The sentence to raise on this file."""
        return AppError(f"{self._shown} {why}.")

    def header(self) -> tuple[tuple[int, ...], int]:
        """Where the columns stand, and the year that their titles say."""
        for row in self._raw():
            if columns := _columns(row):
                years = set(_YEAR.findall(" ".join(row[at] for at in columns[4:])))
                if len(years) != 1:
                    told = listed(sorted(years)) or "none"
                    raise self.refusal(f"does not name one year over its indices ({told})")
                return columns, int(years.pop())
            if self._csv.line_num > _MOST_LINES_ABOVE:
                break
        raise self.refusal(
            "is not CMS's table of localities as it is known here: choose the CSV (GPCI) in "
            "CMS's zip"
        )

    def rows(self) -> Iterator[list[str]]:
        """The rows below the header."""
        return self._raw()

    def locality(self, row: Sequence[str], columns: Sequence[int]) -> Locality | None:
        """The locality of a row; None for a row of prose, which has neither number nor indices."""
        cells = [row[at].strip() if at < len(row) else "" for at in columns]
        contractor, state, number, name, *indices = cells
        if not number and not any(indices):
            return None
        if not _CONTRACTOR_FORM.fullmatch(contractor) or not _NUMBER_FORM.fullmatch(number):
            raise self._row_refusal("no contractor or no locality number")
        if any("\n" in cell or "\r" in cell for cell in row):
            raise self._row_refusal("a quotation mark that is not closed")
        values = [Decimal(text) for text in indices if _INDEX.fullmatch(text)]
        if len(values) != len(indices) or not all(values):
            raise self._row_refusal("no index")
        # A spreadsheet takes the zeros in front away; contractors have five digits, numbers two.
        shown = as_displayed(name).rstrip("* ")
        return Locality(contractor.zfill(5), number.zfill(2), state[:2], shown, *values)

    def _row_refusal(self, what: str) -> AppError:
        return self.refusal(f"has {what} in line {self._csv.line_num}: download it again")

    def _raw(self) -> Iterator[list[str]]:
        try:
            yield from self._csv
        except csv.Error as error:
            told = f"cannot be read as CSV at line {self._csv.line_num} ({error})"
            raise self.refusal(f"{told}: download it again") from error

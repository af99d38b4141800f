"""The geographic indices of the Medicare fee schedule: CMS's CSV of localities (GPCI), a year's.

A locality is named by its Medicare contractor (MAC) and its number, such as "10112-00".
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from otcodebook.cms.tables.reading import CsvTable, decimals_in
from otcodebook.errors import AppError
from otcodebook.wording import as_displayed, listed

_CONTRACTOR = "medicare administrative contractor"
_MOST_LINES_ABOVE = 40
_YEAR = re.compile(r"20\d\d", re.ASCII)
_INDEX = re.compile(r"\d(?:\.\d{1,5})?", re.ASCII)
_CONTRACTOR_FORM = re.compile(r"\d{4,5}", re.ASCII)
_NUMBER_FORM = re.compile(r"\d{1,2}", re.ASCII)
_KEY_FORM = re.compile(r"\d{5}-\d{2}", re.ASCII)
_STATE_FORM = re.compile(r"[A-Z]{2}", re.ASCII)
_RANGES = (
    ("work", Decimal("0.7"), Decimal(2)),
    ("practice expense", Decimal("0.5"), Decimal(2)),
    ("malpractice", Decimal("0.1"), Decimal(5)),
)
"""What an index can be. CMS's of 2026 lie well within."""
_MANY = 50
"""CMS has more than a hundred localities; with fewer than so many it is somebody's extract."""
_NEARLY_ALL = 0.95


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

    `name` is the file's, or "rvu26d.zip/GPCI2026.csv" for a file in a zip. The layout has no sums
    to check an index by, so that it is held against what an index can be and against the others.
    """
    table = CsvTable(lines, name)
    columns, year = _header(table)
    localities: dict[str, Locality] = {}
    texts: list[_Texts] = []
    last: list[str] = []
    for row in table.rows():
        last = row
        found = _texts(row, columns, table)
        if found is None:
            continue  # a footnote
        locality = _locality(found, table)
        texts.append(found)
        if localities.setdefault(locality.key, locality) != locality:
            raise table.refusal(f"has {locality.key} twice with different values")
    if not localities:
        raise AppError(f"{table.name} has no locality: choose another file.")
    is_cut = not table.is_ended and _texts(last, columns, table) is not None
    _check_alike(texts, table, is_cut=is_cut)
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


class _Texts(Struct, frozen=True):
    """The cells of a locality as they stand, and the line that they stand in."""

    line: int
    contractor: str
    state: str
    number: str
    name: str
    indices: tuple[str, ...]


def _header(table: CsvTable) -> tuple[tuple[int, ...], int]:
    """Where the columns stand, and the year that their titles say. Raises AppError."""
    for row in table:
        if columns := _columns(row):
            years = set(_YEAR.findall(" ".join(row[at] for at in columns[4:])))
            if len(years) != 1:
                told = listed(sorted(years)) or "none"
                raise table.refusal(f"does not name one year over its indices ({told})")
            return columns, int(years.pop())
        if table.line > _MOST_LINES_ABOVE:
            break
    raise AppError(
        f"{table.name} is not CMS's table of localities as it is known here: choose the CSV (GPCI) "
        "in CMS's zip."
    )


def _texts(row: Sequence[str], columns: Sequence[int], table: CsvTable) -> _Texts | None:
    """The cells of a locality; None for a row of prose, which has neither number nor indices."""
    cells = [row[at].strip() if at < len(row) else "" for at in columns]
    contractor, state, number, name, *indices = cells
    if number or any(indices):
        return _Texts(table.line, contractor, state.rstrip("* "), number, name, tuple(indices))
    if decimals_in(row) >= len(_RANGES):
        raise table.row_refusal("a locality without its commas")
    return None


def _locality(texts: _Texts, table: CsvTable) -> Locality:
    """The locality with these cells. Raises AppError where one of them cannot be right."""
    number = texts.number
    if not _CONTRACTOR_FORM.fullmatch(texts.contractor) or not _NUMBER_FORM.fullmatch(number):
        raise table.row_refusal("no contractor or no locality number")
    shown = as_displayed(texts.name).rstrip("* ")
    if not _STATE_FORM.fullmatch(texts.state) or not shown:
        raise table.row_refusal("a locality without its state or name")
    values = [Decimal(text) for text in texts.indices if _INDEX.fullmatch(text)]
    if len(values) != len(texts.indices):
        raise table.row_refusal("no index")
    for value, (what, least, most) in zip(values, _RANGES, strict=True):
        if not least <= value <= most:
            raise table.row_refusal(f"an index of {what} that cannot be ({value})")
    # A spreadsheet takes the zeros in front away; contractors have five digits, numbers two.
    return Locality(texts.contractor.zfill(5), number.zfill(2), texts.state, shown, *values)


def _check_alike(texts: Sequence[_Texts], table: CsvTable, *, is_cut: bool) -> None:
    """Raises AppError for a number that lost a digit: its length is not that of the others."""
    for digits in ([each.contractor for each in texts], [each.number for each in texts]):
        if any(text.startswith("0") and len(text) > 1 for text in digits):
            longest = max(map(len, digits))
            for text, each in zip(digits, texts, strict=True):
                if len(text) < longest:
                    raise table.refusal(f"has {text} with a digit less in line {each.line:,}")
    lengths = Counter(_decimals(text) for each in texts for text in each.indices)
    usual, count = lengths.most_common(1)[0]
    if len(texts) >= _MANY and count >= _NEARLY_ALL * lengths.total():
        for each in texts:
            if any(_decimals(text) != usual for text in each.indices):
                raise table.refusal(
                    f"has an index with more or fewer digits than the others in line {each.line:,}"
                )
    if is_cut and _decimals(texts[-1].indices[-1]) < max(lengths):
        raise table.refusal(f"breaks off in line {texts[-1].line:,}")


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])

"""Reads CMS's table of unit limits (MUE): a CSV with a notice of several lines above its header."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from msgspec import Struct

from otcodebook.cms.tables.model import LimitRow, Setting
from otcodebook.cms.tables.reading import AGAIN, CsvTable
from otcodebook.errors import AppError
from otcodebook.wording import as_displayed, elided, quoted

_CODE_TITLE = "hcpcs/cptcode"
_VALUE_TITLE = re.compile(r"(?P<who>.+) services mue values", re.IGNORECASE)
_INDICATOR_TITLE = "mue adjudication indicator"
_SETTINGS = {
    Setting.PRACTITIONER: re.compile("practitioner", re.IGNORECASE),
    Setting.HOSPITAL: re.compile("hospital|outpatient", re.IGNORECASE),
}
_MOST_RECORDS_ABOVE = 10
_CODE = re.compile(r"[A-Z0-9]{5}", re.ASCII)
_UNITS = re.compile(r"\d{1,9}", re.ASCII)
_INDICATOR = re.compile(r"([123])(?!\d).*", re.DOTALL)
_SHOWN = 60
_COLUMNS = 4


class LimitTable(Struct, frozen=True):
    """The limits of one file; see `model.Part` for the fields."""

    setting: Setting
    rows_read: int
    rows: tuple[LimitRow, ...]
    first: str
    last: str


def is_limit_table(head: Sequence[str]) -> bool:
    """Whether a file that begins with these lines is such a table, by its header."""
    try:
        return any(map(_who, islice(csv.reader(head), _MOST_RECORDS_ABOVE)))
    except csv.Error:
        return False


def read_limits(lines: Iterable[str], known: Collection[str], name: str) -> LimitTable:
    """The limits of known codes. Raises AppError with the name and the line, and keeps nothing."""
    records = CsvTable(lines, name, strict=True)
    setting = _setting(records)
    rows: dict[str, LimitRow] = {}
    codes: set[str] = set()
    reasons: dict[str, None] = {}
    row: LimitRow | None = None
    stray = 0
    for record in records:
        if not any(cell.strip() for cell in record):
            continue
        if any("\n" in cell or "\r" in cell for cell in record):
            raise _refusal(records, record)  # a quotation mark that swallows other rows
        code = record[0].strip()
        row = _row(code, record)
        if row is None:
            if not _is_prose(record):
                raise _refusal(records, record)
            stray = stray or records.line
            continue
        if stray or code in codes:
            raise _refusal(records, record)
        codes.add(code)
        reasons[row.rationale] = None
        if code in known:
            rows[code] = row
    if (
        row
        and not records.is_ended
        and any(reason != row.rationale and reason.startswith(row.rationale) for reason in reasons)
    ):
        raise records.refusal(f"breaks off in line {records.line:,}")
    if not codes:
        raise records.refusal("holds no unit limits")
    return LimitTable(setting, len(codes), tuple(rows.values()), min(codes), max(codes))


def _refusal(table: CsvTable, record: Sequence[str]) -> AppError:
    """The error to raise for a record that is no limit."""
    row = quoted(elided(as_displayed(" ".join(",".join(record).split())), _SHOWN))
    return AppError(f"{table.name}, line {table.line:,}, is no unit limit: {row}. {AGAIN}.")


def _setting(records: CsvTable) -> Setting:
    """Reads as far as the header; whose limits it has. Raises AppError."""
    for number, record in enumerate(records):
        if who := _who(record):
            said = [setting for setting, words in _SETTINGS.items() if words.search(who)]
            if len(said) != 1:
                raise AppError(
                    f"{records.name} has the limits of {as_displayed(who)} services. Open CMS's "
                    "table for private practice (practitioner) or for outpatient hospital."
                )
            return said[0]
        if number >= _MOST_RECORDS_ABOVE:
            break
    raise records.refusal("has no header of CMS's table of unit limits")


def _who(record: Sequence[str]) -> str:
    """Whose limits the table has, if the record is its header; else empty."""
    cells = [" ".join(cell.split()) for cell in record]
    if len(cells) < _COLUMNS or cells[2].casefold() != _INDICATOR_TITLE:
        return ""
    if cells[0].casefold().replace(" ", "") != _CODE_TITLE:  # it is wrapped, mostly
        return ""
    found = _VALUE_TITLE.fullmatch(cells[1])
    return found["who"] if found else ""


def _row(code: str, record: Sequence[str]) -> LimitRow | None:
    """The limit in a record; None if it has none."""
    if len(record) < _COLUMNS or not _CODE.fullmatch(code):
        return None
    units, indicator = record[1].strip(), _INDICATOR.fullmatch(record[2].strip())
    if not _UNITS.fullmatch(units) or indicator is None or any(map(_is_filled, record[_COLUMNS:])):
        return None
    reason = as_displayed(" ".join(record[3].split()))
    return LimitRow(code, int(units), int(indicator[1]), reason)


def _is_filled(cell: str) -> bool:
    return bool(cell.strip())


def _is_prose(record: Sequence[str]) -> bool:
    """Whether it is a remark below the last row, and no row that lost a part of itself."""
    filled = [cell.strip() for cell in record if cell.strip()]
    return len(filled) == 1 and " " in filled[0] and not _CODE.match(filled[0])

"""Reads a clinic's own list of codes: CSV or TSV with a header row, columns matched by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from msgspec.structs import replace

from otcodebook.catalog.checks import text_problems
from otcodebook.catalog.model import (
    Catalog,
    CatalogError,
    Code,
    Family,
    Problem,
    System,
    Timing,
    Unstated,
)
from otcodebook.lists.columns import is_in_minutes, match_columns, read_timing
from otcodebook.wording import as_displayed, elided

Progress = Callable[[float], None]
"""Called now and then with the part of the list that is done, 0 to 1; may raise to stop."""

_NEEDED = {
    "code": 'a column for the code, such as "code" or "CPT code"',
    "name": 'a column for the name, such as "name" or "description"',
}
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_HEADER_WITHIN_ROWS = 10
_MOST_FAMILIES = 500
_MOST_LINES = 500_000
_MOST_IN_LINE = 1_000_000
_LINE_LENGTH = 300
_TEXT_LENGTH = 4000
_ROWS_PER_PROGRESS = 4096

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,19}")
_EXCEL_TEXT = re.compile(r'="(.*)"')
_PROCEDURES = {
    re.compile(r"\d{5}"): System.CPT_1,
    re.compile(r"\d{4}F"): System.CPT_2,
    re.compile(r"\d{4}T"): System.CPT_3,
    re.compile(r"[A-V]\d{4}"): System.HCPCS,
    re.compile(r"[A-Z][A-Z0-9]|\d\d"): System.MODIFIER,
}
_EVERY = Family("all", "All codes")


@dataclass(frozen=True)
class Column:
    """A column of the list; `field` is what it is read as, empty if it is not used."""

    header: str
    field: str


@dataclass(frozen=True)
class ImportReport:
    """How a list was read, for people to check before they use it.

    `skipped` are rows left out, `unclear` rows of which a part was left out; both name their line.
    `remarks` are about the list as a whole.
    """

    separator: str
    columns: tuple[Column, ...]
    rows: int
    blank_rows: int
    skipped: tuple[Problem, ...]
    unclear: tuple[Problem, ...]
    remarks: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that was left out, skipped rows first."""
        return self.skipped + self.unclear

    def lines(self) -> list[str]:
        """The list in a few sentences, without the problems of single rows."""
        used = [f'"{column.header}" as {column.field}' for column in self.columns if column.field]
        unused = [f'"{column.header}"' for column in self.columns if not column.field]
        lines = [f"Rows read: {self.rows:,}, columns separated by {self.separator}."]
        lines.append(f"Columns read: {', '.join(used)}.")
        if unused:
            lines.append(f"Columns not used: {', '.join(unused)}.")
        if self.blank_rows:
            lines.append(f"Skipped blank rows: {self.blank_rows:,}.")
        return [*lines, *self.remarks]


@dataclass(frozen=True)
class _Header:
    separator: str
    line: int
    cells: list[str]
    columns: Mapping[str, int]


@dataclass
class _Reading:
    """What has been read so far."""

    lines: dict[str, int] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    families: dict[str, Family] = field(default_factory=dict)
    timings: dict[str, Timing | None] = field(default_factory=dict)
    blank_rows: int = 0
    skipped: list[Problem] = field(default_factory=list)
    unclear: list[Problem] = field(default_factory=list)


def has_header(text: str) -> bool:
    """Whether one of the first rows names a column of codes and a column of names."""
    with suppress(CatalogError):
        return bool(_find_header(text))
    return False


def read_delimited(
    text: str, title: str, progress: Progress | None = None
) -> tuple[Catalog, ImportReport]:
    """Reads a list as a catalog. Raises CatalogError if it has no codes or cannot be read."""
    if bad := text_problems(text):
        raise CatalogError(bad)
    header = _find_header(text)
    reading = _Reading()
    if "family" not in header.columns:
        reading.families[""] = _EVERY
    for count, (line, row, end) in enumerate(_rows(text, header.separator)):
        if progress is not None and count % _ROWS_PER_PROGRESS == 0:
            progress(end / len(text))
        if line > header.line:
            _read_row(reading, header, line, row)
    if not reading.codes:
        message = "there is no row with a code and a name below the header"
        raise CatalogError([Problem(f"line {header.line}", message), *reading.skipped])
    remarks = _families(reading)
    if header.line > 1:
        remarks.append(f"The header is on line {header.line}. Rows above it are ignored.")
    fields = {at: name for name, at in header.columns.items()}
    import_report = ImportReport(
        separator=_SEPARATORS[header.separator],
        columns=tuple(
            Column(as_displayed(cell), fields.get(at, ""))
            for at, cell in enumerate(header.cells)
            if cell
        ),
        rows=len(reading.codes),
        blank_rows=reading.blank_rows,
        skipped=tuple(reading.skipped),
        unclear=tuple(reading.unclear),
        remarks=tuple(remarks),
    )
    catalog = Catalog(
        format=1,
        title=elided(_one_line(title) or "A list of codes", _LINE_LENGTH),
        edition=None,
        families=tuple(reading.families.values()),
        codes=tuple(_systems(reading.codes, header.cells[header.columns["code"]])),
    )
    return catalog, import_report


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str], int]]:
    """The rows, each with the line it begins on and the place in the text where it ends."""
    end, ended = 0, False

    def lines() -> Iterator[str]:
        nonlocal end, ended
        for number, match in enumerate(_LINE.finditer(text), 1):
            end = match.end()
            if number > _MOST_LINES or end - match.start() > _MOST_IN_LINE:
                message = (
                    f"lists have at most {_MOST_LINES:,} lines of {_MOST_IN_LINE:,} characters"
                )
                raise CatalogError([Problem(f"line {number}", message)])
            yield match.group()

        ended = True

    reader = csv.reader(lines(), delimiter=separator, skipinitialspace=True, strict=True)
    while True:
        line, begin = reader.line_num + 1, end
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _csv_message(error, ended=ended, length=end - begin)
            raise CatalogError([Problem(f"line {line}", message)]) from error
        yield line, row, end


def _csv_message(error: csv.Error, *, ended: bool, length: int) -> str:
    """What is wrong with a row; `length` counts its characters up to the line with the error.

    The csv module gives its errors as messages only. The text ends inside a row only if a
    quotation mark is open, and only a row longer than the limit has a cell that is.
    """
    limit = csv.field_size_limit()
    if ended:
        return "a quotation mark opens in this row and is never closed"
    if length > limit and str(limit) in str(error):
        return f"a cell is longer than {limit:,} characters; a quotation mark may not be closed"
    reason = as_displayed(str(error))
    return f"the row cannot be read ({reason}); a quotation mark may be out of place"


def _find_header(text: str) -> _Header:
    """The first row that names codes and names, with the separator that makes it do so."""
    line, cells, broken = 1, list[str](), None
    for separator in _SEPARATORS:
        first: tuple[int, list[str]] | None = None
        try:
            for at, found in islice(_filled_rows(text, separator), _HEADER_WITHIN_ROWS):
                first = first or (at, found)
                columns = match_columns(found)
                if {"code", "name"} <= columns.keys():
                    return _Header(separator, at, found, columns)
        except CatalogError as error:
            broken = broken or error
        if first and len(first[1]) > len(cells):
            line, cells = first
    if broken and len(cells) < 2:
        raise broken
    columns = match_columns(cells)
    missing = " and ".join(needed for name, needed in _NEEDED.items() if name not in columns)
    found_columns = ", ".join(f'"{as_displayed(cell)}"' for cell in cells[:20] if cell) or "none"
    message = f"the columns found are {found_columns}; needed is {missing}"
    raise CatalogError([Problem(f"line {line}", message)])


def _filled_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    for line, row, _ in _rows(text, separator):
        cells = [_one_line(cell) for cell in row]
        if any(cells):
            yield line, cells


def _read_row(reading: _Reading, header: _Header, line: int, row: list[str]) -> None:
    if not any(map(str.strip, row)):
        reading.blank_rows += 1
        return
    cells = {
        name: _one_line(row[at]) if at < len(row) else "" for name, at in header.columns.items()
    }
    code = _code_text(cells["code"])
    name = cells["name"]
    place = f"line {line}"
    if trouble := _row_trouble(reading, code, name):
        reading.skipped.append(Problem(place, f"{trouble} (skipped)"))
        return
    reading.lines[code] = line
    beyond = sum(1 for cell in row[len(header.cells) :] if cell.strip())
    if beyond:
        message = (
            f"cells beyond the header are left out ({beyond}); a quotation mark may be missing"
        )
        reading.unclear.append(Problem(place, message))
    summary = cells.get("summary", "")
    if len(name) > _LINE_LENGTH:
        summary = summary or name
    minutes = cells.get("minutes", "").lower()
    if minutes not in reading.timings:
        in_minutes = is_in_minutes(header.cells[header.columns["minutes"]]) if minutes else False
        reading.timings[minutes] = read_timing(minutes, in_minutes=in_minutes)
    timing = reading.timings[minutes]
    if timing is None:
        cell = as_displayed(minutes)
        message = f'"{cell}" is not clearly a number of minutes: the counting is left open'
        reading.unclear.append(Problem(place, message))
    note = cells.get("note", "")
    if len(summary) > _TEXT_LENGTH or len(note) > _TEXT_LENGTH:
        message = f"a text is longer than {_TEXT_LENGTH} characters: its end is left out"
        reading.unclear.append(Problem(place, message))
    reading.codes.append(
        Code(
            code=code,
            name=elided(name, _LINE_LENGTH),
            summary=elided(summary, _TEXT_LENGTH),
            family=_family(reading, cells.get("family", "")).id,
            timing=timing or Unstated(),
            cautions=(elided(note, _TEXT_LENGTH),) if note else (),
            aliases=_aliases(cells.get("aliases", "")),
        )
    )


def _row_trouble(reading: _Reading, code: str, name: str) -> str:
    if not code:
        return "there is no code"
    if not _CODE.fullmatch(code):
        return f'"{as_displayed(code)}" is not a code'
    if not name:
        return f"{code} has no name"
    if code in reading.lines:
        return f"{code} is already on line {reading.lines[code]}"
    return ""


def _code_text(cell: str) -> str:
    """The code in capitals, out of the ="97110" with which spreadsheets keep leading zeros."""
    quoted = _EXCEL_TEXT.fullmatch(cell)
    return (quoted[1].strip() if quoted else cell).upper()


def _family(reading: _Reading, name: str) -> Family:
    key = name.casefold()
    if key not in reading.families:
        family = Family(
            f"family-{len(reading.families) + 1}", elided(name, _LINE_LENGTH) or "Other"
        )
        reading.families[key] = family
    return reading.families[key]


def _families(reading: _Reading) -> list[str]:
    """Puts all codes in one family if there are too many families; returns a remark on that."""
    count = len(reading.families)
    if count <= _MOST_FAMILIES:
        return []
    reading.families = {"": _EVERY}
    reading.codes = [replace(code, family=_EVERY.id) for code in reading.codes]
    return [f"All codes are in one family: {count:,} families are too many to choose from."]


def _systems(codes: list[Code], code_header: str) -> list[Code]:
    """Gives procedure codes their code set, if every code of the list looks like one."""
    if re.search("icd|dx|diagnos", code_header.casefold()):
        return codes
    known: list[Code] = []
    for code in codes:
        systems = (
            system for pattern, system in _PROCEDURES.items() if pattern.fullmatch(code.code)
        )
        known += [replace(code, system=system) for system in systems]
    return known if len(known) == len(codes) else codes


def _aliases(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    words = (word.strip() for word in re.split(r"[;|]", cell))
    return tuple(dict.fromkeys(elided(word, _LINE_LENGTH) for word in words if word))


def _one_line(cell: str) -> str:
    return " ".join(cell.split())

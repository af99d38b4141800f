"""The sheets of a spreadsheet (XLSX) as tables of cells."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any

from msgspec.structs import replace

from otcodebook.errors import AppError
from otcodebook.lists.cells.table import SHEET_PLACE, Row, Table
from otcodebook.progress import Progress, told
from otcodebook.wording import quoted

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ENCODING = "XLSX"
"""What stands for the encoding of a text where a list comes from a spreadsheet."""

_WORKBOOK = "xl/workbook.xml"
_MOST_BYTES = 300 * 1024 * 1024
_MOST_CELLS = 10_000_000
_MOST_ROWS = 500_000
_LONGEST_TEXT = 256 * 1024
_MOST_TEXT = 4 * 1024 * 1024 * 1024
"""The longest text times the cells with a text that others share: far above their real sum."""

_PIECE = 64 * 1024
_ROWS_PER_PROGRESS = 64
_SECONDS_A_MINUTE = 60
# A cell with contents; one that has a format alone closes at once.
_CELL = re.compile(rb"<(?:\w+:)?(c|row)\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""")
_STRING = re.compile(rb"</?(?:\w+:)?si\b")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_CUT = 4096  # longer than any tag that is looked for


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook with its cells; `is_hidden`: a spreadsheet program does not show it."""

    name: str
    is_hidden: bool
    table: Table


class _NoWorkbookError(Exception):
    """It is another kind of document or an archive."""


class _TooLargeError(Exception):
    """The workbook unpacks to more than any list has; the text goes on after its name."""


def read_sheets(data: bytes, name: str, progress: Progress | None = None) -> list[Sheet]:
    """The sheets with cells, as the workbook has them; formulas count as they were last computed.

    `name` is what the file is called. Raises AppError where it is no such spreadsheet, damaged, or
    too large. How far it comes with what cannot be read by parts is told by `progress`.
    """
    # Imported here: few lists are spreadsheets.
    from zipfile import BadZipFile

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _check_size(data, progress)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return list(_sheets(workbook, progress))
    except _NoWorkbookError as error:
        sentence = f"{name} is an archive or a document of another kind, not a code list"
        raise AppError(f"{sentence}: save the list as XLSX or CSV and open that.") from error
    except _TooLargeError as error:
        raise AppError(f"{name} {error}: save the list alone as CSV and open that.") from error
    except (BadZipFile, zlib.error, CalamineError, EOFError, OSError, ValueError) as error:
        sentence = f"{name} is a damaged spreadsheet, or none: open it in your spreadsheet program,"
        raise AppError(f"{sentence} save it again, and open that.") from error
    except (NotImplementedError, RuntimeError) as error:
        # How zipfile refuses a member that is encrypted or packed in a way of its own.
        raise AppError(f"{name} is packed in an unusual way: save it again as XLSX.") from error
    except BaseException as error:
        # A panic of the Rust library is no Exception (PyO3's PanicException).
        if type(error).__name__ != "PanicException":
            raise
        raise AppError(f"{name} is a damaged spreadsheet: save the list as CSV.") from error


def _sheets(workbook: CalamineWorkbook, progress: Progress | None) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    every = workbook.sheets_metadata
    metadata = [each for each in every if each.typ == SheetTypeEnum.WorkSheet]
    for each in metadata:
        sheet = workbook.get_sheet_by_name(each.name)
        if sheet.start is None:
            continue
        before = [""] * sheet.start[1]
        rows = []
        for number, values in enumerate(sheet.iter_rows(), 1):
            if progress is not None and number % _ROWS_PER_PROGRESS == 0:
                progress(0.5)
            rows.append(Row(number, (*before, *map(_text, values))))
        kept = _without_blank_ends(rows, progress)
        remarks = (f"Sheet: {quoted(each.name)}.",) if len(metadata) > 1 else ()
        yield Sheet(
            each.name,
            each.visible != SheetVisibleEnum.Visible,
            Table(kept, "", SHEET_PLACE, remarks),
        )


def _without_blank_ends(rows: list[Row], progress: Progress | None) -> tuple[Row, ...]:
    """Cells beyond the last one of all rows are none: a sheet is a rectangle, a list is not."""
    widest = max((_filled(row.cells) for row in told(rows, progress, 0.8, 0.9)), default=0)
    return tuple(replace(row, cells=row.cells[:widest]) for row in told(rows, progress, 0.9))


def _filled(cells: Sequence[str]) -> int:
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)


def _text(value: Any) -> str:
    """A cell as people read it: whole numbers without a point, dates as 2026-01-31."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        # As many digits as spreadsheet programs keep: 33.300000000000004 is 33.3.
        return f"{value:.15g}"
    if isinstance(value, timedelta):
        minutes, rest = divmod(value.total_seconds(), _SECONDS_A_MINUTE)
        return f"{minutes:.0f} min" if not rest else str(value)
    return str(value)


def _check_size(data: bytes, progress: Progress | None) -> None:
    """Unpacks the file once, by pieces. Raises _NoWorkbookError and _TooLargeError.

    The library takes memory for the whole rectangle of a sheet, from its first cell to its last,
    and ends the process where there is not as much.
    """
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if _WORKBOOK not in (member.filename for member in members):
            raise _NoWorkbookError
        total = sum(member.file_size for member in members) or 1
        if total > _MOST_BYTES:
            raise _TooLargeError("unpacks to more than a code list has")
        longest = shared = done = 0
        for member in members:
            extent = _Extent()
            with archive.open(member) as file:
                for tags in _pieces(file):
                    extent.add(tags)
                    if progress is not None:
                        progress(0.5 * min((done + extent.seen) / total, 1))
            done += member.file_size
            extent.check()
            longest, shared = max(longest, extent.longest_text), shared + extent.shared
        if longest > _LONGEST_TEXT or longest * shared > _MOST_TEXT:
            raise _TooLargeError("has texts that are too long for a code list")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The contents by pieces; a tag that is cut stands whole at the start of the next one."""
    kept = b""
    while piece := file.read(_PIECE):
        whole = kept + piece
        cut = whole.rfind(b"<")
        if cut < 0 or len(whole) - cut > _CUT:
            yield whole
            kept = b""
        else:
            yield whole[:cut]
            kept = whole[cut:]
    yield kept


class _Extent:
    """How far the cells of one part of a workbook reach, and how long its texts are."""

    def __init__(self) -> None:
        self._first = self._last = (0, 0)
        self._row = self._column = 0
        self._began = 0
        self.seen = 0
        """How many bytes it has looked through."""
        self.longest_text = 0
        self.shared = 0

    def add(self, text: bytes) -> None:
        """Looks through the next piece."""
        for found in _CELL.finditer(text):
            kind, inside = found.groups()
            place = _PLACE.search(inside)
            if kind == b"row":
                self._row, self._column = (int(place[2]) if place else self._row + 1), 0
                continue
            self._column = _column(place[1]) if place else self._column + 1
            if not inside.endswith(b"/"):
                self._cell(int(place[2]) if place else self._row, self._column)
                self.shared += bool(_SHARED.search(inside))
        for found in _STRING.finditer(text):
            at = self.seen + found.start()
            if found[0].startswith(b"</"):
                self.longest_text = max(self.longest_text, at - self._began)
            else:
                self._began = at
        self.seen += len(text)

    def _cell(self, row: int, column: int) -> None:
        (top, left), (bottom, right) = self._first, self._last
        self._first = (min(top or row, row), min(left or column, column))
        self._last = (max(bottom, row), max(right, column))

    def check(self) -> None:
        """Raises _TooLargeError where the rectangle of the cells is larger than any list."""
        (top, left), (bottom, right) = self._first, self._last
        if bottom > _MOST_ROWS or (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise _TooLargeError(
                f"has a sheet that reaches to row {bottom:,} and column {right:,}, far more than a"
                " code list"
            )


def _column(letters: bytes) -> int:
    """The number of a column, 1 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number

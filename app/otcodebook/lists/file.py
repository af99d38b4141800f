"""Reads a catalog that the user names: whatever the file is, a catalog or one clear message."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otcodebook.catalog.load import load_bundled, load_catalog, with_billing_rules
from otcodebook.catalog.model import Catalog, CatalogError, Problem
from otcodebook.errors import AppError, is_kept_by_another
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.encodings import (
    UNICODE_NAMES,
    ZIP,
    decode,
    encoding_question,
    not_a_list,
    text_problems,
)
from otcodebook.lists.json_table import json_table
from otcodebook.lists.overlay import Overlay, overlaid, overlay_of
from otcodebook.lists.reading import ListReading, Mapping, read_table
from otcodebook.lists.sheets import ENCODING as XLSX
from otcodebook.lists.sheets import Sheet, read_sheets
from otcodebook.lists.table import SHEET_PLACE, Table
from otcodebook.lists.titles import Role
from otcodebook.progress import Progress, within
from otcodebook.wording import as_displayed, displayed_name, listed, quoted

SIZE_LIMIT_MB = 50

_SIZE_LIMIT = SIZE_LIMIT_MB * 1024 * 1024
_PIECE = 1024 * 1024
_CELLS_PART, _ROWS_PART = 0.4, 0.7
"""The part of the work that is finding the cells, and of the rest that is reading the rows."""
# Never block on a pipe, a terminal or a tape.
_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)

_KINDS = {
    stat.S_ISDIR: "is a folder",
    stat.S_ISFIFO: "is a pipe",
    stat.S_ISSOCK: "is a socket",
    stat.S_ISCHR: "is a device",
    stat.S_ISBLK: "is a device",
}
_CMS_HEAD = 8 * 1024
_CMS_WORDS = re.compile(
    rb"\*=in existence|MUE Adjudication|Physician Fee Schedule|Medicare Administrative Contractor"
)
"""What stands above CMS's own tables."""
_JSON_START = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\]\"]|\d))")


@dataclass(frozen=True)
class Choice:
    """What the user says of a file: what its columns are, its sheet, its encoding; or nothing."""

    mapping: Mapping | None = None
    sheet: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Source:
    """A file as tables of cells, before anything is known of its columns.

    A text is one sheet without a name; a catalog in our own JSON has none. `question` is what only
    the user knows of its characters: whether they are of the encoding `other`.
    """

    path: Path
    encoding: str
    sheets: tuple[Sheet, ...]
    question: str = ""
    other: str = ""
    in_other: Callable[[], Source] | None = None
    """Reads the file in the other encoding."""
    own_format: Callable[[], Catalog] | None = None
    """Reads the file as a catalog in our own JSON, where it may be one."""

    def chosen(self, choice: Choice) -> Source:
        """The file in the encoding that the user chose."""
        if self.in_other is not None and choice.encoding == self.other:
            return self.in_other()
        return self

    def sheet(self, name: str | None) -> Sheet | None:
        """The sheet of this name."""
        return next((each for each in self.sheets if each.name == name), None)


@dataclass(frozen=True)
class LoadedCatalog:
    """A catalog and the file that it was read from.

    A list lies on top of the built-in reference: then `catalog` is an Overlay. `encoding` is for
    people, such as "UTF-8" or "Windows-1252". `reading` is how a list was read, `remarks` are about
    it as a whole; a catalog in our own JSON has none of them.
    """

    path: Path
    catalog: Catalog
    encoding: str
    reading: ListReading | None = None
    sheet: str | None = ""
    """The name of its sheet; None where several may be the list."""
    remarks: tuple[str, ...] = ()

    @property
    def overlay(self) -> Overlay | None:
        """The list on top of the built-in reference; None for a catalog in our own JSON."""
        return overlay_of(self.catalog)

    @property
    def count(self) -> int:
        """How many codes the file has."""
        return len(self.catalog.listed or self.catalog.codes)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was left out of the catalog; nothing of JSON, which is read whole or refused."""
        return self.reading.problems if self.reading else ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the file is lost, and nothing about it is asked."""
        return self.reading is None or self.reading.is_whole

    def lines(self) -> list[str]:
        """How the list was read, in a few sentences."""
        if self.reading is None or self.overlay is None:
            return []
        known = f"Codes in the built-in reference: {len(self.overlay.known):,}."
        encoding = [] if self.encoding == XLSX else [f"Text encoding: {self.encoding}."]
        return [*self.reading.lines(), *self.remarks, known, *encoding]


def read_catalog(path: Path, progress: Progress | None = None) -> LoadedCatalog:
    """Reads a catalog or a list. Raises AppError, one sentence that names the file and the place.

    Never waits for a pipe or a device. CatalogError, which is an AppError, has all problems.
    """
    return parse_catalog(read_file(path), path, progress)


def parse_catalog(
    data: bytes, path: Path, progress: Progress | None = None, mapping: Mapping | None = None
) -> LoadedCatalog:
    """The catalog in the contents of a file; the path gives it its name. Raises AppError.

    A list is read with the mapping of a user, or as it is understood.
    """
    choice = Choice(mapping) if mapping else None
    source = source_of(data, path, within(progress, 0, _CELLS_PART))
    return checked(understood(source, choice, within(progress, _CELLS_PART, 1)))


def understand(path: Path) -> LoadedCatalog:
    """Reads a file as `read_catalog` does, and a list without any code too. Raises AppError."""
    return understood(read_source(path))


def checked(loaded: LoadedCatalog) -> LoadedCatalog:
    """The same. Raises CatalogError for a list without any code."""
    reading = loaded.reading
    if reading is None or reading.entries:
        return loaded
    line = f"{reading.place} {reading.header_line or 1}"
    problems = [Problem(line, question.rstrip(".")) for question in reading.questions]
    raise CatalogError([*problems, *reading.skipped], displayed_name(loaded.path))


def read_source(path: Path, progress: Progress | None = None) -> Source:
    """Reads a file as cells. Raises AppError; never waits for a pipe or a device."""
    return source_of(read_file(path), path, progress)


def source_of(data: bytes, path: Path, progress: Progress | None = None) -> Source:
    """The cells in the contents of a file. Raises AppError."""
    name = displayed_name(path)
    if not data.strip():
        raise AppError(f"{name} is empty: choose another file.")
    if _of_cms(data, path):
        raise AppError(
            f"{name} is a table of CMS's, not a code list: open it with File > Open CMS file."
        )
    if data.startswith(ZIP) and _is_book_of_cms(path):
        raise AppError(
            f"{name} is a table of CMS's as a spreadsheet, not a code list: take the TXT or CSV "
            "beside it, and open that with File > Open CMS file."
        )
    if instead := not_a_list(data):
        raise AppError(f"{name} {instead}")
    if data.startswith(ZIP):
        sheets = read_sheets(data, name, progress)
        if not sheets:
            raise AppError(f"{name} has no cells: choose another file.")
        return Source(path, XLSX, tuple(sheets))
    try:
        return _source_of_text(data, path, progress)
    except CatalogError as error:
        raise CatalogError(error.problems, name) from error


def _of_cms(data: bytes, path: Path) -> bool:
    """Whether it is for the other command that opens files; most lists are told at a glance."""
    if not _CMS_WORDS.search(data[:_CMS_HEAD]) and path.suffix.casefold() != ".zip":
        return False
    # Imported here: a list needs nothing of CMS's tables.
    from otcodebook.cms.files.recognize import recognized
    from otcodebook.cms.files.sources import find_files

    try:
        return bool(recognized(find_files(path)))
    except AppError:
        return False


def _is_book_of_cms(path: Path) -> bool:
    # Imported here, like above.
    from otcodebook.cms.files.sources import is_book_of_cms

    return is_book_of_cms(path)


def _source_of_text(data: bytes, path: Path, progress: Progress | None, named: str = "") -> Source:
    text, encoding = decode(data, named)
    is_json = bool(_JSON_START.match(text))
    table = json_table(text, progress) if is_json else None

    def own_format() -> Catalog:
        # JSON is Unicode by its definition: what was read as another encoding is damaged.
        exact = text.encode("utf-8") if encoding in UNICODE_NAMES else data
        return with_billing_rules(load_catalog(exact))

    if is_json and (table is None or encoding not in UNICODE_NAMES):
        return Source(path, encoding, (), own_format=own_format)
    if bad := text_problems(text):
        raise CatalogError(bad)
    sheet = Sheet("", False, table or read_delimited(text, progress))
    if not any(any(map(str.strip, row.cells)) for row in sheet.table.rows):
        raise AppError(f"{displayed_name(path)} has no cells: choose another file.")
    may_be_own = path.suffix.lower() == ".json"
    question, other = encoding_question(data, encoding)

    def in_other() -> Source:
        return _source_of_text(data, path, None, other)

    return Source(
        path,
        encoding,
        (sheet,),
        question,
        other,
        in_other if other else None,
        own_format if may_be_own else None,
    )


def understood(
    source: Source, choice: Choice | None = None, progress: Progress | None = None
) -> LoadedCatalog:
    """The list in a file, as the user chose or as it is understood; it may be without any code.

    Where several sheets hold codes and none is chosen, none is read. Raises AppError.
    """
    path, choice = source.path, choice or Choice()
    source = source.chosen(choice)
    try:
        if not source.sheets and source.own_format is not None:
            return LoadedCatalog(path, source.own_format(), source.encoding)
        reference = _reference()
        known = frozenset(entry.code for entry in reference.entries()) if reference else frozenset()
        rows = within(progress, 0, _ROWS_PART)
        reading, sheet = _reading(source, choice, known, rows)
        if source.question and not choice.encoding:
            reading = replace(reading, questions=(*reading.questions, source.question))
        if not reading.entries and source.own_format is not None:
            return LoadedCatalog(path, source.own_format(), source.encoding)
    except CatalogError as error:
        raise CatalogError(error.problems, displayed_name(path)) from error
    code = reading.column(Role.CODE)
    is_diagnoses = bool(code and re.search("icd|dx|diagnos", code.title.casefold()))
    title = as_displayed(" ".join(path.stem.split()))
    catalog, remarks = overlaid(
        reading.entries,
        reference,
        title,
        has_code_sets=not is_diagnoses,
        progress=within(progress, _ROWS_PART, 1),
    )
    return LoadedCatalog(path, catalog, source.encoding, reading, sheet, tuple(remarks))


def _reading(
    source: Source, choice: Choice, known: frozenset[str], progress: Progress | None
) -> tuple[ListReading, str | None]:
    """The list of the chosen sheet, else of the only one that holds codes, and its name."""
    sheets = source.sheets
    if choice.sheet or len(sheets) == 1:
        sheet = source.sheet(choice.sheet) or sheets[0]
        return read_table(sheet.table, known, choice.mapping, progress), sheet.name
    for is_hidden in (False, True):
        among = [sheet for sheet in sheets if sheet.is_hidden == is_hidden]
        readings = [(sheet, read_table(sheet.table, known, None, progress)) for sheet in among]
        found = [(sheet, reading) for sheet, reading in readings if reading.column(Role.CODE)]
        if len(found) == 1:
            sheet, reading = found[0]
            told = f"The sheet {quoted(as_displayed(sheet.name))} is hidden."
            if is_hidden:
                reading = replace(reading, remarks=(*reading.remarks, told))
            return reading, sheet.name
        if found:
            return _which_sheet([sheet for sheet, _ in found], known), None
    return _which_sheet(sheets, known), None


def _which_sheet(sheets: Sequence[Sheet], known: frozenset[str]) -> ListReading:
    names = [quoted(as_displayed(sheet.name)) for sheet in sheets]
    question = f"Which sheet is the list: {listed(names, 'or')}?"
    return replace(read_table(Table([], "", SHEET_PLACE), known), questions=(question,))


def _reference() -> Catalog | None:
    try:
        return load_bundled()
    except AppError:
        return None  # the damage is reported where the bundled catalog is opened


def read_file(path: Path) -> bytes:
    """The contents of a file. Raises AppError; never waits for a pipe or a device."""
    name = displayed_name(path)
    try:
        _check_kind(os.stat(path), name)
        handle = os.open(path, _FLAGS)
        try:
            return _read_open(handle, name)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise AppError(f"{name} does not exist: choose another file.") from error
    except PermissionError as error:
        if is_kept_by_another(error):
            told = f"{name} is open in another program: close it there, then try again."
            raise AppError(told) from error
        message = f"{name} cannot be read: you do not have permission. Choose another file."
        raise AppError(message) from error
    except (OSError, ValueError) as error:
        # ValueError: no file system takes such a name.
        reason = getattr(error, "strerror", None) or str(error)
        raise AppError(f"{name} cannot be read ({reason}): choose another file.") from error


def _check_kind(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kinds = (kind for is_kind, kind in _KINDS.items() if is_kind(status.st_mode))
        raise AppError(f"{name} {next(kinds, 'is not a file')}: choose a file.")
    if status.st_size > _SIZE_LIMIT:
        size = -(-status.st_size // (1024 * 1024))
        limit = f"a code list has at most {SIZE_LIMIT_MB} MB"
        raise AppError(f"{name} is too large ({size:,} MB): {limit}.")


def _read_open(handle: int, name: str) -> bytes:
    before = os.fstat(handle)
    _check_kind(before, name)
    pieces: list[bytes] = []
    got = 0
    # One byte too many shows that the file is growing; the rest is not read.
    while got <= before.st_size:
        piece = os.read(handle, min(_PIECE, before.st_size + 1 - got))
        if not piece:
            break
        pieces.append(piece)
        got += len(piece)
    after = os.fstat(handle)
    if got != before.st_size or _state(before) != _state(after):
        raise AppError(f"{name} was changed while it was read: open it again.")
    return b"".join(pieces)


def _state(status: os.stat_result) -> tuple[int, int, bool]:
    return status.st_size, status.st_mtime_ns, status.st_nlink == 0

"""A catalog from a file that the user names: a list on top, one in our own JSON, or a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog, CatalogError, Problem
from otcodebook.errors import AppError
from otcodebook.lists.cells.table import SHEET_PLACE, Table
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.contents import read_file
from otcodebook.lists.overlay import Overlay, overlaid, overlay_of
from otcodebook.lists.reading import ListReading, Mapping, read_table
from otcodebook.lists.sheets import ENCODING as XLSX
from otcodebook.lists.sheets import Sheet
from otcodebook.lists.source import Choice, Source, read_source, source_of
from otcodebook.progress import Progress, within
from otcodebook.wording import as_displayed, displayed_name, listed, quoted

_CELLS_PART, _ROWS_PART = 0.4, 0.7
"""The part of the work that is finding the cells, and of the rest that is reading the rows."""


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

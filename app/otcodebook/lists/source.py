"""A file as tables of cells, whatever it is: text, spreadsheet, JSON, or one clear message."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from otcodebook.catalog.load import load_catalog, with_billing_rules
from otcodebook.catalog.model import Catalog, CatalogError
from otcodebook.errors import AppError
from otcodebook.lists.contents import read_file
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.encodings import (
    UNICODE_NAMES,
    decode,
    encoding_question,
    text_problems,
)
from otcodebook.lists.json_table import json_table
from otcodebook.lists.reading import Mapping
from otcodebook.lists.sheets import ENCODING as XLSX
from otcodebook.lists.sheets import Sheet, read_sheets
from otcodebook.lists.signatures import ZIP, not_a_list
from otcodebook.progress import Progress
from otcodebook.wording import displayed_name

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

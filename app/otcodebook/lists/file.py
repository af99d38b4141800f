"""Reads a catalog that the user names: whatever the file is, a catalog or one clear message."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from otcodebook.catalog.load import load_bundled, load_catalog, with_billing_rules
from otcodebook.catalog.model import Catalog, CatalogError, Problem
from otcodebook.errors import AppError, is_kept_by_another
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.encodings import (
    SAVE_AS,
    UNICODE_NAMES,
    decode,
    encoding_question,
    text_problems,
)
from otcodebook.lists.json_table import json_table
from otcodebook.lists.overlay import Overlay, overlaid, overlay_of
from otcodebook.lists.reading import ListReading, Mapping, read_table
from otcodebook.lists.table import Progress
from otcodebook.lists.titles import Role
from otcodebook.wording import as_displayed, displayed_name

SIZE_LIMIT_MB = 50

_SIZE_LIMIT = SIZE_LIMIT_MB * 1024 * 1024
_PIECE = 1024 * 1024
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
_SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old format",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3\x00": "a database",
}
_JSON_START = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\]\"]|\d))")


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
        return [*self.reading.lines(), *self.remarks, known, f"Text encoding: {self.encoding}."]


def read_catalog(path: Path, progress: Progress | None = None) -> LoadedCatalog:
    """Reads a catalog or a list. Raises AppError, one sentence that names the file and the place.

    Never waits for a pipe or a device. CatalogError, which is an AppError, has all problems.
    """
    return parse_catalog(_read(path), path, progress)


def parse_catalog(
    data: bytes, path: Path, progress: Progress | None = None, mapping: Mapping | None = None
) -> LoadedCatalog:
    """The catalog in the contents of a file; the path gives it its name. Raises AppError.

    A list is read with the mapping of a user, or as it is understood.
    """
    name = displayed_name(path)
    try:
        loaded = _understood(data, path, progress, mapping)
    except CatalogError as error:
        raise CatalogError(error.problems, name) from error
    reading = loaded.reading
    if reading is not None and not reading.entries:
        line = f"{reading.place} {reading.header_line or 1}"
        problems = [Problem(line, question.rstrip(".")) for question in reading.questions]
        raise CatalogError([*problems, *reading.skipped], name)
    return loaded


def understand(path: Path) -> LoadedCatalog:
    """Reads a file as `read_catalog` does, and a list without any code too. Raises AppError."""
    return _understood(_read(path), path, None, None)


def _understood(
    data: bytes, path: Path, progress: Progress | None, mapping: Mapping | None
) -> LoadedCatalog:
    name = displayed_name(path)
    if not data.strip():
        raise AppError(f"{name} is empty: choose another file.")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise AppError(f"{name} is {kind}, not a code list: {SAVE_AS}.")
    text, encoding = decode(data)
    is_json = bool(_JSON_START.match(text))
    table = json_table(text) if is_json else None
    if is_json and (table is None or encoding not in UNICODE_NAMES):
        return _own_format(data, text, path, encoding)
    if bad := text_problems(text):
        raise CatalogError(bad)
    reference = _reference()
    known = frozenset(entry.code for entry in reference.entries()) if reference else frozenset()
    # The cells are not kept: a large list would be in memory twice.
    reading = read_table(table or read_delimited(text, progress), known, mapping, progress)
    if question := encoding_question(data, encoding):
        reading = replace(reading, questions=(*reading.questions, question))
    if not reading.entries and path.suffix.lower() == ".json":
        return _own_format(data, text, path, encoding)
    code = reading.column(Role.CODE)
    is_diagnoses = bool(code and re.search("icd|dx|diagnos", code.title.casefold()))
    title = as_displayed(" ".join(path.stem.split()))
    catalog, remarks = overlaid(reading.entries, reference, title, has_code_sets=not is_diagnoses)
    return LoadedCatalog(path, catalog, encoding, reading, tuple(remarks))


def _own_format(data: bytes, text: str, path: Path, encoding: str) -> LoadedCatalog:
    # JSON is Unicode by its definition: what was read as another encoding is damaged.
    exact = text.encode("utf-8") if encoding in UNICODE_NAMES else data
    return LoadedCatalog(path, with_billing_rules(load_catalog(exact)), encoding)


def _reference() -> Catalog | None:
    try:
        return load_bundled()
    except AppError:
        return None  # the damage is reported where the bundled catalog is opened


def _read(path: Path) -> bytes:
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

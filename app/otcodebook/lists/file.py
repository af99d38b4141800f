"""Reads a catalog that the user names: whatever the file is, a catalog or one clear message."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from otcodebook.catalog.checks import place_in
from otcodebook.catalog.load import load_catalog, with_billing_rules
from otcodebook.catalog.model import Catalog, CatalogError, Problem
from otcodebook.errors import AppError
from otcodebook.lists.delimited import ImportReport, Progress, has_header, read_delimited
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
_SAVE_AS = "save the list as CSV (UTF-8) and open that"
_JSON_START = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\]\"]|\d))")
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_WINDOWS = "Windows-1252"
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Bytes that Windows-1252 lacks or English lists never use, and runs of letters such as Cyrillic
# and Chinese encodings have them.
_NOT_WESTERN = re.compile(rb"[\x81\x83\x86-\x88\x8a-\x90\x98\x9a-\x9f]|[\xc0-\xff]{4}")


@dataclass(frozen=True)
class LoadedCatalog:
    """A catalog and the file that it was read from.

    `encoding` is for people: "UTF-8", "UTF-16" or "Windows-1252". `import_report` describes how a
    delimited list was read; None for a catalog in our own JSON.
    """

    path: Path
    catalog: Catalog
    encoding: str
    import_report: ImportReport | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was left out of the catalog; nothing of JSON, which is read whole or refused."""
        return self.import_report.problems if self.import_report else ()

    def lines(self) -> list[str]:
        """How the list was read, in a few sentences."""
        if self.import_report is None:
            return []
        return [*self.import_report.lines(), f"Text encoding: {self.encoding}."]


def read_catalog(path: Path, progress: Progress | None = None) -> LoadedCatalog:
    """Reads a catalog or a list. Raises AppError, one sentence that names the file and the place.

    Never waits for a pipe or a device. CatalogError, which is an AppError, has all problems.
    """
    return parse_catalog(_read(path), path, progress)


def parse_catalog(data: bytes, path: Path, progress: Progress | None = None) -> LoadedCatalog:
    """The catalog in the contents of a file; the path gives it its name. Raises AppError."""
    name = displayed_name(path)
    if not data.strip():
        raise AppError(f"{name} is empty: choose another file.")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise AppError(f"{name} is {kind}, not a code list: {_SAVE_AS}.")
    try:
        text, encoding = _decode(data)
        if _is_json(text, path):
            # JSON is Unicode by its definition: what was read as Windows-1252 is damaged.
            exact = data if encoding == _WINDOWS else text.encode("utf-8")
            return LoadedCatalog(path, with_billing_rules(load_catalog(exact)), encoding, None)
        catalog, import_report = read_delimited(text, as_displayed(path.stem), progress)
    except CatalogError as error:
        raise CatalogError(error.problems, name) from error
    return LoadedCatalog(path, with_billing_rules(catalog), encoding, import_report)


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


def _decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding, found by byte order mark, then by what is valid."""
    if data.startswith(_UTF32_MARKS):
        raise CatalogError([_start(f"the text is UTF-32: {_SAVE_AS}")])
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-16", "replace")
            message = "the text is not valid UTF-16: the file is cut off or damaged"
            raise CatalogError([Problem(place_in(before, len(before)), message)]) from error
    if b"\0" in data[:2]:
        raise CatalogError([_start(f"the text is UTF-16 without a byte order mark: {_SAVE_AS}")])
    try:
        text = data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_western(data):
            return data.decode("windows-1252"), _WINDOWS
        raise CatalogError([_not_utf8(error)]) from error
    return text, "UTF-8"


def _start(message: str) -> Problem:
    return Problem("line 1, column 1", message)


def _is_western(data: bytes) -> bool:
    """Whether the bytes, which are not UTF-8, are Windows-1252 rather than a damaged file.

    They are if not one character beyond ASCII is valid UTF-8, and none is foreign to lists in
    English. A file that breaks off inside its last character is UTF-8 that was cut off.
    """
    return not (_is_cut_off(data) or _UTF8_CHARACTER.search(data) or _NOT_WESTERN.search(data))


def _is_cut_off(data: bytes) -> bool:
    """Whether the bytes are UTF-8 that breaks off inside its last character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data.removeprefix(_UTF8_MARK))
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(error: UnicodeDecodeError) -> Problem:
    before = error.object[: error.start].decode("utf-8", "replace")
    message = f"the byte 0x{error.object[error.start]:02X} is not UTF-8: {_SAVE_AS}"
    return Problem(place_in(before, len(before)), message)


def _is_json(text: str, path: Path) -> bool:
    """By the contents; the name decides only for what is neither JSON nor a list."""
    if _JSON_START.match(text):
        return True
    return path.suffix.lower() == ".json" and not has_header(text)

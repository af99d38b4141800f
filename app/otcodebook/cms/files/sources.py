"""The files in which CMS's tables come, bare or in a zip, read piece by piece."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from typing import IO

from msgspec import Struct

from otcodebook.cms.tables.model import Source
from otcodebook.errors import AppError, is_kept_by_another
from otcodebook.wording import as_displayed, displayed_name

_PIECE = 1 << 20
_LONGEST_LINE = 8 * _PIECE
_MOST_TEXT = 100_000_000
_HEAD = 64 * 1024
_MOST_BYTES = 2_000_000_000
"""Ten times CMS's largest table: more is no table of CMS's."""
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError),
    UnicodeDecodeError,  # in the names within a zip
)
_READ_AS = (".txt", ".csv")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAC_FOLDER = "__MACOSX/"
_BOOK = "[Content_Types].xml"
_BOOK_PARTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
_BOOK_WORDS = (
    (b"Column 2", b"PTP Edit Rationale"),
    (b"Services MUE Values", b"MUE Adjudication Indicator"),
    (b"National Physician Fee Schedule Relative Value File", b"CONV"),
    (b"Medicare Administrative Contractor", b"PW GPCI"),
)
"""What stands in each of CMS's tables, and in no clinic's list together."""
_SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb")


class File(Struct, frozen=True):
    """A file that may hold a table: its source, its bytes when unpacked, and how it begins."""

    source: Source
    size: int
    head: bytes

    @property
    def name(self) -> str:
        """Its name as a message can quote it."""
        return self.source.shown

    def blocks(self) -> Iterator[bytes]:
        """Its bytes in blocks that end with a line; the last line may lack its end.

        Raises AppError.
        """
        rest = b""
        for piece in self._pieces():
            whole, end, begun = piece.rpartition(b"\n")
            if not end:
                rest += piece
                if len(rest) > _LONGEST_LINE:
                    raise AppError(f"{self.name} has no lines, so it is no table of CMS's.")
                continue
            yield rest + whole + end
            rest = begun
        if rest:
            yield rest

    def lines(self) -> StringIO:
        """The whole file as text, line by line, with the ends that its lines have.

        Raises AppError.
        """
        if self.size > _MOST_TEXT:
            raise AppError(f"{self.name} is too large to be this table of CMS's.")
        data = b"".join(self._pieces()).removeprefix(codecs.BOM_UTF8)
        return StringIO(data.decode("latin-1"), newline="")

    def _pieces(self) -> Iterator[bytes]:
        path = Path(self.source.path)
        name = displayed_name(path)
        with ExitStack() as stack:
            with _told(name):
                stream: IO[bytes]
                if self.source.member:
                    archive = stack.enter_context(zipfile.ZipFile(path))
                    stream = stack.enter_context(archive.open(self.source.member))
                else:
                    stream = stack.enter_context(open(path, "rb"))
            while True:
                with _told(name):
                    piece = stream.read(_PIECE)
                if not piece:
                    return
                yield piece


class Found(Struct, frozen=True):
    """The files in what a user opened.

    `sheets` are spreadsheets, `zips` zips within the zip: neither is read.
    """

    path: Path
    is_zip: bool
    files: tuple[File, ...]
    sheets: tuple[str, ...] = ()
    zips: tuple[str, ...] = ()


def find_files(path: Path) -> Found:
    """The file itself, or the texts within a zip. Raises AppError."""
    name = displayed_name(path)
    path = path.absolute()  # it may be read again from another folder
    with _told(name):
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise AppError(f"{name} is no file: choose a file that you downloaded from CMS.")
        if status.st_size > _MOST_BYTES:
            raise AppError(f"{name} is too large to be a table of CMS's: choose another file.")
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
        if not head.startswith(_ZIP):
            source = Source(str(path), "", status.st_size, status.st_mtime_ns)
            return Found(path, False, (File(source, status.st_size, head),))
        return _in_zip(path, status)


def is_book_of_cms(path: Path) -> bool:
    """Whether a file is a spreadsheet with one of CMS's tables, by the words above its rows."""
    if not path.is_file():
        return False  # a pipe would be waited for
    try:
        with zipfile.ZipFile(path) as archive:
            words = b"".join(
                stream.read(_HEAD)
                for name in _BOOK_PARTS
                if name in archive.namelist()
                for stream in [archive.open(name)]
            )
    except (*_DAMAGE, OSError, RuntimeError, ValueError):
        return False
    return any(all(word in words for word in group) for group in _BOOK_WORDS)


def is_unchanged(source: Source) -> bool:
    """Whether the file is still there, as it was when it was read."""
    try:
        status = os.stat(source.path)
    except (OSError, ValueError):
        return False
    return (status.st_size, status.st_mtime_ns) == (source.size, source.mtime_ns)


def _in_zip(path: Path, status: os.stat_result) -> Found:
    files: list[File] = []
    sheets: list[str] = []
    zips: list[str] = []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if _BOOK in names:
            return Found(path, False, (), (path.name,))
        for info in archive.infolist():
            name = info.filename
            if info.is_dir() or name.startswith(_MAC_FOLDER):
                continue
            if name.casefold().endswith(_SHEETS):
                sheets.append(name)
            if name.casefold().endswith(".zip"):
                zips.append(name)
            if not name.casefold().endswith(_READ_AS):
                continue
            if info.file_size > _MOST_BYTES:
                raise AppError(f"{as_displayed(name)} is too large to be a table of CMS's.")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise AppError(f"{as_displayed(name)} is packed in a way that CMS does not use.")
            with archive.open(info) as stream:
                head = stream.read(_HEAD)
            source = Source(str(path), name, status.st_size, status.st_mtime_ns)
            files.append(File(source, info.file_size, head))
    return Found(path, True, tuple(files), tuple(sheets), tuple(zips))


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Makes what may go wrong with a file a sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise AppError(f"{name} does not exist: choose another file.") from error
    except PermissionError as error:
        told = "is open in another program: close it there, then try again"
        if not is_kept_by_another(error):
            told = "cannot be read: you do not have permission. Choose another file"
        raise AppError(f"{name} {told}.") from error
    except _DAMAGE as error:
        raise AppError(f"{name} is damaged or not whole: download it again.") from error
    except RuntimeError as error:
        if "password" not in str(error):
            raise
        raise AppError(f"{name} is locked with a password: take CMS's own zip.") from error
    except (OSError, ValueError) as error:
        # ValueError: no file system takes such a name.
        if getattr(error, "errno", 0) == errno.EINVAL:  # a damaged zip points before its beginning
            raise AppError(f"{name} is damaged or not whole: download it again.") from error
        reason = as_displayed(getattr(error, "strerror", None) or str(error))
        raise AppError(f"{name} cannot be read ({reason}): choose another file.") from error

"""What a file is by its first bytes, where it is no list in text."""

from __future__ import annotations

import codecs
import re

from otcodebook.lists.encodings import SAVE_AS

ZIP = b"PK\x03\x04"
"""How a spreadsheet and any other archive begins."""

_IN_A_SPREADSHEET = "open it in your spreadsheet program, save it {}, and open that."
_ANEW = _IN_A_SPREADSHEET.format("as XLSX or CSV")
_SAMPLE = 4096
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
"""What an Office file with a password has in it, whose outside is that of the old formats."""
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body|table|meta|div|\?xml)\b", re.I)
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3\x00": "a database",
    b"{\\rtf": "a document",
    b"MZ": "a program",
}
_SHORTCUT = b"L\0\0\0\x01\x14\x02\0"


def not_a_list(data: bytes) -> str:
    """What the contents of a file are where they are neither text nor XLSX, and what to do."""
    if data.startswith(_OLD_OFFICE):
        if _PROTECTED in data:
            return f"is protected by a password: {_IN_A_SPREADSHEET.format('without a password')}"
        return f"is a spreadsheet of the old format (.xls): {_ANEW}"
    if data.startswith(ZIP) and _OPEN_DOCUMENT in data[:_SAMPLE]:
        return f"is a spreadsheet of another format (OpenDocument): {_ANEW}"
    if data.startswith(_SHORTCUT):
        return "is a shortcut: choose the file that it leads to."
    if _WEB_PAGE.match(data.removeprefix(codecs.BOM_UTF8), 0, _SAMPLE):
        return f"is a web page, or a table saved as one: {_ANEW}"
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            return f"is {kind}, not a code list: {SAVE_AS}."
    return ""

"""What a file is, by its content: one of CMS's tables, or a sentence on what it is instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from otcodebook.cms.files.sources import File, Found, find_files, is_book_of_cms
from otcodebook.cms.tables.fees import is_fee_table
from otcodebook.cms.tables.gpci import is_locality_table
from otcodebook.cms.tables.model import Setting, Table
from otcodebook.cms.tables.mue import is_limit_table
from otcodebook.cms.tables.ptp import find_titles
from otcodebook.errors import AppError
from otcodebook.wording import displayed_name

_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body|!--)", re.IGNORECASE)
_MEDICAID = re.compile(r"medicaid(?! services)|(?<![a-z])mcd(?![a-z])", re.IGNORECASE)
_CHANGES = re.compile(r"additions|deletions|revisions|changes", re.IGNORECASE)
_PAIR_WORDS = re.compile(r"column\s?(?:1|one|2|two)\b", re.IGNORECASE)
_PAIR_ROW = re.compile(r"^[0-9A-Z]{5}\t[0-9A-Z]{5}\t.*", re.MULTILINE | re.ASCII)
_MEDICAID_TABS = 5
_LIMIT_WORDS = re.compile(r"\bMUE\b|medically unlikely", re.IGNORECASE)
_PARTS = re.compile(r"(?<![a-z0-9])f(\d{1,2})(?![a-z0-9])", re.IGNORECASE)
_SETTINGS = {
    Setting.PRACTITIONER: re.compile(r"ccipra|practitioner|physician(?!.?fee)", re.IGNORECASE),
    Setting.HOSPITAL: re.compile(r"ccioph|hospital|outpatient", re.IGNORECASE),
}
_HEAD_LINES = 60
_WANTED = (
    "choose CMS's code pairs (TXT), unit limits, relative values or localities (CSV), or their zip"
)
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "a spreadsheet",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3\x00": "a database",
    b"\x1f\x8b": "a compressed file that is no zip",
}


class _OtherTableError(AppError):
    """A table that is meant for something else, or a page in its place: never passed over."""


def recognized(found: Found) -> list[tuple[File, Table]]:
    """The tables in what a user opened. Raises AppError, a sentence on what it is instead.

    Within a zip, files that are no tables are passed over: CMS adds notes and other forms of the
    same table. A license page or another table of pairs among them is refused.
    """
    name = displayed_name(found.path)
    tables = []
    reasons = []
    for file in found.files:
        try:
            tables.append((file, _table(file, name)))
        except _OtherTableError:
            raise
        except AppError as error:
            reasons.append(error)
    if tables:
        return tables
    if not found.is_zip and reasons:
        raise reasons[0]
    if found.sheets:
        what = "holds a spreadsheet only" if found.is_zip else "is a spreadsheet"
        raise AppError(
            f"{name} {what}, which is not read: take the TXT beside it, or the CSV for unit limits "
            "and fees."
        )
    if found.zips:
        raise AppError(f"{name} holds zips: unpack it, then open them.")
    if len(reasons) == 1:
        raise reasons[0]
    raise AppError(f"{name} holds none of CMS's tables: {_WANTED}.")


def is_table(path: Path) -> bool:
    """Whether a file is for the tables of CMS, and not a code list: by its content.

    A zip is, whatever is in it: only CMS's files come in one. So is a spreadsheet of CMS's, which
    is refused there. What cannot be read is not.
    """
    if path.suffix.casefold() == ".zip" or is_book_of_cms(path):
        return True
    try:
        return bool(recognized(find_files(path)))
    except AppError:
        return False


def part_number(name: str) -> int:
    """Which part of a set a file is by its name, as in "ccipra-v323r0-f4.TXT"; 0 without."""
    found = _PARTS.findall(name)
    return int(found[-1]) if found else 0


def setting_named(file: File) -> Setting | None:
    """The setting that the names of a file and its zip say; None for none, or for both."""
    for name in (file.source.name, file.source.outer_name):
        said = [setting for setting, words in _SETTINGS.items() if words.search(name)]
        if len(said) == 1:
            return said[0]
    return None


def _table(file: File, outer: str) -> Table:
    """What the file is. Raises AppError where it is no table that is read here."""
    head = file.head
    if not head.strip():
        raise AppError(f"{file.name} is empty: download it again.")
    if _WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise _OtherTableError(
            f"{file.name} is a web page, not a table: accept the license on CMS's page, then "
            "download the file."
        )
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            raise AppError(f"{file.name} is {kind}: {_WANTED}.")
    lines = head.split(b"\n")[:_HEAD_LINES]
    text = [f"{line.decode('latin-1')}\n" for line in lines]
    names = f"{outer} {file.name}"
    if _MEDICAID.search(f"{names} {''.join(text[:10])}"):
        raise _OtherTableError(f"{file.name} is a table of Medicaid. Open the one of Medicare.")
    if find_titles(lines) is not None:
        if _CHANGES.search(names):
            raise _OtherTableError(_only_changes(file))
        return Table.PAIRS
    return _text_table(file, text)


def _text_table(file: File, text: Sequence[str]) -> Table:
    if text and text[0].startswith("\xef\xbb\xbf"):
        text = [text[0][3:], *text[1:]]
    checks = {
        Table.LIMITS: is_limit_table,
        Table.FEES: is_fee_table,
        Table.LOCALITIES: is_locality_table,
    }
    for table, check in checks.items():
        if check(text):
            return table
    joined = "".join(text)
    if _PAIR_WORDS.search(joined):
        error = _OtherTableError if _PAIR_ROW.search(joined) else AppError
        raise error(_other_pairs(file, joined))
    if _LIMIT_WORDS.search(joined):
        raise AppError(
            f"{file.name} has limits in another form than CMS's CSV of Medicare. Take the CSV out "
            "of CMS's zip, as it is."
        )
    raise AppError(f"{file.name} is none of CMS's tables: {_WANTED}.")


def _other_pairs(file: File, text: str) -> str:
    """What a table of pairs is that has other columns than CMS's full table of Medicare."""
    if _CHANGES.search(f"{file.name} {text[:2000]}"):
        return _only_changes(file)
    row = _PAIR_ROW.search(text)
    if row is not None and row.group().count("\t") == _MEDICAID_TABS:
        return (
            f"{file.name} has six columns, as Medicaid's tables of pairs have. Open the one of "
            "Medicare, which has seven."
        )
    return (
        f"{file.name} has pairs in other columns than CMS's table of Medicare. Take the TXT out of "
        "CMS's zip, as it is."
    )


def _only_changes(file: File) -> str:
    return (
        f"{file.name} has only what changed in a quarter. Open the whole table of pairs, f1 to f4."
    )

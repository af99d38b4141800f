"""Codes as spreadsheets and data frames spoil them: repaired where that is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from otcodebook.lists.cells.table import tidy


class Shape(StrEnum):
    """What the codes of a list look like."""

    PROCEDURE = "five characters, as CPT and HCPCS codes"
    DIAGNOSIS = "diagnosis codes"
    OWN = "codes of its own"


class Found(NamedTuple):
    """A code, and the modifiers or the name that stood in the same cell."""

    code: str
    modifier: str = ""
    name: str = ""


_PROCEDURE = re.compile(r"\d{5}|\d{4}[AFMTU]|[A-Z]\d{4}", re.ASCII)
_DIGIT = re.compile("[0-9]")
_MODIFIER = re.compile(r"[A-Z][A-Z0-9]|\d[A-Z0-9]", re.ASCII)
_DIAGNOSIS = re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?", re.ASCII)
_OWN = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,19}", re.ASCII)
_CODE = r"(\d{5}|\d{4}[AFMTU]|[A-Z]\d{4})"
_WITH_MODIFIERS = re.compile(
    _CODE + r"((?:[ \-/,:+(]{1,3}(?:[A-Z][A-Z0-9]|\d[A-Z0-9])|\.[A-Z][A-Z0-9]){1,4}\)?"
    # Without a sign between only those of therapy: other letters may be a part of another code.
    r"|GO|GP|GN|CO|CQ|KX|LT|RT|XE|XP|XS|XU)",
    re.ASCII,
)
_ONE_MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)
_WITH_NAME = re.compile(
    _CODE + r" ?[\-:|\N{EN DASH}\N{EM DASH}] ?(?=.*[A-Za-z]{3})([A-Za-z(].*)", re.ASCII
)
_LONGER = re.compile(r"(?:\d{5}|[A-Z]\d{4})[^0-9.].*", re.ASCII)
_CODE_SET = re.compile(r"(?:CPT|HCPCS)[ \-:#4]*(?=[A-Z\d]{5}(?![A-Z\d]))", re.ASCII)
"""What some write before a code: "CPT 97110", "HCPCS:L3906"."""
_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_DATE = re.compile(
    r"(?:\d{1,2}/\d{1,2}/(?:\d\d){1,2}|\d{1,2}([.\-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
    r"(?: \d{1,2}:\d\d(?::\d\d)?)?"
    rf"|(?:\d{{1,2}}-)?{_MONTH}-(?:\d\d){{1,2}}|\d{{1,2}}-{_MONTH}",
    re.ASCII,
)
_RANGE = re.compile(
    r"(?P<code>\d{5}|\d{4}[A-Z]|[A-Z]\d{4}|[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)"
    r" ?(?:-|\N{EN DASH}|\N{EM DASH}|\bTO\b|\bTHRU\b|\bTHROUGH\b) ?"
    r"(?:\d{5}|\d{4}[A-Z]|[A-Z]\d{4}|[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)"
)
_END = re.compile(r"(?:(?:SUB|GRAND)?[ \-]?TOTALS?|SUM|END|EOF|COUNT|PAGE)(?:[ :].*)?", re.ASCII)

_EXCEL_TEXT = re.compile(r'="?([^"]*)"?')
_AROUND = "\"'`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_FOOTNOTES = (
    "*\N{DAGGER}\N{DOUBLE DAGGER}\N{SECTION SIGN}^#+\N{REGISTERED SIGN}\N{TRADE MARK SIGN} "
)
_WHOLE = re.compile(r"(\d{3,5})\.0+", re.ASCII)
_POWER = re.compile(r"(\d)\.(\d{1,4})E(\+0?)?4", re.ASCII)
_ANY_POWER = re.compile(r"\d+(?:\.\d*)?E[+\-]?\d+", re.ASCII)
_THOUSANDS = re.compile(r"(\d{2}),(\d{3})", re.ASCII)
_SHORT_LETTER = re.compile(r"\d{2,3}[FTU]", re.ASCII)
_ANESTHESIA = range(100, 2000)
"""The only CPT codes of digits that begin with a zero: 00100 to 01999."""

_FULL_WIDTH = {at: at - 0xFEE0 for at in range(0xFF01, 0xFF5F)}
_MAJORITY = 2 / 3
_LENGTH = len("97110")


def is_code_like(cell: str) -> bool:
    """Whether a tidy cell alone may be a code: one word with a digit in it."""
    word = _bare(cell)
    return len(word) > 1 and bool(_OWN.fullmatch(word)) and bool(_DIGIT.search(word))


def is_procedure(cell: str) -> bool:
    """Whether the cell is a CPT or HCPCS code, as it stands or once it is repaired."""
    word = _bare(cell)
    found = _procedure(word)
    # A short number is one only among others: alone it may be a charge or a revenue code.
    return found is not None and len(found.code) == _LENGTH and not _is_short(word)


def _is_short(cell: str) -> bool:
    number = _bare(cell).partition(".")[0]
    return number.isdecimal() and len(number) in (2, 3, 4)


def is_modifier(cell: str) -> bool:
    """Whether the cell is one modifier."""
    return bool(_MODIFIER.fullmatch(cell.upper()))


def is_diagnosis(cell: str) -> bool:
    """Whether the cell is an ICD-10 code, with or without its dot."""
    return bool(_DIAGNOSIS.fullmatch(_bare(cell)))


def is_range(cell: str) -> bool:
    """Whether the cell names all codes from one to another."""
    return bool(_RANGE.fullmatch(_bare(cell)))


def is_date(cell: str) -> bool:
    """Whether the cell is a date, which spreadsheets make of codes with a stroke or a dash."""
    return bool(_DATE.fullmatch(_bare(cell)))


def is_with_name(cell: str) -> bool:
    """Whether the cell is a code and its name: "97110 - Therapeutic exercise"."""
    return _with_name(cell) is not None


def is_longer(cell: str) -> bool:
    """Whether the cell begins as a CPT or HCPCS code and goes on, not with a name: "97110X1"."""
    return bool(_LONGER.fullmatch(_bare(cell))) and not is_with_name(cell)


def is_end(cell: str) -> bool:
    """Whether the cell ends a list or a part of it: a total, a page number."""
    return bool(_END.fullmatch(_bare(cell)))


def shape_of(cells: Iterable[str]) -> Shape:
    """What most of the cells are; codes of its own where no shape has two of three."""
    no_code = (is_end, is_range, is_date)
    filled = [cell for cell in cells if cell and not any(check(cell) for check in no_code)]
    procedures = sum(is_procedure(cell) or is_with_name(cell) for cell in filled)
    # Short numbers beside as many codes say nothing: they are codes without their zeros.
    short = min(sum(map(_is_short, filled)), procedures)
    if procedures >= (len(filled) - short) * _MAJORITY and filled:
        return Shape.PROCEDURE
    if any("." in cell for cell in filled):
        # Without any dot they are as well codes of a clinic's own.
        diagnoses = sum(map(is_diagnosis, filled))
        return Shape.DIAGNOSIS if diagnoses >= len(filled) * _MAJORITY else Shape.OWN
    return Shape.OWN


def repaired(cell: str, shape: Shape) -> Found | None:
    """The code in a cell, repaired where that is sure; None for what is no code of this shape."""
    word = _bare(cell)
    match shape:
        case _ if is_date(cell):
            return None
        case Shape.PROCEDURE:
            return _procedure(word) or _with_name(cell)
        case Shape.DIAGNOSIS:
            word = word.strip(_FOOTNOTES)
            return Found(word) if _DIAGNOSIS.fullmatch(word) else None
        case _:
            if _WHOLE.fullmatch(word) or _THOUSANDS.fullmatch(word):
                return _procedure(word)
            is_spoiled = _ANY_POWER.fullmatch(word) or _RANGE.fullmatch(word)
            return Found(word) if _OWN.fullmatch(word) and not is_spoiled else None


def _procedure(word: str) -> Found | None:
    word = _CODE_SET.sub("", word.strip(_FOOTNOTES))
    if _PROCEDURE.fullmatch(word) or _MODIFIER.fullmatch(word):
        return Found(word)
    if found := _WITH_MODIFIERS.fullmatch(word):
        return Found(found[1], " ".join(dict.fromkeys(_ONE_MODIFIER.findall(found[2]))))
    if found := _WHOLE.fullmatch(word):
        word = found[1]
    elif found := _POWER.fullmatch(word):
        # 9.71E+04 may be rounded, as spreadsheets do; all five digits, or the form that programs
        # write without a sign, are exact.
        is_exact = len(found[2]) == 4 or not found[3]
        word = f"{found[1]}{found[2]:0<4}" if is_exact else ""
    elif found := _THOUSANDS.fullmatch(word):
        word = found[1] + found[2]
    elif _SHORT_LETTER.fullmatch(word):
        word = word.zfill(5)
    if word.isdecimal() and len(word) < 5 and int(word) in _ANESTHESIA:
        word = word.zfill(5)
    return Found(word) if _PROCEDURE.fullmatch(word) else None


def _with_name(cell: str) -> Found | None:
    found = _WITH_NAME.fullmatch(tidy(cell))
    return Found(found[1], name=found[2].strip()) if found else None


def _bare(cell: str) -> str:
    """The word in capitals, without what spreadsheets put around it to keep it a text."""
    word = cell
    if not (word.isascii() and word.isalnum()):
        word = tidy(word.translate(_FULL_WIDTH))
        if found := _EXCEL_TEXT.fullmatch(word):
            word = found[1]
        word = word.strip(_AROUND).strip()
    return word.upper()

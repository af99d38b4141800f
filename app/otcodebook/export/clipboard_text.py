"""Codes and checklists as plain text for the clipboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otcodebook.catalog.model import OT_MODIFIER, Code, System
from otcodebook.settings import CopyFormat

_FORMULA_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")
_BILLED = (System.CPT_1, System.CPT_2, System.CPT_3, System.HCPCS)


def code_line(code: Code, form: CopyFormat = CopyFormat.CODE) -> str:
    """One code in a format; a modifier, and a code of another code set, gets no modifier."""
    match form:
        case CopyFormat.CODE_AND_NAME:
            return f"{code.code} {code.name}"
        case CopyFormat.CODE_WITH_MODIFIER if code.system in _BILLED:
            return f"{code.code}-{OT_MODIFIER}"
        case _:
            return code.code


def codes_text(codes: Sequence[Code], form: CopyFormat = CopyFormat.CODE) -> str:
    """The codes in a format, one a line, without a line end after the last."""
    return "\n".join(code_line(code, form) for code in codes)


def checklist_text(code: Code, checked: Collection[int] = ()) -> str:
    """The points of the documentation checklist as plain lines, ready for the note.

    `checked` are the places of the points wanted, from 0; all points if it is empty.
    """
    return "\n".join(
        f"- {point}"
        for place, point in enumerate(code.documentation)
        if not checked or place in checked
    )


def defused(text: str) -> str:
    """A cell of a table, with an apostrophe before it where a spreadsheet would calculate it."""
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text

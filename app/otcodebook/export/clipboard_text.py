"""Codes and checklists as plain text for the clipboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otcodebook.catalog.model import OT_MODIFIER, Code
from otcodebook.settings import CopyFormat

_FORMULA_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")


def code_line(code: Code, copy_format: CopyFormat = CopyFormat.CODE) -> str:
    """One code in a format. GO goes on codes only that are therapy for Medicare.

    Supplies, modifiers and codes of unknown status stay bare: ask the payer about those.
    """
    match copy_format:
        case CopyFormat.CODE_AND_NAME:
            return f"{code.code} {code.name}"
        case CopyFormat.CODE_WITH_MODIFIER if code.medicare.therapy is not None:
            return f"{code.code}-{OT_MODIFIER}"
        case _:
            return code.code


def codes_text(codes: Sequence[Code], copy_format: CopyFormat = CopyFormat.CODE) -> str:
    """The codes in a format, one per line, without a newline at the end."""
    return "\n".join(code_line(code, copy_format) for code in codes)


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
    """A table cell, with an apostrophe in front where a spreadsheet would read a formula."""
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text

"""What a copy puts on the clipboard: plain text, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.catalog import Code

# What makes a spreadsheet calculate a cell, also as wide characters, or skip to what comes after.
_FORMULA_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")


def codes_text(codes: Sequence[Code]) -> str:
    """The bare codes, one a line, without a line end after the last."""
    return "\n".join(code.code for code in codes)


def codes_and_names_text(codes: Sequence[Code]) -> str:
    """Code and name, one pair a line."""
    return "\n".join(f"{code.code} {code.name}" for code in codes)


def checklist_text(code: Code) -> str:
    """The documentation checklist as plain lines, ready for the note."""
    return "\n".join(f"- {point}" for point in code.documentation)


def defused(text: str) -> str:
    """A cell of a table, with an apostrophe before it where a spreadsheet would calculate it."""
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text

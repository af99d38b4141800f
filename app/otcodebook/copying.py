"""What a copy puts on the clipboard: plain text, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.catalog import Code


def codes_text(codes: Sequence[Code]) -> str:
    """The bare codes, one a line, without a line end after the last."""
    return "\n".join(code.code for code in codes)


def codes_and_names_text(codes: Sequence[Code]) -> str:
    """Code and name, one pair a line."""
    return "\n".join(f"{code.code} {code.name}" for code in codes)


def checklist_text(code: Code) -> str:
    """The documentation checklist as plain lines, ready for the note."""
    return "\n".join(f"- {point}" for point in code.documentation)

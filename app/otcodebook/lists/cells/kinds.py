"""What kind of value a cell holds: an amount, modifiers, a text, a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from otcodebook.lists.cells.repair import (
    is_code_like,
    is_date,
    is_diagnosis,
    is_modifier,
    is_procedure,
    is_range,
)
from otcodebook.lists.cells.timing import read_minutes

_MONEY = re.compile(
    r"-?(?:\$|USD)? ?(?:\d{1,3}(?:[,']\d{3})+|\d{1,7})(?:[.,]\d{1,4})? ?\$?", re.ASCII
)
_PADDED = re.compile(r"0\d+", re.ASCII)
_CENTS = re.compile(r"\d+[.,]\d\d", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_MODIFIERS = re.compile(r"[ ,;/|\-]+")


def is_money(cell: str) -> bool:
    """Whether the cell is an amount, not a number with leading zeros."""
    return bool(_MONEY.fullmatch(cell)) and not _PADDED.fullmatch(cell)


def modifiers_in(cell: str) -> list[str] | None:
    """The modifiers in a cell, in capitals; None where it holds anything else."""
    words = [re.sub(r"\.0+$", "", word) for word in _MODIFIERS.split(cell.upper()) if word]
    return words if all(map(is_modifier, words)) else None


def is_no_code(cell: str) -> bool:
    """Whether the cell is none whatever the codes of a list are."""
    return is_range(cell) or is_date(cell) or not any(map(str.isalnum, cell))


def is_text(cell: str) -> bool:
    """Whether the cell is words, not a code or a number."""
    letters = sum(map(str.isalpha, cell))
    return (
        letters >= 2
        and not _NUMBER.fullmatch(cell)
        and not (is_code_like(cell) and (is_procedure(cell) or is_diagnosis(cell)))
    )


def is_duration(cell: str) -> bool:
    """Whether the cell is a time that needs no title to be understood, such as "15 min"."""
    return read_minutes(cell, in_minutes=False) is not None and cell not in {"no", "n", "none"}


def is_bare_amount(cell: str) -> bool:
    """Whether the cell is a number with cents and nothing else, such as 12.50."""
    return bool(_CENTS.fullmatch(cell))


def has_cents(cell: str) -> bool:
    """Whether the cell tells of money, by cents or a dollar sign."""
    return bool(_CENTS.search(cell)) or "$" in cell


def portion(cells: Sequence[str], fits: Callable[[str], object]) -> float:
    """How many of the cells fit, as a number from 0 to 1."""
    return sum(1 for cell in cells if fits(cell) not in (None, False)) / len(cells) if cells else 0

"""Figures beside their promises, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One figure; `holds` is None where nothing is promised."""

    what: str
    figure: str
    promise: str = ""
    holds: bool | None = None


def at_most(what: str, value: float, limit: float, unit: str) -> Row:
    """A figure that is promised not to exceed a limit."""
    return Row(what, f"{value:.2f} {unit}", f"<= {limit:g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str) -> Row:
    """A figure that is promised not to fall below a limit."""
    return Row(what, f"{value:.2f} {unit}", f">= {limit:g} {unit}", value >= limit)


def verdict(row: Row) -> str:
    return "" if row.holds is None else "holds" if row.holds else "DOES NOT HOLD"


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints columns: the first one flush left, the others flush right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        first, *others = (
            text.rjust(width) if at else text.ljust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip(), flush=True)


def title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]

"""How a code is counted, from a cell of the list: minutes, or yes and no; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from otcodebook.catalog.model import Blocks, Pooled, Timing, Unstated, Untimed

_USUAL_MINUTES = 15
_FEWEST_MINUTES = 5
"""No unit is shorter: such a number is a count, or a yes."""
_MOST_MINUTES = 1440

_TIME = re.compile(
    r"(?:each |per |every )?(0|[1-9]\d{0,3})(?:\.0+)?"
    r"(?: ?-?(?:(mins?|minutes?)|(h|hrs?|hours?))\.?)?",
    re.ASCII,
)
_UNTIMED = frozenset({"untimed", "un-timed", "not timed", "non-timed", "none", "u", "ut"})
_TIMED = frozenset({"timed", "t"})
_YES = frozenset({"yes", "y", "true", "1", "1.0", "x", "-1", "\N{CHECK MARK}", "on"})
_NO = frozenset({"no", "n", "false", "0", "0.0", "off", "f"})
_NEVER_MINUTES = _YES | _NO | _UNTIMED | _TIMED


def is_flag(cells: Iterable[str]) -> bool:
    """Whether the cells, in lower case, are yes or no, whatever the signs."""
    return {cell for cell in cells if cell} <= _NEVER_MINUTES


def read_flag(cell: str, *, yes_is_timed: bool) -> Timing | None:
    """What a yes or no, in lower case, says of the counting; None for another word.

    A code that is timed is left open: the list does not say how long its unit is.
    """
    timed: bool | None = None
    if cell in _TIMED:
        timed = True
    elif cell in _UNTIMED:
        timed = False
    elif cell in _YES | _NO and cell != "f":
        timed = (cell in _YES) == yes_is_timed
    elif cell == "f":
        timed = not yes_is_timed
    elif cell:
        return None
    return Untimed(per="service") if timed is False else Unstated()


def read_minutes(cell: str, *, in_minutes: bool) -> Timing | None:
    """How a code is counted, from its cell in lower case; None for what is not clear.

    A number is minutes only if the cell says so or the title of its column does (`in_minutes`);
    any other word after it, such as in "1 visit" and "90 days", makes it unclear.
    """
    if not cell or cell in _TIMED:
        return Unstated()
    if cell in _UNTIMED or cell in {"no", "n", "false"}:
        return Untimed(per="service")
    found = _TIME.fullmatch(cell)
    if found is None:
        return None
    number, is_minutes, is_hours = found.groups()
    minutes = int(number) * (60 if is_hours else 1)
    if not (is_minutes or is_hours or in_minutes):
        return None
    if minutes == 0:
        return Untimed(per="service")
    if minutes == _USUAL_MINUTES:
        return Pooled()
    if not _FEWEST_MINUTES <= minutes <= _MOST_MINUTES:
        return None
    # A unit is earned once its midpoint is passed.
    return Blocks(minutes=minutes, threshold=minutes // 2 + 1)


def says_yes(cell: str) -> bool:
    """Whether the cell, in lower case, is a yes, or one of the words timed and untimed."""
    return cell in _YES or cell in _TIMED or cell in _UNTIMED - {"none"}

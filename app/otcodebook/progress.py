"""How far long work has come, told often: whoever is told may show it, wait, or stop the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")

Progress = Callable[[float], None]
"""Called with the part that is done, 0 to 1; may wait a moment, and may raise to stop."""

_STEP = 64
"""So many items of a list take about a millisecond."""


def told(
    items: Sequence[_T], progress: Progress | None, first: float = 0, last: float = 1
) -> Iterator[_T]:
    """The items one by one; they are the work between these two parts."""
    if progress is None:
        yield from items
        return
    for at in range(0, len(items), _STEP):
        progress(first + (last - first) * at / len(items))
        yield from items[at : at + _STEP]


def within(progress: Progress | None, first: float, last: float) -> Progress | None:
    """A progress of its own for work that is a part of another one, between these two."""
    if progress is None:
        return None
    return lambda part: progress(first + (last - first) * part)

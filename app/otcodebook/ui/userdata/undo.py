"""Steps that the user can take back: a favorite that was removed, a note that was emptied."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

_MOST_STEPS = 50


class Step(NamedTuple):
    """What was removed, such as "favorite 97110", and the function that brings it back.

    The function returns what to say of it; nothing where that could not be saved.
    """

    what: str
    undo: Callable[[], str]


class UndoSteps:
    """The steps of this window that can be undone, the last one first."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, what: str, undo: Callable[[], str]) -> None:
        """Adds how to bring back what was just removed."""
        self.discard(what)
        self._steps.append(Step(what, undo))
        del self._steps[:-_MOST_STEPS]

    def discard(self, what: str) -> None:
        """Forgets a step: the user has brought it back, or put something else in its place."""
        self._steps = [step for step in self._steps if step.what != what]

    def undo(self) -> str | None:
        """Undoes the last step; what to say of it, None where there is none."""
        return self._steps.pop().undo() if self._steps else None

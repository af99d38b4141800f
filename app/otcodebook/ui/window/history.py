"""Places in the window, and the way back and forward through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from otcodebook.ui.services.enums import Tab

if TYPE_CHECKING:
    from otcodebook.ui.codes.state import CodesState
    from otcodebook.ui.learn.topic_state import TopicState

_MOST_PLACES = 100


@dataclass(frozen=True)
class Place:
    """A tab and what it showed; two places are the same however far they are scrolled.

    `state` is None for a tab that always goes on where it was left, such as Units. `scrolls` are
    vertical scroll positions in pixels by the names of the view state.
    """

    tab: Tab
    state: CodesState | TopicState | None = None
    scrolls: Mapping[str, int] = field(default_factory=dict, compare=False)


class History:
    """The places behind and ahead of the one that is shown.

    The caller brings that one along each time: only when it is left is it known how far it was
    scrolled.
    """

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def leave(self, here: Place) -> None:
        """Remembers a place that is left for a new one; what was ahead is forgotten."""
        self._ahead.clear()
        if self._behind and self._behind[-1] == here:
            self._behind.pop()  # for the same place as it is scrolled now
        self._behind.append(here)
        del self._behind[:-_MOST_PLACES]

    def back(self, here: Place) -> Place | None:
        """The place before `here`, which is then ahead; None where there is none."""
        return _step(here, self._behind, self._ahead)

    def forward(self, here: Place) -> Place | None:
        """The place that `back` left, with `here` behind again; None where there is none."""
        return _step(here, self._ahead, self._behind)

    def can_go_back(self, here: Place) -> bool:
        """Whether a place other than `here` is behind."""
        return any(place != here for place in self._behind)

    def can_go_forward(self, here: Place) -> bool:
        """Whether a place other than `here` is ahead."""
        return any(place != here for place in self._ahead)


def _step(here: Place, source: list[Place], other: list[Place]) -> Place | None:
    """Takes the last place of `source` that is not `here`, and puts `here` on `other`."""
    while source and source[-1] == here:
        source.pop()
    if not source:
        return None
    other.append(here)
    return source.pop()

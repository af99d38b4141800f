"""The splitters that divide a tab into its list and its page: moved by keys, and remembered."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QSplitter, QTabWidget

from otcodebook.ui.services.enums import Tab

_STEP = 4
"""The width of one step, in average characters."""
_LIST_WIDTH = 400
"""The width of a list at the usual text size, in pixels."""
_WINDOW_WIDTH = 1060
_LARGEST_PART = 0.45
"""A list at large text takes at most this part of the window."""
_ALIKE = (Tab.CODES, Tab.FAQ, Tab.GUIDE)


def list_sizes(text_size: int) -> list[int]:
    """List and page of a tab as they are divided at first; `text_size` is in percent."""
    width = min(_LIST_WIDTH * text_size // 100, int(_LARGEST_PART * _WINDOW_WIDTH))
    return [width, _WINDOW_WIDTH - width]


class Splitters:
    """The splitters of the tabs that exist so far, by the position of their tab.

    The lists of codes, questions and guide pages have one width: the divider stays where it is when
    another tab comes to the front.
    """

    def __init__(self, tabs: QTabWidget) -> None:
        self._tabs = tabs
        self._by_tab: dict[int, QSplitter] = {}

    def add(self, tab: int, splitter: QSplitter) -> None:
        """Adds the splitter of a tab."""
        first = self._by_tab.get(Tab.CODES)
        self._by_tab[tab] = splitter
        if tab in _ALIKE:
            splitter.splitterMoved.connect(partial(self._share, splitter))
            if first is not None:
                splitter.setSizes(first.sizes())

    def all(self) -> list[QSplitter]:
        """The splitters that exist."""
        return list(self._by_tab.values())

    def _share(self, moved: QSplitter, *_: int) -> None:
        """Gives the other lists the width of this one."""
        alike = [self._by_tab[tab] for tab in _ALIKE if tab in self._by_tab]
        for splitter in alike if moved in alike else ():
            if splitter is not moved:
                splitter.setSizes(moved.sizes())

    def move(self, direction: int) -> str:
        """Makes the list of the tab in front wider, for -1 narrower.

        Returns what to say: nothing where the list can be seen to move.
        """
        splitter = self._by_tab.get(self._tabs.currentIndex())
        if splitter is None:
            return "This tab has no list to widen."
        step = direction * _STEP * splitter.fontMetrics().averageCharWidth()
        before = splitter.sizes()
        splitter.setSizes([before[0] + step, before[1] - step])
        self._share(splitter)
        after = splitter.sizes()
        if after == before:
            return f"The list is as {'wide' if direction > 0 else 'narrow'} as it gets"
        return ""

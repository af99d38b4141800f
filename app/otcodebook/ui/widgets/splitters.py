"""The splitters that divide a tab into its list and its page: moved by keys, and remembered."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QTabWidget

_STEP = 4
"""The width of one step, in average characters."""


class Splitters:
    """The splitters of the tabs that exist so far, by the position of their tab."""

    def __init__(self, tabs: QTabWidget) -> None:
        self._tabs = tabs
        self._by_tab: dict[int, QSplitter] = {}

    def add(self, tab: int, splitter: QSplitter) -> None:
        """Adds the splitter of a tab."""
        self._by_tab[tab] = splitter

    def all(self) -> list[QSplitter]:
        """The splitters that exist."""
        return list(self._by_tab.values())

    def move(self, direction: int) -> str:
        """Makes the list of the tab in front wider, for -1 narrower; returns what to say."""
        splitter = self._by_tab[self._tabs.currentIndex()]
        step = direction * _STEP * splitter.fontMetrics().averageCharWidth()
        before = splitter.sizes()
        splitter.setSizes([before[0] + step, before[1] - step])
        after = splitter.sizes()
        if after == before:
            return f"The list is as {'wide' if direction > 0 else 'narrow'} as it gets"
        return f"List {round(100 * after[0] / sum(after))}% of the width"

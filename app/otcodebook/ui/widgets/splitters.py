"""What divides a tab into its list and its page: moved by mouse or keys, and remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget

_STEP = 4
"""How many letters wide a step is."""


class Splitters(QObject):
    """The splitters of the tabs that are made.

    Signals:
        added: there is another one, which is to be placed as it was (the QSplitter).
    """

    added = Signal(object)

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._by_tab: dict[int, QSplitter] = {}

    def add(self, at: int, splitter: QSplitter) -> None:
        """The splitter of tab `at`."""
        self._by_tab[at] = splitter
        self.added.emit(splitter)

    def all(self) -> list[QSplitter]:
        """The splitters that there are."""
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
        return f"List {round(100 * after[0] / sum(after))} % of the width"

"""The widgets of the Units tab: the search for codes on the left, the session on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QWidget

from otcodebook.ui.units.finder import Finder
from otcodebook.ui.units.session_pane import SessionPane
from otcodebook.ui.units.table import WorksheetView


class UnitsView(QSplitter):
    """Lays the tab out; the UnitsController works in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unitsTab")
        self.finder = Finder()
        self.table = WorksheetView()
        self.pane = SessionPane(self.table)
        self.setChildrenCollapsible(False)
        self.addWidget(self.finder)
        self.addWidget(self.pane)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 3)
        self.setSizes([320, 740])

"""The Units tab's two halves, with its search box and its table not yet laid out."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QWidget

from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.units.table import WorksheetView


class UnitsFrame(QSplitter):
    """Room for the search on the left and for the session on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unitsTab")
        self.left = QWidget()
        self.right = QWidget()
        self.search_edit = SearchEdit(
            "unitsSearch",
            "Add a code to the session",
            "Add: ther ex, splint, 530 \N{HORIZONTAL ELLIPSIS}",
        )
        self.search_edit.setParent(self.left)
        self.table = WorksheetView(self.right)
        self.setChildrenCollapsible(False)
        self.addWidget(self.left)
        self.addWidget(self.right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 3)
        self.setSizes([320, 740])

"""A card on one of CMS's tables or files: a title, perhaps a button, and a small table of facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otcodebook.cms.files.words import Fact
from otcodebook.ui.accessibility.labels import label_of
from otcodebook.ui.dialogs.page_dialog import wrapped_text
from otcodebook.ui.look.theme import scaled

_RADIUS = 8
_COLUMN_GAP = 16
_WIDEST_NAME = "Conversion factor"
_LONG_NAME = 30
_BREAK = "\N{ZERO WIDTH SPACE}"


class TableCard(QWidget):
    """The card. `told` is all of it in sentences, for screen readers.

    `below` stands in small print below the title; it may be empty. `is_aligned`: the facts of all
    cards begin at the same place, whatever their names are.
    """

    def __init__(self, title: str, told: str, below: str = "", *, is_aligned: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(2)
        # A long name of a file has nothing else to break it at.
        shown = title.replace("_", f"_{_BREAK}") if len(title) > _LONG_NAME else title
        name = wrapped_text("cmsTitle", shown)
        name.setAccessibleName(title)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        self._head = QHBoxLayout()
        self._head.addWidget(name, 1)
        column.addLayout(self._head)
        if below:
            small = wrapped_text("cmsBelow", below)
            small.setFont(scaled(self.font(), 0.9))
            small.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            column.addWidget(small)
        column.addSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_COLUMN_GAP)
        self._grid.setVerticalSpacing(3)
        if is_aligned:
            width = self.fontMetrics().horizontalAdvance(_WIDEST_NAME)
            self._grid.setColumnMinimumWidth(0, width)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)

    def add_button(self, button: QPushButton) -> None:
        """Puts a button beside the title."""
        self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def add_facts(self, facts: Sequence[Fact]) -> None:
        """Adds rows of a name and what holds."""
        for fact in facts:
            value = wrapped_text("cmsFact", fact.value)
            value.setAccessibleName(f"{fact.name}: {fact.value}")
            self._add_name(QLabel(fact.name), Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, self._grid.rowCount() - 1, 1)

    def add_question(self, name: str, answer: QWidget) -> None:
        """Adds a row that the user has to answer; the name has the key of the control."""
        self._add_name(label_of(answer, name), Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(answer, self._grid.rowCount() - 1, 1, Qt.AlignmentFlag.AlignLeft)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and the edge of a card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.setBrush(self.palette().base())
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.end()

    def _add_name(self, name: QLabel, side: Qt.AlignmentFlag) -> None:
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._grid.addWidget(name, self._grid.rowCount(), 0, side)

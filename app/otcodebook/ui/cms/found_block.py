"""What was read from one of CMS's files, as a card: its name, and a small table of facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from otcodebook.cms.files.words import Fact
from otcodebook.ui.dialogs.page_dialog import wrapped_text
from otcodebook.ui.look.theme import scaled

_RADIUS = 8
_COLUMN_GAP = 16
_WIDEST_NAME = "Conversion factor"


class FoundBlock(QWidget):
    """The card of a file. `told` is all of it in sentences, for screen readers.

    `within` is the zip that the file stands in, or empty.
    """

    def __init__(self, name: str, within: str, told: str) -> None:
        super().__init__()
        self.setAccessibleName(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(2)
        title = wrapped_text("cmsPart", name)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        column.addWidget(title)
        if within:
            zipped = wrapped_text("cmsZip", f"in {within}")
            zipped.setFont(scaled(self.font(), 0.9))
            zipped.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            column.addWidget(zipped)
        column.addSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_COLUMN_GAP)
        self._grid.setVerticalSpacing(3)
        # The same in all cards that stand above each other.
        self._grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(_WIDEST_NAME))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)

    def add_facts(self, facts: Sequence[Fact]) -> None:
        """Adds rows of a name and what holds."""
        for fact in facts:
            value = wrapped_text("cmsFact", fact.value)
            value.setAccessibleName(f"{fact.name}: {fact.value}")
            self._add_row(QLabel(fact.name), value)

    def add_question(self, name: str, answer: QWidget) -> None:
        """Adds a row that the user has to answer; the name has the key of the control."""
        label = QLabel(name)
        label.setBuddy(answer)
        self._add_row(label, answer)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and the edge of a card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS
        )
        painter.end()

    def _add_row(self, name: QLabel, value: QWidget) -> None:
        at, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        is_text = isinstance(value, QLabel)
        left = Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(name, at, 0, top if is_text else Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(value, at, 1) if is_text else self._grid.addWidget(value, at, 1, left)

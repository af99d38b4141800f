"""The widgets of the Units tab: the box for codes, the session, the summary always in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from otcodebook.ui.look.theme import Colors
from otcodebook.ui.units.finder import Finder
from otcodebook.ui.units.results.session_pane import SessionPane
from otcodebook.ui.units.results.summary import Summary
from otcodebook.ui.units.service_date import ServiceDate
from otcodebook.ui.units.worksheet.table import WorksheetView

_GAP = 8
_NARROWEST_TABLE = 88
"""The width, in average characters, that the table needs beside the summary."""
_WIDEST_TABLE = 150
"""The width of the table, in average characters, at most: minutes stay near their code."""
_ANY_WIDTH = 16_777_215
_WIDEST_BOX = 46
"""The width of the box for codes, in average characters, at most."""


class UnitsView(QWidget):
    """Lays the tab out; the UnitsController works in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unitsTab")
        self.finder = Finder()
        self.service_date = ServiceDate()
        self.undo = _button("unitsUndo", "Undo", "Undo the last step in the session")
        self.clear = _button("unitsClear", "Clear", "Clear the session")
        self.table = WorksheetView()
        self.pane = SessionPane(self.table)
        self.summary = Summary()
        self._top = QWidget()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._top)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self.service_date.set_colors(colors)
        self.pane.set_colors(colors)
        self.summary.set_colors(colors)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the summary beside the table, or above it where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def follow_keys(self) -> None:
        """Puts the parts into the order of the Tab key."""
        before: QWidget = self.finder.search_edit
        stops = (
            self.table,
            *self.pane.key_stops,
            *self.summary.key_stops,
            self.undo,
            self.clear,
            *self.service_date.key_stops,
        )
        for part in stops:
            QWidget.setTabOrder(before, part)
            before = part

    def _fit(self) -> None:
        char = self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction
        is_bar = self.width() < _NARROWEST_TABLE * char + self.summary.wanted_width()
        self.summary.set_bar(is_bar)
        self.summary.fit()
        # The session stands first in the layout: the summary is beside it, at its end.
        down = direction.BottomToTop if is_bar else direction.LeftToRight
        self._body.setDirection(down)
        most = _WIDEST_TABLE * char + self.summary.wanted_width()
        is_too_wide = not is_bar and self.width() > most
        self._body.setStretch(2, int(is_too_wide))
        self._body.setStretch(0, int(not is_too_wide))
        self.pane.setMinimumWidth(_WIDEST_TABLE * char if is_too_wide else 0)
        self._top.setMaximumWidth(most if is_too_wide else _ANY_WIDTH)
        self.finder.setMaximumWidth(_ANY_WIDTH if is_bar else _WIDEST_BOX * char)
        parts = (self.service_date, self.undo, self.clear)
        wanted = sum(part.sizeHint().width() + _GAP for part in parts) + 30 * char
        fits = wanted <= self.width()
        self._head.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def _lay_out(self) -> None:
        rest = QHBoxLayout()
        rest.setSpacing(_GAP)
        rest.addWidget(self.service_date)
        rest.addStretch(1)
        rest.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        rest.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        self._head.setContentsMargins(16, 10, 16, 4)
        self._head.setSpacing(_GAP)
        self._head.addWidget(self.finder, 2)
        self._head.addLayout(rest, 3)
        self._body.setSpacing(0)
        self._body.addWidget(self.pane, 1)
        self._body.addWidget(self.summary)
        self._body.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top)
        whole.addLayout(self._body, 1)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)


def _button(name: str, text: str, meaning: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(meaning)
    button.setToolTip(meaning)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button

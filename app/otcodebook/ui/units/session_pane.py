"""The right half of the Units tab: heading, session, results; or what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.ui.units.results import ResultsPane
from otcodebook.ui.units.service_date import ServiceDate
from otcodebook.ui.units.table import WorksheetView
from otcodebook.ui.widgets.card import label, set_text_color
from otcodebook.ui.widgets.warning_label import WarningLabel
from otcodebook.ui.window.theme import Colors, scaled

_HINT = "Minutes: 33 or 9:05-9:38. Assistant: how many of those the OT assistant worked alone."

_MARGIN, _GAP = 16, 8


class SessionPane(QScrollArea):
    """Lays the parts out and scrolls them as one page; it decides nothing."""

    def __init__(self, table: WorksheetView) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._title = label(wraps=False)
        self._title.setText("Minutes to units")
        self.undo = _button("unitsUndo", "Undo", "Undo the last step in the session")
        self.clear = _button("unitsClear", "Clear", "Clear the session")
        self.copy = _button("unitsCopy", "Copy", "Copy the claim lines")
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.service_date = ServiceDate()
        self.empty = label("unitsEmpty")
        self.empty.setContentsMargins(0, 12, 0, 0)
        self.table = table
        self._hint = label("unitsHint")
        self._hint.setText(_HINT)
        self.problem = WarningLabel()
        self.problem.setObjectName("unitsProblem")
        self.results = ResultsPane()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()

    def show_state(self, *, empty: str, problem: str, counted: bool) -> None:
        """Shows the session, or what to do first; a wrong entry's sentence, or the results."""
        self.empty.setText(empty)
        self.empty.setVisible(bool(empty))
        self.table.setVisible(not empty)
        self._hint.setVisible(not empty and not problem)
        self.problem.set_text(problem)
        self.problem.setVisible(bool(problem))
        self.results.setVisible(counted)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        font = QApplication.font()
        self._title.setFont(scaled(font, 1.5))
        self._hint.setFont(scaled(font, 0.9))
        set_text_color(self._hint, colors.muted)
        self.empty.setFont(scaled(font, 1.1))
        self.service_date.set_colors(colors)
        self.problem.set_colors(colors)
        self.table.set_colors(colors)
        self.results.set_colors(colors)
        self._fit_head()

    def follow(self, before: QWidget) -> None:
        """Puts the parts into the order of the Tab key, after another one."""
        results = self.results
        tie_and_rules = [card.radio for card in results.cards.values()]
        for part in (self.table, *tie_and_rules, results.modifiers, self.copy, self.undo):
            QWidget.setTabOrder(before, part)
            before = part
        for part in (self.clear, *self.service_date.key_stops):
            QWidget.setTabOrder(before, part)
            before = part

    def show_field(self) -> None:
        """Scrolls to the row that is worked on."""
        rect = self.table.visualRect(self.table.currentIndex())
        place = self.table.viewport().mapTo(self._body, rect.center())
        self.ensureVisible(0, place.y(), 0, rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page is as wide as the pane."""
        super().resizeEvent(event)
        self._body.setMaximumWidth(self.viewport().width())
        self._fit_head()

    def _fit_head(self) -> None:
        """Puts the buttons under the title where both do not fit side by side."""
        parts = (self._title, self.service_date, self.undo, self.clear, self.copy)
        wanted = sum(part.sizeHint().width() for part in parts) + 4 * _GAP + 2 * _MARGIN
        direction = QBoxLayout.Direction
        fits = wanted <= self.viewport().width()
        self._head.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        for button in (self.undo, self.clear, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._head.setSpacing(_GAP)
        self._head.addWidget(self._title)
        self._head.addWidget(self.service_date, 1)
        self._head.addLayout(buttons)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(_MARGIN, 14, _MARGIN, 16)
        column.setSpacing(10)
        column.addLayout(self._head)
        shown: tuple[QWidget, ...] = (self.empty, self.table, self._hint, self.problem)
        for part in (*shown, self.results):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._body)
        for ground in (self, self._body):
            ground.setBackgroundRole(QPalette.ColorRole.Base)
            ground.setAutoFillBackground(True)


def _button(name: str, text: str, meaning: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(meaning)
    button.setToolTip(meaning)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button

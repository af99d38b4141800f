"""Stands in the place of an empty list: why it is empty, and the ways on.

Import this module late: many sessions always find something.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from otcodebook import wording
from otcodebook.ui.codes.scope import Scope
from otcodebook.ui.look.icons import IconName, paint_icon
from otcodebook.ui.look.theme import LIGHT, Colors

_NO_CATALOG = (
    "No code list could be opened, so there are no codes to show.\n"
    "Install OT Codebook again, or start it with --catalog FILE."
)
_EMPTY_ICONS = {
    Scope.ALL: IconName.FILTER,
    Scope.FAVORITES: IconName.STAR,
    Scope.RECENT: IconName.CLOCK,
    Scope.NOTES: IconName.NOTE,
    Scope.LIST: IconName.FILTER,
}
_EMPTY = {
    Scope.ALL: "No codes match the filter.",
    Scope.FAVORITES: "No favorites yet.\nThe star, or Ctrl+D, adds the code you are reading.",
    Scope.RECENT: "Nothing copied yet.\nThe codes you copy are listed here, the latest first.",
    Scope.NOTES: "No notes yet.\nWrite one below a code's page, and the code is listed here.",
    Scope.LIST: "No codes of your list match the filter.",
}

_NO_MATCH = {
    Scope.ALL: "No code matches",
    Scope.FAVORITES: "No favorite matches",
    Scope.RECENT: "No recent code matches",
    Scope.NOTES: "No code with a note matches",
    Scope.LIST: "No code of your list matches",
}
_ICON_LINES = 2
"""The height of the icon, in lines of text."""


class EmptyState(QWidget):
    """An icon, a reason, similar words, and buttons that lead on.

    Signals:
        word_chosen: one of the words was clicked.
    """

    word_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._icon = _Icon()
        self._text = QLabel()
        self._text.setObjectName("emptyText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self.clear_filters = QPushButton("Clear filters")
        self.questions = QPushButton("Look in the FAQ")
        self._words = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addLayout(self._words)
        for button in (self.clear_filters, self.questions):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def set_colors(self, colors: Colors) -> None:
        """The colors and the text size of the icon."""
        self._icon.colors = colors
        self._icon.updateGeometry()
        self._icon.update()

    def show_reason(
        self, text: str, way_back: str, words: Sequence[str], *, can_ask: bool, icon: IconName
    ) -> None:
        """Says why there is nothing, and offers these words and the ways that are open.

        `way_back` is what the button that shows all codes says; empty where it would not help.
        """
        self._icon.name = icon
        self._icon.update()
        self._text.setText(text)
        if way_back:
            self.clear_filters.setText(way_back)
        self.clear_filters.setVisible(bool(way_back))
        self.questions.setVisible(can_ask)
        while (item := self._words.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for word in words:
            button = QPushButton(word)
            button.setFlat(True)
            button.setAccessibleName(f"Search for {word}")
            button.clicked.connect(partial(self.word_chosen.emit, word))
            self._words.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)


class _Icon(QWidget):
    """A large faint icon; it says nothing that the text does not say."""

    def __init__(self) -> None:
        super().__init__()
        self.name = IconName.SEARCH
        self.colors = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = _ICON_LINES * self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, QRectF(self.rect()), self.name, self.colors.muted)
        painter.end()


def empty_icon(is_asked: bool, scope: Scope | None) -> IconName:
    """The icon over an empty list; no scope: no list could be opened."""
    if scope is None:
        return IconName.WARNING
    return IconName.SEARCH if is_asked else _EMPTY_ICONS[scope]


def empty_reason(text: str, notice: str, scope: Scope | None) -> str:
    """Why the list is empty, and what to do; `notice` is what the search says of it."""
    if scope is None:
        return _NO_CATALOG
    if not text.strip():
        return _EMPTY[scope]
    quoted = wording.quoted(wording.elided(text, 60))
    way_on = notice or "Try other words, or the last digits of a code."
    return f"{_NO_MATCH[scope]} {quoted}.\n{way_on}"


def closest_reason(text: str, meant: str) -> str:
    """Why the page is empty while rows are listed, and what to do."""
    quoted = wording.quoted(wording.elided(text.strip(), 60))
    what = f"results for {wording.quoted(meant)}" if meant else "closest results"
    return f"No exact match for {quoted}. Press Down to choose one of the {what}."

"""Stands in the place of an empty list: why it is empty, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A reason, words that are alike, and buttons that lead on.

    Signals:
        word_chosen: one of the words was clicked.
    """

    word_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
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
        column.addWidget(self._text)
        column.addLayout(self._words)
        for button in (self.clear_filters, self.questions):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_reason(
        self, text: str, can_clear: bool, words: Sequence[str], *, can_ask: bool
    ) -> None:
        """Says why there is nothing, and offers these words and the ways that are open."""
        self._text.setText(text)
        self.clear_filters.setVisible(can_clear)
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

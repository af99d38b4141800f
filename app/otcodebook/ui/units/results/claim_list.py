"""The claim lines as rows that can be chosen and copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListWidget, QSizePolicy

from otcodebook.ui.look.row_text import code_font

_FEW = 2
_MANY = 8
_AROUND = 12


class ClaimList(QListWidget):
    """One row for each claim line.

    Signals:
        copy_requested: Enter or Ctrl+C was pressed, or a row double-clicked (the chosen lines).
    """

    copy_requested = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("claimLines")
        self.setAccessibleName("Claim lines")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lines: list[str] = []
        self.itemDoubleClicked.connect(lambda _row: self._ask())

    def lines(self) -> list[str]:
        """The claim lines as they are copied."""
        return list(self._lines)

    def show_lines(self, lines: list[str]) -> None:
        """Shows other lines; what was chosen stays chosen where it still is."""
        if lines == self._lines:
            return
        chosen = set(self.chosen())
        self._lines = list(lines)
        self.clear()
        for line in lines:
            # On paper and on claims an x is typed; on the screen it is the sign for it.
            self.addItem(line.replace(" x", " \N{MULTIPLICATION SIGN}"))
            self.item(self.count() - 1).setSelected(line in chosen)
        self.scrollToTop()
        self.updateGeometry()

    def chosen(self) -> list[str]:
        """The chosen lines from top to bottom."""
        return [line for at, line in enumerate(self._lines) if self.item(at).isSelected()]

    def fit(self) -> None:
        """Takes the text size of now."""
        self.setFont(code_font(QApplication.font()))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As tall as its rows, up to several."""
        rows = min(max(len(self._lines), _FEW), _MANY)
        return QSize(24 * self.fontMetrics().averageCharWidth(), rows * self._row() + _AROUND)

    def minimumSizeHint(self) -> QSize:
        """Two rows; more of them are scrolled."""
        return QSize(16 * self.fontMetrics().averageCharWidth(), _FEW * self._row() + _AROUND)

    def event(self, event: QEvent) -> bool:
        """Takes Ctrl+C from the window's action while a line is chosen."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and self.chosen()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Ctrl+C copy the chosen lines."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter or event.matches(QKeySequence.StandardKey.Copy):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        if chosen := self.chosen():
            self.copy_requested.emit(chosen)

    def _row(self) -> int:
        hint = self.sizeHintForRow(0) if self.count() else 0
        return max(hint, self.fontMetrics().height() + 6)

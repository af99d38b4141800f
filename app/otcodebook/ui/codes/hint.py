"""The hint of the first start: three lines beneath the list until a code is copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.view import CodesView

_LINES = (
    "Type what you did: ther ex, splint, 530.",
    "Enter copies the code, ready to paste.",
    "F1 shows all keys.",
)


class Hint(QWidget):
    """Says how the window is used.

    Signals:
        closed: the user has read it.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hint")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        text = QLabel("\n".join(_LINES))
        text.setObjectName("hintText")
        text.setWordWrap(True)
        self.button = QPushButton("OK")
        self.button.setAccessibleName("Close the hint")
        self.button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


def show_hint(view: CodesView, codes: CodesController, read: Callable[[], object]) -> Hint:
    """Puts the hint beneath the list; `read` is told when it is closed."""
    hint = Hint()
    hint.closed.connect(hint.deleteLater)
    hint.closed.connect(read)
    codes.watch(hint.button)
    view.add_hint(hint)
    return hint

"""A short message over the window, beside what was just done."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

_SHORT_MS, _LONG_MS = 3000, 8000
_SHORT_TEXT = 40
"""Letters that are read in the short time."""
_GAP = 4
_MOST_WIDTH = 60
"""The widest line, in average characters."""


class Toast(QWidget):
    """Says what a command did, perhaps with a button that takes it back, and goes by itself.

    It stays while the mouse is over it.

    Signals:
        button_pressed: the button beside the message was pressed.
    """

    button_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = QLabel()
        self._text.setObjectName("toastText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QToolButton()
        self._button.setObjectName("toastButton")
        # It goes too soon to be a stop of the Tab key; its command has a key of its own.
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.hide)
        self._button.clicked.connect(self.button_pressed)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.timeout.connect(self._end)
        self.hide()

    def text(self) -> str:
        """The message; empty while none is shown."""
        return self._text.text() if self.isVisible() else ""

    def show_message(self, text: str, beside: QRect, button: str = "", does: str = "") -> None:
        """Shows a message under a part of the window, or above it where there is no room.

        `beside` is that part in the parent's coordinates, `button` the text of the button, if there
        is to be one, and `does` what it does.
        """
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(button)
        self._button.setAccessibleName(does)
        self._button.setToolTip(does)
        self._button.setVisible(bool(button))
        self._fit()
        self.move(self._place(beside))
        self.show()
        self.raise_()
        is_short = not button and len(text) <= _SHORT_TEXT
        self._time.start(_SHORT_MS if is_short else _LONG_MS)

    def _fit(self) -> None:
        """As wide as the text in one line, or as the window allows in several."""
        self._text.setWordWrap(False)
        most = min(
            _MOST_WIDTH * self.fontMetrics().averageCharWidth(),
            self._window.width() - 2 * _GAP,
        )
        if self.sizeHint().width() > most:
            self._text.setWordWrap(True)
            self.resize(most, self._row.heightForWidth(most))
        else:
            self.adjustSize()

    def _place(self, beside: QRect) -> QPoint:
        room = self._window.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        top = beside.bottom() + _GAP
        if top + self.height() > room.bottom():
            top = beside.top() - _GAP - self.height()
        left = beside.center().x() - self.width() // 2
        return QPoint(
            max(room.left(), min(left, room.right() - self.width())),
            max(room.top(), min(top, room.bottom() - self.height())),
        )

    def _end(self) -> None:
        if self.underMouse():
            self._time.start(_SHORT_MS)
        else:
            self.hide()

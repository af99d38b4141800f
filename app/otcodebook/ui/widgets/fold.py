"""A heading that opens and closes what stands beneath it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from otcodebook.ui.look.icons import IconName, tinted
from otcodebook.ui.look.row_text import bold
from otcodebook.ui.look.theme import LIGHT, Colors


class Fold(QWidget):
    """Closed at first; Space or a click on the heading opens it.

    Signals:
        toggled: it was opened or closed (whether it is open).
    """

    toggled = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._colors = LIGHT
        self.head = QToolButton()
        self.head.setObjectName(f"{name}Head")
        self.head.setAutoRaise(True)
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.body = QWidget()
        self.body.hide()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(8, 0, 0, 4)
        self.column.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.body)
        self.head.clicked.connect(lambda: self.set_open(not self.is_open))

    @property
    def is_open(self) -> bool:
        """Whether it shows what it holds."""
        return not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Opens or closes it."""
        self.body.setVisible(is_open)
        self._show_state()
        self.toggled.emit(is_open)

    def set_title(self, title: str) -> None:
        """The words of the heading."""
        self.head.setText(title)
        self._show_state()

    def set_fold_colors(self, colors: Colors) -> None:
        """The colors of the heading's arrow."""
        self._colors = colors
        self.head.setFont(bold(QApplication.font()))
        self._show_state()

    def _show_state(self) -> None:
        name = IconName.CHEVRON_DOWN if self.is_open else IconName.CHEVRON_RIGHT
        side = int(self.fontMetrics().height() * 0.8)
        self.head.setIconSize(QSize(side, side))
        self.head.setIcon(tinted(name, self._colors.text))
        state = "open" if self.is_open else "closed"
        self.head.setAccessibleName(f"{self.head.text()}, {state}")

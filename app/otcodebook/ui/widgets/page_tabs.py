"""Tabs with buttons at their left, beside the titles."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QToolButton, QWidget


class PageTabs(QTabWidget):
    """A tab widget with Back and Forward.

    It is no corner widget, because naming the corner would cost the start all of Qt's enums. The
    style sheet of the window leaves the room for the buttons: `QTabWidget#tabs::tab-bar`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.back = _button("backButton", "Back", "\N{LEFTWARDS ARROW}")
        self.forward = _button("forwardButton", "Forward", "\N{RIGHTWARDS ARROW}")
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.back)
        row.addWidget(self.forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the buttons in the line of the titles."""
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now are the sizes those of the style sheet."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Places the buttons anew; call it once Qt has had its turn after a change."""
        bar = self.tabBar().geometry()
        self._buttons.setGeometry(0, bar.top(), bar.left(), bar.height())


def _button(name: str, accessible_name: str, arrow: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(accessible_name)
    button.setText(arrow)
    button.setAutoRaise(True)
    button.setEnabled(False)
    return button

"""A page of a dialog that can be read and used on a screen that is too low for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_WIDTH = 22
_LEAST_HEIGHT = 6
"""Both in lines of text."""


class ScrolledPage(QScrollArea):
    """Asks for all the height of the page, and scrolls it where there is less.

    The keyboard stops at it only while there is something to scroll.
    """

    def __init__(self, page: QWidget, name: str) -> None:
        super().__init__()
        self._page = page
        self.setObjectName("scrolledPage")
        self.setAccessibleName(name)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._follow_range)
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._show_focus)
        self.setWidget(page)
        for ground in (self.viewport(), page):
            ground.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """The page with nothing to scroll."""
        page, around = self._page, 2 * self.frameWidth()
        width = max(self.minimumSizeHint().width(), self.fontMetrics().height() * _WIDTH)
        wraps = page.hasHeightForWidth()
        height = page.heightForWidth(width - around) if wraps else page.sizeHint().height()
        return QSize(width, height + around)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for what cannot be broken, beside the scroll bar; a few lines high."""
        width = self._page.minimumSizeHint().width()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(width + bar, self.fontMetrics().height() * _LEAST_HEIGHT)

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Qt scrolls for Tab within the page alone, not for arrow keys and mnemonics."""
        if now is not None and self._page.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    def _follow_range(self, _least: int, most: int) -> None:
        policy = Qt.FocusPolicy.TabFocus if most else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

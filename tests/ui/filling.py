"""A window that is being opened, and the order of what happens to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QProgressBar, QTabWidget

from otcodebook.ui.app import build_window
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import child


def is_filled(window: MainWindow) -> bool:
    """Whether the window has all its commands, which come last."""
    return window.findChild(QAction, "quit") is not None


def is_reading(window: MainWindow) -> bool:
    """Whether a file is being read in the background."""
    return any(bar.isVisible() for bar in window.findChildren(QProgressBar, "openProgress"))


def wait_until_filled(window: MainWindow) -> None:
    """Lets a window that is shown paint and fill itself; for programs without a qtbot."""
    while not is_filled(window):
        QTest.qWait(10)
    QTest.qWait(10)  # the view state is restored right after that


class Opening(QObject):
    """Notes when the tabs are painted and when the list is filled."""

    def __init__(self, catalog: Path | None, folder: Path) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.window = build_window(catalog, folder)
        child(self.window, QTabWidget, "tabs").installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            rows = child(self.window, QListView, "codeList").model()
            self.seen.append("painted empty" if rows is None else "painted with rows")
        return super().eventFilter(watched, event)

    def is_filled(self) -> bool:
        return is_filled(self.window)

"""Hands that open catalogs in the real window: drops, dialogs, and waiting for the result."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.driver import Driver, child

PATIENCE_MS = 20_000


def urls(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(desk: Driver, data: QMimeData, on: QWidget) -> bool:
    """Drags onto a part as the desktop does: to the native window. Whether a drop is welcome."""
    event = QDragEnterEvent(_middle(desk, on), *_held(data))
    event.ignore()
    QApplication.sendEvent(desk.window.windowHandle(), event)
    return event.isAccepted()


def drop(desk: Driver, data: QMimeData, on: QWidget | None = None) -> None:
    part = on or desk.codes
    assert drag(desk, data, part)
    event = QDropEvent(QPointF(_middle(desk, part)), *_held(data))
    QApplication.sendEvent(desk.window.windowHandle(), event)
    assert event.isAccepted()


def _middle(desk: Driver, on: QWidget) -> QPoint:
    return on.mapTo(desk.window, on.rect().center())


def _held(
    data: QMimeData,
) -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
    return (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


class Opening:
    """One window into which files are opened."""

    def __init__(self, desk: Driver, qtbot: QtBot) -> None:
        self.desk = desk
        self.qtbot = qtbot

    def drop(self, path: Path, on: QWidget | None = None) -> None:
        """Drops a file; it is being read."""
        drop(self.desk, urls(path), on)
        assert self.is_reading()

    def is_reading(self) -> bool:
        return self.progress().isVisible()

    def progress(self) -> QProgressBar:
        return self.desk.part(QProgressBar, "openProgress")

    def label(self) -> str:
        return self.desk.part(QLabel, "openLabel").text()

    def cancel(self) -> QPushButton:
        return self.desk.part(QPushButton, "openCancel")

    def until_read(self) -> None:
        self.qtbot.waitUntil(lambda: not self.is_reading(), timeout=PATIENCE_MS)

    def read(self, path: Path) -> None:
        """Drops a file and waits until it is read or refused."""
        self.drop(path)
        self.until_read()

    def until_threads_end(self) -> None:
        self.qtbot.waitUntil(lambda: not reading_threads(), timeout=PATIENCE_MS)

    def preview(self) -> QDialog | None:
        found = [
            dialog
            for dialog in self.desk.window.findChildren(QDialog, "previewDialog")
            if dialog.isVisible()
        ]
        assert len(found) < 2
        return found[0] if found else None

    def previewed(self, path: Path) -> QDialog:
        """Drops a list; its preview."""
        self.read(path)
        preview = self.preview()
        assert preview is not None, self.banner()
        return preview

    def accept(self, path: Path) -> None:
        """Drops a list and uses it."""
        preview = self.previewed(path)
        button(preview, "Use this list").click()
        self.qtbot.waitUntil(lambda: path.name in self.desk.window.windowTitle())

    def until_preview_is_gone(self) -> None:
        """Waits until nothing of it is left, and goes on with the window."""
        window = self.desk.window
        self.qtbot.waitUntil(lambda: not window.findChildren(QDialog, "previewDialog"))
        window.activateWindow()  # offscreen there is no window manager that does it
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def banner(self) -> str:
        visible = self.desk.part(QWidget, "banner").isVisible()
        return self.desk.part(QLabel, "bannerText").text() if visible else ""

    def recent(self) -> list[QAction]:
        return list(self.desk.part(QMenu, "recentMenu").actions())


def reading_threads() -> list[threading.Thread]:
    """The threads that read a catalog now."""
    return [thread for thread in threading.enumerate() if thread.name == "catalog loader"]


def button(dialog: QWidget, text: str) -> QPushButton:
    found = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text]
    assert len(found) == 1, f"{len(found)} buttons say {text}"
    return found[0]


def said(dialog: QWidget, name: str) -> str:
    return child(dialog, QLabel, name).text()


def table(dialog: QWidget) -> list[list[str]]:
    """The preview's table, its header first."""
    view = child(dialog, QTableWidget, "previewTable")
    across = range(view.columnCount())
    head = [view.horizontalHeaderItem(at).text() for at in across]  # type: ignore[union-attr]
    rows = [
        [view.item(row, at).text() for at in across]  # type: ignore[union-attr]
        for row in range(view.rowCount())
    ]
    return [head, *rows]

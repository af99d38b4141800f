"""Hands that open catalogs in the real window: drops, dialogs, and waiting for the result."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.driver import Driver, child

PATIENCE_MS = 60_000


def urls(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(driver: Driver, data: QMimeData, on: QWidget) -> bool:
    """Drags onto a part as the desktop does: to the native window. Whether a drop is welcome."""
    event = QDragEnterEvent(_middle(driver, on), *_held(data))
    event.ignore()
    QApplication.sendEvent(driver.window.windowHandle(), event)
    return event.isAccepted()


def drop(driver: Driver, data: QMimeData, on: QWidget | None = None) -> None:
    part = on or driver.codes
    assert drag(driver, data, part)
    event = QDropEvent(QPointF(_middle(driver, part)), *_held(data))
    QApplication.sendEvent(driver.window.windowHandle(), event)
    assert event.isAccepted()


def _middle(driver: Driver, on: QWidget) -> QPoint:
    return on.mapTo(driver.window, on.rect().center())


def _held(
    data: QMimeData,
) -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
    return (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


class _Began(QObject):
    """Notes that a file begins to be read, however soon that is over."""

    def __init__(self, progress: QProgressBar) -> None:
        super().__init__(progress)
        self.is_seen = False
        progress.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.is_seen = self.is_seen or event.type() is QEvent.Type.ShowToParent
        return False


class Opening:
    """One window into which files are opened."""

    def __init__(self, driver: Driver, qtbot: QtBot) -> None:
        self.driver = driver
        self.qtbot = qtbot

    def drop(self, path: Path, on: QWidget | None = None) -> None:
        """Drops a file; it is being read."""
        began = _Began(self.progress())
        drop(self.driver, urls(path), on)
        self.qtbot.waitUntil(lambda: began.is_seen, timeout=PATIENCE_MS)

    def is_reading(self) -> bool:
        return self.progress().isVisible()

    def progress(self) -> QProgressBar:
        return self.driver.part(QProgressBar, "openProgress")

    def label(self) -> str:
        return self.driver.part(QLabel, "openLabel").text()

    def cancel(self) -> QPushButton:
        return self.driver.part(QPushButton, "openCancel")

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
            for dialog in self.driver.window.findChildren(QDialog, "previewDialog")
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

    def until_preview(self) -> QDialog:
        self.qtbot.waitUntil(lambda: self.preview() is not None, timeout=PATIENCE_MS)
        preview = self.preview()
        assert preview is not None
        return preview

    def accept(self, path: Path) -> None:
        """Drops a list and uses it; one of a known shape is used at once."""
        self.read(path)
        if preview := self.preview():
            button(preview, "Use this list").click()
        self.qtbot.waitUntil(lambda: path.name in self.driver.window.windowTitle())

    def until_preview_is_gone(self) -> None:
        """Waits until nothing of it is left, and goes on with the window."""
        window = self.driver.window
        self.qtbot.waitUntil(lambda: not window.findChildren(QDialog, "previewDialog"))
        # Offscreen there is no window manager that does it.
        self.driver.come_to_front(self.qtbot)

    def banner(self) -> str:
        visible = self.driver.part(QWidget, "banner").isVisible()
        return self.driver.part(QLabel, "bannerText").text() if visible else ""

    def recent(self) -> list[QAction]:
        return list(self.driver.part(QMenu, "recentMenu").actions())


def reading_threads() -> list[threading.Thread]:
    """The threads that read a catalog now."""
    return [thread for thread in threading.enumerate() if thread.name == "catalog loader"]


def button(dialog: QWidget, text: str) -> QPushButton:
    found = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text]
    assert len(found) == 1, f"{len(found)} buttons say {text}"
    return found[0]


def said(dialog: QWidget, name: str) -> str:
    return child(dialog, QLabel, name).text()


def role_boxes(dialog: QWidget) -> list[QComboBox]:
    """The drop-downs above the columns of the preview, from left to right."""
    found = [box for box in dialog.findChildren(QComboBox) if box.objectName().startswith("role")]
    return sorted(found, key=lambda box: int(box.objectName().removeprefix("role")))


def choose(box: QComboBox, text: str) -> None:
    """Chooses an entry of a drop-down as a user does."""
    at = box.findText(text)
    assert at >= 0, [box.itemText(each) for each in range(box.count())]
    box.setCurrentIndex(at)
    box.activated.emit(at)


def table(dialog: QWidget) -> list[list[str]]:
    """The preview's table: titles with their roles, then the cells of the rows that are shown."""
    model = child(dialog, QTableView, "previewTable").model()
    across = range(1, model.columnCount())
    boxes = role_boxes(dialog)
    titles = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in across]
    head = [f"{title}: {box.currentText()}" for title, box in zip(titles, boxes, strict=True)]
    rows = [[model.index(row, at).data() for at in across] for row in range(model.rowCount())]
    return [head, *rows]


def shown_kinds(dialog: QWidget) -> list[str]:
    """The buttons that choose which rows the preview shows."""
    buttons = dialog.findChildren(QToolButton)
    return [each.text() for each in buttons if each.isVisible() and each.isCheckable()]


def remarks(dialog: QWidget) -> list[str]:
    """What the preview says was done with the rows that are shown, by line."""
    model = child(dialog, QTableView, "previewTable").model()
    return [
        f"{model.headerData(row, Qt.Orientation.Vertical)} {model.index(row, 0).data()}".strip()
        for row in range(model.rowCount())
    ]

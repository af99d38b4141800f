"""The window with what is the user's own: favorites, notes, recents; and the store beneath it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.store import UserData, open_userdata
from ui.driver import Driver

OpenOwn = Callable[[], "Own"]


class Own(Driver):
    """A window with what the user adds to it, and the folder where that is kept."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self.folder = folder
        self.note = self.part(QPlainTextEdit, "noteEdit")
        self.star = self.part(QToolButton, "favoriteButton")

    def state(self) -> str:
        return self.part(QLabel, "noteState").text()

    def scope(self, name: str) -> None:
        QTest.mouseClick(self.part(QToolButton, f"scope{name}"), Qt.MouseButton.LeftButton)

    def starred(self, code: str) -> bool:
        """Whether the row of the code says that it is a favorite."""
        model = self.codes.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        texts = (str(row.data(Qt.ItemDataRole.AccessibleTextRole)).split(", ") for row in rows)
        return next("favorite" in text for text in texts if text[0] == code)

    def is_favorite(self) -> bool:
        """Whether the star of the page says that its code is a favorite."""
        checked = self.star.isChecked()
        does = "Remove from Favorites" if checked else "Add to Favorites"
        assert self.star.accessibleName() == does
        return checked

    def write(self, code: str, text: str) -> None:
        """Types a note on a code, at the end of what is there."""
        self.go_to(code)
        self.note.setFocus()
        self.press("Ctrl+End")
        self.type(text)

    def rewrite(self, code: str, text: str) -> None:
        """Types a note on a code in the place of what is there."""
        self.go_to(code)
        self.note.setFocus()
        self.press("Ctrl+A")
        self.press("Del")
        self.type(text)

    def said(self) -> str:
        """What stands in the place of the list; empty while there is a list."""
        label = self.window.findChild(QLabel, "emptyText")
        return label.text() if label is not None and label.isVisible() else ""

    def banner(self) -> str:
        visible = self.part(QWidget, "banner").isVisible()
        return self.part(QLabel, "bannerText").text() if visible else ""

    def on_disk(self, code: str) -> str:
        with stored(self.folder) as data:
            return data.note_for(code)

    def come_to_front(self, qtbot: QtBot) -> None:
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)


@contextmanager
def stored(folder: Path) -> Iterator[UserData]:
    """The store as another program that opens it now finds it."""
    with closing(open_userdata(folder)) as data:
        assert not data.trouble
        yield data

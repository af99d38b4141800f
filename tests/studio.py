"""Hands that bring the real window into a state and take its picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QWidget

from otcodebook.ui.window.main_window import MainWindow
from ui.filling import wait_until_filled

_USUAL = QSize(1060, 720)
_LARGE = QSize(1400, 900)
_SMALL = QSize(1024, 600)
_WIDE = QSize(2560, 1440)
_STEPS_TO_200 = 5
SETTLE_MS = 60

_Part = TypeVar("_Part", bound=QObject)


class Theme(NamedTuple):
    """A folder of pictures: the action that chooses the colors, steps of text size, window."""

    action: str
    larger: int = 0
    size: QSize = _USUAL
    desktop_is_dark: bool = False


THEMES = {
    "light": Theme("themeLight"),
    "dark": Theme("themeDark"),
    "contrast": Theme("themeContrast"),
    "contrast-dark": Theme("themeContrast", desktop_is_dark=True),
    "contrast-200": Theme("themeContrast", _STEPS_TO_200),
    "light-200": Theme("themeLight", _STEPS_TO_200),
    "light-200-large": Theme("themeLight", _STEPS_TO_200, _LARGE),
    "light-small": Theme("themeLight", size=_SMALL),
    "light-wide": Theme("themeLight", size=_WIDE),
}


class Studio:
    """One window in one theme, and the pictures that are taken of it."""

    def __init__(self, window: MainWindow, folder: Path, theme: Theme) -> None:
        self.window = window
        self._folder = folder
        self.theme = theme
        window.resize(theme.size)
        window.show()
        wait_until_filled(window)
        QTest.qWait(200)
        window.activateWindow()
        window.desktop_is_dark = theme.desktop_is_dark
        self.do(theme.action)
        for _ in range(theme.larger):
            self.do("textLarger")
        window.statusBar().clearMessage()

    def part(self, kind: type[_Part], name: str) -> _Part:
        found = self.window.findChild(kind, name)
        assert found is not None, f"the window has no {kind.__name__} named {name}"
        return found

    def do(self, action: str) -> None:
        """What choosing the entry of a menu does."""
        self.part(QAction, action).trigger()
        QTest.qWait(SETTLE_MS)

    def search(self, text: str, field: str = "searchField") -> None:
        edit = self.part(QLineEdit, field)
        edit.setFocus()
        edit.clear()
        QTest.keyClicks(edit, text)

    def go_to(self, query: str, labels: Sequence[str]) -> None:
        """Types a query and moves down to the first row that begins with one of the labels."""
        self.search(query)
        codes = self.part(QListView, "codeList")
        for _ in range(codes.model().rowCount()):
            if str(codes.currentIndex().data()).partition(" ")[0] in labels:
                return
            self.press("Down")
        raise SystemExit(f"{query} finds no row with {' or '.join(labels)}.")

    def press(self, keys: str, times: int = 1) -> None:
        """Presses a key or chord where the focus is."""
        for _ in range(times):
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(keys))

    def type(self, text: str) -> None:
        """Types a text where the focus is."""
        for char in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, char)

    def take(self, name: str, of: QWidget | None = None) -> None:
        """Takes the picture of the window, or of a dialog, once all is painted."""
        QTest.qWait(SETTLE_MS)
        picture = (of or self.window).grab()
        path = self._folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(path)):
            raise SystemExit(f"{path} cannot be written.")

    def take_dialog(self, name: str) -> None:
        """Takes the picture of the open dialog and closes it."""
        QTest.qWait(2 * SETTLE_MS)
        dialog = next(d for d in self.window.findChildren(QDialog) if d.isVisible())
        self.take(name, dialog)
        dialog.close()
        QTest.qWait(SETTLE_MS)

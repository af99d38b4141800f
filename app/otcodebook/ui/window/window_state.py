"""What the window remembers by itself: its place, its sizes, its tab, where the user was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget

_DEFAULT_SIZE = (1060, 720)


def keep_on_top(window: QMainWindow, on: bool) -> None:
    """Keeps the window above all others, or no longer; it stays where it is."""
    # Imported here: Qt's enums cost a tenth of the start, and most windows stay among the others.
    from PySide6.QtCore import Qt

    above = Qt.WindowType.WindowStaysOnTopHint
    if bool(window.windowFlags() & above) is on:
        return
    shown, place = window.isVisible(), window.pos()
    window.setWindowFlag(above, on)  # which hides it
    if shown:
        window.move(place)
        window.show()
        window.activateWindow()


def on_top_told(on: bool) -> str:
    """What to say of the choice, where it can be kept and where the desktop does not let it."""
    if on and QGuiApplication.platformName() == "wayland":
        return "This desktop lets no program do that: look for it in the window's own menu"
    return "The window stays on top" if on else "The window no longer stays on top"


class WindowState:
    """Saves and restores a window's state; whatever cannot be read is left at its default."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def restore_window(self, window: QMainWindow, tabs: QTabWidget) -> None:
        """Puts the window where it was, with the same tab in front."""
        window.resize(*_DEFAULT_SIZE)
        if not self._path.exists():
            return
        stored = self._open()
        geometry = stored.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        tab = str(stored.value("tab", ""))
        if tab.isdecimal() and int(tab) < tabs.count():
            tabs.setCurrentIndex(int(tab))

    def restore_splitters(self, splitters: Sequence[QSplitter]) -> None:
        """Divides the tabs as they were."""
        if not self._path.exists():
            return
        stored = self._open()
        for splitter in splitters:
            sizes = stored.value(f"splitter/{splitter.objectName()}")
            if isinstance(sizes, QByteArray):
                splitter.restoreState(sizes)

    def session(self) -> dict[str, str]:
        """What was looked for and read; empty at the first start."""
        if not self._path.exists():
            return {}
        stored = self._open()
        stored.beginGroup("session")
        values = {key: stored.value(key) for key in stored.childKeys()}
        return {key: value for key, value in values.items() if isinstance(value, str)}

    def save(
        self,
        window: QMainWindow,
        tabs: QTabWidget,
        splitters: Sequence[QSplitter],
        session: Mapping[str, str],
    ) -> None:
        """Remembers the window as it is; a disk that refuses costs only this."""
        stored = self._open()
        stored.setValue("geometry", window.saveGeometry())
        stored.setValue("tab", tabs.currentIndex())
        for splitter in splitters:
            stored.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
        for key, value in session.items():
            stored.setValue(f"session/{key}", value)
        stored.sync()

    def _open(self) -> QSettings:
        return QSettings(str(self._path), QSettings.Format.IniFormat)

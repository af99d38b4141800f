"""The window's file of its own, window.ini: geometry, splitters, tab, view state."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from otcodebook.ui.window.view_state import ViewState

_DEFAULT_SIZE = QSize(1060, 720)
_FRAME = QSize(16, 44)
"""What a window manager puts around a window, or a little more."""
_VIEW_STATE = "session"
"""The group of the view state, as version 0.1 named it."""


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
        return "This desktop does not let programs do that. Look for it in the window's own menu"
    return "The window stays on top" if on else "The window no longer stays on top"


class WindowState:
    """Saves and restores a window's state; whatever cannot be read is left at its default."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def restore_window(self, window: QMainWindow, tabs: QTabWidget) -> None:
        """Puts the window where it was, with the same tab in front.

        At the first start it is as large as it likes to be, or as its screen has room for.
        """
        window.resize(_DEFAULT_SIZE.boundedTo(window.screen().availableSize() - _FRAME))
        if not self._path.exists():
            return
        # Imported here, like below: the first start of all reads nothing.
        from PySide6.QtCore import QByteArray

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
        from PySide6.QtCore import QByteArray

        stored = self._open()
        for splitter in splitters:
            sizes = stored.value(f"splitter/{splitter.objectName()}")
            if isinstance(sizes, QByteArray):
                splitter.restoreState(sizes)

    def view_state(self) -> ViewState | None:
        """What the tabs showed; None at the first start."""
        if not self._path.exists():
            return None
        # Imported here: the first paint does not need it.
        from otcodebook.ui.window.view_state import ViewState

        stored = self._open()
        stored.beginGroup(_VIEW_STATE)
        values = {key: stored.value(key) for key in stored.childKeys()}
        strings = {key: value for key, value in values.items() if isinstance(value, str)}
        return ViewState.from_strings(strings) if strings else None

    def save(
        self,
        window: QMainWindow,
        tabs: QTabWidget,
        splitters: Sequence[QSplitter],
        view_state: ViewState,
    ) -> None:
        """Remembers the window as it is; a disk that refuses costs only this."""
        # Imported here: a start only reads.
        from otcodebook.userdata.location import create_private, make_private_folder

        with suppress(OSError):
            make_private_folder(self._path.parent)
            create_private(self._path)
        stored = self._open()
        stored.setValue("geometry", window.saveGeometry())
        stored.setValue("tab", tabs.currentIndex())
        for splitter in splitters:
            stored.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
        for key, value in view_state.to_strings().items():
            stored.setValue(f"{_VIEW_STATE}/{key}", value)
        stored.sync()

    def _open(self) -> QSettings:
        from PySide6.QtCore import QSettings

        return QSettings(str(self._path), QSettings.Format.IniFormat)

"""A window that opens as `run` opens it: painted, then filled, its tabs made when looked at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTabWidget

from otcodebook.settings import SettingsFile
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.populate import populate_window
from otcodebook.ui.window.window_state import WindowState
from otcodebook.ui.window.workspace import Workspace
from ui.driver import child


class Opening(QObject):
    """A window opened as `run` opens it, and the order of what happens to it."""

    def __init__(self, catalog: Path, folder: Path) -> None:
        super().__init__()
        self.seen: list[str] = []
        settings = SettingsFile(folder / "settings.json")

        def fill(window: MainWindow) -> Workspace:
            self.seen.append("filled")
            return populate_window(window, settings, catalog, at_once=False)

        self.window = MainWindow(settings, WindowState(folder / "window.ini"), fill)
        child(self.window, QTabWidget, "tabs").installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append("painted")
        return super().eventFilter(watched, event)

    def is_filled(self) -> bool:
        return "filled" in self.seen

"""Composition root: builds the window out of its parts, and runs it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication

from otcodebook.errors import DisplayError
from otcodebook.settings import SettingsFile
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.window_state import WindowState

if TYPE_CHECKING:
    from otcodebook.ui.window.workspace import Workspace

APP_ID = "org.otcodebook.OTCodebook"


def build_window(catalog: Path | None = None, data_dir: Path | None = None) -> MainWindow:
    """Builds the real window, complete; a QApplication must exist.

    `catalog` is a file to show instead of the bundled catalog, `data_dir` where choices are kept
    instead of the user's own folder. A catalog that cannot be used is told in the window.
    """
    QApplication.setStyle("Fusion")
    window = _open_frame(catalog, data_dir, at_once=True)
    window.complete()
    return window


def run(catalog: Path | None = None) -> int:
    """Opens the window; returns the exit status. Raises DisplayError where there is no screen."""
    _require_display()
    app = QApplication(["ot-codebook", "-style", "fusion"])
    app.setApplicationName("OT Codebook")
    app.setDesktopFileName(APP_ID)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = _open_frame(catalog, None, at_once=False)
    _report_bugs(window)
    window.show()
    return app.exec()


def _open_frame(catalog: Path | None, data_dir: Path | None, *, at_once: bool) -> MainWindow:
    """The window before it is filled; it fills itself after its first paint."""
    folder = data_dir if data_dir is not None else _user_folder()
    settings_file = SettingsFile(folder / "settings.json")

    def fill(window: MainWindow) -> Workspace:
        # Imported here: what fills the window costs more than its first paint.
        from otcodebook.ui.imports import import_msgspec_lightly, make_qt_names_lightly

        make_qt_names_lightly()
        import_msgspec_lightly()
        from otcodebook.ui.window.populate import populate_window

        workspace = populate_window(window, settings_file, catalog, at_once=at_once)
        # Switched off by the command line, because collecting would only delay the first paint.
        # What is there now stays as long as the window: no collection needs to look at it.
        gc.freeze()
        gc.enable()
        return workspace

    return MainWindow(settings_file, WindowState(folder / "window.ini"), fill)


def _user_folder() -> Path:
    local = QStandardPaths.StandardLocation.GenericDataLocation
    if sys.platform == "win32":
        # On Windows this one is the local, not the roaming, folder.
        local = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(local)) / "OT Codebook"


def _require_display() -> None:
    """Finds out that there is no screen before Qt does, because Qt aborts.

    The server is not asked: one that has no other client would reset itself after the question.
    """
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if not sys.platform.startswith("linux") or chosen not in ("", "xcb", "wayland"):
        return
    if chosen != "xcb" and _wayland_is_there():
        return
    if chosen != "wayland" and _x_is_there(os.environ.get("DISPLAY", "")):
        return
    raise DisplayError(
        "There is no screen to open the window on: start OT Codebook from a desktop session, "
        "or try it with: xvfb-run -a make run"
    )


def _wayland_is_there() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and (Path(folder) / name).exists()


def _x_is_there(display: str) -> bool:
    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True
    return bool(number) and Path(f"/tmp/.X11-unix/X{number.split('.')[0]}").exists()


def _report_bugs(window: MainWindow) -> None:
    """A bug is reported on stderr and once in a dialog; the window stays open."""

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        # Imported here: a session without a bug does not need it.
        from otcodebook.ui.window.bug_report import show_bug

        show_bug((kind, error, trace), window)

    sys.excepthook = report

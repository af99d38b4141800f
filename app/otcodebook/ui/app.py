"""Composition root: builds the window from its parts, and runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication

from otcodebook.errors import AppError, DisplayError
from otcodebook.settings import SettingsFile, clinic_files, may_be_there
from otcodebook.ui.look.theme import colors_for
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.window_state import WindowState
from otcodebook.userdata.location import default_folder

if TYPE_CHECKING:
    from types import TracebackType

    from otcodebook.catalog.model import Catalog
    from otcodebook.search.codes import CodeSearch
    from otcodebook.settings import ClinicSettings
    from otcodebook.ui.codes.controller import CodesController
    from otcodebook.ui.window.workspace import Workspace

APP_ID = "org.otcodebook.OTCodebook"
_PLUGIN_PATH = "QT_PLUGIN_PATH"

# The tree of that resource, as Qt's rcc writes it: of each entry the place of its name, its kind,
# how many are in it, and the first of them or its content.
_CONF_TREE = bytes.fromhex(
    "00000000 0002 00000001 00000001"
    "00000000 0002 00000001 00000002"
    "0000000a 0002 00000001 00000003"
    "00000016 0000 0000 0001 00000000"
)
_registered: list[bytes] = []
"""What Qt reads for as long as the process lives, without a copy of its own."""


def build_window(
    catalog: Path | None = None,
    data_dir: Path | None = None,
    clinic: Sequence[Path] | None = None,
) -> MainWindow:
    """Builds the window that users get; a QApplication must exist.

    `catalog` is a file to show instead of the bundled catalog, `data_dir` the folder for choices
    and user data instead of the user's own, `clinic` the files in which a clinic's settings may
    lie instead of this computer's. The window fills itself once, right after its first
    paint; FAQ, Guide and Units are made when they are first looked at. A catalog that cannot be
    used is told in the window.
    """
    if QApplication.style().objectName() != "fusion":
        # Not again: a new style polishes every widget there is, even one that is about to go.
        QApplication.setStyle("Fusion")
    return _build(catalog, data_dir, clinic_files() if clinic is None else clinic)


def _build(catalog: Path | None, data_dir: Path | None, clinic: Sequence[Path]) -> MainWindow:
    folder = data_dir if data_dir is not None else default_folder()
    settings_file = SettingsFile(folder / "settings.json", partial(_read_clinic, clinic))

    def fill(window: MainWindow) -> Workspace:
        return _fill(window, settings_file, catalog)

    return MainWindow(settings_file, WindowState(folder / "window.ini"), fill)


def _read_clinic(files: Sequence[Path]) -> ClinicSettings | None:
    if not (found := [file for file in files if may_be_there(file)]):
        return None
    # Imported here: most computers have no such file.
    from otcodebook.clinic_settings import read_clinic_settings

    return read_clinic_settings(found)


def run(catalog: Path | None = None) -> int:
    """Opens the window; returns the exit status. Raises DisplayError where there is no screen."""
    _require_display()
    shut_out_foreign_plugins()
    # The style as an argument: setStyle returns it, and PySide builds all its enums, 9 ms.
    app = QApplication(["ot-codebook", "-style", "fusion"])
    app.setApplicationName("OT Codebook")
    # Qt warns of what a screen reader asks, such as a row that is gone by then, and of any label
    # with text to select ("Received text event for invalid interface"). Nobody can act on that.
    QLoggingCategory.setFilterRules("qt.accessibility.*=false")
    app.setDesktopFileName(APP_ID)
    identify_process()
    window = _build(catalog, None, clinic_files())
    window.populated.connect(partial(_watch_process, window, app))
    _report_bugs(window)
    if sys.platform == "win32":
        # Its taskbar shows at once what the window has; elsewhere the first paint comes first.
        window.show_icon()
    window.show()
    return app.exec()


def identify_process() -> None:
    """Tells Windows which program this is, so that its taskbar knows the set-up program's shortcut.

    Windows takes the name only from a process that has not shown a window yet.
    """
    if sys.platform == "win32":
        # Imported here: other systems do not need it.
        from ctypes import windll

        windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)


def _watch_process(window: MainWindow, app: QApplication) -> None:
    """Follows the desktop session and Qt's warnings, once there is something to save or to log."""
    # Imported here: it brings Qt's enums, which the first paint does not need.
    from threading import Thread

    from otcodebook.ui.dialogs.qt_log import log_qt_messages
    from otcodebook.ui.window.session_end import SessionEnd
    from otcodebook.userdata.drafts import sweep_drafts

    log_qt_messages()
    SessionEnd(window, app)
    # In a thread: a draft may lie on a share that is away.
    Thread(target=sweep_drafts, args=(default_folder(),), name="drafts", daemon=True).start()


def _fill(window: MainWindow, settings_file: SettingsFile, path: Path | None) -> Workspace:
    """Lists the bundled codes, then adds everything else."""
    # Imported here, like below: what fills the window costs more than its first paint.
    from otcodebook.ui.codes.controller import CodesController

    _forget_sources()
    started = perf_counter()
    codes = CodesController(window.codes_view)
    bundled = None if path else _list_bundled(window, settings_file, codes)
    from logging import getLogger

    from otcodebook.log import start_logging
    from otcodebook.ui.window.workspace import Workspace

    _forget_sources()
    start_logging()
    workspace = Workspace(window, settings_file, codes)
    workspace.start(path, bundled)
    QTimer.singleShot(0, window, partial(_finish, window))
    getLogger(__name__).info("window filled in %.0f ms", (perf_counter() - started) * 1000)
    return workspace


def _finish(window: MainWindow) -> None:
    """What nobody needs sooner."""
    from otcodebook.ui.accessibility.menus import offer_menu_key
    from otcodebook.ui.window.background import Background

    offer_menu_key(window)
    Background(window)


def _forget_sources() -> None:
    """Frees the source texts of what was imported, 3 MB.

    PySide6 reads the source of each module that is imported after it, to see whether it uses
    PySide6, and `linecache` keeps them all (shibokensupport/feature.py, `_mod_uses_pyside`; no
    report of it was found).
    """
    import linecache

    linecache.clearcache()


def _list_bundled(
    window: MainWindow, settings_file: SettingsFile, codes: CodesController
) -> tuple[Catalog, CodeSearch] | None:
    """Paints today's bundled codes; None where they cannot be read: the workspace says why."""
    from otcodebook.catalog.dated import catalog_on
    from otcodebook.catalog.editions import today
    from otcodebook.catalog.load import load_bundled
    from otcodebook.search.codes import CodeSearch

    try:
        catalog = load_bundled()
    except AppError:
        return None
    search = CodeSearch(catalog_on(catalog, today()))
    colors = colors_for(settings_file.load().theme, desktop_is_dark=window.desktop_is_dark)
    codes.set_row_colors(colors, QApplication.font())
    codes.set_catalog(search.catalog, search)
    window.codes_view.repaint()
    return catalog, search


def shut_out_foreign_plugins() -> None:
    """Has the built program load its own Qt plugins only; call it before the QApplication is made.

    Qt would run what QT_PLUGIN_PATH names, or what lies beside the program, plugins or a qt.conf: a
    single file may lie in a folder of downloads. From sources it is the user's own Python that
    decides.
    """
    inside = getattr(sys, "_MEIPASS", "")
    if not inside:
        return
    for name in (_PLUGIN_PATH, "QT_QPA_PLATFORM_PLUGIN_PATH"):
        if not os.environ.get(name, "").startswith(inside):
            os.environ.pop(name, None)
    # Imported here, like below: the program that runs from sources does without.
    from PySide6.QtCore import QFile, qRegisterResourceData

    if not QFile.exists(":/qt/etc/qt.conf"):
        # PySide gives Qt this file in memory, but not where one lies beside the program.
        prefix = Path(inside) / "PySide6" / ("" if sys.platform == "win32" else "Qt")
        content = f"[Paths]\nPrefix = {prefix.as_posix()}\n".encode()
        data = len(content).to_bytes(4, "big") + content
        names = _conf_names()
        qRegisterResourceData(1, _CONF_TREE, names, data)
        _registered.extend((names, data))
    _leave_out(os.path.dirname(os.path.realpath(sys.executable)))


def _leave_out(folder: str) -> None:
    """Has Qt look for no plugins in the program's own folder, as it would from its beginning on.

    Only a place that it knows already can be taken away before there is a QApplication.
    """
    from PySide6.QtCore import QCoreApplication

    ours = os.environ.get(_PLUGIN_PATH, "")
    os.environ[_PLUGIN_PATH] = os.pathsep.join(filter(None, (folder, ours)))
    QCoreApplication.removeLibraryPath(folder)
    if ours:
        os.environ[_PLUGIN_PATH] = ours
    else:
        del os.environ[_PLUGIN_PATH]


def _conf_names() -> bytes:
    """The names of the resource /qt/etc/qt.conf: each with its length, a hash, and in UTF-16."""
    names = (("qt", "00000784"), ("etc", "00006ca3"), ("qt.conf", "0874a6a6"))
    return b"".join(
        len(name).to_bytes(2, "big") + bytes.fromhex(hashed) + name.encode("utf-16-be")
        for name, hashed in names
    )


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
    return bool(name) and os.path.exists(Path(folder) / name)


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
        from otcodebook.ui.dialogs.bug_report import show_bug

        show_bug((kind, error, trace), window)

    sys.excepthook = report

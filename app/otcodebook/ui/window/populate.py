"""Fills the window's frame: the list of codes first, then everything else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from otcodebook.catalog.load import load_bundled
from otcodebook.errors import AppError
from otcodebook.search.codes import CodeSearch
from otcodebook.settings import SettingsFile
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.theme import colors_for

if TYPE_CHECKING:
    from otcodebook.ui.window.workspace import Workspace


def populate_window(
    window: MainWindow, settings_file: SettingsFile, path: Path | None, *, at_once: bool = True
) -> Workspace:
    """Fills a window with the catalog in `path`, or the bundled one; tells what went wrong.

    With `at_once` all of it is there when this returns; otherwise a large catalog is read while
    the window is usable, and the tabs behind the first are made when they are looked at.
    """
    codes = CodesController(window.codes_frame)
    search = None if path else _show_list(window, settings_file, codes)
    # Imported here: it brings the other parts, and the list need not wait for them.
    from otcodebook.ui.window.workspace import Workspace

    workspace = Workspace(window, settings_file, codes)
    workspace.catalogs.start(path, search, at_once=at_once)
    workspace.finish(all_tabs=at_once)
    workspace.userdata.tell_trouble()
    return workspace


def _show_list(
    window: MainWindow, settings_file: SettingsFile, codes: CodesController
) -> CodeSearch | None:
    """Paints the bundled codes at once; where they cannot be read, the workspace says so."""
    try:
        search = CodeSearch(load_bundled())
    except AppError:
        return None
    theme = settings_file.load().theme
    codes.set_colors(colors_for(theme, desktop_is_dark=window.desktop_is_dark), QApplication.font())
    codes.set_catalog(search.catalog, search)
    window.codes_frame.repaint()
    search.prepare()
    return search

"""Fixtures of the whole suite: no test reads or writes the developer's own files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

# Before Qt is imported; the stories on a real screen start processes of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":  # off the screen, Qt knows the fonts of a folder only
    os.environ.setdefault("QT_QPA_FONTDIR", os.path.expandvars(r"%WINDIR%\Fonts"))

import hypothesis
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from otcodebook.ui.app import build_window
from otcodebook.ui.window.main_window import MainWindow
from support import load_bundled_expiry, write_catalog
from ui.filling import is_filled, is_reading

# No test hangs on how fast or busy a machine is.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has folders of its own."""
    for name in (
        *("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"),
        *("USERPROFILE", "APPDATA", "LOCALAPPDATA"),
        *("XDG_CONFIG_DIRS", "PROGRAMDATA"),
    ):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def in_the_bundled_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on whether the bundled edition ends or has expired by the day it runs."""
    quiet = load_bundled_expiry().replace(day=1) - timedelta(days=1)
    clock = SimpleNamespace(today=lambda: min(date.today(), quiet))
    monkeypatch.setattr("otcodebook.catalog.editions.date", clock)


@pytest.fixture(autouse=True)
def no_modal_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that blocks would hang the suite: dialogs are opened, never executed."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a modal exec() was called; use open()")

    for kind in (QDialog, QMessageBox, QFileDialog, QMenu):
        monkeypatch.setattr(kind, "exec", refuse)


@pytest.fixture
def catalog_file(tmp_path: Path) -> Path:
    """The small catalog as a file."""
    return write_catalog(tmp_path)


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Opens real windows, shown and active; each is closed after the test.

    A catalog that is named is read by then, but without `until_read`.
    """

    def open_one(
        catalog: Path | None = None, data_dir: Path | None = None, *, until_read: bool = True
    ) -> MainWindow:
        window = build_window(catalog, data_dir or tmp_path / "data")
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        qtbot.waitUntil(lambda: is_filled(window))
        QApplication.processEvents()  # the view state is restored right after that
        if catalog is not None and until_read:
            # On a busy computer the built-in codes are shown until then, and the end is told.
            qtbot.waitUntil(lambda: not is_reading(window), timeout=60_000)
            window.statusBar().clearMessage()
        return window

    yield open_one
    QGuiApplication.clipboard().clear()


@pytest.fixture
def window(open_window: Callable[..., MainWindow], catalog_file: Path) -> MainWindow:
    """The real window with the small catalog."""
    return open_window(catalog_file)

"""Fixtures of the window's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, OpenDriver


@pytest.fixture(autouse=True)
def usual_colors(qapp: QApplication) -> Iterator[None]:
    """A test that chose colors or a text size does not pass them on as the desktop's own."""
    font = QApplication.font()
    yield
    QApplication.setPalette(QPalette())
    QApplication.setFont(font)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the window keeps what the user adds."""
    return tmp_path / "data"


@pytest.fixture
def opened(open_window: Callable[..., MainWindow], catalog_file: Path, folder: Path) -> OpenDriver:
    """Opens further windows on the same folder."""
    return lambda: Driver(open_window(catalog_file, folder), folder)


@pytest.fixture
def driver(window: MainWindow, folder: Path) -> Driver:
    """The real window with the small catalog, ready to be used."""
    return Driver(window, folder)

"""Fixtures of the window's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver
from ui.own import OpenOwn, Own


@pytest.fixture(autouse=True)
def usual_colors(qapp: QApplication) -> Iterator[None]:
    """A test that chose colors or a text size does not pass them on as the desktop's own."""
    font = QApplication.font()
    yield
    QApplication.setPalette(QPalette())
    QApplication.setFont(font)


@pytest.fixture
def desk(window: MainWindow) -> Driver:
    """The real window with the small catalog, ready to be used."""
    return Driver(window)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def opened(open_window: Callable[..., MainWindow], catalog_file: Path, folder: Path) -> OpenOwn:
    """Opens windows on the same folder."""
    return lambda: Own(open_window(catalog_file, folder), folder)


@pytest.fixture
def own(opened: OpenOwn) -> Own:
    return opened()

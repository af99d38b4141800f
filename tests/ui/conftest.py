"""Fixtures of the window's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from otcodebook.ui.main_window import MainWindow
from ui.driver import Driver


@pytest.fixture(autouse=True)
def usual_colours(qapp: QApplication) -> Iterator[None]:
    """A test that chose colours or a text size does not pass them on as the desktop's own."""
    font = QApplication.font()
    yield
    QApplication.setPalette(QPalette())
    QApplication.setFont(font)


@pytest.fixture
def desk(window: MainWindow) -> Driver:
    """The real window with the small catalogue, ready to be used."""
    return Driver(window)

"""The session ends, or a computer shuts down: nothing is asked, and all is on disk."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

import needs
from otcodebook.ui.window.session_end import SessionEnd
from ui.driver import Driver


@pytest.fixture
def own_signals() -> Iterator[None]:
    """Gives the process its signal handlers back."""
    names = [] if sys.platform == "win32" else ["SIGINT", "SIGTERM", "SIGHUP"]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    yield
    if names:
        signal.set_wakeup_fd(-1)
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


def test_saving_without_closing_saves_note_and_view_state(driver: Driver) -> None:
    driver.search("97110")
    driver.press("Ctrl+M")
    driver.type("Aetna wants 59.")
    driver.window.save_now()
    assert driver.on_disk("97110") == "Aetna wants 59."
    stored = QSettings(str(driver.folder / "window.ini"), QSettings.Format.IniFormat)
    assert stored.value("session/query") == "97110"
    assert driver.window.isVisible()
    assert driver.window.findChildren(QDialog) == []
    assert driver.note.toPlainText() == "Aetna wants 59."


def test_the_session_manager_has_note_and_view_state_saved(
    driver: Driver, own_signals: None
) -> None:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    SessionEnd(driver.window, application)
    driver.search("97110")
    driver.press("Ctrl+M")
    driver.type("Aetna wants 59.")
    application.commitDataRequest.emit(None)
    assert driver.on_disk("97110") == "Aetna wants 59."
    stored = QSettings(str(driver.folder / "window.ini"), QSettings.Format.IniFormat)
    assert stored.value("session/query") == "97110"
    assert driver.window.isVisible()


@needs.signals
def test_a_signal_wakes_a_window_that_sleeps(
    driver: Driver, own_signals: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    left: list[int] = []
    monkeypatch.setattr(application, "exit", left.append)
    SessionEnd(driver.window, application)
    driver.search("97110")
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: left == [0])
    stored = QSettings(str(driver.folder / "window.ini"), QSettings.Format.IniFormat)
    assert stored.value("session/query") == "97110"

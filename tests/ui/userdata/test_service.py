"""The service sees what other windows save: soon where the system reports it, else later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import needs
from otcodebook.ui.userdata.service import UserDataService
from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import open_userdata

_SOON = 1500
"""In milliseconds: sooner than anything is looked for without a reason."""
_IN_TIME = 6000


def _watched(service: UserDataService, qtbot: QtBot) -> QFileSystemWatcher:
    """Waits until the folder is watched, some time after the start."""
    found: list[QFileSystemWatcher] = []

    def is_watched() -> bool:
        found[:] = [
            watcher for watcher in service.findChildren(QFileSystemWatcher) if watcher.directories()
        ]
        return bool(found)

    qtbot.waitUntil(is_watched, timeout=_IN_TIME)
    return found[0]


def test_what_another_window_saves_is_seen_soon(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    with closing(open_userdata(tmp_path)) as other:
        service = UserDataService(tmp_path, parent)
        other.set_note("97110", "before the folder is watched")
        with qtbot.waitSignal(service.data_changed, timeout=_IN_TIME):
            pass
        watcher = _watched(service, qtbot)
        for text in ("one", "two", "three"):
            with qtbot.waitSignal(service.data_changed, timeout=_SOON):
                other.set_note("97110", text)
            assert service.notes() == {"97110": text}
        # Without reports, as on a network drive: when one of our windows comes to the front.
        watcher.blockSignals(True)
        other.set_favorite("97530", True)
        with qtbot.assertNotEmitted(service.data_changed, wait=500):
            pass
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        with qtbot.waitSignal(service.data_changed, timeout=_SOON):
            app.focusWindowChanged.emit(None)
        assert service.favorites() == ("97530",)
        watcher.blockSignals(False)
        service.close()
        with qtbot.assertNotEmitted(service.data_changed, wait=500):
            other.set_note("97110", "closed")
            app.focusWindowChanged.emit(None)


def test_a_store_that_another_window_begins_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    parent, folder = QObject(), tmp_path / "not made yet"
    service = UserDataService(folder, parent)
    qtbot.wait(2500)
    assert not folder.exists()
    with (
        qtbot.waitSignal(service.data_changed, timeout=_IN_TIME),
        closing(open_userdata(folder)) as other,
    ):
        other.set_note("97110", "mine")
    qtbot.waitUntil(lambda: service.notes() == {"97110": "mine"}, timeout=_IN_TIME)
    service.close()


def test_a_trouble_goes_away_without_a_change_of_the_folder(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    with closing(open_userdata(tmp_path)) as other:
        other.set_note("97110", "mine")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as program:
        program.execute("BEGIN EXCLUSIVE")
        service = UserDataService(tmp_path, parent)
        assert "another program is using" in service.trouble
        _watched(service, qtbot)
        program.execute("ROLLBACK")
    qtbot.waitUntil(lambda: service.notes() == {"97110": "mine"}, timeout=_IN_TIME)
    assert service.trouble == ""
    service.close()


def test_a_quiet_window_does_nothing_most_of_the_time(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    open_userdata(tmp_path).close()
    service = UserDataService(tmp_path, parent)
    _watched(service, qtbot)
    (timer,) = service.findChildren(QTimer)
    qtbot.waitUntil(lambda: timer.remainingTime() > 20_000, timeout=_IN_TIME)
    service.close()
    assert not timer.isActive()


@needs.modes
def test_files_of_an_older_version_become_private_in_use(qtbot: QtBot, tmp_path: Path) -> None:
    parent, folder = QObject(), tmp_path / "old"
    folder.mkdir(mode=0o755)
    (folder / "window.ini").touch(mode=0o644)
    service = UserDataService(folder, parent)
    _watched(service, qtbot)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "window.ini").stat().st_mode & 0o777 == 0o600
    service.close()

"""The list lies on a share, and the share is away: the last good copy, and of when it is."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hanging import hanging_share
from otcodebook.settings import clinic_files
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.list_copy import ABOUT_NAME, FOLDER_NAME
from support import small_catalog, write_catalog
from ui.driver import Driver
from ui.opening import Opening, drop, urls

_COPY = r"You see the copy of \w+ \d+, 20\d\d, \d+:\d\d [AP]M\."
_WHOSE = "The code list is set by your clinic. Tell whoever looks after this computer."
_PATIENCE_MS = 20_000
_LISTED = ["97165", "97110", "97530", "97150"]


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The share with the clinic's list, which the clinic has set for all users."""
    if sys.platform == "darwin":
        pytest.skip("an administrator's folder that no variable moves")
    for name in ("XDG_CONFIG_DIRS", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(tmp_path / "machine"))
    folder = tmp_path / "share"
    folder.mkdir()
    (file,) = clinic_files()
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"fixed": {"list": str(write_catalog(folder))}}))
    return folder


@pytest.fixture
def start(open_window: Callable[..., MainWindow], folder: Path) -> Callable[[], Driver]:
    return lambda: Driver(open_window(None, folder), folder)


def _banner(driver: Driver) -> str:
    visible = driver.part(QWidget, "banner").isVisible()
    return driver.part(QLabel, "bannerText").text() if visible else ""


def _until_listed(driver: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "catalog.json" in driver.window.windowTitle(), timeout=_PATIENCE_MS)


def _used_once(start: Callable[[], Driver], folder: Path, qtbot: QtBot) -> None:
    """A day on which the share was there."""
    driver = start()
    _until_listed(driver, qtbot)
    assert _banner(driver) == ""
    qtbot.waitUntil((folder / ABOUT_NAME).exists, timeout=_PATIENCE_MS)
    driver.window.close()


def test_a_list_that_is_gone_is_shown_as_it_was_and_is_back_with_the_share(
    start: Callable[[], Driver], share: Path, folder: Path, qtbot: QtBot
) -> None:
    _used_once(start, folder, qtbot)
    shutil.rmtree(share)
    driver = start()
    _until_listed(driver, qtbot)
    qtbot.waitUntil(lambda: _banner(driver) != "")
    assert re.search(f"^catalog.json cannot be read now. {_WHOSE} {_COPY}$", _banner(driver))
    assert driver.listed() == _LISTED
    driver.window.close()
    share.mkdir()
    changed = small_catalog()
    changed["codes"][0]["summary"] = "A first look of today."
    write_catalog(share, changed)
    again = start()
    _until_listed(again, qtbot)
    assert _banner(again) == ""
    again.search("97165")
    assert "of today" in again.detail.toPlainText()


@pytest.mark.skipif(sys.platform != "linux", reason="FUSE")
def test_a_share_that_does_not_answer_holds_up_nothing(
    start: Callable[[], Driver], share: Path, folder: Path, qtbot: QtBot
) -> None:
    _used_once(start, folder, qtbot)
    shutil.rmtree(share)
    with hanging_share(share):
        driver = start()
        driver.search("97110")  # the built-in codes answer meanwhile
        assert "97110" in driver.listed()
        _until_listed(driver, qtbot)
        qtbot.waitUntil(lambda: _banner(driver) != "")
        told = "^catalog.json is still being opened, its drive does not answer. "
        assert re.search(told + _COPY, _banner(driver))
        assert driver.part(QProgressBar, "openProgress").isVisible()
        driver.window.close()


@pytest.mark.skipif(sys.platform != "linux", reason="FUSE")
def test_files_dropped_from_a_share_that_does_not_answer_can_be_given_up(
    open_window: Callable[..., MainWindow], folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    near = tmp_path / "near.csv"
    near.write_text("Code,Name\nX9999,Barn door\nX9998,Wall slide\n")
    with hanging_share(tmp_path / "away") as share:
        driver = Driver(open_window(None, folder), folder)
        for dropped in ([share / "a.csv"], [share / "b.zip", share / "c.csv"]):
            drop(driver, urls(*dropped))
            buttons = driver.window.findChildren(QPushButton)
            named = [each for each in buttons if each.accessibleName().startswith("Cancel opening")]
            cancel = [button for button in named if button.isVisible()]
            assert len(cancel) == 1, f"no way out of {dropped}"
            driver.search("97110")
            assert "97110" in driver.listed()
            cancel[0].click()
            assert not cancel[0].isVisible()
            assert not driver.part(QProgressBar, "dropProgress").isVisible()
        drop(driver, urls(near))
        opening = Opening(driver, qtbot)
        qtbot.waitUntil(lambda: opening.preview() is not None, timeout=_PATIENCE_MS)
        driver.window.close()


def test_a_list_that_comes_late_takes_the_place_of_its_copy(
    start: Callable[[], Driver],
    share: Path,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _used_once(start, folder, qtbot)
    changed = small_catalog()
    changed["codes"][0]["summary"] = "A first look of today."
    path = write_catalog(share, changed)
    answers, stat = threading.Event(), os.stat

    def late(place: Any, *more: Any, **named: Any) -> os.stat_result:
        if str(place) == str(path) and threading.current_thread().name == "catalog loader":
            answers.wait(60)
        return stat(place, *more, **named)

    monkeypatch.setattr(os, "stat", late)
    driver = start()
    qtbot.waitUntil(lambda: "You see the copy of" in _banner(driver), timeout=_PATIENCE_MS)
    answers.set()
    qtbot.waitUntil(lambda: _banner(driver) == "", timeout=_PATIENCE_MS)
    driver.search("97165")
    assert "of today" in driver.detail.toPlainText()
    driver.window.close()


def test_a_first_start_without_the_share_says_so(
    start: Callable[[], Driver], share: Path, qtbot: QtBot
) -> None:
    shutil.rmtree(share)
    driver = start()
    qtbot.waitUntil(lambda: _banner(driver) != "")
    assert re.search(f"^catalog.json cannot be read now. {_WHOSE} ", _banner(driver))
    assert "The built-in code list is shown instead." in _banner(driver)
    assert "97110" in driver.listed()


def test_the_copy_goes_with_the_list(
    start: Callable[[], Driver], share: Path, folder: Path, qtbot: QtBot
) -> None:
    (file,) = clinic_files()
    file.write_text(json.dumps({"list": str(share / "catalog.json")}))
    _used_once(start, folder, qtbot)
    driver = start()
    _until_listed(driver, qtbot)
    driver.action(ActionId.CLOSE_LIST).trigger()
    driver.window.close()
    assert not (folder / FOLDER_NAME).exists()
    assert not (folder / ABOUT_NAME).exists()

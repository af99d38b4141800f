"""A clinic's real list, the 98,505 codes of ICD-10-CM: opened, searched, copied, scrolled."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import simple_icd_10_cm as icd
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, child, clipboard
from ui.opening import PATIENCE_MS, Opening, button, said, table

ROWS = 98_505


@pytest.fixture(scope="module")
def icd_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("icd") / "icd-10-cm.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["code", "description"])
        codes = icd.get_all_codes(True)
        assert len(codes) == ROWS
        rows.writerows((code, icd.get_description(code)) for code in codes)
    return path


class Reading:
    """What the window does while it reads, event by event."""

    def __init__(self, opening: Opening) -> None:
        self.ticks = 0
        self.values: list[int] = []
        self.answered: list[str] = []
        self._opening = opening
        self._timer = QTimer(opening.driver.window)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self.ticks += 1
        if self._opening.is_reading():
            self.values.append(self._opening.progress().value())

    def type_until_read(self) -> None:
        """Uses the catalog that is still there, one key after the other."""
        driver = self._opening.driver
        words = {"group": "97150", "530": "97530", "strength": "97110"}
        clock = QElapsedTimer()
        clock.start()
        while self._opening.is_reading():
            assert clock.elapsed() < PATIENCE_MS
            word = list(words)[len(self.answered) % len(words)]
            driver.search(word)
            assert driver.current() == words[word]
            self.answered.append(word)
            QApplication.processEvents()
        self._timer.stop()


def test_a_real_list_is_opened_searched_and_copied(
    window: MainWindow, qtbot: QtBot, icd_list: Path
) -> None:
    driver = Driver(window)
    opening = Opening(driver, qtbot)
    opening.drop(icd_list)
    reading = Reading(opening)
    reading.type_until_read()
    # The event loop went round and the keys were answered all the while, and the bar moved.
    assert reading.ticks > 1
    assert len(reading.answered) > 1
    assert reading.values == sorted(reading.values)
    assert len(set(reading.values)) > 1
    assert "ICD" not in driver.window.windowTitle()

    preview = opening.preview()
    assert preview is not None, opening.banner()
    assert table(preview)[0] == ["code: Code", "description: Name"]
    codes = said(preview, "previewTitle").split(" codes in ")[0]
    left_out = child(preview, QToolButton, "previewLeftOut").text()
    assert int(codes.replace(",", "")) + int(re.sub(r"\D", "", left_out)) == ROWS
    button(preview, "Use this list").click()
    opening.until_preview_is_gone()
    assert driver.window.windowTitle() == "icd-10-cm.csv \N{EN DASH} OT Codebook"
    assert driver.status() == f"{codes} codes from icd-10-cm.csv"

    driver.search("fracture of left wrist")
    assert "left wrist" in str(driver.codes.currentIndex().data())
    found = driver.current()
    driver.press("Return")
    assert clipboard().text() == found
    # The reference is still there, and comes first.
    driver.search("ther ex")
    assert driver.current() == "97110"
    driver.search("S72")
    assert driver.current() == "S72"
    assert all(code.startswith("S72") for code in driver.listed()[:100])
    driver.press("Ctrl+Shift+C")
    assert clipboard().text() == "S72 Fracture of femur"

    _scrolls(driver, int(codes.replace(",", "")), qtbot)


def _scrolls(driver: Driver, count: int, qtbot: QtBot) -> None:
    driver.press("Esc")
    driver.scope("My list")
    assert driver.count() == f"{count:,} codes"
    driver.codes.setFocus()
    at: Callable[[], int] = lambda: driver.codes.currentIndex().row()  # noqa: E731
    driver.press("Home")
    assert at() == 0
    driver.press("PgDown", times=10)
    assert at() > 50
    driver.press("End")
    assert at() == count - 1
    bar = driver.codes.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    last = driver.codes.visualRect(driver.codes.currentIndex())
    assert driver.codes.viewport().rect().contains(last)
    assert driver.current() in driver.detail.accessibleName()
    driver.press("PgUp")
    assert count - 50 < at() < count - 1

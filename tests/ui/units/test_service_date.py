"""The date of service in the Units tab, and what a new edition offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QDateEdit,
    QLabel,
    QPushButton,
    QTableView,
    QTextBrowser,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from catalog.test_dated import two_years
from catalog.test_diff import after, before
from otcodebook.catalog import editions
from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import write_catalog
from ui.driver import Driver, child
from ui.opening import Opening

_OpenWindow = Callable[..., MainWindow]


def it_is(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(editions, "date", SimpleNamespace(today=lambda: day))


class Units(Driver):
    """The Units tab with 40 minutes of 97110."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.action(ActionId.SHOW_UNITS).trigger()
        for typed in ("97110", "40"):
            self.type(typed)
            self.press("Return")
        self.date = self.part(QDateEdit, "unitsServiceDate")
        self.today = self.part(QToolButton, "unitsToday")

    def choose(self, day: date) -> None:
        self.date.setDate(QDate(day.year, day.month, day.day))
        QApplication.processEvents()

    def edition(self) -> str:
        return self.part(QLabel, "unitsEdition").text()

    def units(self) -> str:
        model = self.part(QTableView, "unitsTable").model()
        return str(model.index(0, 4).data())


def test_the_date_of_service_chooses_the_edition_that_units_are_counted_with(
    open_window: _OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, date(2026, 11, 27))
    driver = Units(open_window(write_catalog(tmp_path, two_years())))
    assert (driver.date.text(), driver.edition(), driver.units()) == (
        "11/27/2026",
        "2026 edition",
        "3",
    )
    assert driver.date.accessibleName() == "Date of service"
    assert not driver.today.isEnabled()
    driver.choose(date(2027, 2, 1))
    assert (driver.edition(), driver.units()) == ("2027 edition", "1")
    driver.choose(date(2026, 12, 31))
    assert driver.units() == "3"
    driver.choose(date(2028, 2, 1))
    assert driver.edition() == "For 2027 only: that edition ends on December 31, 2027"
    driver.today.click()
    assert (driver.date.text(), driver.units()) == ("11/27/2026", "3")
    # The other tabs show today's codes all the while.
    driver.choose(date(2027, 2, 1))
    driver.go_to("97110")
    assert "8 to 22 minutes" in driver.detail.toPlainText()


def test_codes_that_are_not_billed_on_the_date_are_taken_out_and_named(
    open_window: _OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, date(2026, 11, 27))
    driver = Units(open_window(write_catalog(tmp_path, two_years())))
    driver.type("97150")
    driver.press("Return")
    driver.choose(date(2027, 2, 1))
    problem = driver.part(QWidget, "unitsProblem")
    assert problem.isVisible()
    assert any("97150 is not" in text.text() for text in problem.findChildren(QLabel))
    model = driver.part(QTableView, "unitsTable").model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["97110"]


def test_the_wheel_over_the_date_scrolls_the_page(open_window: _OpenWindow, tmp_path: Path) -> None:
    driver = Units(open_window(write_catalog(tmp_path, two_years())))
    before_it = driver.date.date()
    at = QPointF(driver.date.rect().center())
    turn = QPoint(0, -120)
    event = QWheelEvent(
        at,
        driver.date.mapToGlobal(at),
        turn,
        turn,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    driver.date.setFocus()
    QApplication.sendEvent(driver.date, event)
    assert driver.date.date() == before_it


def test_at_new_year_the_window_goes_on_with_the_next_edition(
    open_window: _OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    it_is(monkeypatch, date(2026, 12, 31))
    driver = Units(open_window(write_catalog(tmp_path, two_years())))
    driver.go_to("97110")
    assert "8 to 22 minutes" in driver.detail.toPlainText()
    it_is(monkeypatch, date(2027, 1, 1))
    driver.part(QTimer, "nextDay").start(0)
    qtbot.waitUntil(lambda: "1 unit per day" in driver.detail.toPlainText())
    assert "2027 edition" in driver.detail.toPlainText()
    driver.action(ActionId.SHOW_UNITS).trigger()
    assert (driver.date.text(), driver.edition(), driver.units()) == (
        "01/01/2027",
        "2027 edition",
        "1",
    )


def test_a_date_that_was_chosen_stays_over_midnight(
    open_window: _OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    it_is(monkeypatch, date(2026, 12, 31))
    driver = Units(open_window(write_catalog(tmp_path, two_years())))
    driver.choose(date(2026, 12, 24))
    it_is(monkeypatch, date(2027, 1, 1))
    driver.part(QTimer, "nextDay").start(0)
    qtbot.waitUntil(lambda: "2027 edition" in driver.detail.toPlainText())
    assert (driver.date.text(), driver.edition(), driver.units()) == (
        "12/24/2026",
        "2026 edition",
        "3",
    )


def test_december_is_told_quietly_and_january_marks_everything_as_of_last_year(
    open_window: _OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    it_is(monkeypatch, date(2026, 11, 30))
    data = before()
    data["edition"]["expires"] = "2026-12-31"
    driver = Units(open_window(write_catalog(tmp_path, data)))
    note = driver.part(QLabel, "editionNote")
    driver.go_to("97110")
    assert not note.isVisible()

    def turn(day: date, told: str) -> None:
        it_is(monkeypatch, day)
        driver.part(QTimer, "nextDay").start(0)
        qtbot.waitUntil(lambda: told in driver.detail.toPlainText())

    turn(date(2026, 12, 1), "The 2026 edition ends on December 31, 2026.")
    assert note.isVisible()
    assert note.text() == "The 2026 edition ends on December 31, 2026."
    assert not driver.part(QLabel, "bannerText").isVisible()
    turn(date(2027, 1, 1), "For 2026 only: that edition ended on December 31, 2026.")
    assert not note.isVisible()
    assert "expired on December 31, 2026" in driver.part(QLabel, "bannerText").text()
    driver.action(ActionId.SHOW_UNITS).trigger()
    assert driver.edition() == "For 2026 only: that edition ended on December 31, 2026"


def test_another_edition_offers_what_changed(
    open_window: _OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old = write_catalog(tmp_path / "old", before())
    new = write_catalog(tmp_path / "new", after())
    driver = Driver(open_window(old))
    offer = driver.part(QPushButton, "whatChanged")
    assert not offer.isVisible()
    driver.go_to("97530")
    driver.action(ActionId.FAVORITE).trigger()
    opening = Opening(driver, qtbot)
    opening.read(new)
    assert offer.isVisible()
    assert offer.text() == "What changed since 2026"
    offer.click()
    page = child(child(driver.window, PageDialog), QTextBrowser, "pageView").toPlainText()
    assert page.startswith("Your favorites\n")
    for words in ("$2,480 becomes $2,550", "New codes", "97999 Group training, untimed."):
        assert words in page
    child(driver.window, PageDialog).close()
    opening.read(old)  # an older one: it is known what that says
    assert not offer.isVisible()
    (tmp_path / "none").mkdir()
    opening.read(write_catalog(tmp_path / "none", after() | {"edition": None}))
    assert not offer.isVisible()

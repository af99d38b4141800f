"""The edition: what the window says once it has expired, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.catalog import editions
from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource
from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link
from ui.opening import Opening, button

_OpenWindow = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def in_the_bundled_edition() -> None:
    """These tests count with the day on which they run."""


def _catalog(**edition: Any) -> dict[str, Any]:
    catalog = small_catalog()
    catalog["edition"] |= edition
    return catalog


def _expired() -> dict[str, Any]:
    return _catalog(year=2024, effective="2024-01-01", expires="2024-12-31")


def _banner(driver: Driver) -> str:
    visible = driver.part(QWidget, "banner").isVisible()
    return driver.part(QLabel, "bannerText").text() if visible else ""


def _about(driver: Driver) -> str:
    driver.action(ActionId.ABOUT).trigger()
    page = child(child(driver.window, PageDialog), QTextBrowser, "pageView")
    return str(page.toPlainText())


def test_an_expired_edition_is_told_until_the_banner_is_closed(
    open_window: _OpenWindow, tmp_path: Path
) -> None:
    driver = Driver(open_window(write_catalog(tmp_path, _expired())))
    assert _banner(driver) == (
        "These codes are for 2024 and expired on December 31, 2024. "
        "Open a newer edition before you bill."
    )
    # Quiet: it takes neither the keyboard nor anything else.
    assert driver.field.hasFocus()
    driver.type("530")
    driver.press("Return")
    assert driver.status() == "Copied 97530"
    button(driver.part(QWidget, "banner"), "Close").click()
    assert _banner(driver) == ""
    driver.search("group")
    assert _banner(driver) == ""
    assert driver.current() == "97150"


@pytest.mark.parametrize(("days", "told"), [(-1, True), (0, False), (1, False)])
def test_the_last_day_still_counts(
    open_window: _OpenWindow, tmp_path: Path, days: int, told: bool
) -> None:
    expires = (date.today() + timedelta(days)).isoformat()
    catalog = _catalog(effective="2020-01-01", expires=expires)
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    assert bool(_banner(driver)) is told


def test_a_catalog_in_force_and_one_without_edition_tell_nothing(
    driver: Driver, open_window: _OpenWindow, tmp_path: Path
) -> None:
    assert _banner(driver) == ""
    catalog = small_catalog()
    catalog["edition"] = None
    other = Driver(open_window(write_catalog(tmp_path, catalog)))
    assert _banner(other) == ""
    assert "edition" not in other.detail.toPlainText()


def test_the_next_catalog_takes_the_banner_away(
    open_window: _OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    driver = Driver(open_window(write_catalog(tmp_path, _expired())))
    (tmp_path / "list.csv").write_text("Code,Name\nX1,Alpha\n", encoding="utf-8")
    opening = Opening(driver, qtbot)
    opening.read(tmp_path / "gone.csv")
    assert "expired" in opening.banner()
    assert "gone.csv" in opening.banner()
    opening.accept(tmp_path / "list.csv")
    assert _banner(driver) == ""


def test_the_foot_of_a_code_shows_edition_and_sources(driver: Driver) -> None:
    driver.go_to("97110")
    assert "A manual" not in driver.detail.toPlainText()
    click_link(driver.detail, "fold:sources")
    foot = driver.detail.toPlainText().rstrip().splitlines()[-3:]
    assert foot[0].endswith("Sources")
    assert foot[1] == "A manual"
    assert foot[2] == "2026 edition, effective January 1, 2026."
    for code in ("97003", "97161"):
        driver.go_to(code)
        assert "2026 edition" in driver.detail.toPlainText().splitlines()[-1]


def test_about_shows_edition_and_title(driver: Driver) -> None:
    about = _about(driver)
    assert "Small catalog. 2026 edition, effective January 1, 2026" in about


def test_about_shows_the_sources(driver: Driver) -> None:
    about = _about(driver)
    assert "A manual" in about


def test_about_leaves_out_an_edition_that_a_catalog_does_not_state(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    catalog = write_catalog(tmp_path, small_catalog() | {"edition": None})
    Opening(driver, qtbot).read(catalog)
    assert "edition" not in _about(driver)


def test_the_bundled_edition_is_in_force_and_shown(open_window: _OpenWindow) -> None:
    driver = Driver(open_window())
    edition = load_catalog(read_resource("catalog.json")).edition
    assert edition is not None
    assert f"{edition.year} edition" in driver.detail.toPlainText()
    assert f"{edition.year} edition" in _about(driver)
    assert bool(_banner(driver)) is (date.today() > edition.expires)


@pytest.mark.parametrize("theme", [ActionId.THEME_LIGHT, ActionId.THEME_DARK])
def test_the_banner_is_seen_and_read_in_both_themes(
    open_window: _OpenWindow, tmp_path: Path, theme: ActionId
) -> None:
    driver = Driver(open_window(write_catalog(tmp_path, _expired())))
    driver.action(theme).trigger()
    QApplication.processEvents()
    banner = driver.part(QWidget, "banner")
    picture = banner.grab().toImage()
    ground = picture.pixelColor(2, 2)
    assert ground != QApplication.palette().color(QPalette.ColorRole.Window)
    assert ground.name() == ("#fff4dc" if theme is ActionId.THEME_LIGHT else "#3a2e14")
    used = {
        picture.pixelColor(x, y).name()
        for x in range(16, picture.width() // 2)
        for y in range(picture.height())
    }
    assert ("#7a4b00" if theme is ActionId.THEME_LIGHT else "#f2c063") in used


def _today(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    clock = SimpleNamespace(today=lambda: day)
    monkeypatch.setattr(editions, "date", clock)


@pytest.mark.parametrize("how", ["midnight", "the window comes to the front"])
def test_an_edition_that_expires_in_an_open_window_is_told(
    open_window: _OpenWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    how: str,
) -> None:
    last = date.today() + timedelta(days=3)
    catalog = _catalog(effective="2020-01-01", expires=last.isoformat())
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    timer = driver.part(QTimer, "nextDay")
    now = datetime.now()
    left = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()) - now
    assert abs(timer.remainingTime() / 1000 - left.total_seconds()) < 60
    _today(monkeypatch, last + timedelta(days=1))
    assert _banner(driver) == ""

    def day_passes() -> None:
        if how == "midnight":
            timer.start(0)
        else:
            application = QGuiApplication.instance()
            assert isinstance(application, QGuiApplication)
            application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    day_passes()
    qtbot.waitUntil(lambda: "expired on" in _banner(driver))
    button(driver.part(QWidget, "banner"), "Close").click()
    day_passes()
    qtbot.wait(50)
    assert _banner(driver) == ""  # it was read

"""The next start goes on where the last one was left, wherever the screens are by then."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.settings import Settings, SettingsFile
from otcodebook.ui.app import build_window
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, OpenDriver, child, stored
from ui.filling import is_filled


def _again(driver: Driver, opened: OpenDriver) -> Driver:
    """Closes the window and opens it anew."""
    driver.window.close()
    return opened()


def _scope(driver: Driver) -> str:
    names = ("scopeAll", "scopeFavorites", "scopeRecent")
    return next(name for name in names if driver.part(QToolButton, name).isChecked())


def test_query_and_code_come_back_and_typing_replaces_the_query(
    driver: Driver, opened: OpenDriver
) -> None:
    driver.search("ther")
    driver.press("Down")
    code, listed = driver.current(), driver.listed()
    found = _again(driver, opened)
    assert found.field.text() == "ther"
    assert (found.current(), found.listed()) == (code, listed)
    assert found.field.hasFocus()
    assert found.field.selectedText() == "ther"
    found.type("group")
    assert found.field.text() == "group"
    assert found.current() == "97150"


def test_scope_and_filters_come_back(opened: OpenDriver, folder: Path) -> None:
    with stored(folder) as data:
        for code in ("97530", "97165", "97110"):
            data.set_favorite(code, True)
    driver = opened()
    driver.scope("Favorites")
    driver.choose_family("Therapeutic procedure")
    driver.choose_counting("Timed")
    driver.click_row(1)
    found = _again(driver, opened)
    assert _scope(found) == "scopeFavorites"
    assert found.family.currentText() == "Therapeutic procedure"
    assert found.counting.currentText() == "Timed"
    assert found.listed() == ["97530", "97110"]
    assert found.current() == "97110"


def test_tab_question_and_page_come_back(driver: Driver, opened: OpenDriver) -> None:
    driver.action(ActionId.SHOW_GUIDE).trigger()
    driver.guide_list.setCurrentRow(1)
    driver.action(ActionId.SHOW_FAQ).trigger()
    driver.type("units")
    found = _again(driver, opened)
    assert found.tabs.currentIndex() == 1
    assert found.faq_search.text() == found.faq_search.selectedText() == "units"
    assert "How many units" in found.faq_list.currentItem().text()
    found.action(ActionId.SHOW_GUIDE).trigger()
    assert found.guide_list.currentItem().text() == "What comes next"


def test_list_and_page_are_scrolled_as_they_were(
    open_window: Callable[..., MainWindow], folder: Path, qtbot: QtBot
) -> None:
    first = Driver(open_window(None, folder))
    bars = [view.verticalScrollBar() for view in (first.codes, first.detail)]
    first.codes.setCurrentIndex(first.codes.model().index(20, 0))
    for bar in bars:
        bar.setValue(bar.maximum() // 3)
    left = [bar.value() for bar in bars]
    assert all(left)
    first.action(ActionId.SHOW_GUIDE).trigger()
    first.window.close()
    second = Driver(open_window(None, folder))
    assert second.tabs.currentIndex() == 2
    second.action(ActionId.SHOW_CODES).trigger()
    bars = [view.verticalScrollBar() for view in (second.codes, second.detail)]
    qtbot.waitUntil(lambda: [bar.value() for bar in bars] == left)


def test_what_no_longer_exists_is_left_out(
    opened: OpenDriver, catalog_file: Path, driver: Driver
) -> None:
    driver.choose_family("Therapeutic procedure")
    driver.click_row(2)
    catalog = small_catalog()
    catalog["families"][1]["id"] = "other"
    catalog["codes"] = [code | {"family": "evaluation"} for code in catalog["codes"][:2]]
    catalog["codes"][1]["related"] = []
    catalog["lookalikes"] = []
    write_catalog(catalog_file.parent, catalog)
    found = _again(driver, opened)
    assert found.listed() == ["97165", "97110"]
    assert found.current() == "97165"
    assert found.family.currentText() == "All categories"


@pytest.mark.parametrize("value", ["x", "-5", "99", "1e9", "9" * 30, "@ByteArray(x)", "a, b"])
def test_a_damaged_session_costs_only_itself(opened: OpenDriver, folder: Path, value: str) -> None:
    folder.mkdir()
    keys = ("scope", "counting", "row", "listScroll", "detailScroll", "faqPage", "family", "code")
    lines = [f"{key}={value}" for key in keys]
    (folder / "window.ini").write_text("\n".join(["[session]", *lines]) + "\n", encoding="utf-8")
    driver = opened()
    assert driver.listed() == ["97165", "97110", "97530", "97150"]


def test_what_was_typed_while_the_window_opened_wins(
    driver: Driver, catalog_file: Path, folder: Path, qtbot: QtBot
) -> None:
    driver.search("ther")
    driver.window.close()
    window = build_window(catalog_file, folder)
    qtbot.addWidget(window)
    window.show()
    field = child(window, QLineEdit, "searchField")
    QTest.keyClicks(field, "group")
    qtbot.waitUntil(lambda: is_filled(window))
    QApplication.processEvents()
    typed = Driver(window)
    assert typed.field.text() == "group"
    assert typed.current() == "97150"


def test_the_last_search_is_kept_in_one_file_only(driver: Driver, tmp_path: Path) -> None:
    driver.search("zebra stripes")
    driver.action(ActionId.SHOW_FAQ).trigger()
    driver.type("zebra crossing")
    driver.window.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"zebra" in path.read_bytes()] == ["window.ini"]


def test_nothing_of_the_units_tab_is_kept(driver: Driver, opened: OpenDriver) -> None:
    driver.search("97110")
    driver.action(ActionId.ADD_TO_UNITS).trigger()
    driver.action(ActionId.SHOW_UNITS).trigger()
    driver.type("97530")
    driver.press("Return")
    driver.type("33")
    driver.press("Return")
    driver.type("97150")
    found = _again(driver, opened)
    assert found.tabs.currentIndex() == 3
    assert found.part(QTableView, "unitsTable").model().rowCount() == 0
    kept = (driver.folder / "window.ini").read_text(encoding="utf-8")
    assert "97530" not in kept
    assert "97150" not in kept


def _geometry(place: QRect) -> QByteArray:
    """A geometry as Qt saves it (its version 3), of a screen as wide as the present one."""
    width = QApplication.primaryScreen().size().width()
    rect = (place.left(), place.top(), place.right(), place.bottom())
    numbers = struct.pack(">IHH4i4iibBi4i", 0x1D9D0CB, 3, 0, *rect, *rect, 0, 0, 0, width, *rect)
    return QByteArray(numbers)


@pytest.mark.parametrize(
    ("at", "size"),
    [
        (QPoint(90_000, 90_000), QSize(700, 500)),
        (QPoint(-90_000, -90_000), QSize(700, 500)),
        (QPoint(0, 0), QSize(20_000, 20_000)),
        (QPoint(-5_000, 40_000), QSize(9_000, 400)),
    ],
)
def test_a_window_of_a_screen_that_is_gone_is_seen(
    opened: OpenDriver, folder: Path, at: QPoint, size: QSize
) -> None:
    folder.mkdir()
    stored_state = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    stored_state.setValue("geometry", _geometry(QRect(at, size)))
    stored_state.sync()
    driver = opened()
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.contains(driver.window.geometry().topLeft())
    assert screen.contains(driver.window.geometry().center())
    if size.width() == 700:
        assert driver.window.size() == size, "the geometry was read"


def test_a_window_that_was_saved_too_small_grows_on_the_screen(
    opened: OpenDriver, folder: Path, qtbot: QtBot
) -> None:
    screen = QApplication.primaryScreen().availableGeometry()
    corner, size = screen.bottomRight() - QPoint(8, 8), QSize(6, 2)
    for text_size in (80, 100, 110, 200):
        SettingsFile(folder / "settings.json").update(Settings(), text_size=text_size)
        state = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        state.setValue("geometry", _geometry(QRect(corner, size)))
        state.sync()
        window = opened().window
        qtbot.waitUntil(lambda window=window: screen.contains(window.frameGeometry()))  # type: ignore[misc]
        window.close()


def test_a_remembered_catalog_gets_its_filters_back(
    open_window: Callable[..., MainWindow], catalog_file: Path, folder: Path, qtbot: QtBot
) -> None:
    first = Driver(open_window(None, folder))
    first.window.files_dropped.emit([str(catalog_file)])
    qtbot.waitUntil(lambda: first.listed() == ["97165", "97110", "97530", "97150"])
    first.choose_family("Therapeutic procedure")
    first.click_row(2)
    assert first.current() == "97150"
    first.window.close()
    second = Driver(open_window(None, folder))
    qtbot.waitUntil(lambda: second.listed() == ["97110", "97530", "97150"])
    assert second.current() == "97150"
    assert second.family.currentText() == "Therapeutic procedure"

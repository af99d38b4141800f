"""FAQ, Guide and Units are made when they are first looked at, with all that was so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QSplitter, QTableView, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.services.actions import ActionId
from support import small_catalog, write_catalog
from ui.driver import Driver, child
from ui.filling import Opening

Open = Callable[[], Driver]


@pytest.fixture
def opened(qtbot: QtBot, catalog_file: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens the window as a user does, always with the same folder."""

    def open_one() -> Driver:
        opening = Opening(catalog_file, tmp_path / "data")
        qtbot.addWidget(opening.window)
        opening.window.show()
        qtbot.waitUntil(opening.is_filled)
        opening.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is opening.window)
        QApplication.processEvents()
        return Driver(opening.window)

    yield open_one
    QGuiApplication.clipboard().clear()


def _is_made(driver: Driver, kind: type[QWidget], name: str) -> bool:
    return driver.window.findChild(kind, name) is not None


@pytest.mark.parametrize(
    ("keys", "kind", "name"),
    [
        ("Ctrl+2", QLineEdit, "faqSearch"),
        ("Ctrl+3", QListWidget, "guideList"),
        ("Ctrl+4", QTableView, "unitsTable"),
    ],
)
def test_a_tab_is_made_when_it_is_looked_at(
    opened: Open, keys: str, kind: type[QWidget], name: str
) -> None:
    driver = opened()
    assert not _is_made(driver, kind, name)
    driver.press(keys)
    part = child(driver.window, kind, name)
    # An empty session shows what to do first instead.
    assert part.isVisible() is (name != "unitsTable")
    assert QApplication.focusWidget() is not driver.field
    driver.press("Ctrl+1")
    driver.press(keys)
    assert child(driver.window, kind, name) is part


def test_a_click_on_a_tab_makes_it(opened: Open) -> None:
    driver = opened()
    driver.tabs.setCurrentIndex(1)  # what Qt does on a click
    assert driver.faq_list.count() == 2
    assert "A code set." in driver.faq_view.toPlainText()
    driver.tabs.setCurrentIndex(2)
    assert driver.guide_list.count() == 2


def test_links_lead_into_a_tab_that_is_not_made_yet(opened: Open) -> None:
    driver = opened()
    driver.detail.anchorClicked.emit(QUrl("faq:how-many-units"))
    assert driver.tabs.currentIndex() == 1
    assert "Count the minutes" in driver.faq_view.toPlainText()
    driver.faq_view.anchorClicked.emit(QUrl("guide:next"))
    assert driver.tabs.currentIndex() == 2
    driver.guide_view.anchorClicked.emit(QUrl("code:97530"))
    assert driver.current() == "97530"


def test_a_tab_has_the_colors_and_the_text_size_chosen_before(opened: Open) -> None:
    driver = opened()
    driver.action(ActionId.THEME_DARK).trigger()
    driver.action(ActionId.TEXT_LARGER).trigger()
    driver.press("Ctrl+2")
    css = driver.detail.document().defaultStyleSheet()
    assert css
    assert driver.faq_view.document().defaultStyleSheet() == css
    line = driver.faq_list.sizeHintForRow(0)
    driver.action(ActionId.TEXT_SMALLER).trigger()
    assert driver.faq_list.sizeHintForRow(0) < line


def test_messages_of_the_status_line_have_the_text_size_of_the_start(
    opened: Open, tmp_path: Path
) -> None:
    def sizes(driver: Driver) -> tuple[int, int]:
        line = driver.window.statusBar()
        return line.fontInfo().pixelSize(), driver.window.fontInfo().pixelSize()

    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.json").write_text('{"text_size": 200}', encoding="utf-8")
    driver = opened()
    large, window = sizes(driver)
    driver.action(ActionId.TEXT_USUAL).trigger()
    assert large == window
    usual, window = sizes(driver)
    assert (usual, window) == (large / 2, large / 2)


def test_the_tab_that_was_in_front_is_made_at_once(opened: Open) -> None:
    first = opened()
    first.press("Ctrl+2")
    first.type("units")
    first.window.close()
    second = opened()
    assert second.tabs.currentIndex() == 1
    assert second.faq_search.text() == second.faq_search.selectedText() == "units"
    second.type("cpt")  # the keyboard is where it would be had the tab been chosen
    assert second.faq_search.text() == "cpt"
    assert not _is_made(second, QListWidget, "guideList")


def test_what_is_kept_of_a_tab_outlives_a_session_without_it(opened: Open, qtbot: QtBot) -> None:
    first = opened()
    first.window.resize(1000, 600)
    first.press("Ctrl+3")
    first.guide_list.setCurrentRow(1)
    left = first.guide_list.currentItem().text()
    splitter = child(first.window, QSplitter, "guideTab")
    first.action(ActionId.WIDER).trigger()
    sizes = splitter.sizes()
    first.press("Ctrl+1")
    first.window.close()
    opened().window.close()
    third = opened()
    assert not _is_made(third, QListWidget, "guideList")
    third.press("Ctrl+3")
    assert third.guide_list.currentItem().text() == left
    again = child(third.window, QSplitter, "guideTab")
    qtbot.waitUntil(lambda: again.sizes() == sizes)  # once it is laid out


def test_the_units_tab_is_made_by_adding_a_code(opened: Open) -> None:
    driver = opened()
    assert not _is_made(driver, QTableView, "unitsTable")
    driver.search("97110")
    driver.press("Ctrl+U")
    assert driver.status().startswith("Added 97110 to Units")
    driver.press("Ctrl+4")
    assert driver.part(QTableView, "unitsTable").model().rowCount() == 1


def test_a_page_is_scrolled_as_it_was_and_another_one_is_not(qtbot: QtBot, tmp_path: Path) -> None:
    data = small_catalog()
    for item in data["faq"]:
        item["answer"] = [{"kind": "text", "text": "A line of an answer."} for _ in range(200)]
    path = write_catalog(tmp_path, data)

    def open_one() -> Driver:
        opening = Opening(path, tmp_path / "data")
        qtbot.addWidget(opening.window)
        opening.window.show()
        qtbot.waitUntil(opening.is_filled)
        QApplication.processEvents()
        return Driver(opening.window)

    first = open_one()
    first.tabs.setCurrentIndex(1)
    QApplication.processEvents()
    first.faq_view.verticalScrollBar().setValue(60)
    first.tabs.setCurrentIndex(0)
    first.window.close()
    second = open_one()
    second.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: second.faq_view.verticalScrollBar().value() == 60)
    second.tabs.setCurrentIndex(0)
    second.window.close()
    third = open_one()
    third.detail.anchorClicked.emit(QUrl(f"faq:{data['faq'][1]['id']}"))
    QApplication.processEvents()
    assert third.faq_list.currentRow() == 1
    assert third.faq_view.verticalScrollBar().value() == 0

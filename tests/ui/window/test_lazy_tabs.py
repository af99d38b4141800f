"""FAQ, Guide and Units are made when they are first looked at, with all that was so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QSplitter, QTableView, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.window.actions import ActionId
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


def _is_made(desk: Driver, kind: type[QWidget], name: str) -> bool:
    return desk.window.findChild(kind, name) is not None


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
    desk = opened()
    assert not _is_made(desk, kind, name)
    desk.press(keys)
    part = child(desk.window, kind, name)
    # An empty session shows what to do first instead.
    assert part.isVisible() is (name != "unitsTable")
    assert QApplication.focusWidget() is not desk.field
    desk.press("Ctrl+1")
    desk.press(keys)
    assert child(desk.window, kind, name) is part


def test_a_click_on_a_tab_makes_it(opened: Open) -> None:
    desk = opened()
    desk.tabs.setCurrentIndex(1)  # what Qt does on a click
    assert desk.faq_list.count() == 2
    assert "A code set." in desk.faq_view.toPlainText()
    desk.tabs.setCurrentIndex(2)
    assert desk.guide_list.count() == 2


def test_links_lead_into_a_tab_that_is_not_made_yet(opened: Open) -> None:
    desk = opened()
    desk.detail.anchorClicked.emit(QUrl("faq:how-many-units"))
    assert desk.tabs.currentIndex() == 1
    assert "Count the minutes" in desk.faq_view.toPlainText()
    desk.faq_view.anchorClicked.emit(QUrl("guide:next"))
    assert desk.tabs.currentIndex() == 2
    desk.guide_view.anchorClicked.emit(QUrl("code:97530"))
    assert desk.current() == "97530"


def test_a_tab_has_the_colors_and_the_text_size_chosen_before(opened: Open) -> None:
    desk = opened()
    desk.action(ActionId.THEME_DARK).trigger()
    desk.action(ActionId.TEXT_LARGER).trigger()
    desk.press("Ctrl+2")
    css = desk.detail.document().defaultStyleSheet()
    assert css
    assert desk.faq_view.document().defaultStyleSheet() == css
    line = desk.faq_list.sizeHintForRow(0)
    desk.action(ActionId.TEXT_SMALLER).trigger()
    assert desk.faq_list.sizeHintForRow(0) < line


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
    desk = opened()
    assert not _is_made(desk, QTableView, "unitsTable")
    desk.search("97110")
    desk.press("Ctrl+U")
    assert desk.status().startswith("Added 97110 to Units")
    desk.press("Ctrl+4")
    assert desk.part(QTableView, "unitsTable").model().rowCount() == 1


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

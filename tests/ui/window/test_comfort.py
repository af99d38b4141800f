"""Right-click menus that offer what works, and the hint of the first start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QMenu,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.settings import CopyFormat
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.widgets.document_view import DocumentView
from ui.driver import Driver, OpenDriver, child, clipboard, select_in

# Opening a menu offscreen.

_CODE = ["Copy", "Copy code and name", "Favorite"]
_MOVES = ["Move favorite up", "Move favorite down"]


def _menu(area: QAbstractScrollArea, place: QPoint) -> list[QAction]:
    """The entries of the menu that a right click at the place opens."""
    while (open_menu := QApplication.activePopupWidget()) is not None:
        open_menu.close()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, area.viewport().mapToGlobal(place))
    QApplication.sendEvent(area.viewport(), event)
    menus = [menu for menu in area.findChildren(QMenu) if menu.isVisible()]
    return [action for menu in menus for action in menu.actions() if not action.isSeparator()]


def _row_menu(driver: Driver) -> list[QAction]:
    place = driver.codes.visualRect(driver.codes.currentIndex()).center()
    return _menu(driver.codes, place)


def _texts(actions: list[QAction]) -> list[str]:
    return [action.text().replace("&", "") for action in actions]


def test_the_menu_of_a_code_does_what_it_says(driver: Driver) -> None:
    driver.search("97110")
    entries = _row_menu(driver)
    assert _texts(entries) == [*_CODE, "Add code to Units"]
    entries[1].trigger()
    assert clipboard().text() == "97110 Therapeutic exercise"
    entries[2].trigger()
    assert driver.starred("97110")
    entries[3].trigger()
    assert "Added 97110" in driver.status()


def test_the_menu_offers_moving_where_favorites_can_be_moved(driver: Driver) -> None:
    for code in ("97110", "97530"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    driver.search("")
    driver.scope("Favorites")
    driver.click_row(1)
    entries = _row_menu(driver)
    assert _texts(entries) == [*_CODE, *_MOVES, "Add code to Units"]
    entries[3].trigger()
    assert driver.listed() == ["97530", "97110"]


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_the_menu_of_what_is_not_billed_leads_to_what_is(driver: Driver, code: str) -> None:
    driver.go_to(code)
    entries = _row_menu(driver)
    assert _texts(entries) == ["Go to 97165"]
    entries[0].trigger()
    assert driver.current() == "97165"


def test_the_menu_of_an_answer_opens_it(driver: Driver) -> None:
    driver.search("what is cpt")
    while not driver.current().startswith("FAQ"):
        before = driver.codes.currentIndex()
        driver.press("Down")
        assert driver.codes.currentIndex() != before, "no question in the list"
    entries = _row_menu(driver)
    assert _texts(entries) == ["Open the answer"]
    entries[0].trigger()
    assert driver.tabs.currentIndex() == 1


def test_beneath_the_rows_there_is_no_menu(driver: Driver) -> None:
    driver.search("97150")
    assert _menu(driver.codes, QPoint(40, driver.codes.height() - 4)) == []


def test_the_menu_of_a_page_copies_text_and_the_codes_of_links(
    driver: Driver, qtbot: QtBot
) -> None:
    driver.search("97110")
    select_in(driver.detail, "Exercise for strength")
    entries = _menu(driver.detail, QPoint(4, 4))
    assert _texts(entries) == ["Copy", "Select all"]
    entries[0].trigger()
    assert clipboard().text() == "Exercise for strength"
    assert driver.status() == "Copied the selected text"
    driver.detail.moveCursor(QTextCursor.MoveOperation.Start)
    driver.action(ActionId.PREFERENCES).trigger()
    child(driver.window, QRadioButton, f"copyFormat-{CopyFormat.CODE_AND_NAME}").click()
    child(driver.window, QDialog).close()
    driver.come_to_front(qtbot)
    entries = _menu(driver.detail, _link(driver, "code:97530"))
    assert _texts(entries) == ["Open 97530", "Copy 97530", "Select all"]
    entries[1].trigger()
    assert clipboard().text() == "97530 Therapeutic activities"
    assert driver.status() == "Copied 97530 Therapeutic activities"
    entries[2].trigger()
    assert "Impairment treated" in driver.detail.textCursor().selectedText()


def _link(driver: Driver, target: str) -> QPoint:
    """A place on the first link of the page with this target."""
    for y in range(0, driver.detail.viewport().height(), 4):
        for x in range(0, driver.detail.viewport().width(), 4):
            if driver.detail.anchorAt(QPoint(x, y)) == target:
                return QPoint(x, y)
    raise AssertionError(f"{target} is not in sight")


def test_the_menu_of_a_dialog_works_too(driver: Driver) -> None:
    driver.action(ActionId.ABOUT).trigger()
    view = child(driver.window, DocumentView, "pageView")
    assert _texts(_menu(view, QPoint(4, 4))) == ["Select all"]
    view.selectAll()
    entries = _menu(view, QPoint(4, 4))
    entries[0].trigger()
    assert "OT Codebook" in clipboard().text()


def _hint(driver: Driver) -> bool:
    found = driver.window.findChild(QWidget, "hint")
    return found is not None and found.isVisible()


def test_the_first_start_shows_a_hint_until_a_code_is_copied(
    driver: Driver, opened: OpenDriver, qtbot: QtBot
) -> None:
    assert _hint(driver)
    assert driver.field.hasFocus()
    driver.search("97110")
    driver.press("Ctrl+Shift+C")
    driver.press("Return")
    qtbot.waitUntil(lambda: not _hint(driver))
    driver.window.close()
    assert not _hint(opened())


def test_the_hint_can_be_closed_and_stays_away(
    driver: Driver, opened: OpenDriver, qtbot: QtBot
) -> None:
    driver.button("OK").click()
    qtbot.waitUntil(lambda: not _hint(driver))
    driver.window.close()
    assert not _hint(opened())


def test_the_hint_comes_again_where_nothing_was_done(driver: Driver, opened: OpenDriver) -> None:
    driver.window.close()
    assert _hint(opened())

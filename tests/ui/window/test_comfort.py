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
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.actions import ActionId
from ui.driver import child, clipboard, select_in
from ui.own import OpenOwn, Own

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


def _row_menu(own: Own) -> list[QAction]:
    place = own.codes.visualRect(own.codes.currentIndex()).center()
    return _menu(own.codes, place)


def _texts(actions: list[QAction]) -> list[str]:
    return [action.text().replace("&", "") for action in actions]


def test_the_menu_of_a_code_does_what_it_says(own: Own) -> None:
    own.search("97110")
    entries = _row_menu(own)
    assert _texts(entries) == [*_CODE, "Add code to Units"]
    entries[1].trigger()
    assert clipboard().text() == "97110 Therapeutic exercise"
    entries[2].trigger()
    assert own.starred("97110")
    entries[3].trigger()
    assert "Added 97110" in own.status()


def test_the_menu_offers_moving_where_favorites_can_be_moved(own: Own) -> None:
    for code in ("97110", "97530"):
        own.go_to(code)
        own.press("Ctrl+D")
    own.search("")
    own.scope("Favorites")
    own.click_row(1)
    entries = _row_menu(own)
    assert _texts(entries) == [*_CODE, *_MOVES, "Add code to Units"]
    entries[3].trigger()
    assert own.listed() == ["97530", "97110"]


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_the_menu_of_what_is_not_billed_leads_to_what_is(own: Own, code: str) -> None:
    own.go_to(code)
    entries = _row_menu(own)
    assert _texts(entries) == ["Go to 97165"]
    entries[0].trigger()
    assert own.current() == "97165"


def test_the_menu_of_an_answer_opens_it(own: Own) -> None:
    own.search("what is cpt")
    while not own.current().startswith("FAQ"):
        before = own.codes.currentIndex()
        own.press("Down")
        assert own.codes.currentIndex() != before, "no question in the list"
    entries = _row_menu(own)
    assert _texts(entries) == ["Open the answer"]
    entries[0].trigger()
    assert own.tabs.currentIndex() == 1


def test_beneath_the_rows_there_is_no_menu(own: Own) -> None:
    own.search("97150")
    assert _menu(own.codes, QPoint(40, own.codes.height() - 4)) == []


def test_the_menu_of_a_page_copies_text_and_the_codes_of_links(own: Own, qtbot: QtBot) -> None:
    own.search("97110")
    select_in(own.detail, "Exercise for strength")
    entries = _menu(own.detail, QPoint(4, 4))
    assert _texts(entries) == ["Copy", "Select all"]
    entries[0].trigger()
    assert clipboard().text() == "Exercise for strength"
    assert own.status() == "Copied the selected text"
    own.detail.moveCursor(QTextCursor.MoveOperation.Start)
    own.action(ActionId.PREFERENCES).trigger()
    child(own.window, QRadioButton, f"copyFormat-{CopyFormat.CODE_AND_NAME}").click()
    child(own.window, QDialog).close()
    own.come_to_front(qtbot)
    entries = _menu(own.detail, _link(own, "code:97530"))
    assert _texts(entries) == ["Open 97530", "Copy 97530", "Select all"]
    entries[1].trigger()
    assert clipboard().text() == "97530 Therapeutic activities"
    assert own.status() == "Copied 97530 Therapeutic activities"
    entries[2].trigger()
    assert "Impairment treated" in own.detail.textCursor().selectedText()


def _link(own: Own, target: str) -> QPoint:
    """A place on the first link of the page with this target."""
    for y in range(0, own.detail.viewport().height(), 4):
        for x in range(0, own.detail.viewport().width(), 4):
            if own.detail.anchorAt(QPoint(x, y)) == target:
                return QPoint(x, y)
    raise AssertionError(f"{target} is not in sight")


def test_the_menu_of_a_dialog_works_too(own: Own) -> None:
    own.action(ActionId.ABOUT).trigger()
    view = child(own.window, DocumentView, "pageView")
    assert _texts(_menu(view, QPoint(4, 4))) == ["Select all"]
    view.selectAll()
    entries = _menu(view, QPoint(4, 4))
    entries[0].trigger()
    assert "OT Codebook" in clipboard().text()


def _hint(own: Own) -> bool:
    found = own.window.findChild(QWidget, "hint")
    return found is not None and found.isVisible()


def test_the_first_start_shows_a_hint_until_a_code_is_copied(
    own: Own, opened: OpenOwn, qtbot: QtBot
) -> None:
    assert _hint(own)
    assert own.field.hasFocus()
    own.search("97110")
    own.press("Ctrl+Shift+C")
    own.press("Return")
    qtbot.waitUntil(lambda: not _hint(own))
    own.window.close()
    assert not _hint(opened())


def test_the_hint_can_be_closed_and_stays_away(own: Own, opened: OpenOwn, qtbot: QtBot) -> None:
    own.button("OK").click()
    qtbot.waitUntil(lambda: not _hint(own))
    own.window.close()
    assert not _hint(opened())


def test_the_hint_comes_again_where_nothing_was_done(own: Own, opened: OpenOwn) -> None:
    own.window.close()
    assert _hint(opened())

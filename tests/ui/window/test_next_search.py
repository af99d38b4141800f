"""Copy, then the next: what the toast says, and what the next letter does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.codes.detail_pane import DetailPane
from otcodebook.ui.window.actions import ActionId
from ui.driver import Driver, child, clipboard, focused
from ui.own import Own


def _double_click(desk: Driver) -> None:
    place = desk.click_row(0)
    QTest.mouseDClick(desk.codes.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _copy_button(desk: Driver) -> None:
    buttons = child(desk.window, DetailPane).findChildren(QToolButton)
    button = next(b for b in buttons if b.accessibleName() == "Copy the code")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def _pressed_in(part: str, keys: str) -> Callable[[Driver], None]:
    def press(desk: Driver) -> None:
        getattr(desk, part).setFocus()
        desk.press(keys)

    return press


_WAYS: dict[str, Callable[[Driver], None]] = {
    "Enter": lambda desk: desk.press("Return"),
    "Enter in the list": _pressed_in("codes", "Return"),
    "double-click": _double_click,
    "Copy button": _copy_button,
    "Ctrl+C in the box": _pressed_in("field", "Ctrl+C"),
    "Ctrl+C in the list": _pressed_in("codes", "Ctrl+C"),
    "Ctrl+C in the page": _pressed_in("detail", "Ctrl+C"),
    "Ctrl+Shift+C": lambda desk: desk.press("Ctrl+Shift+C"),
    "menu": lambda desk: desk.action(ActionId.COPY).trigger(),
}


@pytest.mark.parametrize("way", _WAYS)
def test_after_a_copy_the_next_letter_starts_a_new_search(desk: Driver, way: str) -> None:
    desk.search("ther ex")
    _WAYS[way](desk)
    assert clipboard().text().startswith("97110")
    assert desk.field.selectedText() == "ther ex"
    desk.type("group")
    assert desk.field.text() == "group"
    assert desk.current() == "97150"


@pytest.mark.parametrize(("key", "text"), [("Right", "ther exe"), ("Left", "ther eex")])
def test_after_a_copy_an_arrow_key_edits_the_query(desk: Driver, key: str, text: str) -> None:
    desk.search("ther ex")
    desk.press("Return")
    desk.press(key)
    desk.type("e")
    assert desk.field.text() == text


def test_after_a_copy_a_click_edits_the_query(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Return")
    QTest.mouseClick(desk.field, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    desk.type("e")
    assert desk.field.text() == "ther exe"


def test_the_query_that_the_copy_selected_is_not_what_ctrl_c_copies(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Return")
    clipboard().setText("before")
    desk.press("Ctrl+C")
    assert clipboard().text() == "97110"
    desk.press("Ctrl+A")
    desk.press("Ctrl+C")
    assert clipboard().text() == "ther ex"


def _comes_back() -> None:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def test_when_the_window_comes_back_the_next_letter_starts_a_new_search(desk: Driver) -> None:
    desk.search("ther act")
    _comes_back()
    desk.type("group")
    assert desk.field.text() == "group"
    desk.press("Ctrl+2")
    desk.type("units")
    _comes_back()
    desk.type("cpt")
    assert desk.faq_search.text() == "cpt"


def test_a_note_that_is_being_typed_goes_on_when_the_window_comes_back(own: Own) -> None:
    own.write("97110", "half a ")
    _comes_back()
    own.type("note")
    assert own.note.toPlainText() == "half a note"


def _toast(desk: Driver) -> QWidget:
    return desk.part(QWidget, "toast")


def test_the_toast_stands_beside_the_row_and_goes_by_itself(desk: Driver, qtbot: QtBot) -> None:
    for row in (0, 2):
        place = desk.click_row(row)
        desk.press("Return")
        toast = _toast(desk)
        assert desk.toast() == f"Copied {desk.current()}"
        assert toast.accessibleName() == desk.toast()
        rect = desk.codes.visualRect(desk.codes.currentIndex())
        bottom = desk.codes.viewport().mapTo(desk.window, rect.bottomLeft()).y()
        assert 0 < toast.y() - bottom < 20
        assert not toast.geometry().contains(desk.codes.viewport().mapTo(desk.window, place))
        assert desk.window.rect().contains(toast.geometry())
    assert desk.window.statusBar().currentMessage() == ""
    qtbot.wait(2500)
    assert desk.toast()
    qtbot.waitUntil(lambda: not desk.toast(), timeout=3000)


def test_the_toast_stays_in_the_window_however_small_and_large_the_text(own: Own) -> None:
    for _ in range(10):
        own.action(ActionId.TEXT_LARGER).trigger()
    own.window.resize(1, 1)
    lost = []
    for code in own.listed():
        own.go_to(code)
        for keys in ("Return", "Ctrl+D", "Ctrl+D", "Ctrl+Shift+C"):
            own.press(keys)
            if not own.window.rect().contains(_toast(own).geometry()):
                lost.append((code, keys, _toast(own).geometry()))
    assert lost == []


def test_what_was_said_is_gone_with_the_next_key_or_click(desk: Driver) -> None:
    def said() -> None:
        desk.go_to("97003")
        desk.press("Return")
        assert desk.toast().startswith("Not copied")

    def told() -> None:
        desk.action(ActionId.READ_DIGITS).trigger()
        assert desk.window.statusBar().currentMessage()

    for say in (said, told):
        say()
        desk.type("9")
        assert desk.status() == ""
        say()
        desk.press("Down")
        assert desk.status() == ""
        say()
        desk.click_row(0)
        assert desk.status() == ""
        say()
        QTest.keyClick(focused(), Qt.Key.Key_Shift)
        assert desk.status(), "a modifier alone is no action"


@pytest.mark.parametrize("tab", [0, 1, 2, 3])
def test_after_a_restart_the_keyboard_is_where_the_tab_is_used(
    own: Own, opened: Callable[[], Own], tab: int
) -> None:
    own.tabs.setCurrentIndex(tab)
    own.window.close()
    again = opened()
    names = ("searchField", "faqSearch", "guideList", "unitsSearch")
    assert focused().objectName() == names[again.tabs.currentIndex()] == names[tab]


def _favorites(own: Own) -> None:
    for code in ("97530", "97110", "97150"):
        own.go_to(code)
        own.press("Ctrl+D")


def test_the_first_favorites_are_copied_by_number_from_every_tab(own: Own) -> None:
    _favorites(own)
    own.search("eval")
    listed = own.listed()
    own.press("Ctrl+Alt+2")
    assert clipboard().text() == "97110"
    assert "Copied 97110" in own.toast()
    assert "Therapeutic exercise" in own.toast()
    assert own.shown() == "97110"
    assert (own.field.text(), own.listed()) == ("eval", listed)
    own.press("Alt+Left")
    assert own.shown() == "97165"
    for keys in ("Ctrl+2", "Ctrl+3", "Ctrl+4"):
        own.press(keys)
        clipboard().setText("before")
        own.press("Ctrl+Alt+1")
        assert clipboard().text() == "97530", keys
    own.press("Ctrl+Alt+9")
    assert clipboard().text() == "97530"
    assert "no favorite 9" in own.toast()

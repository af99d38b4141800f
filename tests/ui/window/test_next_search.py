"""Copy, then the next: what the toast says, and what the next letter does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.detail.detail_pane import DetailPane
from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver, child, clipboard, focused


def _double_click(driver: Driver) -> None:
    place = driver.click_row(0)
    QTest.mouseDClick(driver.codes.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _copy_button(driver: Driver) -> None:
    buttons = child(driver.window, DetailPane).findChildren(QToolButton)
    button = next(b for b in buttons if b.accessibleName() == "Copy the code")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def _pressed_in(part: str, keys: str) -> Callable[[Driver], None]:
    def press(driver: Driver) -> None:
        getattr(driver, part).setFocus()
        driver.press(keys)

    return press


_WAYS: dict[str, Callable[[Driver], None]] = {
    "Enter": lambda driver: driver.press("Return"),
    "Enter in the list": _pressed_in("codes", "Return"),
    "double-click": _double_click,
    "Copy button": _copy_button,
    "Ctrl+C in the box": _pressed_in("field", "Ctrl+C"),
    "Ctrl+C in the list": _pressed_in("codes", "Ctrl+C"),
    "Ctrl+C in the page": _pressed_in("detail", "Ctrl+C"),
    "Ctrl+Shift+C": lambda driver: driver.press("Ctrl+Shift+C"),
    "menu": lambda driver: driver.action(ActionId.COPY).trigger(),
}


@pytest.mark.parametrize("way", _WAYS)
def test_after_a_copy_the_next_letter_starts_a_new_search(driver: Driver, way: str) -> None:
    driver.search("ther ex")
    _WAYS[way](driver)
    assert clipboard().text().startswith("97110")
    assert driver.field.selectedText() == "ther ex"
    driver.type("group")
    assert driver.field.text() == "group"
    assert driver.current() == "97150"


@pytest.mark.parametrize(("key", "text"), [("Right", "ther exe"), ("Left", "ther eex")])
def test_after_a_copy_an_arrow_key_edits_the_query(driver: Driver, key: str, text: str) -> None:
    driver.search("ther ex")
    driver.press("Return")
    driver.press(key)
    driver.type("e")
    assert driver.field.text() == text


def test_after_a_copy_a_click_edits_the_query(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Return")
    QTest.mouseClick(driver.field, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    driver.type("e")
    assert driver.field.text() == "ther exe"


def test_the_query_that_the_copy_selected_is_not_what_ctrl_c_copies(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Return")
    clipboard().setText("before")
    driver.press("Ctrl+C")
    assert clipboard().text() == "97110"
    driver.press("Ctrl+A")
    driver.press("Ctrl+C")
    assert clipboard().text() == "ther ex"


def _comes_back() -> None:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def test_when_the_window_comes_back_the_next_letter_starts_a_new_search(driver: Driver) -> None:
    driver.search("ther act")
    _comes_back()
    driver.type("group")
    assert driver.field.text() == "group"
    driver.press("Ctrl+2")
    driver.type("units")
    _comes_back()
    driver.type("cpt")
    assert driver.faq_search.text() == "cpt"


def test_a_note_that_is_being_typed_goes_on_when_the_window_comes_back(driver: Driver) -> None:
    driver.write("97110", "half a ")
    _comes_back()
    driver.type("note")
    assert driver.note.toPlainText() == "half a note"


def _toast(driver: Driver) -> QWidget:
    return driver.part(QWidget, "toast")


def test_the_toast_stands_beside_the_row_and_goes_by_itself(driver: Driver, qtbot: QtBot) -> None:
    for row in (0, 2):
        place = driver.click_row(row)
        driver.press("Return")
        toast = _toast(driver)
        assert driver.toast() == f"Copied {driver.current()}"
        assert toast.accessibleName() == driver.toast()
        rect = driver.codes.visualRect(driver.codes.currentIndex())
        bottom = driver.codes.viewport().mapTo(driver.window, rect.bottomLeft()).y()
        assert 0 < toast.y() - bottom < 20
        assert not toast.geometry().contains(driver.codes.viewport().mapTo(driver.window, place))
        assert driver.window.rect().contains(toast.geometry())
    assert driver.window.statusBar().currentMessage() == ""
    qtbot.wait(2500)
    assert driver.toast()
    qtbot.waitUntil(lambda: not driver.toast(), timeout=3000)


def test_the_toast_stays_in_the_window_however_small_and_large_the_text(driver: Driver) -> None:
    for _ in range(10):
        driver.action(ActionId.TEXT_LARGER).trigger()
    driver.window.resize(1, 1)
    lost = []
    for code in driver.listed():
        driver.go_to(code)
        for keys in ("Return", "Ctrl+D", "Ctrl+D", "Ctrl+Shift+C"):
            driver.press(keys)
            if not driver.window.rect().contains(_toast(driver).geometry()):
                lost.append((code, keys, _toast(driver).geometry()))
    assert lost == []


def test_what_was_said_is_gone_with_the_next_key_or_click(driver: Driver) -> None:
    def said() -> None:
        driver.go_to("97003")
        driver.press("Return")
        assert driver.toast().startswith("Not copied")

    def told() -> None:
        driver.action(ActionId.READ_DIGITS).trigger()
        assert driver.window.statusBar().currentMessage()

    for say in (said, told):
        say()
        driver.type("9")
        assert driver.status() == ""
        say()
        driver.press("Down")
        assert driver.status() == ""
        say()
        driver.click_row(0)
        assert driver.status() == ""
        say()
        QTest.keyClick(focused(), Qt.Key.Key_Shift)
        assert driver.status(), "a modifier alone is no action"


@pytest.mark.parametrize("tab", [0, 1, 2, 3])
def test_after_a_restart_the_keyboard_is_where_the_tab_is_used(
    driver: Driver, opened: Callable[[], Driver], tab: int
) -> None:
    driver.tabs.setCurrentIndex(tab)
    driver.window.close()
    again = opened()
    names = ("searchField", "faqSearch", "guideList", "unitsSearch")
    assert focused().objectName() == names[again.tabs.currentIndex()] == names[tab]


def _favorites(driver: Driver) -> None:
    for code in ("97530", "97110", "97150"):
        driver.go_to(code)
        driver.press("Ctrl+D")


def test_the_first_favorites_are_copied_by_number_from_every_tab(driver: Driver) -> None:
    _favorites(driver)
    driver.search("eval")
    listed = driver.listed()
    driver.press("Ctrl+Alt+2")
    assert clipboard().text() == "97110"
    assert "Copied 97110" in driver.toast()
    assert "Therapeutic exercise" in driver.toast()
    assert driver.shown() == "97110"
    assert (driver.field.text(), driver.listed()) == ("eval", listed)
    driver.press("Alt+Left")
    assert driver.shown() == "97165"
    for keys in ("Ctrl+2", "Ctrl+3", "Ctrl+4"):
        driver.press(keys)
        clipboard().setText("before")
        driver.press("Ctrl+Alt+1")
        assert clipboard().text() == "97530", keys
    driver.press("Ctrl+Alt+9")
    assert clipboard().text() == "97530"
    assert "no favorite 9" in driver.toast()

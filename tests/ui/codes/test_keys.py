"""The keyboard contract of the Codes tab: keys go to whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.services.actions import ACTIONS, ActionId, ActionSpec
from otcodebook.ui.services.banner import Banner
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, child, clipboard, focused, select_in

_Do = Callable[[Driver], object]


def _box(driver: Driver) -> None:
    driver.field.setFocus()


def _list(driver: Driver) -> None:
    driver.codes.setFocus()


def _detail(driver: Driver) -> None:
    driver.detail.setFocus()


def _filter(driver: Driver) -> None:
    driver.part(QToolButton, "filterButton").setFocus()


_EVERYWHERE = (_box, _list, _detail, _filter)


def _typed(driver: Driver) -> bool:
    return driver.field.text() == "5" and driver.field.hasFocus()


def _moved_to(row: int) -> Callable[[Driver], bool]:
    def moved(driver: Driver) -> bool:
        at = driver.codes.currentIndex().row()
        return at == row and driver.field.hasFocus() and driver.chosen() == [driver.listed()[row]]

    return moved


def _copied(text: str) -> Callable[[Driver], bool]:
    return lambda driver: clipboard().text() == text and "Copied" in driver.status()


def _cleared(driver: Driver) -> bool:
    return driver.field.text() == "" and driver.field.hasFocus()


def _find_ready(driver: Driver) -> bool:
    return driver.field.hasFocus() and driver.field.selectedText() == driver.field.text() == "ther"


def _tab(at: int) -> Callable[[Driver], bool]:
    return lambda driver: driver.tabs.currentIndex() == at


def _ther(driver: Driver) -> None:
    driver.search("ther")


def _second_row(driver: Driver) -> None:
    driver.field.setFocus()
    driver.press("Down")


def _then(*steps: _Do) -> _Do:
    def all_of_them(driver: Driver) -> None:
        for step in steps:
            step(driver)

    return all_of_them


_LAST = 3  # the small catalog has four codes

_CONTRACT: list[tuple[str, _Do, str, Callable[[Driver], bool]]] = [
    *((f"a digit in {place.__name__}", place, "5", _typed) for place in _EVERYWHERE),
    ("Down in the box", _box, "Down", _moved_to(1)),
    ("Up in the box", _second_row, "Up", _moved_to(0)),
    ("Up on the first row", _box, "Up", _moved_to(0)),
    ("PgDn in the box", _box, "PgDown", _moved_to(_LAST)),
    ("PgUp in the box", _second_row, "PgUp", _moved_to(0)),
    ("Return in the box", _box, "Return", _copied("97165")),
    ("Enter of the keypad", _box, "Enter", _copied("97165")),
    ("Return after moving", _second_row, "Return", _copied("97110")),
    ("Return in the list", _then(_second_row, _list), "Return", _copied("97110")),
    ("Enter in the list", _then(_second_row, _list), "Enter", _copied("97110")),
    *(
        (f"{keys} in {place.__name__}", _then(_second_row, place), keys, _copied(text))
        for place in _EVERYWHERE
        for keys, text in (
            ("Ctrl+C", "97110"),
            ("Ctrl+Shift+C", "97110 Therapeutic exercise"),
        )
    ),
    *((f"Esc in {p.__name__}", _then(_ther, p), "Esc", _cleared) for p in _EVERYWHERE),
    *(
        (f"{keys} from {place.__name__}", _then(_ther, place), keys, _find_ready)
        for keys in ("Ctrl+F", "Ctrl+L", "F3")
        for place in _EVERYWHERE
    ),
    ("Ctrl+2", _box, "Ctrl+2", _tab(1)),
    ("Ctrl+3", _list, "Ctrl+3", _tab(2)),
    ("Ctrl+4", _detail, "Ctrl+4", _tab(3)),
    ("Ctrl+1", lambda driver: driver.press("Ctrl+3"), "Ctrl+1", _tab(0)),
]


@pytest.mark.parametrize(
    ("begin", "keys", "done"), [row[1:] for row in _CONTRACT], ids=[row[0] for row in _CONTRACT]
)
def test_the_keyboard_contract(
    driver: Driver, begin: _Do, keys: str, done: Callable[[Driver], bool]
) -> None:
    begin(driver)
    clipboard().clear()
    driver.press(keys)
    assert done(driver), (keys, driver.field.text(), driver.current(), driver.status(), focused())


@pytest.mark.parametrize(
    ("keys", "change"), [("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)], ids=["plus", "equals", "-"]
)
def test_text_size_keys(driver: Driver, keys: str, change: int) -> None:
    usual = QApplication.font().pointSizeF()
    driver.press(keys)
    changed = QApplication.font().pointSizeF()
    assert (changed - usual) * change > 0
    assert driver.codes.font().pointSizeF() == pytest.approx(changed)
    driver.press("Ctrl+0")
    assert QApplication.font().pointSizeF() == pytest.approx(usual)


def test_f1_shows_the_keys(driver: Driver) -> None:
    driver.press("F1")
    assert child(driver.window, PageDialog).isVisible()


def test_a_word_typed_in_the_list_goes_whole_to_the_box(driver: Driver) -> None:
    _list(driver)
    driver.type("group")
    assert driver.field.text() == "group"
    assert driver.current() == "97150"


def test_a_letter_replaces_the_old_query_when_it_comes_from_elsewhere(driver: Driver) -> None:
    driver.search("ther")
    _list(driver)
    driver.type("g")
    assert driver.field.text() == "g"


def test_every_stop_of_the_tab_key_takes_a_letter_to_the_box(driver: Driver) -> None:
    page = driver.tabs.currentWidget()
    stops = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.objectName() != "noteEdit"
    ]
    assert driver.codes in stops
    lost = []
    for stop in stops:
        driver.field.clear()
        stop.setFocus()
        driver.type("7")
        if driver.field.text() != "7":
            lost.append(stop.accessibleName() or repr(stop))
    assert lost == []


def test_the_tab_key_reaches_every_control_and_each_has_a_name(driver: Driver) -> None:
    driver.field.setFocus()
    reached: list[QWidget] = []
    while focused() not in reached:
        reached.append(focused())
        driver.press("Tab")
    filter_button = driver.part(QToolButton, "filterButton")
    for control in (driver.field, driver.codes, driver.detail, filter_button):
        assert control in reached
    inside = [widget for widget in reached if driver.tabs.currentWidget().isAncestorOf(widget)]
    assert [widget for widget in inside if not widget.accessibleName()] == []


def test_moving_in_the_list_keeps_the_query_and_the_caret(driver: Driver) -> None:
    driver.search("ther")
    driver.press("Left")
    driver.press("Down")
    assert driver.field.text() == "ther"
    assert driver.field.cursorPosition() == 3


def test_home_and_end_move_the_caret_in_a_query_and_the_list_in_an_empty_box(
    driver: Driver,
) -> None:
    driver.search("ther")
    driver.press("Home")
    assert driver.field.cursorPosition() == 0
    assert driver.codes.currentIndex().row() == 0
    driver.search("")
    driver.press("End")
    assert driver.codes.currentIndex().row() == _LAST
    driver.press("Home")
    assert driver.codes.currentIndex().row() == 0


def test_shift_and_arrows_choose_several_codes_in_the_list(driver: Driver) -> None:
    _list(driver)
    driver.press("Shift+Down", times=2)
    assert len(driver.chosen()) == 3


def test_keys_of_the_list_do_nothing_bad_while_nothing_is_found(driver: Driver) -> None:
    driver.search("qqqq")
    for keys in ("Down", "Up", "PgDown", "PgUp"):
        driver.press(keys)
        assert driver.field.hasFocus()
    clipboard().setText("before")
    driver.press("Return")
    assert clipboard().text() == "before"
    assert "Copied" not in driver.status()


def test_find_goes_to_the_box_of_the_guide(driver: Driver) -> None:
    driver.press("Ctrl+3")
    driver.press("Ctrl+F")
    assert driver.tabs.currentIndex() == 2
    assert focused().objectName() == "guideSearch"


_SHORTCUTS = [
    (spec, keys) for spec in ACTIONS for keys in spec.shortcuts if not spec.units_tab_only
]


@pytest.mark.parametrize(
    ("spec", "keys"), _SHORTCUTS, ids=[f"{spec.id} {keys}" for spec, keys in _SHORTCUTS]
)
def test_every_shortcut_works_from_box_list_and_detail(
    driver: Driver, qtbot: QtBot, spec: ActionSpec, keys: str
) -> None:
    fired: list[str] = []
    driver.action(spec.id).triggered.connect(lambda: fired.append(spec.id))
    for place in (_box, _list, _detail):
        if not driver.window.isVisible():
            assert spec.id == ActionId.QUIT
            return
        driver.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is driver.window)
        driver.tabs.setCurrentIndex(0)
        place(driver)
        driver.action(spec.id).setEnabled(True)  # Back and Forward need somewhere to go
        fired.clear()
        driver.press(keys)
        assert fired == [spec.id], place.__name__
        for dialog in driver.window.findChildren(QDialog):
            dialog.close()


def test_no_shortcut_stands_for_two_actions() -> None:
    keys = [QKeySequence(keys).toString() for _, keys in _SHORTCUTS]
    assert sorted(keys) == sorted(set(keys))
    keys = [keys for spec in ACTIONS if spec.units_tab_only for keys in spec.shortcuts]
    assert sorted(keys) == sorted(set(keys))


def test_ctrl_c_in_another_tab_says_what_to_do(driver: Driver) -> None:
    clipboard().setText("before")
    driver.press("Ctrl+2")
    driver.press("Ctrl+C")
    assert clipboard().text() == "before"
    assert driver.status()
    assert "Copied" not in driver.status()


def test_ctrl_c_copies_what_is_selected_in_an_answer(driver: Driver) -> None:
    driver.press("Ctrl+2")
    select_in(driver.faq_view, "A code set")
    driver.press("Ctrl+C")
    assert clipboard().text() == "A code set"


def test_typing_in_a_tab_of_its_own_stays_there(driver: Driver, window: MainWindow) -> None:
    driver.press("Ctrl+2")
    driver.type("units")
    assert driver.faq_search.text() == "units"
    assert driver.field.text() == ""


def _reachable(driver: Driver) -> list[QWidget]:
    """Every part that can have the focus while Codes is in front, text fields aside."""
    return [
        part
        for part in driver.window.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(part, QLineEdit | QPlainTextEdit)
        and part.window() is driver.window
    ]


@pytest.mark.parametrize("state", ["codes are listed", "nothing is found", "there is trouble"])
def test_a_letter_on_any_part_reaches_the_box(driver: Driver, state: str) -> None:
    if state == "nothing is found":
        driver.family.setCurrentIndex(1)
        driver.search("qqqq")
    elif state == "there is trouble":
        child(driver.window, Banner).show_sentence("Some trouble.")
    parts = _reachable(driver)
    kinds = {type(part).__name__ for part in parts}
    assert {"QTabBar", "QToolButton"} <= kinds
    if state != "codes are listed":
        assert "QPushButton" in kinds
    lost = []
    for part in parts:
        driver.field.setText("qqqq" if state == "nothing is found" else "")
        part.setFocus()
        if part.hasFocus():
            QTest.keyClicks(part, "5")
            if driver.field.text() != "5" or not driver.field.hasFocus():
                lost.append((type(part).__name__, part.objectName(), part.accessibleName()))
    assert lost == []


def test_what_was_typed_long_ago_cannot_be_undone_any_more(driver: Driver) -> None:
    for _ in range(260):
        driver.field.selectAll()
        driver.type("ot")
    assert driver.field.text() == "ot"
    undone = 0
    while driver.field.isUndoAvailable():
        driver.press("Ctrl+Z")
        undone += 1
    assert 1 <= undone < 100

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
from otcodebook.ui.widgets.banner import Banner
from otcodebook.ui.window.actions import ACTIONS, ActionId, ActionSpec
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, child, clipboard, focused, select_in

_Do = Callable[[Driver], object]


def _box(desk: Driver) -> None:
    desk.field.setFocus()


def _list(desk: Driver) -> None:
    desk.codes.setFocus()


def _detail(desk: Driver) -> None:
    desk.detail.setFocus()


def _filter(desk: Driver) -> None:
    desk.part(QToolButton, "filterButton").setFocus()


_EVERYWHERE = (_box, _list, _detail, _filter)


def _typed(desk: Driver) -> bool:
    return desk.field.text() == "5" and desk.field.hasFocus()


def _moved_to(row: int) -> Callable[[Driver], bool]:
    def moved(desk: Driver) -> bool:
        at = desk.codes.currentIndex().row()
        return at == row and desk.field.hasFocus() and desk.chosen() == [desk.listed()[row]]

    return moved


def _copied(text: str) -> Callable[[Driver], bool]:
    return lambda desk: clipboard().text() == text and "Copied" in desk.status()


def _cleared(desk: Driver) -> bool:
    return desk.field.text() == "" and desk.field.hasFocus()


def _find_ready(desk: Driver) -> bool:
    return desk.field.hasFocus() and desk.field.selectedText() == desk.field.text() == "ther"


def _tab(at: int) -> Callable[[Driver], bool]:
    return lambda desk: desk.tabs.currentIndex() == at


def _ther(desk: Driver) -> None:
    desk.search("ther")


def _second_row(desk: Driver) -> None:
    desk.field.setFocus()
    desk.press("Down")


def _then(*steps: _Do) -> _Do:
    def all_of_them(desk: Driver) -> None:
        for step in steps:
            step(desk)

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
    ("Ctrl+1", lambda desk: desk.press("Ctrl+3"), "Ctrl+1", _tab(0)),
]


@pytest.mark.parametrize(
    ("begin", "keys", "done"), [row[1:] for row in _CONTRACT], ids=[row[0] for row in _CONTRACT]
)
def test_the_keyboard_contract(
    desk: Driver, begin: _Do, keys: str, done: Callable[[Driver], bool]
) -> None:
    begin(desk)
    clipboard().clear()
    desk.press(keys)
    assert done(desk), (keys, desk.field.text(), desk.current(), desk.status(), focused())


@pytest.mark.parametrize(
    ("keys", "change"), [("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)], ids=["plus", "equals", "-"]
)
def test_text_size_keys(desk: Driver, keys: str, change: int) -> None:
    usual = QApplication.font().pointSizeF()
    desk.press(keys)
    changed = QApplication.font().pointSizeF()
    assert (changed - usual) * change > 0
    assert desk.codes.font().pointSizeF() == pytest.approx(changed)
    desk.press("Ctrl+0")
    assert QApplication.font().pointSizeF() == pytest.approx(usual)


def test_f1_shows_the_keys(desk: Driver) -> None:
    desk.press("F1")
    assert child(desk.window, PageDialog).isVisible()


def test_a_word_typed_in_the_list_goes_whole_to_the_box(desk: Driver) -> None:
    _list(desk)
    desk.type("group")
    assert desk.field.text() == "group"
    assert desk.current() == "97150"


def test_a_letter_replaces_the_old_query_when_it_comes_from_elsewhere(desk: Driver) -> None:
    desk.search("ther")
    _list(desk)
    desk.type("g")
    assert desk.field.text() == "g"


def test_every_stop_of_the_tab_key_takes_a_letter_to_the_box(desk: Driver) -> None:
    page = desk.tabs.currentWidget()
    stops = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.objectName() != "noteEdit"
    ]
    assert desk.codes in stops
    lost = []
    for stop in stops:
        desk.field.clear()
        stop.setFocus()
        desk.type("7")
        if desk.field.text() != "7":
            lost.append(stop.accessibleName() or repr(stop))
    assert lost == []


def test_the_tab_key_reaches_every_control_and_each_has_a_name(desk: Driver) -> None:
    desk.field.setFocus()
    reached: list[QWidget] = []
    while focused() not in reached:
        reached.append(focused())
        desk.press("Tab")
    filter_button = desk.part(QToolButton, "filterButton")
    for control in (desk.field, desk.codes, desk.detail, filter_button):
        assert control in reached
    inside = [widget for widget in reached if desk.tabs.currentWidget().isAncestorOf(widget)]
    assert [widget for widget in inside if not widget.accessibleName()] == []


def test_moving_in_the_list_keeps_the_query_and_the_caret(desk: Driver) -> None:
    desk.search("ther")
    desk.press("Left")
    desk.press("Down")
    assert desk.field.text() == "ther"
    assert desk.field.cursorPosition() == 3


def test_home_and_end_move_the_caret_in_a_query_and_the_list_in_an_empty_box(desk: Driver) -> None:
    desk.search("ther")
    desk.press("Home")
    assert desk.field.cursorPosition() == 0
    assert desk.codes.currentIndex().row() == 0
    desk.search("")
    desk.press("End")
    assert desk.codes.currentIndex().row() == _LAST
    desk.press("Home")
    assert desk.codes.currentIndex().row() == 0


def test_shift_and_arrows_choose_several_codes_in_the_list(desk: Driver) -> None:
    _list(desk)
    desk.press("Shift+Down", times=2)
    assert len(desk.chosen()) == 3


def test_keys_of_the_list_do_nothing_bad_while_nothing_is_found(desk: Driver) -> None:
    desk.search("qqqq")
    for keys in ("Down", "Up", "PgDown", "PgUp"):
        desk.press(keys)
        assert desk.field.hasFocus()
    clipboard().setText("before")
    desk.press("Return")
    assert clipboard().text() == "before"
    assert "Copied" not in desk.status()


def test_find_goes_to_the_box_of_the_guide(desk: Driver) -> None:
    desk.press("Ctrl+3")
    desk.press("Ctrl+F")
    assert desk.tabs.currentIndex() == 2
    assert focused().objectName() == "guideSearch"


_SHORTCUTS = [
    (spec, keys) for spec in ACTIONS for keys in spec.shortcuts if not spec.units_tab_only
]


@pytest.mark.parametrize(
    ("spec", "keys"), _SHORTCUTS, ids=[f"{spec.id} {keys}" for spec, keys in _SHORTCUTS]
)
def test_every_shortcut_works_from_box_list_and_detail(
    desk: Driver, qtbot: QtBot, spec: ActionSpec, keys: str
) -> None:
    fired: list[str] = []
    desk.action(spec.id).triggered.connect(lambda: fired.append(spec.id))
    for place in (_box, _list, _detail):
        if not desk.window.isVisible():
            assert spec.id == ActionId.QUIT
            return
        desk.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
        desk.tabs.setCurrentIndex(0)
        place(desk)
        desk.action(spec.id).setEnabled(True)  # Back and Forward need somewhere to go
        fired.clear()
        desk.press(keys)
        assert fired == [spec.id], place.__name__
        for dialog in desk.window.findChildren(QDialog):
            dialog.close()


def test_no_shortcut_stands_for_two_actions() -> None:
    keys = [QKeySequence(keys).toString() for _, keys in _SHORTCUTS]
    assert sorted(keys) == sorted(set(keys))
    keys = [keys for spec in ACTIONS if spec.units_tab_only for keys in spec.shortcuts]
    assert sorted(keys) == sorted(set(keys))


def test_ctrl_c_in_another_tab_says_what_to_do(desk: Driver) -> None:
    clipboard().setText("before")
    desk.press("Ctrl+2")
    desk.press("Ctrl+C")
    assert clipboard().text() == "before"
    assert desk.status()
    assert "Copied" not in desk.status()


def test_ctrl_c_copies_what_is_selected_in_an_answer(desk: Driver) -> None:
    desk.press("Ctrl+2")
    select_in(desk.faq_view, "A code set")
    desk.press("Ctrl+C")
    assert clipboard().text() == "A code set"


def test_typing_in_a_tab_of_its_own_stays_there(desk: Driver, window: MainWindow) -> None:
    desk.press("Ctrl+2")
    desk.type("units")
    assert desk.faq_search.text() == "units"
    assert desk.field.text() == ""


def _reachable(desk: Driver) -> list[QWidget]:
    """Every part that can have the focus while Codes is in front, text fields aside."""
    return [
        part
        for part in desk.window.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(part, QLineEdit | QPlainTextEdit)
        and part.window() is desk.window
    ]


@pytest.mark.parametrize("state", ["codes are listed", "nothing is found", "there is trouble"])
def test_a_letter_on_any_part_reaches_the_box(desk: Driver, state: str) -> None:
    if state == "nothing is found":
        desk.family.setCurrentIndex(1)
        desk.search("qqqq")
    elif state == "there is trouble":
        child(desk.window, Banner).show_sentence("Some trouble.")
    parts = _reachable(desk)
    kinds = {type(part).__name__ for part in parts}
    assert {"QTabBar", "QToolButton"} <= kinds
    if state != "codes are listed":
        assert "QPushButton" in kinds
    lost = []
    for part in parts:
        desk.field.setText("qqqq" if state == "nothing is found" else "")
        part.setFocus()
        if part.hasFocus():
            QTest.keyClicks(part, "5")
            if desk.field.text() != "5" or not desk.field.hasFocus():
                lost.append((type(part).__name__, part.objectName(), part.accessibleName()))
    assert lost == []

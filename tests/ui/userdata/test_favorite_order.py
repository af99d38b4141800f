"""Favorites in the user's own order: by keys, by dragging, with other windows; stars in rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import open_userdata
from ui.driver import Driver, OpenDriver, child, clipboard, stored

_IN_TIME = 5000
_KEPT = ["97110", "97530", "97150"]


@pytest.fixture
def ordered(opened: OpenDriver, folder: Path) -> Driver:
    """A window that lists three favorites, and a fourth that its catalog does not have."""
    with stored(folder) as data:
        for code in (*_KEPT, "99999"):
            data.set_favorite(code, True)
    driver = opened()
    driver.scope("Favorites")
    assert driver.listed() == _KEPT
    return driver


def _click(driver: Driver, code: str) -> None:
    driver.click_row(driver.listed().index(code))
    assert driver.current() == code


def _on_disk(driver: Driver) -> list[str]:
    with stored(driver.folder) as data:
        return list(data.favorites())


def _drag(driver: Driver, *codes: str) -> QMimeData:
    model = driver.codes.model()
    return model.mimeData([model.index(driver.listed().index(code), 0) for code in codes])


def _drop(driver: Driver, data: QMimeData, row: int) -> bool:
    model, action, top = driver.codes.model(), Qt.DropAction.CopyAction, QModelIndex()
    taken: bool = model.dropMimeData(data, action, row, 0, top)
    return taken


@pytest.mark.parametrize("part", ["codes", "field", "detail", "note"])
def test_alt_and_an_arrow_move_the_favorite_which_stays_current(ordered: Driver, part: str) -> None:
    _click(ordered, "97530")
    getattr(ordered, part).setFocus()
    ordered.press("Alt+Up")
    assert ordered.listed() == ["97530", "97110", "97150"]
    assert ordered.current() == "97530"
    assert ordered.status() == "Moved 97530 to position 1 of 3"
    ordered.press("Alt+Down", times=2)
    assert ordered.listed() == ["97110", "97150", "97530"]
    assert ordered.current() == "97530"
    assert [code for code in _on_disk(ordered) if code in _KEPT] == ordered.listed()
    assert "99999" in _on_disk(ordered)


def test_at_its_end_a_favorite_stays_and_the_window_says_so(ordered: Driver) -> None:
    _click(ordered, "97110")
    ordered.press("Alt+Up")
    assert ordered.status() == "97110 is the first favorite already"
    _click(ordered, "97150")
    ordered.press("Alt+Down")
    assert ordered.status() == "97150 is the last favorite already"
    assert ordered.listed() == _KEPT


def test_a_filtered_list_is_not_ordered_and_says_why(ordered: Driver) -> None:
    ordered.search("ther")
    ordered.press("Alt+Down")
    assert "clear the search and filters" in ordered.status()
    ordered.search("")
    ordered.choose_family("Therapeutic procedure")
    data = _drag(ordered, "97150")
    ordered.press("Alt+Down")
    assert "clear the search and filters" in ordered.status()
    assert not _drop(ordered, data, 0)
    ordered.choose_family("All categories")
    ordered.scope("All")
    ordered.press("Alt+Down")
    assert "choose Favorites" in ordered.status()
    assert not _drop(ordered, data, 0)
    ordered.tabs.setCurrentIndex(1)
    ordered.press("Alt+Down")
    assert "Codes tab" in ordered.status()
    assert _on_disk(ordered) == [*_KEPT, "99999"]


def test_alt_down_still_opens_the_choices_of_a_filter(ordered: Driver) -> None:
    _click(ordered, "97110")
    ordered.part(QToolButton, "filterButton").click()
    ordered.family.setFocus()
    ordered.press("Alt+Down")
    assert child(ordered.window, QComboBox, "familyFilter").view().isVisible()
    assert ordered.listed() == _KEPT
    ordered.family.hidePopup()


@pytest.mark.parametrize(
    ("codes", "row", "found"),
    [
        (["97150"], 0, ["97150", "97110", "97530"]),
        (["97110"], 2, ["97530", "97110", "97150"]),
        (["97110"], -1, ["97530", "97150", "97110"]),
        (["97110"], 1, _KEPT),
        (["97150", "97530"], 0, ["97530", "97150", "97110"]),
        (["97110", "97530"], 3, ["97150", "97110", "97530"]),
    ],
)
def test_a_dropped_favorite_goes_between_the_rows(
    ordered: Driver, codes: list[str], row: int, found: list[str]
) -> None:
    assert _drop(ordered, _drag(ordered, *codes), row)
    assert ordered.listed() == found
    assert [code for code in _on_disk(ordered) if code in _KEPT] == found


def test_a_drop_of_anything_else_changes_nothing(ordered: Driver) -> None:
    text = QMimeData()
    text.setText("97150")
    assert not _drop(ordered, text, 0)
    model, action = ordered.codes.model(), Qt.DropAction.CopyAction
    assert not model.canDropMimeData(text, action, 0, 0, QModelIndex())
    ordered.scope("All")
    foreign = _drag(ordered, "97165")
    ordered.scope("Favorites")
    assert not _drop(ordered, foreign, 0)
    assert ordered.listed() == _KEPT


def test_the_model_keeps_its_promises_while_it_is_ordered(ordered: Driver) -> None:
    tester = QAbstractItemModelTester(ordered.codes.model())
    assert _drop(ordered, _drag(ordered, "97150"), 0)
    ordered.scope("All")
    ordered.search("97003")
    ordered.search("qqqq")
    assert tester.model() is ordered.codes.model()


def test_codes_are_dragged_out_as_text_and_what_is_no_code_is_not(driver: Driver) -> None:
    assert _drag(driver, "97530", "97110").text() == "97110\n97530"
    model = driver.codes.model()
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    driver.go_to("97003")
    assert not model.flags(driver.codes.currentIndex()) & Qt.ItemFlag.ItemIsDragEnabled


def test_an_order_made_in_another_window_is_followed(
    ordered: Driver, opened: OpenDriver, qtbot: QtBot
) -> None:
    other = opened()
    other.scope("Favorites")
    _click(other, "97150")
    other.press("Alt+Up", times=2)
    ordered.come_to_front(qtbot)
    # The place is counted in what the other window left, also where that is not shown here yet.
    assert _drop(ordered, _drag(ordered, "97110"), ordered.listed().index("97150"))
    for window in (ordered, other):
        qtbot.waitUntil(partial(_lists, window, ["97110", "97150", "97530"]), timeout=_IN_TIME)
    assert _on_disk(ordered) == ["97110", "97150", "97530", "99999"]


def _lists(driver: Driver, codes: list[str]) -> bool:
    return driver.listed() == codes


def test_a_move_that_cannot_be_saved_is_not_shown(ordered: Driver) -> None:
    _click(ordered, "97530")
    with closing(sqlite3.connect(ordered.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ordered.press("Alt+Up")
        assert ordered.listed() == _KEPT
        assert "not saved" in ordered.banner()
        assert "moved" not in ordered.status()
        other.execute("ROLLBACK")


def _star(driver: Driver, row: int) -> QPoint:
    rect = driver.codes.visualRect(driver.codes.model().index(row, 0))
    return QPoint(rect.right() - 14, rect.top() + 16)


def test_the_star_of_a_row_is_clicked(driver: Driver) -> None:
    viewport = driver.codes.viewport()
    for row, code in ((2, "97530"), (0, "97165")):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=_star(driver, row))
        assert driver.current() == code
        assert driver.starred(code)
        assert driver.is_favorite()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=_star(driver, 0))
    assert not driver.starred("97165")
    assert _on_disk(driver) == ["97530"]


def test_a_double_click_on_the_star_copies_nothing(driver: Driver) -> None:
    clipboard().setText("before")
    viewport, place = driver.codes.viewport(), _star(driver, 1)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert clipboard().text() == "before"


def test_the_note_that_is_typed_stays_with_its_code_when_it_leaves_the_list(
    ordered: Driver, qtbot: QtBot
) -> None:
    _click(ordered, "97530")
    ordered.note.setFocus()
    ordered.type("BlueCross ")
    with stored(ordered.folder) as data:
        data.set_favorite("97530", False)
    qtbot.waitUntil(lambda: not ordered.is_favorite(), timeout=_IN_TIME)
    assert ordered.note.hasFocus()
    ordered.type("wants 59")
    assert ordered.note.toPlainText() == "BlueCross wants 59"
    assert ordered.current() == "97530"
    ordered.field.setFocus()
    qtbot.waitUntil(lambda: ordered.listed() == ["97110", "97150"], timeout=_IN_TIME)
    assert ordered.current() == "97150"
    assert ordered.note.toPlainText() == ""
    assert ordered.on_disk("97530") == "BlueCross wants 59"
    assert ordered.on_disk("97150") == ""


def test_the_note_stays_also_when_its_own_star_is_taken_away(ordered: Driver) -> None:
    _click(ordered, "97110")
    ordered.note.setFocus()
    ordered.type("one ")
    ordered.press("Ctrl+D")
    ordered.type("two")
    ordered.press("Tab")
    assert ordered.on_disk("97110") == "one two"
    assert ordered.on_disk("97530") == ""


def test_copies_that_cannot_be_remembered_are_told_once(driver: Driver) -> None:
    open_userdata(driver.folder).close()
    with closing(sqlite3.connect(driver.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        driver.search("97110")
        driver.press("Return")
        assert "not saved" in driver.banner()
        driver.button("Close").click()
        driver.press("Return")
        assert driver.banner() == ""
        assert driver.status() == "Copied 97110"
        other.execute("ROLLBACK")


def _with_a_note_that_cannot_be_saved(driver: Driver) -> QDialog:
    open_userdata(driver.folder).close()
    (driver.folder / FILE_NAME).rename(driver.folder / "away")
    (driver.folder / FILE_NAME).mkdir()
    driver.write("97110", "not lost")
    driver.window.close()
    dialog = child(driver.window, QDialog)
    assert dialog.isVisible()
    assert driver.window.isVisible()
    return dialog


def test_closing_asks_before_a_note_is_lost(driver: Driver) -> None:
    dialog = _with_a_note_that_cannot_be_saved(driver)
    assert "97110" in child(dialog, QLabel).text()
    assert "not saved" in driver.banner()
    driver.button("Keep window open").click()
    assert driver.window.isVisible()
    assert driver.note.toPlainText() == "not lost"
    (driver.folder / FILE_NAME).rmdir()
    (driver.folder / "away").rename(driver.folder / FILE_NAME)
    driver.window.close()
    assert not driver.window.isVisible()
    assert driver.on_disk("97110") == "not lost"


def test_a_note_is_given_up_only_when_that_is_chosen(driver: Driver) -> None:
    _with_a_note_that_cannot_be_saved(driver)
    driver.button("Close without saving").click()
    assert not driver.window.isVisible()

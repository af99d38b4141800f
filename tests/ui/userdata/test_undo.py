"""Undo brings back a favorite that was removed and a note that was emptied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.userdata.undo import UndoSteps
from ui.driver import Driver, focused, stored


def test_steps_are_undone_last_first_and_forgotten_when_they_were_brought_back() -> None:
    steps = UndoSteps()
    assert steps.undo() is None
    for name in ("a", "b", "c"):
        steps.add(name, lambda name=name: f"{name} is back")  # type: ignore[misc]
    steps.discard("b")
    assert len(steps) == 2
    assert [steps.undo(), steps.undo(), steps.undo()] == ["c is back", "a is back", None]


def _on_disk(driver: Driver) -> tuple[str, ...]:
    with stored(driver.folder) as data:
        return data.favorites()


def _undo_button(driver: Driver) -> None:
    QTest.mouseClick(driver.part(QToolButton, "toastButton"), Qt.MouseButton.LeftButton)


@pytest.fixture
def starred(driver: Driver) -> Driver:
    for code in ("97530", "97110", "97150"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    return driver


@pytest.mark.parametrize("part", ["field", "codes", "detail"])
def test_ctrl_z_brings_a_favorite_back_in_its_place(starred: Driver, part: str) -> None:
    order = _on_disk(starred)
    starred.go_to("97110")
    getattr(starred, part).setFocus()
    starred.press("Ctrl+D")
    assert _on_disk(starred) == ("97530", "97150")
    assert starred.toast() == "Removed 97110 from Favorites"
    starred.press("Ctrl+Z")
    assert _on_disk(starred) == order
    assert starred.is_favorite()
    assert starred.toast() == "97110 is back in Favorites"
    assert starred.field.text() == "97110"


def test_the_link_in_the_toast_does_it_too(starred: Driver) -> None:
    order = _on_disk(starred)
    starred.go_to("97530")
    QTest.mouseClick(starred.star, Qt.MouseButton.LeftButton)
    before = focused()
    _undo_button(starred)
    assert _on_disk(starred) == order
    assert focused() is before
    assert not starred.part(QToolButton, "toastButton").isVisible(), "nothing more to undo"


def test_several_are_brought_back_one_by_one(starred: Driver) -> None:
    order = _on_disk(starred)
    starred.search("")
    starred.scope("Favorites")
    for _ in order:
        starred.press("Ctrl+D")
    assert _on_disk(starred) == ()
    for _ in order:
        starred.press("Ctrl+Z")
    assert _on_disk(starred) == order
    starred.action(ActionId.UNDO).trigger()
    assert starred.status() == "Nothing to undo."


def test_what_was_typed_since_then_is_undone_first(starred: Driver) -> None:
    starred.go_to("97110")
    starred.press("Ctrl+D")
    starred.search("ther")
    starred.press("Ctrl+Z")
    assert starred.field.text() != "ther"
    assert "97110" not in _on_disk(starred)
    starred.action(ActionId.UNDO).trigger()
    assert "97110" in _on_disk(starred)


def test_units_keeps_its_own_undo(starred: Driver) -> None:
    starred.go_to("97110")
    starred.press("Ctrl+D")
    starred.press("Ctrl+4")
    starred.type("97530")
    starred.press("Return")
    starred.press("Return")
    starred.press("Ctrl+Z")
    assert "97110" not in _on_disk(starred)
    starred.press("Ctrl+1")
    starred.press("Ctrl+Z")
    assert "97110" in _on_disk(starred)


def test_an_emptied_note_comes_back_whole(driver: Driver, qtbot: QtBot) -> None:
    driver.write("97110", "BlueCross wants 59 here.")
    driver.field.setFocus()
    qtbot.waitUntil(lambda: driver.on_disk("97110") == "BlueCross wants 59 here.")
    driver.note.setFocus()
    driver.press("Ctrl+End")
    driver.press("Backspace", times=5)
    qtbot.waitUntil(lambda: driver.on_disk("97110") == "BlueCross wants 59 ")
    driver.press("Ctrl+A")
    driver.press("Del")
    qtbot.waitUntil(lambda: driver.on_disk("97110") == "")
    assert driver.toast() == "Removed the note on 97110"
    driver.go_to("97530")
    driver.field.undo()
    driver.codes.setFocus()
    driver.press("Ctrl+Z")
    assert driver.on_disk("97110") == "BlueCross wants 59 here."
    driver.go_to("97110")
    assert driver.note.toPlainText() == "BlueCross wants 59 here."


def test_a_note_that_is_written_anew_is_not_mixed_with_the_old_one(
    driver: Driver, qtbot: QtBot
) -> None:
    driver.write("97110", "old")
    driver.field.setFocus()
    driver.rewrite("97110", "")
    qtbot.waitUntil(lambda: driver.on_disk("97110") == "")
    driver.type("new")
    driver.field.setFocus()
    qtbot.waitUntil(lambda: driver.on_disk("97110") == "new")
    driver.codes.setFocus()
    driver.press("Ctrl+Z")
    assert driver.status() == "Nothing to undo."
    assert driver.on_disk("97110") == "new"

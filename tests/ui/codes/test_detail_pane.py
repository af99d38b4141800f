"""The chosen code on the right: heading, facts at a glance, page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QToolButton

from otcodebook.ui.codes.tags import ChipRow
from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link, clipboard, links


def _heading(desk: Driver) -> set[str]:
    page = desk.tabs.currentWidget()
    return {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def _chips(desk: Driver) -> str:
    return str(child(desk.window, ChipRow).accessibleName())


def _copy_button(desk: Driver) -> QToolButton:
    found = desk.tabs.currentWidget().findChildren(QToolButton)
    return next(button for button in found if button.accessibleName() == "Copy the code")


def test_it_follows_the_current_row(desk: Driver) -> None:
    for row, code in enumerate(desk.listed()):
        desk.click_row(row)
        assert code in _heading(desk)
        assert desk.detail.accessibleName().startswith(code)
        assert code in desk.detail.toPlainText()


def test_it_follows_the_best_hit_while_typing(desk: Driver) -> None:
    desk.search("g")
    desk.type("roup")
    assert {"97150", "Group therapy"} <= _heading(desk)
    assert "Two or more people at once." in desk.detail.toPlainText()


def test_a_code_shows_all_that_the_catalog_says(desk: Driver) -> None:
    desk.search("97110")
    shown = desk.detail.toPlainText()
    code = small_catalog()["codes"][1]
    for text in (code["summary"], *code["documentation"], *code["cautions"], code["patient"]):
        assert text in shown
    for text in ("97110 or 97530?", "One parameter is 97110, a task is 97530.", "A manual", "2026"):
        assert text in shown
    assert "8 to 22 minutes make 1 unit" in shown


def test_what_the_catalog_does_not_say_has_no_heading(desk: Driver) -> None:
    desk.search("97150")
    shown = desk.detail.toPlainText()
    for heading in ("Watch out for", "Tell the patient", "Related"):
        assert heading not in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("97110", ["Timed", "15 min", "CPT I"]),
        ("97150", ["Untimed", "CPT I"]),
        ("97165", ["Always therapy"]),
        ("97003", ["Retired"]),
        ("97161", ["physical therapists"]),
    ],
)
def test_the_facts_at_a_glance_are_told_to_screen_readers_too(
    desk: Driver, query: str, said: list[str]
) -> None:
    desk.go_to(query)
    for part in said:
        assert part in _chips(desk)


def test_an_add_on_says_whose(open_window: Callable[..., MainWindow], tmp_path: Path) -> None:
    catalog = small_catalog()
    catalog["codes"][2]["add_on_to"] = "97110"
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.search("97530")
    assert "Add-on to 97110" in _chips(desk)


def test_chips_wrap_where_the_pane_is_narrow(desk: Driver) -> None:
    desk.search("97165")
    chips = child(desk.window, ChipRow)
    wide = chips.sizeHint().width()
    assert chips.heightForWidth(wide // 2) > chips.heightForWidth(wide + 50)


@pytest.mark.parametrize("code", ["97003", "97161"], ids=["retired", "of another profession"])
def test_a_code_not_to_bill_says_what_to_use_and_leads_there(desk: Driver, code: str) -> None:
    desk.go_to(code)
    assert code in desk.detail.toPlainText()
    assert not _copy_button(desk).isEnabled()
    click_link(desk.detail, "code:97165")
    assert desk.current() == "97165"
    assert _copy_button(desk).isEnabled()


def test_codes_in_a_text_lead_to_each_other(desk: Driver) -> None:
    desk.search("97110")
    assert "code:97110" not in links(desk.detail), "a page does not link to itself"
    click_link(desk.detail, "code:97530")
    assert desk.shown() == "97530"
    assert {"97530", "Therapeutic activities"} <= _heading(desk)
    assert desk.detail.verticalScrollBar().value() == 0


def test_the_copy_button_copies_the_code_and_offers_the_name(desk: Driver) -> None:
    desk.search("97110")
    button = _copy_button(desk)
    clipboard().clear()
    place = button.rect().center()
    place.setX(button.rect().left() + 8)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)
    assert clipboard().text() == "97110"
    offered = button.menu().actions()
    for action in (ActionId.COPY, ActionId.COPY_WITH_NAME):
        assert desk.action(action) in offered


def test_nothing_found_leaves_no_old_code_on_the_right(desk: Driver) -> None:
    desk.search("97110")
    desk.search("qqqq")
    assert desk.detail.toPlainText().strip() == ""
    assert "97110" not in _heading(desk)
    desk.press("Esc")
    assert "97110" in _heading(desk)


def test_a_new_code_is_read_from_its_top(desk: Driver) -> None:
    desk.window.resize(520, 400)
    desk.search("97110")
    bar = desk.detail.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.search("97530")
    assert bar.value() == 0


def test_a_change_of_text_size_keeps_the_place_on_the_page(desk: Driver) -> None:
    desk.search("97110")
    desk.window.resize(520, 400)
    bar = desk.detail.verticalScrollBar()
    bar.setValue(40)
    before = bar.value()
    assert before > 0
    desk.action(ActionId.TEXT_LARGER).trigger()
    assert bar.value() > 0


def test_the_note_field_has_three_lines_at_every_text_size(desk: Driver) -> None:
    field = desk.part(QPlainTextEdit, "noteEdit")
    desk.window.resize(1000, 900)
    for _ in range(8):
        desk.action(ActionId.TEXT_LARGER).trigger()
        QApplication.processEvents()
        assert 3 <= field.height() / field.fontMetrics().height() <= 4

"""The chosen code on the right: heading, facts at a glance, page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QToolButton,
    QToolTip,
)

from otcodebook.ui.look.tags import TagRow
from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link, clipboard, links


def _heading(desk: Driver) -> set[str]:
    page = desk.tabs.currentWidget()
    return {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def _tags(desk: Driver) -> str:
    return str(child(desk.window, TagRow).accessibleName())


def _copy_button(desk: Driver) -> QToolButton:
    found = desk.tabs.currentWidget().findChildren(QToolButton)
    return next(button for button in found if button.accessibleName() == "Copy the code")


def test_it_follows_the_current_row(desk: Driver) -> None:
    for row, code in enumerate(desk.listed()):
        desk.click_row(row)
        assert code in _heading(desk)
        assert desk.detail.accessibleName().startswith(code)


def test_it_follows_the_best_hit_while_typing(desk: Driver) -> None:
    desk.search("g")
    desk.type("roup")
    assert {"97150", "Group therapy"} <= _heading(desk)
    assert "Two or more people at once." in desk.detail.toPlainText()


def test_a_code_shows_all_that_the_catalog_says(desk: Driver) -> None:
    desk.search("97110")
    for fold in _folds(desk):
        click_link(desk.detail, fold)
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
    for heading in ("Watch out for", "Compare", "Explain to the patient", "Related"):
        assert heading not in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("97110", ["Timed, 15 min", "8-22 min = 1, 23-37 = 2, 38-52 = 3"]),
        ("97150", ["Untimed", "1 unit per person per session", "CPT"]),
        ("97165", ["Modifier GO"]),
        ("97003", ["Retired"]),
        ("97161", ["physical therapists"]),
    ],
)
def test_the_facts_at_a_glance_are_told_to_screen_readers_too(
    desk: Driver, query: str, said: list[str]
) -> None:
    desk.go_to(query)
    for part in said:
        assert part in _tags(desk)


def test_an_add_on_says_whose(open_window: Callable[..., MainWindow], tmp_path: Path) -> None:
    catalog = small_catalog()
    catalog["codes"][2]["add_on_to"] = "97110"
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.search("97530")
    assert "Add-on to 97110" in _tags(desk)


def test_each_tag_tells_what_it_means(desk: Driver) -> None:
    desk.window.resize(1060, 720)  # all in one row
    desk.search("97165")
    row = child(desk.window, TagRow)
    place = QPoint(row.sizeHint().width() - 5, row.height() // 2)
    event = QHelpEvent(QEvent.Type.ToolTip, place, row.mapToGlobal(place))
    QApplication.sendEvent(row, event)
    shown = QToolTip.text()
    QToolTip.hideText()
    assert "CPT Category I: everyday codes" in shown
    assert "CPT Category I: everyday codes" in row.accessibleDescription()


def test_tags_wrap_where_the_pane_is_narrow(desk: Driver) -> None:
    desk.search("97165")
    chips = child(desk.window, TagRow)
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


def _lines(field: QPlainTextEdit) -> float:
    """The height of the field in lines of text, without what is around them."""
    around = 2 * int(field.document().documentMargin()) + field.height()
    around -= field.maximumViewportSize().height()
    return (field.height() - around) / field.fontMetrics().lineSpacing()


def test_the_note_field_is_one_line_and_grows_with_its_text_at_every_size(desk: Driver) -> None:
    field = desk.part(QPlainTextEdit, "noteEdit")
    desk.window.resize(1000, 900)
    wrong = []
    for size in range(6):
        for lines in (0, 1, 2, 5, 6, 20):
            field.setPlainText("\n".join("x" * lines))
            for _ in range(3):
                QApplication.processEvents()
            if _lines(field) != max(1, min(lines, 6)):
                wrong.append((size, lines, _lines(field)))
            field.setPlainText("")
        desk.action(ActionId.TEXT_LARGER).trigger()
    assert wrong == []


def test_a_note_that_grows_while_it_is_typed_shows_its_beginning(desk: Driver) -> None:
    field = desk.part(QPlainTextEdit, "noteEdit")
    field.setFocus()
    desk.type("A note that is longer than one line of the field. " * 4)
    for _ in range(3):
        QApplication.processEvents()
    assert field.verticalScrollBar().value() == 0
    assert _lines(field) > 1


def test_a_filled_note_has_a_heading_and_an_empty_one_none(desk: Driver) -> None:
    field = desk.part(QPlainTextEdit, "noteEdit")
    heading = next(x for x in desk.window.findChildren(QLabel) if x.text() == "My note")
    assert not heading.isVisible()
    desk.press("Alt+M")
    assert field.hasFocus()
    assert heading.isVisible()
    desk.type("x")
    desk.field.setFocus()
    assert heading.isVisible()


# The parts that open and close


def _folds(desk: Driver) -> list[str]:
    return [target for target in links(desk.detail) if target.startswith("fold:")]


def test_comparison_and_sources_are_one_line_each_until_they_are_opened(desk: Driver) -> None:
    desk.search("97110")
    assert len(_folds(desk)) == 2
    for text in ("One parameter is 97110", "A manual"):
        assert text not in desk.detail.toPlainText()
    compare = _folds(desk)[0]
    click_link(desk.detail, compare)
    assert "One parameter is 97110" in desk.detail.toPlainText()
    assert "A manual" not in desk.detail.toPlainText()
    assert not desk.detail.textCursor().hasSelection(), "a click leaves nothing selected"
    click_link(desk.detail, compare)
    assert "One parameter is 97110" not in desk.detail.toPlainText()


def test_a_part_opened_by_keyboard_keeps_its_place_among_the_links(desk: Driver) -> None:
    desk.search("97110")
    compare = _folds(desk)[0]
    view = desk.detail
    view.setFocus()
    for _ in range(len(links(view))):
        if view.textCursor().charFormat().anchorHref() == compare:
            break
        desk.press("Tab")
    assert view.hasFocus()
    before = view.verticalScrollBar().value()
    desk.press("Return")
    assert "One parameter is 97110" in view.toPlainText()
    assert view.verticalScrollBar().value() == before
    assert view.textCursor().charFormat().anchorHref() == compare
    desk.press("Return")
    assert "One parameter is 97110" not in view.toPlainText()
    assert desk.current() == "97110", "Enter on the page copies and opens nothing else"


def test_another_code_and_back_is_folded_again(desk: Driver) -> None:
    desk.search("97110")
    click_link(desk.detail, "fold:sources")
    desk.search("97530")
    desk.search("97110")
    assert "A manual" not in desk.detail.toPlainText()

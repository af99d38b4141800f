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
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link, clipboard, links


def _heading(driver: Driver) -> set[str]:
    page = driver.tabs.currentWidget()
    return {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def _tags(driver: Driver) -> str:
    return str(child(driver.window, TagRow).accessibleName())


def _copy_button(driver: Driver) -> QToolButton:
    found = driver.tabs.currentWidget().findChildren(QToolButton)
    return next(button for button in found if button.accessibleName() == "Copy the code")


def test_it_follows_the_current_row(driver: Driver) -> None:
    for row, code in enumerate(driver.listed()):
        driver.click_row(row)
        assert code in _heading(driver)
        assert driver.detail.accessibleName().startswith(code)


def test_it_follows_the_best_hit_while_typing(driver: Driver) -> None:
    driver.search("g")
    driver.type("roup")
    assert {"97150", "Group therapy"} <= _heading(driver)
    assert "Two or more people at once." in driver.detail.toPlainText()


def test_a_code_shows_all_that_the_catalog_says(driver: Driver) -> None:
    driver.search("97110")
    for fold in _folds(driver):
        click_link(driver.detail, fold)
    shown = driver.detail.toPlainText()
    code = small_catalog()["codes"][1]
    for text in (code["summary"], *code["documentation"], *code["cautions"], code["patient"]):
        assert text in shown
    for text in ("97110 or 97530?", "One parameter is 97110, a task is 97530.", "A manual", "2026"):
        assert text in shown
    assert "8 to 22 minutes make 1 unit" in shown


def test_what_the_catalog_does_not_say_has_no_heading(driver: Driver) -> None:
    driver.search("97150")
    shown = driver.detail.toPlainText()
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
    driver: Driver, query: str, said: list[str]
) -> None:
    driver.go_to(query)
    for part in said:
        assert part in _tags(driver)


def test_an_add_on_says_whose(open_window: Callable[..., MainWindow], tmp_path: Path) -> None:
    catalog = small_catalog()
    catalog["codes"][2]["add_on_to"] = "97110"
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.search("97530")
    assert "Add-on to 97110" in _tags(driver)


def test_each_tag_tells_what_it_means(driver: Driver) -> None:
    driver.window.resize(1060, 720)  # all in one row
    driver.search("97165")
    row = child(driver.window, TagRow)
    place = QPoint(row.sizeHint().width() - 5, row.height() // 2)
    event = QHelpEvent(QEvent.Type.ToolTip, place, row.mapToGlobal(place))
    QApplication.sendEvent(row, event)
    shown = QToolTip.text()
    QToolTip.hideText()
    assert "CPT Category I: everyday codes" in shown
    assert "CPT Category I: everyday codes" in row.accessibleDescription()


def test_tags_wrap_where_the_pane_is_narrow(driver: Driver) -> None:
    driver.search("97165")
    chips = child(driver.window, TagRow)
    wide = chips.sizeHint().width()
    assert chips.heightForWidth(wide // 2) > chips.heightForWidth(wide + 50)


@pytest.mark.parametrize("code", ["97003", "97161"], ids=["retired", "of another profession"])
def test_a_code_not_to_bill_says_what_to_use_and_leads_there(driver: Driver, code: str) -> None:
    driver.go_to(code)
    assert code in driver.detail.toPlainText()
    assert not _copy_button(driver).isEnabled()
    click_link(driver.detail, "code:97165")
    assert driver.current() == "97165"
    assert _copy_button(driver).isEnabled()


def test_codes_in_a_text_lead_to_each_other(driver: Driver) -> None:
    driver.search("97110")
    assert "code:97110" not in links(driver.detail), "a page does not link to itself"
    click_link(driver.detail, "code:97530")
    assert driver.shown() == "97530"
    assert {"97530", "Therapeutic activities"} <= _heading(driver)
    assert driver.detail.verticalScrollBar().value() == 0


def test_the_copy_button_copies_the_code_and_offers_the_name(driver: Driver) -> None:
    driver.search("97110")
    button = _copy_button(driver)
    clipboard().clear()
    place = button.rect().center()
    place.setX(button.rect().left() + 8)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)
    assert clipboard().text() == "97110"
    offered = button.menu().actions()
    for action in (ActionId.COPY, ActionId.COPY_WITH_NAME):
        assert driver.action(action) in offered


def test_nothing_found_leaves_no_old_code_on_the_right(driver: Driver) -> None:
    driver.search("97110")
    driver.search("qqqq")
    assert driver.detail.toPlainText().strip() == ""
    assert "97110" not in _heading(driver)
    driver.press("Esc")
    assert "97110" in _heading(driver)


def test_a_new_code_is_read_from_its_top(driver: Driver) -> None:
    driver.window.resize(520, 400)
    driver.search("97110")
    bar = driver.detail.verticalScrollBar()
    bar.setValue(bar.maximum())
    driver.search("97530")
    assert bar.value() == 0


def test_a_change_of_text_size_keeps_the_place_on_the_page(driver: Driver) -> None:
    driver.search("97110")
    driver.window.resize(520, 400)
    bar = driver.detail.verticalScrollBar()
    bar.setValue(40)
    before = bar.value()
    assert before > 0
    driver.action(ActionId.TEXT_LARGER).trigger()
    assert bar.value() > 0


def _lines(field: QPlainTextEdit) -> float:
    """The height of the field in lines of text, without what is around them."""
    around = 2 * int(field.document().documentMargin()) + field.height()
    around -= field.maximumViewportSize().height()
    return (field.height() - around) / field.fontMetrics().lineSpacing()


def test_the_note_field_is_one_line_and_grows_with_its_text_at_every_size(driver: Driver) -> None:
    field = driver.part(QPlainTextEdit, "noteEdit")
    driver.window.resize(1000, 900)
    wrong = []
    for size in range(6):
        for lines in (0, 1, 2, 5, 6, 20):
            field.setPlainText("\n".join("x" * lines))
            for _ in range(3):
                QApplication.processEvents()
            if _lines(field) != max(1, min(lines, 6)):
                wrong.append((size, lines, _lines(field)))
            field.setPlainText("")
        driver.action(ActionId.TEXT_LARGER).trigger()
    assert wrong == []


def test_a_note_that_grows_while_it_is_typed_shows_its_beginning(driver: Driver) -> None:
    field = driver.part(QPlainTextEdit, "noteEdit")
    field.setFocus()
    driver.type("A note that is longer than one line of the field. " * 4)
    for _ in range(3):
        QApplication.processEvents()
    assert field.verticalScrollBar().value() == 0
    assert _lines(field) > 1


def test_a_filled_note_has_a_heading_and_an_empty_one_none(driver: Driver) -> None:
    field = driver.part(QPlainTextEdit, "noteEdit")
    heading = next(x for x in driver.window.findChildren(QLabel) if x.text() == "My note")
    assert not heading.isVisible()
    driver.press("Alt+M")
    assert field.hasFocus()
    assert heading.isVisible()
    driver.type("x")
    driver.field.setFocus()
    assert heading.isVisible()


# The parts that open and close


def _folds(driver: Driver) -> list[str]:
    return [target for target in links(driver.detail) if target.startswith("fold:")]


def test_comparison_and_sources_are_one_line_each_until_they_are_opened(driver: Driver) -> None:
    driver.search("97110")
    assert len(_folds(driver)) == 2
    for text in ("One parameter is 97110", "A manual"):
        assert text not in driver.detail.toPlainText()
    compare = _folds(driver)[0]
    click_link(driver.detail, compare)
    assert "One parameter is 97110" in driver.detail.toPlainText()
    assert "A manual" not in driver.detail.toPlainText()
    assert not driver.detail.textCursor().hasSelection(), "a click leaves nothing selected"
    click_link(driver.detail, compare)
    assert "One parameter is 97110" not in driver.detail.toPlainText()


def test_a_part_opened_by_keyboard_keeps_its_place_among_the_links(driver: Driver) -> None:
    driver.search("97110")
    compare = _folds(driver)[0]
    view = driver.detail
    view.setFocus()
    for _ in range(len(links(view))):
        if view.textCursor().charFormat().anchorHref() == compare:
            break
        driver.press("Tab")
    assert view.hasFocus()
    before = view.verticalScrollBar().value()
    driver.press("Return")
    assert "One parameter is 97110" in view.toPlainText()
    assert view.verticalScrollBar().value() == before
    assert view.textCursor().charFormat().anchorHref() == compare
    driver.press("Return")
    assert "One parameter is 97110" not in view.toPlainText()
    assert driver.current() == "97110", "Enter on the page copies and opens nothing else"


def test_another_code_and_back_is_folded_again(driver: Driver) -> None:
    driver.search("97110")
    click_link(driver.detail, "fold:sources")
    driver.search("97530")
    driver.search("97110")
    assert "A manual" not in driver.detail.toPlainText()

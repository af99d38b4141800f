"""Copying, as KeePassXC has it: selected text where there is any, otherwise the chosen codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, click_link, clipboard, links, select_in


@pytest.fixture(autouse=True)
def something_else_on_the_clipboard(qapp: object) -> None:
    clipboard().setText("before")


def test_text_selected_in_the_box_is_copied_as_text(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Ctrl+F")
    driver.press("Ctrl+C")
    assert clipboard().text() == "ther ex"


def test_a_part_of_the_query_is_copied_when_only_that_is_selected(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Shift+Left", times=2)
    driver.press("Ctrl+C")
    assert clipboard().text() == "ex"


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+Ins", "Return"])
def test_without_a_selection_the_code_is_copied(driver: Driver, keys: str) -> None:
    driver.search("ther ex")
    driver.press(keys)
    assert clipboard().text() == "97110"
    assert driver.status() == "Copied 97110"


def test_text_selected_in_the_box_does_not_count_once_the_focus_is_elsewhere(
    driver: Driver,
) -> None:
    driver.search("ther ex")
    driver.press("Ctrl+F")
    driver.codes.setFocus()
    driver.press("Ctrl+C")
    assert clipboard().text() == "97110"


def test_text_selected_on_the_page_is_copied_without_its_formats(driver: Driver) -> None:
    driver.search("97110")
    select_in(driver.detail, "Exercise for strength")
    driver.press("Ctrl+C")
    assert clipboard().text() == "Exercise for strength"
    assert clipboard().mimeData().hasText()
    assert not clipboard().mimeData().hasHtml()
    assert "Copied" in driver.status()


def test_a_selection_over_several_paragraphs_keeps_its_lines(driver: Driver) -> None:
    driver.search("97110")
    driver.detail.setFocus()
    driver.detail.selectAll()
    driver.press("Ctrl+C")
    lines = clipboard().text().splitlines()
    assert any("Impairment treated" in line for line in lines)
    assert not any("Impairment treated" in line and "Sets and load" in line for line in lines)
    assert not clipboard().mimeData().hasHtml()


def test_ctrl_c_on_the_page_copies_the_code_when_nothing_is_selected(driver: Driver) -> None:
    driver.search("97110")
    driver.detail.setFocus()
    driver.press("Ctrl+C")
    assert clipboard().text() == "97110"


def test_a_selection_on_the_page_does_not_count_once_the_focus_is_elsewhere(driver: Driver) -> None:
    driver.search("97110")
    select_in(driver.detail, "strength")
    driver.field.setFocus()
    driver.press("Ctrl+C")
    assert clipboard().text() == "97110"


@pytest.mark.parametrize("shown", ["97110", "Therapeutic exercise"])
def test_text_selected_in_the_heading_is_copied_without_formats(driver: Driver, shown: str) -> None:
    driver.search("97110")
    heading = next(
        label
        for label in driver.tabs.currentWidget().findChildren(QLabel)
        if label.text() == shown and label.isVisible()
    )
    QTest.mouseDClick(heading, Qt.MouseButton.LeftButton, pos=heading.rect().center() / 4)
    selected = heading.selectedText()
    assert selected
    driver.press("Ctrl+C")
    assert clipboard().text() == selected
    assert not clipboard().mimeData().hasHtml()


def test_several_rows_are_copied_one_a_line_from_top_to_bottom(driver: Driver) -> None:
    driver.click_row(2)
    driver.click_row(0, Qt.KeyboardModifier.ControlModifier)
    driver.press("Ctrl+C")
    assert clipboard().text() == "97165\n97530"
    assert "97165" in driver.status()
    assert "97530" in driver.status()


def test_several_rows_with_their_names(driver: Driver) -> None:
    driver.click_row(1)
    driver.click_row(2, Qt.KeyboardModifier.ShiftModifier)
    driver.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 Therapeutic exercise\n97530 Therapeutic activities"


def test_enter_copies_the_current_row_alone_even_where_several_are_chosen(driver: Driver) -> None:
    driver.click_row(0)
    driver.click_row(1, Qt.KeyboardModifier.ShiftModifier)
    driver.press("Return")
    assert clipboard().text() == "97110"


def test_the_status_line_says_exactly_what_was_copied(driver: Driver) -> None:
    driver.click_row(1)
    driver.click_row(2, Qt.KeyboardModifier.ShiftModifier)
    driver.press("Ctrl+Shift+C")
    assert driver.status() == f"Copied {', '.join(clipboard().text().splitlines())}"


def test_a_double_click_copies_the_row(driver: Driver) -> None:
    place = driver.click_row(3)
    QTest.mouseDClick(driver.codes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clipboard().text() == "97150"
    assert driver.status() == "Copied 97150"


@pytest.mark.parametrize("keys", ["Return", "Ctrl+C", "Ctrl+Shift+C"])
def test_with_nothing_current_the_clipboard_stays_and_the_window_says_so(
    driver: Driver, keys: str
) -> None:
    driver.search("qqqq")
    driver.press(keys)
    assert clipboard().text() == "before"
    assert driver.status()
    assert "Copied" not in driver.status()


@pytest.mark.parametrize("keys", ["Return", "Ctrl+C", "Ctrl+Shift+C"])
@pytest.mark.parametrize("code", ["97003", "97161"], ids=["retired", "of another profession"])
def test_a_code_not_to_bill_is_not_copied(driver: Driver, code: str, keys: str) -> None:
    driver.go_to(code)
    driver.press(keys)
    assert clipboard().text() == "before"
    assert driver.status().startswith("Not copied")
    assert code in driver.status()
    assert "97165" in driver.status(), "it says what to use instead"


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+Shift+C"])
def test_an_answer_in_the_list_is_not_copied(driver: Driver, keys: str) -> None:
    driver.search("units")
    rows = driver.codes.model().rowCount()
    assert rows > len(driver.listed())
    driver.press("Down", times=rows)
    driver.press(keys)
    assert clipboard().text() == "before"
    assert driver.status().startswith("Not copied")


def test_of_several_rows_only_those_to_bill_are_copied(driver: Driver) -> None:
    driver.search("eval")
    assert {"97165", "97003", "97161"} <= set(driver.listed())
    driver.codes.setFocus()
    driver.codes.selectAll()
    driver.press("Ctrl+C")
    assert clipboard().text() == "97165"
    assert "Copied 97165" in driver.status()


def test_copied_is_only_said_once_the_clipboard_has_it(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "setText", lambda *_args: None)
    driver.search("ther ex")
    driver.press("Return")
    assert clipboard().text() == "before"
    assert "Nothing was copied" in driver.status()


def test_a_clipboard_that_is_busy_for_a_moment_is_tried_again(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    really: Callable[[QClipboard, str], None] = QClipboard.setText
    tries: list[str] = []

    def busy_at_first(self: QClipboard, text: str) -> None:
        tries.append(text)
        if len(tries) > 1:
            really(self, text)

    monkeypatch.setattr(QClipboard, "setText", busy_at_first)
    driver.search("ther ex")
    driver.press("Return")
    assert clipboard().text() == "97110"
    assert driver.status() == "Copied 97110"


def test_the_words_for_the_patient_are_copied_by_their_link(driver: Driver) -> None:
    driver.search("97110")
    click_link(driver.detail, "copy:patient")
    assert clipboard().text() == small_catalog()["codes"][1]["patient"]
    assert not clipboard().mimeData().hasHtml()
    assert "Copied" in driver.status()


def test_a_code_without_words_for_the_patient_offers_no_link(driver: Driver) -> None:
    driver.search("97150")
    assert "copy:patient" not in links(driver.detail)


def test_every_copy_link_of_the_page_copies_something(driver: Driver) -> None:
    driver.search("97110")
    targets = [target for target in links(driver.detail) if target.startswith("copy:")]
    assert targets
    for target in targets:
        clipboard().setText("before")
        click_link(driver.detail, target)
        assert clipboard().text() not in ("", "before"), target


def test_what_is_copied_is_what_the_catalog_says_even_if_it_looks_like_markup(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = small_catalog()
    catalog["codes"][1]["name"] = "<b>Exercise</b> & more"
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.search("97110")
    driver.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 <b>Exercise</b> & more"


def test_the_checklist_is_copied_from_its_heading(driver: Driver) -> None:
    driver.search("97110")
    click_link(driver.detail, "copy:checklist")
    assert clipboard().text() == "- Impairment treated\n- Sets and load"
    assert driver.status() == "Copied the checklist"


def test_checked_points_are_copied_alone(driver: Driver) -> None:
    driver.search("97110")
    QApplication.processEvents()
    box = next(
        x
        for x in driver.tabs.currentWidget().findChildren(QCheckBox)
        if x.accessibleName().startswith("Sets")
    )
    box.click()
    click_link(driver.detail, "copy:checklist")
    assert clipboard().text() == "- Sets and load"
    assert driver.status() == "Copied 1 checked point"
    box.click()
    click_link(driver.detail, "copy:checklist")
    assert clipboard().text() == "- Impairment treated\n- Sets and load"

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


def test_text_selected_in_the_box_is_copied_as_text(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Ctrl+F")
    desk.press("Ctrl+C")
    assert clipboard().text() == "ther ex"


def test_a_part_of_the_query_is_copied_when_only_that_is_selected(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Shift+Left", times=2)
    desk.press("Ctrl+C")
    assert clipboard().text() == "ex"


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+Ins", "Return"])
def test_without_a_selection_the_code_is_copied(desk: Driver, keys: str) -> None:
    desk.search("ther ex")
    desk.press(keys)
    assert clipboard().text() == "97110"
    assert desk.status() == "Copied 97110"


def test_text_selected_in_the_box_does_not_count_once_the_focus_is_elsewhere(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Ctrl+F")
    desk.codes.setFocus()
    desk.press("Ctrl+C")
    assert clipboard().text() == "97110"


def test_text_selected_on_the_page_is_copied_without_its_formats(desk: Driver) -> None:
    desk.search("97110")
    select_in(desk.detail, "Exercise for strength")
    desk.press("Ctrl+C")
    assert clipboard().text() == "Exercise for strength"
    assert clipboard().mimeData().hasText()
    assert not clipboard().mimeData().hasHtml()
    assert "Copied" in desk.status()


def test_a_selection_over_several_paragraphs_keeps_its_lines(desk: Driver) -> None:
    desk.search("97110")
    desk.detail.setFocus()
    desk.detail.selectAll()
    desk.press("Ctrl+C")
    lines = clipboard().text().splitlines()
    assert any("Impairment treated" in line for line in lines)
    assert not any("Impairment treated" in line and "Sets and load" in line for line in lines)
    assert not clipboard().mimeData().hasHtml()


def test_ctrl_c_on_the_page_copies_the_code_when_nothing_is_selected(desk: Driver) -> None:
    desk.search("97110")
    desk.detail.setFocus()
    desk.press("Ctrl+C")
    assert clipboard().text() == "97110"


def test_a_selection_on_the_page_does_not_count_once_the_focus_is_elsewhere(desk: Driver) -> None:
    desk.search("97110")
    select_in(desk.detail, "strength")
    desk.field.setFocus()
    desk.press("Ctrl+C")
    assert clipboard().text() == "97110"


@pytest.mark.parametrize("shown", ["97110", "Therapeutic exercise"])
def test_text_selected_in_the_heading_is_copied_without_formats(desk: Driver, shown: str) -> None:
    desk.search("97110")
    heading = next(
        label
        for label in desk.tabs.currentWidget().findChildren(QLabel)
        if label.text() == shown and label.isVisible()
    )
    QTest.mouseDClick(heading, Qt.MouseButton.LeftButton, pos=heading.rect().center() / 4)
    selected = heading.selectedText()
    assert selected
    desk.press("Ctrl+C")
    assert clipboard().text() == selected
    assert not clipboard().mimeData().hasHtml()


def test_several_rows_are_copied_one_a_line_from_top_to_bottom(desk: Driver) -> None:
    desk.click_row(2)
    desk.click_row(0, Qt.KeyboardModifier.ControlModifier)
    desk.press("Ctrl+C")
    assert clipboard().text() == "97165\n97530"
    assert "97165" in desk.status()
    assert "97530" in desk.status()


def test_several_rows_with_their_names(desk: Driver) -> None:
    desk.click_row(1)
    desk.click_row(2, Qt.KeyboardModifier.ShiftModifier)
    desk.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 Therapeutic exercise\n97530 Therapeutic activities"


def test_enter_copies_the_current_row_alone_even_where_several_are_chosen(desk: Driver) -> None:
    desk.click_row(0)
    desk.click_row(1, Qt.KeyboardModifier.ShiftModifier)
    desk.press("Return")
    assert clipboard().text() == "97110"


def test_the_status_line_says_exactly_what_was_copied(desk: Driver) -> None:
    desk.click_row(1)
    desk.click_row(2, Qt.KeyboardModifier.ShiftModifier)
    desk.press("Ctrl+Shift+C")
    assert desk.status() == f"Copied {', '.join(clipboard().text().splitlines())}"


def test_a_double_click_copies_the_row(desk: Driver) -> None:
    place = desk.click_row(3)
    QTest.mouseDClick(desk.codes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clipboard().text() == "97150"
    assert desk.status() == "Copied 97150"


@pytest.mark.parametrize("keys", ["Return", "Ctrl+C", "Ctrl+Shift+C"])
def test_with_nothing_current_the_clipboard_stays_and_the_window_says_so(
    desk: Driver, keys: str
) -> None:
    desk.search("qqqq")
    desk.press(keys)
    assert clipboard().text() == "before"
    assert desk.status()
    assert "Copied" not in desk.status()


@pytest.mark.parametrize("keys", ["Return", "Ctrl+C", "Ctrl+Shift+C"])
@pytest.mark.parametrize("code", ["97003", "97161"], ids=["retired", "of another profession"])
def test_a_code_not_to_bill_is_not_copied(desk: Driver, code: str, keys: str) -> None:
    desk.go_to(code)
    desk.press(keys)
    assert clipboard().text() == "before"
    assert desk.status().startswith("Not copied")
    assert code in desk.status()
    assert "97165" in desk.status(), "it says what to use instead"


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+Shift+C"])
def test_an_answer_in_the_list_is_not_copied(desk: Driver, keys: str) -> None:
    desk.search("units")
    rows = desk.codes.model().rowCount()
    assert rows > len(desk.listed())
    desk.press("Down", times=rows)
    desk.press(keys)
    assert clipboard().text() == "before"
    assert desk.status().startswith("Not copied")


def test_of_several_rows_only_those_to_bill_are_copied(desk: Driver) -> None:
    desk.search("eval")
    assert {"97165", "97003", "97161"} <= set(desk.listed())
    desk.codes.setFocus()
    desk.codes.selectAll()
    desk.press("Ctrl+C")
    assert clipboard().text() == "97165"
    assert "Copied 97165" in desk.status()


def test_copied_is_only_said_once_the_clipboard_has_it(
    desk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "setText", lambda *_args: None)
    desk.search("ther ex")
    desk.press("Return")
    assert clipboard().text() == "before"
    assert "Nothing was copied" in desk.status()


def test_a_clipboard_that_is_busy_for_a_moment_is_tried_again(
    desk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    really: Callable[[QClipboard, str], None] = QClipboard.setText
    tries: list[str] = []

    def busy_at_first(self: QClipboard, text: str) -> None:
        tries.append(text)
        if len(tries) > 1:
            really(self, text)

    monkeypatch.setattr(QClipboard, "setText", busy_at_first)
    desk.search("ther ex")
    desk.press("Return")
    assert clipboard().text() == "97110"
    assert desk.status() == "Copied 97110"


def test_the_words_for_the_patient_are_copied_by_their_link(desk: Driver) -> None:
    desk.search("97110")
    click_link(desk.detail, "copy:patient")
    assert clipboard().text() == small_catalog()["codes"][1]["patient"]
    assert not clipboard().mimeData().hasHtml()
    assert "Copied" in desk.status()


def test_a_code_without_words_for_the_patient_offers_no_link(desk: Driver) -> None:
    desk.search("97150")
    assert "copy:patient" not in links(desk.detail)


def test_every_copy_link_of_the_page_copies_something(desk: Driver) -> None:
    desk.search("97110")
    targets = [target for target in links(desk.detail) if target.startswith("copy:")]
    assert targets
    for target in targets:
        clipboard().setText("before")
        click_link(desk.detail, target)
        assert clipboard().text() not in ("", "before"), target


def test_what_is_copied_is_what_the_catalog_says_even_if_it_looks_like_markup(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = small_catalog()
    catalog["codes"][1]["name"] = "<b>Exercise</b> & more"
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.search("97110")
    desk.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 <b>Exercise</b> & more"


def test_the_checklist_is_copied_from_its_heading(desk: Driver) -> None:
    desk.search("97110")
    click_link(desk.detail, "copy:checklist")
    assert clipboard().text() == "- Impairment treated\n- Sets and load"
    assert desk.status() == "Copied the checklist"


def test_checked_points_are_copied_alone(desk: Driver) -> None:
    desk.search("97110")
    QApplication.processEvents()
    box = next(
        x
        for x in desk.tabs.currentWidget().findChildren(QCheckBox)
        if x.accessibleName().startswith("Sets")
    )
    box.click()
    click_link(desk.detail, "copy:checklist")
    assert clipboard().text() == "- Sets and load"
    assert desk.status() == "Copied 1 checked point"
    box.click()
    click_link(desk.detail, "copy:checklist")
    assert clipboard().text() == "- Impairment treated\n- Sets and load"

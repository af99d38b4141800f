"""The FAQ and Guide tabs: search, list keys, pages, links to codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, click_link, clipboard, focused, links


def _titles(titles: QListWidget) -> list[str]:
    return [titles.item(row).text() for row in range(titles.count())]


@pytest.fixture
def faq(desk: Driver) -> Driver:
    desk.press("Ctrl+2")
    return desk


def test_all_questions_are_listed_and_the_first_is_answered(faq: Driver) -> None:
    assert _titles(faq.faq_list) == ["What is CPT?", "How many units is that?"]
    assert "A code set." in faq.faq_view.toPlainText()
    assert faq.faq_search.hasFocus()


@pytest.mark.parametrize("query", ["units", "minutes", "count chart", "how many"])
def test_questions_are_found_by_their_words_and_their_answers(faq: Driver, query: str) -> None:
    faq.type(query)
    assert _titles(faq.faq_list) == ["How many units is that?"]
    assert "Count the minutes" in faq.faq_view.toPlainText()
    assert faq.faq_list.currentRow() == 0


def test_an_alias_finds_a_question(open_window: Callable[..., MainWindow], tmp_path: Path) -> None:
    catalog = small_catalog()
    catalog["faq"][1]["aliases"] = ["eight minute rule"]
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.press("Ctrl+2")
    desk.type("eight minute")
    assert _titles(desk.faq_list) == ["How many units is that?"]


def test_keys_of_the_list_work_in_the_box(faq: Driver) -> None:
    faq.press("Down")
    assert faq.faq_list.currentRow() == 1
    assert "Count the minutes" in faq.faq_view.toPlainText()
    faq.press("Up")
    assert faq.faq_list.currentRow() == 0
    faq.press("PgDown")
    assert faq.faq_list.currentRow() == 1
    faq.press("PgUp")
    assert faq.faq_list.currentRow() == 0
    assert faq.faq_search.hasFocus()


def test_esc_clears_the_box_and_keeps_the_answer(faq: Driver) -> None:
    faq.type("units")
    faq.press("Esc")
    assert faq.faq_search.text() == ""
    assert faq.faq_search.hasFocus()
    assert len(_titles(faq.faq_list)) == 2
    assert faq.faq_list.currentRow() == 1
    assert "Count the minutes" in faq.faq_view.toPlainText()


def test_no_match_says_so_and_what_to_do(faq: Driver) -> None:
    faq.type("qqqq")
    assert faq.faq_list.count() == 0
    assert "words" in faq.faq_view.toPlainText()
    faq.press("Down")
    faq.press("Return")
    faq.press("Esc")
    assert "A code set." in faq.faq_view.toPlainText()


@pytest.mark.parametrize("keys", ["Ctrl+F", "Ctrl+L", "F3"])
def test_find_goes_to_the_box_of_the_faq(faq: Driver, keys: str) -> None:
    faq.type("units")
    faq.faq_list.setFocus()
    faq.press(keys)
    assert faq.faq_search.hasFocus()
    assert faq.faq_search.selectedText() == "units"


def test_a_dated_answer_shows_its_date(faq: Driver) -> None:
    faq.press("Down")
    assert "As of 2026" in faq.faq_view.toPlainText()


def test_a_code_in_an_answer_opens_it_in_codes(faq: Driver) -> None:
    click_link(faq.faq_view, "code:97110")
    assert faq.tabs.currentIndex() == 0
    assert faq.current() == "97110"
    assert faq.chosen() == ["97110"]
    assert faq.field.hasFocus()
    assert faq.detail.accessibleName().startswith("97110")


def test_a_code_in_the_guide_opens_it_whatever_codes_shows(desk: Driver) -> None:
    desk.search("qqqq")
    desk.choose_counting("Untimed")
    desk.press("Ctrl+3")
    click_link(desk.guide_view, "code:97110")
    assert desk.tabs.currentIndex() == 0
    assert desk.shown() == "97110"
    assert desk.field.text() == "qqqq"
    desk.press("Return")
    assert clipboard().text() == "97110"


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_a_link_to_a_code_not_to_bill_opens_it_too(
    open_window: Callable[..., MainWindow], tmp_path: Path, code: str
) -> None:
    catalog = small_catalog()
    catalog["faq"][0]["answer"] = [{"kind": "text", "text": f"See {code}."}]
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.press("Ctrl+2")
    click_link(desk.faq_view, f"code:{code}")
    assert desk.shown() == code


def test_a_number_that_is_no_code_is_no_link(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = small_catalog()
    catalog["faq"][0]["answer"] = [{"kind": "text", "text": "About 12345 people."}]
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.press("Ctrl+2")
    assert links(desk.faq_view) == []


def test_a_link_to_a_question_opens_it_even_where_the_search_hides_it(
    faq: Driver, qtbot: QtBot
) -> None:
    faq.type("what is cpt")
    faq.press("Ctrl+1")
    with qtbot.waitSignal(faq.faq_list.currentItemChanged):
        faq.part(type(faq.detail), "detailView").anchorClicked.emit("faq:how-many-units")
    assert faq.tabs.currentIndex() == 1
    assert "Count the minutes" in faq.faq_view.toPlainText()


def test_the_guide_shows_its_pages_in_order(desk: Driver) -> None:
    desk.press("Ctrl+3")
    assert _titles(desk.guide_list) == ["Where to start", "What comes next"]
    assert focused() is desk.guide_list
    shown = desk.guide_view.toPlainText()
    for part in ("Where to start", "First", "Type what you did, such as 97110.", "8 to 22"):
        assert part in shown
    desk.press("Down")
    assert "Press Enter." in desk.guide_view.toPlainText()
    assert "8 to 22" not in desk.guide_view.toPlainText()


def test_a_page_is_read_from_its_top(desk: Driver) -> None:
    desk.window.resize(520, 380)
    desk.press("Ctrl+3")
    bar = desk.guide_view.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.press("Down")
    assert bar.value() == 0


def test_the_page_that_is_read_stays_when_the_look_changes(faq: Driver) -> None:
    faq.press("Down")
    for action in (ActionId.THEME_DARK, ActionId.TEXT_LARGER):
        faq.action(action).trigger()
        assert faq.faq_list.currentRow() == 1
        assert "Count the minutes" in faq.faq_view.toPlainText()


def test_titles_wrap_instead_of_being_cut(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    catalog = small_catalog()
    catalog["faq"][0]["question"] = "Is this a very long question? " * 8
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.press("Ctrl+2")
    first, second = (desk.faq_list.item(row) for row in range(2))
    assert desk.faq_list.horizontalScrollBar().maximum() == 0
    qtbot.waitUntil(
        lambda: (
            desk.faq_list.visualItemRect(first).height()
            > 2 * desk.faq_list.visualItemRect(second).height()
        )
    )


def test_every_list_and_page_has_a_name_for_screen_readers(desk: Driver) -> None:
    desk.open_all_tabs()
    for part in (
        desk.faq_search,
        desk.faq_list,
        desk.faq_view,
        desk.guide_list,
        desk.guide_view,
    ):
        assert part.accessibleName()


def test_a_catalog_without_questions_and_guide_says_so(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    desk = Driver(open_window(write_catalog(tmp_path, small_catalog() | {"faq": [], "guide": []})))
    desk.open_all_tabs()
    assert desk.faq_view.toPlainText()
    assert desk.guide_view.toPlainText()
    desk.press("Ctrl+2")
    desk.type("units")
    assert desk.faq_view.toPlainText()

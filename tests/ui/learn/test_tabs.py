"""The FAQ and Guide tabs: search, list keys, pages, links to codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from otcodebook.settings import TEXT_SIZES
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, click_link, clipboard, focused, links


def _titles(titles: QListWidget) -> list[str]:
    return [titles.item(row).text() for row in range(titles.count())]


@pytest.fixture
def faq(driver: Driver) -> Driver:
    driver.press("Ctrl+2")
    return driver


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
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.press("Ctrl+2")
    driver.type("eight minute")
    assert _titles(driver.faq_list) == ["How many units is that?"]


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


def test_a_code_in_the_guide_opens_it_whatever_codes_shows(driver: Driver) -> None:
    driver.search("qqqq")
    driver.choose_counting("Untimed")
    driver.press("Ctrl+3")
    click_link(driver.guide_view, "code:97110")
    assert driver.tabs.currentIndex() == 0
    assert driver.shown() == "97110"
    assert driver.field.text() == "qqqq"
    driver.press("Return")
    assert clipboard().text() == "97110"


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_a_link_to_a_code_not_to_bill_opens_it_too(
    open_window: Callable[..., MainWindow], tmp_path: Path, code: str
) -> None:
    catalog = small_catalog()
    catalog["faq"][0]["answer"] = [{"kind": "text", "text": f"See {code}."}]
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.press("Ctrl+2")
    click_link(driver.faq_view, f"code:{code}")
    assert driver.shown() == code


def test_a_number_that_is_no_code_is_no_link(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = small_catalog()
    catalog["faq"][0]["answer"] = [{"kind": "text", "text": "About 12345 people."}]
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.press("Ctrl+2")
    assert [target for target in links(driver.faq_view) if target.startswith("code:")] == []


def test_a_link_to_a_question_opens_it_even_where_the_search_hides_it(
    faq: Driver, qtbot: QtBot
) -> None:
    faq.type("what is cpt")
    faq.press("Ctrl+1")
    with qtbot.waitSignal(faq.faq_list.currentItemChanged):
        faq.part(type(faq.detail), "detailView").anchorClicked.emit("faq:how-many-units")
    assert faq.tabs.currentIndex() == 1
    assert "Count the minutes" in faq.faq_view.toPlainText()


def test_the_guide_shows_its_pages_in_order(driver: Driver) -> None:
    driver.press("Ctrl+3")
    assert _titles(driver.guide_list) == ["Where to start", "What comes next"]
    assert focused() is driver.guide_list
    shown = driver.guide_view.toPlainText()
    for part in ("Where to start", "First", "Type what you did, such as 97110.", "8 to 22"):
        assert part in shown
    driver.press("Down")
    assert "Press Enter." in driver.guide_view.toPlainText()
    assert "8 to 22" not in driver.guide_view.toPlainText()


def test_a_page_is_read_from_its_top(driver: Driver) -> None:
    driver.window.resize(520, 380)
    driver.press("Ctrl+3")
    bar = driver.guide_view.verticalScrollBar()
    bar.setValue(bar.maximum())
    driver.press("Down")
    assert bar.value() == 0


def test_the_page_that_is_read_stays_when_the_look_changes(faq: Driver) -> None:
    faq.press("Down")
    for action in (ActionId.THEME_DARK, ActionId.TEXT_LARGER):
        faq.action(action).trigger()
        assert faq.faq_list.currentRow() == 1
        assert "Count the minutes" in faq.faq_view.toPlainText()


def test_a_long_title_has_two_lines(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    catalog = small_catalog()
    catalog["faq"][0]["question"] = "Is this a very long question? " * 8
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.press("Ctrl+2")
    first, second = (driver.faq_list.item(row) for row in range(2))
    assert driver.faq_list.horizontalScrollBar().maximum() == 0
    line = driver.faq_list.fontMetrics().lineSpacing()
    qtbot.waitUntil(
        lambda: (
            driver.faq_list.visualItemRect(first).height()
            == driver.faq_list.visualItemRect(second).height() + line
        )
    )


@pytest.fixture
def grouped(open_window: Callable[..., MainWindow], tmp_path: Path) -> Driver:
    """A window with questions and guide pages of two groups and one of none, out of order."""
    catalog = small_catalog()
    faq = catalog["faq"]
    faq[0]["group"], faq[1]["group"] = "Payers", "Counting"
    text = [{"kind": "text", "text": "97530 and 97110, then 97530 again. 97003 is gone."}]
    faq.append({"id": "more", "question": "And what else?", "answer": text, "group": "Counting"})
    faq.append({"id": "loose", "question": "Anything?", "answer": text})
    catalog["guide"][0]["group"] = "Basics"
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.press("Ctrl+2")
    return driver


_GROUPED = [
    "Counting",
    "How many units is that?",
    "And what else?",
    "Payers",
    "What is CPT?",
    "Other topics",
    "Anything?",
]


def test_questions_are_listed_by_group_under_headings(grouped: Driver) -> None:
    assert _titles(grouped.faq_list) == _GROUPED
    assert grouped.faq_list.currentItem().text() == "How many units is that?"
    grouped.press("Ctrl+3")
    assert _titles(grouped.guide_list)[:2] == ["Basics", "Where to start"]
    assert grouped.guide_list.currentItem().text() == "Where to start"


def test_a_heading_cannot_be_chosen(grouped: Driver) -> None:
    read = []
    for key in ["Home", *["Down"] * 5, "End", *["Up"] * 5, "PgDown", "PgUp"]:
        grouped.press(key)
        read.append(grouped.faq_list.currentItem().text())
    for row, title in enumerate(_GROUPED):
        item = grouped.faq_list.item(row)
        place = grouped.faq_list.visualItemRect(item).center()
        QTest.mouseClick(grouped.faq_list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        read.append(grouped.faq_list.currentItem().text())
        assert item.isSelected() is (title not in {"Counting", "Payers", "Other topics"}), title
    assert not {"Counting", "Payers", "Other topics"} & {*read}
    assert {*read} == {*_GROUPED} - {"Counting", "Payers", "Other topics"}


def test_a_search_lists_the_best_match_first_without_headings(grouped: Driver) -> None:
    grouped.type("what")
    assert _titles(grouped.faq_list)[0] in {"What is CPT?", "And what else?"}
    assert not {"Counting", "Payers"} & {*_titles(grouped.faq_list)}
    grouped.press("Esc")
    assert _titles(grouped.faq_list) == _GROUPED


def test_next_and_previous_lead_through_the_list_by_links_and_by_keys(grouped: Driver) -> None:
    order = ["how-many-units", "more", "what-is-cpt", "loose"]
    titles = [title for title in _GROUPED if title not in {"Counting", "Payers", "Other topics"}]
    assert "Previous" not in grouped.faq_view.toPlainText()
    for at in (1, 2, 3):
        click_link(grouped.faq_view, f"faq:{order[at]}")
        assert grouped.faq_list.currentItem().text() == titles[at]
        assert titles[at - 1] in grouped.faq_view.toPlainText()
    assert "Next" not in grouped.faq_view.toPlainText()
    for at in (2, 1, 0, 0):
        grouped.press("Alt+PgUp")
        assert grouped.faq_list.currentItem().text() == titles[at]
    for at in (1, 2, 3, 3):
        grouped.press("Alt+PgDown")
        assert grouped.faq_list.currentItem().text() == titles[at]
    grouped.press("Ctrl+3")
    grouped.press("Alt+PgDown")
    assert grouped.guide_list.currentItem().text() == "What comes next"


def test_who_reads_on_by_keys_stays_in_the_page(grouped: Driver) -> None:
    grouped.faq_view.setFocus()
    grouped.press("Alt+PgDown")
    assert grouped.faq_list.currentItem().text() == "And what else?"
    assert grouped.faq_view.hasFocus()


def test_a_page_ends_with_the_codes_it_mentions(grouped: Driver) -> None:
    grouped.press("Down")
    shown = grouped.faq_view.toPlainText().replace("\N{NO-BREAK SPACE}", " ")
    rows = shown.partition("Related codes\n")[2].splitlines()[:2]
    assert rows == [
        "97530  Therapeutic activities \N{MIDDLE DOT} 15 min",
        "97110  Therapeutic exercise \N{MIDDLE DOT} 15 min",
    ]
    assert links(grouped.faq_view).count("code:97530") == 3


def test_large_text_cuts_no_title(driver: Driver) -> None:
    driver.press("Ctrl+2")
    small = driver.faq_list.visualItemRect(driver.faq_list.item(0)).height()
    for _ in range(len(TEXT_SIZES)):
        driver.action(ActionId.TEXT_LARGER).trigger()
    driver.window.resize(700, 500)
    driver.faq_list.doItemsLayout()
    item = driver.faq_list.item(1)
    rect = driver.faq_list.visualItemRect(item)
    letters = rect.width() // driver.faq_list.fontMetrics().averageCharWidth()
    assert rect.height() > small
    assert (
        rect.height() >= driver.faq_list.fontMetrics().lineSpacing() * len(item.text()) // letters
    )


def test_every_list_and_page_has_a_name_for_screen_readers(driver: Driver) -> None:
    driver.open_all_tabs()
    for part in (
        driver.faq_search,
        driver.faq_list,
        driver.faq_view,
        driver.guide_list,
        driver.guide_view,
    ):
        assert part.accessibleName()


def test_a_catalog_without_questions_and_guide_says_so(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    driver = Driver(
        open_window(write_catalog(tmp_path, small_catalog() | {"faq": [], "guide": []}))
    )
    driver.open_all_tabs()
    assert driver.faq_view.toPlainText()
    assert driver.guide_view.toPlainText()
    driver.press("Ctrl+2")
    driver.type("units")
    assert driver.faq_view.toPlainText()


# Sources


def test_the_sources_of_an_answer_open_by_click_and_close_by_key(faq: Driver) -> None:
    page = faq.faq_view
    assert "A manual" not in page.toPlainText()
    click_link(page, "fold:sources")
    assert "A manual" in page.toPlainText()
    assert "fold:sources" in links(page)
    page.setFocus()
    faq.press("Tab", times=1 + links(page).index("fold:sources"))
    faq.press("Return")
    assert "A manual" not in page.toPlainText()
    assert page.textCursor().charFormat().anchorHref() == "fold:sources", "Enter opens it again"
    assert page.hasFocus()


def test_another_question_and_back_is_folded_again(faq: Driver) -> None:
    click_link(faq.faq_view, "fold:sources")
    faq.faq_search.setFocus()
    faq.press("Down")
    assert "fold:sources" not in links(faq.faq_view), "this one names none"
    faq.press("Up")
    assert "A manual" not in faq.faq_view.toPlainText()


def test_the_guide_has_its_sources_too(driver: Driver) -> None:
    driver.press("Ctrl+3")
    click_link(driver.guide_view, "fold:sources")
    assert "A manual" in driver.guide_view.toPlainText()
    click_link(driver.guide_view, "fold:sources")
    assert "A manual" not in driver.guide_view.toPlainText()


def test_an_answer_read_in_the_codes_tab_has_them_as_well(driver: Driver) -> None:
    driver.search("what is cpt")
    while driver.codes.currentIndex().data().partition(" ")[0] != "FAQ":
        before = driver.codes.currentIndex().row()
        driver.press("Down")
        assert driver.codes.currentIndex().row() > before
    assert "A manual" not in driver.detail.toPlainText()
    click_link(driver.detail, "fold:sources")
    assert "A manual" in driver.detail.toPlainText()

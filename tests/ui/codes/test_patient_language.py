"""The words for the patient in English and Spanish: the switch, the copy, what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTextBrowser

from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link, clipboard, links

ENGLISH = small_catalog()["codes"][1]["patient"]
SPANISH = small_catalog()["codes"][1]["patient_es"]
REMARK = "Not reviewed by a certified translator."


def _switch(desk: Driver) -> list[str]:
    return [target for target in links(desk.detail) if target.startswith("language:")]


def _is_bold(view: QTextBrowser, word: str) -> bool:
    cursor = view.document().find(word)
    assert not cursor.isNull(), word
    return cursor.charFormat().fontWeight() >= 600 and not cursor.charFormat().isAnchor()


def test_a_click_shows_spanish_with_its_remark_and_another_one_english(desk: Driver) -> None:
    desk.search("97110")
    page = desk.detail
    assert ENGLISH in page.toPlainText()
    assert (_switch(desk), REMARK in page.toPlainText()) == (["language:es"], False)
    assert _is_bold(page, "English")
    click_link(page, "language:es")
    shown = page.toPlainText()
    assert (SPANISH in shown, ENGLISH in shown, REMARK in shown) == (True, False, True)
    assert _switch(desk) == ["language:en"]
    assert _is_bold(page, "Español")
    heading, remark, words = shown[shown.index("Explain to the patient") :].split("\n")[:3]
    assert heading.endswith("Español"), "the remark stands right beneath the switch"
    assert (remark, words) == (REMARK, SPANISH)
    click_link(page, "language:en")
    assert (ENGLISH in page.toPlainText(), REMARK in page.toPlainText()) == (True, False)


def test_what_is_shown_is_copied(desk: Driver) -> None:
    desk.search("97110")
    for language, words, said in (
        ("es", SPANISH, "Copied the explanation for the patient in Spanish"),
        ("en", ENGLISH, "Copied the explanation for the patient"),
    ):
        click_link(desk.detail, f"language:{language}")
        click_link(desk.detail, "copy:patient")
        assert clipboard().text() == words
        assert not clipboard().mimeData().hasHtml()
        assert desk.status() == said


def test_keys_alone_switch_back_and_forth_and_copy(desk: Driver) -> None:
    desk.search("97110")
    page = desk.detail
    page.setFocus()

    def tab_to(target: str) -> None:
        for _ in range(len(links(page)) + 5):
            if page.textCursor().charFormat().anchorHref() == target:
                return
            desk.press("Tab")
        raise AssertionError(f"Tab never leads to {target}")

    tab_to("language:es")
    desk.press("Return")
    assert SPANISH in page.toPlainText()
    assert page.textCursor().charFormat().anchorHref() == "language:en", "Enter switches back"
    desk.press("Shift+Tab")
    desk.press("Return")
    assert clipboard().text() == SPANISH
    tab_to("language:en")
    desk.press("Return")
    assert ENGLISH in page.toPlainText()
    assert desk.current() == "97110"


def test_the_page_stays_open_and_scrolled_as_it_is(desk: Driver) -> None:
    desk.window.resize(700, 420)
    desk.search("97110")
    click_link(desk.detail, "fold:sources")
    click_link(desk.detail, "language:es")
    before = desk.detail.verticalScrollBar().value()
    assert before > 0
    click_link(desk.detail, "language:en")
    assert "A manual" in desk.detail.toPlainText()
    moved = abs(desk.detail.verticalScrollBar().value() - before)
    assert moved <= 2 * desk.detail.fontMetrics().lineSpacing(), "at most by the remark"


def test_a_switch_is_no_step_back(desk: Driver) -> None:
    desk.search("97530")
    desk.search("97110")
    click_link(desk.detail, "language:es")
    click_link(desk.detail, "code:97530")
    desk.press("Alt+Left")
    assert desk.shown() == "97110"
    assert SPANISH in desk.detail.toPlainText()


def test_the_choice_holds_for_every_code_and_for_the_next_start(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path
) -> None:
    desk = Driver(open_window(catalog_file, tmp_path / "own"))
    desk.search("97110")
    click_link(desk.detail, "language:es")
    desk.search("97150")
    desk.search("97110")
    assert SPANISH in desk.detail.toPlainText()
    desk.window.close()
    again = Driver(open_window(catalog_file, tmp_path / "own"))
    again.search("97110")
    assert SPANISH in again.detail.toPlainText()
    assert REMARK in again.detail.toPlainText()


@pytest.mark.parametrize("chosen", ["English", "Spanish"])
def test_a_code_without_spanish_says_so_and_has_no_switch(desk: Driver, chosen: str) -> None:
    if chosen == "Spanish":
        desk.search("97110")
        click_link(desk.detail, "language:es")
    desk.search("97530")
    shown = desk.detail.toPlainText()
    assert small_catalog()["codes"][2]["patient"] in shown
    assert _switch(desk) == []
    assert ("There is no Spanish for this code." in shown) is (chosen == "Spanish")
    assert REMARK not in shown
    click_link(desk.detail, "copy:patient")
    assert clipboard().text() == small_catalog()["codes"][2]["patient"]
    assert desk.status() == "Copied the explanation for the patient"


def test_spanish_is_text_even_if_it_looks_like_markup(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog: dict[str, Any] = small_catalog()
    catalog["codes"][1]["patient_es"] = "<b>Hola</b> & adiós. ¿Qué tal?"
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.search("97110")
    click_link(desk.detail, "language:es")
    assert "<b>Hola</b> & adiós. ¿Qué tal?" in desk.detail.toPlainText()
    click_link(desk.detail, "copy:patient")
    assert clipboard().text() == "<b>Hola</b> & adiós. ¿Qué tal?"


def test_about_says_that_nobody_reviewed_the_spanish(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    told = {}
    for spanish in (True, False):
        catalog = small_catalog()
        if not spanish:
            del catalog["codes"][1]["patient_es"]
        desk = Driver(open_window(write_catalog(tmp_path, catalog)))
        desk.action(ActionId.ABOUT).trigger()
        page = child(child(desk.window, PageDialog), QTextBrowser, "pageView")
        told[spanish] = "was not reviewed by a certified translator" in page.toPlainText()
    assert told == {True: True, False: False}

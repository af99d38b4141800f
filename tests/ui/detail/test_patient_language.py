"""The words for the patient in English and Spanish: the switch, the copy, what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTextBrowser

from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link, clipboard, links

ENGLISH = small_catalog()["codes"][1]["patient"]
SPANISH = small_catalog()["codes"][1]["patient_es"]
REMARK = "Not reviewed by a certified translator."


def _switch(driver: Driver) -> list[str]:
    return [target for target in links(driver.detail) if target.startswith("language:")]


def _is_bold(view: QTextBrowser, word: str) -> bool:
    cursor = view.document().find(word)
    assert not cursor.isNull(), word
    return cursor.charFormat().fontWeight() >= 600 and not cursor.charFormat().isAnchor()


def test_a_click_shows_spanish_with_its_remark_and_another_one_english(driver: Driver) -> None:
    driver.search("97110")
    page = driver.detail
    assert ENGLISH in page.toPlainText()
    assert (_switch(driver), REMARK in page.toPlainText()) == (["language:es"], False)
    assert _is_bold(page, "English")
    click_link(page, "language:es")
    shown = page.toPlainText()
    assert (SPANISH in shown, ENGLISH in shown, REMARK in shown) == (True, False, True)
    assert _switch(driver) == ["language:en"]
    assert _is_bold(page, "Español")
    heading, remark, words = shown[shown.index("Explain to the patient") :].split("\n")[:3]
    assert heading.endswith("Español"), "the remark stands right beneath the switch"
    assert (remark, words) == (REMARK, SPANISH)
    click_link(page, "language:en")
    assert (ENGLISH in page.toPlainText(), REMARK in page.toPlainText()) == (True, False)


def test_what_is_shown_is_copied(driver: Driver) -> None:
    driver.search("97110")
    for language, words, said in (
        ("es", SPANISH, "Copied the explanation for the patient in Spanish"),
        ("en", ENGLISH, "Copied the explanation for the patient"),
    ):
        click_link(driver.detail, f"language:{language}")
        click_link(driver.detail, "copy:patient")
        assert clipboard().text() == words
        assert not clipboard().mimeData().hasHtml()
        assert driver.status() == said


def test_keys_alone_switch_back_and_forth_and_copy(driver: Driver) -> None:
    driver.search("97110")
    page = driver.detail
    page.setFocus()

    def tab_to(target: str) -> None:
        for _ in range(len(links(page)) + 5):
            if page.textCursor().charFormat().anchorHref() == target:
                return
            driver.press("Tab")
        raise AssertionError(f"Tab never leads to {target}")

    tab_to("language:es")
    driver.press("Return")
    assert SPANISH in page.toPlainText()
    assert page.textCursor().charFormat().anchorHref() == "language:en", "Enter switches back"
    driver.press("Shift+Tab")
    driver.press("Return")
    assert clipboard().text() == SPANISH
    tab_to("language:en")
    driver.press("Return")
    assert ENGLISH in page.toPlainText()
    assert driver.current() == "97110"


def test_the_page_stays_open_and_scrolled_as_it_is(driver: Driver) -> None:
    driver.window.resize(700, 420)
    driver.search("97110")
    click_link(driver.detail, "fold:sources")
    click_link(driver.detail, "language:es")
    before = driver.detail.verticalScrollBar().value()
    assert before > 0
    click_link(driver.detail, "language:en")
    assert "A manual" in driver.detail.toPlainText()
    moved = abs(driver.detail.verticalScrollBar().value() - before)
    assert moved <= 2 * driver.detail.fontMetrics().lineSpacing(), "at most by the remark"


def test_a_switch_is_no_step_back(driver: Driver) -> None:
    driver.search("97530")
    driver.search("97110")
    click_link(driver.detail, "language:es")
    click_link(driver.detail, "code:97530")
    driver.press("Alt+Left")
    assert driver.shown() == "97110"
    assert SPANISH in driver.detail.toPlainText()


def test_the_choice_holds_for_every_code_and_for_the_next_start(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path
) -> None:
    driver = Driver(open_window(catalog_file, tmp_path / "own"))
    driver.search("97110")
    click_link(driver.detail, "language:es")
    driver.search("97150")
    driver.search("97110")
    assert SPANISH in driver.detail.toPlainText()
    driver.window.close()
    again = Driver(open_window(catalog_file, tmp_path / "own"))
    again.search("97110")
    assert SPANISH in again.detail.toPlainText()
    assert REMARK in again.detail.toPlainText()


@pytest.mark.parametrize("chosen", ["English", "Spanish"])
def test_a_code_without_spanish_says_so_and_has_no_switch(driver: Driver, chosen: str) -> None:
    if chosen == "Spanish":
        driver.search("97110")
        click_link(driver.detail, "language:es")
    driver.search("97530")
    shown = driver.detail.toPlainText()
    assert small_catalog()["codes"][2]["patient"] in shown
    assert _switch(driver) == []
    assert ("There is no Spanish for this code." in shown) is (chosen == "Spanish")
    assert REMARK not in shown
    click_link(driver.detail, "copy:patient")
    assert clipboard().text() == small_catalog()["codes"][2]["patient"]
    assert driver.status() == "Copied the explanation for the patient"


def test_spanish_is_text_even_if_it_looks_like_markup(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog: dict[str, Any] = small_catalog()
    catalog["codes"][1]["patient_es"] = "<b>Hola</b> & adiós. ¿Qué tal?"
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.search("97110")
    click_link(driver.detail, "language:es")
    assert "<b>Hola</b> & adiós. ¿Qué tal?" in driver.detail.toPlainText()
    click_link(driver.detail, "copy:patient")
    assert clipboard().text() == "<b>Hola</b> & adiós. ¿Qué tal?"


def test_about_says_that_nobody_reviewed_the_spanish(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    told = {}
    for spanish in (True, False):
        catalog = small_catalog()
        if not spanish:
            del catalog["codes"][1]["patient_es"]
        driver = Driver(open_window(write_catalog(tmp_path, catalog)))
        driver.action(ActionId.ABOUT).trigger()
        page = child(child(driver.window, PageDialog), QTextBrowser, "pageView")
        told[spanish] = "was not reviewed by a certified translator" in page.toPlainText()
    assert told == {True: True, False: False}

"""The filters over the list, by family and by how codes are counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget

from ui.driver import Driver, child, click_link


def test_at_the_start_every_current_code_is_listed_in_catalog_order(driver: Driver) -> None:
    assert driver.listed() == ["97165", "97110", "97530", "97150"]
    assert driver.count() == "4 codes"


def test_a_family_keeps_its_own_codes(driver: Driver) -> None:
    driver.choose_family("Therapeutic procedure")
    assert driver.listed() == ["97110", "97530", "97150"]
    driver.choose_family("Evaluation")
    assert driver.listed() == ["97165"]
    assert driver.count() == "1 code"
    driver.choose_family("All categories")
    assert driver.count() == "4 codes"


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ("Timed", ["97110", "97530"]),
        ("Untimed", ["97165", "97150"]),
        ("All", ["97165", "97110", "97530", "97150"]),
    ],
)
def test_counting_keeps_timed_or_untimed_codes(
    driver: Driver, choice: str, codes: list[str]
) -> None:
    driver.choose_counting("Untimed" if choice == "Timed" else "Timed")
    driver.choose_counting(choice)
    assert driver.listed() == codes


def test_both_filters_and_the_query_count_together(driver: Driver) -> None:
    driver.choose_family("Therapeutic procedure")
    driver.choose_counting("Timed")
    driver.search("activities")
    assert driver.listed() == ["97530"]


def test_filters_stay_while_the_query_changes(driver: Driver) -> None:
    driver.choose_counting("Untimed")
    driver.search("group")
    assert driver.listed() == ["97150"]
    driver.press("Esc")
    assert driver.listed() == ["97165", "97150"]
    assert driver.counting.currentText() == "Untimed"


def test_retired_and_foreign_codes_answer_only_without_a_filter(driver: Driver) -> None:
    driver.search("eval")
    assert {"97003", "97161"} <= set(driver.listed())
    driver.choose_family("Evaluation")
    assert driver.listed() == ["97165"]


def test_the_code_that_is_read_stays_current_where_the_filter_keeps_it(driver: Driver) -> None:
    driver.click_row(2)
    driver.choose_counting("Timed")
    assert driver.current() == "97530"
    assert driver.chosen() == ["97530"]


def test_where_the_filter_hides_the_code_the_first_row_is_read(driver: Driver) -> None:
    driver.click_row(2)
    driver.choose_counting("Untimed")
    assert driver.current() == "97165"
    assert "97165" in driver.detail.accessibleName()


def test_a_code_comes_back_once_the_query_is_cleared(driver: Driver) -> None:
    driver.search("group")
    driver.press("Esc")
    assert driver.current() == "97150"
    assert driver.count() == "4 codes"


def test_a_link_to_a_hidden_code_keeps_filters_query_and_list(driver: Driver) -> None:
    driver.choose_family("Evaluation")
    driver.search("initial")
    click_link(driver.detail, "code:97110")
    assert driver.shown() == "97110"
    assert driver.field.text() == "initial"
    assert driver.family.currentText() == "Evaluation"
    assert driver.listed() == ["97165"]


def test_every_family_of_the_catalog_can_be_chosen(driver: Driver) -> None:
    names = [driver.family.itemText(i) for i in range(driver.family.count())]
    assert names[1:] == ["Evaluation", "Therapeutic procedure"]


def _button(driver: Driver) -> QToolButton:
    return driver.part(QToolButton, "filterButton")


def _click(part: QWidget) -> None:
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)


def test_one_button_says_what_is_on(driver: Driver) -> None:
    clear = driver.part(QToolButton, "clearFilter")
    for family, counting, said in (
        ("All categories", "All", "Filter"),
        ("Evaluation", "All", "Filter: Evaluation"),
        ("All categories", "Untimed", "Filter: untimed"),
        ("Therapeutic procedure", "Timed", "Filter: Therapeutic procedure, timed"),
    ):
        driver.choose_family(family)
        driver.choose_counting(counting)
        assert (_button(driver).text(), _button(driver).accessibleName()) == (said, said)
        assert clear.isVisible() is (said != "Filter")
        assert driver.codes.isVisible() == bool(driver.listed())


def test_its_x_clears_both_filters_and_leaves_query_and_scope(driver: Driver) -> None:
    driver.search("eval")
    driver.choose_family("Therapeutic procedure")
    driver.choose_counting("Timed")
    _click(driver.part(QToolButton, "clearFilter"))
    assert driver.family.currentIndex() == driver.counting.currentIndex() == 0
    assert _button(driver).text() == "Filter"
    assert driver.field.text() == "eval"
    assert "97165" in driver.listed()


def test_the_popup_has_both_choices_and_closes_with_esc(driver: Driver) -> None:
    _click(_button(driver))
    popup = driver.part(QFrame, "filterPopup")
    assert popup.isVisible()
    assert driver.family.isVisible()
    assert driver.counting.isVisible()
    assert driver.family.hasFocus()
    assert popup.geometry().left() >= driver.window.geometry().left()
    assert popup.geometry().right() <= driver.window.geometry().right()
    QTest.keyClick(driver.family, Qt.Key.Key_T)  # by its first letter, as in every list of choices
    assert driver.family.currentText() == "Therapeutic procedure"
    assert driver.listed() == ["97110", "97530", "97150"]
    _click(child(popup, QPushButton))
    assert len(driver.listed()) == 4
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_filter_takes_a_line_of_its_own_only_while_it_is_on(driver: Driver) -> None:
    def top() -> int:
        return driver.codes.mapTo(driver.window, driver.codes.rect().topLeft()).y()

    before = top()
    driver.choose_family("Therapeutic procedure")
    QTest.qWait(0)
    assert top() > before
    driver.choose_family("All categories")
    QTest.qWait(0)
    assert top() == before

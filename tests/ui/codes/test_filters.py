"""The filters over the list, by family and by how codes are counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget

from ui.driver import Driver, child, click_link


def test_at_the_start_every_current_code_is_listed_in_catalog_order(desk: Driver) -> None:
    assert desk.listed() == ["97165", "97110", "97530", "97150"]
    assert desk.count() == "4 codes"


def test_a_family_keeps_its_own_codes(desk: Driver) -> None:
    desk.choose_family("Therapeutic procedure")
    assert desk.listed() == ["97110", "97530", "97150"]
    desk.choose_family("Evaluation")
    assert desk.listed() == ["97165"]
    assert desk.count() == "1 code"
    desk.choose_family("All categories")
    assert desk.count() == "4 codes"


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ("Timed", ["97110", "97530"]),
        ("Untimed", ["97165", "97150"]),
        ("All", ["97165", "97110", "97530", "97150"]),
    ],
)
def test_counting_keeps_timed_or_untimed_codes(desk: Driver, choice: str, codes: list[str]) -> None:
    desk.choose_counting("Untimed" if choice == "Timed" else "Timed")
    desk.choose_counting(choice)
    assert desk.listed() == codes


def test_both_filters_and_the_query_count_together(desk: Driver) -> None:
    desk.choose_family("Therapeutic procedure")
    desk.choose_counting("Timed")
    desk.search("activities")
    assert desk.listed() == ["97530"]


def test_filters_stay_while_the_query_changes(desk: Driver) -> None:
    desk.choose_counting("Untimed")
    desk.search("group")
    assert desk.listed() == ["97150"]
    desk.press("Esc")
    assert desk.listed() == ["97165", "97150"]
    assert desk.counting.currentText() == "Untimed"


def test_retired_and_foreign_codes_answer_only_without_a_filter(desk: Driver) -> None:
    desk.search("eval")
    assert {"97003", "97161"} <= set(desk.listed())
    desk.choose_family("Evaluation")
    assert desk.listed() == ["97165"]


def test_the_code_that_is_read_stays_current_where_the_filter_keeps_it(desk: Driver) -> None:
    desk.click_row(2)
    desk.choose_counting("Timed")
    assert desk.current() == "97530"
    assert desk.chosen() == ["97530"]


def test_where_the_filter_hides_the_code_the_first_row_is_read(desk: Driver) -> None:
    desk.click_row(2)
    desk.choose_counting("Untimed")
    assert desk.current() == "97165"
    assert "97165" in desk.detail.accessibleName()


def test_a_code_comes_back_once_the_query_is_cleared(desk: Driver) -> None:
    desk.search("group")
    desk.press("Esc")
    assert desk.current() == "97150"
    assert desk.count() == "4 codes"


def test_a_link_to_a_hidden_code_keeps_filters_query_and_list(desk: Driver) -> None:
    desk.choose_family("Evaluation")
    desk.search("initial")
    click_link(desk.detail, "code:97110")
    assert desk.shown() == "97110"
    assert desk.field.text() == "initial"
    assert desk.family.currentText() == "Evaluation"
    assert desk.listed() == ["97165"]


def test_every_family_of_the_catalog_can_be_chosen(desk: Driver) -> None:
    names = [desk.family.itemText(i) for i in range(desk.family.count())]
    assert names[1:] == ["Evaluation", "Therapeutic procedure"]


def _button(desk: Driver) -> QToolButton:
    return desk.part(QToolButton, "filterButton")


def _click(part: QWidget) -> None:
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)


def test_one_button_says_what_is_on(desk: Driver) -> None:
    clear = desk.part(QToolButton, "clearFilter")
    for family, counting, said in (
        ("All categories", "All", "Filter"),
        ("Evaluation", "All", "Filter: Evaluation"),
        ("All categories", "Untimed", "Filter: untimed"),
        ("Therapeutic procedure", "Timed", "Filter: Therapeutic procedure, timed"),
    ):
        desk.choose_family(family)
        desk.choose_counting(counting)
        assert (_button(desk).text(), _button(desk).accessibleName()) == (said, said)
        assert clear.isVisible() is (said != "Filter")
        assert desk.codes.isVisible() == bool(desk.listed())


def test_its_x_clears_both_filters_and_leaves_query_and_scope(desk: Driver) -> None:
    desk.search("eval")
    desk.choose_family("Therapeutic procedure")
    desk.choose_counting("Timed")
    _click(desk.part(QToolButton, "clearFilter"))
    assert desk.family.currentIndex() == desk.counting.currentIndex() == 0
    assert _button(desk).text() == "Filter"
    assert desk.field.text() == "eval"
    assert "97165" in desk.listed()


def test_the_popup_has_both_choices_and_closes_with_esc(desk: Driver) -> None:
    _click(_button(desk))
    popup = desk.part(QFrame, "filterPopup")
    assert popup.isVisible()
    assert desk.family.isVisible()
    assert desk.counting.isVisible()
    assert desk.family.hasFocus()
    assert popup.geometry().left() >= desk.window.geometry().left()
    assert popup.geometry().right() <= desk.window.geometry().right()
    QTest.keyClick(desk.family, Qt.Key.Key_T)  # by its first letter, as in every list of choices
    assert desk.family.currentText() == "Therapeutic procedure"
    assert desk.listed() == ["97110", "97530", "97150"]
    _click(child(popup, QPushButton))
    assert len(desk.listed()) == 4
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_filter_takes_a_line_of_its_own_only_while_it_is_on(desk: Driver) -> None:
    def top() -> int:
        return desk.codes.mapTo(desk.window, desk.codes.rect().topLeft()).y()

    before = top()
    desk.choose_family("Therapeutic procedure")
    QTest.qWait(0)
    assert top() > before
    desk.choose_family("All categories")
    QTest.qWait(0)
    assert top() == before

"""What is not exact is dimmed, not current and not copied, in the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QTableView
from pytestqt.qtbot import QtBot

from otcodebook.ui.codes.model import Role
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, clipboard

KEPT = "what was copied before"
CLOSEST = [
    *("97350", "theraputic exercise", "gruop exercise", "splnit", "L3912", "th", "3", "how to"),
    *("co qqqz", "шина", "手", "***", "97110 шина", "ерук уч"),
]


@pytest.fixture
def shipped(open_window: Callable[..., MainWindow]) -> Driver:
    """The window with the codes that ship."""
    return Driver(open_window())


def put(driver: Driver, typed: str) -> None:
    """Types a query; one that no key of a US keyboard gives is put in as by pasting."""
    if typed.isascii():
        driver.search(typed)
    else:
        driver.search("")
        driver.field.insert(typed)


def notice(driver: Driver) -> str:
    label = driver.part(QLabel, "noticeLabel")
    return label.accessibleName() if label.isVisible() else ""


def dimmed(driver: Driver) -> list[bool]:
    model = driver.codes.model()
    return [model.index(row, 0).data(Role.ROW).is_dimmed for row in range(model.rowCount())]


def test_enter_copies_nothing_that_is_not_exact(shipped: Driver) -> None:
    copied = []
    for typed in CLOSEST:
        clipboard().setText(KEPT)
        put(shipped, typed)
        shipped.press("Return")
        if clipboard().text() != KEPT or shipped.codes.currentIndex().isValid():
            copied.append(f"{typed}: {clipboard().text()}")
        if shipped.listed() and not all(dimmed(shipped)):
            copied.append(f"{typed}: not dimmed")
    assert copied == []


def test_the_page_says_why_nothing_is_chosen(shipped: Driver) -> None:
    shipped.search("ther ex")
    assert "97110" in shipped.detail.accessibleName()
    shipped.search("co qqqz")
    assert notice(shipped) == "No exact match. Closest results:"
    assert "No exact match for “co qqqz”" in shipped.detail.toPlainText()
    shipped.press("Return")
    assert "no exact match" in shipped.toast()


def test_down_chooses_and_then_enter_copies(shipped: Driver) -> None:
    shipped.search("97350")
    assert notice(shipped) == "97350 is not in this list. These are one slip away:"
    assert shipped.listed()[:2] == ["97530", "97150"]  # the swapped digits first
    shipped.press("Down")
    assert shipped.current() == "97530" == shipped.shown()
    shipped.press("Return")
    assert clipboard().text() == "97530"


def test_a_corrected_query_offers_both_ways_of_writing_it(shipped: Driver, qtbot: QtBot) -> None:
    shipped.search("theraputic exercise")
    assert notice(shipped) == (
        "Showing results for “therapeutic exercise”. Search for “theraputic exercise” instead."
    )
    label = shipped.part(QLabel, "noticeLabel")
    label.linkActivated.emit("#typed")
    assert shipped.field.text() == "theraputic exercise"
    assert notice(shipped) == "No exact match. Closest results:"
    shipped.search("theraputic exercise")
    label.linkActivated.emit("#meant")
    assert shipped.field.text() == "therapeutic exercise"
    assert (notice(shipped), shipped.current()) == ("", "97110")


def test_markup_in_a_corrected_query_is_shown_as_it_is(shipped: Driver) -> None:
    shipped.search("<b>theraputic</b> exercise")
    label = shipped.part(QLabel, "noticeLabel")
    assert "<b>" not in label.text()


def test_a_retired_code_is_current_itself_and_is_not_copied(shipped: Driver) -> None:
    clipboard().setText(KEPT)
    shipped.search("97003")
    assert shipped.listed()[:4] == ["97165", "97166", "97167", "97003"]
    assert shipped.current() == "97003"
    shipped.press("Return")
    assert clipboard().text() == KEPT
    assert "Use 97165" in shipped.toast()


def test_a_question_puts_its_answer_over_the_list(shipped: Driver) -> None:
    shipped.search("how many units is 40 minutes")
    assert notice(shipped).startswith("40 minutes: 3 units by Medicare's 8-minute rule")
    assert "8-minute rule" in str(shipped.codes.currentIndex().data())
    shipped.search("97530 97537")
    assert "modifier 59" in notice(shipped)
    assert shipped.listed() == ["97530", "97537"]


def test_exact_answers_stand_above_codes_that_are_not_exact(shipped: Driver) -> None:
    shipped.search("no show")
    assert str(shipped.codes.currentIndex().data()).startswith("FAQ")
    assert shipped.codes.currentIndex().row() == 0
    assert not dimmed(shipped)[0]


def test_another_keyboard_layout_is_offered_as_a_word(shipped: Driver) -> None:
    put(shipped, "ерук уч")
    shipped.button("ther ex").click()
    assert shipped.field.text() == "ther ex"
    assert shipped.current() == "97110"


def test_units_adds_no_guess(shipped: Driver) -> None:
    shipped.press("Ctrl+4")
    shipped.type("97350")
    shipped.press("Return")
    assert "97530" not in shipped.part(QLabel, "unitsSearchNotice").text()
    assert not shipped.window.findChildren(QLabel, "claimLine")
    shipped.press("Down")
    shipped.press("Return")
    assert "97530" in shipped.status()


def test_units_offers_both_ways_of_writing_a_slip(shipped: Driver) -> None:
    shipped.press("Ctrl+4")
    box, told = shipped.part(QLineEdit, "unitsSearch"), shipped.part(QLabel, "unitsSearchNotice")
    rows = shipped.part(QListView, "unitsCodeList")
    shipped.type("theraputic exercise")
    assert told.accessibleName() == (
        "Showing results for “therapeutic exercise”. Search for “theraputic exercise” instead."
    )
    assert not rows.currentIndex().isValid()
    shipped.press("Return")  # no guess is added
    assert shipped.part(QTableView, "unitsTable").model().rowCount() == 0
    shipped.press("Tab")
    assert told.hasFocus()
    assert told.isVisible()
    shipped.press("Tab", times=2)  # to the first link and to the second
    shipped.press("Return")
    assert box.hasFocus()
    assert box.text() == "theraputic exercise"
    assert told.text() == "No exact match. Closest results:"
    box.setText("theraputic exercise ")
    shipped.press("Tab", times=2)
    shipped.press("Return")
    assert box.text() == "therapeutic exercise"
    assert str(rows.currentIndex().data()).startswith("97110")
    box.setText("splnit")
    shipped.press("Tab")
    shipped.press("Esc")
    assert box.hasFocus()
    box.setText("ерук уч")
    assert told.accessibleName() == "Did you mean “ther ex”?"
    shipped.press("Tab", times=2)
    shipped.press("Return")
    assert box.text() == "ther ex"


def test_a_number_that_is_not_here_names_the_family_of_what_is_near(shipped: Driver) -> None:
    family = "“Orthosis supply”"
    shipped.search("L3912")
    assert notice(shipped).startswith("L3912 is not in this list. These are one slip away, then")
    assert family in notice(shipped)
    assert shipped.listed()[:2] == ["L3921", "L3913"]
    shipped.search("L1234")
    assert notice(shipped) == f"L1234 is not in this list. Here are related codes of {family}:"
    assert {code[0] for code in shipped.listed()} == {"L"}
    shipped.search("J1234")
    assert shipped.listed() == []


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=12).filter(str.isprintable))
def test_whatever_is_typed_enter_copies_only_what_is_shown_as_a_match(
    shipped: Driver, typed: str
) -> None:
    clipboard().setText(KEPT)
    shipped.field.setText(typed)
    was_chosen = shipped.codes.currentIndex().isValid()
    shipped.field.setFocus()
    shipped.press("Return")
    assert was_chosen or clipboard().text() == KEPT

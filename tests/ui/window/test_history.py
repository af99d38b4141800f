"""Back and Forward lead through what was looked at, and links keep the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.ui.codes.state import CodesState
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.enums import Tab
from otcodebook.ui.window.history import History, Place
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, OpenDriver, click_link, clipboard, focused, links


def _place(query: str, scroll: int = 0) -> Place:
    return Place(Tab.CODES, CodesState(query=query), {"list": scroll})


ONE, TWO, THREE, FOUR = (_place(query) for query in ("one", "two", "three", "four"))


class TestHistory:
    def test_back_and_forward_lead_the_same_way(self) -> None:
        history = History()
        for place in (ONE, TWO):
            history.leave(place)
        assert history.back(THREE) == TWO
        assert history.back(TWO) == ONE
        assert history.back(ONE) is None
        assert history.forward(ONE) == TWO
        assert history.forward(TWO) == THREE
        assert history.forward(THREE) is None

    def test_a_new_way_forgets_what_was_ahead(self) -> None:
        history = History()
        history.leave(ONE)
        assert history.back(TWO) == ONE
        history.leave(ONE)
        assert not history.can_go_forward(FOUR)
        assert history.back(FOUR) == ONE

    def test_a_place_that_is_left_twice_is_there_once_as_scrolled_last(self) -> None:
        history = History()
        history.leave(_place("one", 10))
        history.leave(_place("one", 70))
        found = history.back(TWO)
        assert found is not None
        assert found.scrolls == {"list": 70}
        assert history.back(ONE) is None

    def test_where_one_is_already_is_nowhere_to_go(self) -> None:
        history = History()
        history.leave(ONE)
        assert not history.can_go_back(ONE)
        assert history.back(ONE) is None
        history.leave(TWO)
        assert history.can_go_back(THREE)

    def test_it_remembers_a_long_way_but_not_for_ever(self) -> None:
        history = History()
        for number in range(1000):
            history.leave(_place(str(number)))
        steps = 0
        here = ONE
        while (found := history.back(here)) is not None:
            here, steps = found, steps + 1
        assert 50 <= steps <= 200


def _seen(driver: Driver) -> tuple[object, ...]:
    return (
        driver.tabs.currentIndex(),
        driver.field.text(),
        driver.listed(),
        driver.current(),
        driver.shown(),
        driver.codes.verticalScrollBar().value(),
        driver.detail.verticalScrollBar().value(),
    )


def _looked_at(driver: Driver, qtbot: QtBot) -> None:
    """Waits until what is shown is no longer on the way to something else."""
    timer = driver.part(QTimer, "lookedAt")
    qtbot.waitUntil(lambda: not timer.isActive(), timeout=10_000)


def _links_to_codes(driver: Driver) -> list[str]:
    return [target for target in links(driver.detail) if target.startswith("code:")]


def test_three_links_and_three_steps_back_restore_query_list_row_and_scroll(
    open_window: Callable[..., MainWindow],
) -> None:
    driver = Driver(open_window())
    driver.window.resize(900, 420)
    driver.search("ther")
    driver.press("Down", times=14)
    seen: list[tuple[object, ...]] = []
    for _ in range(3):
        bar = driver.detail.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        been = {f"code:{state[4]}" for state in seen}
        target = next(link for link in _links_to_codes(driver) if link not in been)
        seen.append(_seen(driver))
        driver.detail.anchorClicked.emit(target)
        assert driver.shown() == target.partition(":")[2]
        assert driver.field.text() == "ther"
        assert driver.listed() == seen[0][2]
    assert any(state[6] for state in seen), "a page was scrolled"
    end = _seen(driver)
    for before in reversed(seen):
        driver.press("Alt+Left")
        assert _seen(driver) == before
    assert not driver.action(ActionId.BACK).isEnabled()
    for state in (*seen[1:], end):
        driver.press("Alt+Right")
        assert _seen(driver)[:5] == state[:5]


def test_a_link_to_a_listed_code_makes_its_row_current(driver: Driver) -> None:
    driver.click_row(1)
    assert driver.current() == "97110"
    click_link(driver.detail, "code:97530")
    assert (driver.current(), driver.shown()) == ("97530", "97530")
    assert len(driver.listed()) == 4


def test_a_link_to_a_code_that_is_not_listed_shows_it_beside_the_list(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Tab")
    listed = driver.listed()
    assert "97530" not in listed
    click_link(driver.detail, "code:97530")
    assert (driver.field.text(), driver.listed(), driver.current()) == ("ther ex", listed, "")
    assert driver.shown() == "97530"
    driver.press("Return")
    assert clipboard().text() == "97530"
    driver.press("Ctrl+D")
    assert driver.is_favorite()
    assert driver.shown() == "97530"
    driver.press("Down")
    assert driver.current() == driver.shown() == "97110"
    driver.press("Alt+Left")
    assert driver.shown() == "97530"
    driver.type("group")
    assert (driver.field.text(), driver.current(), driver.shown()) == ("group", "97150", "97150")


def test_what_a_link_showed_is_there_at_the_next_start(driver: Driver, opened: OpenDriver) -> None:
    driver.search("ther ex")
    click_link(driver.detail, "code:97530")
    driver.window.close()
    again = opened()
    assert (again.field.text(), again.current(), again.shown()) == ("ther ex", "", "97530")


def test_a_note_belongs_to_the_code_that_the_link_showed(driver: Driver, qtbot: QtBot) -> None:
    driver.search("ther ex")
    click_link(driver.detail, "code:97530")
    driver.note.setFocus()
    driver.type("for the second code")
    driver.field.setFocus()
    qtbot.waitUntil(lambda: driver.on_disk("97530") == "for the second code")
    assert driver.on_disk("97110") == ""
    assert driver.shown() == "97530"


def test_back_leads_across_tabs(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Ctrl+2")
    driver.type("units")
    driver.press("Ctrl+3")
    click_link(driver.guide_view, "code:97110")
    way = []
    for _ in range(3):
        driver.press("Alt+Left")
        way.append(driver.tabs.currentIndex())
    assert way == [2, 1, 0]
    assert driver.field.text() == "ther ex"
    driver.press("Alt+Right")
    assert driver.faq_search.text() == "units"
    assert "How many units" in driver.faq_list.currentItem().text()
    assert focused() is driver.faq_search


def test_pages_of_the_guide_and_searches_are_steps_once_they_were_looked_at(
    driver: Driver, qtbot: QtBot
) -> None:
    driver.press("Ctrl+3")
    _looked_at(driver, qtbot)
    driver.press("Down")
    assert driver.guide_list.currentRow() == 1
    driver.press("Alt+Left")
    assert driver.guide_list.currentRow() == 0
    driver.press("Ctrl+1")
    driver.search("ther ex")
    _looked_at(driver, qtbot)
    driver.search("group")
    driver.press("Alt+Left")
    assert (driver.field.text(), driver.shown()) == ("ther ex", "97110")
    driver.press("Alt+Right")
    assert (driver.field.text(), driver.shown()) == ("group", "97150")


def test_a_copied_code_is_a_place_to_go_back_to_however_quick_the_next_search(
    driver: Driver,
) -> None:
    for words in ("ther ex", "group"):
        driver.type(words)
        driver.press("Return")
    driver.press("Alt+Left")
    assert (driver.field.text(), driver.shown()) == ("ther ex", "97110")


def test_typing_on_is_no_step(driver: Driver, qtbot: QtBot) -> None:
    driver.search("ther")
    _looked_at(driver, qtbot)
    driver.press("Ctrl+2")
    driver.press("Ctrl+1")
    driver.press("End")
    _looked_at(driver, qtbot)
    driver.type(" ex")
    driver.press("Alt+Left")
    assert driver.tabs.currentIndex() == 1


def test_after_going_back_the_next_letter_starts_a_new_search(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Ctrl+3")
    driver.press("Alt+Left")
    driver.type("group")
    assert driver.field.text() == "group"


def test_the_buttons_work_where_there_is_somewhere_to_go(driver: Driver) -> None:
    back = driver.part(QToolButton, "backButton")
    forward = driver.part(QToolButton, "forwardButton")
    assert (back.isEnabled(), forward.isEnabled()) == (False, False)
    assert "Alt+Left" in back.toolTip()
    driver.press("Ctrl+3")
    assert (back.isEnabled(), forward.isEnabled()) == (True, False)
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert driver.tabs.currentIndex() == 0
    assert (back.isEnabled(), forward.isEnabled()) == (False, True)
    QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert driver.tabs.currentIndex() == 2


@pytest.mark.parametrize("on_top", [False, True], ids=["as opened", "after another window flag"])
def test_the_buttons_of_the_mouse_work_on_every_part(driver: Driver, *, on_top: bool) -> None:
    if on_top:
        driver.action(ActionId.ON_TOP).trigger()
    driver.action(ActionId.SHOW_GUIDE).trigger()
    for part in (driver.guide_list.viewport(), driver.guide_view.viewport(), driver.tabs.tabBar()):
        place = part.mapTo(driver.window, QPoint(5, 5))
        handle = driver.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.BackButton, pos=place)
        assert driver.tabs.currentIndex() == 0, part
        QTest.mouseClick(handle, Qt.MouseButton.ForwardButton, pos=place)
        assert driver.tabs.currentIndex() == 2, part


def test_a_link_back_to_the_same_code_is_no_step(driver: Driver) -> None:
    driver.search("97110")
    driver.detail.anchorClicked.emit("code:97110")
    QTest.qWait(1)
    assert not driver.action(ActionId.BACK).isEnabled()


def test_resting_on_a_link_shows_name_and_counting(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = small_catalog()
    catalog["codes"][2]["name"] = "Activities <b>&</b> more"
    catalog["faq"][0]["answer"] = [{"kind": "text", "text": "See 97110, 97530, 97003 and 97150."}]
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    driver.press("Ctrl+2")
    tips = {}
    for target in ("97110", "97530", "97003", "97150", ""):
        driver.faq_view.highlighted.emit(f"code:{target}" if target else "")
        tips[target] = driver.faq_view.viewport().toolTip()
    assert "97110 Therapeutic exercise" in tips["97110"]
    assert "timed, 15 min" in tips["97110"]
    assert "untimed" in tips["97150"]
    assert "<b>" not in tips["97530"]
    assert "retired" in tips["97003"]
    assert tips[""] == ""


def test_enter_on_a_comparison_leads_into_its_page(driver: Driver) -> None:
    clipboard().setText("before")
    driver.search("97110 or 97530")
    model = driver.codes.model()
    row = next(
        row for row in range(model.rowCount()) if "or 97530?" in str(model.index(row, 0).data())
    )
    driver.press("Down", times=row)
    driver.press("Return")
    assert focused() is driver.detail
    assert "One parameter is 97110" in driver.detail.toPlainText()
    assert clipboard().text() == "before"
    driver.press("Tab")
    driver.press("Return")
    assert driver.shown() == "97110"
    driver.press("Alt+Left")
    assert driver.codes.currentIndex().row() == row


def test_look_in_the_faq_takes_the_words_along_and_is_offered_only_where_there_is_something(
    driver: Driver,
) -> None:
    driver.choose_family("Evaluation")
    for words, offered in (("minutes chart", True), ("qqqq", False), ("minutes qqqq", False)):
        driver.search(words)
        assert driver.listed() == []
        assert driver.button("Look in the FAQ").isVisible() is offered, words
    driver.search("minutes chart")
    driver.button("Look in the FAQ").click()
    assert driver.faq_search.text() == "minutes chart"
    assert "How many units" in driver.faq_list.currentItem().text()
    driver.press("Alt+Left")
    assert (driver.tabs.currentIndex(), driver.field.text()) == (0, "minutes chart")

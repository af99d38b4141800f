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
from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.enums import Tab
from otcodebook.ui.window.history import History, Place
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, click_link, clipboard, focused, links
from ui.own import OpenOwn, Own


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


def _seen(desk: Driver) -> tuple[object, ...]:
    return (
        desk.tabs.currentIndex(),
        desk.field.text(),
        desk.listed(),
        desk.current(),
        desk.shown(),
        desk.codes.verticalScrollBar().value(),
        desk.detail.verticalScrollBar().value(),
    )


def _looked_at(desk: Driver, qtbot: QtBot) -> None:
    """Waits until what is shown is no longer on the way to something else."""
    timer = desk.part(QTimer, "lookedAt")
    qtbot.waitUntil(lambda: not timer.isActive(), timeout=10_000)


def _links_to_codes(desk: Driver) -> list[str]:
    return [target for target in links(desk.detail) if target.startswith("code:")]


def test_three_links_and_three_steps_back_restore_query_list_row_and_scroll(
    open_window: Callable[..., MainWindow],
) -> None:
    desk = Driver(open_window())
    desk.window.resize(900, 420)
    desk.search("ther")
    desk.press("Down", times=14)
    seen: list[tuple[object, ...]] = []
    for _ in range(3):
        bar = desk.detail.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        been = {f"code:{state[4]}" for state in seen}
        target = next(link for link in _links_to_codes(desk) if link not in been)
        seen.append(_seen(desk))
        desk.detail.anchorClicked.emit(target)
        assert desk.shown() == target.partition(":")[2]
        assert desk.field.text() == "ther"
        assert desk.listed() == seen[0][2]
    assert any(state[6] for state in seen), "a page was scrolled"
    end = _seen(desk)
    for before in reversed(seen):
        desk.press("Alt+Left")
        assert _seen(desk) == before
    assert not desk.action(ActionId.BACK).isEnabled()
    for state in (*seen[1:], end):
        desk.press("Alt+Right")
        assert _seen(desk)[:5] == state[:5]


def test_a_link_to_a_listed_code_makes_its_row_current(desk: Driver) -> None:
    desk.click_row(1)
    assert desk.current() == "97110"
    click_link(desk.detail, "code:97530")
    assert (desk.current(), desk.shown()) == ("97530", "97530")
    assert len(desk.listed()) == 4


def test_a_link_to_a_code_that_is_not_listed_shows_it_beside_the_list(own: Own) -> None:
    own.search("ther ex")
    own.press("Tab")
    listed = own.listed()
    assert "97530" not in listed
    click_link(own.detail, "code:97530")
    assert (own.field.text(), own.listed(), own.current()) == ("ther ex", listed, "")
    assert own.shown() == "97530"
    own.press("Return")
    assert clipboard().text() == "97530"
    own.press("Ctrl+D")
    assert own.is_favorite()
    assert own.shown() == "97530"
    own.press("Down")
    assert own.current() == own.shown() == "97110"
    own.press("Alt+Left")
    assert own.shown() == "97530"
    own.type("group")
    assert (own.field.text(), own.current(), own.shown()) == ("group", "97150", "97150")


def test_what_a_link_showed_is_there_at_the_next_start(own: Own, opened: OpenOwn) -> None:
    own.search("ther ex")
    click_link(own.detail, "code:97530")
    own.window.close()
    again = opened()
    assert (again.field.text(), again.current(), again.shown()) == ("ther ex", "", "97530")


def test_a_note_belongs_to_the_code_that_the_link_showed(own: Own, qtbot: QtBot) -> None:
    own.search("ther ex")
    click_link(own.detail, "code:97530")
    own.note.setFocus()
    own.type("for the second code")
    own.field.setFocus()
    qtbot.waitUntil(lambda: own.on_disk("97530") == "for the second code")
    assert own.on_disk("97110") == ""
    assert own.shown() == "97530"


def test_back_leads_across_tabs(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Ctrl+2")
    desk.type("units")
    desk.press("Ctrl+3")
    click_link(desk.guide_view, "code:97110")
    way = []
    for _ in range(3):
        desk.press("Alt+Left")
        way.append(desk.tabs.currentIndex())
    assert way == [2, 1, 0]
    assert desk.field.text() == "ther ex"
    desk.press("Alt+Right")
    assert desk.faq_search.text() == "units"
    assert "How many units" in desk.faq_list.currentItem().text()
    assert focused() is desk.faq_search


def test_pages_of_the_guide_and_searches_are_steps_once_they_were_looked_at(
    desk: Driver, qtbot: QtBot
) -> None:
    desk.press("Ctrl+3")
    _looked_at(desk, qtbot)
    desk.press("Down")
    assert desk.guide_list.currentRow() == 1
    desk.press("Alt+Left")
    assert desk.guide_list.currentRow() == 0
    desk.press("Ctrl+1")
    desk.search("ther ex")
    _looked_at(desk, qtbot)
    desk.search("group")
    desk.press("Alt+Left")
    assert (desk.field.text(), desk.shown()) == ("ther ex", "97110")
    desk.press("Alt+Right")
    assert (desk.field.text(), desk.shown()) == ("group", "97150")


def test_a_copied_code_is_a_place_to_go_back_to_however_quick_the_next_search(
    desk: Driver,
) -> None:
    for words in ("ther ex", "group"):
        desk.type(words)
        desk.press("Return")
    desk.press("Alt+Left")
    assert (desk.field.text(), desk.shown()) == ("ther ex", "97110")


def test_typing_on_is_no_step(desk: Driver, qtbot: QtBot) -> None:
    desk.search("ther")
    _looked_at(desk, qtbot)
    desk.press("Ctrl+2")
    desk.press("Ctrl+1")
    desk.press("End")
    _looked_at(desk, qtbot)
    desk.type(" ex")
    desk.press("Alt+Left")
    assert desk.tabs.currentIndex() == 1


def test_after_going_back_the_next_letter_starts_a_new_search(desk: Driver) -> None:
    desk.search("ther ex")
    desk.press("Ctrl+3")
    desk.press("Alt+Left")
    desk.type("group")
    assert desk.field.text() == "group"


def test_the_buttons_work_where_there_is_somewhere_to_go(desk: Driver) -> None:
    back = desk.part(QToolButton, "backButton")
    forward = desk.part(QToolButton, "forwardButton")
    assert (back.isEnabled(), forward.isEnabled()) == (False, False)
    assert "Alt+Left" in back.toolTip()
    desk.press("Ctrl+3")
    assert (back.isEnabled(), forward.isEnabled()) == (True, False)
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert desk.tabs.currentIndex() == 0
    assert (back.isEnabled(), forward.isEnabled()) == (False, True)
    QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert desk.tabs.currentIndex() == 2


@pytest.mark.parametrize("on_top", [False, True], ids=["as opened", "after another window flag"])
def test_the_buttons_of_the_mouse_work_on_every_part(desk: Driver, *, on_top: bool) -> None:
    if on_top:
        desk.action(ActionId.ON_TOP).trigger()
    desk.action(ActionId.SHOW_GUIDE).trigger()
    for part in (desk.guide_list.viewport(), desk.guide_view.viewport(), desk.tabs.tabBar()):
        place = part.mapTo(desk.window, QPoint(5, 5))
        handle = desk.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.BackButton, pos=place)
        assert desk.tabs.currentIndex() == 0, part
        QTest.mouseClick(handle, Qt.MouseButton.ForwardButton, pos=place)
        assert desk.tabs.currentIndex() == 2, part


def test_a_link_back_to_the_same_code_is_no_step(desk: Driver) -> None:
    desk.search("97110")
    desk.detail.anchorClicked.emit("code:97110")
    QTest.qWait(1)
    assert not desk.action(ActionId.BACK).isEnabled()


def test_resting_on_a_link_shows_name_and_counting(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = small_catalog()
    catalog["codes"][2]["name"] = "Activities <b>&</b> more"
    catalog["faq"][0]["answer"] = [{"kind": "text", "text": "See 97110, 97530, 97003 and 97150."}]
    desk = Driver(open_window(write_catalog(tmp_path, catalog)))
    desk.press("Ctrl+2")
    tips = {}
    for target in ("97110", "97530", "97003", "97150", ""):
        desk.faq_view.highlighted.emit(f"code:{target}" if target else "")
        tips[target] = desk.faq_view.viewport().toolTip()
    assert "97110 Therapeutic exercise" in tips["97110"]
    assert "timed, 15 min" in tips["97110"]
    assert "untimed" in tips["97150"]
    assert "<b>" not in tips["97530"]
    assert "retired" in tips["97003"]
    assert tips[""] == ""


def test_enter_on_a_comparison_leads_into_its_page(desk: Driver) -> None:
    clipboard().setText("before")
    desk.search("97110 or 97530")
    model = desk.codes.model()
    row = next(
        row for row in range(model.rowCount()) if "or 97530?" in str(model.index(row, 0).data())
    )
    desk.press("Down", times=row)
    desk.press("Return")
    assert focused() is desk.detail
    assert "One parameter is 97110" in desk.detail.toPlainText()
    assert clipboard().text() == "before"
    desk.press("Tab")
    desk.press("Return")
    assert desk.shown() == "97110"
    desk.press("Alt+Left")
    assert desk.codes.currentIndex().row() == row


def test_look_in_the_faq_takes_the_words_along_and_is_offered_only_where_there_is_something(
    desk: Driver,
) -> None:
    desk.choose_family("Evaluation")
    for words, offered in (("minutes chart", True), ("qqqq", False), ("minutes qqqq", False)):
        desk.search(words)
        assert desk.listed() == []
        assert desk.button("Look in the FAQ").isVisible() is offered, words
    desk.search("minutes chart")
    desk.button("Look in the FAQ").click()
    assert desk.faq_search.text() == "minutes chart"
    assert "How many units" in desk.faq_list.currentItem().text()
    desk.press("Alt+Left")
    assert (desk.tabs.currentIndex(), desk.field.text()) == (0, "minutes chart")

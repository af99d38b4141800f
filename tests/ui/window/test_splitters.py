"""List and page share the width as the user wants it: by keys in every tab, and remembered."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSplitter

from ui.driver import Driver, OpenDriver

TABS = {"Ctrl+1": "codesTab", "Ctrl+2": "faqTab", "Ctrl+3": "guideTab"}

ALIKE = ("codesTab", "faqTab", "guideTab")
"""The tabs with a list, which has one width in all of them."""


@pytest.mark.parametrize("tab", TABS)
def test_keys_move_the_divider_of_the_tab_in_front(driver: Driver, tab: str) -> None:
    driver.open_all_tabs()
    driver.press(tab)
    splitters = {name: driver.part(QSplitter, name) for name in TABS.values()}
    before = {name: splitter.sizes() for name, splitter in splitters.items()}
    driver.press("F8", times=2)
    wider = splitters[TABS[tab]].sizes()
    assert wider[0] > before[TABS[tab]][0]
    driver.press("Shift+F8", times=3)
    assert splitters[TABS[tab]].sizes()[0] < before[TABS[tab]][0]
    moved = splitters[TABS[tab]].sizes()[0]
    for name in TABS.values():
        wanted = moved if name in ALIKE and TABS[tab] in ALIKE else before[name][0]
        if name != TABS[tab]:
            assert splitters[name].sizes()[0] == wanted, name


def test_the_lists_of_all_tabs_have_one_width_also_after_a_restart(
    driver: Driver, opened: OpenDriver
) -> None:
    driver.open_all_tabs()
    driver.press("Alt+Right", times=2)
    widths = {driver.part(QSplitter, name).sizes()[0] for name in ALIKE}
    assert len(widths) == 1
    driver.window.close()
    again = opened()
    again.open_all_tabs()
    assert {again.part(QSplitter, name).sizes()[0] for name in ALIKE} == widths


def test_a_large_window_widens_the_page_and_not_the_list(driver: Driver) -> None:
    driver.open_all_tabs()
    driver.window.resize(2560, 1440)
    for at, name in enumerate(ALIKE):
        driver.tabs.setCurrentIndex(at)
        assert 380 <= driver.part(QSplitter, name).sizes()[0] <= 420, name


def test_at_its_end_the_divider_stays_and_that_is_said(driver: Driver) -> None:
    splitter = driver.part(QSplitter, "codesTab")
    for keys, told in (("Shift+F8", "narrow"), ("F8", "wide")):
        driver.press(keys, times=60)
        end = splitter.sizes()
        assert all(size > 0 for size in end)
        driver.press(keys)
        assert splitter.sizes() == end
        assert driver.status() == f"The list is as {told} as it gets"


def test_what_the_keys_did_is_there_at_the_next_start(driver: Driver, opened: OpenDriver) -> None:
    driver.window.resize(780, 500)
    driver.press("F8", times=2)
    sizes = driver.part(QSplitter, "codesTab").sizes()
    driver.window.close()
    assert opened().part(QSplitter, "codesTab").sizes() == sizes

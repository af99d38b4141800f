"""List and page share the width as the user wants it: by keys in every tab, and remembered."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSplitter

from ui.driver import Driver
from ui.own import OpenOwn, Own

TABS = {"Ctrl+1": "codesTab", "Ctrl+2": "faqTab", "Ctrl+3": "guideTab", "Ctrl+4": "unitsTab"}


@pytest.mark.parametrize("tab", TABS)
def test_keys_move_the_divider_of_the_tab_in_front(desk: Driver, tab: str) -> None:
    desk.open_all_tabs()
    desk.press(tab)
    splitters = {name: desk.part(QSplitter, name) for name in TABS.values()}
    before = {name: splitter.sizes() for name, splitter in splitters.items()}
    desk.press("F8", times=2)
    wider = splitters[TABS[tab]].sizes()
    assert wider[0] > before[TABS[tab]][0]
    desk.press("Shift+F8", times=3)
    assert splitters[TABS[tab]].sizes()[0] < before[TABS[tab]][0]
    others = set(TABS.values()) - {TABS[tab]}
    assert all(splitters[name].sizes() == before[name] for name in others)


def test_at_its_end_the_divider_stays_and_that_is_said(desk: Driver) -> None:
    splitter = desk.part(QSplitter, "codesTab")
    for keys, told in (("Shift+F8", "narrow"), ("F8", "wide")):
        desk.press(keys, times=60)
        end = splitter.sizes()
        assert all(size > 0 for size in end)
        desk.press(keys)
        assert splitter.sizes() == end
        assert desk.status() == f"The list is as {told} as it gets"


def test_what_the_keys_did_is_there_at_the_next_start(own: Own, opened: OpenOwn) -> None:
    own.window.resize(780, 500)
    own.press("F8", times=2)
    sizes = own.part(QSplitter, "codesTab").sizes()
    own.window.close()
    assert opened().part(QSplitter, "codesTab").sizes() == sizes

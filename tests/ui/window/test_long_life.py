"""Whoever uses the window for hours has no more objects in it than after the first minutes.

`make bench ARGS=life` does it 30,000 times and weighs the memory too.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtGui import QTextFrame

from otcodebook.ui.window.main_window import MainWindow
from random_user import RandomUser, objects
from ui.driver import Driver

_ACTIONS = 100
_SEED = 7
_PASSING = {"QPropertyAnimation", "QTextFrame", "QTextTable", "QTextList", "QTimer"}
"""A fading bar, a page's own parts, a pause."""


def test_the_same_actions_again_leave_as_many_objects(
    open_window: Callable[..., MainWindow],
) -> None:
    window = open_window()
    states = []
    for _ in range(3):  # the first time makes what is made when first needed
        user = RandomUser(window, _SEED)
        for _ in range(_ACTIONS):
            user.act()
        user.rest()
        states.append({k: n for k, n in objects(window).items() if k not in _PASSING})
    grown = {k: n - states[1].get(k, 0) for k, n in states[2].items() if n > states[1].get(k, 0)}
    assert grown == {}


def test_a_page_that_was_shown_leaves_nothing_behind(driver: Driver) -> None:
    def held() -> int:
        gc.collect()
        return sum(isinstance(part, QTextFrame) for part in gc.get_objects())

    driver.search("97110")
    before = held()
    for _ in range(10):
        driver.search("97110")
        driver.search("97530")
    assert held() <= before + 2

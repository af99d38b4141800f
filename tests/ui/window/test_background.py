"""What was needed for a while is not kept for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import needs
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from random_user import settle
from ui.driver import Driver

_RETURNED_KIB = 30_000


@needs.glibc
def test_what_was_freed_is_returned_once_another_window_is_in_front(
    open_window: Callable[..., MainWindow],
) -> None:
    driver = Driver(open_window())
    kept = _need_forty_megabytes()
    before = _own_memory()
    driver.action(ActionId.ABOUT).trigger()
    settle()
    assert before - _own_memory() > _RETURNED_KIB
    assert kept


def _need_forty_megabytes() -> bytes:
    """Frees all but the last row, which keeps glibc from returning those before it."""
    rows = [bytes([at % 256]) * 2_000 for at in range(20_000)]
    return rows[-1]


def _own_memory() -> int:
    """What this process alone holds, in KiB."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))

"""A session by keyboard alone on a real screen, with the answer in every picture of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from otcodebook.ui.look.theme import LIGHT
from stories.screen import App, Screen, running, until

pytestmark = [pytest.mark.screen, pytest.mark.timeout(300)]

_SHOT = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["shot"])
app.primaryScreen().grabWindow(int(sys.argv[1])).save(sys.argv[2])
"""
_BESIDE, _ABOVE = QRect(797, 100, 263, 590), QRect(0, 200, 1060, 260)
"""Where the summary stands in the window at its first size, at 100% and at 200%."""
_ROWS = ((120, 160), (120, 200), (120, 252))
"""Names of the first three rows in the window; the last place is in the lower half of its row."""
_LARGER = 5
_BUTTON = 800
"""Pixels that Copy lines at least fills with the accent's color, once it can be pressed."""

_LINES = "97110-GO x1\n97110-GO-CO x1\n97530-GO-CO x1\n97165-GO x1\n97140-GO x{}\n97112-GO x{}"
_NOTE = """97110 Therapeutic exercise, 9:05-9:38 (33 min), OTA 20 min, 2 units (1 CO)
97530 Therapeutic activities, 18 min, OTA 18 min, 1 unit (1 CO)
97165 OT evaluation, low complexity, 45 min, 1 unit
97140 Manual therapy, 10:05-10:20+11:00-11:05 (20 min), 1 unit
97112 Neuromuscular re-education, 20 min, 2 units
Total timed minutes: 91
Total treatment minutes: 136
7 units = 6 timed + 1 evaluation (Medicare's 8-minute rule)"""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


class Eyes:
    """Takes pictures, and looks for the summary's filled button in each."""

    def __init__(self, screen: Screen, app: App, folder: Path) -> None:
        self._screen, self._app, self._folder = screen, app, folder
        self.taken: list[str] = []

    def see_summary(self, what: str, place: QRect) -> None:
        """Waits until the button is seen; a window that is being painted lacks it for a moment."""
        self.taken.append(what)
        until(lambda: self._accented(what, place) >= _BUTTON, f"the summary is in view: {what}")

    def _accented(self, what: str, place: QRect) -> int:
        path = self._folder / f"{what}.png"
        subprocess.run(
            [sys.executable, "-c", _SHOT, self._app.window, str(path)],
            env=self._screen.environment,
            check=True,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
        picture = QImage(str(path))
        accent = QColor(LIGHT.accent).rgb()
        return sum(
            picture.pixel(x, y) == accent
            for x in range(place.left(), min(place.right(), picture.width() - 1))
            for y in range(place.top(), min(place.bottom(), picture.height() - 1))
        )


def _enter(app: App, code: str, minutes: str, assistant: str = "") -> None:
    app.type(code)
    app.press("Return")
    app.type(minutes)
    if assistant:
        app.press("Tab")
        app.type(assistant)
    app.press("Return")


def test_five_codes_by_keyboard_alone(screen: Screen, tmp_path: Path) -> None:
    with running(screen, tmp_path) as app:
        eyes = Eyes(screen, app, tmp_path)
        app.press("ctrl+4")
        app.type("ther ex")
        app.press("Return")
        app.type("9:05-9:38")
        eyes.see_summary("live", _BESIDE)
        app.press("Tab")
        app.type("20")
        app.press("Return")
        _enter(app, "97530", "18", "18")
        _enter(app, "97165", "45")
        _enter(app, "97140", "10:05-10:20+11:00-11:05")
        _enter(app, "97112", "20")
        eyes.see_summary("five", _BESIDE)
        app.press("ctrl+shift+c")
        app.copies(_LINES.format(2, 1))
        # The tie: the table, the code that has the unit, the other one.
        app.press("Tab", "Tab", "Up")
        app.press("ctrl+shift+c")
        app.copies(_LINES.format(1, 2))
        eyes.see_summary("tie", _BESIDE)
        # The warnings open by their heading, the next stop of the Tab key.
        app.press("Tab", "space")
        eyes.see_summary("checks", _BESIDE)
        app.press("alt+u", "n")
        app.copies(_NOTE)
        for _ in range(_LARGER):
            app.press("ctrl+plus")
        eyes.see_summary("large", _ABOVE)
        app.press("ctrl+f")
        _enter(app, "97116", "15")
        eyes.see_summary("large-six", _ABOVE)
        app.press("ctrl+z", "ctrl+z", "ctrl+shift+c")
        app.copies(_LINES.format(1, 2))
        assert app.quit() == 0
        assert app.stderr() == ""
        assert eyes.taken == ["live", "five", "tie", "checks", "large", "large-six"]


def test_a_row_is_moved_by_the_mouse(screen: Screen, tmp_path: Path) -> None:
    with running(screen, tmp_path) as app:
        app.press("ctrl+4")
        for code in ("97110", "97112", "97140"):
            _enter(app, code, "15")
        app.press("ctrl+shift+c")
        app.copies("97110-GO x1\n97112-GO x1\n97140-GO x1")
        app.drag(_ROWS[0], _ROWS[2])
        app.press("ctrl+f", "ctrl+shift+c")
        app.copies("97112-GO x1\n97140-GO x1\n97110-GO x1")
        app.press("ctrl+z", "ctrl+shift+c")
        app.copies("97110-GO x1\n97112-GO x1\n97140-GO x1")
        assert app.quit() == 0
        assert app.stderr() == ""

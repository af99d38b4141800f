"""A clinic's charge list on top of the reference: opened, used, and there at the next start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stories.screen import App, Screen, running, until

pytestmark = [pytest.mark.screen, pytest.mark.timeout(400)]

_LIST = (
    "HCPCS,Description,Charge,Mod,Comment,Minutes\n"
    "97530,Kitchen group with us,$45.00,GO,needs auth,15 min\n"
    "X9998,Wall slide class,$9.50,GO,,30 min\n"
)
_ON_THE_PAGE = (700, 330)
_WHAT_CHANGED = (70, 60)
"""The button in the banner."""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


def _is_on_top(app: App, path: Path) -> None:
    until(lambda: app.title().startswith(path.name), "the list is named in the title")


def _page(app: App, word: str) -> str:
    """The page that is shown, once it has the word."""

    def read() -> str:
        app.click(_ON_THE_PAGE)
        app.press("ctrl+a", "ctrl+c")
        return app.pasted() if word in app.pasted() else ""

    return until(read, f"the page says {word}")


def _reads_what_changed(app: App, path: Path) -> None:
    """The banner has a button that leads to the page."""
    told = "X9998 Wall slide class: Charge: $9.50 \N{RIGHTWARDS ARROW} $12.50"
    app.click(_WHAT_CHANGED)
    app.next_dialog(f"What changed in {path.name}")
    app.press("ctrl+a", "ctrl+c")
    until(lambda: told in app.pasted(), "it says what changed")
    assert "X9997 Barn door" in app.pasted()
    app.press("Escape")
    app.comes_back()
    app.press("ctrl+f")


def _finds_her_words_and_charge(app: App, charge: str = "$9.50") -> None:
    app.type("kitchen group with us")
    app.press("Return")
    app.copies("97530")
    page = _page(app, "From your list")
    assert "“Kitchen group with us” · $45.00 · modifier GO · “needs auth”" in page
    assert "Document in the note" in page
    app.press("ctrl+f")
    app.type("wall slide class")
    app.press("Return")
    app.copies("X9998")
    assert "Only your list has this code." in _page(app, charge)


def test_a_charge_list_lies_on_top_today_and_tomorrow(screen: Screen, tmp_path: Path) -> None:
    path = tmp_path / "charges.csv"
    path.write_text(_LIST, encoding="utf-8")
    with running(screen, tmp_path) as app:
        app.opens_list(path)
        _finds_her_words_and_charge(app)
        app.press("ctrl+4")
        for code, minutes in (("kitchen group with us", "33"), ("X9998", "45")):
            app.type(code)
            app.press("Return")
            app.type(minutes)
            app.press("Return")
        app.press("ctrl+shift+c")
        app.copies("97530-GO x2\nX9998-GO x1")
        app.press("ctrl+1")
        assert app.quit() == 0
        assert app.stderr() == ""

    path.write_text(_LIST.replace("$9.50", "$12.50") + "X9997,Barn door,$7.00,,,\n")
    with running(screen, tmp_path) as app:
        _is_on_top(app, path)
        _reads_what_changed(app, path)
        _finds_her_words_and_charge(app, "$12.50")
        app.press("ctrl+2")
        app.type("8-minute rule")
        app.press("Tab", "Tab", "ctrl+a", "ctrl+c")
        until(lambda: "8-minute rule" in app.pasted(), "the FAQ is there too")
        app.press("ctrl+1", "alt+f", "c")  # Close list
        until(lambda: app.title() == "OT Codebook", "the list is off")
        assert app.quit() == 0
        assert app.stderr() == ""

"""A whole morning by keyboard alone: found, copied, noted, counted, printed, and there again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from otcodebook.userdata.store import open_userdata
from stories.screen import App, Screen, running, until

pytestmark = [pytest.mark.screen, pytest.mark.timeout(400)]

_NOTE = "BlueCross wants 59 here."


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


class Snapshot:
    """What another program finds on the disk."""

    def __init__(self, home: Path) -> None:
        self._folder = home / ".local" / "share" / "OT Codebook"

    def waits_for_favorites(self, *codes: str) -> None:
        until(lambda: self._favorites() == codes, f"{codes} are the favorites, in this order")

    def waits_for_note(self, code: str, note: str) -> None:
        until(lambda: self._note(code) == note, f"the note on {code} is on the disk")

    def _favorites(self) -> Sequence[str]:
        with closing(open_userdata(self._folder)) as data:
            return data.favorites()

    def _note(self, code: str) -> str:
        with closing(open_userdata(self._folder)) as data:
            return data.note_for(code)


def _finds_and_copies(app: App) -> None:
    for typed, code in (("ther ex", "97110"), ("splnit", "97760"), ("530", "97530")):
        app.type(typed)
        if typed == "splnit":
            app.press("Down")  # a corrected slip is never taken unasked
        app.press("Return")
        app.copies(code)
        app.press("Escape")


def _keeps_favorites_and_a_note(app: App, kept: Snapshot) -> None:
    app.type("97530")
    app.press("ctrl+d", "Escape")
    kept.waits_for_favorites("97530")
    app.type("97110")
    app.press("ctrl+d")
    kept.waits_for_favorites("97530", "97110")
    app.press("ctrl+m")
    app.type(_NOTE)
    kept.waits_for_note("97110", _NOTE)
    app.press("Escape", "Escape")
    app.type("bluecross")
    app.press("Return")
    app.copies("97110")


def _orders_the_favorites(app: App, kept: Snapshot) -> None:
    app.press("Escape", "Tab", "Right", "space", "ctrl+f", "Home", "Return")
    app.copies("97530")
    app.press("alt+Down")
    kept.waits_for_favorites("97110", "97530")
    app.press("Home", "ctrl+shift+c")
    app.copies("97110 Therapeutic exercise")


def _counts_units(app: App) -> None:
    app.press("ctrl+4")
    for code, minutes in (("97110", "33"), ("man", "7")):
        app.type(code)
        app.press("Return")
        app.type(minutes)
        app.press("Return")
    app.press("ctrl+shift+c")
    app.copies("97110-GO x2\n97140-GO x1")


def _asks_the_faq(app: App) -> None:
    app.press("ctrl+2")
    app.type("8-minute rule")
    app.press("Tab", "Tab", "ctrl+a", "ctrl+c")
    until(lambda: "8-minute rule" in app.pasted(), "the answer on the clipboard")


def _saves_a_pdf(app: App, path: Path) -> None:
    app.press("ctrl+1", "alt+f", "s")
    options = app.next_dialog("Save list as PDF")
    app.press("Return")
    app.next_dialog("Save list as PDF", after=options)
    app.press("ctrl+a")
    app.type(str(path))
    app.press("Return")
    until(path.exists, "the PDF is written")
    app.comes_back()


def _enter_copies(app: App, code: str) -> bool:
    """Enter, which right after the start may come before the list is as it was left."""
    app.press("Return")
    return app.pasted() == code


def test_a_morning_by_keyboard_alone(screen: Screen, tmp_path: Path) -> None:
    kept = Snapshot(tmp_path / "home")
    path = tmp_path / "mine.pdf"
    with running(screen, tmp_path) as app:
        _finds_and_copies(app)
        _keeps_favorites_and_a_note(app, kept)
        _orders_the_favorites(app, kept)
        _counts_units(app)
        _asks_the_faq(app)
        _saves_a_pdf(app, path)
        assert app.quit() == 0
        assert app.stderr() == ""
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    for part in ("97110 Therapeutic exercise", "97530 Therapeutic activities", _NOTE):
        assert part in printed
    assert "97140" not in printed

    with running(screen, tmp_path) as app:
        # The favorites are listed still, the one that was chosen is chosen, the note is there.
        until(lambda: _enter_copies(app, "97110"), "the session is back")
        app.press("ctrl+m", "ctrl+a", "ctrl+c")
        app.copies(_NOTE)
        app.press("ctrl+f", "End", "Return")
        app.copies("97530")
        app.press("ctrl+2", "ctrl+f", "ctrl+c")
        app.copies("8-minute rule")
        assert app.quit() == 0
        assert app.stderr() == ""

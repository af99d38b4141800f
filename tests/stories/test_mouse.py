"""What is done with the mouse on a real screen: favorites are ordered, and codes dragged out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from otcodebook.userdata.store import UserData, open_userdata
from stories.screen import Screen, running, until

pytestmark = pytest.mark.screen

# Places in the window at its first size.
_FAVORITES = (88, 111)
_FIRST_ROW = (200, 152)
_BENEATH_THE_ROWS = (200, 450)
_NOTE = (740, 675)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


def _kept(home: Path) -> UserData:
    return open_userdata(home / ".local" / "share" / "OT Codebook")


def _has_order(home: Path, codes: Sequence[str]) -> bool:
    with closing(_kept(home)) as data:
        return data.favorites() == tuple(codes)


def _has_note(home: Path, code: str, text: str) -> bool:
    with closing(_kept(home)) as data:
        return data.note_for(code) == text


def test_favorites_are_dragged_and_a_code_is_dropped_elsewhere_as_text(
    screen: Screen, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with running(screen, tmp_path) as app:
        for code in ("97530", "97110", "97535"):
            app.type(code)
            app.press("ctrl+d", "Escape")
        until(lambda: _has_order(home, ["97530", "97110", "97535"]), "three favorites")
        app.click(_FAVORITES)
        app.drag(_FIRST_ROW, _BENEATH_THE_ROWS)
        until(lambda: _has_order(home, ["97110", "97535", "97530"]), "the first one dragged last")
        app.drag(_FIRST_ROW, _NOTE)
        app.press("ctrl+f")
        until(lambda: _has_note(home, "97110", "97110"), "the code dropped on its note as text")
        until(lambda: _has_order(home, ["97110", "97535", "97530"]), "the order is as before")
        assert app.quit() == 0
        assert app.stderr() == ""

"""The desktop session ends while the user types: note, search and page are there again."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path

import pytest

from otcodebook.userdata.store import open_userdata
from stories.screen import Screen, running, until

pytestmark = [pytest.mark.screen, pytest.mark.timeout(200)]

_NOTE = "Ask Aetna first."


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_what_closing_saves(tmp_path: Path, number: signal.Signals) -> None:
    home = tmp_path / "home"
    folder = home / ".local" / "share" / "OT Codebook"
    with Screen(home) as screen:
        with running(screen, tmp_path) as app:
            app.type("splint")
            app.press("Return")
            app.copies("97760")
            app.press("ctrl+m")
            app.type(_NOTE)
            app.press("ctrl+1", "Return")
            app.copies("97760")  # so the keys before it have arrived
            app.process.send_signal(number)
            assert app.process.wait(20) == 0
            assert app.stderr() == ""
        with closing(open_userdata(folder)) as data:
            assert data.note_for("97760") == _NOTE
        assert "splint" in (folder / "window.ini").read_text(encoding="utf-8")
        with running(screen, tmp_path) as again:
            again.press("Return")
            again.copies("97760")
            until(lambda: (folder / "window.ini").exists(), "the state is on the disk")

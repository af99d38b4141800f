"""What was copied can still be pasted after quitting, where a clipboard manager runs."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from stories.screen import App, Screen, end, running

pytestmark = [pytest.mark.screen, pytest.mark.timeout(200)]

_SYSTEM_PYTHON = "/usr/bin/python3"
_SCRIPT = Path(__file__).with_name("clipboard_manager.py")
_COPIES = {
    "code": (("ctrl+c",), "97110"),
    "code and name": (("ctrl+shift+c",), "97110 Therapeutic exercise"),
}


@contextlib.contextmanager
def _managed(screen: Screen) -> Iterator[None]:
    """A clipboard manager on this screen."""
    with subprocess.Popen(
        [_SYSTEM_PYTHON, str(_SCRIPT)], env=screen.environment, stdout=subprocess.PIPE, text=True
    ) as manager:
        try:
            assert manager.stdout is not None
            assert manager.stdout.readline() == "ready\n"
            yield
        finally:
            end(manager)


def _copy(app: App, how: str) -> str:
    keys, text = _COPIES[how]
    app.type("97110")
    app.press(*keys)
    app.copies(text)
    return text


def test_a_copy_outlives_the_window_where_a_manager_runs(tmp_path: Path) -> None:
    with Screen(tmp_path / "home") as screen, _managed(screen):
        for how in _COPIES:
            with running(screen, tmp_path) as app:
                text = _copy(app, how)
                assert app.quit() == 0
                assert app.stderr() == ""
            assert screen.clipboard() == text, f"{how}, after Ctrl+Q"
        with running(screen, tmp_path) as app:
            text = _copy(app, "code")
            app.process.send_signal(signal.SIGTERM)  # as at the end of the desktop session
            assert app.process.wait(20) == 0
        assert screen.clipboard() == text, "after SIGTERM"


def test_a_bare_screen_loses_it_as_the_guide_says(tmp_path: Path) -> None:
    with Screen(tmp_path / "home") as screen:
        with running(screen, tmp_path) as app:
            _copy(app, "code")
            assert app.quit() == 0
        assert screen.clipboard() == ""

"""CMS's tables on a real screen: a zip is dropped, and one click puts 59 where it belongs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cms_files import PtpRow, write_ptp
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import Table
from stories.screen import App, Screen, end, running, until
from stories.test_loop import Editor, bring_to_front

pytestmark = [pytest.mark.screen, pytest.mark.timeout(300)]

_FILES = Path(__file__).with_name("files_window.py")
_PAIRS: tuple[PtpRow, ...] = (("97530", "97537", "20180701", "*", "1"),)
_BEFORE_V10 = 1994
_LINES = ("97530-GO x2", "97537-GO{} x1", "97110-GO x1")

# Places in the window at its first size, with three codes in the session.
_PUT_59 = (105, 512)
_IN_THE_LIST = (200, 450)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


def _drop(screen: Screen, app: App, *paths: Path) -> None:
    """Drags files out of another window and lets them go over the program's."""
    files = subprocess.Popen(
        [sys.executable, _FILES, *paths], env=screen.environment, stderr=subprocess.DEVNULL
    )
    try:
        window = until(
            lambda: screen.asks("search", "--onlyvisible", "--name", "^Downloads$"), "the files"
        )
        screen.xdotool("windowmove", window, "840", "760")
        bring_to_front(screen, window)
        screen.xdotool("mousemove", "--window", window, "60", "60", "mousedown", "1")
        for _ in range(4):
            screen.xdotool("mousemove_relative", "--", "-8", "-8", "sleep", "0.1")
        at = [str(place) for place in _IN_THE_LIST]
        screen.xdotool("mousemove", "--window", app.window, *at, "sleep", "0.3")
        screen.xdotool("mousemove_relative", "5", "5", "sleep", "0.3", "mouseup", "1")
        dialog = app.next_dialog("Open CMS file", after=window)
        until(lambda: screen.asks("getactivewindow") == dialog, "the dialog has the focus")
    finally:
        end(files)


def _lines(mark: str) -> str:
    return "\n".join(_LINES).format(mark)


def test_a_zip_is_dropped_and_one_click_puts_59_where_it_belongs(
    screen: Screen, tmp_path: Path
) -> None:
    store = CmsStore(tmp_path / "home" / ".local" / "share" / "OT Codebook")
    now = Quarter.containing(date.today())
    version = f"v{now.year - _BEFORE_V10}{now.number - 1}"
    table = write_ptp(tmp_path, _PAIRS, version=version)
    with running(screen, tmp_path) as app:
        editor = Editor(screen, tmp_path)
        try:
            _drop(screen, app, table)
            app.uses_tables(store.tables)
            (kept,) = store.tables()
            assert (kept.table, kept.edition) == (Table.PAIRS, now)
            app.press("ctrl+4")
            for code, minutes in (("97530", "23"), ("97537", "15"), ("97110", "15")):
                app.type(code)
                app.press("Return")
                app.type(minutes)
                app.press("Return")
            app.press("ctrl+shift+c")
            app.copies(_lines(""))
            app.click(_PUT_59)
            app.press("ctrl+shift+c")
            app.copies(_lines("-59"))
            app.press("ctrl+z", "ctrl+shift+c")
            app.copies(_lines(""))
            app.click(_PUT_59)
            app.press("ctrl+shift+c")
            app.copies(_lines("-59"))
            editor.paste(*_lines("-59").split("\n"))
        finally:
            end(editor.process)
        bring_to_front(screen, app.window)
        assert app.quit() == 0
        assert app.stderr() == ""

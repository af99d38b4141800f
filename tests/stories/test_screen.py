"""One working day on a real screen, with keys and clipboard as other programs see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from cms_files import write_ptp
from otcodebook.cms.store import CmsStore
from stories.screen import Screen, running, until

pytestmark = pytest.mark.screen

_INTERNET = re.compile(r"\b(AF|PF)_(INET6?|PACKET|NETLINK|VSOCK|BLUETOOTH)\b")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


def test_type_enter_paste(screen: Screen, tmp_path: Path) -> None:
    screen.put_on_clipboard("something else")
    with running(screen, tmp_path) as app:
        assert app.title() == "OT Codebook"
        app.type("ther ex")
        app.press("Return")
        app.copies("97110")
        app.press("Escape")
        app.type("530")
        app.press("Return")
        app.copies("97530")
        app.press("ctrl+f", "ctrl+c")
        app.copies("530")
        assert app.quit() == 0
        assert app.stderr() == ""


def test_ctrl_u_in_the_box_adds_the_code(screen: Screen, tmp_path: Path) -> None:
    """On X11 that key empties a line of text, and a box takes it before the window does."""
    screen.put_on_clipboard("something else")
    with running(screen, tmp_path) as app:
        app.type("97110")
        app.press("ctrl+u", "Return")
        app.copies("97110")  # the query is still there
        app.press("ctrl+4")
        app.type("33")
        app.press("Return", "ctrl+shift+c")
        app.copies("97110-GO x2")
        assert app.quit() == 0
        assert app.stderr() == ""


def test_a_session_opens_no_internet_socket(screen: Screen, tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    strace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace)]
    with running(screen, tmp_path, strace) as app:
        app.type("group")
        app.press("Return")
        app.copies("97150")
        app.press("Tab", "Page_Down", "ctrl+shift+c", "ctrl+2")
        app.type("units")
        app.press("Down", "Up", "ctrl+3", "Down", "Down")
        app.read_dialog("F1", "^Keyboard$")
        app.press("ctrl+p", "Escape")  # printers are asked for where the system has its own
        app.press("ctrl+1", "ctrl+f")
        app.type("97165")
        app.press("Return")
        app.copies("97165")
        assert app.quit() == 0
        assert app.stderr() == ""
    assert _internet_sockets(trace) == []


def test_lists_and_tables_of_cms_open_no_internet_socket(screen: Screen, tmp_path: Path) -> None:
    """Names of files that look like shares and addresses are in the list, and nobody follows."""
    own = tmp_path / "own.csv"
    own.write_text(
        "code,name,charge,note\n97110,Exercise,45,see https://example.com/x\n"
        "ZZ1,<img src='http://example.com/i.png'>,20,\\\\server\\share\\file\n"
    )
    pairs = write_ptp(tmp_path, [("97530", "97537", "20180701", "*", "1")])
    store = CmsStore(tmp_path / "home" / ".local" / "share" / "OT Codebook")
    trace = tmp_path / "trace.txt"
    strace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace)]
    with running(screen, tmp_path, strace) as app:
        app.opens_list(own)
        app.press("ctrl+f")
        app.type("zz1")
        app.press("Return")
        app.copies("ZZ1")
        app.press("alt+f", "f")
        choosing = app.next_dialog("Open CMS file")
        app.type(str(pairs))
        app.press("Return")
        app.next_dialog("Open CMS file", after=choosing)
        app.uses_tables(store.tables)
        app.press("ctrl+4")
        for code in ("97530", "97537"):
            app.type(code)
            app.press("Return")
            app.type("23")
            app.press("Return")
        app.press("ctrl+shift+c")
        app.copies("97530-GO x2\n97537-GO x1")
        assert app.quit() == 0
        assert app.stderr() == ""
    assert _internet_sockets(trace) == []


def _internet_sockets(trace: Path) -> list[str]:
    calls = trace.read_text(encoding="utf-8", errors="replace")
    assert "AF_UNIX" in calls, "the trace saw the connection to the screen"
    return [found[0] for found in _INTERNET.finditer(calls)]


def test_a_list_becomes_a_pdf_by_keys_alone(screen: Screen, tmp_path: Path) -> None:
    path = tmp_path / "cheat sheet.pdf"
    with running(screen, tmp_path) as app:
        app.type("ther ex")
        app.press("alt+f", "s")
        options = app.next_dialog("Save list as PDF")
        app.press("alt+t")
        app.type("For the wall")
        app.press("Return")
        app.next_dialog("Save list as PDF", after=options)
        app.press("ctrl+a")
        app.type(str(path))
        app.press("Return")
        until(path.exists, "the PDF is written")
        assert app.quit() == 0
        assert app.stderr() == ""
    reader = PdfReader(path)
    assert reader.metadata is not None
    assert reader.metadata.title == "For the wall"
    assert "97110 Therapeutic exercise 15 min" in " ".join(reader.pages[0].extract_text().split())

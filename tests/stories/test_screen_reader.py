"""The window as a screen reader has it: over a real accessibility bus, with pyatspi listening."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from stories.screen import App, Screen, running, until
from stories.screen_reader import Node, ScreenReader, parts, showing

pytestmark = pytest.mark.screen

_LOOKS = 5
_LINKS = [
    "Copy the checked points, or all points when none is checked",
    "Copy the explanation",
    "Show the explanation in Spanish",
    *("97018", "97034", "97035", "97022"),
    "Sources, closed",
]
"""The page of 97010, from top to bottom."""
_CONTROLS = {
    "button",
    "check box",
    "check menu item",
    "combo box",
    "entry",
    "link",
    "list item",
    "menu item",
    "page tab",
    "push button",
    "radio button",
    "radio menu item",
    "slider",
    "spin button",
    "table cell",
    "table column header",
    "text",
    "toggle button",
}
"""Roles that somebody uses; what else takes the focus is added below."""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


@pytest.fixture
def reader(screen: Screen) -> Iterator[ScreenReader]:
    with ScreenReader(screen) as reader:
        yield reader


@pytest.fixture
def app(screen: Screen, reader: ScreenReader, tmp_path: Path) -> Iterator[App]:
    with running(screen, tmp_path) as app:
        reader.sees("text", "Search codes")
        yield app
        app.process.terminate()
        assert app.process.wait(20) == 0
        assert app.stderr() == ""


def _unnamed(tree: Node) -> list[str]:
    """The controls without a name, and whatever takes the focus without one."""
    menus = [part for part in parts(tree) if part["role"].endswith("menu item")]
    seen = [
        part for part in showing(tree) if part["role"] in _CONTROLS or "focusable" in part["states"]
    ]
    return [str(part) for part in [*menus, *seen] if not part["name"].strip()]


def _expect_names(reader: ScreenReader) -> None:
    reached = [part for part in showing(reader.tree()) if "focusable" in part["states"]]
    assert len(reached) > 1
    # Asked again, because a tree read while the window changes has parts of before and after.
    for _ in range(_LOOKS):
        if not _unnamed(reader.tree()):
            return
    assert _unnamed(reader.tree()) == []


def test_no_control_is_without_a_name(app: App, reader: ScreenReader) -> None:
    for key, role, name in (
        ("ctrl+1", "text", "Search codes"),
        ("ctrl+2", "text", "Search questions and answers"),
        ("ctrl+3", "list", "Contents of the guide"),
        ("ctrl+4", "text", "Add a code to the session"),
    ):
        app.press(key)
        reader.sees(role, name)
        _expect_names(reader)
    app.type("97110")
    app.press("Return")
    reader.reads_focus("Minutes of 97110")
    app.type("33")
    app.press("Return")
    reader.sees("radio button", "Medicare")
    _expect_names(reader)


def _opens_help_menu(app: App, reader: ScreenReader) -> None:
    """Alt+H. On a loaded machine xdotool may let go of Alt late, which closes the menu again.

    A letter would go into the search box then, so the menu is looked for, and asked for again.
    """

    def is_open() -> bool:
        app.press("alt+h")
        return any(part["name"].startswith("User guide") for part in showing(reader.tree()))

    until(is_open, "the Help menu stays open")


def test_no_control_of_a_dialog_is_without_a_name(
    app: App, reader: ScreenReader, tmp_path: Path
) -> None:
    for letter, title in (("", "Keyboard"), ("l", "Licenses"), ("a", "About OT Codebook")):
        if letter:
            _opens_help_menu(app, reader)
        app.press(letter or "F1")
        reader.sees("dialog", title)
        # Shown is not yet active: the window manager may be late, and would close the next menu.
        app.next_dialog(title)
        _expect_names(reader)
        reader.forget()
        app.press("Escape")
        app.comes_back()
    own = tmp_path / "own list.csv"
    own.write_text("code,name,wrong\n97110,Exercise,1\n,Nothing,2\n")
    app.press("ctrl+o")
    reader.sees("dialog", "Open")
    app.type(str(own))
    app.press("Return")
    reader.sees("dialog", "Open own list.csv")
    _expect_names(reader)
    app.press("Escape")
    app.comes_back()
    app.press("ctrl+comma")
    reader.sees("dialog", "Preferences")
    _expect_names(reader)
    reader.forget()
    assert "Column titles:" in reader.names
    assert [name for name in reader.names if re.search(r"&\w", name)] == []


def test_roles_fit(app: App, reader: ScreenReader) -> None:
    for role, name in (
        ("frame", "OT Codebook"),
        ("page tab", "Units"),
        ("text", "Search codes"),
        ("push button", "Filter"),
        ("list", "Codes"),
        ("list item", "97110, Therapeutic exercise"),
        ("check box", "Add to Favorites"),
        ("check box", "Plan of care"),
        ("push button", "Add the code to units"),
        ("text", "My note on this code"),
    ):
        reader.sees(role, name)
    app.press("ctrl+4")
    app.type("97110")
    app.press("Return")
    app.type("33")
    app.press("Return")
    reader.sees("table", "Session")
    reader.sees("table cell", "97110, Minutes: 33 minutes")
    reader.sees("radio button", "Per-code midpoint")


def test_a_row_is_read_whole(app: App, reader: ScreenReader) -> None:
    app.type("97110")
    reader.hears("97110")
    app.press("ctrl+d")
    assert reader.hears("Favorites") == "Added 97110 to Favorites"
    app.press("ctrl+f")
    app.type("strength")
    whole = (
        "97110, Therapeutic exercise, favorite, Therapeutic procedure, 15 min, also called strength"
    )
    assert reader.hears("also called").endswith(whole)
    reader.sees("list item", whole)
    # The list tells by itself where its focus is.
    app.press("ctrl+f")
    app.type("530")
    reader.hears("found by its last digits")
    app.press("ctrl+f")
    app.type("97165")
    reader.hears("97165")
    app.press("ctrl+f", "BackSpace", *["Tab"] * 3)
    reader.reads_focus("97165, OT evaluation, low complexity, Evaluation, untimed")
    app.press("Down")
    reader.reads_focus("97166, OT evaluation, moderate complexity")


def test_what_a_search_finds_is_announced_once_the_typing_pauses(
    app: App, reader: ScreenReader
) -> None:
    app.type("97110")
    assert reader.hears("97110") == (
        "1 code, 4 answers. 97110, Therapeutic exercise, Therapeutic procedure, 15 min"
    )
    app.press("Down")
    assert reader.hears("Compare").startswith("Compare, 97110")
    app.press("ctrl+f")
    app.type("theraputic exersise")
    assert reader.hears("Showing results").startswith(
        "Showing results for “therapeutic exercise”. 5 codes"
    )
    app.press("Down")
    assert reader.hears("97110").startswith("97110, Therapeutic exercise")
    app.press("ctrl+f")
    app.type("xyzzyqwk")
    assert reader.hears("No code matches").startswith("No code matches “xyzzyqwk”.")
    app.press("ctrl+2")
    app.type("8-minute")
    assert "question" in reader.hears("8-minute")
    app.press("ctrl+4")
    app.type("splint")
    assert "codes. " in reader.hears("splint")


def test_each_link_that_tab_reaches_is_told(app: App, reader: ScreenReader) -> None:
    app.type("97010")
    reader.hears("97010")
    app.press(*["Tab"] * 7)
    reader.reads_focus("Area treated")
    app.press(*["Tab"] * 4)
    reader.reads_focus("97010 Hot or cold packs")
    told = []
    for _ in _LINKS:
        app.press("Tab")
        told.append(reader.hears(", link").removesuffix(", link"))
    assert told == _LINKS


def test_another_tab_is_followed_by_where_the_focus_is(app: App, reader: ScreenReader) -> None:
    """Told once more: Orca takes the tab for the focus, and hears nothing from elsewhere then."""
    for key, part in (
        ("ctrl+2", "Search questions"),
        ("ctrl+3", "What is CPT"),
        ("ctrl+1", "Search"),
    ):
        reader.forget()
        app.press(key)
        until(partial(_is_told_again, reader, part), f"{part!r} told again")


def _is_told_again(reader: ScreenReader, name: str) -> bool:
    reader.reads_focus(name)
    return len([part for part in reader.focused if part["name"].startswith(name)]) > 1


def test_what_commands_did_is_announced(app: App, reader: ScreenReader) -> None:
    app.type("97110")
    reader.hears("97110")
    app.press("Return")
    assert reader.hears("Copied") == "Copied 97110"
    app.press("Return")
    assert reader.hears("Copied") == "Copied 97110"
    app.press("ctrl+r")
    assert reader.hears("9 7") == "9 7 1 1 0, Therapeutic exercise"
    app.press("ctrl+m")
    reader.reads_focus("My note")
    app.type("BlueCross wants 59")
    assert reader.hears("Note") == "Note on 97110 saved"
    app.press("ctrl+4")
    app.type("97530")
    app.press("Return")
    reader.hears("Added 97530")
    app.type("3x")
    app.press("Return")
    reader.hears("3x")


def test_a_filter_is_followed_by_the_number_of_codes(app: App, reader: ScreenReader) -> None:
    app.type("9")
    reader.hears("codes")
    app.press("Tab", "Tab")
    reader.reads_focus("Filter")
    app.press("space")
    reader.reads_focus("All categories")
    app.press("Down")
    assert re.match(r"\d+ codes?\b", reader.hears(" code"))


def test_a_session_is_not_told_in_another_tab(app: App, reader: ScreenReader) -> None:
    app.press("ctrl+4", "ctrl+1")
    app.type("97110")
    reader.hears("97110")
    app.press("ctrl+u")
    reader.hears("Added 97110 to Units")
    for code in ("97530", "97535", "97140", "97112", "97150"):  # longer than Units waits
        app.press("ctrl+f")
        app.type(code)
        reader.hears(f" {code},")
    assert not [told for told in reader.heard if told.startswith("0 units")]


def test_trouble_is_announced(app: App, reader: ScreenReader, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    app.press("ctrl+o")
    reader.sees("dialog", "Open")
    app.type(str(broken))
    app.press("Return")
    assert "cut off" in reader.hears("broken.json")
    reader.sees("push button", "Close the message")

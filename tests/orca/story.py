"""A therapist who sees nothing looks up codes with Orca: `run.py` runs it in its Debian 13.

Each step says what she does and what she must hear, in this order; the whole of what was heard is
printed, and must make sense read from top to bottom.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from orca.listening import Orca
from orca.own_files import (
    changes_her_preferences,
    goes_back,
    is_told_of_a_pair,
    opens_her_list,
    opens_tables,
)
from orca.therapist import Therapist
from stories.screen import Screen, running

_NEVER_HEARD = ("layered pane", "filler")
_PAGE_LINKS = (
    "Copy the checked points, or all points when none is checked, link",
    "Copy the explanation, link",
    "Show the explanation in Spanish, link",
    "97018, link",
)


def looks_up_a_code(she: Therapist) -> None:
    she.hears(r"^Search codes text")
    she.types("97110", r"^\d+ codes?, \d+ answers\. 97110, Therapeutic exercise, .*15 min$")
    she.press("Down", hears=r"^Compare, 97110 or 97530\?")
    she.press("Up", hears=r"^97110, Therapeutic exercise, Therapeutic procedure, 15 min$")
    she.press("Return", hears=r"^Copied 97110")
    she.press("Return", hears=r"^Copied 97110")
    she.press("ctrl+r", hears=r"^9 7 1 1 0, Therapeutic exercise$")


def keeps_it(she: Therapist) -> None:
    she.press("ctrl+d", hears=r"^Added 97110 to Favorites")
    she.press("ctrl+d", hears=r"^Removed 97110 from Favorites")
    she.press("ctrl+z", hears=r"97110")
    she.press("ctrl+m", hears=r"My note on this code")
    she.types("ask first", r"^Note on 97110 saved")
    she.press("Escape", hears=r"^Search codes text")


def is_told_what_is_not_there(she: Therapist) -> None:
    she.searches("purple therapy", r"^No exact match\. Closest results\. \d+ codes")
    she.press("Down", hears=r", closest$")
    she.searches("97350", r"^97350 is not in this list\.")
    she.searches("theraputic exersise", r"^Showing results for .therapeutic exercise.\. \d+ codes")
    she.searches("xyzzyqwk", r"^No code matches .xyzzyqwk.\.")


def opens_menus(she: Therapist) -> None:
    she.searches("97010", r"97010, Hot or cold packs")
    for key in ("Menu", "shift+F10"):
        she.press(key, hears=r"^Undo")
        she.press("Escape", hears=r"^Search codes text")
    she.press("Tab", hears=r"^List: all check box checked")
    she.press("Tab", hears=r"^Filter button")
    she.press("space", hears=r"^Category All categories combo box")
    she.listens()
    she.press("Down", hears=r"^Category Evaluation combo box")
    she.hears(r"^No \w+|^\d+ codes?")
    she.press("Up", hears=r"^Category All categories combo box")
    she.press("Escape", hears=r"^Filter button")
    she.press("Tab", hears=r"^97010, Hot or cold packs")
    for key in ("Menu", "shift+F10"):
        she.press(key, hears=r"^Copy\.")
        she.press("Down", hears=r"^Copy code and name")
        she.press("Escape", hears=r"^97010, Hot or cold packs")


def reads_the_page(she: Therapist) -> None:
    she.press("Tab", hears=r"^Add to Favorites check box not checked")
    she.press("Tab", hears=r"^Add the code to units button")
    she.press("Tab", hears=r"^Copy the code button")
    she.press("Tab", hears=r"^Area treated check box not checked")
    she.press("space", hears=r"checked")
    she.press("Tab", hears=r"^Minutes the pack was on check box not checked")
    she.press("Tab", "Tab", hears=r"^Purpose and what treatment")
    she.press("Tab", hears=r"^A hot pack or an ice pack")
    for link in _PAGE_LINKS:
        she.press("Tab", hears=f"^{link}$")
        if link.startswith("Copy the checked points"):
            she.press("Return", hears=r"^Copied 1 checked point")
    for key in ("Menu", "shift+F10"):
        she.press(key, hears=r"^Open 97018")
        she.press("Escape", hears=r"^A hot pack or an ice pack")
    # The reader's own keys, on the number pad: a line, the next, a word of it, all from here on.
    she.press("KP_Up", hears=r"^97018  Paraffin bath$")
    she.press("KP_Page_Up", hears=r"^97034  Contrast baths$")
    she.press("KP_Right", hears=r"^Contrast$")
    she.press("KP_Home", hears=r"^97018  Paraffin bath$")
    she.press("KP_Add", hears=r"^97018  Paraffin bath$")
    she.hears(r"^97034  Contrast baths$")
    she.hears(r"2026 edition")


def counts_units(she: Therapist) -> None:
    she.press("ctrl+4", hears=r"^Add a code to the session text")
    she.types("97110", r"^1 code\. 97110, Therapeutic exercise")
    she.press("Return", hears=r"^Added 97110: type its minutes")
    she.types("33", r"^2 units = 2 timed")
    she.press("Return", hears=r"^2 units = 2 timed \(Medicare")
    she.types("97530", r"^1 code\. 97530")
    she.press("Return", hears=r"^Minutes of 97530 text")
    she.types("3x", r"x")
    she.press("Return", hears=r"97530 is not counted: .3x. is not a number of minutes")
    she.press("ctrl+a", "1", "8", "Return", hears=r"^3 units = 3 timed \(Medicare")


def reads_answers(she: Therapist) -> None:
    she.press("ctrl+2", hears=r"^Search questions and answers text")
    she.types("8-minute", r"^\d+ questions\. How does Medicare's 8-minute rule work\?")
    she.press("Down", hears=r"per-code midpoint method")
    she.press("Tab", hears=r"^Questions List with \d+ items")
    she.press("Tab", hears=r"^What is the per-code midpoint method")
    she.hears(r"^    Next\W+[A-Z]")
    she.press("ctrl+3", hears=r"^What is CPT|^Guide page tab")
    she.press("Down", hears=r"^Why codes matter")
    she.press("F1", hears=r"Search box and list")
    she.press("Escape", hears=r"^Contents of the guide|^Why codes matter")
    she.press("ctrl+1", hears=r"^Codes page tab|Search codes")
    she.listens()


_CHAPTERS: tuple[Callable[[Therapist], None], ...] = (
    looks_up_a_code,
    keeps_it,
    is_told_what_is_not_there,
    opens_menus,
    reads_the_page,
    counts_units,
    reads_answers,
    opens_her_list,
    opens_tables,
    goes_back,
    is_told_of_a_pair,
    changes_her_preferences,
)


def main(work: Path, program: list[str]) -> int:
    """Tells the story; prints what was heard, and returns 1 if something was not."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with Screen(folder / "home") as screen, Orca(screen, folder) as orca:
            trouble = ""
            with running(screen, folder, program=program) as app:
                try:
                    therapist = Therapist(app, orca, folder)
                    for chapter in _CHAPTERS:
                        chapter(therapist)
                    assert (status := app.quit()) == 0, f"it ended with {status}: {app.stderr()}"
                    assert app.stderr() == "", f"on stderr: {app.stderr()}"
                    wrong = [s for s in orca.lines() if any(word in s for word in _NEVER_HEARD)]
                    assert not wrong, f"heard: {wrong}"
                except AssertionError as error:
                    trouble = str(error)
            heard = orca.heard.read_text("utf-8")
            (work / "heard.txt").write_text(heard, encoding="utf-8")
            debug = (folder / "orca-debug.txt").read_bytes()
            (work / "orca-debug.txt").write_bytes(debug)
    print(heard)
    print(f"FAILED: {trouble}" if trouble else "All of it was heard.")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:] or [sys.executable, "-m", "otcodebook"]))

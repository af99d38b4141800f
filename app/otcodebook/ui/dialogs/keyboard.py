"""What the keyboard page lists: the keys of the boxes and lists, then those of each menu."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from otcodebook.ui.services.actions import ACTIONS
from otcodebook.ui.services.enums import Menu

BOX_AND_LIST_KEYS = (
    ("Any letter or digit", "goes to the search box, from anywhere in Codes"),
    ("Up, Down, Page Up, Page Down", "move in the list while you type"),
    (
        "Enter, double-click",
        "copy the code of the current row; the next letter begins anew",
    ),
    ("Ctrl+Alt+1 to Ctrl+Alt+9", "copy the first to the ninth favorite, from anywhere"),
    ("Esc", "clears the search box"),
    ("Esc in a note", "goes back to the search box"),
    ("Shift+Up, Shift+Down", "choose several codes in the list"),
    ("Menu key, Shift+F10", "opens what can be done with the chosen row of the list"),
)
"""Keys that belong to the search box and the list rather than to an action."""

UNITS_KEYS = (
    ("Enter in the search box", "adds the current code and goes to its minutes"),
    ("Enter in a field", "takes the minutes and goes back to the search box"),
    ("Tab, Up, Down in a field", "take the minutes and go to the next field"),
    ("Ctrl+Space in a row", "starts its clock, or stops it and writes the times"),
    ("Alt+Up, Alt+Down in a row", "move the row"),
    ("Delete, Backspace", "remove the chosen rows"),
    ("Enter, Ctrl+C in the claim lines", "copy the chosen lines"),
)
"""Keys of the Units tab that belong to no action."""

LEARN_KEYS = (
    ("Up, Down", "choose a question or page while you type"),
    ("Alt+Page Up, Alt+Page Down", "go to the previous or next question or page"),
)
"""Keys of the FAQ and Guide tabs that belong to no action."""


def keyboard_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The keyboard page: groups of (keys, what they do), made from the tables of commands."""
    native = QKeySequence.SequenceFormat.NativeText
    by_menu: dict[Menu, list[tuple[str, str]]] = {menu: [] for menu in Menu}
    for spec in ACTIONS:
        if spec.shortcuts:
            keys = ", ".join(QKeySequence(keys).toString(native) for keys in spec.shortcuts)
            by_menu[spec.menu].append((keys, spec.description))
    # Help follows File: the page's two columns are of one height then.
    order = sorted(Menu, key=lambda menu: menu not in (Menu.FILE, Menu.HELP))
    menus = [(f"{menu.replace('&', '')} menu", by_menu[menu]) for menu in order if by_menu[menu]]
    return [
        ("Search box and list", list(BOX_AND_LIST_KEYS)),
        ("FAQ and Guide", list(LEARN_KEYS)),
        ("Units", list(UNITS_KEYS)),
        *menus,
    ]

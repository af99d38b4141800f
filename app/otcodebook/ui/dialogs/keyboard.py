"""What the keyboard page lists: the keys of the boxes and lists, then those of each menu."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from otcodebook.ui.window.actions import ACTIONS, BOX_AND_LIST_KEYS, LEARN_KEYS, UNITS_KEYS
from otcodebook.ui.window.enums import Menu


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

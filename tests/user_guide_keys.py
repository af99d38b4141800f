"""The Keyboard part of the user guide, made from the actions table; run, it brings the file up to
date: PYTHONPATH=app .venv/bin/python tests/user_guide_keys.py
"""

from __future__ import annotations

from pathlib import Path

from otcodebook.ui.dialogs.keyboard import BOX_AND_LIST_KEYS, LEARN_KEYS, UNITS_KEYS
from otcodebook.ui.services.actions import ACTIONS
from otcodebook.ui.services.enums import Menu

FILE = Path(__file__).parents[1] / "resources" / "user_guide.md"


def keyboard_part() -> str:
    """What stands under the heading, in Markdown."""
    menus = [
        (
            f"{menu.replace('&', '')} menu",
            [
                (", ".join(f"`{keys}`" for keys in spec.shortcuts), spec.description)
                for spec in ACTIONS
                if spec.shortcuts and spec.menu is menu
            ],
        )
        for menu in Menu
    ]
    groups = (
        ("Search box and list", BOX_AND_LIST_KEYS),
        ("FAQ and Guide", LEARN_KEYS),
        ("Units", UNITS_KEYS),
        *menus,
    )
    return "\n\n".join(
        "\n".join(
            [
                f"| {title} | |",
                "|---|---|",
                *(f"| {keys} | {description} |" for keys, description in rows),
            ]
        )
        for title, rows in groups
    )


def with_keyboard_part(guide: str) -> str:
    """The guide with this part as it is to be."""
    before, heading, after = guide.partition("\n## Keyboard\n")
    _, next_heading, rest = after.partition("\n## ")
    return f"{before}{heading}\n{keyboard_part()}\n{next_heading}{rest}"


if __name__ == "__main__":
    FILE.write_text(with_keyboard_part(FILE.read_text(encoding="utf-8")), encoding="utf-8")

"""What UI Automation answers of the program in Wine 10, as a screen reader would ask it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from windows.wine.machine import TrialError, Wine, windows_path
from windows.wine.story_on_screen import Screen, opened, quit_program

_CLIENT = Path(__file__).with_name("uia_client.py")
_TITLE = "OT Codebook"
_PATIENCE_S = 240
"""Wine asks part by part of the window, which takes half a minute and more."""
_WINDOW, _EDIT, _LIST = 50032, 50004, 50008
"""UI Automation's numbers for kinds of controls."""
# What is pressed, and what has the focus then.
_STEPS = (
    ((), "Search codes", _EDIT),
    (("Tab", "Tab", "Tab"), "Codes", _LIST),
    (("ctrl+m",), "My note on this code", _EDIT),
)


def asked(wine: Wine, screen: Screen, interpreter: str, settings: Mapping[str, str]) -> str:
    """Asks for the focus at each step; returns the names. Raises TrialError for a wrong one."""
    settings = {**settings, "DISPLAY": screen.display}
    told = []
    with opened(wine, screen, [interpreter, "-m", "otcodebook"], settings) as process:
        screen.press("ctrl+f")
        screen.type("97110")
        for keys, name, kind in _STEPS:
            if keys:
                screen.press(*keys)
            client = [interpreter, windows_path(_CLIENT), _TITLE]
            output = wine.run(client, settings, timeout=_PATIENCE_S)
            found = json.loads(output.splitlines()[-1])
            wanted = {"window": [_TITLE, _WINDOW], "focus": [name, kind]}
            if found != wanted:
                raise TrialError(f"UI Automation answers {found}, not {wanted}")
            told.append(name)
        quit_program(screen, process, "the program that was asked")
    return f"UI Automation names the focus: {', '.join(told)}"

"""The words for the patient in Spanish on a real screen, by keys alone, also at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Code
from stories.screen import Screen, running

pytestmark = [pytest.mark.screen, pytest.mark.timeout(120)]


def test_spanish_is_chosen_copied_and_there_again(tmp_path: Path) -> None:
    code = load_bundled().find("97530")
    assert isinstance(code, Code)
    assert code.patient_es != code.patient
    # From the note Shift+Tab leads to the page, then up its links: sources, related codes, switch.
    switch = ["ctrl+m", *["shift+Tab"] * (2 + len(code.related) + 1)]
    with Screen(tmp_path / "home") as screen:
        for start, keys in enumerate(([*switch, "Return", "shift+Tab"], [*switch, "shift+Tab"])):
            with running(screen, tmp_path) as app:
                app.type(code.code)
                app.press(*keys, "Return")
                app.copies(code.patient_es)
                screen.put_on_clipboard(f"after start {start}")
                assert app.quit() == 0
                assert app.stderr() == ""

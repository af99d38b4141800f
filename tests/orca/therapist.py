"""Who uses the window in the story: her hands on the keyboard and her ears."""

from __future__ import annotations

from pathlib import Path

from orca.listening import Orca
from stories.screen import App


class Therapist:
    """Presses keys, and waits each time until she has heard what tells her that it worked."""

    def __init__(self, app: App, orca: Orca, folder: Path) -> None:
        self._app = app
        self.hears = orca.hears
        self.listens = orca.until_silence
        self.folder = folder

    def press(self, *keys: str, hears: str) -> None:
        self._app.press(*keys)
        self.hears(hears)

    def types(self, text: str, hears: str) -> None:
        self._app.type(text)
        self.hears(hears)

    def searches(self, text: str, hears: str) -> None:
        # What is selected already is not said again, and a key may interrupt the name of the last.
        self.press("ctrl+f", hears="selected|Search codes|control|^f$")
        self.types(text, hears)

    def opens_file(self, path: Path) -> None:
        """Gives its name to the dialog that asks for a file, which is open."""
        self._app.press("ctrl+a")
        self._app.type(str(path))
        self._app.press("Return")

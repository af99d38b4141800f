"""What the user chose. Damaged or foreign contents fall back to the defaults, value by value."""

# No `from __future__ import annotations`: each field's would be compiled anew at every start.

import os
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Self


class ThemeChoice(StrEnum):
    """The colors of the window; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class CopyFormat(StrEnum):
    """What copying a code gives."""

    CODE = "code"
    CODE_AND_NAME = "code and name"
    CODE_WITH_MODIFIER = "code with modifier"


TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""The text sizes that can be chosen, in per cent of the desktop's own."""


MOST_RECENT = 8
"""How many recent catalogs are remembered."""


class Settings(NamedTuple):
    """The choices; `text_size` is one of TEXT_SIZES.

    `catalog` is the path of the catalog in use, empty for the bundled one; `recent` are the
    paths of those opened before, the latest first. `hint_seen`: the hint of the first start was
    read.
    """

    theme: ThemeChoice = ThemeChoice.SYSTEM
    text_size: int = 100
    catalog: str = ""
    recent: tuple[str, ...] = ()
    copy_format: CopyFormat = CopyFormat.CODE
    on_top: bool = False
    hint_seen: bool = False

    def with_text_size(self, steps: int) -> Self:
        """The next larger (or for a negative number smaller) text; 0 steps: the usual size."""
        if steps == 0:
            return self._replace(text_size=100)
        at = TEXT_SIZES.index(self.text_size) + steps
        return self._replace(text_size=TEXT_SIZES[max(0, min(at, len(TEXT_SIZES) - 1))])

    def with_catalog(self, path: str) -> Self:
        """The catalog in use, put first among the recent ones; empty: the bundled one."""
        if not path:
            return self._replace(catalog="")
        others = (other for other in self.recent if other != path)
        return self._replace(catalog=path, recent=(path, *others)[:MOST_RECENT])


class SettingsFile:
    """Settings kept as one small JSON file, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def folder(self) -> Path:
        """The folder of the file, where what is the user's own lies too."""
        return self._path.parent

    def load(self) -> Settings:
        """What was saved; the default for whatever is missing or makes no sense."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return Settings()
        # Imported here: whoever never changed a setting need not wait for it.
        import json

        try:
            stored = json.loads(data)
        except (ValueError, RecursionError):
            return Settings()
        return _sensible(stored) if isinstance(stored, dict) else Settings()

    def save(self, settings: Settings) -> bool:
        """Writes the settings; False when the disk refuses, which loses only a preference."""
        import json

        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(settings._asdict()), encoding="utf-8")
            draft.replace(self._path)
        except OSError:
            return False
        return True


def _sensible(stored: dict[str, Any]) -> Settings:
    settings = Settings()
    if stored.get("theme") in list(ThemeChoice):
        settings = settings._replace(theme=ThemeChoice(stored["theme"]))
    if stored.get("text_size") in TEXT_SIZES:
        settings = settings._replace(text_size=int(stored["text_size"]))
    if isinstance(stored.get("catalog"), str):
        settings = settings._replace(catalog=stored["catalog"])
    recent = stored.get("recent")
    if isinstance(recent, list):
        paths = tuple(path for path in recent if isinstance(path, str) and path)
        settings = settings._replace(recent=paths[:MOST_RECENT])
    if stored.get("copy_format") in list(CopyFormat):
        settings = settings._replace(copy_format=CopyFormat(stored["copy_format"]))
    on_top, hint_seen = stored.get("on_top") is True, stored.get("hint_seen") is True
    return settings._replace(on_top=on_top, hint_seen=hint_seen)

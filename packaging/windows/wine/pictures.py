"""Pictures of every tab as Windows shows it, to be looked at: light, dark, and scaled screens."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from windows.wine import story_on_screen
from windows.wine.machine import Wine

_THEMES = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
_DESKTOP = r"HKCU\Control Panel\Desktop"
# Percent, and what is changed as Windows' own settings would.
LOOKS: dict[str, tuple[int, tuple[tuple[str, str, str, str], ...]]] = {
    "light": (100, ()),
    "dark": (100, ((_THEMES, "AppsUseLightTheme", "REG_DWORD", "0"),)),
    "150": (
        150,
        (
            (_THEMES, "AppsUseLightTheme", "REG_DWORD", "1"),
            (_DESKTOP, "LogPixels", "REG_DWORD", "144"),
        ),
    ),
    "200": (200, ((_DESKTOP, "LogPixels", "REG_DWORD", "192"),)),
}
_SIZE = (1120, 800)


def take(wine: Wine, command: Sequence[str], settings: Mapping[str, str], folder: Path) -> int:
    """Takes them in all looks; returns how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    for look, (percent, changes) in LOOKS.items():
        for key, name, kind, value in changes:
            wine.run(["reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f"])
        # Windows reads the scale of its screen once.
        wine.wait()
        shutil.rmtree(wine.local_app_data / "OT Codebook", ignore_errors=True)
        size = (_SIZE[0] * percent // 100, _SIZE[1] * percent // 100)
        with story_on_screen.Screen(folder / look, size) as screen:
            shown = {**settings, "DISPLAY": screen.display}
            with story_on_screen.opened(wine, screen, command, shown) as process:
                _walk(screen)
                story_on_screen.quit_program(screen, process, look)
    return len(list(folder.rglob("*.png")))


def _walk(screen: story_on_screen.Screen) -> None:
    story_on_screen.find(screen, "ther ex", "97110")
    _settled(screen, "codes-copied")
    screen.type("theraputic")
    _settled(screen, "codes-closest")
    screen.press("ctrl+f", "ctrl+a", "BackSpace")
    _settled(screen, "codes")
    screen.press("ctrl+2")
    _settled(screen, "faq")
    screen.press("ctrl+3")
    _settled(screen, "guide")
    screen.press("ctrl+4")
    for words in ("97110", "97530"):
        screen.type(words)
        screen.press("Return")
        screen.type("33")
        screen.press("Return")
    _settled(screen, "units")
    screen.press("ctrl+comma")
    _settled(screen, "preferences")
    screen.press("Escape")


def _settled(screen: story_on_screen.Screen, name: str) -> None:
    """Takes a picture once two in a row are alike; a cursor that blinks is not waited for."""
    file = screen.folder / f"{name}.png"
    file.unlink(missing_ok=True)
    for _ in range(6):
        before = file.read_bytes() if file.exists() else b""
        time.sleep(0.7)
        screen.picture(file)
        if before and file.read_bytes() == before:
            return

"""Starts the window again and again on damaged files: `mutated_starts.py CATALOG FOLDER FIRST END`.

A program of its own, because what it looks for ends a process or never lets it end. It prints the
number of each start before it begins, and as its last line what was wrong, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from otcodebook.settings import SettingsFile
from otcodebook.ui.app import build_window
from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver
from ui.filling import is_filled

_NUMBERS = (0, 1, -1, 0x7FFF, 0x7FFF_FFFF, -0x8000_0000, 0x0100_0000, 65_536, 200_000)
_TEXTS = (
    "9" * 5_000,
    "-" + "9" * 5_000,
    "@ByteArray()",
    "@Size(99999999 99999999)",
    "@Rect(0 0 -5 -5)",
    "@Variant(\\0\\0\\0\\x43\\0\\0\\0\\x1\\xff\\xff\\xff\\xff)",
    "@Invalid()",
    "a, b, c",
    "x" * 100_000,
    "\\xd800",
)
_VALUES = (
    '"' + "q" * 100_000 + '"',
    "1" * 5_000,
    "1e999",
    "NaN",
    "[" * 2_000,
    '"\\ud800"',
    '"\\u0000"',
    "{}",
    "[null, 7]",
)


def mutated_ini(path: Path, chance: random.Random) -> None:
    """Damages the window's file: what it says, or what Qt's own numbers in it say."""
    if chance.random() < 0.5:
        stored = QSettings(str(path), QSettings.Format.IniFormat)
        states = [key for key in stored.allKeys() if isinstance(stored.value(key), QByteArray)]
        for key in chance.sample(states, chance.randint(1, len(states))):
            stored.setValue(key, QByteArray(_mutated_numbers(stored.value(key).data(), chance)))
        stored.sync()
        return
    path.write_bytes(_mutated_lines(path.read_bytes(), chance, [t.encode() for t in _TEXTS]))


def _mutated_numbers(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0 | 1:
                changed[at] = chance.randrange(256)
            case 2 | 3:
                number = chance.choice(_NUMBERS)
                changed[at : at + 4] = number.to_bytes(4, "big", signed=True)
            case _:
                del changed[at : at + chance.randint(1, 40)]
                changed += b"\0"
    return bytes(changed)


def _mutated_lines(data: bytes, chance: random.Random, values: list[bytes]) -> bytes:
    """Bytes exchanged, cut out, doubled or cut off, or a whole value in the place of another."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) or 1)
        match chance.randrange(6):
            case 0 | 1:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 2:
                data = data[:at] + data[at + chance.randint(1, 30) :]
            case 3:
                data = data[:at] + data[max(at - 40, 0) :]
            case 4:
                data = data[:at]
            case _:
                # What stands between two of these is a value of either file.
                start = max(data.rfind(mark, 0, at) for mark in b"=:")
                ends = [end for mark in b"\n,}" if (end := data.find(mark, at)) > 0]
                data = data[: start + 1] + chance.choice(values) + data[min(ends, default=at) :]
    return data


def problems(window: Driver, warnings: list[str]) -> list[str]:
    """What is wrong with a window that was just opened."""
    found = [*warnings]
    frame = window.window.frameGeometry()
    screen = QApplication.primaryScreen().availableGeometry()
    if not screen.contains(frame):
        found.append(f"the window is at {frame.getRect()}, the screen {screen.getRect()}")
    sizes = [splitter.sizes() for splitter in [window.window.codes_tab]]
    if window.tabs.currentIndex() == 0 and any(min(parts) < 50 for parts in sizes):
        found.append(f"a part of the window cannot be seen: {sizes}")
    if not window.listed() and not window.field.text():
        found.append("no code is listed")
    return found


def main(catalog: Path, folder: Path, first: int, end: int) -> None:
    """Prints what was wrong with each of the starts."""
    app = QApplication(["ot-codebook", "-style", "fusion"])
    warnings: list[str] = []

    def hear(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "This plugin does not support" not in text:
            warnings.append(text)

    qInstallMessageHandler(hear)

    def start() -> Driver:
        window = build_window(catalog, folder)
        window.show()
        for _ in range(1_000):
            app.processEvents()
            if is_filled(window):
                break
        app.processEvents()
        return Driver(window)

    def leave(opened: Driver) -> None:
        opened.window.close()
        opened.window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    ini, choices = folder / "window.ini", folder / "settings.json"
    used = start()
    for action in (ActionId.SHOW_FAQ, ActionId.SHOW_GUIDE, ActionId.SHOW_UNITS):
        used.action(action).trigger()
    used.action(ActionId.SHOW_CODES).trigger()
    used.search("ther")
    leave(used)
    file = SettingsFile(choices)
    file.update(file.load(), text_size=110, on_top=False, hint_seen=True, catalog=str(catalog))
    sound = {path: path.read_bytes() for path in (ini, choices)}
    wrong: dict[int, list[str]] = {}
    for number in range(first, end):
        print(number, flush=True)
        chance = random.Random(number)
        for path, data in sound.items():
            path.write_bytes(data)
        if number % 4:
            mutated_ini(ini, chance)
        if not number % 3:
            values = [value.encode() for value in _VALUES]
            choices.write_bytes(_mutated_lines(sound[choices], chance, values))
        warnings.clear()
        try:
            opened = start()
            if found := problems(opened, warnings):
                wrong[number] = found
            leave(opened)
        except Exception as error:  # what is looked for
            wrong[number] = [f"{type(error).__name__}: {error}"]
    print(json.dumps(wrong))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

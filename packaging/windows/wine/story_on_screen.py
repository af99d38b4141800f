"""A screen of its own with real keys on the X side, and the story that is told there."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from windows.wine.machine import TrialError, Wine

_PATIENCE_S = 90.0
_SHORT_PATIENCE_S = 8.0
_BETWEEN_LOOKS_S = 1.5
_BUSY_CLIPBOARD = "OleSetClipboard: Failed to set mime data"
_TITLE = "^OT Codebook$"
_SHOT = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "xcb"
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["shot"])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""
_NOTE = "Needs a note of the aim."


def until(probe: Callable[[], object], what: str) -> None:
    """Asks again and again until the answer is true. Raises TrialError when it takes too long."""
    deadline = time.monotonic() + _PATIENCE_S
    while not probe():
        if time.monotonic() > deadline:
            raise TrialError(f"waited {_PATIENCE_S:.0f} s in vain: {what}")
        time.sleep(0.1)


class Screen:
    """An X display with a window manager, and hands on its keyboard."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1280, 900)) -> None:
        self.folder = folder
        self._size = "x".join(map(str, (*size, 24)))
        self.display = ""
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Screen:
        self.folder.mkdir(parents=True, exist_ok=True)
        read_end, write_end = os.pipe()
        server = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", self._size]
        self._start([*server, "-nolisten", "tcp", "-noreset"], pass_fds=(write_end,))
        os.close(write_end)
        with open(read_end, encoding="ascii") as told:
            self.display = f":{told.readline().strip()}"
        self._start(["openbox"])
        until(lambda: self.ask("get_desktop"), "openbox manages the screen")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        process = subprocess.Popen(
            command,
            env={**os.environ, "DISPLAY": self.display, "HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=pass_fds,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)

    def ask(self, *question: str) -> str:
        """What xdotool says; empty where it finds nothing."""
        return self._output("xdotool", *question)

    def clipboard(self) -> str:
        """What another program on this screen would paste."""
        return self._output("xclip", "-selection", "clipboard", "-o")

    def copy(self, text: str, *keys: str) -> None:
        """Presses keys until the X side can paste exactly this text.

        Again, as the window says: who looks at the clipboard, as we do, keeps the program from it.
        """

        def is_copied() -> bool:
            self.press(*keys)
            return self.has_copied(text)

        until(is_copied, f"{text!r} on the clipboard")

    def has_copied(self, text: str) -> bool:
        """Waits a little for the X side to paste exactly this text.

        Seldom: in Wine, who looks while a program copies may keep the clipboard from it for long.
        """
        asked = time.monotonic()
        while time.monotonic() < asked + _SHORT_PATIENCE_S:
            time.sleep(_BETWEEN_LOOKS_S)
            if self.clipboard() == text:
                return True
        return False

    def _output(self, *command: str) -> str:
        try:
            done = subprocess.run(
                command,
                env={**os.environ, "DISPLAY": self.display},
                capture_output=True,
                text=True,
                timeout=10,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""

    def type(self, text: str) -> None:
        """Types as a hand does."""
        self.ask("type", "--delay", "40", text)

    def press(self, *keys: str) -> None:
        """Presses keys, such as ctrl+m."""
        self.ask("key", "--delay", "40", *keys)

    def picture(self, file: Path) -> None:
        """Keeps what is on the screen, to be looked at."""
        self._output(sys.executable, "-c", _SHOT, str(file))


def tell(
    wine: Wine, screen: Screen, command: Sequence[str], settings: Mapping[str, str], name: str
) -> None:
    """Types, copies, writes a note, closes; opens it again, finds all of it, and keeps a copy."""
    data = wine.local_app_data / "OT Codebook"
    shutil.rmtree(data, ignore_errors=True)
    settings = {**settings, "DISPLAY": screen.display}
    picture = screen.folder / f"{name.replace(' ', '-')}.png"
    with opened(wine, screen, command, settings) as process:
        find(screen, "ther ex", "97110")
        screen.type("buttoning")
        screen.copy("97535", "Return")
        screen.type("theraputic")  # no word of ours: one of the closest is chosen, never copied
        screen.press("Down")
        screen.copy("97110", "Return")
        screen.press("ctrl+m")
        screen.type(_NOTE)
        screen.press("Escape")
        screen.picture(picture)
        quit_program(screen, process, name)
    if not (data / "userdata.sqlite").exists():
        raise TrialError(f"{name}: nothing is stored in %LOCALAPPDATA%\\OT Codebook")
    with _session(wine, screen, settings), opened(wine, screen, command, settings) as process:
        find(screen, "97530", "97530")
        screen.type("97110")
        screen.copy("97110", "Return")
        screen.press("ctrl+m", "ctrl+a")
        screen.copy(_NOTE, "ctrl+c")
        quit_program(screen, process, name)
        if not screen.has_copied(_NOTE):
            raise TrialError(f"{name}: what was copied is gone after Ctrl+Q")


@contextlib.contextmanager
def _session(wine: Wine, screen: Screen, settings: Mapping[str, str]) -> Iterator[None]:
    """Another program that is open: with the last one Wine's clipboard ends, unlike Windows'.

    Wine's own helpers come with it, and hold its pipe rather than that of what is tried.
    """
    other = wine.start(["winemine"], settings)
    try:
        until(lambda: screen.ask("search", "--onlyvisible", "--name", "WineMine"), "WineMine")
        yield
    finally:
        wine.end()
        other.communicate()


def find(screen: Screen, words: str, code: str) -> None:
    """Types the first words of a start, until they are copied.

    Wine tells a program late that it has the focus; what is typed before that is lost.
    """

    def is_copied() -> bool:
        screen.press("ctrl+f")
        screen.type(words)
        screen.press("Return")
        return screen.has_copied(code)

    until(is_copied, f"{code} on the clipboard")


@contextlib.contextmanager
def opened(
    wine: Wine, screen: Screen, command: Sequence[str], settings: Mapping[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """The program with its window in front; ended at the end, if it still runs."""
    process = wine.start(command, settings)
    try:
        until(lambda: screen.ask("search", "--onlyvisible", "--name", _TITLE), "the window")
        window = screen.ask("search", "--onlyvisible", "--name", _TITLE).split()[0]

        def in_front() -> bool:
            screen.ask("windowactivate", window)
            return screen.ask("getactivewindow") == window

        until(in_front, "the window has the focus")
        yield process
    except TrialError:
        screen.picture(screen.folder / "failed.png")
        raise
    finally:
        if process.poll() is None:
            wine.end()
            process.wait(30)


def quit_program(screen: Screen, process: subprocess.Popen[str], name: str) -> None:
    """Presses Ctrl+Q; it must end with 0 and have said nothing.

    Twice, as Wine loses a key while the focus goes from a dialog back to the window.
    """
    for _ in range(2):
        screen.press("ctrl+q")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_SHORT_PATIENCE_S)
            break
    ended(process, f"{name}, after Ctrl+Q,")


def ended(process: subprocess.Popen[str], name: str) -> None:
    """Waits for the end. Raises TrialError if it does not come, is not with 0 or not silent."""
    try:
        output, _ = process.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        raise TrialError(f"{name} does not end") from None
    # Who looks at the clipboard, as we do, keeps the program from it; it tries again.
    said = [line for line in output.splitlines() if line and not line.startswith(_BUSY_CLIPBOARD)]
    if process.returncode or said:
        raise TrialError(f"{name} ended with {process.returncode} and said:\n{output[-2000:]}")

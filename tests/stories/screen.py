"""A screen of its own for a story: X server, window manager, the app, and hands on the keyboard.

Whatever is missing here fails the story: CI installs xvfb, openbox, xdotool, xclip and strace.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from support import ROOT

_Found = TypeVar("_Found")
_PATIENCE = 60.0
"""Seconds: a loaded machine is slow, and only what never comes takes so long."""
_DRAG_STEPS = 12
_TITLE = "OT Codebook$"


def until(probe: Callable[[], _Found | None], what: str, patience: float = _PATIENCE) -> _Found:
    """Asks again and again until the answer is true; fails when it takes too long.

    An answer may itself take seconds, so one that was asked for after all that time counts too.
    """
    pause = threading.Event()
    deadline = time.monotonic() + patience
    while True:
        is_last = time.monotonic() >= deadline
        if found := probe():
            return found
        assert not is_last, f"waited {patience} s in vain: {what}"
        pause.wait(0.02)


class Screen:
    """An X display with a window manager on it."""

    def __init__(self, home: Path) -> None:
        runtime = home / "runtime"
        runtime.mkdir(parents=True, mode=0o700)
        self._processes = contextlib.ExitStack()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "XDG_", "WAYLAND_", "PYTHON", "DBUS_"))
        } | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(ROOT / "app"),
            "QT_QPA_PLATFORM": "xcb",
        }

    def __enter__(self) -> Screen:
        with contextlib.ExitStack() as started:
            read_end, write_end = os.pipe()
            server = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x900x24"]
            # It would start anew when whoever asks for the window manager is its only client.
            server += ["-nolisten", "tcp", "-noreset"]
            self._start(started, server, pass_fds=(write_end,))
            os.close(write_end)
            with open(read_end, encoding="ascii") as display:
                number = display.readline().strip()
            assert number, "Xvfb did not start"
            self.environment["DISPLAY"] = f":{number}"
            self._start(started, ["openbox"])
            until(self._is_managed, "openbox")
            self._processes = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._processes.close()

    def _start(
        self, stack: contextlib.ExitStack, command: Sequence[str], pass_fds: Sequence[int] = ()
    ) -> None:
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=pass_fds,
        )
        stack.callback(end, process)

    def _is_managed(self) -> bool:
        return self.asks("get_desktop") != ""

    def asks(self, *question: str) -> str:
        """What xdotool says now; empty where it finds nothing, as between two windows."""
        done = self._xdotool(question, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def xdotool(self, *arguments: str) -> str:
        """Runs xdotool; what it printed."""
        return self._xdotool(arguments, check=True).stdout.strip()

    def _xdotool(
        self, arguments: Sequence[str], *, check: bool
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=check,
        )

    def clipboard(self) -> str:
        """What another program would paste; empty while nobody owns the clipboard."""
        asked = ["xclip", "-selection", "clipboard", "-o"]
        try:
            done = subprocess.run(
                asked, env=self.environment, capture_output=True, text=True, timeout=5, check=False
            )
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout if done.returncode == 0 else ""

    def put_on_clipboard(self, text: str) -> None:
        """Copies as another program does."""
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-i"],
            env=self.environment,
            input=text,
            text=True,
            timeout=_PATIENCE,
            check=True,
            stdout=subprocess.DEVNULL,
        )


class App:
    """OT Codebook running on a screen, used by keys alone."""

    def __init__(self, screen: Screen, folder: Path, command: Sequence[str | Path]) -> None:
        self._screen = screen
        self._stderr = folder / "stderr.txt"
        with self._stderr.open("wb") as stderr:
            self.process = subprocess.Popen(
                command,
                env=screen.environment,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        self.window = until(lambda: self._shown(_TITLE), "the window is shown")
        until(self._comes_to_front, "the window has the focus")

    def title(self) -> str:
        return self._screen.xdotool("getwindowname", self.window)

    def type(self, text: str) -> None:
        self._screen.xdotool("type", "--delay", "10", text)

    def press(self, *keys: str) -> None:
        self._screen.xdotool("key", "--delay", "10", *keys)

    def click(self, place: tuple[int, int]) -> None:
        """Clicks a place of the window."""
        self._screen.xdotool("mousemove", "--window", self.window, *map(str, place), "click", "1")

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drags with the mouse from one place of the window to another, as a hand does."""
        mouse = partial(self._screen.xdotool, "mousemove", "--window", self.window)
        mouse(*map(str, start))
        self._screen.xdotool("mousedown", "1")
        for step in range(1, _DRAG_STEPS + 1):
            parts = zip(start, end, strict=True)
            mouse(*(str(at + (to - at) * step // _DRAG_STEPS) for at, to in parts), "sleep", "0.03")
        self._screen.xdotool("mouseup", "1")

    def read_dialog(self, key: str, title: str) -> None:
        """Opens a dialog by its key, and closes it by Esc once it has the focus."""
        self.press(key)
        dialog = until(lambda: self._shown(title), f"{title} is shown")
        until(lambda: self._active() == dialog, f"{title} has the focus")
        self.press("Escape")
        self.comes_back()

    def next_dialog(self, title: str, after: str = "") -> str:
        """Waits until a dialog other than `after` has the focus; returns it."""

        def focused() -> str:
            active = self._active()
            is_next = active and active not in (self.window, after)
            return active if is_next and self._screen.asks("getwindowname", active) == title else ""

        return until(focused, f"{title} has the focus")

    def _shown(self, title: str) -> str:
        return self._screen.asks("search", "--onlyvisible", "--name", title)

    def _comes_to_front(self) -> bool:
        self._screen.asks("windowactivate", self.window)
        return self._active() == self.window

    def _active(self) -> str:
        return self._screen.asks("getactivewindow")

    def opens_list(self, path: Path) -> None:
        """Opens a code list by keys and uses it as the preview understood it."""
        self.press("ctrl+o")
        choosing = self.next_dialog("Open code list")
        self.press("ctrl+a")
        self.type(str(path))
        self.press("Return")
        self.next_dialog(f"Open {path.name}", after=choosing)
        self.press("Return")
        until(lambda: self.title().startswith(path.name), "the list is named in the title")
        self.comes_back()

    def uses_tables(self, stored: Callable[[], object]) -> None:
        """Presses the button of the open dialog, which is there once CMS's file is read.

        `stored` tells whether the tables are kept.
        """

        def pressed() -> bool:
            if self._active() != self.window:
                self.press("alt+u")
            return bool(stored())

        until(pressed, "the tables are used")
        self.comes_back()
        self.press("Escape")  # a last Alt+U, after the dialog had gone, opened the Units menu

    def copies(self, text: str) -> None:
        """Waits until other programs can paste exactly this text."""
        try:
            until(lambda: self._screen.clipboard() == text, f"{text!r} on the clipboard")
        except AssertionError as error:
            raise AssertionError(f"{error}; {self.pasted()!r} is there") from None

    def pasted(self) -> str:
        """What another program would paste now."""
        return self._screen.clipboard()

    def comes_back(self) -> None:
        """Waits until the last dialog is gone and the window has the focus."""
        until(lambda: self._active() == self.window, "the window has the focus again")

    def stderr(self) -> str:
        return self._stderr.read_text(encoding="utf-8", errors="replace")

    def quit(self) -> int:
        """Leaves by Ctrl+Q, once no dialog has the focus; the exit status.

        A file may be written before the dialog that asked for its name has closed, and the key
        would go to that.
        """
        self.comes_back()
        self.press("ctrl+q")
        return self.process.wait(_PATIENCE)


@contextlib.contextmanager
def running(
    screen: Screen,
    folder: Path,
    wrapper: Sequence[str] = (),
    program: Sequence[str | Path] = (sys.executable, "-m", "otcodebook"),
) -> Iterator[App]:
    """The app, for as long as the story lasts; `program` starts it from elsewhere."""
    app = App(screen, folder, [*wrapper, *program])
    try:
        yield app
    finally:
        end(app.process)


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Ends a process that may have ended."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)

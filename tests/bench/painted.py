"""Measures the time from starting a program to its painted window, seen from the X server."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_MAP_NOTIFY = 19
_SUBSTRUCTURE_NOTIFY = 1 << 19
_Z_PIXMAP = 2
_ALL_PLANES = ctypes.c_ulong(-1)
_PATIENCE = 30.0
_IDLE = 1.0


class Sign(NamedTuple):
    """A pixel that has this color (0xRRGGBB) once something is on the screen."""

    x: int
    y: int
    color: int


class Started(NamedTuple):
    """Seconds until the window was painted and until the sign was seen, and memory in KiB."""

    painted: float
    signed: float
    memory: int


class _MapEvent(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("event", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
        ("pad", ctypes.c_long * 24),
    )


@contextlib.contextmanager
def x_server() -> Iterator[str]:
    """An X server of our own on a free display, for its name: empty, black, without other windows.

    Not the user's desktop: what stands there already would be taken for the painted window.
    """
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert server.stdout is not None
        number = server.stdout.readline().decode().strip()
        if not number:
            raise SystemExit("Xvfb does not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


class Screen:
    """A connection to an X server."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        x = self._x
        x.XOpenDisplay.restype = ctypes.c_void_p
        x.XOpenDisplay.argtypes = [ctypes.c_char_p]
        x.XCloseDisplay.argtypes = [ctypes.c_void_p]
        x.XDefaultRootWindow.restype = ctypes.c_ulong
        x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        x.XGetImage.restype = ctypes.c_void_p
        x.XGetImage.argtypes = [
            ctypes.c_void_p,
            ctypes.c_ulong,
            *([ctypes.c_int] * 2),
            *([ctypes.c_uint] * 2),
            ctypes.c_ulong,
            ctypes.c_int,
        ]
        x.XGetPixel.restype = ctypes.c_ulong
        x.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        x.XDestroyImage.argtypes = [ctypes.c_void_p]
        x.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
        x.XPending.argtypes = [ctypes.c_void_p]
        x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self._display = x.XOpenDisplay(display.encode())
        if not self._display:
            raise SystemExit(f"The X server {display} cannot be reached.")
        self._root = x.XDefaultRootWindow(self._display)
        x.XSelectInput(self._display, self._root, _SUBSTRUCTURE_NOTIFY)

    def close(self) -> None:
        """Ends the connection; the screen is of no use any more."""
        self._x.XCloseDisplay(self._display)

    def start(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        place: tuple[int, int],
        sign: Sign | None = None,
    ) -> Started:
        """Starts a program and watches the screen; ends the program after a second of idleness.

        `place` is a pixel of the window, which is painted when the pixel is no longer black.
        Without a sign the window is complete when it is painted.
        """
        self._drain()
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while not self._mapped():
                _check(process, begun)
            while not self._pixel(*place):
                _check(process, begun)
            painted = signed = time.perf_counter() - begun
            if sign is not None:
                while self._pixel(sign.x, sign.y) != sign.color:
                    _check(process, begun)
                signed = time.perf_counter() - begun
            time.sleep(_IDLE)
            return Started(painted, signed, _memory(process.pid))
        finally:
            # Killed, so that no run saves what the next one would restore; what runs out of one
            # file is the child of what unpacked it, and would stay.
            for pid in _children(process.pid):
                os.kill(pid, signal.SIGKILL)
            process.kill()
            process.wait(10)
            while self._pixel(*place):  # or the next program finds this one's picture
                _check(None, begun)

    def _drain(self) -> None:
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(_MapEvent()))

    def _mapped(self) -> bool:
        event = _MapEvent()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == _MAP_NOTIFY:
                return True
        return False

    def _pixel(self, x: int, y: int) -> int:
        image = self._x.XGetImage(self._display, self._root, x, y, 1, 1, _ALL_PLANES, _Z_PIXMAP)
        if not image:
            return 0
        pixel = int(self._x.XGetPixel(image, 0, 0)) & 0xFFFFFF
        self._x.XDestroyImage(image)
        return pixel


def _check(process: subprocess.Popen[bytes] | None, begun: float) -> None:
    if process is not None and process.poll() is not None:
        raise SystemExit(f"The program ended before it showed its window: {process.args!r}")
    if time.perf_counter() - begun > _PATIENCE + _IDLE:
        raise SystemExit("The screen does not show what it should.")
    time.sleep(0.0005)


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
        return [int(child) for child in children.read().split()]


def _memory(pid: int) -> int:
    """The resident memory in KiB, shared pages counted in full, of a process and its children.

    What runs out of one file is the child of what unpacked it.
    """
    below = sum(_memory(child) for child in _children(pid))
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
        own = next(int(line.split()[1]) for line in lines if line.startswith("Rss:"))
    return own + below


def clean_environment(home: str, display: str) -> dict[str, str]:
    """What a user's programs start with: a home of its own, byte code allowed, this X server."""
    mine = ("HOME", "DISPLAY", "WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in mine and not name.startswith(("QT_", "XDG_"))
    }
    return env | {"HOME": home, "DISPLAY": display}

"""Measures the time from starting a program to its painted window, seen from the X server."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import subprocess
import time
from collections.abc import Sequence

_MAP_NOTIFY = 19
_SUBSTRUCTURE_NOTIFY = 1 << 19
_Z_PIXMAP = 2
_ALL_PLANES = ctypes.c_ulong(-1)


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


class Screen:
    """A connection to the X server that $DISPLAY names."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        x = self._x
        x.XOpenDisplay.restype = ctypes.c_void_p
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
        self._display = x.XOpenDisplay(None)
        if not self._display:
            raise SystemExit("No X server: run this under xvfb-run -a.")
        self._root = x.XDefaultRootWindow(self._display)
        x.XSelectInput(self._display, self._root, _SUBSTRUCTURE_NOTIFY)

    def seconds_to_paint(self, command: Sequence[str], at: tuple[int, int]) -> tuple[float, int]:
        """Starts a program; returns the seconds until the screen shows it, and its memory in KiB.

        `at` is a place on the screen that the window paints in another colour than the black of
        an empty screen. The program is ended afterwards.
        """
        self._drain()
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            while not self._mapped():
                self._check(process, begun)
            while not self._pixel(at):
                self._check(process, begun)
            seconds = time.perf_counter() - begun
            time.sleep(0.5)  # the window's own idle work is done by then
            return seconds, _memory(process.pid)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)

    def _check(self, process: subprocess.Popen[bytes], begun: float) -> None:
        if process.poll() is not None or time.perf_counter() - begun > 30:
            raise SystemExit("The program did not show a window.")
        time.sleep(0.0005)

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

    def _pixel(self, at: tuple[int, int]) -> int:
        image = self._x.XGetImage(self._display, self._root, *at, 1, 1, _ALL_PLANES, _Z_PIXMAP)
        if not image:
            return 0
        pixel = int(self._x.XGetPixel(image, 0, 0)) & 0xFFFFFF
        self._x.XDestroyImage(image)
        return pixel


def _memory(pid: int) -> int:
    """Proportional memory of a process in KiB: shared pages count by their share."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Rss:"))

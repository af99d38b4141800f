"""The window goes first where it shares Python with a thread that computes for seconds.

Import this module late: most sessions open no list.
"""

from __future__ import annotations

import math
import threading
import time

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 10
_LATE_S = 0.02
"""So late after the last beat, in seconds, the window has something to do."""
_LONGEST_S = 0.1
"""A window that does not beat for so long, in seconds, is held up by something else."""


class WindowFirst(QObject):
    """Has a thread pause while the window handles a key or paints.

    Python runs one thread at a time. One that computes keeps the window's thread waiting for 5 ms
    whenever that comes back from Qt, a hundred times for a paint. So the window beats while it is
    idle, and the thread, which calls `give_way` every millisecond or so, pauses where a beat is
    late.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heard = threading.Event()
        self._late_at = math.inf
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """The window handles its events from now on."""
        self._beat()
        self._timer.start()

    def stop(self) -> None:
        """No thread works for the window any more, or the window waits for it."""
        self._timer.stop()
        self._late_at = math.inf
        self._heard.set()

    def _beat(self) -> None:
        self._late_at = time.monotonic() + _LATE_S
        self._heard.set()

    def give_way(self) -> None:
        """Called by the thread: pauses while the window has something to do."""
        if time.monotonic() < self._late_at:
            return
        self._heard.clear()
        if not self._heard.wait(_LONGEST_S):
            self._late_at = time.monotonic() + _LATE_S

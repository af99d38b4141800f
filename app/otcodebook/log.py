"""The last lines of what the program did, in memory: they are part of the report of a bug.

What the user typed, searched, copied or wrote down is never logged, and no path or file name.
"""

from __future__ import annotations

import logging
from collections import deque

LINE_LIMIT = 200
"""How many lines are kept."""

_LINES: deque[str] = deque(maxlen=LINE_LIMIT)


class _MemoryHandler(logging.Handler):
    """Keeps the formatted lines; nothing is written to disk."""

    def emit(self, record: logging.LogRecord) -> None:
        _LINES.append(self.format(record).replace("\n", " "))


def start_logging() -> None:
    """Keeps the log lines of the package from now on; the second call changes nothing."""
    logger = logging.getLogger("otcodebook")
    if not any(isinstance(handler, _MemoryHandler) for handler in logger.handlers):
        handler = _MemoryHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def log_lines() -> list[str]:
    """The lines that are kept, the oldest first."""
    return list(_LINES)

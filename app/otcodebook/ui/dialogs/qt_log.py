"""Qt's warnings: on stderr as always, and in the log that a bug report carries."""

from __future__ import annotations

import contextlib
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LOG = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_messages() -> None:
    """Logs what Qt reports from now on."""
    qInstallMessageHandler(_take)


def _take(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    # A path of the user's folder would tell a name.
    _LOG.log(_LEVELS.get(kind, logging.WARNING), "%s", message.replace(str(Path.home()), "~"))
    # There is no stderr in a windowed Windows program.
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.write(f"{message}\n")

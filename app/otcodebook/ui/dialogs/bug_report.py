"""Tells of a bug: on stderr, and in one dialog with a report to copy."""

from __future__ import annotations

import contextlib
import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from otcodebook import __version__
from otcodebook.log import log_lines
from otcodebook.ui.dialogs.page_dialog import BugDialog

Bug = tuple[type[BaseException], BaseException, TracebackType | None]


def bug_text(bug: Bug) -> str:
    """The report: versions first, then the traceback and what was logged before."""
    versions = (
        f"OT Codebook {__version__}, Qt {qVersion()}, Python {platform.python_version()}, "
        f"{platform.platform()}"
    )
    trace = "".join(traceback.format_exception(*bug))
    lines = "\n".join(log_lines()) or "nothing"
    return f"{versions}\n\n{trace}\nLogged before:\n{lines}\n"


def show_bug(bug: Bug, window: QWidget) -> None:
    """Reports a bug; while one report is open, further bugs go to stderr only."""
    text = bug_text(bug)
    # There is no stderr in a windowed Windows program.
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.write(text)
    if window.findChild(BugDialog) is None:
        BugDialog(text, window).open()

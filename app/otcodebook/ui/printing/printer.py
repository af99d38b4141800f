"""Hands a printed list to a printer of the system.

Import this module late: it loads Qt's printing, which most sessions never need.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from otcodebook.export.printed_list import PrintedList
from otcodebook.ui.printing.page_layout import PaperSize, page_layout, paint
from otcodebook.wording import displayed_name

_CUPS_SOCKET = "/run/cups/cups.sock"
_CUPS_SETTINGS = (Path("/etc/cups/client.conf"), Path("~/.cups/client.conf"))
_SERVER_NAMED = re.compile(r"^\s*ServerName\s", re.IGNORECASE | re.MULTILINE)


def printer_names() -> list[str]:
    """The printers that the system knows."""
    if sys.platform.startswith("linux") and not _print_server_is_named():
        # Without its socket CUPS would look for a server by the network: we open no connection
        # that nobody asked for.
        os.environ["CUPS_SERVER"] = _CUPS_SOCKET
    return QPrinterInfo.availablePrinterNames()


def ask_for_printer(
    printed: PrintedList,
    columns: int,
    paper: PaperSize,
    window: QWidget,
    done: Callable[[str, bool], object],
) -> None:
    """Shows the system's dialog, then prints.

    `done` is called with the printer's name and whether it took the list.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout(paper))
    printer.setDocName(printed.title)
    printer.setCreator("OT Codebook")
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle("Print list")

    def print_list() -> None:
        name = printer.printerName() or displayed_name(Path(printer.outputFileName()))
        done(name, paint(printed, columns, printer, max(printer.fromPage(), 1), printer.toPage()))

    dialog.accepted.connect(print_list)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own wants a slot by name


def _print_server_is_named() -> bool:
    """Whether the user or the system says which print server to use."""
    if os.environ.get("CUPS_SERVER", _CUPS_SOCKET) != _CUPS_SOCKET:
        return True
    for path in _CUPS_SETTINGS:
        with suppress(OSError, RuntimeError):
            if _SERVER_NAMED.search(path.expanduser().read_text(errors="replace")):
                return True
    return False

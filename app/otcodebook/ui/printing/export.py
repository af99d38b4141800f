"""Saves the list of the Codes tab as PDF or CSV, or prints it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from otcodebook.atomic_write import write_file
from otcodebook.catalog.model import Code
from otcodebook.export.printed_list import (
    MOST_ON_PAPER,
    ListContent,
    PrintedList,
    csv_bytes,
    file_name,
    list_title,
)
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.widgets.file_dialogs import ask_where_to_save
from otcodebook.ui.widgets.file_work import FileWork
from otcodebook.wording import displayed_name

if TYPE_CHECKING:
    from otcodebook.ui.printing.options_dialog import PrintOptionsDialog

_NO_CODES = "The list has no codes. Change the search."
_NO_PRINTER = "No printer found. Save as PDF instead."


class ListExport(QObject):
    """The three commands of the File menu: save as PDF, print, export as CSV.

    `folder` is the user's own, where drafts are noted.
    """

    def __init__(self, window: QWidget, folder: Path, messages: Messages) -> None:
        super().__init__(window)
        self._folder = folder
        self._window = window
        self._messages = messages

    def save_pdf(self, printed: PrintedList) -> None:
        """Asks how the list should look and where to put it, then writes it."""
        self._ask_how(
            "Save list as PDF", "&Save as PDF\N{HORIZONTAL ELLIPSIS}", printed, self._ask_where
        )

    def print(self, printed: PrintedList) -> None:
        """Asks how the list should look and for the printer, then prints it."""
        # Imported here, like below: who never prints need not load it.
        from otcodebook.ui.printing.printer import printer_names

        if printer_names():
            self._messages.clear_banner(BannerTopic.PRINTING)
            description = "&Print\N{HORIZONTAL ELLIPSIS}"
            self._ask_how("Print list", description, printed, self._ask_for_printer)
        else:
            self._messages.show_banner(_NO_PRINTER, BannerTopic.PRINTING)

    def save_csv(self, listed: ListContent, make: Callable[[], PrintedList]) -> None:
        """Asks for a place and writes the rows; `make` makes them in a thread: they may be many."""
        if not any(isinstance(entry, Code) for entry in listed.entries):
            self._messages.show_status(_NO_CODES)
            return
        name = file_name(list_title(listed), "csv")
        title, kind = "Export list as CSV", "CSV, for spreadsheets (*.csv)"

        def told(printed: PrintedList) -> tuple[str, str]:
            notes = f" with {printed.notes:,} of your notes" if printed.notes else ""
            return f"Exported {printed.count}{notes}", printed.left_out

        def write(path: Path) -> None:
            def work() -> tuple[str, str]:
                printed = make()
                write_file(path, csv_bytes(printed), drafts=self._folder)
                return told(printed)

            self._save(path, work)

        ask_where_to_save(self._window, title, name, kind, write)

    def _ask_how(
        self,
        title: str,
        description: str,
        printed: PrintedList,
        then: Callable[[PrintOptionsDialog], object],
    ) -> None:
        from otcodebook.ui.printing.options_dialog import PrintOptionsDialog

        if not printed.rows:
            self._messages.show_status(_NO_CODES)
            return
        if len(printed.rows) > MOST_ON_PAPER:
            self._messages.show_status(
                f"Up to {MOST_ON_PAPER:,} codes can be printed, and this list has"
                f" {len(printed.rows):,}. Search or filter it first."
            )
            return
        dialog = PrintOptionsDialog(title, description, printed, self._window)
        dialog.accepted.connect(lambda: then(dialog))
        dialog.open()

    def _ask_where(self, options: PrintOptionsDialog) -> None:
        from otcodebook.ui.printing.page_layout import pdf_bytes

        printed, columns, paper = options.printed, options.columns, options.paper

        def write(path: Path) -> None:
            data = pdf_bytes(printed, columns, paper)

            def work() -> tuple[str, str]:
                write_file(path, data, drafts=self._folder)
                return f"Saved {printed.count}", ""

            self._save(path, work)

        name = file_name(printed.title, "pdf")
        ask_where_to_save(self._window, "Save list as PDF", name, "PDF (*.pdf)", write)

    def _save(self, path: Path, work: Callable[[], tuple[str, str]]) -> None:
        """Does the work in a thread, then tells what it gives: a sentence, and perhaps a remark."""

        def tell(done: tuple[str, str]) -> None:
            told, remark = done
            self._messages.clear_banner(BannerTopic.SAVING_LIST)
            self._messages.show_status(
                f"{told} to {displayed_name(path)}{f'. {remark}' if remark else ''}"
            )

        FileWork(
            self,
            work,
            tell,
            partial(self._messages.show_banner, topic=BannerTopic.SAVING_LIST),
        ).start(path, self._messages.show_status)

    def _ask_for_printer(self, options: PrintOptionsDialog) -> None:
        from otcodebook.ui.printing.printer import ask_for_printer

        printed = options.printed

        def tell(printer: str, done: bool) -> None:
            sentence = f"{printer} did not accept the list. Choose another printer or folder."
            self._messages.show_banner("" if done else sentence, BannerTopic.PRINTING)
            if done:
                self._messages.show_status(f"Sent {printed.count} to {printer}")

        ask_for_printer(printed, options.columns, options.paper, self._window, tell)

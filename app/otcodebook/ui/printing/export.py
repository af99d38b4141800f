"""The list of the Codes tab on its way out of the window: as PDF, to a printer, as CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError
from otcodebook.export.printed_list import MOST_ON_PAPER, PrintedList, csv_bytes, file_name
from otcodebook.ui.widgets.file_dialogs import ask_where_to_save
from otcodebook.ui.window.enums import BannerTopic
from otcodebook.ui.window.messages import Messages
from otcodebook.wording import displayed_name

_NO_CODES = "There is no code in the list: change the search"
_NO_PRINTER = (
    "There is no printer: set one up in the system's settings, or save the list as PDF and take"
    " that to a printer."
)


class ListExport(QObject):
    """The three commands of the File menu: save as PDF, print, export as CSV."""

    def __init__(self, window: QWidget, messages: Messages) -> None:
        super().__init__(window)
        self._window = window
        self._messages = messages

    def save_pdf(self, sheet: PrintedList) -> None:
        """Asks how the sheet is to look, then where to put it, and writes it."""
        self._ask_how(
            "Save list as PDF", "&Save as PDF\N{HORIZONTAL ELLIPSIS}", sheet, self._ask_where
        )

    def print(self, sheet: PrintedList) -> None:
        """Asks how the sheet is to look, then for the printer, and prints it."""
        # Imported here, like below: who never prints need not load it.
        from otcodebook.ui.printing.printer import printer_names

        if printer_names():
            self._messages.clear_banner(BannerTopic.PRINTING)
            description = "&Print\N{HORIZONTAL ELLIPSIS}"
            self._ask_how("Print list", description, sheet, self._ask_for_printer)
        else:
            self._messages.show_banner(_NO_PRINTER, BannerTopic.PRINTING)

    def save_csv(self, sheet: PrintedList) -> None:
        """Asks for a place and writes the rows."""
        if not sheet.rows:
            self._messages.show_status(_NO_CODES)
            return
        name = file_name(sheet.title, "csv")
        title, kind = "Export list as CSV", "CSV, for spreadsheets (*.csv)"
        told = [f"Exported {sheet.count}"]
        told += [f"with {sheet.notes:,} of your notes"] if sheet.notes else []

        def write(path: Path) -> None:
            self._save(path, csv_bytes(sheet), " ".join(told), sheet.left_out)

        ask_where_to_save(self._window, title, name, kind, write)

    def _ask_how(
        self,
        title: str,
        description: str,
        sheet: PrintedList,
        then: Callable[[PrintedList, int], object],
    ) -> None:
        from otcodebook.ui.printing.options_dialog import PrintOptionsDialog

        if not sheet.rows:
            self._messages.show_status(_NO_CODES)
            return
        if len(sheet.rows) > MOST_ON_PAPER:
            self._messages.show_status(
                f"A sheet holds up to {MOST_ON_PAPER:,} codes, and this list has"
                f" {len(sheet.rows):,}: type a search or choose a family first"
            )
            return
        dialog = PrintOptionsDialog(title, description, sheet, self._window)
        dialog.accepted.connect(lambda: then(dialog.sheet, dialog.columns))
        dialog.open()

    def _ask_where(self, sheet: PrintedList, columns: int) -> None:
        from otcodebook.ui.printing.page_layout import pdf_bytes

        def write(path: Path) -> None:
            self._save(path, pdf_bytes(sheet, columns), f"Saved {sheet.count}", "")

        name = file_name(sheet.title, "pdf")
        ask_where_to_save(self._window, "Save list as PDF", name, "PDF (*.pdf)", write)

    def _save(self, path: Path, data: bytes, told: str, remark: str) -> None:
        try:
            write_file(path, data)
        except AppError as error:
            self._messages.show_banner(error.user_message, BannerTopic.SAVING_LIST)
            return
        self._messages.clear_banner(BannerTopic.SAVING_LIST)
        self._messages.show_status(
            f"{told} to {displayed_name(path)}{f'. {remark}' if remark else ''}"
        )

    def _ask_for_printer(self, sheet: PrintedList, columns: int) -> None:
        from otcodebook.ui.printing.printer import ask_for_printer

        def tell(printer: str, printed: bool) -> None:
            sentence = f"The sheet cannot be printed to {printer}: choose another printer or place."
            self._messages.show_banner("" if printed else sentence, BannerTopic.PRINTING)
            if printed:
                self._messages.show_status(f"Sent {sheet.count} to {printer}")

        ask_for_printer(sheet, columns, self._window, tell)

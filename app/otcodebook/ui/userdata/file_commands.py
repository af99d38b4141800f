"""The commands of the File menu that write and read files; each loads what it needs when used."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.ui.userdata.service import UserDataService

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.export.printed_list import ListContent, PrintedList
    from otcodebook.ui.printing.export import ListExport
    from otcodebook.ui.userdata.transfer import Transfer

    _Export = Callable[[ListContent, Callable[[], PrintedList]], object]
    """What does something with the list that is shown: its content, and what makes its rows."""


class FileCommands(QObject):
    """Saves the list as PDF or CSV or prints it; exports and imports favorites and notes.

    `catalog` returns the catalog in use, `save_notes` saves what is being typed, `settings` has the
    user's payers.
    """

    def __init__(
        self,
        window: QWidget,
        codes: CodesController,
        catalog: Callable[[], Catalog | None],
        userdata: UserDataService,
        save_notes: Callable[[], object],
        messages: Messages,
        settings: SettingsService,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._codes = codes
        self._catalog = catalog
        self._userdata = userdata
        self._save_notes = save_notes
        self._messages = messages
        self._settings = settings

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """The handlers of the menu's entries."""
        return {
            ActionId.SAVE_PDF: lambda: self._export_list(self._print(self._list_export.save_pdf)),
            ActionId.PRINT: lambda: self._export_list(self._print(self._list_export.print)),
            ActionId.SAVE_CSV: lambda: self._export_list(self._list_export.save_csv),
            ActionId.EXPORT: self._export,
            ActionId.IMPORT: self._import,
        }

    @cached_property
    def _list_export(self) -> ListExport:
        # Imported here, like below: most sessions export nothing.
        from otcodebook.ui.printing.export import ListExport

        return ListExport(self._window, self._userdata.folder, self._messages)

    @cached_property
    def _transfer(self) -> Transfer:
        from otcodebook.ui.userdata.transfer import Transfer

        transfer = Transfer(self._window, self._userdata, self._messages, self._settings)
        transfer.imported.connect(self._codes.search_again)
        return transfer

    def _print(self, export: Callable[[PrintedList], object]) -> _Export:
        """An export that needs all rows at once."""
        return lambda _listed, make: export(make())

    def _export_list(self, export: _Export) -> None:
        """Exports the list as it is shown now."""
        from otcodebook.export.printed_list import printed_list

        catalog = self._catalog()
        if catalog is None:
            self._messages.show_status("No code list is open. Open one first.")
            return
        self._save_notes()
        listed = self._codes.list_content()
        export(listed, partial(printed_list, listed, catalog, dict(self._userdata.notes())))

    def _export(self) -> None:
        self._save_notes()
        self._transfer.export()

    def _import(self) -> None:
        self._save_notes()
        self._transfer.import_()

"""The commands of the File menu that write and read the user's files; each loads what it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from otcodebook.ui.actions import ActionId
from otcodebook.ui.codes.panel import CodesPanel
from otcodebook.ui.keeper import Keeper

if TYPE_CHECKING:
    from otcodebook.ui.transfer import Transfer


class FileCommands(QObject):
    """Export and import of what is the user's own.

    `save_notes` saves what is being typed, `say` tells in the status line what was done, `tell`
    what went wrong and about what.
    """

    def __init__(
        self,
        window: QWidget,
        codes: CodesPanel,
        keeper: Keeper,
        save_notes: Callable[[], object],
        say: Callable[[str], object],
        tell: Callable[[str, str], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._codes = codes
        self._keeper = keeper
        self._save_notes = save_notes
        self._say = say
        self._tell = tell

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu's entries do."""
        return {
            ActionId.EXPORT: self._export,
            ActionId.IMPORT: self._import,
        }

    @cached_property
    def _transfer(self) -> Transfer:
        # Imported here: most sessions neither export nor import.
        from otcodebook.ui.transfer import Transfer

        shown = self._codes.search_again
        return Transfer(self._window, self._keeper, self._say, self._tell, shown)

    def _export(self) -> None:
        self._save_notes()
        self._transfer.export()

    def _import(self) -> None:
        self._save_notes()
        self._transfer.import_()

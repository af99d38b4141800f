"""What can be done with the chosen codes besides copying them: note, digits, Units, favorites."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget

from otcodebook.ui.accessibility.screen_reader import digit_by_digit
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.detail.detail_pane import DetailPane
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.enums import Tab
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.units.commands import UnitsCommands
from otcodebook.ui.userdata.binding import UserDataBinding
from otcodebook.ui.window.copy_controller import CopyController
from otcodebook.ui.window.navigation import Navigator


class CodeCommands:
    """Commands on codes that several rooms have a part in."""

    def __init__(
        self,
        tabs: QTabWidget,
        codes: CodesController,
        detail: DetailPane,
        units: UnitsCommands,
        favorites: UserDataBinding,
        navigator: Navigator,
        copying: CopyController,
        messages: Messages,
    ) -> None:
        self._tabs = tabs
        self._codes = codes
        self._detail = detail
        self._units = units
        self._favorites = favorites
        self._navigator = navigator
        self._copying = copying
        self._messages = messages

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu entries do."""
        return {
            ActionId.NOTE: self._write_note,
            ActionId.READ_DIGITS: self._read_digits,
            ActionId.ADD_TO_UNITS: self.add_to_units,
        }

    def copy_favorite(self, number: int) -> None:
        """Copies the favorite with this number, from 1 on, and shows it where codes are shown."""
        code = self._favorites.favorite(number)
        if not code:
            self._messages.show_toast(f"There is no favorite {number}.")
            return
        self._navigator.follow_copy(code)
        self._copying.copy_code(code)

    def add_to_units(self) -> None:
        """Adds the chosen codes of the Codes tab, or what the Units tab's search found."""
        if self._tabs.currentIndex() == Tab.UNITS:
            self._units.add_current()
        else:
            hits = self._codes.chosen_hits() if self._in_codes() else []
            self._units.add([hit.document.code for hit in hits if hit.document.code])

    def _write_note(self) -> None:
        self._navigator.show_tab(Tab.CODES)
        if self._detail.note.isVisible():
            self._detail.note.take_focus()
        else:
            self._messages.show_status("Choose a code first: only codes can have notes.")

    def _read_digits(self) -> None:
        hits = self._codes.chosen_hits() if self._in_codes() else []
        self._messages.show_status(digit_by_digit(hits))

    def _in_codes(self) -> bool:
        return self._tabs.currentIndex() == Tab.CODES

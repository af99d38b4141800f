"""The settings of the window: the menu entries and the dialog that change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from otcodebook.settings import Changes, Payer, Settings, SettingsFile, valid_payers
from otcodebook.ui.services.actions import TEXT_SIZES, THEME_ACTIONS, ActionId
from otcodebook.ui.services.enums import BannerTopic, Menu
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.window_state import keep_on_top, on_top_told

_SET_BY_CLINIC: dict[str, tuple[str, Menu, tuple[ActionId, ...]]] = {
    "catalog": ("Code list", Menu.FILE, (ActionId.OPEN, ActionId.CLOSE_LIST)),
    "theme": ("Colors", Menu.VIEW, tuple(THEME_ACTIONS)),
    "text_size": ("Text size", Menu.VIEW, TEXT_SIZES),
}
"""Of each setting that menus change too: its name, its menu, and the commands that change it."""


class SettingsController(QObject):
    """Holds the settings of this window and saves their changes.

    Signals:
        changed: the user chose something; `settings` has it already.
        preferences_made: the dialog is about to open, and takes further pages (the dialog).
    """

    changed = Signal()
    preferences_made = Signal(object)

    def __init__(self, window: MainWindow, file: SettingsFile, messages: Messages) -> None:
        super().__init__(window)
        self._window = window
        self._file = file
        self._messages = messages
        self._actions: Mapping[ActionId, QAction] = {}
        self._settings = file.load()

    @property
    def settings(self) -> Settings:
        """The settings as they are in this window."""
        return self._settings

    @property
    def folder(self) -> Path:
        """The folder of the settings, of the user's data and of CMS's tables."""
        return self._file.folder

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu entries do."""
        themes = {
            action: partial(self.choose, theme=theme) for action, theme in THEME_ACTIONS.items()
        }
        return {
            ActionId.PREFERENCES: self._show_preferences,
            ActionId.ON_TOP: self._toggle_on_top,
            ActionId.TEXT_LARGER: partial(self._change_text_size, 1),
            ActionId.TEXT_SMALLER: partial(self._change_text_size, -1),
            ActionId.TEXT_USUAL: partial(self._change_text_size, 0),
            **themes,
        }

    def set_actions(self, actions: Mapping[ActionId, QAction]) -> None:
        """Checks the menu entries that hold, and grays those that the clinic has decided."""
        self._actions = actions
        self._check_actions()
        for field in self._settings.fixed.intersection(_SET_BY_CLINIC):
            name, menu, fixed = _SET_BY_CLINIC[field]
            told = QAction(f"{name}: set by your clinic", self)
            told.setEnabled(False)
            self._window.menus[menu].insertAction(actions[fixed[0]], told)
            for action in fixed:
                actions[action].setEnabled(False)

    def tell_trouble(self) -> None:
        """Says which preferences, the user's own or the clinic's, could not be read."""
        own = [told for told in (self._file.trouble, self._window.state_trouble) if told]
        if own:
            self._messages.show_banner(" ".join(own), BannerTopic.PREFERENCES)
        if self._file.clinic is not None and self._file.clinic.trouble:
            self._messages.show_banner(self._file.clinic.trouble, BannerTopic.CLINIC)

    def remember(self, **changes: Unpack[Changes]) -> None:
        """Saves what nothing in the window depends on."""
        told = self._file.trouble
        self._settings = self._file.update(self._settings, **changes)
        if self._file.trouble != told:
            self.tell_trouble()

    def choose(self, **changes: Unpack[Changes]) -> None:
        """Saves what the user chose, and has the window follow."""
        self.remember(**changes)
        self._check_actions()
        self.changed.emit()

    def add_payers(self, payers: tuple[Payer, ...]) -> None:
        """Adds payers to the user's list; one of the same name is replaced."""
        self.choose(payers=valid_payers([*self._settings.payers, *payers]))

    def _check_actions(self) -> None:
        for action, theme in THEME_ACTIONS.items():
            self._actions[action].setChecked(theme is self._settings.theme)
        self._actions[ActionId.ON_TOP].setChecked(self._settings.on_top)

    def _toggle_on_top(self) -> None:
        self.choose(on_top=not self._settings.on_top)
        keep_on_top(self._window, self._settings.on_top)
        self._messages.show_status(on_top_told(self._settings.on_top))

    def _change_text_size(self, steps: int) -> None:
        self.choose(text_size=self._settings.with_text_size(steps).text_size)
        self._messages.show_status(f"Text size {self._settings.text_size}%")

    def _show_preferences(self) -> None:
        # Imported here: most sessions never ask for it.
        from otcodebook.ui.dialogs.page_dialog import resize_on_screen
        from otcodebook.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._settings, self.choose, self._window)
        dialog.clinic_file_requested.connect(self._save_for_clinic)
        self.preferences_made.emit(dialog)
        # Qt itself stops at two thirds of the screen, where large text lies over the payers.
        resize_on_screen(dialog, *dialog.sizeHint().expandedTo(dialog.minimumSize()).toTuple())
        dialog.open()

    def _save_for_clinic(self) -> None:
        # Imported here: an administrator asks for it once.
        from otcodebook.ui.dialogs.clinic_file import save_clinic_file

        save_clinic_file(self._window, self._settings, self._file.folder, self._messages)

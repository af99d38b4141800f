"""The settings of the window: the menu entries and the dialog that change them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QObject, Signal

from otcodebook.settings import Changes, Settings, SettingsFile
from otcodebook.ui.window.actions import THEME_ACTIONS, ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.messages import Messages
from otcodebook.ui.window.window_state import keep_on_top, on_top_told


class SettingsController(QObject):
    """Holds the settings of this window and saves their changes.

    Signals:
        changed: the user chose something; `settings` has it already.
    """

    changed = Signal()

    def __init__(self, window: MainWindow, file: SettingsFile, messages: Messages) -> None:
        super().__init__(window)
        self._window = window
        self._file = file
        self._messages = messages
        self._settings = file.load()

    @property
    def settings(self) -> Settings:
        """The settings as they are in this window."""
        return self._settings

    @property
    def folder(self) -> Path:
        """Where the settings are, and the user's favorites and notes too."""
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

    def remember(self, **changes: Unpack[Changes]) -> None:
        """Saves what nothing in the window depends on."""
        self._settings = self._file.update(self._settings, **changes)

    def choose(self, **changes: Unpack[Changes]) -> None:
        """Saves what the user chose, and has the window follow."""
        self.remember(**changes)
        self.changed.emit()

    def _toggle_on_top(self) -> None:
        self.choose(on_top=not self._settings.on_top)
        keep_on_top(self._window, self._settings.on_top)
        self._messages.show_status(on_top_told(self._settings.on_top))

    def _change_text_size(self, steps: int) -> None:
        self.choose(text_size=self._settings.with_text_size(steps).text_size)
        self._messages.show_status(f"Text size {self._settings.text_size}%")

    def _show_preferences(self) -> None:
        # Imported here: most sessions never ask for it.
        from otcodebook.ui.dialogs.preferences import PreferencesDialog

        PreferencesDialog(self._settings, self.choose, self._window).open()

"""The settings of the window: the menu entries and the dialog that change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction

from otcodebook.ui.services.actions import TEXT_SIZES, THEME_ACTIONS, ActionId
from otcodebook.ui.services.enums import BannerTopic, Menu
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.window_state import keep_on_top, on_top_told

_SET_BY_CLINIC: dict[str, tuple[str, Menu, tuple[ActionId, ...]]] = {
    "catalog": ("Code list", Menu.FILE, (ActionId.OPEN, ActionId.CLOSE_LIST)),
    "theme": ("Colors", Menu.VIEW, tuple(THEME_ACTIONS)),
    "text_size": ("Text size", Menu.VIEW, TEXT_SIZES),
}
"""Of each setting that menus change too: its name, its menu, and the commands that change it."""


class SettingsController(QObject):
    """Has the menus and the dialog change the settings, and tells their trouble.

    Signals:
        preferences_made: the dialog is about to open, and takes further pages (the dialog).
    """

    preferences_made = Signal(object)

    def __init__(self, window: MainWindow, settings: SettingsService, messages: Messages) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._messages = messages
        self._actions: Mapping[ActionId, QAction] = {}
        settings.changed.connect(self._check_actions)
        settings.troubled.connect(self.tell_trouble)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu entries do."""
        themes = {
            action: partial(self._settings.choose, theme=theme)
            for action, theme in THEME_ACTIONS.items()
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
        for field in self._settings.settings.fixed.intersection(_SET_BY_CLINIC):
            name, menu, fixed = _SET_BY_CLINIC[field]
            why = f"{name}: set by your clinic"
            told = QAction(why, self)
            told.setEnabled(False)
            self._window.menus[menu].insertAction(actions[fixed[0]], told)
            for action in fixed:
                actions[action].setEnabled(False)
                self._answer_keys(actions[action], why)

    def _answer_keys(self, grayed: QAction, why: str) -> None:
        """Has the keys of a command that the clinic has decided say so; it stands in no menu."""
        if not grayed.shortcuts():
            return
        answer = QAction(why, self._window)
        answer.setShortcuts(grayed.shortcuts())
        # The user guide, a window of its own, takes those of the text size too.
        answer.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        answer.triggered.connect(lambda: self._messages.show_status(why))
        self._window.addAction(answer)

    def tell_trouble(self) -> None:
        """Says which preferences, the user's own or the clinic's, could not be read."""
        own = [told for told in (self._settings.trouble, self._window.state_trouble) if told]
        if own:
            self._messages.show_banner(" ".join(own), BannerTopic.PREFERENCES)
        if self._settings.clinic_trouble:
            self._messages.show_banner(self._settings.clinic_trouble, BannerTopic.CLINIC)

    def _check_actions(self) -> None:
        settings = self._settings.settings
        for action, theme in THEME_ACTIONS.items():
            self._actions[action].setChecked(theme is settings.theme)
        self._actions[ActionId.ON_TOP].setChecked(settings.on_top)

    def _toggle_on_top(self) -> None:
        self._settings.choose(on_top=not self._settings.settings.on_top)
        on_top = self._settings.settings.on_top
        keep_on_top(self._window, on_top)
        self._messages.show_status(on_top_told(on_top))

    def _change_text_size(self, steps: int) -> None:
        wanted = self._settings.settings.with_text_size(steps).text_size
        self._settings.choose(text_size=wanted)
        self._messages.show_status(f"Text size {self._settings.settings.text_size}%")

    def _show_preferences(self) -> None:
        # Imported here: most sessions never ask for it.
        from otcodebook.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._settings, self._window)
        dialog.clinic_file_requested.connect(self._save_for_clinic)
        self.preferences_made.emit(dialog)
        dialog.make_room()
        dialog.open()

    def _save_for_clinic(self) -> None:
        # Imported here: an administrator asks for it once.
        from otcodebook.ui.dialogs.clinic_file import save_clinic_file

        settings = self._settings
        save_clinic_file(self._window, settings.settings, settings.folder, self._messages)

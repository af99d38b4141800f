"""The settings of a window: what holds, and how a change is saved and told."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QObject, Signal

from otcodebook.settings import Changes, Payer, Settings, SettingsFile, valid_payers


class SettingsService(QObject):
    """Holds the settings of this window and saves their changes.

    Signals:
        changed: the user chose something; `settings` has it already.
        troubled: saving has a new trouble, or none anymore (`trouble`).
    """

    changed = Signal()
    troubled = Signal()

    def __init__(self, file: SettingsFile, parent: QObject) -> None:
        super().__init__(parent)
        self._file = file
        self._settings = file.load()

    @property
    def settings(self) -> Settings:
        """The settings as they are in this window."""
        return self._settings

    @property
    def folder(self) -> Path:
        """The folder of the settings, of the user's data and of CMS's tables."""
        return self._file.folder

    @property
    def trouble(self) -> str:
        """Why the user's own settings could not be read or saved, empty if they could."""
        return self._file.trouble

    @property
    def clinic_trouble(self) -> str:
        """Why the clinic's settings could not be read, empty if they could or there are none."""
        return self._file.clinic.trouble if self._file.clinic is not None else ""

    def remember(self, **changes: Unpack[Changes]) -> None:
        """Saves what nothing in the window depends on."""
        told = self._file.trouble
        self._settings = self._file.update(self._settings, **changes)
        if self._file.trouble != told:
            self.troubled.emit()

    def choose(self, **changes: Unpack[Changes]) -> None:
        """Saves what the user chose, and has the window follow."""
        self.remember(**changes)
        self.changed.emit()

    def add_payers(self, payers: tuple[Payer, ...]) -> None:
        """Adds payers to the user's list; one of the same name is replaced."""
        self.choose(payers=valid_payers([*self._settings.payers, *payers]))

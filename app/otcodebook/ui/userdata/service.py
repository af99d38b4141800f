"""Keeps what is the user's own: favorites, notes, recents, between the window and the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from otcodebook.errors import AppError
from otcodebook.userdata.location import is_absent

if TYPE_CHECKING:
    from otcodebook.userdata.store import UserData
    from otcodebook.userdata.transfer import ImportPlan, Keep

_LOOK_MS = 2000
"""How often the window looks for what other windows saved."""


class UserDataService(QObject):
    """Changes the store for the window and tells what became of it.

    Signals:
        kept_changed: favorites, notes or recents are different now, here or in another window.
        note_saved: a note is on disk (code, text as it is there).
        note_failed: a note could not be saved (code).
        troubled: something cannot be saved (a sentence).
    """

    data_changed = Signal()
    note_saved = Signal(str, str)
    note_failed = Signal(str)
    troubled = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._opened: UserData | None = None
        if not is_absent(folder):
            self._store()
        self._told = ""
        self._copies_told = ""
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self._look.start()

    def _store(self) -> UserData:
        """The store, opened when there is something to read or to keep."""
        if self._opened is None:
            # Imported here: it loads SQLite, which a first start does not need.
            from otcodebook.userdata.store import open_userdata

            self._opened = open_userdata(self._folder)
        return self._opened

    def favorites(self) -> tuple[str, ...]:
        """The favorite codes in the user's order."""
        return self._opened.favorites() if self._opened else ()

    def recents(self) -> tuple[str, ...]:
        """The codes copied last, the latest first."""
        return self._opened.recents() if self._opened else ()

    def notes(self) -> Mapping[str, str]:
        """The notes by their codes."""
        return self._opened.all_notes() if self._opened else {}

    def is_favorite(self, code: str) -> bool:
        """Whether the code is a favorite."""
        return code in self.favorites()

    def toggle_favorite(self, code: str) -> bool | None:
        """Adds or removes a favorite; tells what it is now, None where that was not saved."""
        on = not self.is_favorite(code)
        saved = self._try(lambda: self._store().set_favorite(code, on))
        return on if saved else None

    def move_favorites(self, codes: Sequence[str], before: str) -> bool:
        """Moves favorites, in this order, to before that one, or to the end where there is none.

        False where that was not saved.
        """
        self.refresh()  # places are counted in the order that other windows left
        for code in codes:
            others = [other for other in self.favorites() if other != code]
            to = others.index(before) if before in others else len(others)
            if not self._try(partial(self._store().move_favorite, code, to)):
                return False
        return True

    def record_copy(self, code: str) -> None:
        """Remembers that a code was copied; that it cannot be remembered is told once."""
        try:
            self._store().record_copy(code)
        except AppError as error:
            if error.user_message != self._copies_told:
                self.troubled.emit(error.user_message)
            self._copies_told = error.user_message
            return
        self._copies_told = ""
        self.data_changed.emit()

    def save_note(self, code: str, text: str, before: str) -> None:
        """Saves a note and tells whether it is on disk."""
        try:
            kept = self._store().set_note(code, text, before)
        except AppError as error:
            self.note_failed.emit(code)
            self.troubled.emit(error.user_message)
            return
        self.note_saved.emit(code, kept)
        self.data_changed.emit()

    def export(self, path: Path) -> None:
        """Writes favorites and notes to a file. Raises AppError."""
        # Imported here, like below: most sessions neither export nor import.
        from otcodebook.userdata.transfer import save_export

        save_export(self._store(), path)

    def plan_import(self, path: Path) -> ImportPlan:
        """What the import of a file would do; nothing is changed. Raises AppError."""
        from otcodebook.catalog.file import display_name
        from otcodebook.userdata.transfer import plan_import, read_import

        return plan_import(self._store(), read_import(path), display_name(path))

    def merge(self, plan: ImportPlan, keep: Keep) -> None:
        """Does what was planned. Raises AppError, and nothing has changed."""
        from otcodebook.userdata.transfer import apply_import

        apply_import(self._store(), plan, keep)
        self.data_changed.emit()

    def refresh(self) -> None:
        """Takes over what other windows saved, and tells of new trouble."""
        if self._opened is None:
            if is_absent(self._folder):
                return
            self._store()
            self.data_changed.emit()
        elif self._opened.refresh():
            self.data_changed.emit()
        self.tell_trouble()

    @property
    def trouble(self) -> str:
        """What cannot be saved and why; empty when all is well."""
        return self._opened.trouble if self._opened else ""

    def tell_trouble(self) -> None:
        """Tells of the trouble that there is, once."""
        trouble = self.trouble
        if trouble and trouble != self._told:
            self.troubled.emit(trouble)
        self._told = trouble

    def close(self) -> None:
        """Lets go of the store."""
        self._look.stop()
        if self._opened is not None:
            self._opened.close()

    def _try(self, change: Callable[[], None]) -> bool:
        try:
            change()
        except AppError as error:
            self.troubled.emit(error.user_message)
            return False
        self.data_changed.emit()
        return True

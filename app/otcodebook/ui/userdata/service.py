"""The user's favorites, notes and recent codes, between the window and the store on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from otcodebook.errors import AppError
from otcodebook.userdata.location import make_private_folder, store_exists

if TYPE_CHECKING:
    from otcodebook.settings import Payer
    from otcodebook.userdata.store import UserData
    from otcodebook.userdata.transfer import Exported, ImportPlan, NoteChoice

_FIRST_CHECK_MS = 2000
"""The folder is watched only after the window has opened and is in use."""
_SETTLE_MS = 100
"""A write changes the folder several times; it is read once, after the last one."""
_RETRY_MS = 2000
"""How often to try again what failed, or to look for a folder that is not there yet."""
_FALLBACK_MS = 30_000
"""How often to look for changes that no watcher reports: those on most network drives."""


class UserDataService(QObject):
    """Saves changes for the window and reports what became of them.

    Signals:
        data_changed: favorites, notes or recents have changed, here or in another window.
        note_saved: a note is on disk (its code, the text as it is on disk).
        note_failed: a note could not be saved (its code).
        troubled: something cannot be saved (a sentence); an empty one: all is well again.
    """

    data_changed = Signal()
    note_saved = Signal(str, str)
    note_failed = Signal(str)
    troubled = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._data: UserData | None = None
        self._is_closed = False
        if store_exists(folder):
            self._store()
        self._last_trouble = ""
        self._is_troubled = False
        self._last_copy_trouble = ""
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._check)
        self._timer.start(_FIRST_CHECK_MS)

    def _store(self) -> UserData:
        """The store, opened when there is something to read or to save."""
        if self._data is None:
            # Imported here: it loads SQLite, which a first start does not need.
            from otcodebook.userdata.store import open_userdata

            self._data = open_userdata(self._folder)
        return self._data

    def favorites(self) -> tuple[str, ...]:
        """The favorite codes in the user's order."""
        return self._data.favorites() if self._data else ()

    def recents(self) -> tuple[str, ...]:
        """The codes copied last, the latest first."""
        return self._data.recents() if self._data else ()

    def notes(self) -> Mapping[str, str]:
        """The notes by their codes."""
        return self._data.all_notes() if self._data else {}

    def is_favorite(self, code: str) -> bool:
        """Whether the code is a favorite."""
        return code in self.favorites()

    def toggle_favorite(self, code: str) -> bool | None:
        """Adds or removes a favorite; whether it is one now, None if that was not saved."""
        on = not self.is_favorite(code)
        saved = self._try(lambda: self._store().set_favorite(code, on))
        return on if saved else None

    def restore_favorite(self, code: str, before: str) -> bool:
        """Adds a favorite again, in its place before another one; False if that was not saved."""

        def restore() -> None:
            self._store().set_favorite(code, True)
            self._store().move_favorites([code], before)

        return self._try(restore)

    def move_favorites(self, codes: Sequence[str], before: str) -> bool:
        """Moves favorites, in this order, to before another one, or to the end without such.

        False if that was not saved.
        """
        return self._try(lambda: self._store().move_favorites(codes, before))

    def record_copies(self, codes: Sequence[str]) -> None:
        """Remembers copied codes, the last one latest; a failure is reported once."""
        try:
            self._store().record_copies(codes)
        except AppError as error:
            if error.user_message != self._last_copy_trouble:
                self._report(error.user_message)
            self._last_copy_trouble = error.user_message
            return
        self._last_copy_trouble = ""
        self._saved()

    def save_note(self, code: str, text: str, before: str) -> None:
        """Saves a note that was `before` when editing began; emits note_saved or note_failed."""
        try:
            saved = self._store().set_note(code, text, before)
        except AppError as error:
            self.note_failed.emit(code)
            self._report(error.user_message)
            return
        self.note_saved.emit(code, saved)
        self._saved()

    @property
    def folder(self) -> Path:
        """The user's own folder."""
        return self._folder

    def export_data(self, payers: tuple[Payer, ...]) -> bytes:
        """Favorites, notes and payers as an export file holds them. Raises AppError."""
        # Imported here, like below: most sessions neither export nor import.
        from otcodebook.userdata.transfer import export_data

        return export_data(self._store(), payers)

    def plan_import(self, exported: Exported, payers: tuple[Payer, ...]) -> ImportPlan:
        """What the import of a file would do; nothing is changed. Raises AppError."""
        from otcodebook.userdata.transfer import plan_import

        return plan_import(self._store(), exported, payers)

    def merge(self, plan: ImportPlan, choice: NoteChoice) -> None:
        """Imports what was planned. Raises AppError, and nothing has changed."""
        from otcodebook.userdata.transfer import apply_import

        apply_import(self._store(), plan, choice)
        self.data_changed.emit()

    def refresh(self) -> None:
        """Loads what other windows saved, and reports new trouble."""
        if self._data is None:
            if self._is_closed or not store_exists(self._folder):
                return
            self._store()
            self.data_changed.emit()
        elif self._data.refresh():
            self.data_changed.emit()
        self.tell_trouble()

    @property
    def trouble(self) -> str:
        """What cannot be saved and why; empty when all is well."""
        return self._data.trouble if self._data else ""

    def tell_trouble(self) -> None:
        """Reports the present trouble, once."""
        trouble = self.trouble
        if trouble and trouble != self._last_trouble:
            self._report(trouble)
        elif not trouble and self._last_trouble:
            self._report("")
        self._last_trouble = trouble

    def _report(self, trouble: str) -> None:
        """Shows trouble in the banner, or, with an empty sentence, that it is over."""
        if trouble or self._is_troubled:
            self.troubled.emit(trouble)
        self._is_troubled = bool(trouble)

    def _saved(self) -> None:
        """A change is on disk: what prevented saving before is over."""
        self._report(self.trouble)
        self.data_changed.emit()

    def close(self) -> None:
        """Closes the store; nothing is watched or saved any more."""
        self._is_closed = True
        self._timer.stop()
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect(self._check_soon)
        if self._data is not None:
            self._data.close()

    def _check(self) -> None:
        """Looks for changes now, and plans when to look again if nobody reports one."""
        watched = self._watch()
        self.refresh()
        retry = not watched or (self._data is not None and self._data.needs_retry)
        self._timer.start(_RETRY_MS if retry else _FALLBACK_MS)

    def _check_soon(self) -> None:
        # Not put off again and again, in case another window keeps writing.
        if not self._is_closed and self._timer.remainingTime() > _SETTLE_MS:
            self._timer.start(_SETTLE_MS)

    def _watch(self) -> bool:
        """Watches the folder; False while it does not exist."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._check_soon)
            # A window that comes to the front shows what another one saved meanwhile.
            app = QGuiApplication.instance()
            if isinstance(app, QGuiApplication):
                app.focusWindowChanged.connect(self._check_soon)
        if self._watcher.directories():
            return True
        if not os.path.isdir(self._folder):
            return False
        with suppress(OSError):
            # Older versions left the files readable by other users.
            make_private_folder(self._folder)
        return self._watcher.addPath(str(self._folder))

    def _try(self, change: Callable[[], None]) -> bool:
        try:
            change()
        except AppError as error:
            self._report(error.user_message)
            return False
        self._saved()
        return True

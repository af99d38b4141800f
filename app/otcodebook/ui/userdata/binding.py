"""Wires what is the user's own into the Codes tab: stars, notes, favorites and recents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from otcodebook.catalog.model import Code
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.detail_pane import DetailPane
from otcodebook.ui.userdata.service import UserDataService
from otcodebook.ui.window.messages import Messages


class UserDataBinding(QObject):
    """Shows favorites, notes and recents in list and page, and saves their changes."""

    def __init__(
        self,
        userdata: UserDataService,
        codes: CodesController,
        detail: DetailPane,
        messages: Messages,
    ) -> None:
        super().__init__(userdata)
        self._userdata = userdata
        self._codes = codes
        self._detail = detail
        self._messages = messages
        self._gives_up = False
        userdata.data_changed.connect(self._show_kept)
        userdata.note_saved.connect(detail.note.set_saved)
        userdata.note_failed.connect(detail.note.set_failed)
        detail.note.changed.connect(userdata.save_note)
        detail.favorite_requested.connect(self.toggle_favorite)
        detail.note.left.connect(partial(QTimer.singleShot, 0, self, self._show_kept))
        codes.current_changed.connect(self.show_current)
        codes.favorite_requested.connect(self.toggle_favorite)
        codes.move_requested.connect(self._move)
        self._show_kept()

    def show_current(self) -> None:
        """Star and note of the current code."""
        code = self._current()
        if code is None:
            self._detail.note.save()
            return
        self._detail.set_favorite(self._userdata.is_favorite(code))
        self._detail.note.show_note(code, self._userdata.notes().get(code, ""))

    def toggle_favorite(self) -> None:
        """Makes the current code a favorite, or no longer one, and says so."""
        code = self._current()
        if code is None:
            self._messages.show_status("Choose a code first: only codes can be favorites.")
            return
        now = self._userdata.toggle_favorite(code)
        self.show_current()
        if now is not None:
            self._messages.show_status(
                f"{code} is {'a favorite now' if now else 'no longer a favorite'}"
            )

    def record_copies(self, codes: Sequence[str]) -> None:
        """The codes were copied."""
        for code in codes:
            self._userdata.record_copy(code)

    def move_current(self, step: int) -> None:
        """Moves the current favorite up (-1) or down (1), or says why it stays."""
        code = self._current()
        if not self._codes.is_in_own_order():
            self._messages.show_status(
                "To order favorites, choose Favorites and clear the search and filters."
            )
        elif code is None or not self._userdata.is_favorite(code):
            self._messages.show_status("Choose a favorite first.")
        else:
            shown = self._codes.listed_codes()
            at = shown.index(code)
            if 0 <= at + step < len(shown):
                self._move([code], "".join(shown[at + step + (step > 0) :][:1]))
            else:
                self._messages.show_status(
                    f"{code} is the {'last' if step > 0 else 'first'} favorite already"
                )

    def may_leave(self) -> bool:
        """Saves what is being typed; where that fails, asks whether to close without it."""
        self.save_notes()
        unsaved = self._detail.note.unsaved()
        if not unsaved or self._gives_up:
            return True
        # Imported here: notes are saved in most sessions.
        from otcodebook.ui.dialogs.page_dialog import UnsavedDialog

        dialog = UnsavedDialog(unsaved, self._detail.window())
        dialog.accepted.connect(self._give_up)
        dialog.open()
        return False

    def save_notes(self) -> None:
        """Saves what is being typed, as far as that is possible."""
        self._userdata.refresh()  # the store may be there again
        self._detail.note.save_all()

    def leave(self) -> None:
        """Lets go of the store."""
        self._userdata.close()

    def _give_up(self) -> None:
        self._gives_up = True
        self._detail.window().close()

    def _move(self, codes: list[str], before: str) -> None:
        if self._userdata.move_favorites(codes, before):
            shown = self._codes.listed_codes()
            places = [str(shown.index(code) + 1) for code in codes if code in shown]
            self._messages.show_status(
                f"{', '.join(codes)} moved to place {', '.join(places)} of {len(shown)}"
            )

    def _show_kept(self) -> None:
        userdata = self._userdata
        # While a note is typed its code stays, or the next letter would go to another one's note.
        typing = self._detail.note.has_focus()
        self._codes.set_user_data(
            userdata.favorites(), userdata.recents(), userdata.notes(), keep_current=typing
        )
        self.show_current()

    def _current(self) -> str | None:
        hit = self._codes.current_hit()
        return hit.document.code if hit and isinstance(hit.document.item, Code) else None

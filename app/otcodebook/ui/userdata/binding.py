"""Connects the user's stars, notes, favorites and recents with the Codes tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTabWidget

from otcodebook.catalog.model import Code
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.detail.detail_pane import DetailPane
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.enums import Tab
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.userdata.service import UserDataService
from otcodebook.ui.userdata.undo import UndoSteps


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
        self._closes_unsaved = False
        self._undo = UndoSteps()
        self._original_notes: dict[str, str] = {}
        userdata.data_changed.connect(self._show_data)
        userdata.note_saved.connect(detail.note.set_saved)
        userdata.note_failed.connect(detail.note.set_failed)
        userdata.note_saved.connect(self._offer_note_back)
        detail.note.changed.connect(self._save_note)
        detail.note.refused.connect(messages.show_status)
        detail.favorite_requested.connect(self.toggle_favorite)
        detail.note.left.connect(self._original_notes.clear)
        detail.note.left.connect(partial(QTimer.singleShot, 0, self, self._show_data))
        codes.current_changed.connect(self.show_current)
        codes.favorite_requested.connect(self.toggle_favorite)
        codes.move_requested.connect(self._move)
        self._show_data()

    def handlers(self, tabs: QTabWidget) -> dict[ActionId, Callable[[], object]]:
        """What the menu entries do."""

        def in_codes(change: Callable[[], None]) -> Callable[[], None]:
            def do() -> None:
                if tabs.currentIndex() == Tab.CODES:
                    change()
                else:
                    self._messages.show_status("Favorites are chosen and ordered in the Codes tab.")

            return do

        return {
            ActionId.FAVORITE: in_codes(self.toggle_favorite),
            ActionId.MOVE_UP: in_codes(partial(self.move_current, -1)),
            ActionId.MOVE_DOWN: in_codes(partial(self.move_current, 1)),
            ActionId.UNDO: self.undo,
        }

    def show_current(self) -> None:
        """Shows the star and the note of the current code."""
        code = self._current()
        if code is None:
            self._detail.note.save()
            return
        self._detail.set_favorite(self._userdata.is_favorite(code))
        self._detail.note.show_note(code, self._userdata.notes().get(code, ""))

    def toggle_favorite(self) -> None:
        """Adds or removes the current code as a favorite, and says so."""
        code = self._current()
        if code is None:
            self._messages.show_status("Choose a code first: only codes can be favorites.")
            return
        order = self._userdata.favorites()
        after = order[order.index(code) + 1 :] if code in order else ()
        is_favorite = self._userdata.toggle_favorite(code)
        self.show_current()
        if is_favorite:
            self._undo.discard(f"favorite {code}")
            self._messages.show_toast(f"Added {code} to Favorites")
        elif is_favorite is not None:
            back = partial(self._restore_favorite, code, after[0] if after else "")
            self._undo.add(f"favorite {code}", back)
            self._offer_undo(f"Removed {code} from Favorites")

    def undo(self) -> None:
        """Takes back the last removal of a favorite or of a note."""
        self._detail.note.save()  # a note that was just emptied is a step too
        said = self._undo.undo()
        self._codes.search_edit.undo_comes_first = len(self._undo) > 0
        if said is None:
            self._messages.show_status("Nothing to undo.")
        elif said:
            self._messages.show_toast(said)

    def favorite(self, number: int) -> str:
        """The favorite with this number, from 1 on; empty where there are not so many."""
        favorites = self._userdata.favorites()
        return favorites[number - 1] if number <= len(favorites) else ""

    def record_copies(self, codes: Sequence[str]) -> None:
        """Remembers the codes that were copied together, the last one latest."""
        self._userdata.record_copies(codes)

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
            listed = self._codes.listed_codes()
            row = listed.index(code)
            if 0 <= row + step < len(listed):
                self._move([code], "".join(listed[row + step + (step > 0) :][:1]))
            else:
                self._messages.show_status(
                    f"{code} is the {'last' if step > 0 else 'first'} favorite already"
                )

    def may_leave(self) -> bool:
        """Saves the notes; if that fails, asks whether to close without them and returns False."""
        self.save_notes()
        unsaved = self._detail.note.unsaved()
        if not unsaved or self._closes_unsaved:
            return True
        # Imported here: in most sessions every note is saved.
        from otcodebook.ui.dialogs.page_dialog import UnsavedDialog

        dialog = UnsavedDialog(unsaved, self._detail.window())
        dialog.accepted.connect(self._close_unsaved)
        dialog.open()
        return False

    def save_notes(self) -> None:
        """Saves what is being typed, as far as that is possible."""
        self._userdata.refresh()  # the store may be usable again
        self._detail.note.save_all()

    def leave(self) -> None:
        """Closes the store."""
        self._userdata.close()

    def _close_unsaved(self) -> None:
        self._closes_unsaved = True
        self._detail.window().close()

    def _move(self, codes: list[str], before: str) -> None:
        if self._userdata.move_favorites(codes, before):
            listed = self._codes.listed_codes()
            places = [str(listed.index(code) + 1) for code in codes if code in listed]
            self._messages.show_status(
                f"Moved {', '.join(codes)} to position {', '.join(places)} of {len(listed)}"
            )

    def _show_data(self) -> None:
        userdata = self._userdata
        # While a note is typed its code stays current: the next letter belongs to the same note.
        typing = self._detail.note.has_focus()
        self._codes.set_user_data(
            userdata.favorites(), userdata.recents(), userdata.notes(), keep_current=typing
        )
        self.show_current()

    def _save_note(self, code: str, text: str, before: str) -> None:
        """Saves a note, and remembers what it was before the user began to change it."""
        self._original_notes.setdefault(code, before)
        self._userdata.save_note(code, text, before)

    def _offer_note_back(self, code: str, text: str) -> None:
        original = self._original_notes.get(code, "")
        if text:
            self._undo.discard(f"note on {code}")
        elif original:
            self._undo.add(f"note on {code}", partial(self._restore_note, code, original))
            self._offer_undo(f"Removed the note on {code}")

    def _offer_undo(self, done: str) -> None:
        self._codes.search_edit.undo_comes_first = True
        self._messages.show_toast(done, can_undo=True)

    def _restore_favorite(self, code: str, before: str) -> str:
        restored = self._userdata.restore_favorite(code, before)
        self.show_current()
        return f"{code} is back in Favorites" if restored else ""

    def _restore_note(self, code: str, text: str) -> str:
        self._userdata.save_note(code, text, "")
        return f"The note on {code} is back"

    def _current(self) -> str | None:
        hit = self._codes.current_hit()
        return hit.document.code if hit and isinstance(hit.document.item, Code) else None

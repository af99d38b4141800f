"""Wires what is the user's own into the Codes tab: stars, notes, favourites and recents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from otcodebook.catalog import Code
from otcodebook.ui.codes.panel import CodesPanel
from otcodebook.ui.detail_pane import DetailPane
from otcodebook.ui.keeper import Keeper


class OwnData(QObject):
    """Shows favourites, notes and recents in list and page, and has their changes kept.

    `say` tells what was done in the status line.
    """

    def __init__(
        self, keeper: Keeper, codes: CodesPanel, detail: DetailPane, say: Callable[[str], None]
    ) -> None:
        super().__init__(keeper)
        self._keeper = keeper
        self._codes = codes
        self._detail = detail
        self._say = say
        keeper.kept_changed.connect(self._show_kept)
        keeper.note_saved.connect(detail.note.set_saved)
        keeper.note_failed.connect(detail.note.set_failed)
        detail.note.changed.connect(keeper.save_note)
        detail.favourite_requested.connect(self.toggle_favourite)
        codes.current_changed.connect(self.show_current)
        self._show_kept()

    def show_current(self) -> None:
        """Star and note of the current code."""
        code = self._current()
        if code is None:
            self._detail.note.save()
            return
        self._detail.set_favourite(self._keeper.is_favourite(code))
        self._detail.note.show_note(code, self._keeper.notes().get(code, ""))

    def toggle_favourite(self) -> None:
        """Makes the current code a favourite, or no longer one, and says so."""
        code = self._current()
        if code is None:
            self._say("Choose a code first: only codes can be favourites.")
            return
        now = self._keeper.toggle_favourite(code)
        self.show_current()
        if now is not None:
            self._say(f"{code} is {'a favourite now' if now else 'no longer a favourite'}")

    def record_copies(self, codes: Sequence[str]) -> None:
        """The codes were copied."""
        for code in codes:
            self._keeper.record_copy(code)

    def leave(self) -> None:
        """Saves what is being typed and lets go of the store."""
        self._detail.note.save_all()
        self._keeper.close()

    def _show_kept(self) -> None:
        keeper = self._keeper
        self._codes.set_kept(keeper.favourites(), keeper.recents(), keeper.notes())
        self.show_current()

    def _current(self) -> str | None:
        hit = self._codes.current_hit()
        return hit.document.code if hit and isinstance(hit.document.item, Code) else None

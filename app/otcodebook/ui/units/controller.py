"""The Units tab: codes by typing, minutes per code, units under both methods.

The session lives in memory only: nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.model import Catalog, Unstated
from otcodebook.search.codes import CodeSearch
from otcodebook.ui.units.columns import Column
from otcodebook.ui.units.delegate import WorksheetDelegate
from otcodebook.ui.units.results import missing_minutes_text
from otcodebook.ui.units.view import UnitsView
from otcodebook.ui.units.worksheet_model import UnitsModel
from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.ui.window.messages import Messages
from otcodebook.ui.window.theme import Colors
from otcodebook.units.clipboard_text import claim_lines, note_text, table_text
from otcodebook.units.model import Rule, UnitCount, UnitsError
from otcodebook.units.validate import service
from otcodebook.units.words import units_text
from otcodebook.wording import counted, listed

_EMPTY = (
    "Type what you did and press Enter, then its minutes and press Enter again.\n\n"
    "For example: ther ex, Enter, 33, Enter. Times such as 9:05-9:38 do as well.\n\n"
    "The units show at once, by Medicare's 8-minute rule and by the per-code midpoint. "
    "Nothing is stored, and nothing about the patient is asked."
)
_NO_CATALOG = "No code list could be opened, so units can't be calculated."
_NO_TIMING = (
    "This list has no timing, so units can't be calculated. "
    "Open one that does, such as the built-in codes."
)
_WAITS = "Your session is kept until then."


class UnitsController(QObject):
    """Connects search, table and results to one session.

    Signals:
        copy_requested: the Copy button was pressed.
    """

    copy_requested = Signal()

    def __init__(self, view: UnitsView, messages: Messages) -> None:
        super().__init__(view)
        self._view = view
        self._messages = messages
        self._whole: Catalog | None = None
        self._search: CodeSearch | None = None
        self._catalog: Catalog | None = None
        self._counts = False
        self._notice = ""
        self.finder = view.finder
        self._pane = view.pane
        self._model = UnitsModel(self)
        self.search_edit = view.finder.search_edit
        self._table = view.table
        self._table.fill(self._model, WorksheetDelegate(self._table))
        self._connect_signals()
        self._pane.follow(self.search_edit)
        self._show()

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None) -> None:
        """Counts with another catalog, as it is on the date of service.

        Codes that it lacks are taken out, and that is told. With one that does not say how codes
        are counted, the session waits for the next. `search` is that of today's codes.
        """
        self._whole, self._search = catalog, search
        self._pane.service_date.set_catalog(catalog)
        self._show_catalog(catalog_on(catalog, self._pane.service_date.day) if catalog else None)

    def follow_today(self) -> None:
        """Midnight has passed."""
        self._pane.service_date.follow_today()

    def _change_day(self, day: date) -> None:
        catalog = catalog_on(self._whole, day) if self._whole else None
        if catalog is not self._catalog:
            self._show_catalog(catalog)

    def _show_catalog(self, catalog: Catalog | None) -> None:
        search = self._search
        if catalog is not None and (search is None or search.catalog is not catalog):
            search = CodeSearch(catalog)
        self._catalog = catalog
        self._counts = _can_count(catalog)
        self.finder.set_catalog(catalog, search if self._counts else None)
        self.finder.setEnabled(self._counts)
        gone = self._model.set_catalog(catalog) if self._counts else []
        if gone:
            self._tell_gone(gone)
        else:
            self._show()

    def set_copy_actions(self, actions: list[QAction]) -> None:
        """The ways to copy that the button's menu offers."""
        menu = QMenu(self._pane.copy)
        menu.addActions(actions)
        self._pane.copy.setMenu(menu)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes, after a change of either."""
        self.finder.set_colors(colors, QApplication.font())
        self._pane.set_colors(colors)
        for text in self._view.findChildren(WrappedLabel):
            text.fit()

    def add(self, *codes: str) -> list[str]:
        """Adds the codes that are not in the session yet, as one step; returns them.

        Raises UnitsError, and adds nothing, where one of them has no units.
        """
        if not self._counts:
            raise UnitsError(self._what_to_do())
        return self._model.add(*codes)

    def refusals(self, codes: Sequence[str]) -> dict[str, str]:
        """Why these codes cannot be added: a sentence for each that has no units."""
        refused = {}
        for code in codes:
            try:
                service(code, self._known_catalog())
            except UnitsError as error:
                refused[code] = error.user_message
        return refused

    def add_current(self) -> None:
        """Adds the code that the search found and goes to its minutes."""
        self.finder.choose()

    def take_focus(self) -> None:
        """Puts the keyboard where the session goes on: minutes that are missing, or the box."""
        missing_minutes = self._model.result.missing_minutes
        if missing_minutes and self._counts:
            self._table.edit_field(self._model.row_of(missing_minutes[0]))
        else:
            self.search_edit.take_focus()

    def undo(self) -> None:
        """Takes the last step back."""
        if not self._counts:
            self._messages.show_status(self._what_to_do())
        elif self._model.can_undo:
            self._model.undo()
            self._messages.show_status("Undone")
            missing_minutes = self._model.result.missing_minutes
            self._focus_after(self._model.row_of(missing_minutes[0]) if missing_minutes else 0)
        else:
            self._messages.show_status("Nothing to undo in the session.")

    def clear(self) -> None:
        """Takes everything out; this can be undone."""
        if not self._counts:
            self._messages.show_status(self._what_to_do())
            return
        had = bool(self._model.worksheet.rows)
        self._model.clear()
        self._messages.show_status(
            "Session cleared. Ctrl+Z brings it back." if had else "The session is empty"
        )
        self.search_edit.setText("")
        self.search_edit.take_focus()

    def claim_lines(self) -> tuple[str, str]:
        """The claim lines and what to call them. Raises UnitsError when there are none."""
        count = self._count_to_copy()
        worksheet, result = self._model.worksheet, self._model.result
        shares = result.shares[count.rule]
        text = claim_lines(count, worksheet.modifiers, worksheet.own_modifiers(), shares)
        if not text:
            raise UnitsError("Not copied: no code has a unit to bill.")
        number = text.count("\n") + 1
        told = counted(number, "claim line")
        return (
            text,
            f"{told}. {missing_minutes_text(result.missing_minutes)}"
            if result.missing_minutes
            else told,
        )

    def note(self) -> tuple[str, str]:
        """The text for the note, and what to call it. Raises UnitsError when there is none."""
        count = self._count_to_copy()
        return note_text(count, self._known_catalog()), "the text for the note"

    def table_text(self) -> tuple[str, str]:
        """The session as a table, and what to call it. Raises UnitsError when there is none."""
        count = self._count_to_copy()
        return table_text(count, self._known_catalog()), "the session as a table"

    def _connect_signals(self) -> None:
        self.finder.code_chosen.connect(self._add_found)
        self.finder.nothing_chosen.connect(self._tell_nothing_found)
        self._table.finished.connect(self._go_on)
        self._table.left.connect(self.search_edit.take_focus)
        self._table.remove_requested.connect(self._remove)
        self._table.typed_elsewhere.connect(self._type_in_search)
        self._pane.undo.clicked.connect(self.undo)
        self._pane.clear.clicked.connect(self.clear)
        self._pane.copy.clicked.connect(self.copy_requested)
        self._pane.service_date.changed.connect(self._change_day)
        results = self._pane.results
        results.rule_chosen.connect(self._show)
        results.tie_decided.connect(self._model.choose)
        results.modifiers_chosen.connect(self._model.set_modifiers)
        self._model.changed.connect(self._follow_change)

    def _follow_change(self) -> None:
        self._notice = ""
        self._show()

    def _show(self) -> None:
        worksheet, result = self._model.worksheet, self._model.result
        problem = next(iter(result.problems.values()), "") or self._notice if self._counts else ""
        counted = self._counts and bool(result.counts)
        if counted and self._catalog is not None:
            self._pane.results.show_result(result, worksheet, self._catalog)
        self._pane.show_state(
            empty="" if worksheet.rows and self._counts else self._what_to_do(),
            problem=problem,
            counted=counted,
        )
        self._pane.undo.setEnabled(self._counts and self._model.can_undo)
        self._pane.clear.setEnabled(self._counts and bool(worksheet.rows))
        self._pane.copy.setEnabled(counted)
        self._table.fit()
        if problem:
            self._messages.announce(problem)

    def _what_to_do(self) -> str:
        if self._catalog is None:
            return _NO_CATALOG
        if self._counts:
            return _EMPTY
        return f"{_NO_TIMING} {_WAITS}" if self._model.worksheet.rows else _NO_TIMING

    def _tell_gone(self, codes: list[str]) -> None:
        are, they_were = ("is", "it was") if len(codes) == 1 else ("are", "they were")
        self._notice = (
            f"{listed(codes)} {are} not in this code list on this date, so {they_were} removed."
        )
        self._show()

    def _add_found(self, code: str) -> None:
        try:
            is_new = bool(self.add(code))
        except UnitsError as error:
            self._messages.show_status(error.user_message)
            return
        needs = (
            "type its minutes"
            if code in self._model.result.missing_minutes
            else "it needs no minutes"
        )
        self._messages.show_status(
            f"Added {code}: {needs}"
            if is_new
            else f"{code} is already in the session. Add to its minutes, such as 33+15."
        )
        # Not clear(): that could be undone in the box, and Ctrl+Z is the session's.
        self.search_edit.setText("")
        self._table.edit_field(self._model.row_of(code), Column.MINUTES)
        self._pane.show_field()

    def _go_on(self) -> None:
        """Tells what the minutes made and goes back to the search."""
        counts = self._model.result.counts
        if counts:
            cms, midpoint = (counts[rule].units for rule in Rule)
            self._messages.show_status(
                f"{units_text(cms)} by Medicare's rule, {midpoint} by the midpoint"
            )
        self.search_edit.take_focus()

    def _tell_nothing_found(self) -> None:
        self._messages.show_status("No code to add. Change the search.")

    def _remove(self, rows: list[int]) -> None:
        gone = self._model.remove(rows)
        if gone:
            self._messages.show_status(f"Removed {listed(gone)}. Ctrl+Z brings it back.")
            self._focus_after(min(rows))

    def _focus_after(self, row: int = 0) -> None:
        """Keeps the keyboard in the table while it has rows."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self._table.setCurrentIndex(self._model.index(min(row, last), Column.MINUTES))
            self._table.setFocus()
        else:
            self.search_edit.take_focus()

    def _type_in_search(self, event: QKeyEvent) -> None:
        self.search_edit.take_focus()
        QApplication.sendEvent(self.search_edit, event)

    def _count_to_copy(self) -> UnitCount:
        self._table.stop_editing()
        if not self._counts:
            raise UnitsError(self._what_to_do())
        result = self._model.result
        if result.problems:
            raise UnitsError(f"Not copied. {next(iter(result.problems.values()))}")
        if not result.counts:
            raise UnitsError("Nothing to copy. Add a code and its minutes first.")
        return result.counts[self._pane.results.rule]

    def _known_catalog(self) -> Catalog:
        if self._catalog is None:
            raise UnitsError(_NO_CATALOG)
        return self._catalog


def _can_count(catalog: Catalog | None) -> bool:
    """Whether any code of the catalog says how it is counted."""
    return catalog is not None and any(
        not isinstance(code.timing, Unstated) for code in catalog.codes
    )

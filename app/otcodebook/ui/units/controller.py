"""The Units tab: codes by typing, minutes per code, units under both methods.

The session lives in memory only: nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.model import Catalog
from otcodebook.search.codes import CodeSearch
from otcodebook.settings import Payer
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.units.results.controller import ResultsController
from otcodebook.ui.units.session_text import SessionText
from otcodebook.ui.units.view import UnitsView
from otcodebook.ui.units.worksheet.columns import Column
from otcodebook.ui.units.worksheet.delegate import WorksheetDelegate
from otcodebook.ui.units.worksheet.model import WorksheetModel
from otcodebook.ui.units.worksheet.row_commands import RowCommands
from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.units.model import Rule, UnitsError
from otcodebook.units.validate import can_count, service
from otcodebook.units.words import RULE_NAMES
from otcodebook.units.worksheet import WorksheetResult
from otcodebook.wording import listed

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
_UNFINISHED = "Still typing: this is the result so far."
_PAUSE_MS = 1200
"""Whoever is typing wants to hear the keys, not the result of each."""


class UnitsController(QObject):
    """Connects search, table and results to one session.

    Signals:
        copy_requested, note_requested: a button to copy was pressed.
        lines_requested: single claim lines are to be copied (a list).
        rule_chosen: the user chose a method (the Rule).
        payer_chosen: the user chose a payer (the name, empty for none).
        link_activated: the page of a code is to be shown ("code:97110").
    """

    copy_requested = Signal()
    note_requested = Signal()
    lines_requested = Signal(list)
    rule_chosen = Signal(object)
    payer_chosen = Signal(str)
    link_activated = Signal(str)

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
        self._summary = view.summary
        self._model = WorksheetModel(self)
        self.results = ResultsController(self._pane, self._summary, self._model, messages)
        self.search_edit = view.finder.search_edit
        self._table = view.table
        delegate = WorksheetDelegate(self._table)
        delegate.cut_off.connect(messages.show_status)
        self._table.fill(self._model, delegate)
        self._rows = RowCommands(self._table, self._model, messages, self._lines_of)
        self.text = SessionText(
            self._model, lambda: self._summary.rule, self._known_catalog, self._finish_typing
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._announce)
        self._connect_signals()
        view.follow_keys()
        self._show()

    def _announce(self) -> None:
        """Not to who is elsewhere: a code may be added to the session from another tab."""
        if self._table.isVisible():
            self.results.announce(self._catalog)

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None) -> None:
        """Counts with another catalog, as it is on the date of service.

        Codes that it lacks are taken out, and that is told. With one that does not say how codes
        are counted, the session waits for the next. `search` is that of today's codes.
        """
        self._whole, self._search = catalog, search
        self._view.service_date.set_catalog(catalog)
        self._show_catalog(catalog_on(catalog, self._view.service_date.day) if catalog else None)

    def follow_today(self) -> None:
        """Midnight has passed."""
        self._view.service_date.follow_today()

    def _change_day(self, day: date) -> None:
        catalog = catalog_on(self._whole, day) if self._whole else None
        if catalog is not self._catalog:
            self._show_catalog(catalog)
        else:
            self._show()

    def _show_catalog(self, catalog: Catalog | None) -> None:
        search = self._search
        if catalog is not None and (search is None or search.catalog is not catalog):
            search = CodeSearch(catalog)
        self._catalog = catalog
        self._counts = can_count(catalog)
        self.finder.set_catalog(catalog, search if self._counts else None)
        self.finder.setEnabled(self._counts)
        gone = self._model.set_catalog(catalog) if self._counts else []
        if gone:
            self._tell_gone(gone)
        else:
            self._show()

    def set_rule(self, rule: Rule) -> None:
        """Uses the method that was used last."""
        self._summary.set_rule(rule)

    def set_payers(self, payers: tuple[Payer, ...], name: str) -> None:
        """Offers the user's payers, with the one used last chosen."""
        self._summary.set_payers(payers, name)
        self._show()

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes, after a change of either."""
        self.finder.set_colors(colors, QApplication.font())
        self._view.set_colors(colors)
        self.results.set_colors(colors)
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
            self._rows.focus(self._model.row_of(missing_minutes[0]) if missing_minutes else 0)
        else:
            self._messages.show_status("Nothing to undo in the session.")

    def clear(self) -> None:
        """Takes everything out; this can be undone."""
        if not self._counts:
            self._messages.show_status(self._what_to_do())
            return
        had = bool(self._model.worksheet.rows)
        self._model.clear()
        if had:
            self._messages.show_toast("Session cleared", can_undo=True)
        else:
            self._messages.show_status("The session is empty")
        self.search_edit.setText("")
        self.search_edit.take_focus()

    def _connect_signals(self) -> None:
        self.finder.code_chosen.connect(self._add_found)
        self.finder.nothing_chosen.connect(self._tell_nothing_found)
        self._table.finished.connect(self._go_on)
        self._table.left.connect(self.search_edit.take_focus)
        self._table.typed_elsewhere.connect(self._type_in_search)
        self._rows.emptied.connect(self.search_edit.take_focus)
        self._rows.copy_requested.connect(self.lines_requested)
        self._rows.link_activated.connect(self.link_activated)
        view, summary = self._view, self._summary
        view.undo.clicked.connect(self.undo)
        view.clear.clicked.connect(self.clear)
        view.service_date.changed.connect(self._change_day)
        summary.copy_requested.connect(self.copy_requested)
        summary.note_requested.connect(self.note_requested)
        summary.lines_requested.connect(self.lines_requested)
        summary.rule_chosen.connect(self._choose_rule)
        summary.payer_chosen.connect(self._choose_payer)
        summary.modifiers_chosen.connect(self._model.set_modifiers)
        summary.checks_requested.connect(self._pane.open_checks)
        self._pane.tie.decided.connect(self._model.choose)
        self._pane.offer.clicked.connect(self._take_offer)
        self.results.outdated.connect(self._show)
        self._model.changed.connect(self._follow_change)

    def _follow_change(self) -> None:
        self._notice = ""
        self._show()
        self._pause.start()

    def _choose_rule(self) -> None:
        self._show()
        self.rule_chosen.emit(self._summary.rule)

    def _choose_payer(self) -> None:
        payer = self._summary.payer
        if payer is not None:
            self._summary.set_rule(Rule(payer.rule))
        self._show()
        self.payer_chosen.emit(payer.name if payer else "")

    def _show(self) -> None:
        worksheet, result = self._model.worksheet, self._model.result
        shown = result if self._counts else WorksheetResult()
        rule = self._summary.rule
        self._model.set_rule(rule)
        offer = shown.offers[0] if shown.offers else None
        code = worksheet.rows[offer.row].code if offer else ""
        self._pane.show_state(
            empty="" if worksheet.rows and self._counts else self._what_to_do(),
            notice=self._notice if self._counts else "",
            offer=f"{code}: make it {offer.minutes:,} minutes in all" if offer else "",
        )
        self.results.show(shown, self._catalog, self._view.service_date.day, self._state(shown))
        self._summary.set_unfinished(self._model.is_unfinished)
        self._view.undo.setEnabled(self._counts and self._model.can_undo)
        self._view.clear.setEnabled(self._counts and bool(worksheet.rows))
        self._table.fit()

    def _state(self, result: WorksheetResult) -> str:
        """What is to be known about the result beside its numbers."""
        if self._model.is_unfinished:
            return _UNFINISHED
        wrong = sorted({row for row, _ in result.problems})
        codes = [self._model.worksheet.rows[row].code for row in wrong]
        parts = [f"Not counted: {listed(codes)}."] if codes else []
        if running := self._model.running():
            parts.append(f"Clock running: {listed(running)}.")
        return " ".join(parts)

    def _take_offer(self) -> None:
        if offers := self._model.result.offers:
            self._model.take_offer(offers[0])
            self._rows.focus(offers[0].row)

    def _lines_of(self, code: str) -> list[str]:
        lines = self._summary.claims.lines()
        return [line for line in lines if line.partition(" ")[0].partition("-")[0] == code]

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

    def _add_found(self, code: str, differs: str) -> None:
        try:
            is_new = bool(self.add(code))
        except UnitsError as error:
            self._messages.show_status(error.user_message)
            return
        is_timed = code in self._model.result.missing_minutes
        needs = "type its minutes" if is_timed else "minutes are optional"
        added = f"Added {code}: {needs}"
        if not is_new:
            added = f"{code} is already in the session. Add to its minutes, such as 33+15."
        if differs:
            added = f"{differs}: {added[0].lower()}{added[1:]}" if is_new else f"{differs}. {added}"
        self._messages.show_status(added)
        # Not clear(): that could be undone in the box, and Ctrl+Z is the session's.
        self.search_edit.setText("")
        self._table.edit_field(self._model.row_of(code), Column.MINUTES)
        self._pane.show_field()

    def _go_on(self) -> None:
        """Tells what the minutes made and goes back to the search."""
        if answer := self.results.answer(self._catalog):
            self.results.note_announced(answer)
            self._messages.show_status(f"{answer} ({RULE_NAMES[self._summary.rule]})")
        self.search_edit.take_focus()

    def _tell_nothing_found(self) -> None:
        if self.finder.offers_closest():
            told = "No exact match. Press Down to choose, or change the search."
        else:
            has_text = bool(self.search_edit.text().strip())
            no_row = "No code to add. Change the search."
            told = no_row if has_text else "Type a code, or what you did."
        self._messages.show_status(told)

    def _type_in_search(self, event: QKeyEvent) -> None:
        self.search_edit.take_focus()
        QApplication.sendEvent(self.search_edit, event)

    def _finish_typing(self) -> None:
        self._table.stop_editing()
        if not self._counts:
            raise UnitsError(self._what_to_do())
        self._rows.stop_clocks()

    def _known_catalog(self) -> Catalog:
        if self._catalog is None:
            raise UnitsError(_NO_CATALOG)
        return self._catalog

"""Shows what a session gives: its units, what to check, what CMS's open tables say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from otcodebook.catalog.model import Catalog
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.units.results.session_pane import SessionPane
from otcodebook.ui.units.results.summary import Summary
from otcodebook.ui.units.worksheet.model import WorksheetModel
from otcodebook.units.checks import Check, checks_title, session_checks
from otcodebook.units.warnings import UnitWarning
from otcodebook.units.words import answer_text
from otcodebook.units.worksheet import WorksheetResult

if TYPE_CHECKING:
    from otcodebook.ui.units.cms.tables import SessionTablesController


class ResultsController(QObject):
    """Fills the page under the table and the summary.

    Signals:
        outdated: something other than the session changed what is to be shown.
    """

    outdated = Signal()

    def __init__(
        self, pane: SessionPane, summary: Summary, model: WorksheetModel, messages: Messages
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._summary = summary
        self._model = model
        self._messages = messages
        self._colors: Colors | None = None
        self._tables: SessionTablesController | None = None
        self._checks: list[Check] = []
        self._announced = ""
        pane.checks.remedy_chosen.connect(self._put_modifier)

    def set_tables(self, tables: SessionTablesController | None) -> None:
        """Looks sessions up in CMS's open tables; None where there are none any more."""
        if self._tables is not None:
            self._tables.card.hide()
            self._tables.card.deleteLater()
        self._tables = tables
        if tables is not None:
            self._pane.add_card(tables.card, stops=tables.card.key_stops)
            if self._colors is not None:
                tables.card.set_colors(self._colors)
            tables.changed.connect(self.outdated)
        self.outdated.emit()

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self._colors = colors
        if self._tables is not None:
            self._tables.card.set_colors(colors)

    def show(self, result: WorksheetResult, catalog: Catalog | None, day: date, state: str) -> None:
        """Shows a result; `state` is what is to be known about it beside its numbers."""
        rule, worksheet = self._summary.rule, self._model.worksheet
        warnings, limits = self._from_tables(result, catalog, day)
        self._checks = session_checks(result, rule, self._summary.payer, warnings)
        self._pane.show_result(result, rule, self._checks, limits, catalog)
        self._summary.show_result(result, worksheet, catalog, len(self._checks), state)

    def answer(self, catalog: Catalog | None) -> str:
        """The units in words; empty where nothing is counted."""
        count = self._model.result.counts.get(self._summary.rule)
        return answer_text(count, catalog) if count and catalog else ""

    def note_announced(self, told: str) -> None:
        """What screen readers were told already."""
        self._announced = told

    def announce(self, catalog: Catalog | None) -> None:
        """Tells screen readers the result, once the typing has paused."""
        answer = self.answer(catalog)
        parts = [answer] if answer else []
        if self._checks:
            parts.append(checks_title(len(self._checks)))
        parts += [
            f"{self._model.worksheet.rows[row].code} is not counted: {sentence}"
            for (row, _), sentence in self._model.result.problems.items()
        ]
        told = ". ".join(parts)
        if told and told != self._announced and not self._model.is_unfinished:
            self._announced = told
            self._messages.announce(told)

    def _from_tables(
        self, result: WorksheetResult, catalog: Catalog | None, day: date
    ) -> tuple[Sequence[UnitWarning] | None, Mapping[str, str]]:
        """The warnings and the limits by the open tables, which show their card; None without."""
        if self._tables is None:
            return None, {}
        rule = self._summary.rule
        self._tables.look_up([entry.code for entry in result.entries], day)
        self._tables.show_pay(result, rule, catalog)
        worksheet, payer = self._model.worksheet, self._summary.payer
        return self._tables.warnings(result, worksheet, rule, payer), self._tables.limits()

    def _put_modifier(self, code: str, modifier: str) -> None:
        worksheet = self._model.worksheet
        line_modifiers = tuple(dict.fromkeys((*worksheet.line_modifiers, (code, modifier))))
        self._model.set_modifiers(worksheet.modifiers, line_modifiers)
        self._messages.show_toast(f"{modifier} is on {code}", can_undo=True)

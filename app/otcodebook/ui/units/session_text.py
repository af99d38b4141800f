"""What a session gives to the clipboard: claim lines, the text for the note, a table."""

from __future__ import annotations

from collections.abc import Callable

from otcodebook.catalog.model import Catalog
from otcodebook.export.units_text import claim_lines, note_text, table_text
from otcodebook.ui.units.worksheet.model import WorksheetModel
from otcodebook.units.checks import missing_minutes_text
from otcodebook.units.model import Rule, UnitCount, UnitsError
from otcodebook.wording import counted


class SessionText:
    """Each method returns a text and what to call it, or raises UnitsError where there is none.

    `finish` takes what is still being typed, and raises UnitsError where nothing can be counted.
    """

    def __init__(
        self,
        model: WorksheetModel,
        rule: Callable[[], Rule],
        catalog: Callable[[], Catalog],
        finish: Callable[[], None],
    ) -> None:
        self._model = model
        self._rule = rule
        self._catalog = catalog
        self._finish = finish

    def claim_lines(self) -> tuple[str, str]:
        """The claim lines."""
        count = self._count()
        worksheet, result = self._model.worksheet, self._model.result
        shares = result.shares[count.rule]
        text = claim_lines(count, worksheet.modifiers, worksheet.modifiers_by_code(), shares)
        if not text:
            raise UnitsError("Not copied: no code has a unit to bill.")
        told = counted(text.count("\n") + 1, "claim line")
        if result.missing_minutes:
            told += f". {missing_minutes_text(result.missing_minutes)}"
        return text, told

    def note(self) -> tuple[str, str]:
        """The text for the note."""
        count = self._count()
        worksheet, result = self._model.worksheet, self._model.result
        typed = {row.code: row.minutes for row in worksheet.rows}
        shares = result.shares[count.rule]
        text = note_text(count, self._catalog(), typed, result.entries, shares)
        return text, "the text for the note"

    def table(self) -> tuple[str, str]:
        """The session as a table."""
        return table_text(self._count(), self._catalog()), "the session as a table"

    def _count(self) -> UnitCount:
        self._finish()
        result = self._model.result
        for (row, _), sentence in result.problems.items():
            raise UnitsError(f"Not copied. {self._model.worksheet.rows[row].code}: {sentence}")
        if not result.counts:
            raise UnitsError("Nothing to copy. Add a code and its minutes first.")
        return result.counts[self._rule()]

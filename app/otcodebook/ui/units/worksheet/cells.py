"""What the cells of a session's table show and say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otcodebook.catalog.model import Catalog, Code
from otcodebook.ui.units.worksheet.columns import BUTTONS, FIELDS, Column
from otcodebook.units.model import Rule
from otcodebook.units.stopwatch import clock_text
from otcodebook.units.words import RULE_NAMES, minutes_text, units_text
from otcodebook.units.worksheet import Field, Worksheet, WorksheetResult

HEADS = {
    Column.CODE: ("Code", "The code"),
    Column.NAME: ("Name", "What the code means"),
    Column.MINUTES: ("Minutes", "All minutes of the code: 33, 9:05-9:38, or both with a plus"),
    Column.ASSISTANT: (
        "of which OTA",
        "How many of the minutes the OT assistant worked alone",
    ),
    Column.UNITS: ("Units", "Units by the method chosen in the summary"),
    Column.CLOCK: ("", "Start or stop the clock of this row (Ctrl+Space)"),
    Column.REMOVE: ("", "Remove this code (Delete)"),
}
SPOKEN_HEADS = {Column.CLOCK: "Clock", Column.REMOVE: "Remove"}
"""The names of the columns without a title, for screen readers."""
NUMBERS = (Column.MINUTES, Column.ASSISTANT, Column.UNITS)
_FIELD_OF = {Column.MINUTES: Field.MINUTES, Column.ASSISTANT: Field.ASSISTANT}


@dataclass(frozen=True)
class Cells:
    """The cells of one state of the session, under one method."""

    worksheet: Worksheet
    result: WorksheetResult
    rule: Rule
    catalog: Catalog | None
    running: Mapping[str, datetime]

    def shown(self, at: int, column: Column) -> str:
        """The text of a cell: times as they were typed, with the minutes that they make."""
        code = self.worksheet.rows[at].code
        if column is Column.CODE:
            return code
        if column is Column.NAME:
            entry = self.catalog.find(code) if self.catalog else None
            return entry.name if isinstance(entry, Code) else ""
        if column in FIELDS:
            number = self.read_number(at, column)
            typed = self.typed(at, column)
            return f"{typed} \N{MIDDLE DOT} {number}" if number else typed
        if column in BUTTONS:
            return ""
        line = self.result.line(self.rule, code)
        return "" if line is None else str(line.units)

    def typed(self, at: int, column: Column) -> str:
        """What was typed into a field."""
        row = self.worksheet.rows[at]
        return row.minutes if column is Column.MINUTES else row.assistant

    def read_number(self, at: int, column: Column) -> str:
        """The minutes of times or sums; empty where a number was typed, or nothing."""
        number = self._number(at, column) if column in FIELDS else None
        return "" if number is None or str(number) == self.typed(at, column) else str(number)

    def problem(self, at: int, column: Column) -> str:
        """Why a field is wrong; for the name, why the row is not counted."""
        if column is Column.NAME:
            return self.result.problem_of(at)
        return self.result.problems.get((at, _FIELD_OF[column]), "") if column in FIELDS else ""

    def runs(self, at: int) -> str:
        """Since when the row's clock runs; empty while it does not."""
        started = self.running.get(self.worksheet.rows[at].code)
        return clock_text(started) if started else ""

    def spoken(self, at: int, column: Column) -> str:
        """The cell in words, for screen readers."""
        code, shown = self.worksheet.rows[at].code, self.shown(at, column)
        match column:
            case Column.CODE | Column.NAME:
                return shown
            case Column.UNITS:
                return f"{code}: {units_text(int(shown)) if shown else 'not counted'}"
            case Column.CLOCK:
                since = self.runs(at)
                return (
                    f"Stop the clock of {code}, running since {since}"
                    if since
                    else (f"Start the clock of {code}")
                )
            case Column.REMOVE:
                return f"Remove {code}"
            case _:
                number, typed = self._number(at, column), self.typed(at, column)
                told = minutes_text(number) if number is not None else typed
                times = f"{typed}, " if self.read_number(at, column) else ""
                return f"{code}, {HEADS[column][0]}: {times}{told or 'none typed'}"

    def why(self, at: int, column: Column) -> str:
        """The sentence that belongs to a cell: what is wrong, the reason of a number, a hint."""
        if column in FIELDS:
            return self.problem(at, column)
        if column in BUTTONS:
            return self.spoken(at, column)
        if column is not Column.UNITS:
            return self.problem(at, column)
        line = self.result.line(self.rule, self.worksheet.rows[at].code)
        return f"{RULE_NAMES[self.rule]}: {line.reason}" if line else ""

    def _number(self, at: int, column: Column) -> int | None:
        if at >= len(self.result.minutes):
            return None
        minutes, assistant = self.result.minutes[at]
        return minutes if column is Column.MINUTES else assistant

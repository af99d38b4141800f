"""The worksheet of the Units tab: a session as it is typed, row by row, and its results.

It lives in memory only and is never stored. A wrong entry keeps its text and gets one sentence.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.model import OT_MODIFIER, Catalog, Code
from otcodebook.units.assistant import Share, assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import Line, Rule, SessionEntry, UnitCount, UnitsError
from otcodebook.units.validate import checked_session
from otcodebook.units.warnings import UnitWarning, session_warnings


class Field(StrEnum):
    """The fields of a row beside its code."""

    MINUTES = "minutes"
    ASSISTANT = "assistant"


class Row(Struct, frozen=True):
    """One code with its minutes as they were typed; empty where nothing was."""

    code: str
    minutes: str = ""
    assistant: str = ""


class Worksheet(Struct, frozen=True):
    """The rows in order of entry, the codes chosen where units were tied, and the modifiers.

    `modifiers` go on every claim line (GO on therapy codes only), `own` holds (code, modifier) for
    single lines.
    """

    rows: tuple[Row, ...] = ()
    chosen: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = (OT_MODIFIER,)
    own: tuple[tuple[str, str], ...] = ()

    def own_modifiers(self) -> dict[str, list[str]]:
        """The modifiers of single lines, by code."""
        by_code: dict[str, list[str]] = {}
        for code, modifier in self.own:
            by_code.setdefault(code, []).append(modifier)
        return by_code


class WorksheetResult(Struct, frozen=True):
    """The results of a worksheet.

    `problems` holds a sentence for each wrong field, by row and field; while there is one, nothing
    is counted: `counts`, `shares` and `warnings` are empty, as they are without rows. `minutes`
    are the numbers read in each row, None where there are none. `missing_minutes` are the timed
    codes that still need their minutes.
    """

    problems: dict[tuple[int, Field], str] = {}
    minutes: tuple[tuple[int | None, int | None], ...] = ()
    counts: dict[Rule, UnitCount] = {}
    shares: dict[Rule, tuple[Share, ...]] = {}
    warnings: dict[Rule, tuple[UnitWarning, ...]] = {}
    missing_minutes: tuple[str, ...] = ()

    def line(self, rule: Rule, code: str) -> Line | None:
        """The line of a code under a rule; None where nothing is counted."""
        count = self.counts.get(rule)
        return next((line for line in count.lines if line.code == code), None) if count else None


def evaluate(worksheet: Worksheet, catalog: Catalog) -> WorksheetResult:
    """Reads the fields and counts under both rules. Raises UnitsError for a wrong code."""
    problems: dict[tuple[int, Field], str] = {}
    entries = [_entry(at, row, catalog, problems) for at, row in enumerate(worksheet.rows)]
    read = tuple(
        (
            None if (at, Field.MINUTES) in problems else entry.minutes,
            None if (at, Field.ASSISTANT) in problems or not row.assistant else entry.assistant,
        )
        for at, (row, entry) in enumerate(zip(worksheet.rows, entries, strict=True))
    )
    if problems or not entries:
        return WorksheetResult(problems, read)
    counts = {rule: count_units(entries, catalog, rule, worksheet.chosen) for rule in Rule}
    shares = {rule: assistant_shares(count, entries) for rule, count in counts.items()}
    warnings = {
        rule: session_warnings(entries, count, catalog, shares[rule])
        for rule, count in counts.items()
    }
    return WorksheetResult(
        problems, read, counts, shares, warnings, _missing_minutes(counts[Rule.CMS], catalog)
    )


def _entry(
    at: int, row: Row, catalog: Catalog, problems: dict[tuple[int, Field], str]
) -> SessionEntry:
    """The row's entry as far as it can be read; what cannot be read goes into `problems`."""
    minutes = assistant = None
    try:
        minutes = parse_minutes(row.minutes) if row.minutes else None
    except UnitsError as error:
        problems[at, Field.MINUTES] = f"{row.code}: {error.user_message}"
    try:
        assistant = parse_minutes(row.assistant) if row.assistant else None
    except UnitsError as error:
        problems[at, Field.ASSISTANT] = f"{row.code}, assistant: {error.user_message}"
    entry = SessionEntry(row.code, minutes, assistant or 0)
    if not {(at, field) for field in Field} & problems.keys():
        try:
            checked_session([entry], catalog)
        except UnitsError as error:
            if not assistant:
                raise
            problems[at, Field.ASSISTANT] = error.user_message
    return entry


def _missing_minutes(count: UnitCount, catalog: Catalog) -> tuple[str, ...]:
    """The timed codes without minutes; a base and its add-on need them only once."""
    without = set(count.without_minutes)
    codes = []
    for member in count.members:
        if member.minutes:
            continue
        for code in member.codes:
            entry = catalog.find(code)
            if code in without and isinstance(entry, Code) and is_timed(entry.timing):
                codes.append(code)
    return tuple(codes)

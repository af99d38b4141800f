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
from otcodebook.units.validate import (
    DAY_MINUTES,
    checked_session,
    too_many_assistant_minutes,
)
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

    `modifiers` go on every claim line (GO on therapy codes only), `line_modifiers` holds (code,
    modifier) for single lines.
    """

    rows: tuple[Row, ...] = ()
    chosen: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = (OT_MODIFIER,)
    line_modifiers: tuple[tuple[str, str], ...] = ()

    def modifiers_by_code(self) -> dict[str, list[str]]:
        """The modifiers of single lines, by code."""
        by_code: dict[str, list[str]] = {}
        for code, modifier in self.line_modifiers:
            by_code.setdefault(code, []).append(modifier)
        return by_code


class Offer(Struct, frozen=True):
    """What would mend a row whose OTA minutes are more than its minutes: `minutes` in all.

    `typed` is the text that the field of the minutes would get.
    """

    row: int
    minutes: int
    typed: str


class WorksheetResult(Struct, frozen=True):
    """The results of a worksheet.

    `problems` holds a sentence for each wrong field, by row and field. Such a row is not counted;
    all others are. `entries` are the rows that were counted. Without any, `counts`, `shares` and
    `warnings` are empty. `minutes` are the numbers read in each row, None where there are none.
    `missing_minutes` are the timed codes that still need their minutes.
    """

    problems: dict[tuple[int, Field], str] = {}
    minutes: tuple[tuple[int | None, int | None], ...] = ()
    entries: tuple[SessionEntry, ...] = ()
    counts: dict[Rule, UnitCount] = {}
    shares: dict[Rule, tuple[Share, ...]] = {}
    warnings: dict[Rule, tuple[UnitWarning, ...]] = {}
    missing_minutes: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()

    def line(self, rule: Rule, code: str) -> Line | None:
        """The line of a code under a rule; None where nothing is counted."""
        count = self.counts.get(rule)
        return next((line for line in count.lines if line.code == code), None) if count else None

    def problem_of(self, row: int) -> str:
        """The first sentence on a row; empty where it is right."""
        return next((self.problems[row, f] for f in Field if (row, f) in self.problems), "")


def evaluate(worksheet: Worksheet, catalog: Catalog) -> WorksheetResult:
    """Reads the fields and counts under both rules. Raises UnitsError for a wrong code."""
    problems: dict[tuple[int, Field], str] = {}
    offers: list[Offer] = []
    rows = enumerate(worksheet.rows)
    all_entries = [_entry(at, row, catalog, problems, offers) for at, row in rows]
    read = tuple(
        (
            None if (at, Field.MINUTES) in problems else entry.minutes,
            None if (at, Field.ASSISTANT) in problems or not row.assistant else entry.assistant,
        )
        for at, (row, entry) in enumerate(zip(worksheet.rows, all_entries, strict=True))
    )
    wrong = {at for at, _ in problems}
    entries = tuple(entry for at, entry in enumerate(all_entries) if at not in wrong)
    if not entries:
        return WorksheetResult(problems, read, offers=tuple(offers))
    counts = {rule: count_units(entries, catalog, rule, worksheet.chosen) for rule in Rule}
    shares = {rule: assistant_shares(count, entries) for rule, count in counts.items()}
    warnings = {
        rule: session_warnings(entries, count, catalog, shares[rule])
        for rule, count in counts.items()
    }
    missing = _missing_minutes(counts[Rule.CMS], catalog)
    return WorksheetResult(
        problems, read, entries, counts, shares, warnings, missing, tuple(offers)
    )


def _entry(
    at: int,
    row: Row,
    catalog: Catalog,
    problems: dict[tuple[int, Field], str],
    offers: list[Offer],
) -> SessionEntry:
    """The row's entry as far as it can be read; what cannot be read goes into `problems`."""
    minutes = assistant = None
    try:
        minutes = parse_minutes(row.minutes) if row.minutes else None
    except UnitsError as error:
        problems[at, Field.MINUTES] = error.user_message
    try:
        assistant = parse_minutes(row.assistant) if row.assistant else None
    except UnitsError as error:
        problems[at, Field.ASSISTANT] = f"OTA: {error.user_message}"
    entry = SessionEntry(row.code, minutes, assistant or 0)
    if not {(at, field) for field in Field} & problems.keys():
        if entry.assistant > (minutes or 0):
            problems[at, Field.ASSISTANT] = too_many_assistant_minutes(entry)
            if offer := _offer(at, row, entry):
                offers.append(offer)
        else:
            checked_session([entry], catalog)
    return entry


def _offer(at: int, row: Row, entry: SessionEntry) -> Offer | None:
    """The OTA's minutes on top of those that were typed as if they were the therapist's alone."""
    total = (entry.minutes or 0) + entry.assistant
    if total > DAY_MINUTES:
        return None
    plain = (row.minutes or "0").isdecimal() and row.assistant.isdecimal()
    typed = str(total) if plain else "+".join(filter(None, (row.minutes, row.assistant)))
    return Offer(at, total, typed)


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

"""A count of units as text for the clipboard: claim lines, a note, a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from otcodebook.catalog.model import ASSISTANT_MODIFIER, OT_MODIFIER, Catalog, Code
from otcodebook.export.clipboard_text import defused
from otcodebook.units.assistant import Share
from otcodebook.units.minutes import has_times
from otcodebook.units.model import Line, SessionEntry, UnitCount
from otcodebook.units.words import RULE_NAMES, answer_text, sums, units_text


def claim_lines(
    count: UnitCount,
    modifiers: Sequence[str] = (OT_MODIFIER,),
    line_modifiers: Mapping[str, Sequence[str]] | None = None,
    shares: Sequence[Share] = (),
) -> str:
    """One line for each billed code, such as "97110-GO x2"; codes without units are left out.

    `modifiers` go on every line, but GO only on therapy codes; `line_modifiers` go on the lines of
    their code. Units that `shares` gives to the assistant have a line of their own, with CO right
    after GO.
    """
    with_co = {share.code: share.with_co for share in shares}
    texts = []
    for line in count.lines:
        general = [mark for mark in modifiers if line.takes_go or mark != OT_MODIFIER]
        marks = list(dict.fromkeys([*general, *(line_modifiers or {}).get(line.code, ())]))
        assistant = min(with_co.get(line.code, 0), line.units)
        for units, given in ((line.units - assistant, marks), (assistant, _with_co(marks))):
            if units:
                texts.append(f"{'-'.join([line.code, *given])} x{units}")
    return "\n".join(texts)


def note_text(
    count: UnitCount,
    catalog: Catalog,
    typed: Mapping[str, str] | None = None,
    entries: Sequence[SessionEntry] = (),
    shares: Sequence[Share] = (),
) -> str:
    """The session for the note: a line for each code, billed or not, then the totals.

    `typed` are the minutes as they were typed, by code: times stay times. `entries` and `shares`
    are the session that was counted and its division with the OT assistant. Medicare wants every
    timed service in the note, billed or not, and both totals of minutes. Source: Benefit Policy
    Manual, chapter 15, section 220.3.
    """
    by_code = {entry.code: entry for entry in entries}
    with_co = {share.code: share.with_co for share in shares}
    lines = []
    for line in count.lines:
        entry = by_code.get(line.code)
        parts = [f"{line.code} {_name(line.code, catalog)}"]
        parts += _minutes_parts(line, entry, (typed or {}).get(line.code, ""))
        if entry and entry.assistant:
            parts.append(f"OTA {entry.assistant} min")
        units = units_text(line.units) if line.units else "not billed"
        co = f" ({with_co[line.code]} CO)" if with_co.get(line.code) else ""
        lines.append(f"{', '.join(parts)}, {units}{co}")
    answer = f"{answer_text(count, catalog)} ({RULE_NAMES[count.rule]})"
    return "\n".join([*lines, *sums(count), answer])


def _minutes_parts(line: Line, entry: SessionEntry | None, typed: str) -> list[str]:
    """Times as they were typed with their minutes; minutes alone where no times were typed."""
    entered = entry.minutes if entry else None
    parts = []
    if entered and has_times(typed):
        parts.append(f"{typed} ({entered} min)")
    elif entered:
        parts.append(f"{entered} min")
    if line.minutes != (entered or 0):
        # A base and its add-on share their minutes: these are the part of this line.
        parts.append(f"{line.minutes} min of it here" if entered else f"{line.minutes} min")
    return parts


def table_text(count: UnitCount, catalog: Catalog) -> str:
    """The session as tab-separated rows with a header, for a spreadsheet; formulas defused."""
    rows: list[list[str]] = [["Code", "Name", "Minutes", "Units", "Why"]]
    rows += [
        [
            line.code,
            _name(line.code, catalog),
            str(line.minutes) if line.minutes else "",
            str(line.units),
            line.reason,
        ]
        for line in count.lines
    ]
    return "\n".join("\t".join(map(_cell, row)) for row in rows)


def _with_co(marks: list[str]) -> list[str]:
    if ASSISTANT_MODIFIER in marks:
        return marks
    at = marks.index(OT_MODIFIER) + 1 if OT_MODIFIER in marks else 0
    return [*marks[:at], ASSISTANT_MODIFIER, *marks[at:]]


def _name(code: str, catalog: Catalog) -> str:
    entry = catalog.find(code)
    return " ".join(entry.name.split()) if isinstance(entry, Code) else ""


def _cell(text: str) -> str:
    """One cell: no tab or line end inside, and nothing that a spreadsheet would calculate."""
    return defused(" ".join(text.split()))

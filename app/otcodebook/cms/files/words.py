"""What was read from CMS's files, and what is stored, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from otcodebook.cms.coverage import missing_in_words, missing_text, ranges_text
from otcodebook.cms.store_file import StoredTable
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Participation
from otcodebook.cms.tables.model import SETTING_NAMES, TABLE_NAMES, Part, Setting, Table
from otcodebook.wording import counted, long_date

_LOCALITIES = 100
"""CMS's table of localities has had more than so many for decades."""
_PARTICIPATION = {
    Participation.STANDARD: "",
    Participation.APM: " for qualifying APM participants",
    Participation.UNSTATED: "",
}


def table_text(table: Table, setting: Setting | None) -> str:
    """What a table is called: "NCCI code pairs, private practice"."""
    name = TABLE_NAMES[table]
    return f"{name}, {SETTING_NAMES[setting]}" if setting else name


def part_text(part: Part) -> str:
    """What was read from a file, in a few sentences; what it leaves open is told as unknown."""
    edition = part.edition.words if part.edition else "edition unknown"
    named = table_text(part.table, part.setting)
    if part.has_settings and part.setting is None:
        named += ", setting unknown"
    name = part.source.shown
    read = f"{name}: {named}, {edition}. {counted(part.rows_read, 'row')} read, "
    read += f"{len(part.rows):,} kept."
    if part.factor is not None:
        read += f" Conversion factor {part.factor}{_PARTICIPATION[part.participation]}."
    if remark := few_localities_text(part):
        read += f" {remark}"
    return f"{read} Codes {_codes_text(part)}." if part.first else read


class Fact(NamedTuple):
    """A line of what was read from a file: its name and what holds."""

    name: str
    value: str


def part_facts(part: Part, day: date) -> list[Fact]:
    """What was read from a file, line by line; what it leaves open is not among them."""
    facts = [Fact("Table", TABLE_NAMES[part.table])]
    if part.setting is not None:
        facts.append(Fact("For", SETTING_NAMES[part.setting].capitalize()))
    if part.edition is not None:
        facts.append(_edition_fact(part.edition, day))
    facts.append(Fact("Rows", f"{part.rows_read:,} read, {len(part.rows):,} kept"))
    if part.factor is not None:
        whose = _PARTICIPATION[part.participation]
        facts.append(Fact("Conversion factor", f"{part.factor}{whose}"))
    if part.first:
        where = " in column 1" if part.table is Table.PAIRS else ""
        facts.append(Fact("Codes", f"{_codes_text(part)}{where}"))
    if remark := few_localities_text(part):
        facts.append(Fact("Check", remark))
    return facts


def stored_facts(table: StoredTable, day: date, known: Collection[str]) -> list[Fact]:
    """A stored table, line by line; its name is the title over them."""
    facts = [_edition_fact(table.edition, day), Fact("Rows", f"{_rows_kept(table):,} kept")]
    if table.table is Table.PAIRS:
        parts = [part.range for part in table.parts]
        facts.append(Fact("Codes", f"{ranges_text(parts)} in column 1"))
        if missing := missing_in_words(parts, known):
            facts.append(Fact("Not loaded", missing))
    factors = [
        f"{part.factor}{_PARTICIPATION[part.participation]}" for part in table.parts if part.factor
    ]
    if factors:
        facts.append(Fact("Conversion factor", "; ".join(factors)))
    return facts


def _edition_fact(edition: Quarter, day: date) -> Fact:
    last = long_date(edition.last)
    until = f"until {last}" if day <= edition.last else f"ended on {last}: open the new one"
    return Fact("Quarter" if edition.number else "Year", f"{edition.words}, {until}")


def _rows_kept(table: StoredTable) -> int:
    counts = [part.rows_kept for part in table.parts]
    # Both files of a fee schedule have the same rows.
    return max(counts) if table.table is Table.FEES else sum(counts)


def few_localities_text(part: Part) -> str:
    """A sentence on a table of localities that lacks some; empty for a whole one, or another."""
    if part.table is not Table.LOCALITIES or part.rows_read >= _LOCALITIES:
        return ""
    return f"CMS's own table has more than {_LOCALITIES} localities; this file has fewer."


def _codes_text(part: Part) -> str:
    return part.first if part.first == part.last else f"{part.first} to {part.last}"


def opened_text(parts: Sequence[Part]) -> str:
    """What was opened: "Opened NCCI code pairs, private practice, 2026 Q4"."""
    named = [
        f"{table_text(part.table, part.setting)}, {part.edition.words}"
        for part in parts
        if part.edition is not None
    ]
    return f"Opened {'; '.join(dict.fromkeys(named))}"


def stored_text(table: StoredTable, day: date) -> str:
    """A stored table with its edition and last day, and whether it has ended by this day."""
    last = long_date(table.last_day)
    ended = table.edition.ended_text(day)
    until = ended or f"Valid until {last}."
    title = f"{table_text(table.table, table.setting)}, {table.edition.words}"
    return f"{title}: {counted(_rows_kept(table), 'row')}. {until}"


def coverage_lines(table: StoredTable, known: Collection[str]) -> list[str]:
    """Of a table of pairs, the codes of column 1 that are loaded, and what is missing."""
    if table.table is not Table.PAIRS:
        return []
    parts = [part.range for part in table.parts]
    lines = [f"Loaded: codes {ranges_text(parts)} in column 1."]
    return [*lines, *filter(None, [missing_text(parts, known)])]

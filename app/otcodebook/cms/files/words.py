"""What was read from CMS's files, and what is stored, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from otcodebook.cms.coverage import missing_text, ranges_text
from otcodebook.cms.store_file import StoredTable
from otcodebook.cms.tables.fees import Participation
from otcodebook.cms.tables.model import SETTING_NAMES, TABLE_NAMES, Part, Setting, Table
from otcodebook.wording import counted, long_date

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
    return f"{read} Codes {part.first} to {part.last}." if part.first else read


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
    kept = sum(part.rows_kept for part in table.parts)
    until = ended or f"Valid until {last}."
    title = f"{table_text(table.table, table.setting)}, {table.edition.words}"
    return f"{title}: {counted(kept, 'row')}. {until}"


def coverage_lines(table: StoredTable, known: Collection[str]) -> list[str]:
    """Of a table of pairs, the codes of column 1 that are loaded, and what is missing."""
    if table.table is not Table.PAIRS:
        return []
    parts = [part.range for part in table.parts]
    lines = [f"Loaded: codes {ranges_text(parts)} in column 1."]
    return [*lines, *filter(None, [missing_text(parts, known)])]

"""The command `units`: minutes in, units, claim lines and warnings out, as text or JSON."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import msgspec

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog
from otcodebook.cli.date_option import add_date_option, print_edition
from otcodebook.cli.status import NO_ANSWER
from otcodebook.cli.user_settings import user_settings
from otcodebook.cms import FILE_NAME as TABLES_FILE
from otcodebook.errors import AppError
from otcodebook.export.units_text import claim_lines
from otcodebook.settings import CareSetting, Payer
from otcodebook.units.assistant import Share, assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import Line, Rule, SessionEntry, UnitCount, UnitsError
from otcodebook.units.payers import payer_warnings
from otcodebook.units.validate import checked_session, short
from otcodebook.units.warnings import UnitWarning, session_warnings
from otcodebook.units.words import (
    RULE_NAMES,
    answer_text,
    difference,
    sums,
    unit_mix,
    units_text,
    working,
)
from otcodebook.userdata.location import default_folder
from otcodebook.wording import listed


@dataclass(frozen=True)
class _Answer:
    """A session and everything that is printed about it; `counts` holds both methods."""

    entries: list[SessionEntry]
    count: UnitCount
    counts: dict[Rule, UnitCount]
    shares: tuple[Share, ...]
    warnings: tuple[UnitWarning, ...]
    mix: str
    in_words: str

    def assistant_minutes(self, line: Line) -> int:
        return sum(entry.assistant for entry in self.entries if entry.code == line.code)

    def with_co(self, line: Line) -> int:
        return sum(share.with_co for share in self.shares if share.code == line.code)

    def claim_lines(self) -> list[str]:
        return claim_lines(self.count, shares=self.shares).splitlines()


def add_units_command(
    add_parser: Callable[..., argparse.ArgumentParser],
    load: Callable[[argparse.Namespace], Catalog],
) -> None:
    """Adds `units` to the commands; `load` returns the catalog that the options ask for."""
    units = add_parser("units", help="turn minutes into billing units")
    units.add_argument(
        "entries",
        nargs="+",
        metavar="CODE=MINUTES[/OTA]",
        help="such as 97110=33 or 97110=9:05-9:38; after a slash those of the minutes that the OT "
        "assistant worked alone: 97110=9:05-9:38/20; untimed codes need no minutes",
    )
    units.add_argument(
        "--rule",
        choices=[rule.value for rule in Rule],
        help="cms: Medicare's 8-minute rule (the default, unless the payer or your clinic counts"
        " otherwise); midpoint: each code on its own",
    )
    units.add_argument(
        "--payer",
        metavar="NAME",
        help="a payer of the list in Preferences: its method, limit and note",
    )
    units.add_argument("--json", action="store_true", help="print JSON")
    add_date_option(units)
    units.set_defaults(command=lambda options: _units(options, load(options)))


def parse_entries(arguments: Sequence[str], catalog: Catalog) -> list[SessionEntry]:
    """The session from words such as "97110=33", "97110=9:05-9:38/20" and "97010".

    Raises UnitsError for the first error; timed codes need their minutes.
    """
    entries = [_entry(argument) for argument in arguments]
    for code_entry, entry in checked_session(entries, catalog):
        if entry.minutes is None and is_timed(code_entry.timing):
            raise UnitsError(f"{entry.code} is timed: give its minutes, such as {entry.code}=15.")
    return entries


def _entry(argument: str) -> SessionEntry:
    left, equals, right = argument.partition("=")
    code = left.strip().upper()
    if not code:
        raise UnitsError(f'"{short(argument)}" names no code: type it such as 97110=33.')
    minutes, slash, assistant = right.partition("/")
    if slash and not assistant.strip():
        raise UnitsError(
            f"{short(code)} has no OTA minutes after the slash: type them, such as 97110=33/20."
        )
    return SessionEntry(
        code,
        _minutes(minutes, short(code)) if equals else None,
        _minutes(assistant, f"{short(code)}, OTA") if slash else 0,
    )


def _minutes(typed: str, field: str) -> int:
    try:
        return parse_minutes(typed)
    except UnitsError as error:
        raise UnitsError(f"{field}: {error.user_message}") from error


def _units(options: argparse.Namespace, catalog: Catalog) -> int:
    try:
        entries = parse_entries(options.entries, catalog)
    except UnitsError as error:
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return NO_ANSWER
    settings = user_settings()
    payer = _payer(options.payer, settings.payers) if options.payer is not None else None
    usual = payer.rule if payer else Rule.CMS.value
    if "units_rule" in settings.fixed:
        usual = settings.units_rule
    rule = options.rule or usual
    look_up = partial(
        _table_warnings, day=options.date or today(), setting=settings.billing_setting
    )
    answer = _answer(entries, Rule(rule), catalog, payer, look_up)
    if options.json:
        print(msgspec.json.encode(_as_json(answer)).decode("utf-8"))
    else:
        print("\n".join(_as_text(answer)))
        print_edition(catalog, options.date)
    return 0


def _payer(name: str, payers: tuple[Payer, ...]) -> Payer:
    """The payer of this name among these. Raises AppError."""
    wanted = " ".join(name.split()).casefold()
    for payer in payers:
        if payer.name.casefold() == wanted:
            return payer
    names = listed([payer.name for payer in payers])
    known = f"your list has {names}" if names else "add it in the window, under Preferences"
    raise AppError(f'There is no payer "{short(name)}": {known}.')


def _answer(
    entries: list[SessionEntry],
    rule: Rule,
    catalog: Catalog,
    payer: Payer | None,
    look_up: Callable[..., tuple[UnitWarning, ...]],
) -> _Answer:
    counts = {each: count_units(entries, catalog, each) for each in Rule}
    count = counts[rule]
    shares = assistant_shares(count, entries)
    facts = session_warnings(entries, count, catalog, shares)
    warnings = look_up(facts, count, shares, payer)
    if payer is not None:
        warnings += payer_warnings(payer, count, warnings)
    return _Answer(
        entries,
        count,
        counts,
        shares,
        warnings,
        unit_mix(count, catalog),
        answer_text(count, catalog),
    )


def _table_warnings(
    facts: tuple[UnitWarning, ...],
    count: UnitCount,
    shares: tuple[Share, ...],
    payer: Payer | None,
    *,
    day: date,
    setting: CareSetting,
) -> tuple[UnitWarning, ...]:
    """The warnings, with those of CMS's open tables in the place of the catalog's facts."""
    if not os.path.exists(default_folder() / TABLES_FILE):
        return facts
    # Imported here: it brings SQLite.
    from otcodebook.cms.session.answers import session_tables, table_warnings
    from otcodebook.cms.store import CmsStore
    from otcodebook.cms.tables.model import SETTINGS_CHOSEN

    codes = [line.code for line in count.lines]
    try:
        found = SETTINGS_CHOSEN[setting]
        tables = session_tables(CmsStore(default_folder()), codes, day, found)
    except AppError as error:
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return facts
    return table_warnings(tables, facts, count, shares, {}, payer)


def _as_json(answer: _Answer) -> dict[str, object]:
    count = answer.count
    return {
        "rule": count.rule.value,
        "timed_minutes": count.timed_minutes,
        "treatment_minutes": count.treatment_minutes,
        "without_minutes": count.without_minutes,
        "units": count.units,
        "mix": answer.mix,
        "answer": answer.in_words,
        "units_by_rule": {rule.value: each.units for rule, each in answer.counts.items()},
        "lines": [
            {
                "code": line.code,
                "minutes": line.minutes,
                "assistant_minutes": answer.assistant_minutes(line),
                "units": line.units,
                "units_with_co": answer.with_co(line),
                "reason": line.reason,
            }
            for line in count.lines
        ],
        "claim_lines": answer.claim_lines(),
        "choices": [{"units": item.units, "among": item.among} for item in count.choices],
        "warnings": [
            {
                "codes": warning.codes,
                "text": warning.text,
                "source": warning.source,
                "as_of": warning.as_of,
            }
            for warning in answer.warnings
        ],
    }


def _as_text(answer: _Answer) -> list[str]:
    """A row for each code in aligned columns, then the working, the summary and the warnings."""
    count = answer.count
    text = [
        *_rows(answer),
        "",
        *working(count),
        "",
        *sums(count),
        f"{answer.in_words} ({RULE_NAMES[count.rule]})",
        difference(answer.counts[Rule.CMS], answer.counts[Rule.MIDPOINT]),
        f"Claim lines: {', '.join(answer.claim_lines()) or 'none'}",
    ]
    checks = [
        f"Check: {warning.text}" + (f" ({warning.origin})" if warning.origin else "")
        for warning in answer.warnings
    ]
    return [*text, "", *checks] if checks else text


def _rows(answer: _Answer) -> list[str]:
    """A column for the OT assistant stands only where the session has such minutes."""
    has_assistant = any(entry.assistant for entry in answer.entries)
    width = max(len(line.code) for line in answer.count.lines)
    rows = []
    for line in answer.count.lines:
        minutes = f"{line.minutes} min" if line.minutes else "-"
        row = f"{line.code:<{width}}  {minutes:>8}  "
        units = f"{units_text(line.units):>8}"
        if has_assistant:
            assistant = answer.assistant_minutes(line)
            row += f"{f'OTA {assistant} min' if assistant else '-':>11}  "
            with_co = answer.with_co(line)
            units += f"  {f'({with_co} CO)' if with_co else '':<6}"
        rows.append(f"{row}{units}  {line.reason}")
    return rows

"""The command `units`: minutes in, units out, with the working or as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

import msgspec

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.model import Catalog
from otcodebook.cli.date_option import add_date_option, print_edition
from otcodebook.units.count import count_units
from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import Rule, SessionEntry, UnitCount, UnitsError
from otcodebook.units.validate import checked_session, short
from otcodebook.units.warnings import UnitWarning, session_warnings
from otcodebook.units.words import sums, units_text, working

_WRONG_SESSION = 2


def add_units_command(
    add_parser: Callable[..., argparse.ArgumentParser],
    load: Callable[[argparse.Namespace], Catalog],
) -> None:
    """Adds `units` to the commands; `load` gives the catalog that the options ask for."""
    units = add_parser("units", help="turn minutes into billable units")
    units.add_argument(
        "entries",
        nargs="+",
        metavar="CODE=MINUTES",
        help="such as 97110=33 or 97110=9:05-9:38; untimed codes need no minutes",
    )
    units.add_argument(
        "--rule",
        choices=[rule.value for rule in Rule],
        default=Rule.CMS.value,
        help="cms: Medicare's 8-minute rule (the default); midpoint: each code on its own",
    )
    units.add_argument("--json", action="store_true", help="print JSON")
    add_date_option(units)
    units.set_defaults(command=lambda options: _units(options, load(options)))


def parse_entries(arguments: Sequence[str], catalog: Catalog) -> list[SessionEntry]:
    """The session from words such as "97110=33" and "97010".

    Raises UnitsError for the first wrong one; timed codes need their minutes.
    """
    entries = []
    for argument in arguments:
        left, equals, right = argument.partition("=")
        code = left.strip().upper()
        if not code:
            raise UnitsError(f'"{short(argument)}" names no code: type it such as 97110=33.')
        try:
            minutes = parse_minutes(right) if equals else None
        except UnitsError as error:
            raise UnitsError(f"{short(code)}: {error.user_message}") from error
        entries.append(SessionEntry(code, minutes))
    for code_entry, entry in checked_session(entries, catalog):
        if entry.minutes is None and is_timed(code_entry.timing):
            raise UnitsError(f"{entry.code} is timed: give its minutes, such as {entry.code}=15.")
    return entries


def _units(options: argparse.Namespace, catalog: Catalog) -> int:
    try:
        entries = parse_entries(options.entries, catalog)
        count = count_units(entries, catalog, Rule(options.rule))
    except UnitsError as error:
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return _WRONG_SESSION
    if options.json:
        print(msgspec.json.encode(_as_json(count)).decode("utf-8"))
    else:
        warnings = session_warnings(entries, count, catalog)
        print("\n".join(_as_text(count, warnings)))
        print_edition(catalog, options.date)
    return 0


def _as_json(count: UnitCount) -> dict[str, object]:
    return {
        "rule": count.rule.value,
        "timed_minutes": count.timed_minutes,
        "units": count.units,
        "lines": count.lines,
        "choices": [{"units": item.units, "among": item.among} for item in count.choices],
    }


def _as_text(count: UnitCount, warnings: Sequence[UnitWarning]) -> list[str]:
    """Aligned columns, a row for each code; then the working, the sums and what to check."""
    width = max(len(line.code) for line in count.lines)
    text = []
    for line in count.lines:
        minutes = f"{line.minutes} min" if line.minutes else "-"
        row = f"{line.code:<{width}}  {minutes:>8}  {units_text(line.units):>8}  {line.reason}"
        text.append(row)
    text += ["", *working(count), "", *sums(count)]
    checks = [
        f"Check: {warning.text}" + (f" ({warning.origin})" if warning.origin else "")
        for warning in warnings
    ]
    return [*text, "", *checks] if checks else text

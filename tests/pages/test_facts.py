"""The facts at a glance: from data, and the same as the count of units."""

from __future__ import annotations

import re

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Code
from otcodebook.pages.facts import Fact, facts
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry

CATALOG = load_bundled()
BOUNDS = re.compile(r"(\d+)-(\d+)(?: min)? = (\d+)|(\d+) min or more = (\d+) unit")


def _of(code: str) -> list[Fact]:
    entry = CATALOG.find(code)
    assert entry is not None
    return facts(entry, CATALOG)


def _units(code: Code, minutes: int) -> int:
    """The units of this code alone, or beyond those of the one that it is added to."""
    entries = [SessionEntry(code.code, minutes)]
    if code.add_on_to is not None:
        entries = [SessionEntry(code.add_on_to, minutes), SessionEntry(code.code, 0)]
    total = sum(member.units for member in count_units(entries, CATALOG, Rule.CMS).members)
    return total - 1 if code.add_on_to is not None and total else total


def test_minutes_and_units_at_a_glance_are_those_of_the_count() -> None:
    wrong, seen = [], 0
    for code in CATALOG.codes:
        for fact in facts(code, CATALOG):
            for low, high, units, least, once in BOUNDS.findall(fact.text):
                seen += 1
                edges = [(int(low or least), 0), (int(high or least), 0), (int(low or least), -1)]
                counted = [_units(code, minutes + step) for minutes, step in edges]
                expected = int(units or once)
                if counted != [expected, expected, expected - 1]:
                    wrong.append(f"{code.code} {fact.text}: {counted}")
    assert seen > 80
    assert wrong == []


def test_every_entry_has_facts_and_each_a_meaning() -> None:
    bare = [entry.code for entry in CATALOG.entries() if not facts(entry, CATALOG)]
    mute = [e.code for e in CATALOG.entries() for fact in facts(e, CATALOG) if not fact.meaning]
    assert bare == mute == []


def test_modifier_add_on_and_payment_are_told() -> None:
    assert "Modifier GO" in [fact.text for fact in _of("97110")]
    assert "Modifier GO if therapy" in [fact.text for fact in _of("97129")]
    assert "Add-on to 97129" in [fact.text for fact in _of("97130")]
    limit = next(fact for fact in _of("97110") if fact.text == "Limit 6 a day")
    assert "at most 6 units a day" in limit.meaning
    assert "July 2024" in limit.meaning
    absolute = next(fact for fact in _of("97165") if fact.text == "Limit 1 a day")
    assert "no exception" in absolute.meaning
    bundled = next(fact for fact in _of("97010") if fact.text == "Medicare may not pay")
    assert "bundles 97010" in bundled.meaning
    assert "2026" in bundled.meaning

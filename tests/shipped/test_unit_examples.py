"""Every worked example of the facts, counted with the shipped catalogue.

CMS-n are the examples of the Claims Processing Manual, chapter 5, section 20.2.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Band, Blocks, Pooled
from otcodebook.resources import read_resource
from otcodebook.units.count import count_units
from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import LONGER_PERIODS, Rule, SessionEntry
from support import ROOT

EXAMPLES = list(
    csv.DictReader(
        (ROOT / "tests/data/unit_examples.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
)
PAIRS = [
    ("97129", "97130"),
    ("97545", "97546"),
    ("96112", "96113"),
    ("97550", "97551"),
    ("G0541", "G0542"),
    ("98980", "98981"),
    ("90912", "90913"),
]


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(read_resource("catalog.json"))


def pairs(cell):
    return {code: int(number) for code, number in re.findall(r"(\w{5}):(\d+)", cell)}


def session(example):
    untimed = re.findall(r"(\w{5})(?: \((\d+ min)\))?", example["untimed_codes"])
    return [
        *(SessionEntry(code, minutes) for code, minutes in pairs(example["timed_minutes"]).items()),
        *(SessionEntry(code, parse_minutes(given) if given else None) for code, given in untimed),
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_medicares_rule(example, catalog):
    entries = session(example)
    result = count_units(entries, catalog, Rule.CMS)
    timed = pairs(example["timed_minutes"])
    got = {line.code: line.units for line in result.lines if line.code in timed}
    assert result.timed_minutes == int(example["total_timed"])
    assert sum(got.values()) == int(example["medicare_units"])
    assert result.units == sum(got.values()) + len(entries) - len(timed)
    fixed = pairs(example["medicare_allocation"])
    tie = re.search(r"\+ (\d+) more to any \d+ of \{(.+)\}", example["medicare_allocation"])
    assert bool(tie) == (example["tie"] == "yes") == bool(result.choices)
    for choice in result.choices:
        assert tie is not None
        assert (choice.units, list(choice.among)) == (int(tie[1]), tie[2].split(", "))
        assert list(choice.given) == [code for code in timed if code in choice.among][:1]
        for code in choice.given:
            fixed[code] += 1
    assert got == fixed


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_the_midpoint(example, catalog):
    result = count_units(session(example), catalog, Rule.MIDPOINT)
    got = {line.code: line.units for line in result.lines}
    expected = pairs(example["midpoint_allocation"])
    assert {code: got[code] for code in expected} == expected
    assert sum(expected.values()) == int(example["midpoint_units"])
    assert result.choices == ()


def test_the_examples_are_all_there():
    assert Path(ROOT / "tests/data/unit_examples.tsv").read_bytes().endswith(b"computed\n")
    assert len(EXAMPLES) == 8


@pytest.mark.parametrize(("base", "add_on"), PAIRS)
def test_the_shipped_pairs_share_their_minutes(base, add_on, catalog):
    for entered in (base, add_on):
        result = count_units([SessionEntry(entered, 240)], catalog)
        assert [line.code for line in result.lines] == [base, add_on]
        assert result.lines[0].units == 1
        assert result.lines[1].units > 0


def test_every_shipped_code_can_be_counted(catalog):
    services = [code for code in catalog.codes if code.family != "modifier"]
    result = count_units([SessionEntry(code.code, 60) for code in services], catalog)
    assert len(result.lines) == len(services)
    pool = [code for code in services if isinstance(code.timing, Pooled)]
    assert result.timed_minutes == 60 * len(pool)


def test_the_periods_of_shipped_timings_are_known(catalog):
    # A reworded period would silently move minutes into the day's treatment minutes.
    periods = {code.timing.per for code in catalog.codes if isinstance(code.timing, Blocks | Band)}
    assert periods == {"day", "calendar month", "7 days", "call", "conference", "session"}
    assert {"calendar month", "7 days"} <= LONGER_PERIODS

"""The dated rules that ship, against what CMS's files and manuals say of the codes."""

from __future__ import annotations

from itertools import product

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Band, Blocks, Code, Pooled
from otcodebook.units.count import count_units
from otcodebook.units.model import SessionEntry
from otcodebook.units.warnings import UnitWarning, session_warnings

CATALOG = load_bundled()
EVALUATIONS = ("97165", "97166", "97167", "97168")


def dated(*codes: str) -> list[UnitWarning]:
    """The warnings of the dated rules on a session of these codes."""
    entries = []
    for code in codes:
        entry = CATALOG.find(code)
        assert isinstance(entry, Code)
        timed = isinstance(entry.timing, Pooled | Blocks | Band)
        entries.append(SessionEntry(code, 15 if timed else None))
    warnings = session_warnings(entries, count_units(entries, CATALOG), CATALOG)
    return [warning for warning in warnings if warning.as_of]


def test_pairs_that_need_a_look_are_told_with_their_source() -> None:
    pairs = {
        ("97140", "97530"): "commercial payers",
        ("97150", "97110"): "Medicare takes it on either code",
        ("97165", "97166"): "one evaluation",
        ("97168", "97167"): "one evaluation",
        ("97760", "97763"): "only one of them",
        ("97761", "97763"): "only one of them",
        ("97597", "97022"): "separate service",
        ("97014", "G0283"): "the same service",
        ("98977", "98985"): "same device supply",
        ("98979", "98980"): "same calendar month",
    }
    wrong = {}
    for pair, words in pairs.items():
        for codes in (pair, pair[::-1]):
            found = [each for each in dated(*codes) if set(each.codes) == set(pair)]
            if len(found) != 1 or words not in found[0].text or not found[0].source:
                wrong[codes] = found
    assert wrong == {}


def test_codes_that_medicare_does_not_pay_as_they_stand_are_told() -> None:
    alone = {
        "97010": "bundles 97010",
        "97602": "bundles 97602",
        "99366": "bundles 99366",
        "99368": "bundles 99368",
        "97014": "use G0283",
        "97545": "its contractor decides",
        "97037": "does not cover 97037",
        "20560": "chronic low back pain",
        "20561": "chronic low back pain",
    }
    wrong = {code: dated(code) for code, words in alone.items() if words not in dated(code)[0].text}
    assert wrong == {}


def test_evaluation_and_treatment_on_one_day_need_no_modifier() -> None:
    """The NCCI rows on them carry indicator 9: they never counted."""
    treatments = ("97110", "97112", "97140", "97150", "97530", "97535")
    told = {pair: dated(*pair) for pair in product(EVALUATIONS, treatments)}
    assert {pair: warnings for pair, warnings in told.items() if warnings} == {}


def test_no_rule_puts_59_on_the_column_2_code_only() -> None:
    texts = [rule.text for rule in CATALOG.billing.together]
    assert [text for text in texts if "column" in text] == []

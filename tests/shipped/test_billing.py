"""The dated rules that ship, against what CMS's files and manuals say of the codes."""

from __future__ import annotations

import re
from itertools import combinations, product

from otcodebook.catalog.billing import LimitKind
from otcodebook.catalog.content import Table
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Band, Blocks, Code, Pooled, System
from otcodebook.export.clipboard_text import code_line
from otcodebook.export.units_text import claim_lines
from otcodebook.settings import CopyFormat
from otcodebook.units.assistant import assistant_shares, exceeds_percentage, simple_minimum
from otcodebook.units.count import count_units
from otcodebook.units.model import SessionEntry
from otcodebook.units.warnings import UnitWarning, session_warnings

CATALOG = load_bundled()
SERVICES = [code for code in CATALOG.codes if code.system is not System.MODIFIER]
EVALUATIONS = ("97165", "97166", "97167", "97168")


def found(code: str) -> Code:
    entry = CATALOG.find(code)
    assert isinstance(entry, Code)
    return entry


def minutes_of_a_unit(code: Code) -> int | None:
    match code.timing:
        case Pooled():
            return 15
        case Blocks(minutes=minutes) | Band(at_least=minutes):
            return minutes
    return None


def dated(*codes: str, minutes: int = 0, assistant: int = 0) -> list[UnitWarning]:
    """The warnings of the dated rules on a session of these codes, of one unit each."""
    entries = []
    for code in codes:
        of_a_unit = minutes_of_a_unit(found(code))
        timed = of_a_unit is not None or assistant
        entries.append(SessionEntry(code, minutes or of_a_unit if timed else None, assistant))
    count = count_units(entries, CATALOG)
    shares = assistant_shares(count, entries)
    warnings = session_warnings(entries, count, CATALOG, shares)
    return [warning for warning in warnings if warning.as_of]


def of_pair(one: str, other: str) -> list[UnitWarning]:
    """What is told of two codes; an add-on stands behind its base, or it would have no unit."""
    bases = [base for code in (one, other) if (base := found(code).add_on_to)]
    codes = dict.fromkeys((*bases, one, other))
    return [warning for warning in dated(*codes) if {one, other} <= set(warning.codes)]


# The live pairs of CMS's practitioner file of July 2024, as far as they matter to an OT.
NEVER_TOGETHER = {
    "97140": "97124",
    "97165 97166 97167 97168": "95851 95852 97750 97755 97763",
    "97530": "95851 95852",
    "97750": "97150 97755 98980 98981",
    "97545": "97140",
    "97760 97761": "97763",
    "97113": "97036",
    "90912 90913": "90901",
    "92526": "97032 G0283",
    "97597 97598": "97602",
}
WITH_59 = {
    "97150": "97110 97112 97113 97116 97124 97140 97530 97533 97535 97537 97542 97760 97761 97763",
    "97530": "97537 97542 97750",
    "97140": "95851 95852 97018 97750",
    "97112": "97022 97036",
    "97113": "97022 97110",
    "97755": "97110 97112 97140 97530 97533 97535 97537 97542 97760 97761 97763",
    "97760 97761 97763": "97016 97110 97112 97116 97124 97140",
    "29581 29584": "97140 97535",
    "97168": "97124 97129 97130 97533 97535 97537 97542",
    "97597 97598": "97022",
}
NO_PAIR = {
    "97110": "97112 97116 97140 97530 97535",
    "97112": "97140 97530",
    "97140": "97535",
    "97530": "97116 97535 97533",
    # The rows of October 2020 on these carry indicator 9: they never counted.
    "97165 97166 97167": "97110 97112 97140 97150 97530 97535",
    "97168": "97110 97112 97140 97150 97530",
}


def pairs_in(table: dict[str, str]) -> list[tuple[str, str]]:
    return [pair for a, b in table.items() for pair in product(a.split(), b.split())]


def test_every_pair_of_the_facts_is_told_once_with_source_date_and_what_to_do() -> None:
    expected = [(pair, "") for pair in pairs_in(NO_PAIR)]
    expected += [(pair, "59") for pair in pairs_in(WITH_59)]
    expected += [(pair, "Medicare never pays them together") for pair in pairs_in(NEVER_TOGETHER)]
    expected += [(pair, "one evaluation") for pair in combinations(EVALUATIONS, 2)]
    wrong = {}
    for (one, other), words in expected:
        for pair in ((one, other), (other, one)):
            found = of_pair(*pair)
            if [words in warning.text for warning in found] != [True] * bool(words):
                wrong[pair] = found
            if not all(warning.source and warning.as_of >= "2024-07" for warning in found):
                wrong[pair] = found
    assert wrong == {}


def test_other_codes_that_do_not_go_together_are_told() -> None:
    pairs = {
        ("97140", "97530"): "commercial payers",
        ("97168", "97760"): "not by one practitioner",
        ("20560", "20561"): "never paid together",
        ("97014", "G0283"): "the same treatment",
        ("98977", "98985"): "one RTM device code in 30 days",
        ("98976", "98984"): "one RTM device code in 30 days",
        ("98978", "98986"): "one RTM device code in 30 days",
        ("98979", "98980"): "never in one calendar month",
    }
    wrong = {}
    for pair, words in pairs.items():
        for codes in (pair, pair[::-1]):
            found = [warning.text for warning in of_pair(*codes)]
            if not any(words in text for text in found):
                wrong[codes] = found
    assert wrong == {}


def test_what_a_page_says_of_a_pair_is_told_in_units_too() -> None:
    """Lists that a page ends with "such as" are not walked: what they name is."""
    named = {"Never paid with it on one day: ": "never|one evaluation|one RTM device code"}
    named["only when truly separate: "] = "modifier 59|not by one practitioner"
    seen = set()
    wrong = {}
    for code in SERVICES:
        for note in code.medicare.all_notes:
            for lead, words in named.items():
                _, there, rest = note.partition(lead)
                for other in re.findall(r"[A-Z0-9]\d{4}", rest.partition(". ")[0]) if there else ():
                    seen.add(frozenset((code.code, other)))
                    told = [warning.text for warning in of_pair(code.code, other)]
                    if sum(bool(re.search(words, text)) for text in told) != 1:
                        wrong[code.code, other] = told
    assert wrong == {}
    assert len(seen) > 200


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


def test_the_limits_are_those_of_cms_and_told_when_passed() -> None:
    table = {
        (1, LimitKind.DAY): "97129 97165 97166 97167 97168 97545 97550 97552 97610 98975 98976 "
        "98977 98980",
        (1, LimitKind.APPEAL): "97012 97016 97018 97022 97024 97026 97028 97150 97597 G0281 G0283 "
        "G0329",
        (2, LimitKind.APPEAL): "97034 97035 97546 97551 96125",
        (3, LimitKind.APPEAL): "97036 95851 98981",
        (4, LimitKind.APPEAL): "97032 97033 97112 97116 97124 97533",
        (6, LimitKind.APPEAL): "97110 97113 97140 97530 97537 97760 97761 97763",
        (7, LimitKind.APPEAL): "97130",
        (8, LimitKind.APPEAL): "97535 97542 97750 97755",
    }
    cms = {code: key for key, codes in table.items() for code in codes.split()}
    shipped = {
        code: (rule.units, rule.kind) for rule in CATALOG.billing.limits for code in rule.codes
    }
    assert shipped == cms
    wrong = {}
    for code, (limit, _) in cms.items():
        entry = CATALOG.find(code)
        if not (isinstance(entry, Code) and entry.timing == Pooled()):
            continue
        for units, is_told in ((limit, False), (limit + 1, True)):
            texts = [text.text for text in dated(code, minutes=15 * units)]
            if any(f"limit is {limit} a day" in text for text in texts) != is_told:
                wrong[code, units] = texts
    assert wrong == {}


def test_evaluations_and_supplies_never_carry_co_and_say_why() -> None:
    devices = {"98976", "98977", "98978", "98984", "98985", "98986"}
    supplies = {code.code for code in SERVICES if code.code[0] in "AELQ"}
    wrong = {}
    for code in SERVICES:
        entries = [SessionEntry(code.code, 60, 60)]
        count = count_units(entries, CATALOG)
        lines = claim_lines(count, shares=assistant_shares(count, entries))
        told = [each.text for each in dated(code.code, minutes=60, assistant=60)]
        never = code.code in devices | supplies | set(EVALUATIONS)
        is_told = any("with OTA minutes" in text for text in told)
        if never != is_told or (never and "CO" in lines):
            wrong[code.code] = (lines, told)
    assert wrong == {}
    (warning,) = dated("97166", minutes=60, assistant=10)
    assert "an assistant may not evaluate" in warning.text
    # The test does apply to other untimed services, RTM set-up and management among them.
    with_co = {}
    for number in ("97150", "98975", "98979", "98980"):
        entries = [SessionEntry(number, 19 if number == "98979" else 20, 10)]
        count = count_units(entries, CATALOG)
        with_co[number] = claim_lines(count, shares=assistant_shares(count, entries))
    assert with_co == {code: f"{code}-GO-CO x1" for code in with_co}


def test_go_stands_on_therapy_codes_only() -> None:
    wrong: dict[str, object] = {}
    for code in SERVICES:
        is_therapy = code.medicare.therapy is not None
        copied = code_line(code, CopyFormat.CODE_WITH_MODIFIER)
        line = claim_lines(count_units([SessionEntry(code.code, 60)], CATALOG))
        has_go = {"-GO" in text for text in (copied, line) if text}
        if has_go != {is_therapy}:
            wrong[code.code] = (copied, line)
        if code.code[0] in "AELQ" and is_therapy:
            wrong[code.code] = "a supply"
    assert wrong == {}


def test_a_warning_is_one_line_with_something_to_do() -> None:
    billing = CATALOG.billing
    texts = [rule.text for rule in billing.together]
    texts += [rule.text for rule in billing.payment]
    texts += [rule.text for rule in billing.assistant]
    assert [text for text in texts if len(text) > 175] == []
    # Medicare takes 59 on the column 1 or the column 2 code since July 2019.
    assert [text for text in texts if "column" in text] == []


def test_the_guides_co_arithmetic_is_the_programs() -> None:
    (page,) = (page for page in CATALOG.guide if page.id == "assistant-arithmetic")
    timed, untimed = (block for block in page.body if isinstance(block, Table))
    wrong: list[object] = []
    for text, units, without, with_co in timed.rows:
        therapist, assistant = (
            int(word) for word in text.replace(",", "").split() if word.isdigit()
        )
        entries = [SessionEntry("97110", therapist + assistant, assistant)]
        (share,) = assistant_shares(count_units(entries, CATALOG), entries)
        found = (str(share.units), str(share.units - share.with_co), str(share.with_co))
        if found != (units, without, with_co):
            wrong.append((text, found))
    for total, assistant_alone, needed, _, co in untimed.rows:
        over = exceeds_percentage(int(assistant_alone), int(total))
        if (str(simple_minimum(int(total))), "Yes" if over else "No") != (needed, co):
            wrong.append((total, assistant_alone))
    assert wrong == []

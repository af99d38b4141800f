"""How the code list that ships is worded: its own words, one word for a thing, pages that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from otcodebook.catalog.content import Bullets
from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource

CATALOG = load_catalog(read_resource("catalog.json"))
CODES = {code.code: code for code in CATALOG.codes}
TABLE = Path(__file__).resolve().parents[1] / "data" / "corrections.tsv"

RUN = 6
"""From so many words in a row on, a text repeats an official descriptor."""

NAMED_RUNS = 2
"""The facts name two runs of official text that stood here once: row 1.17 of the corrections."""


def strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text inside with its place: search words, terms and Spanish too."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            named = value.get("code") or value.get("id") or ""
            yield from strings(item, f"{place}.{named}.{key}")
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item, place)


EVERYTHING = list(strings(msgspec.to_builtins(CATALOG), ""))
READ = [
    (place, text)
    for place, text in EVERYTHING
    if not re.search(r"\.(aliases|terms|patient_es|sources|source|kind|rule)$", place)
]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """The runs of so many words in a row, whatever stands between the words."""
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def test_no_text_repeats_a_run_of_official_words_that_the_facts_name() -> None:
    rows = [row.split("\t") for row in TABLE.read_text(encoding="utf-8").splitlines()]
    named = [row[3].removeprefix("!") for row in rows if row[0] == "1.17"]
    assert len(named) == NAMED_RUNS
    wrong = []
    for official in named:
        # A shorter one counts as a whole: it was close enough to be named.
        length = min(RUN, len(words(official)))
        forbidden = runs(official, length)
        assert forbidden
        wrong += [
            f"{place}: {text}" for place, text in EVERYTHING if runs(text, length) & forbidden
        ]
    assert wrong == []


def test_a_run_is_found_whatever_stands_between_its_words() -> None:
    official = "physical, cognitive or psychosocial skills"
    assert runs("By Physical cognitive, or psychosocial skills.", 5) & runs(official, 5)
    assert not runs("a skill of body, mind or social life", 5) & runs(official, 5)


def test_the_person_who_is_treated_is_the_patient_everywhere() -> None:
    assert [f"{place}: {text}" for place, text in READ if re.search(r"(?i)\bclient", text)] == []


def test_the_points_of_a_list_end_alike_and_sentences_end_with_a_stop() -> None:
    wrong = []
    blocks = [
        *((item.id, block) for item in CATALOG.lookalikes for block in item.answer),
        *((item.id, block) for item in CATALOG.faq for block in item.answer),
        *((page.id, block) for page in CATALOG.guide for block in page.body),
    ]
    for name, block in blocks:
        if isinstance(block, Bullets):
            ended = {point[-1] in ".?!" for point in block.items}
            several = any(re.search(r"[.?!] [A-Z0-9]", point) for point in block.items)
            if len(ended) > 1 or (several and ended == {False}):
                wrong.append(f"{name}: {block.items}")
    assert wrong == []


def test_points_and_cells_begin_with_a_capital() -> None:
    parts = r"\.(items|rows|documentation|cautions|notes|counting|summary|patient)$"
    wrong = [
        f"{place}: {text}"
        for place, text in READ
        if re.search(parts, place) and text and text[0].islower()
    ]
    assert wrong == []


def pairs(number: str) -> tuple[set[str], set[str], bool]:
    """What a page says of CMS's pairs: never together, only when separate, and more unnamed."""
    note = next((n for n in CODES[number].medicare.all_notes if "CMS pairs of July 2024" in n), "")
    never = re.search(r"Never paid with it on one day: (.*?)\. ", note)
    apart = re.search(r"only when truly separate: (.*?)\. ", note)
    named = [
        set(re.findall(r"\b[A-Z0-9]\d{4}\b", found[1] if found else "")) for found in (never, apart)
    ]
    return named[0], named[1], bool(apart and re.search(r"casts|modalities", apart[1]))


def test_both_pages_of_a_pair_say_the_same() -> None:
    wrong = []
    for number in CODES:
        never, apart, _ = pairs(number)
        for other in sorted(never | apart):
            if other not in CODES:
                continue
            its_never, its_apart, has_more = pairs(other)
            if other in never and number not in its_never:
                wrong.append(f"{number} says never with {other}, whose page does not")
            if other in apart and number not in its_apart and not has_more:
                wrong.append(f"{number} says 59 with {other}, whose page does not")
            if number in (its_never if other in apart else its_apart):
                wrong.append(f"{number} and {other} contradict each other")
    assert wrong == []


def test_a_note_on_a_file_of_cms_has_the_file_among_its_sources() -> None:
    files = {"CMS pairs of July 2024": "CMS-PTP", "(MUE, July 2024)": "CMS-MUE"}
    wrong = [
        f"{code.code}: {mark}"
        for code in CATALOG.codes
        for told, mark in files.items()
        if any(told in note for note in code.medicare.all_notes) and mark not in code.sources
    ]
    assert wrong == []


def test_no_text_names_a_web_address() -> None:
    """Publishers are named by their names; the addresses to read on are in About."""
    address = r"(?i)\w\.(com|org|net|gov|edu|ai|io|bd|fr|care)\b|https?:|www\."
    assert [f"{place}: {text}" for place, text in EVERYTHING if re.search(address, text)] == []

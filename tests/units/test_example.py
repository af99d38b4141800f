"""Examples of pages: the data has codes and minutes only, what is read is counted."""

from __future__ import annotations

import json
import re

import pytest

from otcodebook.catalog.content import UnitsExample, block_texts
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import CatalogError, GuidePage
from otcodebook.pages.answer_pages import guide_page
from otcodebook.resources import read_resource
from otcodebook.units.example import example_blocks
from support import as_bytes, small_catalog
from units_support import CATALOG, count

PAGES = {"counting-units-medicare": "cms", "counting-units-midpoint": "midpoint"}


@pytest.fixture(scope="module")
def shipped():
    return load_catalog(read_resource("catalog.json"))


def examples(page):
    return [block for block in page.body if isinstance(block, UnitsExample)]


def with_example(block):
    data = small_catalog()
    data["guide"][0]["body"].append({"kind": "units", **block})
    return as_bytes(data)


def test_the_guide_explains_both_methods_with_the_same_examples(shipped):
    pages = {page.id: page for page in shipped.guide}
    for name, rule in PAGES.items():
        assert {example.rule for example in examples(pages[name])} == {rule}
    medicare, midpoint = ([each.minutes for each in examples(pages[name])] for name in PAGES)
    assert medicare == midpoint
    assert {"97110": 33, "97140": 7} in medicare
    assert any(count(minutes).choices for minutes in medicare)


def test_the_units_of_an_example_are_not_typed_in():
    stored = json.loads(read_resource("catalog.json"))
    blocks = [block for page in stored["guide"] for block in page["body"]]
    found = [block for block in blocks if block["kind"] == "units"]
    assert found
    assert all(set(block) <= {"kind", "minutes", "rule", "text"} for block in found)
    assert not any(re.search(r"\d+ units?", block.get("text", "")) for block in found)


def test_an_example_shows_its_units_the_working_and_the_other_method():
    example = UnitsExample({"97110": 33, "97140": 7, "97010": None}, text="Lead.")
    page = guide_page(GuidePage("g", "G", (example,)), CATALOG)
    for part in (
        "Lead.",
        "8-minute rule: 4 units",
        "Full 15-minute units",
        "midpoint gives",
    ):
        assert part in page
    assert page.count('href="code:97140"') >= 1
    midpoint = UnitsExample({"97110": 33, "97140": 7}, rule="midpoint")
    assert "Per-code midpoint: 2 units" in guide_page(GuidePage("g", "G", (midpoint,)), CATALOG)


def test_an_example_is_found_by_its_text_and_its_codes():
    example = UnitsExample({"97110": 33, "97010": None}, text="Lead.")
    assert list(block_texts((example,))) == ["Lead.", "97110", "97010"]


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ({"minutes": {}}, "$.guide[0].body[3].minutes"),
        ({"minutes": {"97110": -1}}, "$.guide[0].body[3].minutes"),
        ({"minutes": {"97110": 1441}}, "$.guide[0].body[3].minutes"),
        ({"minutes": {"nope": 5}}, "$.guide[0].body[3].minutes"),
        ({"minutes": {"97110": 5}, "rule": "ama"}, "$.guide[0].body[3].rule"),
        ({"minutes": {"99999": 5}}, "$.guide[0].body[3].minutes"),
        ({"minutes": {"97003": 5}}, "$.guide[0].body[3].minutes"),
    ],
)
def test_a_wrong_example_is_refused_with_its_place(block, place):
    with pytest.raises(CatalogError) as told:
        load_catalog(with_example(block))
    assert told.value.problems[0].place.startswith(place)


def test_an_example_past_the_checks_is_one_escaped_sentence():
    evil = UnitsExample({"<b>&": 5}, text="<i>")
    page = guide_page(GuidePage("g", "G", (evil,)), CATALOG)
    assert "<b>" not in page
    assert len(example_blocks(evil, CATALOG)) == 1

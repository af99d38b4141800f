"""What the source article tells a reader, point by point: each fact has its home in the product."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from otcodebook.catalog.content import block_texts
from otcodebook.catalog.counting import counting_lines
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog
from otcodebook.pages.edition import edition_text
from otcodebook.resources import read_resource
from otcodebook.search.codes import CodeSearch
from otcodebook.units.model import Rule

TABLE = Path(__file__).resolve().parents[1] / "data" / "article_facts.tsv"
CATALOG: Catalog = load_catalog(read_resource("catalog.json"))


class Point(NamedTuple):
    """A fact of the article; the fragment must stand at its home."""

    place: str
    fact: str
    home: str
    fragment: str


def points() -> list[Point]:
    head, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == list(Point._fields)
    return [Point(*row.split("\t")) for row in rows]


def code_page(number: str) -> str:
    code = next(code for code in CATALOG.codes if code.code == number)
    lists = (code.documentation, code.cautions, code.counting, counting_lines(code, CATALOG))
    return "\n".join(
        (code.name, code.summary, code.patient, *(x for items in lists for x in items))
    )


def in_the_app(feature: str, fragment: str) -> bool:
    """Whether the app itself answers with this."""
    answers: dict[str, Callable[[], bool]] = {
        "search": lambda: CodeSearch(CATALOG).search(fragment)[0].document.code == "97110",
        "families": lambda: fragment in CATALOG.family_names.values(),
        "units": lambda: fragment in [rule.value for rule in Rule],
        "documentation": lambda: fragment in code_page("97110"),
        "edition": lambda: fragment in edition_text(CATALOG.edition),
        "patient": lambda: fragment in code_page("97110"),
    }
    return answers[feature]()


def text_at(kind: str, name: str) -> str:
    """The whole text of an entry; the cells of a table's row are parted by bars."""
    parts = {
        "faq": {entry.id: entry.answer for entry in CATALOG.faq},
        "guide": {page.id: page.body for page in CATALOG.guide},
        "lookalike": {item.id: item.answer for item in CATALOG.lookalikes},
    }
    rows: list[str] = []
    for block in parts[kind][name]:
        cells = getattr(block, "rows", None)
        rows += [" | ".join(row) for row in cells] if cells else block_texts((block,))
    return "\n".join(rows)


@pytest.mark.parametrize("point", points(), ids=lambda point: f"{point.place}: {point.fact}")
def test_a_fact_of_the_article_has_its_home(point: Point) -> None:
    kind, _, name = point.home.partition(":")
    if kind == "app":
        assert in_the_app(name, point.fragment)
    else:
        assert point.fragment in (code_page(name) if kind == "code" else text_at(kind, name))


def test_every_part_of_the_article_is_ticked_off() -> None:
    ticked = {point.place for point in points()}
    parts = {"guide": 7, "faq": 9, "asks": 5}
    assert ticked == {f"{part} {i + 1}" for part, count in parts.items() for i in range(count)}
    assert len({(point.home, point.fragment) for point in points()}) == len(points())

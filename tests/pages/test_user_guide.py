"""The user guide as a text: its contents, its examples, and how its Markdown becomes a page."""

from __future__ import annotations

import re

import pytest

from otcodebook.catalog.load import load_catalog
from otcodebook.pages.user_guide import anchor_of, guide_text, user_guide_page
from otcodebook.resources import read_resource
from otcodebook.search.codes import CodeSearch
from otcodebook.search.lookup import Lookup, kind_and_id
from user_guide_keys import keyboard_part, with_keyboard_part

EXAMPLES = {
    "strength": "97110",
    "wheelchair": "97542",
    "ther ex": "97110",
    "adl": "97535",
    "530": "97530",
    "97110GO": "97110",
    "97110-59": "97110",
    "97110x2": "97110",
    "97110/97530": "97110",
    "how many units is 40 minutes": "faq:medicare-8-minute-rule",
    "eval 45 minutes": "97166",
    "can I bill 97530 with 97140": "97530",
    "97110 or 97530": "compare:exercise-or-activities",
    "splnit": "97760",
    "97003": "97165",
    "97161": "97165",
}
"""What the guide's section on searching has one type, and what is then on top."""


def test_the_keyboard_part_is_the_one_made_from_the_actions_table() -> None:
    assert f"## Keyboard\n\n{keyboard_part()}\n\n## " in guide_text(), (
        "resources/user_guide.md is out of date. Bring it up to date in the checkout's root: "
        "PYTHONPATH=app .venv/bin/python tests/user_guide_keys.py"
    )
    assert with_keyboard_part(guide_text()) == guide_text()


def test_the_contents_lead_to_every_heading_in_order() -> None:
    titles = re.findall(r"^## (.+)$", guide_text(), re.MULTILINE)
    contents = re.findall(r"^- \[(.+)\]\(#(.+)\)$", guide_text(), re.MULTILINE)
    assert len(titles) > 8
    assert contents == [(title, anchor_of(title)) for title in titles]


def test_the_examples_of_searching_find_what_they_should() -> None:
    section = guide_text().partition("| You type |")[2].partition("\n\n")[0]
    assert re.findall(r'"(.+?)"', section) == list(EXAMPLES)
    lookup = Lookup(CodeSearch(load_catalog(read_resource("catalog.json"))))
    for typed, wanted in EXAMPLES.items():
        kind, name = kind_and_id(lookup.find(typed).rows[0].document.item)
        assert (name if kind == "code" else f"{kind}:{name}") == wanted, typed


def test_the_whole_guide_is_on_the_page_without_its_marks() -> None:
    page = user_guide_page(guide_text(), str)
    shown = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(r"\*\*|`|\]\(|^#|\|", shown, re.MULTILINE)
    for word in re.findall(r"\w{4,}", re.sub(r"\(#[^)]+\)", "", guide_text())):
        assert word in shown


@pytest.mark.parametrize(
    ("markdown", "page"),
    [
        ("# A & B", '<h1><a name="a--b"></a>A &amp; B</h1>'),
        ("## FAQ and Guide", '<h2><a name="faq-and-guide"></a>FAQ and Guide</h2>'),
        ("One\n\nTwo <b>", "<p>One</p><p>Two &lt;b&gt;</p>"),
        ("- **A** one\n- two", "<ul><li><b>A</b> one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("Press `Ctrl+C`.", '<p>Press <span class="key">CTRL+C</span>.</p>'),
        ("[Go <](#a-b)", '<p><a href="#a-b">Go &lt;</a></p>'),
        ("```\nfind **x**\nshow\n```", "<pre>find **x**\nshow</pre>"),
    ],
)
def test_markdown_becomes_escaped_html(markdown: str, page: str) -> None:
    assert user_guide_page(markdown, str.upper) == page


def test_a_table_becomes_a_grid() -> None:
    page = user_guide_page("| a | b |\n|---|---|\n| `x` | |", str)
    assert '<th align="left">a</th><th align="left">b</th>' in page
    assert '<tr><td><span class="key">x</span></td><td></td></tr>' in page

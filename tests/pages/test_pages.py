"""Pages: complete, and no text of a catalog becomes markup."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from otcodebook.catalog.billing import Medicare
from otcodebook.catalog.content import Block, Bullets, Heading, Paragraph, Table
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import (
    Catalog,
    Code,
    Edition,
    Family,
    Faq,
    GuidePage,
    LookAlike,
    OtherProfessionCode,
    Retired,
    Source,
    System,
    Untimed,
)
from otcodebook.pages.answer_pages import (
    faq_page,
    guide_page,
    lookalike_page,
    notice_page,
)
from otcodebook.pages.code_page import (
    code_page,
    entry_page,
    folds,
    other_profession_page,
    retired_page,
)
from otcodebook.pages.edition import edition_text
from otcodebook.pages.help_pages import about_page, keys_page
from otcodebook.pages.html import Html, link, text
from otcodebook.pages.topic_foot import Neighbor, topic_foot
from otcodebook.resources import read_resource
from support import as_bytes, small_catalog

OWN_TAGS = frozenset(["a", "h1", "h2", "hr", "li", "p", "span", "table", "td", "th", "tr", "ul"])
OWN_ATTRIBUTES = frozenset(
    ["align", "cellpadding", "cellspacing", "class", "href", "title", "width"]
)
OWN_LINKS = ("code:", "copy:", "faq:", "fold:", "guide:")
MARK = "\N{REPLACEMENT CHARACTER}"

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    "<img src=http://example.invalid/x.png>",
    '<a href="file:///etc/passwd">97110</a>',
    "\"><b onclick='x'>",
    "</p></table><h1>97110</h1>",
    "<!-- ",
    "<![CDATA[",
    "&lt;script&gt; &amp; &#60;b&#62; &nbsp;",
    "\u202e01179\u202c \u2066x\u2069 \u200f\u061c",
    "a\x00b\x1b[31mc\x7f\x85",
    "code:97110\" title='x'",
]
ANY_TEXT = st.text(max_size=40) | st.text("<>&\"'/;#=!-\u202e\x00 ab9", max_size=40)


class Page(HTMLParser):
    """A page as a browser reads it: its tags, links and text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: dict[str, str] = {}
        self.strange: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.text = "".join(words for _, words in self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "hr":
            self._open.append(tag)
        if tag not in OWN_TAGS:
            self.strange.append(tag)
        for name, value in attrs:
            if name not in OWN_ATTRIBUTES:
                self.strange.append(f"{tag} {name}={value}")
            if name == "href":
                self.links[value or ""] = ""
                if not (value or "").startswith(OWN_LINKS):
                    self.strange.append(f"link {value}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.strange.append(f"</{tag}> out of order")

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"comment {data}")

    def unknown_decl(self, data: str) -> None:
        self.strange.append(f"declaration {data}")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.strange.append(f"instruction {data}")

    def of(self, tag: str) -> list[str]:
        return [words for around, words in self.texts if around == tag]


def is_unshowable(char: str) -> bool:
    """Control characters other than tab and line feed, and all that turns text around."""
    turns = unicodedata.bidirectional(char) in {
        *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    }
    return (
        turns
        or char in "\u200e\u200f\u061c"
        or unicodedata.category(char) in ("Zl", "Zp")
        or (unicodedata.category(char) == "Cc" and char not in "\t\n")
    )


def shown(plain: str) -> str:
    return "".join(MARK if is_unshowable(char) else char for char in plain)


def hostile_catalog(evil: str) -> Catalog:
    """A catalog with the same text in every field, built past the checks of the loader."""
    blocks: tuple[Block, ...] = (
        Paragraph(evil),
        Heading(evil),
        Bullets((evil, evil)),
        Table((evil, evil), ((evil, evil),)),
    )
    code = Code(
        code=evil,
        system=System.OTHER,
        name=evil,
        summary=evil,
        family=evil,
        timing=Untimed(evil),
        counting=(evil,),
        documentation=(evil,),
        cautions=(evil,),
        medicare=Medicare("always", (evil,)),
        patient=evil,
        aliases=(evil,),
        related=(evil, "97110"),
        add_on_to=evil,
        since=evil,
        sources=(evil,),
    )
    return Catalog(
        format=1,
        title=evil,
        edition=Edition(2026, date(2026, 1, 1), date(2026, 12, 31), (evil,)),
        families=(Family(evil, evil),),
        codes=(code,),
        retired=(Retired(evil, evil, evil, (evil,), evil, (evil,)),),
        elsewhere=(OtherProfessionCode(evil, evil, evil, (evil,), evil, (evil,)),),
        lookalikes=(LookAlike(evil, evil, blocks, (evil,)),),
        faq=(Faq(evil, evil, blocks, (evil,), evil),),
        guide=(GuidePage(evil, evil, blocks, evil),),
        sources=(Source(evil, evil),),
    )


def test_what_is_no_table_is_none_to_a_reader_either(qapp: QApplication) -> None:
    """A cell begins with U+FDD0, which no braille table knows; only what has columns has cells."""
    catalog = load_catalog(read_resource("catalog.json"))
    before, after = (Neighbor(f"faq:{side}", "A page") for side in "ab")
    topics: list[Faq | GuidePage] = [*catalog.faq, *catalog.guide]
    for topic in topics:
        document = QTextDocument()
        document.setHtml(topic_foot(topic, catalog, before, after))
        assert not {*document.toRawText()} & {"\ufdd0", "\ufdd1"}, topic.id


def all_pages(catalog: Catalog) -> Iterator[Html]:
    for entry in catalog.entries():
        yield entry_page(entry, catalog)
        if isinstance(entry, Code):
            yield code_page(entry, catalog, folds(entry, catalog))
    for question in catalog.faq:
        yield faq_page(question, catalog)
    for page in catalog.guide:
        yield guide_page(page, catalog)
    for item in catalog.lookalikes:
        yield lookalike_page(item, catalog)
    before, after = (Neighbor(f"faq:{side}", catalog.title) for side in "ab")
    topics: list[Faq | GuidePage] = [*catalog.faq, *catalog.guide]
    for topic in topics:
        yield topic_foot(topic, catalog, before, after)
    yield about_page(catalog, [("OT Codebook", catalog.title), (catalog.title, "1")])
    yield keys_page([(catalog.title, [(catalog.title, catalog.title)])])
    yield notice_page(catalog.title)


@pytest.fixture
def small() -> Catalog:
    return load_catalog(as_bytes(small_catalog()))


def faq_links(small: Catalog, answer: str) -> list[str]:
    page = faq_page(Faq("q", "Question", (Paragraph(answer),)), small)
    return list(Page(page).links)


# No text becomes markup


@given(ANY_TEXT)
def test_any_text_shows_as_itself_with_marks_for_what_cannot_be_shown(plain: str) -> None:
    escaped = text(plain)
    assert html.unescape(escaped) == shown(plain)
    assert not set("<>\"'") & set(escaped)
    assert Page(f"<p>{escaped}</p>").text == shown(plain)


@settings(deadline=None)
@given(ANY_TEXT)
@example("<" + HOSTILE[0])
def test_no_page_lets_any_text_become_markup(evil: str) -> None:
    for page in all_pages(hostile_catalog(evil)):
        assert Page(page).strange == []
        assert not any(is_unshowable(char) for char in page)


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_text_shows_as_text_on_every_page(evil: str) -> None:
    for markup in all_pages(hostile_catalog(evil)):
        page = Page(markup)
        assert page.strange == []
        assert shown(evil) in page.text
        assert not any(is_unshowable(char) for char in markup)


def test_a_link_carries_hostile_targets_and_labels_as_text() -> None:
    page = Page(link('code:"><script>', "<b>"))
    assert page.tags == ["a"]
    assert list(page.links) == ['code:"><script>']
    assert page.text == "<b>"


# Codes inside texts become links


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ("See 97110.", ["code:97110"]),
        ("97110, (97530) and 97165/97150", [f"code:{n}" for n in (97110, 97530, 97165, 97150)]),
        ("97110-97530", ["code:97110", "code:97530"]),
        ("Retired 97003 and foreign 97161", ["code:97003", "code:97161"]),
        ("No such code: 97999, 12345, G0283, 0123T", []),
        ("Longer words: 971101, X97110, 97110A, 97110_", []),
        ("Nothing here", []),
    ],
)
def test_codes_become_links_when_the_catalog_knows_them(
    small: Catalog, answer: str, links: list[str]
) -> None:
    assert faq_links(small, answer) == links


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ("Add modifier GO.", ["code:GO"]),
        ("Modifiers: modifier 59 or modifier GO", ["code:59", "code:GO"]),
        ("GO and 59 alone are words: GO home at 59", []),
        ("An unknown modifier ZZ", []),
        ("A longer modifier GOX", []),
        ("Bill G0283, 0123T and L3908.", ["code:G0283", "code:0123T", "code:L3908"]),
    ],
)
def test_modifiers_and_lettered_codes_become_links_too(answer: str, links: list[str]) -> None:
    data = small_catalog()
    for number in ("GO", "59", "G0283", "0123T", "L3908"):
        data["codes"].append({"code": number, "name": number, "family": "procedure"})
    assert faq_links(load_catalog(as_bytes(data)), answer) == links


def test_a_text_reads_the_same_with_its_links(small: Catalog) -> None:
    answer = "Not 97110 & not <97530>, but 97999."
    page = Page(faq_page(Faq("q", "Question", (Paragraph(answer),)), small))
    assert answer in page.text


def test_a_page_does_not_link_to_itself(small: Catalog) -> None:
    for entry in small.entries():
        assert f"code:{entry.code}" not in Page(entry_page(entry, small)).links


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("Use 97110"),
        Bullets(("Use 97110",)),
        Table(("Code", "Units"), (("97110", "1"),)),
        Table(("97110", "Units"), (("8 to 22", "1"),)),
    ],
)
def test_codes_are_links_in_every_kind_of_block(small: Catalog, block: Block) -> None:
    assert list(Page(guide_page(GuidePage("g", "Page", (block,)), small)).links) == ["code:97110"]


# What the pages hold


def test_blocks_become_headings_lists_and_tables_in_order(small: Catalog) -> None:
    blocks: tuple[Block, ...] = (
        Heading("First"),
        Bullets(("one", "two")),
        Heading("Second"),
        Table(("Minutes", "Units"), (("8 to 22", "1"), ("23 to 37", "2"))),
    )
    page = Page(guide_page(GuidePage("g", "The page", blocks), small))
    assert page.of("h1") == ["The page"]
    assert page.of("h2") == ["First", "Second"]
    assert page.of("li") == ["one", "two"]
    assert page.of("th") == ["Minutes", "Units"]
    assert page.of("td") == ["8 to 22", "1", "23 to 37", "2"]
    assert page.tags.count("tr") == 3


def test_a_code_page_holds_all_there_is_to_read() -> None:
    data = small_catalog()
    data["codes"][1]["medicare"] = {"therapy": "sometimes", "notes": ["Bundled with care."]}
    data["codes"][1]["since"] = "Since 1995."
    catalog = load_catalog(as_bytes(data))
    code = catalog.codes[1]
    page = Page(code_page(code, catalog, folds(code, catalog)))
    told = [
        *(code.summary, code.patient, code.since, "97110 or 97530?", "One parameter is 97110"),
        *(*code.documentation, *code.cautions, *code.medicare.all_notes, "A manual"),
        *("8 to 22 minutes", "modifier GO", "Therapeutic activities", "2026 edition"),
    ]
    assert [words for words in told if words not in page.text] == []
    assert "code:97530" in page.links
    assert "copy:patient" in page.links


def test_sections_stand_in_the_order_of_use() -> None:
    data = small_catalog()
    data["codes"][1]["medicare"] = {"therapy": "always"}
    catalog = load_catalog(as_bytes(data))
    headings = Page(code_page(catalog.codes[1], catalog)).of("h2")
    assert headings == [
        *("Document in the note", "Watch out for", "Compare", "Billing units", "Medicare"),
        *("Explain to the patient", "Related"),
    ]


def test_a_folded_part_is_one_line_and_leaves_its_text_out(small: Catalog) -> None:
    code = small.codes[1]
    names = folds(code, small)
    assert names == ["compare-exercise-or-activities", "sources"]
    folded = Page(code_page(code, small))
    assert [f"fold:{name}" for name in names] == [x for x in folded.links if x.startswith("fold:")]
    for name, inside in zip(names, ("One parameter is 97110", "A manual"), strict=True):
        assert inside not in folded.text
        assert inside in Page(code_page(code, small, [name])).text


@given(ANY_TEXT)
def test_a_tooltip_shows_any_text_as_text(evil: str) -> None:
    markup = html.unescape(re.findall(r'title="([^"]*)"', link("code:1", "1", evil or "-"))[0])
    assert Page(markup.removeprefix("<qt>").removesuffix("</qt>")).tags == []


def test_a_page_has_no_empty_sections() -> None:
    data = small_catalog()
    data["codes"].append({"code": "A1", "name": "Bare", "family": "procedure"})
    catalog = load_catalog(as_bytes(data))
    page = Page(code_page(catalog.codes[-1], catalog))
    assert page.of("h2") == []
    assert page.of("li") == []
    assert page.links == {}


def test_a_retired_code_leads_to_what_to_use_instead(small: Catalog) -> None:
    page = Page(retired_page(small.retired[0], small))
    for words in ("97003", "no longer", "1 January 2017", "OT evaluation"):
        assert words in page.text
    assert list(page.links) == ["code:97165"]


def test_another_professions_code_leads_to_what_an_ot_uses(small: Catalog) -> None:
    page = Page(other_profession_page(small.elsewhere[0], small))
    assert "97161" in page.text
    assert "physical therapists" in page.text
    assert list(page.links) == ["code:97165"]


def test_an_answer_that_ages_says_as_of_when(small: Catalog) -> None:
    plain, dated = (Page(faq_page(item, small)).text for item in small.faq)
    assert "As of 2026" in dated
    assert "As of" not in plain


def test_the_edition_is_told_in_one_line(small: Catalog) -> None:
    assert edition_text(small.edition) == "2026 edition, effective January 1, 2026"


def test_about_names_edition_notices_libraries_and_addresses(small: Catalog) -> None:
    versions = [("OT Codebook", "1.2.3"), ("Qt", "6.12.0"), ("Python", "3.11.7")]
    page = Page(about_page(small, versions))
    for words in ("Qt 6.12.0", "2026 edition", "For tests only.", "MIT", "www.cms.gov"):
        assert words in page.text
    without = Page(about_page(None, versions))
    assert "Qt 6.12.0" in without.text
    assert "edition" not in without.text


def test_the_keyboard_page_lists_every_key() -> None:
    page = Page(keys_page([("File", [("Ctrl+Q", "Quit")]), ("Edit", [("Ctrl+C", "Copy")])]))
    assert page.of("h2") == ["File", "Edit"]
    cells = " ".join(page.of("td"))
    for words in ("Ctrl+Q", "Quit", "Ctrl+C", "Copy"):
        assert words in cells

"""Pages that explain: questions, the guide, comparisons of codes."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Block, Catalog, Faq, GuidePage, LookAlike
from otcodebook.pages.blocks import blocks_html, code_linker
from otcodebook.pages.edition import edition_foot, expired_notice
from otcodebook.pages.html import Html, h1, join, p, text
from otcodebook.wording import as_of_text


def answer_page(item: Faq | GuidePage | LookAlike, catalog: Catalog) -> Html:
    """The page of an answer of any kind."""
    match item:
        case Faq():
            return faq_page(item, catalog)
        case GuidePage():
            return guide_page(item, catalog)
        case LookAlike():
            return lookalike_page(item, catalog)


def faq_page(item: Faq, catalog: Catalog) -> Html:
    """A question with its answer."""
    return _article(item.question, item.answer, item.as_of, catalog)


def guide_page(page: GuidePage, catalog: Catalog) -> Html:
    """One page of the guide."""
    return _article(page.title, page.body, page.as_of, catalog)


def lookalike_page(item: LookAlike, catalog: Catalog) -> Html:
    """A comparison of codes as a page of its own."""
    return _article(item.question, item.answer, "", catalog)


def notice_page(sentence: str) -> Html:
    """A page that says one thing, such as that nothing was found."""
    return p(text(sentence))


def _article(title: str, blocks: Sequence[Block], as_of: str, catalog: Catalog) -> Html:
    parts = [h1(title), blocks_html(blocks, catalog, code_linker(catalog))]
    if as_of:
        parts.append(p(text(f"As of {as_of_text(as_of)}."), "muted"))
    if expired_notice(catalog, today()):
        parts.append(p(text(edition_foot(catalog)), "muted"))
    return join(parts)

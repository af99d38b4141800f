"""Pages that explain: questions, the guide, comparisons of codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otcodebook.catalog.content import Block
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog, Faq, GuidePage, LookAlike
from otcodebook.pages.blocks import blocks_html, code_linker
from otcodebook.pages.edition import edition_foot, expired_notice
from otcodebook.pages.folds import sources_fold
from otcodebook.pages.html import Html, h1, join, p, text
from otcodebook.wording import as_of_text


def answer_page(
    item: Faq | GuidePage | LookAlike, catalog: Catalog, opened: Collection[str] = ()
) -> Html:
    """The page of an answer of any kind; `opened` are the folds that are open."""
    match item:
        case Faq():
            return faq_page(item, catalog, opened)
        case GuidePage():
            return guide_page(item, catalog, opened)
        case LookAlike():
            return lookalike_page(item, catalog, opened)


def faq_page(item: Faq, catalog: Catalog, opened: Collection[str] = ()) -> Html:
    """A question with its answer."""
    foot = _foot(item.as_of, item.sources, catalog, opened)
    return _article(item.question, item.answer, foot, catalog)


def guide_page(page: GuidePage, catalog: Catalog, opened: Collection[str] = ()) -> Html:
    """One page of the guide."""
    foot = _foot(page.as_of, page.sources, catalog, opened)
    return _article(page.title, page.body, foot, catalog)


def lookalike_page(item: LookAlike, catalog: Catalog, opened: Collection[str] = ()) -> Html:
    """A comparison of codes as a page of its own."""
    foot = _foot("", item.sources, catalog, opened)
    return _article(item.question, item.answer, foot, catalog)


def notice_page(sentence: str) -> Html:
    """A page that says one thing, such as that nothing was found."""
    return p(text(sentence))


def _article(title: str, blocks: Sequence[Block], foot: Html, catalog: Catalog) -> Html:
    return join([h1(title), blocks_html(blocks, catalog, code_linker(catalog)), foot])


def _foot(as_of: str, marks: Sequence[str], catalog: Catalog, opened: Collection[str]) -> Html:
    """Sources, how recent the answer is, and that its edition has ended."""
    parts = [sources_fold(marks, catalog, opened)]
    if as_of:
        parts.append(p(text(f"As of {as_of_text(as_of)}."), "muted"))
    if expired_notice(catalog, today()):
        parts.append(p(text(edition_foot(catalog)), "muted"))
    return join(parts)

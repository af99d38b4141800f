"""The foot of a question or guide page: the codes it mentions, and the pages beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from otcodebook.catalog.content import Block, Table, UnitsExample, block_texts
from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.model import Catalog, Code, Faq, GuidePage
from otcodebook.pages.blocks import mentioned_codes
from otcodebook.pages.html import Html, join, link, p, section, span, text

_MOST_ROWS = 12
"""A page that mentions more codes is a list of codes itself."""


class Neighbor(NamedTuple):
    """A page beside the one that is read: the target of its link, and its title."""

    target: str
    title: str


def related_codes(item: Faq | GuidePage, catalog: Catalog) -> list[Code]:
    """The current codes that the running text mentions, in reading order; empty for too many.

    Tables and worked examples are lists of codes already, so they do not count.
    """
    blocks = item.answer if isinstance(item, Faq) else item.body
    found = [entry for entry in _mentioned(blocks, catalog) if isinstance(entry, Code)]
    return found if len(found) <= _MOST_ROWS else []


def topic_foot(
    item: Faq | GuidePage, catalog: Catalog, before: Neighbor | None, after: Neighbor | None
) -> Html:
    """Rows that open the related codes, then links to the page before and the page after."""
    rows = join(_row(code) for code in related_codes(item, catalog))
    parts = section("Related codes", rows)
    if before or after:
        # No table: its cells begin with a character that no braille table knows.
        parts += [Html("<hr>"), _step("Previous", before), _step("Next", after)]
    return join(parts)


def _mentioned(blocks: Sequence[Block], catalog: Catalog) -> Iterator[object]:
    running = tuple(block for block in blocks if not isinstance(block, Table | UnitsExample))
    seen = dict.fromkeys(
        code for plain in block_texts(running) for code in mentioned_codes(plain, catalog)
    )
    return map(catalog.find, seen)


def _row(code: Code) -> Html:
    counting = counting_label(code.timing)
    label = span(text(f" \N{MIDDLE DOT} {counting}"), "muted") if counting else ""
    return Html(
        f"<p class='row'>{link(f'code:{code.code}', code.code)}&nbsp;&nbsp;"
        f"{text(code.name)}{label}</p>"
    )


def _step(label: str, neighbor: Neighbor | None) -> Html:
    if neighbor is None:
        return Html("")
    label_first = [span(text(label), "muted"), Html("&nbsp;&nbsp;")]
    return p(join([*label_first, link(neighbor.target, neighbor.title)]), "row")

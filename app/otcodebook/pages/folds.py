"""Parts of a page that are one line until they are opened, such as its sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otcodebook.catalog.model import Catalog
from otcodebook.pages.html import Html, bullets, join, link, p, text

SOURCES = "sources"
"""The name of the fold at the foot of a page."""

_CLOSED = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
_OPEN = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"

_ARROWS = "\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW} \N{NO-BREAK SPACE}"
"""The marks of the links to the pages before and after."""


def fold(
    name: str, title: str, inner: Html, opened: Collection[str], css_class: str = "fold"
) -> Html:
    """A line, a link `fold:NAME`, that opens and closes what stands beneath it."""
    is_open = name in opened
    line = p(link(f"fold:{name}", f"{_OPEN if is_open else _CLOSED} {title}"), css_class)
    return join([line, inner]) if is_open else line


def link_in_words(label: str) -> str:
    """What a screen reader says of a link with this text: a fold by its state, not by its mark."""
    for mark, state in ((_CLOSED, "closed"), (_OPEN, "open")):
        if label.startswith(mark):
            return f"{label.removeprefix(mark).strip()}, {state}, link"
    return f"{label.strip(_ARROWS)}, link" if label.strip(_ARROWS) else ""


def sources_fold(
    marks: Sequence[str], catalog: Catalog, opened: Collection[str], history: str = ""
) -> Html:
    """The publications that a page rests on, after the history of its code; empty for neither."""
    titles = {source.id: source.title for source in catalog.sources}
    named = bullets([titles[mark] for mark in marks if mark in titles], text)
    told = p(text(f"{history.removesuffix('.')}.")) if history else Html("")
    inner = join([told, named])
    return fold(SOURCES, "Sources", inner, opened, "foot") if inner else Html("")

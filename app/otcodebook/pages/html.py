"""Makes HTML, and is the only place that escapes text for it.

A function that takes `inline` hands it each plain text and puts what it returns between the tags:
`text` itself, or a function that makes links as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NewType

from otcodebook.wording import UNSHOWABLE

Html = NewType("Html", str)
"""HTML that is safe to hand to the document view."""

Inline = Callable[[str], Html]
"""Turns a plain text into HTML that can stand inside a paragraph."""


_MARK = "\N{REPLACEMENT CHARACTER}"
# What html.escape replaces; its module would bring a table of 2,231 entities, half a megabyte.
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "\r": _MARK}
)


def text(plain: str) -> Html:
    """Plain text as HTML. Control and direction-changing characters show as a visible mark."""
    return Html(re.sub(UNSHOWABLE, _MARK, plain).translate(_ESCAPED))


def link(target: str, label: str, tip: str = "") -> Html:
    """A link that the window follows itself, such as `code:97110`; `tip` shows on hovering."""
    title = f' title="{text(tooltip(tip))}"' if tip else ""
    return Html(f'<a href="{text(target)}"{title}>{text(label)}</a>')


def tooltip(plain: str) -> Html:
    """Plain text for a tooltip, which would take it for HTML if it looked like that."""
    return Html(f"<qt>{text(plain)}</qt>")


def join(parts: Iterable[Html]) -> Html:
    """The parts one after another."""
    return Html("".join(parts))


def p(inner: Html, css_class: str = "") -> Html:
    """A paragraph."""
    return Html(f'<p class="{css_class}">{inner}</p>' if css_class else f"<p>{inner}</p>")


def h1(title: str) -> Html:
    """The heading of a page."""
    return Html(f"<h1>{text(title)}</h1>")


def h2(title: str, after: Html | None = None) -> Html:
    """The heading of a section, with something `after` the title on the same line."""
    return Html(f"<h2>{text(title)}{after or ''}</h2>")


def span(inner: Html, css_class: str) -> Html:
    """A stretch of a line with a style of its own."""
    return Html(f'<span class="{css_class}">{inner}</span>')


def bullets(items: Iterable[str], inline: Inline, css_class: str = "") -> Html:
    """A list of the given class; nothing if there are no items."""
    tag = f'<ul class="{css_class}">' if css_class else "<ul>"
    rows = join(Html(f"<li>{inline(item)}</li>") for item in items)
    return Html(f"{tag}{rows}</ul>" if rows else "")


def table(head: Iterable[str], rows: Iterable[Iterable[str]], inline: Inline) -> Html:
    """A table with lines, as wide as the page, and a gap beneath it."""
    titles = join(Html(f'<th align="left">{inline(cell)}</th>') for cell in head)
    body = join(
        Html(f"<tr>{join(Html(f'<td>{inline(cell)}</td>') for cell in row)}</tr>") for row in rows
    )
    return Html(
        '<table class="grid" cellspacing="0" cellpadding="6" width="100%">'
        f'<tr>{titles}</tr>{body}</table><p class="gap">&nbsp;</p>'
    )


def section(title: str, body: Html) -> list[Html]:
    """A heading and what stands beneath it; nothing if that is empty."""
    return [h2(title), body] if body else []

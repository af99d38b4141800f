"""The user guide of the Help menu, and the part of Markdown that it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from otcodebook.pages.html import Html, join, link, p, span, table, text
from otcodebook.resources import read_resource

FILE = "user_guide.md"

_BLOCK = re.compile(
    r"```\n(?P<code>.*?)\n```|(?P<marks>##?) (?P<title>.+)"
    r"|(?P<table>(?:\|.*\|(?:\n|$))+)|(?P<list>(?:- .*(?:\n|$))+)|(?P<steps>(?:\d+\. .*(?:\n|$))+)"
    r"|(?P<paragraph>.+)",
    re.DOTALL,
)
_SPAN = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<keys>.+?)`|\[(?P<label>.+?)\]\(#(?P<anchor>.+?)\)")

Native = Callable[[str], str]
"""Turns keys such as "Ctrl+C" into what this system calls them."""


def guide_text() -> str:
    """The guide as Markdown."""
    return read_resource(FILE).decode("utf-8")


def user_guide_page(markdown: str, native: Native) -> Html:
    """The guide as a page.

    Of Markdown it knows headings of two levels, paragraphs, lists, tables, blocks of code, bold
    words, `keys` and links to headings.
    """
    found = (_BLOCK.fullmatch(block) for block in re.split(r"\n{2,}", markdown.strip()))
    return join(_block(match, native) for match in found if match)


def anchor_of(title: str) -> str:
    """The name by which a heading is linked, as on the web: "FAQ and Guide" is faq-and-guide."""
    return re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")


def _block(match: re.Match[str], native: Native) -> Html:
    inline = partial(_inline, native=native)
    kind, found = match.lastgroup, match.group()
    match kind:
        case "title":
            level, title = len(match["marks"]), match["title"]
            anchor = f'<a name="{text(anchor_of(title))}"></a>'
            return Html(f"<h{level}>{anchor}{inline(title)}</h{level}>")
        case "code":
            return Html(f"<pre>{text(match['code'])}</pre>")
        case "table":
            head, _, *rows = (line.strip("|").split("|") for line in found.splitlines())
            return table(head, rows, inline)
        case "list" | "steps":
            tag = "ul" if kind == "list" else "ol"
            items = (line.partition(" ")[2] for line in found.splitlines())
            return Html(
                f"<{tag}>{join(Html(f'<li>{inline(item)}</li>') for item in items)}</{tag}>"
            )
        case _:
            return p(inline(found))


def _inline(line: str, native: Native) -> Html:
    """A line, or a cell of a table, with its bold words, keys and links."""
    line = line.strip()
    parts: list[Html] = []
    end = 0
    for match in _SPAN.finditer(line):
        parts.append(text(line[end : match.start()]))
        end = match.end()
        if match["bold"]:
            parts.append(Html(f"<b>{text(match['bold'])}</b>"))
        elif match["keys"]:
            parts.append(span(text(native(match["keys"])), "key"))
        else:
            parts.append(link(f"#{match['anchor']}", match["label"]))
    return join([*parts, text(line[end:])])

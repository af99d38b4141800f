"""The user guide of the Help menu: reads the little Markdown that it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from otcodebook.pages.render import Html, text
from otcodebook.resources import read_resource

FILE = "user_guide.md"

_BLOCK = re.compile(
    r"```\n(?P<program>.*?)\n```|(?P<marks>##?) (?P<title>.+)"
    r"|(?P<table>(?:\|.*\|(?:\n|$))+)|(?P<list>(?:- .*(?:\n|$))+)|(?P<steps>(?:\d+\. .*(?:\n|$))+)"
    r"|(?P<paragraph>.+)",
    re.DOTALL,
)
_SPAN = re.compile(r"\*\*(?P<name>.+?)\*\*|`(?P<keys>.+?)`|\[(?P<label>.+?)\]\(#(?P<place>.+?)\)")

Native = Callable[[str], str]
"""Makes keys such as "Ctrl+C" what this system calls them."""


def guide_text() -> str:
    """The guide as Markdown."""
    return read_resource(FILE).decode("utf-8")


def user_guide_page(markdown: str, native: Native) -> Html:
    """The guide as a page. It knows headings, paragraphs, lists, tables and programs."""
    found = (_BLOCK.fullmatch(block) for block in re.split(r"\n{2,}", markdown.strip()))
    return Html("".join(_block(match, native) for match in found if match))


def place_of(title: str) -> str:
    """The name by which a heading is linked, as on the web: "FAQ and Guide" is faq-and-guide."""
    return re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")


def _block(match: re.Match[str], native: Native) -> Html:
    kind, found = match.lastgroup, match.group()
    if kind == "title":
        level, title = len(match["marks"]), match["title"]
        anchor = f'<a name="{text(place_of(title))}"></a>'
        return Html(f"<h{level}>{anchor}{_inline(title, native)}</h{level}>")
    if kind == "program":
        return Html(f"<pre>{text(match['program'])}</pre>")
    if kind == "table":
        head, _, *rows = (line.strip("|").split("|") for line in found.splitlines())
        return _table(head, rows, native)
    if kind in ("list", "steps"):
        tag = "ul" if kind == "list" else "ol"
        items = (line.partition(" ")[2] for line in found.splitlines())
        return Html(f"<{tag}>{_each('li', items, native)}</{tag}>")
    return Html(f"<p>{_inline(found, native)}</p>")


def _table(head: list[str], rows: Iterable[list[str]], native: Native) -> Html:
    titles = _each('th align="left"', head, native)
    body = "".join(f"<tr>{_each('td', row, native)}</tr>" for row in rows)
    return Html(
        '<table class="grid" cellspacing="0" cellpadding="6" width="100%">'
        f'<tr>{titles}</tr>{body}</table><p class="gap">&nbsp;</p>'
    )


def _each(tag: str, cells: Iterable[str], native: Native) -> Html:
    end = tag.partition(" ")[0]
    return Html("".join(f"<{tag}>{_inline(cell.strip(), native)}</{end}>" for cell in cells))


def _inline(line: str, native: Native) -> Html:
    """A line with its names, keys and links."""
    parts: list[str] = []
    end = 0
    for span in _SPAN.finditer(line):
        parts.append(text(line[end : span.start()]))
        end = span.end()
        if span["name"]:
            parts.append(f"<b>{text(span['name'])}</b>")
        elif span["keys"]:
            parts.append(f'<span class="key">{text(native(span["keys"]))}</span>')
        else:
            parts.append(f'<a href="#{text(span["place"])}">{text(span["label"])}</a>')
    return Html("".join([*parts, text(line[end:])]))

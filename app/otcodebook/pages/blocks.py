"""The catalog's texts and blocks as HTML, with links to the codes that they mention."""

from __future__ import annotations

import re
from collections.abc import Iterable

from otcodebook.catalog.content import Block, Bullets, Heading, Paragraph, Table, UnitsExample
from otcodebook.catalog.model import Catalog
from otcodebook.pages.html import Html, Inline, bullets, h2, join, link, p, table, text

_CODE = re.compile(r"\b(?:[A-Z]\d{4}|\d{5}|\d{4}[A-Z])\b|(?<=\b[Mm]odifier )[A-Z0-9]{2}\b")


def code_linker(catalog: Catalog, without: str = "") -> Inline:
    """A function that escapes a text and links the codes in it that the catalog knows.

    The code `without` is not linked: it is the one that the page is about.
    """

    def linked(plain: str) -> Html:
        parts: list[Html] = []
        end = 0
        for match in _CODE.finditer(plain):
            code = match.group()
            if code != without and catalog.find(code) is not None:
                parts += [text(plain[end : match.start()]), link(f"code:{code}", code)]
                end = match.end()
        return join([*parts, text(plain[end:])])

    return linked


def mentioned_codes(plain: str, catalog: Catalog) -> list[str]:
    """The codes in a text that the catalog knows, in order; some may be there twice."""
    found = (match.group() for match in _CODE.finditer(plain))
    return [code for code in found if catalog.find(code) is not None]


def blocks_html(blocks: Iterable[Block], catalog: Catalog, inline: Inline) -> Html:
    """The blocks one beneath another."""
    return join(_block(block, catalog, inline) for block in blocks)


def _block(block: Block, catalog: Catalog, inline: Inline) -> Html:
    match block:
        case Paragraph():
            return p(inline(block.text))
        case Heading():
            return h2(block.text)
        case Bullets():
            return bullets(block.items, inline)
        case Table():
            return table(block.head, block.rows, inline)
        case UnitsExample():
            # Imported here: most pages have no example.
            from otcodebook.units.example import example_blocks

            return blocks_html(example_blocks(block, catalog), catalog, inline)

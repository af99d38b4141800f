"""What answers and guide pages are made of: paragraphs, headings, lists, tables, examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from otcodebook.catalog.fields import CodeText, Line, Part, Remark, Text


class Paragraph(Part, frozen=True, tag_field="kind", tag="text"):
    """A paragraph of an answer or a guide page."""

    text: Text


class Heading(Part, frozen=True, tag_field="kind", tag="heading"):
    """A heading inside an answer or a guide page."""

    text: Line


class Bullets(Part, frozen=True, tag_field="kind", tag="list"):
    """A list of points."""

    items: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Table(Part, frozen=True, tag_field="kind", tag="table"):
    """A table; every row has as many cells as `head`."""

    head: Annotated[tuple[Remark, ...], Meta(min_length=1)]
    rows: Annotated[tuple[tuple[Remark, ...], ...], Meta(min_length=1)]


class UnitsExample(Part, frozen=True, tag_field="kind", tag="units"):
    """A session whose units are counted when the page is shown, by one method, with the reasons.

    `minutes` holds the codes in order of entry; null: an untimed code without minutes.
    """

    minutes: Annotated[
        dict[CodeText, Annotated[int, Meta(ge=0, le=1440)] | None],
        Meta(min_length=1, max_length=20),
    ]
    rule: Literal["cms", "midpoint"] = "cms"
    text: Remark = ""


Block = Paragraph | Heading | Bullets | Table | UnitsExample


def block_texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text that stands in the blocks, in reading order."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.text
            case Bullets():
                yield from block.items
            case Table():
                yield from block.head
                for row in block.rows:
                    yield from row
            case UnitsExample():
                yield from filter(None, (block.text, *block.minutes))

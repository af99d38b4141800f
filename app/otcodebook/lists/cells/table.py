"""A list as a table of cells: what the readers of CSV, TSV and JSON give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

SHEET_PLACE = "row"
"""What the number of a row counts in a spreadsheet; elsewhere it is a line or an entry."""

# They have no width, turn the reading direction, or mark the bytes of a file. Those that join the
# letters of some scripts (U+200C, U+200D) are none of these.
_HIDDEN = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class Row(Struct, frozen=True, gc=False):
    """A row as it stands in the file: the line that it begins on, and its cells.

    The garbage collector need not look at a hundred thousand of them.

    `is_open`: a quotation mark opens in it and is never closed. `is_unended`: the file ends in it,
    without the end of a line.
    """

    line: int
    cells: tuple[str, ...]
    is_open: bool = False
    is_unended: bool = False


@dataclass(frozen=True)
class Table:
    """All rows, a header perhaps among them. `separator` and `place` are for people.

    `place` is what a row's number counts: "line", in JSON "entry", in a spreadsheet "row".
    """

    rows: Sequence[Row]
    separator: str
    place: str = "line"
    remarks: tuple[str, ...] = ()


def tidy(cell: str) -> str:
    """The cell in one line, without marks that nobody sees."""
    return " ".join((cell if cell.isascii() else _HIDDEN.sub("", cell)).split())

"""Puts blocks of lines into the columns of pages, without tearing a block that fits.

Lengths are in the device's pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtGui import QFont


class Part(NamedTuple):
    """A text on a line."""

    x: float
    text: str
    font: QFont
    color: str


class Line(NamedTuple):
    """One line of a column; `ruled` draws a hairline beneath it."""

    height: float
    ascent: float
    parts: tuple[Part, ...]
    ruled: bool = False


class Block(NamedTuple):
    """Lines that stay together.

    At the top of a column `continued` stands above them, elsewhere a free space.
    """

    lines: tuple[Line, ...]
    space: float = 0
    continued: tuple[Line, ...] = ()

    def height(self, *, at_top: bool) -> float:
        """The height, with what stands above the lines."""
        return height_of(self.lines) + (height_of(self.continued) if at_top else self.space)


Column = list[tuple[float, Line]]
"""Lines with their places below the top of the column."""


def arranged(blocks: list[Block], columns: int, room: float) -> list[list[Column]]:
    """The blocks on pages of columns so high; those of the last page are about equally long."""
    filled = _filled(blocks, room)
    before = (len(filled) - 1) // columns * columns
    last = [block for column in filled[before:] for block in column]
    if columns > 1 and last:
        tallest = max(block.height(at_top=True) for block in last)
        limit = max(tallest, sum(block.height(at_top=False) for block in last) / columns)
        step = room / 200
        while len(tried := _filled(last, limit)) > columns:
            limit = min(limit + step, room)
        filled[before:] = tried
    placed = [_placed(column) for column in filled]
    return [placed[at : at + columns] for at in range(0, len(placed), columns)] or [[]]


def _filled(blocks: Sequence[Block], room: float) -> list[list[Block]]:
    """The blocks in columns; only a block higher than a whole column is divided, between lines."""
    columns: list[list[Block]] = []
    left = 0.0
    for block in blocks:
        if columns and block.height(at_top=False) <= left:
            columns[-1].append(block)
            left -= block.height(at_top=False)
            continue
        for piece in _divided(block, room):
            columns.append([piece])
            left = room - piece.height(at_top=True)
    return columns


def _divided(block: Block, room: float) -> Iterator[Block]:
    lines: list[Line] = []
    left = room - height_of(block.continued)
    for line in block.lines:
        if lines and line.height > left:
            yield block._replace(lines=tuple(lines))
            lines, left = [], room - height_of(block.continued)
        lines.append(line)
        left -= line.height
    yield block._replace(lines=tuple(lines))


def _placed(column: Sequence[Block]) -> Column:
    placed: Column = []
    y = 0.0
    for at, block in enumerate(column):
        y += block.space if at else 0
        for line in (*(() if at else block.continued), *block.lines):
            placed.append((y, line))
            y += line.height
    return placed


def height_of(lines: Sequence[Line]) -> float:
    """How high the lines are together."""
    return sum(line.height for line in lines)

"""Text of a row: single runs on a baseline, and lines that wrap."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from otcodebook.search.text import Span

FontPair = tuple[QFont, QFontMetrics]


def draw_run(
    painter: QPainter, place: tuple[int, int], text: str, font: FontPair, color: str
) -> int:
    """Draws one run from its left end on the baseline; returns its right end."""
    left, baseline = place
    if not text:
        return left
    painter.setFont(font[0])
    painter.setPen(QColor(color))
    painter.drawText(left, baseline, text)
    return left + font[1].horizontalAdvance(text)


def shifted(spans: Sequence[Span], by: int) -> list[Span]:
    """The spans in a text that begins so much later."""
    return [(start + by, end + by) for start, end in spans]


def strong_range(span: Span, color: str) -> QTextLayout.FormatRange:
    """A stretch of text in bold, and in a color where one is given."""
    strong = QTextCharFormat()
    strong.setFontWeight(QFont.Weight.Bold)
    if color:
        strong.setForeground(QColor(color))
    stretch = QTextLayout.FormatRange()
    stretch.start, stretch.length, stretch.format = span[0], span[1] - span[0], strong
    return stretch


def lay_out(
    text: str, font: QFont, formats: list[QTextLayout.FormatRange], width: int
) -> QTextLayout:
    """A text laid out in lines of this width."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def with_metrics(font: QFont) -> FontPair:
    """A font with its metrics, which take long to work out for each row."""
    return font, QFontMetrics(font)


def until(spans: Sequence[Span], end: int) -> list[Span]:
    """The spans as far as a cut text still shows them."""
    return [(start, min(stop, end)) for start, stop in spans if start < end]

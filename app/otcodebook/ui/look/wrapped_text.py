"""Text of a row that wraps: several lines, with stretches in bold."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout, QTextOption

from otcodebook.search.words.text import Span


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

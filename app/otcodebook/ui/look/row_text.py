"""Text of a row: single runs on a baseline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from otcodebook.search.words.text import Span

FontPair = tuple[QFont, QFontMetrics]

_TABULAR = QFont.Tag("tnum")


def bold(base: QFont) -> QFont:
    """The font in bold."""
    font = QFont(base)
    font.setBold(True)
    return font


def code_font(base: QFont) -> QFont:
    """Bold with figures of equal width, so that codes stand under each other."""
    font = bold(base)
    font.setFeature(_TABULAR, 1)
    return font


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


def with_metrics(font: QFont) -> FontPair:
    """A font with its metrics, which take long to work out for each row."""
    return font, QFontMetrics(font)


def until(spans: Sequence[Span], end: int) -> list[Span]:
    """The spans as far as a cut text still shows them."""
    return [(start, min(stop, end)) for start, stop in spans if start < end]

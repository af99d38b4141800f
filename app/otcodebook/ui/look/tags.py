"""A row of small tags that wraps where the width ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from otcodebook.pages.html import tooltip
from otcodebook.ui.look.theme import LIGHT, Colors

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent

    from otcodebook.pages.facts import Fact

_GAP = 6
_PADDING = 7
_RADIUS = 4
_TINT = 0.08
"""So much of the text's color is in the ground of a tag: enough to be seen in every theme."""

_WRAPPED = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)


class TagRow(QWidget):
    """Shows a few facts at a glance; resting on one tells what it means.

    A tag has no edge and no color of its own: it is not a button.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: Sequence[Fact] = ()
        self._colors = LIGHT
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Replaces the tags; screen readers hear them as one text, and what they mean after it."""
        self._facts = facts
        self.setAccessibleName("; ".join(fact.text for fact in facts))
        self.setAccessibleDescription("; ".join(fact.meaning for fact in facts))
        self.updateGeometry()
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors
        self.update()

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped rows need."""
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        """One row as wide as all tags."""
        places = self._places(100_000)
        return QSize(places[-1].right() + 1, places[-1].bottom() + 1) if places else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """Narrow: the row wraps."""
        return QSize(0, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps to another width, which takes another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Tells what the tag under the pointer means."""
        if event.type() == QEvent.Type.ToolTip:
            self._tell(cast("QHelpEvent", event))
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        for place, fact in zip(self._places(self.width()), self._facts, strict=True):
            if place.contains(event.pos()):
                QToolTip.showText(event.globalPos(), tooltip(fact.meaning), self, place)
                return
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws each tag as a tinted ground with text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = QColor(self._colors.text)
        ground = QColor(text)
        ground.setAlphaF(_TINT)
        for place, fact in zip(self._places(self.width()), self._facts, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(place, _RADIUS, _RADIUS)
            painter.setPen(text)
            inside = place.adjusted(_PADDING, 0, -_PADDING, 0)
            painter.drawText(inside, _WRAPPED, fact.text)
        painter.end()

    def _places(self, width: int) -> list[QRect]:
        metrics = self.fontMetrics()
        places: list[QRect] = []
        left = top = 0
        for fact in self._facts:
            height = metrics.height() + _PADDING
            wide = metrics.horizontalAdvance(fact.text) + 2 * _PADDING + 2
            if left and left + wide > width:
                left, top = 0, places[-1].bottom() + 1 + _GAP
            if wide > width:  # alone in its row, on as many lines as it needs
                wide = max(width, 1)
                room = QRect(0, 0, max(wide - 2 * _PADDING, 1), 10_000)
                height = metrics.boundingRect(room, _WRAPPED, fact.text).height() + _PADDING
            places.append(QRect(left, top, wide, height))
            left += wide + _GAP
        return places

"""The line icons: SVG files drawn for the app, tinted by the theme, sharp at every scale.

They are read without QtSvg, whose first drawing costs 15 ms and 4 MB of memory and whose libraries
add 0.3 MB to a packed executable: an icon here is one path of straight lines and Bezier curves.
"""

from __future__ import annotations

import logging
import re
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton

from otcodebook.errors import ResourceError
from otcodebook.resources import read_resource
from otcodebook.ui.look.theme import Colors

_LOG = logging.getLogger(__name__)

GRID = 16
"""The units of an icon's side."""
STROKE = 1.5
"""The width of every line, in units."""
_TOKENS = re.compile(r"[MLHVCZ]|-?\d+(?:\.\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}


class IconName(StrEnum):
    """The icons by their file in resources/icons/line."""

    STAR = "star"
    STAR_FILLED = "star-filled"
    COPY = "copy"
    PLUS = "plus"
    NOTE = "note"
    SEARCH = "search"
    BACK = "back"
    FORWARD = "forward"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_DOWN = "chevron-down"
    CLOSE = "close"
    FILTER = "filter"
    WARNING = "warning"
    CHECK = "check"
    FILE = "file"
    CLOCK = "clock"


def paint_icon(
    painter: QPainter, rect: QRectF, name: IconName, color: str, ground: str = ""
) -> None:
    """Draws an icon into a square, in one color; `ground` fills what its lines enclose."""
    path, is_filled = _shape(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / GRID, rect.height() / GRID)
    pen = QPen(QColor(color), STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    filling = color if is_filled else ground
    painter.setBrush(QColor(filling) if filling else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def icon(name: IconName, colors: Colors, token: str = "text") -> QIcon:
    """An icon for a button, in the color of this token; a disabled button shows it muted.

    Use the token `ground` on a primary button, whose ground is the accent.
    """
    return tinted(name, colors._asdict()[token], colors.muted)


def tinted(name: IconName, color: str, disabled: str = "") -> QIcon:
    """An icon in this color, and in another one on a disabled button."""
    return QIcon(_Engine(name, color, disabled or color))


def set_icon(button: QAbstractButton, name: IconName, colors: Colors, token: str = "text") -> None:
    """Gives a button an icon as tall as its text; call it again after a change of text size.

    Call it after the button has its text, which stands a little apart from the icon.
    """
    side = side_for(button.fontMetrics().height())
    button.setIconSize(QSize(side + (side // 4 if button.text() else 0), side))
    button.setIcon(icon(name, colors, token))


def side_for(height: int) -> int:
    """The side of an icon beside text of this height, in pixels."""
    return max(GRID, round(0.95 * height))


class _Engine(QIconEngine):
    """Draws the path at whatever size and scale a button asks for."""

    def __init__(self, name: IconName, color: str, muted: str) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._muted = muted

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = self._muted if mode == QIcon.Mode.Disabled else self._color
        side = min(rect.width(), rect.height())
        top = rect.top() + (rect.height() - side) / 2
        # At the left: a wider place keeps the text apart.
        paint_icon(painter, QRectF(rect.left(), top, side, side), self._name, color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # a button that has no room yet asks for it
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color, self._muted)


@cache
def _shape(name: IconName) -> tuple[QPainterPath, bool]:
    """The path of an icon, and whether it is filled."""
    try:
        svg = read_resource(f"icons/line/{name}.svg").decode("ascii")
        data = re.search(r'<path d="([^"]+)"', svg)
        if data is None:
            raise ValueError(f"the icon {name} has no path")
        return parse_path(data[1]), 'fill="none"' not in svg
    except (ResourceError, ValueError):
        # An exception while Qt paints ends the program; a button without its icon still works.
        _LOG.exception("the icon %s cannot be drawn", name)
        return QPainterPath(), False


def parse_path(data: str) -> QPainterPath:
    """The path of SVG's `d`: absolute M, L, H, V, C and Z. Raises ValueError for anything else."""
    words = _TOKENS.findall(data)
    if re.sub(r"[\s,]", "", data) != "".join(words):
        raise ValueError(f"not a path of lines and curves: {data}")
    path = QPainterPath()
    at = 0
    while at < len(words):
        command = words[at]
        count = _ARGUMENTS.get(command)
        arguments = words[at + 1 : at + 1 + (count or 0)]
        if count is None or len(arguments) < count or any(word.isalpha() for word in arguments):
            raise ValueError(f"not a path of lines and curves: {data}")
        _extend(path, command, [float(word) for word in arguments])
        at += 1 + count
    return path


def _extend(path: QPainterPath, command: str, numbers: list[float]) -> None:
    here = path.currentPosition()
    match command:
        case "M":
            path.moveTo(*numbers)
        case "L":
            path.lineTo(*numbers)
        case "H":
            path.lineTo(numbers[0], here.y())
        case "V":
            path.lineTo(here.x(), numbers[0])
        case "C":
            points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            path.cubicTo(*points)
        case "Z":
            path.closeSubpath()

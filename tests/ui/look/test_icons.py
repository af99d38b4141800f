"""The line icons: one grid, one stroke, drawn as a full SVG renderer draws them, tinted, sharp."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from otcodebook.resources import resource_path
from otcodebook.ui.look.icons import (
    GRID,
    STROKE,
    IconName,
    icon,
    paint_icon,
    parse_path,
    side_for,
    tinted,
)
from otcodebook.ui.look.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")

_HEAD = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 (\d+) (\d+)" fill="(none|#000)" '
    r'stroke="#000" stroke-width="([\d.]+)" stroke-linecap="round" stroke-linejoin="round">'
    r'<path d="([^"]+)"/></svg>\n'
)
_DIFFERENT = 48
"""A gray that antialiasing does not explain."""


def _blank(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    return image


def _drawn(name: IconName, side: int, color: str = "#000000") -> QImage:
    image = _blank(side)
    painter = QPainter(image)
    paint_icon(painter, QRectF(0, 0, side, side), name, color)
    painter.end()
    return image


def _rendered(name: IconName, side: int) -> QImage:
    """The same file, drawn by Qt's own SVG renderer."""
    image = _blank(side)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(resource_path(f"icons/line/{name}.svg"))).render(painter)
    painter.end()
    return image


def _pixels(image: QImage) -> Iterator[QColor]:
    for y in range(image.height()):
        for x in range(image.width()):
            yield image.pixelColor(x, y)


def test_every_file_is_an_icon_on_the_one_grid_with_the_one_stroke() -> None:
    files = {path.stem: path.read_text() for path in resource_path("icons/line").glob("*")}
    assert set(files) == set(IconName)
    wrong = []
    for name, text in files.items():
        found = _HEAD.fullmatch(text)
        if found is None or {found[1], found[2]} != {str(GRID)} or float(found[4]) != STROKE:
            wrong.append(name)
            continue
        box = parse_path(found[5]).boundingRect()
        half = STROKE / 2
        if not QRectF(0, 0, GRID, GRID).contains(box.adjusted(-half, -half, half, half)):
            wrong.append(f"{name} leaves the grid: {box}")
    assert wrong == []


def test_an_icon_looks_as_the_svg_renderer_draws_it() -> None:
    differing = []
    for name in IconName:
        for side in (16, 24, 48):  # 100, 150 and 300 %
            pairs = zip(_pixels(_drawn(name, side)), _pixels(_rendered(name, side)), strict=True)
            most = max(abs(one.red() - other.red()) for one, other in pairs)
            if most > _DIFFERENT:
                differing.append((name, side, most))
    assert differing == []


def test_an_icon_has_the_color_it_is_given() -> None:
    for colors in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK):
        names = {color.name().upper() for color in _pixels(_drawn(IconName.PLUS, 64, colors.text))}
        assert colors.text in names


def _shown(shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, ratio: float = 1.0) -> QImage:
    return shown.pixmap(QSize(16, 16), ratio, mode).toImage()


def test_a_button_shows_it_in_the_color_of_the_theme_and_muted_while_disabled() -> None:
    plus = icon(IconName.PLUS, LIGHT)
    assert _shown(plus).pixelColor(8, 8).name().upper() == LIGHT.text
    disabled = _shown(plus, QIcon.Mode.Disabled)
    assert disabled.pixelColor(8, 8).name().upper() == LIGHT.muted
    on_accent = icon(IconName.PLUS, LIGHT, "ground")
    assert _shown(on_accent).pixelColor(8, 8).name().upper() == LIGHT.ground


def test_it_is_drawn_for_each_scale_and_not_blown_up() -> None:
    for ratio in (1.0, 1.25, 1.5, 2.0, 3.0):
        image = _shown(tinted(IconName.SEARCH, "#000000"), ratio=ratio)
        assert image.width() == round(16 * ratio)
        grays = sum(0 < color.alpha() < 255 for color in _pixels(image))
        # The blurred rim of a line grows with its length alone; of an enlarged picture, with both.
        assert grays <= 75 * ratio + 25, ratio


def test_a_button_without_room_gets_nothing_and_nobody_complains() -> None:
    assert icon(IconName.PLUS, LIGHT).pixmap(QSize(0, 0)).isNull()


def test_it_grows_with_the_text_and_is_never_too_small_to_tell() -> None:
    assert side_for(10) == GRID
    assert side_for(40) == 38


def test_a_path_of_anything_else_is_refused() -> None:
    for data in ("M1 2 l3 4", "M1", "1 2", "M1 2 L3", "M1 2 A1 1 0 0 0 3 3", "M x"):
        with pytest.raises(ValueError, match="not a path"):
            parse_path(data)


def test_a_path_is_lines_and_curves() -> None:
    path = parse_path("M1 2 H5 V6 L7 8 C7 9 8 10 9 10 Z")
    points = [path.elementAt(at) for at in range(path.elementCount())]
    corners = [(point.x, point.y) for point in points]
    assert corners[:4] == [(1, 2), (5, 2), (5, 6), (7, 8)]
    assert path.pointAtPercent(0) == QPointF(1, 2)
    assert (9, 10) in corners

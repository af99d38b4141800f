"""Draws a row: code, name, and beneath them the family and how it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from otcodebook.search.hits import MatchReason
from otcodebook.search.words.text import Span
from otcodebook.ui.codes.model import AnyHit, Role, Row
from otcodebook.ui.look.row_ground import MARK, PADDING, is_hovered, paint_ground, room_for_rows
from otcodebook.ui.look.row_text import (
    FontPair,
    bold,
    code_font,
    draw_run,
    shifted,
    until,
    with_metrics,
)
from otcodebook.ui.look.theme import LIGHT, Colors, scaled
from otcodebook.wording import quoted

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QTextLayout

_Index = QModelIndex | QPersistentModelIndex
_DOT = " \N{MIDDLE DOT} "
_MOST_WRAPPED = 2000
_NARROW = 44
"""So many letters wide a list shows most names and details whole on two lines."""
_WIDEST_CODE = "Q0000"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def _row_of(index: _Index) -> Row | None:
    """What there is to draw; None where the row is just going."""
    row = index.data(Role.ROW)
    return row if isinstance(row, Row) else None


def _also_called(hit: AnyHit) -> tuple[str, int]:
    """The alias as a row shows it, empty for none, and where in this text it begins."""
    lead = "your list: " if hit.reason is MatchReason.OWN_LIST else ""
    return (f"{lead}{quoted(hit.alias)}" if hit.alias else ""), len(lead) + 1


class _Fonts:
    """The fonts of a row with their metrics, worked out once for each text size."""

    def __init__(self, base: QFont) -> None:
        self.name = (base, QFontMetrics(base))
        self.name_match = with_metrics(bold(base))
        self.code = with_metrics(code_font(base))
        self.icon = max(16, round(0.95 * self.code[1].height()))
        small = scaled(base, 0.9)
        self.detail = with_metrics(small)
        self.detail_match = with_metrics(bold(small))


class CodeDelegate(QStyledItemDelegate):
    """Draws what the model and the search worked out; it decides nothing.

    Signals:
        star_clicked: the star of a row was clicked, which made the row current.
        double_clicked: a row was double-clicked beside its star.
    """

    star_clicked = Signal()
    double_clicked = Signal()

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._colors = LIGHT

    @cached_property
    def _fonts(self) -> _Fonts:
        """Of the view until `set_colors`, which the window calls before the first row is drawn."""
        return _Fonts(self._view.font())

    def set_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size to draw with."""
        self._colors = colors
        self._fonts = _Fonts(font)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Tells of clicks; the star is found by its place."""
        # Imported here, like below: most sessions never point at a row.
        from PySide6.QtGui import QMouseEvent

        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        on_star = self._star_place(option.rect).contains(event.position().toPoint())
        row = _row_of(index)
        has_star = on_star and row is not None and row.is_favorite is not None
        if event.type() == QEvent.Type.MouseButtonDblClick and not has_star:
            self.double_clicked.emit()
        plain = not event.modifiers()
        if event.type() == QEvent.Type.MouseButtonRelease and has_star and plain:
            self.star_clicked.emit()
        return False

    def fit_rows(self, total: int) -> None:
        """Lets the rows of a narrow list wrap, unless there are so many that measuring takes."""
        wraps = self._is_narrow() and total <= _MOST_WRAPPED
        wrapped = not self._view.uniformItemSizes()
        self._view.setUniformItemSizes(not wraps)
        if wraps or wrapped:
            self._view.scheduleDelayedItemsLayout()

    def _is_narrow(self) -> bool:
        """Whether the list is too narrow for its text size to show most rows on two lines."""
        room = room_for_rows(self._view)
        return room < _NARROW * self._fonts.name[1].averageCharWidth()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Two lines of text; where the view does not want all rows alike, as many as it takes."""
        row = None if self._view.uniformItemSizes() else _row_of(index)
        if row is not None:
            # With room for the scroll bar, which may come only because of the rows' heights.
            bar = self._view.verticalScrollBar().sizeHint().width()
            room = min(room_for_rows(self._view), self._view.contentsRect().width() - bar)
            title, detail = self._wrapped(row, self._room(room, row))
            height = title.boundingRect().height() + detail.boundingRect().height()
            return QSize(0, int(height) + 2 * PADDING)
        height = self._fonts.code[1].height() + self._fonts.detail[1].height()
        return QSize(0, height + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, then the two lines."""
        row = _row_of(index)
        if row is None:
            return
        hit, rect = row.hit, option.rect
        painter.save()
        paint_ground(painter, self._view, option, index, self._colors)
        self._paint_marks(painter, option, index, row)
        rect = QRect(rect.left(), rect.top(), self._room(rect.width(), row), rect.height())
        left = rect.left() + PADDING + MARK
        if not self._view.uniformItemSizes():
            title, detail = self._wrapped(row, rect.width())
            top = QPointF(left, rect.top() + PADDING)
            painter.setPen(QColor(self._text_color(row)))
            title.draw(painter, top)
            painter.setPen(QColor(self._colors.muted))
            detail.draw(painter, top + QPointF(0, title.boundingRect().height()))
            painter.restore()
            return
        right = rect.right() - PADDING
        fonts = self._fonts
        baseline = rect.top() + PADDING + fonts.code[1].ascent()
        text = self._text_color(row)
        is_code = row.label == hit.document.code
        color = text if is_code else self._colors.muted
        used = draw_run(painter, (left, baseline), row.label, fonts.code, color)
        accent = self._accent(row)
        for start, end in hit.code_spans:
            at = left + fonts.code[1].horizontalAdvance(hit.document.code[:start])
            run = hit.document.code[start:end]
            draw_run(painter, (at, baseline), run, fonts.code, accent)
        column = fonts.code[1].horizontalAdvance(_WIDEST_CODE)
        name_left = max(used, left + column) + fonts.code[1].horizontalAdvance("00")
        pair = (fonts.name, fonts.name_match)
        place = (name_left, baseline, right)
        spans = () if row.is_dimmed else hit.name_spans
        self._draw_runs(painter, place, hit.document.name, spans, pair, text)
        baseline = rect.top() + PADDING + fonts.code[1].height() + fonts.detail[1].ascent()
        self._paint_detail(painter, row, (left, baseline, right))
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """The whole text of a row, only where the row had to cut it."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        if (row := _row_of(index)) is None:
            return True
        text, detail = str(index.data(Qt.ItemDataRole.DisplayRole)), row.detail
        room = self._room(option.rect.width(), row) - 2 * PADDING - MARK
        fits = self._fonts.code[1].horizontalAdvance(text) <= room
        fits = fits and self._fonts.detail[1].horizontalAdvance(detail) <= room
        # Imported here, like above.
        from PySide6.QtWidgets import QToolTip

        from otcodebook.pages import html

        # Escaped: a tooltip takes a text with tags in it for rich text.
        whole = f"<p>{html.text(text)}<br>{html.text(detail)}</p>"
        QToolTip.showText(event.globalPos(), "" if fits else whole, view)
        return True

    def _paint_marks(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, row: Row
    ) -> None:
        """Draws star and note at the right; the row in use has a hollow star to be filled."""
        is_favorite, has_note = row.is_favorite, row.has_note
        in_use = self._view.currentIndex() == index or is_hovered(self._view, option)
        has_star = is_favorite or (is_favorite is not None and in_use)
        if not has_star and not has_note:
            return
        # Imported here: a list without marks is painted without icons.
        from otcodebook.ui.look.icons import IconName, paint_icon

        colors, side = self._colors, self._fonts.icon
        place = self._star_place(option.rect)
        top = place.top() + (place.height() - side) / 2
        if has_star:
            name = IconName.STAR_FILLED if is_favorite else IconName.STAR
            color = colors.accent if is_favorite else colors.muted
            paint_icon(painter, QRectF(place.left() + PADDING, top, side, side), name, color)
        if has_note:
            at = QRectF(place.left() - side, top, side, side)
            paint_icon(painter, at, IconName.NOTE, colors.muted)

    def _text_color(self, row: Row) -> str:
        """The color of the name: fainter where the row is only the closest there is."""
        return self._colors.muted if row.is_dimmed else self._colors.text

    def _accent(self, row: Row) -> str:
        return self._colors.muted if row.is_dimmed else self._colors.accent

    def _star_place(self, rect: QRect) -> QRect:
        """Where a row has its star, with some room around it."""
        width = self._fonts.icon + 2 * PADDING
        height = self._fonts.code[1].height() + 2 * PADDING
        return QRect(rect.right() + 1 - width, rect.top(), width, height)

    def _room(self, width: int, row: Row) -> int:
        """The width that the marks leave, so that a text stays as it is when a star comes.

        An answer has none: its title is a sentence, which needs the room.
        """
        marks = bool(row.hit.document.code) + row.has_note
        return width - marks * (self._fonts.icon + PADDING)

    def _wrapped(self, row: Row, width: int) -> tuple[QTextLayout, QTextLayout]:
        """The two texts of a row, each on as many lines as it takes."""
        # Imported here: only a narrow list wraps.
        from otcodebook.ui.look.wrapped_text import lay_out, strong_range

        room = width - 2 * PADDING - MARK
        hit, label = row.hit, row.label
        shift = len(label) + 2
        accent = self._accent(row)
        marks = [*hit.code_spans, *shifted(hit.name_spans, shift)]
        ranges = [
            strong_range((0, len(label)), ""),
            *(strong_range(mark, accent) for mark in marks),
        ]
        title = lay_out(f"{label}  {hit.document.name}", self._fonts.name[0], ranges, room)
        alias, inside = _also_called(hit)
        parts = (hit.warning, alias, row.detail)
        shift = len(hit.warning) + len(_DOT) + inside if hit.warning else inside
        ranges = [strong_range((0, len(hit.warning)), self._colors.warning)] if hit.warning else []
        ranges += [strong_range(mark, accent) for mark in shifted(hit.alias_spans, shift)]
        second = _DOT.join(part for part in parts if part)
        return title, lay_out(second, self._fonts.detail[0], ranges, room)

    def _paint_detail(self, painter: QPainter, row: Row, place: tuple[int, int, int]) -> None:
        hit = row.hit
        left, baseline, right = place
        pair = (self._fonts.detail, self._fonts.detail_match)
        muted = self._colors.muted
        if hit.warning:
            warned = f"{hit.warning}  \N{MIDDLE DOT}  "
            left = self._draw_runs(
                painter, place, warned, (), (self._fonts.detail_match,) * 2, self._colors.warning
            )
        if hit.alias:
            alias, inside = _also_called(hit)
            spans = () if row.is_dimmed else shifted(hit.alias_spans, inside)
            left = self._draw_runs(
                painter, (left, baseline, right), f"{alias}  \N{MIDDLE DOT}  ", spans, pair, muted
            )
        self._draw_runs(painter, (left, baseline, right), row.detail, (), pair, muted)

    def _draw_runs(
        self,
        painter: QPainter,
        place: tuple[int, int, int],
        text: str,
        spans: Sequence[Span],
        fonts: tuple[FontPair, FontPair],
        color: str,
    ) -> int:
        """Draws a text with its matches emphasized, cut at the right edge; returns its end."""
        left, baseline, right = place
        plain, strong = fonts
        widest = strong if spans else plain
        if widest[1].horizontalAdvance(text) > right - left:
            mode = Qt.TextElideMode.ElideRight
            cut = widest[1].elidedText(text, mode, max(right - left, 0))
            spans = until(spans, len(cut.removesuffix(_ELLIPSIS)))
            text = cut
        at = 0
        for start, end in spans:
            left = draw_run(painter, (left, baseline), text[at:start], plain, color)
            accent = self._colors.accent
            left = draw_run(painter, (left, baseline), text[start:end], strong, accent)
            at = end
        return draw_run(painter, (left, baseline), text[at:], plain, color)

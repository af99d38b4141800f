"""Lays out a printed list on paper and paints it: the same for PDF and printer.

Nothing here depends on the window's theme or text size. Lengths are in the device's pixels unless
their name says millimeters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from otcodebook.export.printed_list import PrintedList, Row
from otcodebook.ui.look.row_text import bold, code_font
from otcodebook.ui.look.theme import LIGHT as PAPER
from otcodebook.ui.printing.columns import Block, Line, Part, arranged, height_of

RESOLUTION = 600
"""Dots per inch of a PDF and of its preview."""
_MARGINS_MM = QMarginsF(16, 14, 16, 11)
_GUTTER_MM = 9
_GAP_MM = 3
_PADDING_MM = 1.0
_GROUP_MM = 4
_REFERENCE_GAP_MM = 6
_LEGEND_COLUMNS = 2
_MM_PER_INCH = 25.4
_WIDEST_CODE = 0.4  # of a column
_MOST_TITLE_LINES = 2
_MOST_GROUP_LINES = 2
_MOST_FOOT_LINES = 6
_DOT = " \N{MIDDLE DOT} "
_LIGATURES = QFont.Tag("liga")
_UTF16 = "utf-16-le"
# Where paper is cut to Letter, by Unicode's list (CLDR, measurementData, paperSize).
_LETTER = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]


class PaperSize(StrEnum):
    """The paper that can be chosen."""

    LETTER = "Letter (8.5 x 11 in)"
    A4 = "A4 (210 x 297 mm)"


def usual_paper() -> PaperSize:
    """The paper that is usual where the system is; Letter if it does not say where that is."""
    territory = QLocale.territoryToCode(QLocale.system().territory())
    return PaperSize.LETTER if not territory or territory in _LETTER else PaperSize.A4


def page_layout(paper: PaperSize) -> QPageLayout:
    """A portrait page of this size with our margins."""
    size = QPageSize.PageSizeId.A4 if paper is PaperSize.A4 else QPageSize.PageSizeId.Letter
    portrait = QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(size), portrait, _MARGINS_MM, QPageLayout.Unit.Millimeter)


def pdf_bytes(printed: PrintedList, columns: int, paper: PaperSize | None = None) -> bytes:
    """The list as a PDF document, on the usual paper if no other is given."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paint(printed, columns, pdf_device(buffer, printed, paper or usual_paper()))
    buffer.close()
    return bytes(data.data())


def pdf_device(buffer: QBuffer, printed: PrintedList, paper: PaperSize) -> QPdfWriter:
    """What the list is laid out and painted for; it writes into the buffer."""
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(page_layout(paper))
    writer.setTitle(printed.title)
    writer.setCreator("OT Codebook")
    return writer


def paint(
    printed: PrintedList, columns: int, device: QPagedPaintDevice, first: int = 1, last: int = 0
) -> bool:
    """Paints the pages from `first` to `last` (0: to the end); False where the device refuses."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    paper = Paper(printed, columns, device)
    for number in range(first, min(last or len(paper.pages), len(paper.pages)) + 1):
        if number > first and not device.newPage():
            painter.end()
            return False
        paper.paint_page(painter, number)
    return painter.end()


class Paper:
    """A list laid out for one device; `pages` are columns of lines with their places."""

    def __init__(self, printed: PrintedList, columns: int, device: QPagedPaintDevice) -> None:
        self._device = device
        self._mm = device.logicalDpiX() / _MM_PER_INCH
        self._size = device.width(), device.height()
        self._title = bold(self._font(15))
        self._text = self._font(10 if columns == 1 else 9.5)
        self._code = code_font(self._text)
        self._small = self._font(9 if columns == 1 else 8.5)
        self._group = bold(self._small)
        self._tiny = self._font(6.5)
        self._printed = printed
        gutter = _GUTTER_MM * self._mm
        self._column = (self._size[0] - gutter * (columns - 1)) / columns
        self._step = self._column + gutter
        self._head = self._head_lines()
        self._foot = self._foot_lines()
        self._top = height_of(self._head) + 4 * self._mm
        room = self._size[1] - self._top - height_of(self._foot) - 5 * self._mm
        self.pages = arranged(list(self._blocks()), columns, room)
        self._reference = self._fitting_reference(room)

    def paint_page(self, painter: QPainter, number: int) -> None:
        """Paints one page; 1 is the first."""
        width, height = self._size
        self._paint_lines(painter, 0, 0, self._head)
        self._paint_rule(painter, 0, self._top - 2.5 * self._mm, width, PAPER.text)
        for at, column in enumerate(self.pages[number - 1]):
            for y, line in column:
                self._paint_lines(painter, at * self._step, self._top + y, [line])
        y = height - height_of(self._foot)
        if number == len(self.pages):
            above = y - 5 * self._mm - height_of(self._reference)
            self._paint_lines(painter, 0, above, self._reference)
        self._paint_rule(painter, 0, y - 1.5 * self._mm, width, PAPER.line)
        self._paint_lines(painter, 0, y, self._foot)
        painter.setFont(self._tiny)
        painter.setPen(QColor(PAPER.muted))
        place = QRectF(0, y, width, height_of(self._foot))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"Page {number} of {len(self.pages)}")

    def _head_lines(self) -> list[Line]:
        count = self._printed.count
        room = self._size[0] - self._wide(count, self._small) - 2 * _GAP_MM * self._mm
        texts = self._wrapped(self._printed.title, self._title, room, _MOST_TITLE_LINES)
        lines = [self._line(self._title, Part(0, text, self._title, PAPER.text)) for text in texts]
        x = self._size[0] - self._wide(count, self._small)
        parts = (*lines[0].parts, Part(x, count, self._small, PAPER.muted))
        return [lines[0]._replace(parts=parts), *lines[1:]]

    def _foot_lines(self) -> list[Line]:
        room = self._size[0] - self._wide("Page 999 of 999", self._tiny) - _GAP_MM * self._mm
        texts = self._wrapped(self._printed.foot, self._tiny, room, _MOST_FOOT_LINES)
        return [self._line(self._tiny, Part(0, text, self._tiny, PAPER.muted)) for text in texts]

    @property
    def has_reference(self) -> bool:
        """Whether the last page has room for the quick reference."""
        return bool(self._reference)

    def _fitting_reference(self, room: float) -> list[Line]:
        """Chart and modifiers, or one of them, whatever fits below the rows of the last page."""
        ends = [column[-1][0] + column[-1][1].height for column in self.pages[-1] if column]
        free = room - max(ends, default=0) - _REFERENCE_GAP_MM * self._mm
        chart, modifiers = self._chart_lines(), self._modifier_lines()
        tried = ([*chart, *modifiers], chart, modifiers)
        return next((lines for lines in tried if lines and height_of(lines) <= free), [])

    def _chart_lines(self) -> list[Line]:
        chart = self._printed.reference.chart
        if not chart:
            return []
        step = self._size[0] / len(chart)
        rows = zip(*chart, strict=True)
        fonts = (self._text, self._small)
        return [
            self._reference_title("8-minute chart (Medicare): total timed minutes of the day"),
            *(
                self._line(
                    font,
                    *(Part(at * step, cell, font, PAPER.text) for at, cell in enumerate(cells)),
                )
                for font, cells in zip(fonts, rows, strict=True)
            ),
        ]

    def _modifier_lines(self) -> list[Line]:
        modifiers = self._printed.reference.modifiers
        if not modifiers:
            return []
        step = self._size[0] / _LEGEND_COLUMNS
        rows = -(-len(modifiers) // _LEGEND_COLUMNS)
        code_font = bold(self._small)
        x = max(self._wide(code, code_font) for code, _ in modifiers) + _GAP_MM * self._mm / 2
        metrics = QFontMetricsF(self._small, self._device)
        lines = [self._reference_title("Modifiers")]
        for row in range(rows):
            parts = []
            for at, (code, name) in enumerate(modifiers[row::rows]):
                shown = metrics.elidedText(
                    name, Qt.TextElideMode.ElideRight, step - x - _GAP_MM * self._mm
                )
                parts.append(Part(at * step, code, code_font, PAPER.text))
                parts.append(Part(at * step + x, shown, self._small, PAPER.text))
            lines.append(self._line(self._small, *parts, above=0.4))
        return lines

    def _reference_title(self, title: str) -> Line:
        return self._line(self._group, Part(0, title, self._group, PAPER.accent), above=_GROUP_MM)

    def _blocks(self) -> Iterator[Block]:
        rows = self._printed.rows
        code = max((self._wide(row.code, self._code) for row in rows), default=0)
        code = min(code, self._column * _WIDEST_CODE)
        family = None
        for row in rows:
            lines = self._row_lines(row, code)
            if not self._printed.by_family:
                yield Block(lines)
            elif row.family == family:
                yield Block(lines, continued=self._group_lines(f"{family}, continued"))
            else:
                family = row.family
                yield Block((*self._group_lines(family), *lines), _GROUP_MM * self._mm)

    def _group_lines(self, family: str) -> tuple[Line, ...]:
        texts = self._wrapped(family, self._group, self._column, _MOST_GROUP_LINES)
        parts = (Part(0, text, self._group, PAPER.accent) for text in texts)
        return tuple(self._line(self._group, part, above=_PADDING_MM) for part in parts)

    def _row_lines(self, row: Row, code: float) -> tuple[Line, ...]:
        """Code, name and counting side by side; beneath the name the clinic's fields and note."""
        gap = _GAP_MM * self._mm
        x = code + gap
        right = self._column - self._wide(row.counting, self._small)
        codes = self._wrapped(row.code, self._code, code)
        names = self._wrapped(row.name, self._text, right - x - (gap if row.counting else 0))
        lines = []
        for at in range(max(len(codes), len(names))):
            parts = [Part(0, text, self._code, PAPER.text) for text in codes[at : at + 1]]
            parts += [Part(x, text, self._text, PAPER.text) for text in names[at : at + 1]]
            if at == 0 and row.counting:
                parts.append(Part(right, row.counting, self._small, PAPER.muted))
            lines.append(self._line(self._code, *parts, above=0 if at else _PADDING_MM))
        clinic = _DOT.join(f"{title}: {cell}" for title, cell in row.clinic)
        for text in (*((clinic,) if clinic else ()), *row.note.splitlines()):
            for piece in self._wrapped(text, self._small, self._column - x):
                lines.append(self._line(self._small, Part(x, piece, self._small, PAPER.muted)))
        last = lines[-1]
        lines[-1] = last._replace(height=last.height + _PADDING_MM * self._mm, ruled=True)
        return tuple(lines)

    def _line(self, font: QFont, *parts: Part, above: float = 0) -> Line:
        """A line as high as the font, with so many millimeters more above it."""
        metrics = QFontMetricsF(font, self._device)
        height = metrics.height() + above * self._mm
        return Line(height, metrics.ascent() + above * self._mm, parts)

    def _wrapped(self, text: str, font: QFont, width: float, most: int = 0) -> list[str]:
        """The text in lines of this width; of more than `most` the last ends in an ellipsis."""
        layout = QTextLayout(" ".join(text.split()), font, self._device)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        units = layout.text().encode(_UTF16)  # what Qt counts in
        layout.beginLayout()
        texts = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            begin, end = line.textStart(), line.textStart() + line.textLength()
            texts.append(units[2 * begin : 2 * end].decode(_UTF16))
        layout.endLayout()
        if most and len(texts) > most:
            rest = "".join(texts[most - 1 :])
            elided = QFontMetricsF(font, self._device).elidedText(
                rest, Qt.TextElideMode.ElideRight, width
            )
            texts[most - 1 :] = [elided]
        return [piece.rstrip() for piece in texts] or [""]

    def _wide(self, text: str, font: QFont) -> float:
        # One pixel more, for what rounding takes.
        return QFontMetricsF(font, self._device).horizontalAdvance(text) + 1

    def _font(self, points: float) -> QFont:
        font = QFont(QFont().family())
        font.setPointSizeF(points)
        # Joined letters are not found by those who search the PDF for "fitting".
        font.setFeature(_LIGATURES, 0)
        return font

    def _paint_lines(self, painter: QPainter, x: float, y: float, lines: Sequence[Line]) -> None:
        for line in lines:
            for part in line.parts:
                painter.setFont(part.font)
                painter.setPen(QColor(part.color))
                painter.drawText(QPointF(x + part.x, y + line.ascent), part.text)
            y += line.height
            if line.ruled:
                self._paint_rule(painter, x, y, self._column, PAPER.line)

    def _paint_rule(self, painter: QPainter, x: float, y: float, width: float, color: str) -> None:
        painter.setPen(QPen(QColor(color), 0.2 * self._mm))
        painter.drawLine(QPointF(x, y), QPointF(x + width, y))

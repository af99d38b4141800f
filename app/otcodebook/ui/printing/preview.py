"""Shows the pages of a printed list as they will be printed: the same layout, painted small.

Import this module late: who never prints need not load it.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from otcodebook.export.printed_list import PrintedList
from otcodebook.ui.look.theme import LIGHT
from otcodebook.ui.printing.page_layout import RESOLUTION, Paper, PaperSize, pdf_device

_DOTS_PER_METER = round(RESOLUTION / 0.0254)
_AFTER_TYPING_MS = 150
_LEAST = QSize(150, 180)


class PagedList:
    """One list, laid out for a PDF; draws its pages at any size."""

    def __init__(self, printed: PrintedList, columns: int, paper: PaperSize) -> None:
        self._buffer = QBuffer()  # nothing is written: it only gives the layout its measures
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._device = pdf_device(self._buffer, printed, paper)
        self._paper = Paper(printed, columns, self._device)
        layout = self._device.pageLayout()
        self._full = layout.fullRectPixels(RESOLUTION)
        self._inner = layout.paintRectPixels(RESOLUTION)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._paper.pages)

    @property
    def has_reference(self) -> bool:
        """Whether the last page has room for the quick reference."""
        return self._paper.has_reference

    def fitted(self, room: QSize) -> QSize:
        """The largest size of a page that fits into this room."""
        return self._full.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def picture(self, number: int, size: QSize) -> QImage:
        """A page, 1 being the first, in a picture of this size in pixels."""
        image = QImage(size, QImage.Format.Format_RGB32)
        # Points become pixels as on the device that the page was laid out for.
        image.setDotsPerMeterX(_DOTS_PER_METER)
        image.setDotsPerMeterY(_DOTS_PER_METER)
        image.fill(QColor(LIGHT.ground))
        painter = QPainter(image)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(size.width() / self._full.width(), size.height() / self._full.height())
        painter.translate(self._inner.topLeft())
        self._paper.paint_page(painter, number)
        painter.end()
        return image


class PrintPreview(QWidget):
    """The pages of a printed list, one at a time, with buttons to turn them.

    Signals:
        laid_out: the list was laid out anew (a PagedList).
    """

    laid_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("printPreview")
        self._page = _PageView()
        self._number = 1
        self._paged: PagedList | None = None
        self._wanted: tuple[PrintedList, int, PaperSize] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._lay_out)
        self._label = QLabel()
        self._label.setObjectName("printPage")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._before = _turning_button("Pre&vious page", "printPreviousPage")
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after = _turning_button("Ne&xt page", "printNextPage")
        self._after.clicked.connect(lambda: self._turn(1))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for part in (self._before, self._label, self._after):
            row.addWidget(part)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page, 1)
        column.addLayout(row)

    def show_list(
        self, printed: PrintedList, columns: int, paper: PaperSize, *, at_once: bool = False
    ) -> None:
        """Shows a list, after a short rest in typing or `at_once`; the page stays if it can."""
        self._wanted = (printed, columns, paper)
        if at_once:
            self._lay_out()
        else:
            self._timer.start(_AFTER_TYPING_MS)

    def _lay_out(self) -> None:
        if self._wanted is None:
            return
        self._paged = PagedList(*self._wanted)
        self._turn(0)
        self.laid_out.emit(self._paged)

    def _turn(self, steps: int) -> None:
        if self._paged is None:
            return
        pages = self._paged.pages
        self._number = max(1, min(self._number + steps, pages))
        told = f"Page {self._number} of {pages}"
        self._label.setText(told)
        self._before.setEnabled(self._number > 1)
        self._after.setEnabled(self._number < pages)
        self._page.setAccessibleDescription(told)
        self._page.show_page(self._paged, self._number)


class _PageView(QWidget):
    """One page as large as there is room, on the ground of a desk."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Preview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)
        self._paged: PagedList | None = None
        self._number = 1
        self._picture: QImage | None = None

    def show_page(self, paged: PagedList, number: int) -> None:
        """Shows a page."""
        self._paged, self._number, self._picture = paged, number, None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the page again only where it or its size changed."""
        if self._paged is None:
            return
        ratio = self.devicePixelRatio()
        fitted = self._paged.fitted(self.size())
        sharp = QSize(round(fitted.width() * ratio), round(fitted.height() * ratio))
        if self._picture is None or self._picture.size() != sharp:
            self._picture = self._paged.picture(self._number, sharp)
        place = QRect(0, 0, fitted.width(), fitted.height())
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.drawImage(QRectF(place), self._picture, QRectF(self._picture.rect()))
        painter.setPen(QColor(LIGHT.edge))
        painter.drawRect(place.adjusted(0, 0, -1, -1))


def _turning_button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button

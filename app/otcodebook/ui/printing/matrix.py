"""The matrix of code pairs as a PDF."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QApplication

from otcodebook.export.pair_matrix import TITLE, PairMatrix, matrix_html
from otcodebook.ui.look.theme import LIGHT, document_css
from otcodebook.ui.printing.page_layout import RESOLUTION, PaperSize, page_layout, usual_paper

_POINTS = 8.0
_CSS = """
.page { page-break-before: always; }
.grid td, .grid th { padding: 3px; }
"""


def matrix_pdf(matrix: PairMatrix, paper: PaperSize | None = None) -> bytes:
    """The pages, across, on the usual paper if no other is given; in the colors of paper."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setTitle(TITLE)
    writer.setCreator("OT Codebook")
    layout = page_layout(paper or usual_paper())
    layout.setOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageLayout(layout)
    document = QTextDocument()
    font = QFont(QApplication.font().family())
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(document_css(LIGHT) + _CSS)
    document.setDocumentMargin(0)
    document.setHtml(matrix_html(matrix))
    # In the document's own units, whatever the device's: Qt scales it.
    inches = layout.paintRect(QPageLayout.Unit.Inch)
    dots = document.documentLayout().paintDevice()
    across, down = (dots.logicalDpiX(), dots.logicalDpiY()) if dots else (96, 96)
    document.setPageSize(QSizeF(inches.width() * across, inches.height() * down))
    document.print_(writer)
    buffer.close()
    return bytes(data.data())

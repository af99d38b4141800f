"""Prints a pixel that only the filled window has: x, y and color of the first row's bar."""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from otcodebook.ui.app import build_window

app = QApplication(sys.argv)
window = build_window(data_dir=Path(sys.argv[1]))
window.show()
while (codes := window.findChild(QListView, "codeList")) is None or codes.model() is None:
    QTest.qWait(10)
QTest.qWait(500)
row = codes.visualRect(codes.model().index(0, 0))
place = codes.viewport().mapToGlobal(QPoint(row.left() + 1, row.center().y()))
color = window.screen().grabWindow(0).toImage().pixel(place) & 0xFFFFFF
print(place.x(), place.y(), color)

"""What starting is measured against: a bare PySide6 window with an empty list."""

import sys

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
view = QListView()
view.setModel(QStringListModel([]))
window.setCentralWidget(view)
window.resize(1060, 720)
window.show()
sys.exit(app.exec())

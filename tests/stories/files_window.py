"""A window of a file manager, as far as a story needs one: the files in it can be dragged out.

Run with the paths of the files; they are dragged together, from anywhere in the window.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Files(QLabel):
    """Starts a drag with the first move of the mouse."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("\n".join(path.rpartition("/")[2] for path in paths))
        self._paths = paths
        self.setWindowTitle("Downloads")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main() -> int:
    app = QApplication(["files"])
    files = Files(sys.argv[1:])
    files.resize(420, 120)
    files.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())

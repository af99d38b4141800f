"""A text editor, as it stands beside OT Codebook: a window that takes Ctrl+V.

Run with a path, it keeps its text in that file, for the story to read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit


def main() -> int:
    app = QApplication(["editor"])
    path = Path(sys.argv[1])
    editor = QPlainTextEdit()
    editor.setWindowTitle("Patient record")
    editor.textChanged.connect(lambda: path.write_text(editor.toPlainText(), encoding="utf-8"))
    editor.resize(300, 200)
    editor.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())

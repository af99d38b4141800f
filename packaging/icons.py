"""Draws the icon's PNG from its SVG: `python packaging/icons.py`, after the SVG has changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QGuiApplication, QIcon

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
WINDOW_SIZE = 128


def main() -> int:
    """Writes the PNG that the window shows; drawing the SVG at each start would cost memory."""
    _app = QGuiApplication(sys.argv)
    icon = QIcon(str(ICONS / "otcodebook.svg"))
    target = ICONS / f"otcodebook-{WINDOW_SIZE}.png"
    if not icon.pixmap(WINDOW_SIZE).save(str(target), "PNG"):
        print(f"{target} cannot be written", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

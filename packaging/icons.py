"""Draws the icons from the SVG: `python packaging/icons.py`, after the SVG has changed.

Only the PNG that the window shows is kept; packages draw their own icons when they are built.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
WINDOW_SIZE = 128
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
# What Apple calls the sizes: kind and pixels.
_ICNS = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def png(size: int) -> bytes:
    """The icon with this many pixels on each side."""
    # Not a bare QGuiApplication: in one process with the tests of the window, it would be theirs.
    _app = QApplication.instance() or QApplication(sys.argv[:1])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QIcon(str(ICONS / "otcodebook.svg")).pixmap(size).save(buffer, "PNG"):
        raise RuntimeError("the icon cannot be drawn")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """The icon as Windows wants it: a directory, then a PNG for each size up to 256."""
    images = {size: png(size) for size in SIZES if size <= 256}
    directory = struct.pack("<3H", 0, 1, len(images))
    offset = len(directory) + 16 * len(images)
    for size, image in images.items():
        side = size % 256  # 0 stands for 256
        directory += struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(image), offset)
        offset += len(image)
    return directory + b"".join(images.values())


def icns() -> bytes:
    """The icon as macOS wants it: each size with its kind and length."""
    parts = [(kind, png(size)) for kind, size in _ICNS.items()]
    body = b"".join(kind + struct.pack(">I", len(image) + 8) + image for kind, image in parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> int:
    """Writes the PNG that the window shows; drawing the SVG at each start would cost memory."""
    (ICONS / f"otcodebook-{WINDOW_SIZE}.png").write_bytes(png(WINDOW_SIZE))
    return 0


if __name__ == "__main__":
    sys.exit(main())

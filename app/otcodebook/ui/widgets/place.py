"""Puts a part of the window into the room that was kept for it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


def fill(place: QWidget, part: QWidget) -> None:
    """Gives the part all of the place."""
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(part)
    # Else it would be seen, and could have the keyboard focus, only after the next event.
    part.show()

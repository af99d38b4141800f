"""The columns of a session's table, for those who draw it and those who fill it."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt


class Column(IntEnum):
    """The columns from left to right."""

    CODE = 0
    NAME = 1
    MINUTES = 2
    ASSISTANT = 3
    UNITS = 4
    CLOCK = 5
    REMOVE = 6


FIELDS = (Column.MINUTES, Column.ASSISTANT)
"""Those that are typed in."""

BUTTONS = (Column.CLOCK, Column.REMOVE)
"""Those that are pressed."""

LONGEST_ENTRY = 100
"""How many letters a field takes."""


class WorksheetRole(IntEnum):
    """What a cell has beyond Qt's own roles."""

    PROBLEM = Qt.ItemDataRole.UserRole + 1
    """Why the entry is wrong; empty where it is not. In the name: why the row is not counted."""

    NUMBER = Qt.ItemDataRole.UserRole + 2
    """The minutes that were read from times or a sum; empty where a number was typed."""

    RUNS = Qt.ItemDataRole.UserRole + 3
    """Since when the row's clock runs, such as "9:05"; empty while it does not."""

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
    CMS = 4
    MIDPOINT = 5


FIELDS = (Column.MINUTES, Column.ASSISTANT)
"""Those that are typed in."""

UNITS = (Column.CMS, Column.MIDPOINT)
"""Those that are worked out."""


class WorksheetRole(IntEnum):
    """What a cell has beyond Qt's own roles: why it is wrong, empty where it is not."""

    PROBLEM = Qt.ItemDataRole.UserRole + 1

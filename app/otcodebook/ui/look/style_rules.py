"""Dialogs that are made anew each time, and what Qt keeps of the style sheet's rules for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)

_OF_ITS_OWN = "/**/"


def delete_when_closed(dialog: QDialog) -> None:
    """Has a dialog go with all that Qt keeps for it, once it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(lambda: _let_go_of_rules(dialog))


def _let_go_of_rules(dialog: QDialog) -> None:
    """Has Qt forget the rules for viewports, drop-down lists and spin boxes' fields.

    It keeps them, 1 KB each, as long as the program runs: QStyleSheetStyle asks to be told of their
    end only where they have a style sheet of their own (no report of it was found).
    """
    parts: list[QWidget | None] = [
        *(area.viewport() for area in dialog.findChildren(QAbstractScrollArea)),
        *(box.view().parentWidget() for box in dialog.findChildren(QComboBox)),
        *(box.findChild(QLineEdit) for box in dialog.findChildren(QAbstractSpinBox)),
    ]
    for part in parts:
        if part is not None:
            part.setStyleSheet(_OF_ITS_OWN)

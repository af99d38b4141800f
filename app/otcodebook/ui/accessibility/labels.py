"""Labels that name the field beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def label_of(field: QWidget, text: str) -> QLabel:
    """A label whose mnemonic, if it has one, leads to the field.

    The field comes before the text: Qt tells a screen reader the name of a label as soon as it has
    a text, and takes the mark of the mnemonic out of it only for a label of a field.
    """
    label = QLabel()
    label.setBuddy(field)
    label.setText(text)
    return label

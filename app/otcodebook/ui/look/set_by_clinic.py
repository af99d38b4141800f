"""How controls look that the clinic has decided: gray, and with the reason beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

REASON = "Set by your clinic"


def gray(field: str, controls: Sequence[QWidget], column: QBoxLayout) -> None:
    """Lets a setting, named by its field of `Settings`, be seen but not changed.

    The reason is added to the column.
    """
    for control in controls:
        control.setEnabled(False)
        control.setAccessibleDescription(REASON)
    label = QLabel(REASON)
    label.setObjectName(f"fixed-{field}")
    column.addWidget(label)

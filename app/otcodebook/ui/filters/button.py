"""The Filter button over the list, which says what is on; its choices are in a popup."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from otcodebook.ui.window.theme import Colors

if TYPE_CHECKING:
    from otcodebook.ui.filters.popup import FilterPopup

_TITLE = "Filter"
_IN_USE = "inUse"
"""The property by which window.css shows that a filter is on."""


class FilterButton(QWidget):
    """One button for both filters: "Filter", or "Filter: Orthoses, timed" with an x to clear.

    Signals:
        cleared: the x, or the popup's Clear, was pressed.
        resized: the button takes another width.
    """

    cleared = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setObjectName("filterButton")
        self.button.setText(_TITLE)
        self.button.setAutoRaise(True)
        self.button.clicked.connect(self._open)
        self.clear = QToolButton()
        self.clear.setObjectName("clearFilter")
        self.clear.setAutoRaise(True)
        self.clear.setAccessibleName("Clear the filter")
        self.clear.setToolTip("Clear the filter")
        self.clear.clicked.connect(self.cleared)
        self.clear.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.clear)

    @cached_property
    def popup(self) -> FilterPopup:
        """The choices, made when they are first asked for: the first paint does not show them."""
        from otcodebook.ui.filters.popup import FilterPopup

        popup = FilterPopup(self)
        popup.clear.clicked.connect(self.cleared)
        return popup

    def show_choice(self) -> None:
        """Says what is on now: for a change by program, such as a catalog's new families."""
        parts = []
        if self.popup.family.currentData():
            parts.append(self.popup.family.currentText())
        if self.popup.counting.currentData() is not None:
            parts.append(self.popup.counting.currentText().lower())
        chosen = ", ".join(parts)
        text = f"{_TITLE}: {chosen}" if chosen else _TITLE
        self.button.setText(text.replace("&", "&&"))
        self.button.setAccessibleName(text)
        self.button.setToolTip(text if chosen else "List one category, or timed or untimed codes")
        for part in (self.button, self.clear):
            if bool(part.property(_IN_USE)) is not bool(chosen):
                part.setProperty(_IN_USE, bool(chosen))
                part.style().unpolish(part)
                part.style().polish(part)
        self.clear.setVisible(bool(chosen))
        self.popup.clear.setEnabled(bool(chosen))
        self.updateGeometry()
        self.resized.emit()

    def set_colors(self, colors: Colors) -> None:
        """The colors and the text size of the icons."""
        # Imported here, like the popup: the first paint does without icons.
        from otcodebook.ui.look.icons import IconName, set_icon

        self.button.setToolButtonStyle(QtCore.Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self.button, IconName.FILTER, colors)
        set_icon(self.clear, IconName.CLOSE, colors)

    def _open(self) -> None:
        self.popup.open_under(self.button)

"""The Filter button over the list, which says what is on, and the popup with the two choices."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.ui.window.theme import Colors

_MOST_CHOICES = 25
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
        self.button.setToolButtonStyle(QtCore.Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setAutoRaise(True)
        self.button.clicked.connect(self._open)
        self.clear = QToolButton()
        self.clear.setObjectName("clearFilter")
        self.clear.setAutoRaise(True)
        self.clear.setAccessibleName("Clear the filter")
        self.clear.setToolTip("Clear the filter")
        self.clear.clicked.connect(self.cleared)
        self.clear.hide()
        self.popup = FilterPopup(self)
        self.popup.clear.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.clear)
        self.family = self.popup.family
        self.counting = self.popup.counting
        self.show_choice()

    def show_choice(self) -> None:
        """Says what is on now: for a change by program, such as a catalog's new families."""
        parts = []
        if self.family.currentData():
            parts.append(self.family.currentText())
        if self.counting.currentData() is not None:
            parts.append(self.counting.currentText().lower())
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
        # Imported here: the first paint does without icons.
        from otcodebook.ui.widgets.icons import IconName, set_icon

        set_icon(self.button, IconName.FILTER, colors)
        set_icon(self.clear, IconName.CLOSE, colors)

    def _open(self) -> None:
        self.popup.open_under(self.button)


class FilterPopup(QFrame):
    """The choice of a category and of timed or untimed codes; it acts at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, QtCore.Qt.WindowType.Popup)
        self.setObjectName("filterPopup")
        self.setAccessibleName("Filter")
        self.family = _choice("familyFilter", "Category")
        self.counting = _choice("countingFilter", "Timed or untimed")
        self.clear = QPushButton("Clear")
        self.clear.setAccessibleName("Clear the filter")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        for box in (self.family, self.counting):
            title = QLabel(box.accessibleName())
            title.setBuddy(box)
            column.addWidget(title)
            column.addWidget(box)
            column.addSpacing(6)
        column.addWidget(self.clear, 0, QtCore.Qt.AlignmentFlag.AlignRight)

    def open_under(self, button: QWidget) -> None:
        """Opens beneath a button, inside the window where it has the room."""
        self.adjustSize()
        window = button.window()
        place = button.mapToGlobal(QPoint(0, button.height() + 2))
        last = window.mapToGlobal(QPoint(window.width() - self.width(), 0)).x()
        self.move(min(place.x(), last), place.y())
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is in the first choice."""
        super().showEvent(event)
        self.family.setFocus(QtCore.Qt.FocusReason.PopupFocusReason)


class FilterBox(QComboBox):
    """A choice whose list is as wide and as long as its entries."""

    def showPopup(self) -> None:
        """Makes room for the longest entry: the box itself is narrower."""
        rows = self.view()
        rows.setMinimumWidth(rows.sizeHintForColumn(0) + 2 * rows.frameWidth())
        super().showPopup()

    def event(self, event: QEvent) -> bool:
        """Alt+Down opens the choices, as everywhere; elsewhere it moves a favorite."""
        arrows = (QtCore.Qt.Key.Key_Up, QtCore.Qt.Key.Key_Down)
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() in arrows:
            event.accept()
            return True
        return super().event(event)


def _choice(name: str, accessible_name: str) -> FilterBox:
    box = FilterBox()
    box.setMaxVisibleItems(_MOST_CHOICES)
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(26)
    return box

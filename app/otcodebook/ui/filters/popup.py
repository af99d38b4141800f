"""The two choices behind the Filter button: a category, and timed or untimed codes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QVBoxLayout, QWidget

from otcodebook.catalog.model import Family
from otcodebook.ui.accessibility.labels import label_of
from otcodebook.ui.look.focus_rings import mark

_MOST_CHOICES = 25


class FilterPopup(QFrame):
    """The choice of a category and of timed or untimed codes; it acts at once.

    Signals:
        changed: the user chose something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filterPopup")
        self.setAccessibleName("Filter")
        self.family = _choice("familyFilter", "Category")
        self.counting = _choice("countingFilter", "Timed or untimed")
        for label, timed in (("All", None), ("Timed", True), ("Untimed", False)):
            self.counting.addItem(label, timed)
        for choice in (self.family, self.counting):
            choice.currentIndexChanged.connect(self.changed)
        self.clear = QPushButton("Clear")
        self.clear.setAccessibleName("Clear the filter")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        for box in (self.family, self.counting):
            column.addWidget(label_of(box, box.accessibleName()))
            column.addWidget(box)
            column.addSpacing(6)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignRight)

    def choice(self) -> tuple[str, bool | None]:
        """The id of the chosen family, empty for all, and whether timed codes are, None for all."""
        return self.family.currentData() or "", self.counting.currentData()

    def family_name(self) -> str:
        """The name of the chosen family; empty for all."""
        return self.family.currentText() if self.family.currentData() else ""

    def choose(self, family: str = "", counting: int = 0) -> None:
        """Chooses a family by its id and the counting by its position, where they exist.

        Without arguments both filters are cleared. `changed` is not emitted.
        """
        with QSignalBlocker(self.family), QSignalBlocker(self.counting):
            self.family.setCurrentIndex(max(self.family.findData(family), 0))
            if counting < self.counting.count():
                self.counting.setCurrentIndex(counting)

    def set_families(self, families: Iterable[Family]) -> None:
        """Offers these families, with nothing chosen; `changed` is not emitted."""
        with QSignalBlocker(self.family):
            self.family.clear()
            self.family.addItem("All categories", "")
            for family in families:
                self.family.addItem(family.name, family.id)
        self.choose()

    def open_under(self, button: QWidget) -> None:
        """Opens beneath a button, inside the window where it has the room.

        Where the mouse pressed the button, the first choice has no focus ring.
        """
        mark(self.family, not button.underMouse())
        self.adjustSize()
        window = button.window()
        place = button.mapToGlobal(QPoint(0, button.height() + 2))
        last = window.mapToGlobal(QPoint(window.width() - self.width(), 0)).x()
        self.move(min(place.x(), last), place.y())
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is in the first choice."""
        super().showEvent(event)
        self.family.setFocus(Qt.FocusReason.PopupFocusReason)


class FilterBox(QComboBox):
    """A choice whose list is as wide and as long as its entries."""

    def showPopup(self) -> None:
        """Makes room for the longest entry: the box itself is narrower."""
        rows = self.view()
        rows.setMinimumWidth(rows.sizeHintForColumn(0) + 2 * rows.frameWidth())
        super().showPopup()

    def event(self, event: QEvent) -> bool:
        """Alt+Down opens the choices, as everywhere; elsewhere it moves a favorite."""
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down)
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

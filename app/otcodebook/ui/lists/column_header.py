"""The head of the preview: the title of each column, and a drop-down for what it is used as."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from otcodebook.lists.cells.titles import Role
from otcodebook.lists.columns import Column
from otcodebook.ui.lists.preview_model import title_of
from otcodebook.ui.widgets.no_wheel import NoWheelComboBox

ROLE_NAMES = {
    Role.CODE: "Code",
    Role.NAME: "Name",
    Role.SUMMARY: "Summary",
    Role.CHARGE: "Charge",
    Role.TIMING: "Timing",
    Role.MODIFIER: "Modifier",
    Role.FAMILY: "Family",
    Role.NOTE: "Note",
    Role.ALIASES: "Search words",
    Role.EXTRA: "Extra",
    Role.IGNORE: "Ignore",
}
"""What the window calls a role."""

_ROLES = tuple(ROLE_NAMES)
_CHOOSE = "Choose\N{HORIZONTAL ELLIPSIS}"
_AT_ONCE = 40
"""So many columns have their drop-downs from the start, the others once they come in view."""
_GAP = 4
_BOX_LENGTH = 9
"""For the longest name of a role, in wide letters."""


class RoleBox(NoWheelComboBox):
    """What one column is used as.

    Signals:
        focused: it has the keyboard now.
    """

    focused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Not to its contents: then it would take a size of its own whenever it is polished.
        self.setSizeAdjustPolicy(
            NoWheelComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(_BOX_LENGTH)
        for role in _ROLES:
            self.addItem(ROLE_NAMES[role], role.value)
        self.setMaxVisibleItems(len(_ROLES) + 1)

    def show_column(self, column: Column, called: str) -> None:
        """Shows what the column is used as; an open one waits for a choice."""
        self.blockSignals(True)
        is_asked = self.itemText(0) == _CHOOSE
        if column.is_open and not is_asked:
            self.insertItem(0, _CHOOSE)
        elif not column.is_open and is_asked:
            self.removeItem(0)
        self.setCurrentIndex(0 if column.is_open else _ROLES.index(column.role))
        self.blockSignals(False)
        self.setAccessibleName(f"{called} is used as")
        self.setToolTip(f"What {called} is used as")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells that it is to be seen."""
        super().focusInEvent(event)
        self.focused.emit()


class ColumnHeader(QHeaderView):
    """Titles with a drop-down below each, but for the first column, which is ours.

    Signals:
        role_chosen: the user says what a column is used as (its place in the list, the Role).
    """

    role_chosen = Signal(int, object)

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._boxes: dict[int, RoleBox] = {}
        self._columns: Sequence[Column] = ()
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        # All columns are resized at once: their drop-downs follow once.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.place_boxes)
        self.sectionResized.connect(lambda *_: self._soon.start())
        table.horizontalScrollBar().valueChanged.connect(self.place_boxes)

    def box(self, at: int) -> RoleBox:
        """The drop-down of a column."""
        if at not in self._boxes:
            self._add_box(at)
        return self._boxes[at]

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Shows what the columns are used as."""
        self._columns = columns
        for at in [at for at in self._boxes if at >= len(columns)]:
            self._boxes.pop(at).deleteLater()
        for at, box in self._boxes.items():
            box.show_column(columns[at], title_of(columns, at))
        for at in range(min(len(columns), _AT_ONCE)):
            self.box(at)
        self.updateGeometries()
        self.place_boxes()

    def box_width(self) -> int:
        """How wide a column is at least, so that its drop-down is read whole."""
        return (self._boxes[0].sizeHint().width() if self._boxes else 0) + 2 * _GAP

    def place_boxes(self) -> None:
        """Puts each drop-down below its title, as wide as its column; makes those in view."""
        last = self.logicalIndexAt(self.viewport().width() - 1)
        in_view = range(self.logicalIndexAt(0) - 1, last if last >= 0 else len(self._columns))
        for at in in_view:
            if 0 <= at < len(self._columns):
                self.box(at)
        for at, box in self._boxes.items():
            height = box.sizeHint().height()
            box.setGeometry(
                self.sectionViewportPosition(at + 1) + _GAP,
                self.height() - height - _GAP,
                max(self.sectionSize(at + 1) - 2 * _GAP, 0),
                height,
            )

    def sizeHint(self) -> QSize:
        """Room for a title and a drop-down."""
        hint = super().sizeHint()
        box = self._boxes[0].sizeHint().height() + 2 * _GAP if self._boxes else 0
        return QSize(hint.width(), self.fontMetrics().height() + 3 * _GAP + box)

    def viewportEvent(self, event: QEvent) -> bool:
        """Keeps the drop-downs in place when the header changes its size."""
        done = super().viewportEvent(event)
        if event.type() is QEvent.Type.Resize:
            self.place_boxes()
        return done

    def _add_box(self, at: int) -> None:
        box = RoleBox(self.viewport())
        box.setObjectName(f"role{at + 1}")
        box.show_column(self._columns[at], title_of(self._columns, at))
        box.activated.connect(lambda _: self._choose(at))
        box.focused.connect(lambda: self._reach(at))
        before = max((other for other in self._boxes if other < at), default=None)
        self._boxes[at] = box
        if before is not None:
            # Those that follow it stay behind it.
            QWidget.setTabOrder(self._boxes[before], box)
        box.show()

    def _reach(self, at: int) -> None:
        """Shows the column of a drop-down; Tab leads on to the next one, and back."""
        for other in (at - 1, at + 1):
            if 0 <= other < len(self._columns):
                self.box(other)
        self._show_section(at + 1)

    def _choose(self, at: int) -> None:
        role = self._boxes[at].currentData()
        if role is not None:
            self.role_chosen.emit(at, Role(role))

    def _show_section(self, section: int) -> None:
        """Scrolls as far as it takes to see a column whole."""
        bar = self._table.horizontalScrollBar()
        left, width = self.sectionPosition(section), self.sectionSize(section)
        room = self.viewport().width()
        if left < bar.value():
            bar.setValue(left)
        elif left + width > bar.value() + room:
            bar.setValue(min(left, left + width - room))

"""The widgets of the Codes tab's left half, laid out: what the window opens with.

No work is done here, and nothing is imported that the first paint does not need.
"""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.ui.codes.scope import SCOPE_TITLES, Scope
from otcodebook.ui.codes.search_edit import SearchEdit

_MOST_CHOICES = 25
_MARGINS = 18
"""What the parts leave free at the left and the right together."""


class CodeList(QListView):
    """An empty list for rows of codes.

    Signals:
        resizing: it is about to take another size (its height so far).
        end_requested: the End key is about to lead to the last row that is fetched so far.
    """

    resizing = Signal(int)
    end_requested = Signal()

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells it before the rows move."""
        self.resizing.emit(event.oldSize().height())
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tells of the End key first, whether it was pressed here or handed on by the box."""
        if event.key() == QtCore.Qt.Key.Key_End:
            self.end_requested.emit()
        super().keyPressEvent(event)


class CodesView(QWidget):
    """Search box, filters, a line that tells what the list shows, list, how many there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search_edit = SearchEdit(
            "searchField", "Search codes", "Search: ther ex, splint, 530 \N{HORIZONTAL ELLIPSIS}"
        )
        self.family = _combo("familyFilter", "Family of codes", "Lists the codes of one family")
        self.counting = _combo(
            "countingFilter", "How codes are counted", "Lists timed or untimed codes"
        )
        self.view = CodeList("codeList", "Codes")
        self.view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.notice = QLabel()
        self.notice.setObjectName("noticeLabel")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.count = QLabel()
        self.count.setObjectName("countLabel")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self._hint: QWidget | None = None
        self.scope = QButtonGroup(self)
        scopes = QHBoxLayout()
        scopes.setSpacing(6)
        for scope, title in SCOPE_TITLES.items():
            button = QToolButton()
            button.setObjectName(f"scope{title}")
            button.setText(title)
            button.setAccessibleName(f"List: {title.lower()}")
            button.setCheckable(True)
            button.setAutoRaise(True)
            self.scope.addButton(button, scope)
            scopes.addWidget(button)
        scopes.addStretch(1)
        self.scope.button(Scope.ALL).setChecked(True)
        self._filters = QHBoxLayout()
        self._filters.addWidget(self.family, 3)
        self._filters.addWidget(self.counting, 2)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(_MARGINS - 6, 12, 6, 6)
        layout.setSpacing(8)
        layout.addWidget(self.search_edit)
        layout.addLayout(scopes)
        layout.addLayout(self._filters)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.count)

    def add_hint(self, hint: QWidget) -> None:
        """Shows a hint beneath the list."""
        self._hint = hint
        hint.destroyed.connect(self._forget_hint)
        self._column.insertWidget(self._column.count() - 1, hint)

    def _forget_hint(self) -> None:
        self._hint = None

    def fit_filters(self) -> None:
        """Puts the filters under each other where they do not fit side by side."""
        wanted = self.family.sizeHint().width() + self.counting.sizeHint().width()
        fits = wanted + self._filters.spacing() <= self.search_edit.width()
        direction = QBoxLayout.Direction
        self._filters.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the filters readable in a narrow pane."""
        super().resizeEvent(event)
        if self._hint is not None:
            # In a low window the list needs the room; where there is some, all lines are seen.
            needed = self._hint.heightForWidth(self.width() - _MARGINS)
            self._hint.setMinimumHeight(needed)
            self._hint.setVisible(self.height() > 4 * needed)
        self.fit_filters()


class FilterBox(QComboBox):
    """A choice whose list is as wide and as long as its entries."""

    def showPopup(self) -> None:
        """Makes room for the longest entry: the box itself is narrower."""
        rows = self.view()
        rows.setMinimumWidth(rows.sizeHintForColumn(0) + 2 * rows.frameWidth())
        super().showPopup()


def _combo(name: str, accessible_name: str, does: str) -> QComboBox:
    combo = FilterBox()
    combo.setMaxVisibleItems(_MOST_CHOICES)
    combo.setObjectName(name)
    combo.setAccessibleName(accessible_name)
    # On Linux the name is what is chosen; screen readers read this after it.
    combo.setToolTip(does)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(14)
    return combo

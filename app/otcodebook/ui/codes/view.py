"""The widgets of the Codes tab's left half, laid out: what the window opens with.

No work is done here, and nothing is imported that the first paint does not need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.ui.codes.scope import SCOPE_TITLES, Scope
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.look.flow_row import FlowRow
from otcodebook.ui.look.theme import Colors

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

    from otcodebook.ui.codes.empty_state import EmptyState
    from otcodebook.ui.filters.button import FilterButton
    from otcodebook.ui.look.icons import IconName

_MARGINS = 18
"""What the parts leave free at the left and the right together."""

_LEAST_LETTERS = 20
"""How narrow the list gets, in average letters."""


class CodeList(QListView):
    """An empty list for rows of codes.

    Signals:
        resizing: it is about to take another size (its height so far).
        end_requested: the End key is about to lead to the last row that is fetched so far.
        menu_requested: the menu of the current row is wanted (where, whether by a key).
    """

    resizing = Signal(int)
    end_requested = Signal()
    menu_requested = Signal(QtCore.QPoint, bool)

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self._was_in_view: bool | None = None
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)

    def enterEvent(self, event: QEnterEvent) -> None:
        """From now on the row under the mouse is tinted."""
        # Not earlier: asking for the viewport makes PySide6 build all classes of widgets.
        self.viewport().setAttribute(QtCore.Qt.WidgetAttribute.WA_Hover)
        super().enterEvent(event)

    def keep_current_in_view(self, height: int) -> None:
        """Keeps the current row visible if it is visible now, at this height of the list."""
        if self._was_in_view is None:
            row = self.visualRect(self.currentIndex())
            self._was_in_view = row.isValid() and row.top() >= 0 and row.bottom() <= height
            # Resizes before the next layout count as one.
            QTimer.singleShot(0, self, self._scroll_back)

    def _scroll_back(self) -> None:
        if self._was_in_view:
            self.scrollTo(self.currentIndex())
        self._was_in_view = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Emits `resizing` before the rows move."""
        self.resizing.emit(event.oldSize().height())
        super().resizeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the row under the mouse, or by key of the current one."""
        from otcodebook.ui.accessibility.menus import is_by_key

        by_key = is_by_key(event)
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(below if by_key else event.globalPos(), by_key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tells of the End key first, whether it was pressed here or handed on by the box."""
        if event.key() == QtCore.Qt.Key.Key_End:
            self.end_requested.emit()
        super().keyPressEvent(event)


class CodesView(QWidget):
    """Search box, scopes and filter, a line that tells what the list shows, and the list.

    `count` says how many codes are listed; the window shows it in its status line.

    Signals: what was pressed where the list is empty.
        filters_cleared: the button that shows all codes.
        word_chosen: one of the similar words (the word).
        questions_asked: the button that leads to the FAQ.
        scope_added: the clinic's list is offered as a scope now (its button).
    """

    filters_cleared = Signal()
    word_chosen = Signal(str)
    questions_asked = Signal()
    scope_added = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search_edit = SearchEdit(
            "searchField",
            "Search codes",
            "Search: ther ex, splint, 530 \N{HORIZONTAL ELLIPSIS}",
            icon_later=True,
        )
        self.code_list = CodeList("codeList", "Codes")
        self.code_list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.notice = QLabel()
        self.notice.setObjectName("noticeLabel")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.count = QLabel()
        self.count.setObjectName("countLabel")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.code_list)
        self._hint: QWidget | None = None
        self._empty: EmptyState | None = None
        self._colors: Colors | None = None
        self.scope = QButtonGroup(self)
        self._scopes = FlowRow(2)
        for scope, title in SCOPE_TITLES.items():
            if scope is not Scope.LIST:
                button = _scope_button(title)
                self.scope.addButton(button, scope)
                self._scopes.add(button)
        self.choose_scope(Scope.ALL)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(_MARGINS - 6, 10, 6, 0)
        layout.setSpacing(6)
        layout.addWidget(self.search_edit)
        layout.addWidget(self._scopes)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)

    def add_filter(self, button: FilterButton) -> None:
        """Puts the Filter button at the end of the scopes: the first paint does without it."""
        self.filter = button
        button.resized.connect(self._scopes.fit)
        self._scopes.add(button, at_end=True)
        button.show()
        QWidget.setTabOrder(self.scope.button(Scope.NOTES), button.button)
        QWidget.setTabOrder(button.button, button.clear)

    def show_empty(
        self, reason: str, way_back: str, words: Sequence[str], *, can_ask: bool, icon: IconName
    ) -> None:
        """Says in the place of the list why it is empty, see `EmptyState.show_reason`."""
        if self._empty is None:
            # Imported here: many sessions always find something.
            from otcodebook.ui.codes.empty_state import EmptyState

            self._empty = EmptyState()
            if self._colors is not None:
                self._empty.set_colors(self._colors)
            self._empty.clear_filters.clicked.connect(self.filters_cleared)
            self._empty.word_chosen.connect(self.word_chosen)
            self._empty.questions.clicked.connect(self.questions_asked)
            self.pages.addWidget(self._empty)
            QWidget.setTabOrder(self.filter.clear, self._empty.clear_filters)
            QWidget.setTabOrder(self._empty.clear_filters, self._empty.questions)
        self._empty.show_reason(reason, way_back, words, can_ask=can_ask, icon=icon)
        self.notice.hide()
        self.pages.setCurrentWidget(self._empty)

    def show_notice(self, notice: str, typed: str = "", meant: str = "") -> None:
        """Says over the list what it shows; nothing for no words.

        `meant` is the corrected query, `typed` the one that can be searched for instead.
        """
        if notice:
            # Imported here: most lists are simply what was typed.
            from otcodebook.ui.look.search_notice import show_notice

            show_notice(self.notice, notice, typed, meant)
        self.notice.setVisible(bool(notice))

    def set_counts(self, counts: Mapping[Scope, int]) -> None:
        """How many codes these scopes have, in their buttons."""
        self._offer_list(is_there=counts.get(Scope.LIST, 0) > 0)
        for scope, count in counts.items():
            title = SCOPE_TITLES[scope]
            if (button := self.scope.button(scope)) is not None:
                button.setText(f"{title} {count:,}" if count else title)
                told = f", {count:,}" if count else ""
                button.setAccessibleName(f"List: {title.lower()}{told}")
        self._scopes.fit()

    def choose_scope(self, scope: Scope) -> None:
        """Makes a scope the chosen one; all codes where it is not offered."""
        button = self.scope.button(scope)
        if button is None or (scope is Scope.LIST and button.isHidden()):
            button = self.scope.button(Scope.ALL)
        button.setChecked(True)

    def _offer_list(self, *, is_there: bool) -> None:
        """Offers the clinic's list as a scope while one lies on top."""
        button = self.scope.button(Scope.LIST)
        if button is None and is_there:
            button = _scope_button(SCOPE_TITLES[Scope.LIST])
            self.scope.addButton(button, Scope.LIST)
            before = self.scope.button(Scope.NOTES)
            self._scopes.add(button, after=before)
            QWidget.setTabOrder(before, button)
            self.scope_added.emit(button)
        if button is not None:
            button.setVisible(is_there)
            if not is_there and button.isChecked():
                self.choose_scope(Scope.ALL)

    def set_colors(self, colors: Colors) -> None:
        """The colors and the text size of the icons."""
        self.search_edit.fit_icons()
        self.filter.set_colors(colors)
        self._colors = colors
        if self._empty is not None:
            self._empty.set_colors(colors)
        self._scopes.fit()
        self.setMinimumWidth(_LEAST_LETTERS * self.fontMetrics().averageCharWidth())

    def add_hint(self, hint: QWidget) -> None:
        """Shows a hint beneath the list."""
        self._hint = hint
        hint.destroyed.connect(self._forget_hint)
        self._column.addWidget(hint)
        self._fit_hint()

    def _forget_hint(self) -> None:
        self._hint = None

    def _fit_hint(self) -> None:
        """In a low window the list needs the room; where there is some, all lines are seen."""
        if self._hint is not None:
            needed = self._hint.heightForWidth(self.width() - _MARGINS)
            self._hint.setMinimumHeight(needed)
            self._hint.setVisible(self.height() > 4 * needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows the hint where there is room for it."""
        super().resizeEvent(event)
        self._fit_hint()


def _scope_button(title: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"scope{title}")
    button.setText(title)
    button.setAccessibleName(f"List: {title.lower()}")
    button.setCheckable(True)
    button.setAutoRaise(True)
    button.setProperty("scope", True)
    return button

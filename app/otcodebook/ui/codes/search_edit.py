"""The search box: keeps the focus while its keys drive the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

_ICON_GAP = 8
_MOST_CHANGES = 500
"""After so many changes of the text the next search begins without steps to undo."""


class SearchEdit(QLineEdit):
    """A line for a query.

    With `icon_later` it is painted without its icon until `fit_icons`: the first paint of the
    window does not need it.

    Signals:
        list_key_pressed: a key that belongs to the list (the QKeyEvent).
        entered: Enter was pressed.
        copy_requested: Ctrl+C was pressed while no text was selected here.
        units_requested: Ctrl+U was pressed.
        undo_requested: Ctrl+Z was pressed, and it is not for what was typed here.

    `undo_comes_first` says that the user's last step was taken elsewhere: Ctrl+Z undoes that, until
    something is typed again. `may_be_corrected` says that the text is searched for with its typing
    errors corrected: until the user wants it as it stands.
    """

    list_key_pressed = Signal(QKeyEvent)
    entered = Signal()
    copy_requested = Signal()
    units_requested = Signal()
    undo_requested = Signal()

    def __init__(
        self, name: str, accessible_name: str, hint: str, *, icon_later: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(hint)
        self.setMaxLength(1000)
        # A file dropped here is meant for the window.
        self.setAcceptDrops(False)
        self.undo_comes_first = False
        self._is_offered = False
        self._verbatim = ""
        self._changes = 0
        self._clear: QToolButton | None = None
        self._shows_icon = not icon_later
        self._fit_icons()
        self.textChanged.connect(self._forget_verbatim)
        self.textChanged.connect(self._offer_clearing)
        self.textChanged.connect(self._forget_undo)
        self.textEdited.connect(self._on_typed)
        self.selectionChanged.connect(self._on_selected)

    def take_focus(self) -> None:
        """Focuses the box with its text selected, so that typing replaces it."""
        self.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._is_offered = False

    def offer_replacing(self) -> None:
        """Selects the query so that the next letter starts a new one; the focus stays where it is.

        It is not the user who selected it: Ctrl+C still copies the code.
        """
        self.selectAll()
        self._is_offered = True

    @property
    def may_be_corrected(self) -> bool:
        """Whether the text may be searched for with its typing errors corrected."""
        return not self._verbatim

    def follow_notice(self, link: str, meant: str) -> None:
        """Follows a link of the line over the results, see `search_notice`.

        "#typed" searches once more for the text as it stands, the other link for `meant`.
        """
        self.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        if link == "#typed":
            self._verbatim = self.text()
            self.textChanged.emit(self.text())
        elif meant:
            self.setText(meant)

    def _forget_verbatim(self, text: str) -> None:
        if text != self._verbatim:
            self._verbatim = ""

    def _forget_undo(self, text: str) -> None:
        """Lets go of what could be undone long ago.

        Qt keeps every letter that was typed or removed as long as the box lives: 10,000 searches
        took 4 MB.
        """
        self._changes += 1
        if self._changes > _MOST_CHANGES and len(text) <= 1:
            self._changes = 0
            self.setText(text)

    def _on_typed(self) -> None:
        self.undo_comes_first = False

    def _on_selected(self) -> None:
        self._is_offered = False

    def fit_icons(self) -> None:
        """Draws the icons in the text size and the theme of now; call it after a change."""
        self._shows_icon = True
        self._fit_icons()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and the icon before its text."""
        super().paintEvent(event)
        if self._shows_icon:
            # Imported here, like below: the first paint does without icons.
            from PySide6.QtCore import QRectF
            from PySide6.QtGui import QPainter

            from otcodebook.ui.look.icons import IconName, paint_icon

            painter = QPainter(self)
            side = self.fontMetrics().height()
            box = QRectF(_ICON_GAP, (self.height() - side) / 2, side, side)
            paint_icon(painter, box, IconName.SEARCH, self._muted())
            painter.end()

    def _muted(self) -> str:
        return self.palette().color(QPalette.ColorRole.PlaceholderText).name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the x at the right end."""
        super().resizeEvent(event)
        self._place_clear()

    def _fit_icons(self) -> None:
        side = self.fontMetrics().height()
        right = side + _ICON_GAP if self._clear is not None else 0
        self.setTextMargins(side + _ICON_GAP // 2, 0, right, 0)
        if self._clear is not None:
            from otcodebook.ui.look.icons import IconName, tinted

            self._clear.setIconSize(QSize(side, side))
            self._clear.setIcon(tinted(IconName.CLOSE, self._muted()))
            self._place_clear()

    def _place_clear(self) -> None:
        if self._clear is not None:
            wide = self.fontMetrics().height() + _ICON_GAP
            self._clear.setGeometry(self.width() - wide - 2, 2, wide, self.height() - 4)

    def _offer_clearing(self) -> None:
        # Not before there is something to clear: Qt's own button loads its icon themes, and its
        # icon keeps its size at large text.
        if self._clear is None:
            self._clear = QToolButton(self)
            self._clear.setAccessibleName("Clear the search")
            self._clear.setToolTip("Clear the search")
            self._clear.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
            self._clear.setCursor(QtCore.Qt.CursorShape.ArrowCursor)
            self._clear.clicked.connect(self.clear)
            self._fit_icons()
        self._clear.setVisible(bool(self.text()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a line of text; by a key, on its first entry."""
        from otcodebook.ui.accessibility.menus import open_standard_menu

        open_standard_menu(self.createStandardContextMenu(), event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and the page keys go to the list; Esc clears; Enter and commands are told."""
        # Here, not at the top: Qt's enums cost a tenth of the start, and no key is down yet.
        from PySide6.QtGui import QKeySequence

        qt = QtCore.Qt
        plain = not event.modifiers() & ~qt.KeyboardModifier.KeypadModifier
        list_keys = [qt.Key.Key_Up, qt.Key.Key_Down, qt.Key.Key_PageUp, qt.Key.Key_PageDown]
        if not self.text():
            list_keys += [qt.Key.Key_Home, qt.Key.Key_End]
        if plain and event.key() in list_keys:
            self.list_key_pressed.emit(event)
        elif plain and event.key() in (qt.Key.Key_Return, qt.Key.Key_Enter):
            self.entered.emit()
        elif plain and event.key() == qt.Key.Key_Escape:
            self.clear()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self._has_users_selection():
            # The box takes the key from the window's action even when it has nothing to copy.
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and self._leaves_undo():
            self.undo_requested.emit()
        elif event.matches(QKeySequence.StandardKey.DeleteCompleteLine):
            # On X11 that is Ctrl+U, and the box takes it from the window's action; Esc clears.
            self.units_requested.emit()
        else:
            if event.matches(QKeySequence.StandardKey.SelectAll):
                self._is_offered = False
            super().keyPressEvent(event)

    def _has_users_selection(self) -> bool:
        return self.hasSelectedText() and not self._is_offered

    def _leaves_undo(self) -> bool:
        return self.undo_comes_first or not self.isUndoAvailable()

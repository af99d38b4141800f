"""Menus that were opened by a key."""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from otcodebook.ui.accessibility.speech import somebody_listens, tell_focus


def open_menu(menu: QMenu, place: QPoint, *, by_key: bool) -> None:
    """Opens a menu; by a key, on its first entry, which a screen reader then says."""
    focus = QApplication.focusWidget()
    if focus is not None and somebody_listens():
        # Qt does not tell where the focus is once a menu has closed.
        menu.aboutToHide.connect(partial(QTimer.singleShot, 0, focus, partial(tell_focus, focus)))
        menu.aboutToHide.connect(partial(_forget, menu))
        _forget(menu)
    menu.popup(place)
    if by_key:
        entries = (a for a in menu.actions() if a.isEnabled() and not a.isSeparator())
        if (first := next(entries, None)) is not None:
            menu.setActiveAction(first)


def open_standard_menu(menu: QMenu, event: QContextMenuEvent) -> None:
    """Opens the menu that Qt made for a field of text, as its context menu."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    open_menu(menu, event.globalPos(), by_key=is_by_key(event))
    event.accept()


def _forget(menu: QMenu) -> None:
    """Has its entries asked for anew.

    Qt keeps in which menu a command was met first. In another one, or once that is gone, a reader
    gets no answer (`getOrCreateMenu` in qaccessiblemenu.cpp, seen in Qt 6.11).
    """
    from PySide6.QtGui import QAccessible

    for action in menu.actions():
        known = QAccessible.queryAccessibleInterface(action)
        if known is not None:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


def offer_menu_key(window: QWidget) -> None:
    """Makes Shift+F10 open the menu of what has the focus; on Windows and macOS the system does."""
    if sys.platform == "linux":
        QShortcut(QKeySequence("Shift+F10"), window, _open_for_focus)


def _open_for_focus() -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        cursor = focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
        place = QPoint(int(cursor.x()), int(cursor.y()))
        reason = QContextMenuEvent.Reason.Keyboard
        event = QContextMenuEvent(reason, place, focus.mapToGlobal(place))
        QApplication.sendEvent(focus, event)


def is_by_key(event: QContextMenuEvent) -> bool:
    """Whether the Menu key or Shift+F10 asks for it."""
    return event.reason() is QContextMenuEvent.Reason.Keyboard

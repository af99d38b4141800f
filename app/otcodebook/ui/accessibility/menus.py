"""Menus that were opened by a key."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu


def open_menu(menu: QMenu, place: QPoint, *, by_key: bool) -> None:
    """Opens a menu; by a key, on its first entry, which a screen reader then says."""
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


def is_by_key(event: QContextMenuEvent) -> bool:
    """Whether the Menu key or Shift+F10 asks for it."""
    return event.reason() is QContextMenuEvent.Reason.Keyboard

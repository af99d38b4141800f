"""Has a screen reader say a sentence, whichever reader there is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

_READ_BY_ORCA = ("xcb", "wayland")
FOLLOWED_MS = 500
"""By then Orca has followed the focus to another part, or read what was chosen in a drop-down or
among tabs. What is told before may be passed over, as known already or as one too many."""
_SAID_AGAIN = " "
"""Added to a sentence that follows itself: Orca takes an unchanged description as heard."""

_since_focus_moved = QElapsedTimer()


def focus_moved() -> None:
    """Called when another part has got the focus."""
    _since_focus_moved.start()


def somebody_listens() -> bool:
    """Whether there is a screen reader or the like."""
    # Imported here, like in what follows: opening the window has nothing to tell.
    from PySide6.QtGui import QAccessible

    return QAccessible.isActive()


def say(sentence: str, window: QWidget) -> None:
    """Has a screen reader say it, if there is one; nothing for no words.

    Orca before version 45, which Debian 12 has, does not know announcements. Every Orca says the
    description of what has the focus when it changes, so on Linux that is how it is told.
    """
    if not sentence or not somebody_listens():
        return
    if QApplication.platformName() in _READ_BY_ORCA:
        # Later: the same command may move the focus, and Orca would take no notice of the old one.
        QTimer.singleShot(0, window, partial(_tell_once_followed, sentence, window))
    else:
        _announce(sentence, window)


def _tell_once_followed(sentence: str, window: QWidget) -> None:
    from PySide6.QtWidgets import QComboBox

    wait = FOLLOWED_MS if isinstance(QApplication.focusWidget(), QComboBox) else 0
    if _since_focus_moved.isValid():
        wait = max(wait, FOLLOWED_MS - _since_focus_moved.elapsed())
    QTimer.singleShot(wait, window, partial(_describe_focus, sentence, window))


def _describe_focus(sentence: str, window: QWidget) -> None:
    focus = QApplication.focusWidget()
    if focus is None:
        _announce(sentence, window)
    else:
        _described(focus).tell(sentence)


def _announce(sentence: str, window: QWidget) -> None:
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, sentence))


def tell_focus(widget: QWidget) -> None:
    """Tells that the focus is there: on the current row or cell, as Qt does for the next one."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    if not widget.hasFocus():
        return
    event = QAccessibleEvent(widget, QAccessible.Event.Focus)
    if isinstance(widget, QAbstractItemView):
        current = widget.currentIndex()
        if not current.isValid():
            return
        if isinstance(widget, QTableView):
            # Imported here: lists are in every window, a table comes later.
            from otcodebook.ui.accessibility.cells import place_of

            event.setChild(place_of(widget, current))
        else:
            event.setChild(current.row())
    QAccessible.updateAccessibility(event)


def _described(widget: QWidget) -> _Described:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = widget.findChild(_Described, options=direct)
    return _Described(widget) if found is None else found


class _Described(QObject):
    """A widget that has the focus and lends its description; gets it back when the focus goes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._own = widget.accessibleDescription()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def tell(self, sentence: str) -> None:
        if self._widget.accessibleDescription() == sentence:
            sentence += _SAID_AGAIN
        self._widget.setAccessibleDescription(sentence)

    def _follow(self, before: QWidget | None, _now: QWidget | None) -> None:
        if before is self._widget:
            # Once the reader has followed: it would say the old description as a new one.
            QTimer.singleShot(0, self, self._give_back)

    def _give_back(self) -> None:
        if not self._widget.hasFocus():
            self._widget.setAccessibleDescription(self._own)
            self.deleteLater()

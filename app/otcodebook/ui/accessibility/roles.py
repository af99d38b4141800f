"""What parts answer when a screen reader asks what they are, where Qt's own answer helps nobody.

Qt calls a stack of pages a "layered pane", which Orca reads with its number of icons, "0 items",
whenever the focus comes into it; and any plain widget a "filler", which readers pass over even if
it has a name. A table warns if it is asked for the place of a filler in it, as of its viewport, its
headers or what holds its scroll bar (`QAccessibleTable::indexOfChild`): panes it knows.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAccessibleWidget,
    QStackedWidget,
    QTabWidget,
    QWidget,
)
from shiboken6 import isValid

_ANSWERS = 500
"""After each so many, those whose parts are gone are let go."""

_OF_TABLES = ("QHeaderView", "QTableCornerButton")

_answers: list[QAccessibleWidget] = []


def install_roles(window: QWidget) -> None:
    """Answers for the parts of this window from now on, and of all that come after it."""
    _install()
    if QAccessible.isActive():
        for part in window.findChildren(QWidget):
            known = QAccessible.queryAccessibleInterface(part)
            if isinstance(part, QStackedWidget) or known.role() == QAccessible.Role.Client:
                # Qt asked for it while the window was made; the next one who asks gets ours.
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


@cache
def _install() -> None:
    QAccessible.installFactory(_answer_for)


def _answer_for(kind: str, part: QObject | None) -> QAccessibleInterface | None:
    """Called with each class of a part, the most special first; None leaves it to Qt."""
    if isinstance(part, QWidget):
        if kind == "QStackedWidget":
            return _kept(QAccessibleWidget(part, QAccessible.Role.Grouping))
        if kind in _OF_TABLES:
            return _kept(QAccessibleWidget(part, QAccessible.Role.Pane))
        # The frame around all tabs is named because it takes the focus; nobody wants to hear it.
        if kind == "QScrollArea" or (kind == "QWidget" and not isinstance(part, QTabWidget)):
            return _kept(_PlainWidget(part))
    return None


def _kept(answer: QAccessibleWidget) -> QAccessibleWidget:
    """Qt deletes it with its part. PySide6 would do so as soon as nothing in Python holds it."""
    if len(_answers) % _ANSWERS == 0:
        _answers[:] = [held for held in _answers if isValid(held)]
    _answers.append(answer)
    return answer


class _PlainWidget(QAccessibleWidget):
    """Any widget, or a part that scrolls: a text or a group if it has a name, else a filler."""

    def role(self) -> QAccessible.Role:
        """Asked anew each time: a name may come later."""
        part = self.object()
        if isinstance(part.parent(), QAbstractItemView):
            return QAccessible.Role.Pane
        if not isinstance(part, QWidget) or not part.accessibleName():
            return QAccessible.Role.Client
        children = any(isinstance(child, QWidget) for child in part.children())
        return QAccessible.Role.Grouping if children else QAccessible.Role.StaticText

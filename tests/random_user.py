"""Somebody who uses the whole window for hours, in no order: the same actions for the same seed.

Every action is one that a hand can do, by keys or by the mouse, and leaves no dialog open. `rest`
brings the window to one state, whatever was done before, so that what it holds can be compared.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QToolButton, QWidget

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, links

QUERIES = (
    *("ther ex", "530", "splint", "97110", "eval", "adl", "wheelchair", "theraputic exersise"),
    *("97110 or 97530", "how many units is 40 minutes", "dressing", "xyzzyqwk", "97350", "97003"),
    *(
        "cog",
        "97161",
        "e",
        "hand",
        "GO",
        "group",
        "97110-59",
        "eval 45 minutes",
        "L3908",
        "kinesio",
    ),
)
_FAQ_QUERIES = ("8-minute", "modifier", "assistant", "group", "59", "note")
_MINUTES = ("33", "9:05-9:38", "1 h 5 min", "8", "45", "3x", "60")
_CODES = ("97110", "97530", "97165", "97140", "97150", "97760", "97129", "97535")
_DIALOGS = (
    *(ActionId.KEYS, ActionId.ABOUT, ActionId.LICENSES, ActionId.PREFERENCES),
    *(ActionId.USER_GUIDE, ActionId.PRINT),
)
LIST_QUERIES = ("our visit", "ZZ1", "97110", "our")
_TEXT_STEPS = 6
_TIMES_EACH = 5
_PATIENCE_S = 20
_LONGEST_LINK_HOPS = 3


class _Way(NamedTuple):
    """An action and how often it is taken, beside the others."""

    weight: int
    act: Callable[[], object]


class RandomUser:
    """Uses one window. `act` does one action; what was done stands in `done`, by name.

    `own_list` is the CSV that lies on top, if one does: it changes now and then.
    """

    def __init__(self, window: MainWindow, seed: int, own_list: Path | None = None) -> None:
        self._driver = Driver(window)
        self._own_list = own_list
        self._window = window
        self._random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self._driver.open_all_tabs()
        ways = {
            "search": _Way(30, self._search),
            "move": _Way(20, self._move),
            "copy": _Way(12, self._copy),
            "tick": _Way(4, self._tick),
            "link": _Way(6, self._follow_link),
            "history": _Way(6, self._history),
            "favorite": _Way(4, self._favorite),
            "note": _Way(4, self._note),
            "scope": _Way(4, self._scope),
            "filter": _Way(2, self._filter),
            "faq": _Way(4, self._faq),
            "guide": _Way(3, self._guide),
            "units": _Way(8, self._units),
            "theme": _Way(1, self._theme),
            "text size": _Way(1, self._text_size),
            "row menu": _Way(2, self._row_menu),
            "dialog": _Way(2, self._dialog),
        }
        if own_list is not None:
            ways |= {
                "own list": _Way(5, self._use_list),
                "list changes": _Way(1, self._change_list),
                "columns": _Way(1, self._columns),
            }
        self._names = list(ways)
        self._weights = [way.weight for way in ways.values()]
        self._acts = [way.act for way in ways.values()]

    def act(self) -> None:
        """One action, and everything that follows it."""
        (at,) = self._random.choices(range(len(self._acts)), self._weights)
        self.done[self._names[at]] += 1
        self._come_back()
        self._acts[at]()
        settle()

    def see_everything(self) -> None:
        """Opens each dialog and does each action in each size of text.

        That takes memory once and for all: of each font in each size the system draws the letters.
        """
        for size in (*[ActionId.TEXT_LARGER] * _TEXT_STEPS, ActionId.TEXT_USUAL):
            self._trigger(size)
            for dialog in _DIALOGS:
                self._trigger(dialog)
                self._close_all(QDialog)
            for name, act in zip(self._names, self._acts, strict=True):
                for _ in range(0 if name == "text size" else _TIMES_EACH):
                    self._come_back()
                    act()
                    settle()

    def rest(self) -> None:
        """Codes, no query, all codes, light colors, default text size, an empty session.

        FAQ and Guide show their first pages. Another window was in front last.
        """
        self._come_back()
        self._trigger(ActionId.SHOW_FAQ)
        self._driver.faq_search.clear()
        for tab, titles in (
            (ActionId.SHOW_FAQ, self._driver.faq_list),
            (ActionId.SHOW_GUIDE, self._driver.guide_list),
        ):
            self._trigger(tab)
            titles.setFocus()
            self._driver.press("Home")
        for action in (
            *(ActionId.SHOW_UNITS, ActionId.CLEAR_UNITS, ActionId.SHOW_CODES),
            *(ActionId.THEME_LIGHT, ActionId.TEXT_USUAL),
        ):
            self._trigger(action)
        self._driver.scope("All")
        self._clear_filter()
        self._driver.search("97110")
        self._driver.press("Esc")
        self._trigger(ActionId.ABOUT)
        self._close_all(QDialog)
        settle()

    def _trigger(self, action: ActionId) -> None:
        self._driver.action(action).trigger()
        settle()

    def _codes(self) -> None:
        self._trigger(ActionId.SHOW_CODES)

    def _search(self) -> None:
        self._driver.search(self._random.choice(QUERIES))

    def _move(self) -> None:
        self._codes()
        self._driver.field.setFocus()
        keys = ("Down", "Down", "Down", "Up", "PgDown", "PgUp")
        self._driver.press(self._random.choice(keys), self._random.randint(1, 4))

    def _copy(self) -> None:
        self._codes()
        self._driver.field.setFocus()
        if self._random.random() < 0.7:
            self._driver.press("Return")
        else:
            self._trigger(ActionId.COPY_WITH_NAME)

    def _tick(self) -> None:
        """Checks a point of the page and copies those that are checked."""
        self._driver.search(self._random.choice(_CODES))
        boxes = [
            box
            for box in self._driver.detail.findChildren(QWidget)
            if box.metaObject().className() == "QCheckBox" and box.isVisible()
        ]
        if boxes:
            box = self._random.choice(boxes)
            QTest.mouseClick(box, Qt.MouseButton.LeftButton)
            box.setFocus()
            self._driver.press("Space")

    def _follow_link(self) -> None:
        self._codes()
        for _ in range(self._random.randint(1, _LONGEST_LINK_HOPS)):
            targets = [t for t in links(self._driver.detail) if t.startswith("code:")]
            if not targets or not self._driver.detail.isVisible():
                return
            view = self._driver.detail
            view.setFocus()
            for _ in range(self._random.randint(1, 6)):
                self._driver.press("Tab")
            self._driver.press("Return")
            settle()

    def _history(self) -> None:
        self._trigger(self._random.choice((ActionId.BACK, ActionId.BACK, ActionId.FORWARD)))

    def _favorite(self) -> None:
        self._driver.search(self._random.choice(_CODES))
        self._trigger(ActionId.FAVORITE)
        if self._random.random() < 0.3:
            self._trigger(ActionId.UNDO)

    def _note(self) -> None:
        """Writes a note, or empties it; always the same one, so that the store does not grow."""
        self._driver.search(self._random.choice(_CODES))
        self._trigger(ActionId.NOTE)
        self._driver.press("Ctrl+A")
        if self._random.random() < 0.5:
            self._driver.type("ask first")
        else:
            self._driver.press("Del")
        self._driver.press("Esc")

    def _scope(self) -> None:
        self._codes()
        self._driver.scope(self._random.choice(("All", "All", "Favorites", "Recent", "Notes")))

    def _filter(self) -> None:
        self._codes()
        box = self._random.choice((self._driver.family, self._driver.counting))
        box.setCurrentIndex(self._random.randrange(box.count()))
        settle()
        self._clear_filter()

    def _clear_filter(self) -> None:
        clear = self._window.findChild(QToolButton, "clearFilter")
        if clear is not None and clear.isVisible():
            clear.click()

    def _faq(self) -> None:
        self._trigger(ActionId.SHOW_FAQ)
        self._driver.faq_search.setFocus()
        self._driver.press("Ctrl+A")
        self._driver.type(self._random.choice(_FAQ_QUERIES))
        self._driver.press("Down", self._random.randint(0, 3))
        self._driver.press("Alt+PgDown")

    def _guide(self) -> None:
        self._trigger(ActionId.SHOW_GUIDE)
        self._driver.guide_list.setFocus()
        self._driver.press("Down", self._random.randint(0, 4))
        self._driver.press(self._random.choice(("Alt+PgDown", "Alt+PgUp", "Home")))

    def _units(self) -> None:
        """A short visit: codes with minutes, a wrong entry now and then, copied, and cleared."""
        self._trigger(ActionId.SHOW_UNITS)
        for _ in range(self._random.randint(1, 2)):
            self._trigger(ActionId.FIND)
            self._driver.press("Ctrl+A")
            self._driver.type(self._random.choice(_CODES))
            self._driver.press("Return")
            self._come_back()
            self._driver.type(self._random.choice(_MINUTES))
            self._driver.press("Return")
        # Only where tables of CMS's are open.
        if pay := self._window.findChild(QToolButton, "unitsPayHead"):
            pay.click()
            settle()
        step = self._random.choice(
            (ActionId.UNDO_UNITS, ActionId.COPY_CLAIMS, ActionId.COPY_NOTE, ActionId.COPY_TABLE)
        )
        self._trigger(step)
        if self._random.random() < 0.7:
            self._trigger(ActionId.CLEAR_UNITS)

    def _theme(self) -> None:
        themes = (ActionId.THEME_DARK, ActionId.THEME_CONTRAST, ActionId.THEME_LIGHT)
        self._trigger(self._random.choice(themes))

    def _text_size(self) -> None:
        sizes = (ActionId.TEXT_LARGER, ActionId.TEXT_SMALLER, ActionId.TEXT_USUAL)
        self._trigger(self._random.choice(sizes))

    def _row_menu(self) -> None:
        self._driver.search(self._random.choice(QUERIES))
        self._driver.codes.setFocus()
        row = self._driver.codes.visualRect(self._driver.codes.currentIndex()).center()
        self._driver.codes.customContextMenuRequested.emit(row)
        settle()
        self._close_all(QMenu)

    def _use_list(self) -> None:
        """Looks for what only the list has, or at nothing but the list."""
        self._codes()
        if self._random.random() < 0.5:
            self._driver.scope("My list")
        self._driver.search(self._random.choice(LIST_QUERIES))
        self._driver.press("Down", self._random.randint(0, 2))
        if self._random.random() < 0.5:
            self._driver.scope("All")

    def _change_list(self) -> None:
        """Another program saves the file; the window sees it in a second."""
        assert self._own_list is not None
        self._own_list.write_text(own_list(self._random.randint(40, 49)), encoding="utf-8")

    def _columns(self) -> None:
        """Looks at the columns of the list, and leaves them as they are."""
        self._driver.action(ActionId.LIST_COLUMNS).trigger()
        end = time.monotonic() + _PATIENCE_S
        while not self._close_all(QDialog):
            assert time.monotonic() < end, "the columns are not shown"
            time.sleep(0.01)

    def _dialog(self) -> None:
        self._trigger(self._random.choice(_DIALOGS))
        self._close_all(QDialog)

    def _close_all(self, kind: type[QWidget]) -> int:
        """Closes all that are open of a kind; returns how many there were."""
        visible = [opened for opened in self._window.findChildren(kind) if opened.isVisible()]
        for opened in visible:
            opened.close()
        self._come_back()
        return len(visible)

    def _come_back(self) -> None:
        """The window has the focus again, as the window manager of a real screen sees to."""
        settle()
        self._window.activateWindow()
        settle()


def own_list(charge: int) -> str:
    """A clinic's list as CSV: a known code with this charge, and one of its own."""
    return f"code,name,charge\n97110,Our exercise,{charge}.00\nZZ1,Our visit,20.00\n"


def settle() -> None:
    """Handles what is waiting, what was to be deleted too."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def objects(window: QWidget) -> Counter[str]:
    """The QObjects of a window and of other top levels, by class."""
    roots: list[QObject] = [window, *(w for w in QApplication.topLevelWidgets() if w is not window)]
    found = Counter(root.metaObject().className() for root in roots if root.parent() is None)
    for root in roots:
        if root.parent() is None:
            found.update(o.metaObject().className() for o in root.findChildren(QObject))
    return found

"""The window as its user has it: parts by their objectNames, keys to whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QClipboard, QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.ui.codes.model import Role
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.store import UserData, open_userdata

_Part = TypeVar("_Part", bound=QObject)


class Driver:
    """Drives one window; `folder` is where it keeps what the user adds."""

    def __init__(self, window: MainWindow, folder: Path = Path()) -> None:
        self.window = window
        self.folder = folder
        self.tabs = self.part(QTabWidget, "tabs")
        self.field = self.part(QLineEdit, "searchField")
        self.codes = self.part(QListView, "codeList")
        self.detail = self.part(QTextBrowser, "detailView")
        self.note = self.part(QPlainTextEdit, "noteEdit")
        self.star = self.part(QToolButton, "favoriteButton")

    def open_all_tabs(self) -> None:
        """Looks at each tab once, which makes it, and goes back to the codes."""
        for tab in (1, 2, 3, 0):
            self.tabs.setCurrentIndex(tab)

    # Made by the window when they are first looked at.

    @property
    def family(self) -> QComboBox:
        return self._filter("familyFilter")

    @property
    def counting(self) -> QComboBox:
        return self._filter("countingFilter")

    def _filter(self, name: str) -> QComboBox:
        if self.window.findChild(QComboBox, name) is None:
            self.part(QToolButton, "filterButton").click()
            self.part(QFrame, "filterPopup").hide()
        return self.part(QComboBox, name)

    @property
    def faq_search(self) -> QLineEdit:
        return self.part(QLineEdit, "faqSearch")

    @property
    def faq_list(self) -> QListWidget:
        return self.part(QListWidget, "faqList")

    @property
    def faq_view(self) -> QTextBrowser:
        return self.part(QTextBrowser, "faqView")

    @property
    def guide_list(self) -> QListWidget:
        return self.part(QListWidget, "guideList")

    @property
    def guide_view(self) -> QTextBrowser:
        return self.part(QTextBrowser, "guideView")

    def part(self, kind: type[_Part], name: str) -> _Part:
        return child(self.window, kind, name)

    def action(self, action: ActionId) -> QAction:
        return self.part(QAction, action)

    def button(self, text: str) -> QPushButton:
        found = [b for b in self.window.findChildren(QPushButton) if b.text() == text]
        assert len(found) == 1, f"{len(found)} buttons say {text}"
        return found[0]

    def press(self, keys: str, times: int = 1) -> None:
        """Presses a key or a chord such as "Ctrl+Shift+C"."""
        chord = QKeySequence(keys)[0]  # type: ignore[index]
        for _ in range(times):
            QTest.keyClick(focused(), chord.key(), chord.keyboardModifiers())

    def type(self, text: str) -> None:
        for char in text:
            QTest.keyClicks(focused(), char)

    def search(self, text: str) -> None:
        """Types a query into the box, whatever was in it before."""
        self.window.tabs.setCurrentIndex(0)
        self.field.setFocus()
        self.field.selectAll()
        self.press("Del")
        self.type(text)

    def go_to(self, code: str) -> None:
        """Types a code and moves to its row, which may stand under the one to use instead."""
        self.search(code)
        for _ in range(self.codes.model().rowCount()):
            if self.current() == code:
                return
            self.press("Down")
        raise AssertionError(f"{code} is not in the list: {self.listed()}")

    def status(self) -> str:
        """What the window says of the last command: in the toast, or in the status line."""
        return self.toast() or self.window.statusBar().currentMessage()

    def toast(self) -> str:
        """What the toast says; empty while there is none."""
        label = self.window.findChild(QLabel, "toastText")
        return label.text() if label is not None and label.isVisible() else ""

    def shown(self) -> str:
        """The code whose page is shown: that of the current row, or what a link led to."""
        return self.detail.accessibleName().partition(" ")[0]

    def count(self) -> str:
        return self.part(QLabel, "countLabel").text()

    def listed(self) -> list[str]:
        """The codes of the rows from top to bottom; none where the list gave way to a message.

        Rows that are no code, such as an answer, are left out.
        """
        if not self.codes.isVisible():
            return []
        model = self.codes.model()
        rows = (model.index(row, 0) for row in range(model.rowCount(QModelIndex())))
        return [code_in(row) for row in rows if row.data(Role.ROW).hit.document.code]

    def current(self) -> str:
        """The code of the current row."""
        return code_in(self.codes.currentIndex())

    def chosen(self) -> list[str]:
        rows = sorted(self.codes.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [code_in(row) for row in rows]

    def click_row(
        self, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> QPoint:
        """Clicks a row of codes; returns the place."""
        place = self.codes.visualRect(self.codes.model().index(row, 0)).center()
        QTest.mouseClick(self.codes.viewport(), Qt.MouseButton.LeftButton, modifier, place)
        return place

    def choose_family(self, name: str) -> None:
        self.family.setCurrentText(name)
        assert self.family.currentText() == name

    def choose_counting(self, name: str) -> None:
        self.counting.setCurrentText(name)
        assert self.counting.currentText() == name

    def state(self) -> str:
        return self.part(QLabel, "noteState").text()

    def scope(self, name: str) -> None:
        QTest.mouseClick(self.part(QToolButton, f"scope{name}"), Qt.MouseButton.LeftButton)

    def starred(self, code: str) -> bool:
        """Whether the row of the code says that it is a favorite."""
        model = self.codes.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        texts = (str(row.data(Qt.ItemDataRole.AccessibleTextRole)).split(", ") for row in rows)
        return next("favorite" in text for text in texts if text[0] == code)

    def is_favorite(self) -> bool:
        """Whether the star of the page says that its code is a favorite."""
        checked = self.star.isChecked()
        does = "Remove from Favorites" if checked else "Add to Favorites"
        assert self.star.accessibleName() == does
        return checked

    def write(self, code: str, text: str) -> None:
        """Types a note on a code, at the end of what is there."""
        self.go_to(code)
        self.note.setFocus()
        self.press("Ctrl+End")
        self.type(text)

    def rewrite(self, code: str, text: str) -> None:
        """Types a note on a code in the place of what is there."""
        self.go_to(code)
        self.note.setFocus()
        self.press("Ctrl+A")
        self.press("Del")
        self.type(text)

    def said(self) -> str:
        """What stands in the place of the list; empty while there is a list."""
        label = self.window.findChild(QLabel, "emptyText")
        return label.text() if label is not None and label.isVisible() else ""

    def banner(self) -> str:
        visible = self.part(QWidget, "banner").isVisible()
        return self.part(QLabel, "bannerText").text() if visible else ""

    def on_disk(self, code: str) -> str:
        with stored(self.folder) as data:
            return data.note_for(code)

    def come_to_front(self, qtbot: QtBot) -> None:
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)


OpenDriver = Callable[[], Driver]


@contextmanager
def stored(folder: Path) -> Iterator[UserData]:
    """The store as another program that opens it now finds it."""
    with closing(open_userdata(folder)) as data:
        assert not data.trouble
        yield data


def child(parent: QObject, kind: type[_Part], name: str = "") -> _Part:
    """The part of this kind, and of this objectName if one is given."""
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert found is not None, f"there is no {kind.__name__} {name}"
    return found


def code_in(index: QModelIndex) -> str:
    return str(index.data() or "").partition(" ")[0]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard focus"
    return widget


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def links(view: QTextBrowser) -> list[str]:
    """The targets of all links of a page, in order."""
    found = []
    block = view.document().begin()
    while block.isValid():
        for span in block.textFormats():
            if span.format.isAnchor() and span.format.anchorHref():
                found.append(span.format.anchorHref())
        block = block.next()
    return found


def click_link(view: QTextBrowser, target: str) -> None:
    """Clicks the first link with this target where it stands."""
    block = view.document().begin()
    while block.isValid():
        for span in block.textFormats():
            if span.format.anchorHref() == target:
                cursor = QTextCursor(view.document())
                cursor.setPosition(block.position() + span.start)
                view.setTextCursor(cursor)
                view.ensureCursorVisible()
                place = view.cursorRect(cursor).center() + QPoint(4, 0)
                assert view.anchorAt(place) == target
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
                return
        block = block.next()
    raise AssertionError(f"the page has no link to {target}: {links(view)}")


def select_in(view: QTextBrowser, text: str) -> None:
    """Selects a text on a page, as by dragging over it, and focuses the page."""
    view.setFocus()
    if not view.find(text):
        view.moveCursor(QTextCursor.MoveOperation.Start)
        view.find(text)
    assert view.textCursor().selectedText() == text

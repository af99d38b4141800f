"""Opening: the frame is painted first, and filled right after; nothing typed meanwhile is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QTabWidget
from pytestqt.qtbot import QtBot

from otcodebook.lists.source import Source, read_source
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.workspace import Workspace
from ui.driver import Driver, child, clipboard
from ui.filling import Opening, is_filled


@pytest.fixture
def build(qtbot: QtBot, catalog_file: Path, tmp_path: Path) -> Callable[[], Opening]:
    """Builds a window that is not shown; pytest-qt runs the event loop between fixture and test."""

    def build_one() -> Opening:
        opening = Opening(catalog_file, tmp_path / "data")
        qtbot.addWidget(opening.window)
        return opening

    return build_one


def test_the_frame_is_painted_before_it_is_filled(
    build: Callable[[], Opening], qtbot: QtBot
) -> None:
    opening = build()
    assert opening.seen == []
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    assert opening.seen[0] == "painted empty"
    driver = Driver(opening.window)
    assert driver.count() == "4 codes"


def test_a_large_list_is_read_while_the_bundled_codes_are_shown(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def read_later(*args: Any) -> Source:
        assert goes_on.wait(20)
        return read_source(*args)

    monkeypatch.setattr("otcodebook.ui.lists.list_opening.read_source", read_later)
    rows = (f"X{number:05},{'A long description of a service. ' * 3}" for number in range(9_000))
    path = tmp_path / "large.csv"
    path.write_text("\n".join(["code,name", *rows]), encoding="utf-8")
    opening = Opening(path, tmp_path / "data")
    qtbot.addWidget(opening.window)
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    driver = Driver(opening.window)
    assert driver.window.windowTitle() == "OT Codebook"
    driver.search("97110")
    assert driver.current() == "97110"
    driver.press("Esc")
    goes_on.set()
    qtbot.waitUntil(lambda: driver.count() == "9,235 codes", timeout=20_000)
    assert driver.window.windowTitle() == "large.csv \N{EN DASH} OT Codebook"
    # Named for this session, it is not what the next one begins with.
    assert not (tmp_path / "data" / "settings.json").exists()


def test_the_first_window_fits_a_screen_that_is_smaller_than_it_likes(
    build: Callable[[], Opening],
) -> None:
    window = build().window
    room = window.screen().availableSize()
    assert room.width() < 1060, "the screen of the tests is too large to tell"
    title_bar = 24
    assert window.width() <= room.width()
    assert window.height() + title_bar <= room.height()


def test_it_is_filled_once(build: Callable[[], Opening], qtbot: QtBot) -> None:
    window = build().window
    window.show()
    qtbot.waitUntil(lambda: is_filled(window))
    before = len(window.findChildren(QAction))
    window.populate()
    window.hide()
    window.show()
    QApplication.processEvents()
    assert len(window.findChildren(QAction)) == before


def test_a_window_that_is_never_shown_is_filled_too(
    build: Callable[[], Opening], qtbot: QtBot
) -> None:
    window = build().window
    qtbot.waitUntil(lambda: is_filled(window))
    assert child(window, QListView, "codeList").model().rowCount() == 4
    assert not window.isVisible()


def test_a_bug_while_filling_is_told_once_and_not_tried_again(
    build: Callable[[], Opening], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("while filling")

    monkeypatch.setattr(Workspace, "start", fail)
    with qtbot.captureExceptions() as bugs:
        window = build().window
        window.show()
        qtbot.waitUntil(lambda: bool(bugs))
        for _ in range(5):
            window.update()
            qtbot.wait(20)
    assert [kind for kind, _, _ in bugs] == [ZeroDivisionError]
    assert window.close()


def test_the_frame_has_tabs_and_the_box_with_the_focus(
    build: Callable[[], Opening], qtbot: QtBot
) -> None:
    opening = build()
    field = child(opening.window, QLineEdit, "searchField")
    tabs = child(opening.window, QTabWidget, "tabs")
    assert opening.window.focusWidget() is field
    assert field.placeholderText()
    before = [tabs.tabText(i) for i in range(tabs.count())]
    menus = [action.text() for action in opening.window.menuBar().actions()]
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    assert [tabs.tabText(i) for i in range(tabs.count())] == before
    assert [action.text() for action in opening.window.menuBar().actions()] == menus
    assert opening.window.focusWidget() is field


def test_what_was_typed_into_the_frame_is_searched(
    build: Callable[[], Opening], qtbot: QtBot
) -> None:
    opening = build()
    field = child(opening.window, QLineEdit, "searchField")
    QTest.keyClicks(field, "ther ex")
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    driver = Driver(opening.window)
    assert field.text() == "ther ex"
    assert driver.current() == "97110"
    assert driver.count() == "1 code"


def test_keys_that_wait_while_it_is_filled_arrive_in_their_order(
    build: Callable[[], Opening], qtbot: QtBot
) -> None:
    """As on a screen: the keys are in the queue by the time the frame is painted."""
    window = build().window
    field = child(window, QLineEdit, "searchField")
    tabs = child(window, QTabWidget, "tabs")
    clipboard().setText("before")

    class Typist(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not is_filled(window):
                tabs.removeEventFilter(self)
                for char in "ther ex":
                    _post(field, 0, char)
                _post(field, Qt.Key.Key_Return, "\r")
            return super().eventFilter(watched, event)

    typist = Typist()
    tabs.installEventFilter(typist)
    window.show()
    qtbot.waitUntil(lambda: clipboard().text() == "97110")
    assert field.text() == "ther ex"


def _post(target: QObject, key: int, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.postEvent(target, event)


def test_closed_before_it_was_filled_it_saves_nothing(
    build: Callable[[], Opening], tmp_path: Path
) -> None:
    window = build().window
    window.close()
    assert not is_filled(window)
    assert not (tmp_path / "data").exists()


def test_opening_writes_nothing(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path
) -> None:
    open_window(catalog_file, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_two_windows_do_not_disturb_each_other(
    open_window: Callable[..., MainWindow], catalog_file: Path
) -> None:
    one = Driver(open_window(catalog_file))
    two = Driver(open_window(catalog_file))
    two.search("group")
    assert two.current() == "97150"
    assert one.field.text() == ""
    assert one.current() == "97165"

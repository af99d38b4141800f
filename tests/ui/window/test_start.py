"""Opening: the frame is painted first, and filled right after; nothing typed meanwhile is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QTabWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.app import build_window
from otcodebook.ui.window.main_window import MainWindow
from ui.as_run import Opening
from ui.driver import Driver, child, clipboard


@pytest.fixture
def opening(qtbot: QtBot, catalog_file: Path, tmp_path: Path) -> Opening:
    QApplication.setStyle("Fusion")
    opening = Opening(catalog_file, tmp_path / "data")
    qtbot.addWidget(opening.window)
    return opening


def test_the_frame_is_painted_before_it_is_filled(opening: Opening, qtbot: QtBot) -> None:
    assert opening.seen == []
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    assert opening.seen[0] == "painted"
    desk = Driver(opening.window)
    assert desk.count() == "4 codes"


def test_a_large_list_is_read_while_the_bundled_codes_are_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    rows = (f"X{number:05},{'A long description of a service. ' * 3}" for number in range(9000))
    path = tmp_path / "large.csv"
    path.write_text("\n".join(["code,name", *rows]), encoding="utf-8")
    opening = Opening(path, tmp_path / "data")
    qtbot.addWidget(opening.window)
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    desk = Driver(opening.window)
    assert desk.window.windowTitle() == "OT Codebook"
    desk.search("97110")
    assert desk.current() == "97110"
    desk.press("Esc")
    qtbot.waitUntil(lambda: desk.count() == "9,000 codes", timeout=20_000)
    assert desk.window.windowTitle() == "large.csv \N{EN DASH} OT Codebook"
    # Named for this session, it is not what the next one begins with.
    assert not (tmp_path / "data" / "settings.json").exists()


def test_it_is_filled_once(opening: Opening, qtbot: QtBot) -> None:
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    opening.window.complete()
    opening.window.hide()
    opening.window.show()
    QApplication.processEvents()
    assert opening.seen.count("filled") == 1


def test_the_frame_has_tabs_and_the_box_with_the_focus(opening: Opening, qtbot: QtBot) -> None:
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


def test_what_was_typed_into_the_frame_is_searched(opening: Opening, qtbot: QtBot) -> None:
    field = child(opening.window, QLineEdit, "searchField")
    QTest.keyClicks(field, "ther ex")
    opening.window.show()
    qtbot.waitUntil(opening.is_filled)
    desk = Driver(opening.window)
    assert field.text() == "ther ex"
    assert desk.current() == "97110"
    assert desk.count() == "1 code"


def test_keys_that_wait_while_it_is_filled_arrive_in_their_order(
    opening: Opening, qtbot: QtBot
) -> None:
    """As on a screen: the keys are in the queue by the time the frame is painted."""
    field = child(opening.window, QLineEdit, "searchField")
    clipboard().setText("before")
    opening.window.show()

    class Typist(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not opening.is_filled():
                opening.window.removeEventFilter(self)
                opening.window.complete()  # the keys below are typed while this runs
                for char in "ther ex":
                    _post(field, 0, char)
                _post(field, Qt.Key.Key_Return, "\r")
            return super().eventFilter(watched, event)

    typist = Typist()
    opening.window.installEventFilter(typist)
    qtbot.waitUntil(lambda: clipboard().text() == "97110")
    assert field.text() == "ther ex"


def _post(target: QObject, key: int, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.postEvent(target, event)


def test_closed_before_it_was_filled_it_saves_nothing(opening: Opening, tmp_path: Path) -> None:
    opening.window.close()
    assert not (tmp_path / "data").exists()


def test_build_window_gives_it_complete(qtbot: QtBot, catalog_file: Path, tmp_path: Path) -> None:
    window = build_window(catalog_file, tmp_path / "data")
    qtbot.addWidget(window)
    view = child(window, QListView, "codeList")
    assert view.model().rowCount() == 4
    assert not window.isVisible()


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

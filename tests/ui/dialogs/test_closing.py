"""A dialog that was closed leaves nothing behind with Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver
from ui.opening import Opening

_DIALOGS = (
    *(ActionId.KEYS, ActionId.ABOUT, ActionId.LICENSES, ActionId.PREFERENCES),
    *(ActionId.USER_GUIDE, ActionId.SAVE_PDF),
)


@pytest.fixture
def driver(open_window: Callable[..., MainWindow]) -> Driver:
    return Driver(open_window())


def _parts(dialog: QDialog) -> list[QWidget]:
    """What has rules of a style sheet, whose end Qt is not told of by itself."""
    found: list[QWidget | None] = [
        *(box.view().parentWidget() for box in dialog.findChildren(QComboBox)),
        *(area.viewport() for area in dialog.findChildren(QAbstractScrollArea)),
    ]
    return [part for part in found if part is not None]


def _kept(driver: Driver) -> str:
    """Closes the dialog that is open; the kinds of parts whose rules Qt would keep."""
    QApplication.processEvents()
    dialog = next(each for each in driver.window.findChildren(QDialog) if each.isVisible())
    parts = _parts(dialog)
    assert parts
    dialog.close()
    # An object with this attribute is known to the style, which hears of its end.
    known = Qt.WidgetAttribute.WA_StyleSheet
    kept = {part.metaObject().className() for part in parts if not part.testAttribute(known)}
    return ", ".join(sorted(kept))


def test_the_style_is_told_of_the_end_of_every_part_of_a_dialog(driver: Driver) -> None:
    kept = {}
    for action in _DIALOGS:
        driver.action(action).trigger()
        kept[action.value] = _kept(driver)
    assert {name: parts for name, parts in kept.items() if parts} == {}


def test_so_it_is_with_the_preview_of_a_list(driver: Driver, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,name,charge\nZZ1,Our visit,20.00\n", encoding="utf-8")
    opening = Opening(driver, qtbot)
    driver.window.files_dropped.emit([str(path)])
    qtbot.waitUntil(lambda: opening.preview() is not None)
    assert _kept(driver) == ""

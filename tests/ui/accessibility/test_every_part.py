"""Every part of every window, as a screen reader that asks for all of it gets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QPushButton,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cms_files import write_mue, write_ptp
from fee_files import write_fee_zip
from otcodebook.ui.dialogs.bug_report import show_bug
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.cms.test_tables import Tables
from ui.driver import Driver, child
from ui.opening import Opening, button, choose, drop, role_boxes, urls

Role = QAccessible.Role
_USED = {
    Role.Button,
    Role.CheckBox,
    Role.ColumnHeader,
    Role.ComboBox,
    Role.EditableText,
    Role.Link,
    Role.List,
    Role.ListItem,
    Role.MenuItem,
    Role.PageTab,
    Role.RadioButton,
    Role.Slider,
    Role.SpinBox,
    Role.Table,
    Role.Tree,
}
"""What somebody uses, and so must have a name."""
_TAB_FRAMES = {"Pages", "Preferences"}
"""Named fillers: the frames around tabs take the focus; nobody wants to hear them."""
_MARKED = re.compile(r"&\w")
_LIST = "code,name,charge,wrong\n97110,Exercise,45,1\n97530,Activities,50,2\n,Nothing,,3\n"


def _parts(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield part
    for at in range(part.childCount()):
        child = part.child(at)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from _parts(child)


def _name(part: QAccessibleInterface) -> str:
    return part.text(QAccessible.Text.Name)


def _wrong(where: str, window: QWidget) -> Iterator[str]:
    """What is wrong in this window; Qt warns, and so fails the test, of a place it cannot tell."""
    parts = list(_parts(QAccessible.queryAccessibleInterface(window)))
    assert len(parts) > 2, where
    for part in parts:
        role, name = part.role(), _name(part)
        above = part.parent()
        if above is not None and above.isValid():
            above.indexOfChild(part)
        told = f"{where}: {role.name} {name!r} in {_name(above) if above else ''!r}"
        if role is Role.LayeredPane:
            yield f"{told} is a layered pane"
        if role is Role.Client and name not in {"", *_TAB_FRAMES}:
            yield f"{told} is a filler with a name"
        if role in _USED and not name.strip():
            yield f"{told} has no name"
        if _MARKED.search(name):
            yield f"{told} has the mark of its key in its name"
    for field in window.findChildren(QWidget):
        # Upward, as readers ask from what has the focus: headers are nobody's children.
        part = QAccessible.queryAccessibleInterface(field)
        while field.isVisible() and (above := part.parent()) is not None and above.isValid():
            above.indexOfChild(part)
            part = above


class _Walk:
    """Opens what there is to open, and notes what is wrong there."""

    def __init__(self, driver: Driver, qtbot: QtBot) -> None:
        self.driver = driver
        self.qtbot = qtbot
        self.found: list[str] = []

    def look(self, where: str, window: QWidget | None = None) -> None:
        QApplication.processEvents()
        self.found += _wrong(where, window or self.driver.window)

    def dialog(self, where: str) -> QDialog:
        def shown() -> list[QDialog]:
            dialogs = self.driver.window.findChildren(QDialog)
            return [each for each in dialogs if each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(shown()))
        self.look(where, shown()[-1])
        return shown()[-1]

    def commands(self, *commands: ActionId) -> None:
        for command in commands:
            self.driver.action(command).trigger()
            self.dialog(command.value).close()
            self.driver.come_to_front(self.qtbot)


@pytest.fixture
def walk(open_window: Callable[..., MainWindow], folder: Path, qtbot: QtBot) -> Iterator[_Walk]:
    """The window with the codes that ship, which a reader listens to."""
    QAccessible.setActive(True)
    yield _Walk(Driver(open_window(None, folder), folder), qtbot)
    QAccessible.setActive(False)


def _preferences(walk: _Walk) -> None:
    walk.driver.action(ActionId.PREFERENCES).trigger()
    dialog = walk.dialog("preferences")
    tabs = child(dialog, QTabWidget, "preferencesTabs")
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        walk.look(f"preferences, {tabs.tabText(at)}", dialog)
    tabs.setCurrentIndex(1)
    button(dialog, "Add\N{HORIZONTAL ELLIPSIS}").click()
    walk.dialog("a payer").close()
    dialog.close()
    walk.driver.come_to_front(walk.qtbot)


def _session(walk: _Walk) -> None:
    driver = walk.driver
    driver.action(ActionId.SHOW_UNITS).trigger()
    for code, minutes in (("97530", "23"), ("97537", "15"), ("97110", "")):
        driver.press("Ctrl+F")
        driver.type(code)
        driver.press("Return")
        driver.come_to_front(walk.qtbot)
        driver.type(minutes)
        driver.press("Return")
    for fold in driver.window.findChildren(QPushButton):
        if fold.isVisible() and fold.accessibleName().endswith(", closed"):
            fold.click()
    walk.look("units with rows and results")


def test_no_part_of_any_window_is_a_filler_nameless_or_out_of_place(
    walk: _Walk, tmp_path: Path, qtbot: QtBot
) -> None:
    driver = walk.driver
    driver.open_all_tabs()
    for tab in (ActionId.SHOW_FAQ, ActionId.SHOW_GUIDE, ActionId.SHOW_UNITS, ActionId.SHOW_CODES):
        driver.action(tab).trigger()
        walk.look(tab.value)
    for query in ("97110", "purple therapy", "xyzzyqwk", "8-minute"):
        driver.search(query)
        walk.look(query)
    driver.part(QToolButton, "filterButton").click()
    walk.look("filter", driver.part(QWidget, "filterPopup"))
    driver.part(QWidget, "filterPopup").close()
    driver.search("97110")
    walk.commands(
        ActionId.KEYS, ActionId.USER_GUIDE, ActionId.LICENSES, ActionId.ABOUT, ActionId.SAVE_PDF
    )
    opening = Opening(driver, qtbot)
    own = tmp_path / "own.csv"
    own.write_text(_LIST)
    drop(driver, urls(own))
    preview = opening.until_preview()
    walk.look("preview", preview)
    choose(role_boxes(preview)[0], "Extra")
    walk.look("preview without a code", preview)
    choose(role_boxes(preview)[0], "Code")
    qtbot.waitUntil(lambda: button(preview, "Use this list").isEnabled())
    table = child(preview, QTableView, "previewTable")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    walk.look("rows of the preview", preview)
    assert [row.row() for row in table.selectionModel().selectedRows()] == [0]
    button(preview, "Use this list").click()
    opening.until_preview_is_gone()
    driver.search("97110")
    walk.look("list on top")
    tables = Tables(driver, qtbot)
    for files in ((write_ptp(tmp_path), write_mue(tmp_path)), (write_fee_zip(tmp_path),)):
        dialog = tables.drop(*files)
        walk.look("CMS's tables", dialog)
        tables.use()
        driver.come_to_front(qtbot)
    driver.search("97530")
    walk.look("page with CMS's tables")
    _session(walk)
    _preferences(walk)
    show_bug((ValueError, ValueError("nothing but a test"), None), driver.window)
    walk.dialog("report of a bug").close()
    assert walk.found == []

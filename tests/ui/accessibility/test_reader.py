"""What a screen reader that asks gets for an answer; stories hear what it is told unasked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver, OpenDriver

Role = QAccessible.Role


@pytest.fixture
def driver(opened: OpenDriver) -> Iterator[Driver]:
    """A window that a screen reader listens to."""
    QAccessible.setActive(True)
    yield opened()
    QAccessible.setActive(False)


def _parts(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield part
    for at in range(part.childCount()):
        child = part.child(at)
        if child is not None and child.isValid():
            yield from _parts(child)


def _answers(window: QWidget) -> list[tuple[Role, str]]:
    top = QAccessible.queryAccessibleInterface(window)
    return [(part.role(), part.text(QAccessible.Text.Name)) for part in _parts(top)]


def test_no_part_is_called_a_layered_pane_and_no_named_part_a_filler(driver: Driver) -> None:
    driver.open_all_tabs()
    driver.action(ActionId.SHOW_UNITS).trigger()
    driver.press("Ctrl+F")
    driver.type("97110")
    driver.press("Return")
    driver.window.activateWindow()
    QApplication.processEvents()
    driver.type("33")
    driver.press("Return")
    answers = _answers(driver.window)
    assert (Role.Cell, "97110, Minutes: 33 minutes") in answers
    assert [name for role, name in answers if role is Role.LayeredPane] == []
    fillers = {name for role, name in answers if role is Role.Client and name}
    assert fillers == {"Pages"}, "the frame around all tabs alone"


def test_a_reader_that_starts_after_the_window_is_served_too(opened: OpenDriver) -> None:
    window = opened()
    _answers(window.window)  # Qt makes up answers of its own
    QAccessible.setActive(True)
    window.press("Tab")
    roles = [role for role, _ in _answers(window.window)]
    QAccessible.setActive(False)
    assert Role.LayeredPane not in roles


def test_a_menu_that_a_key_opens_begins_on_its_first_entry(driver: Driver) -> None:
    driver.write("97110", "Ask first")
    for where, entry in ((driver.note, "Undo"), (driver.codes, "Copy"), (driver.field, "Undo")):
        where.setFocus()
        for by_key in (True, False):
            menu = _menu_of(driver, where, by_key=by_key)
            active = menu.activeAction()
            told = active.text().replace("&", "") if active is not None else ""
            assert told.startswith(entry) if by_key else told == "", str(where)
            menu.close()
            QTest.qWait(0)


def test_the_menu_of_a_link_that_tab_has_reached_is_about_its_code(driver: Driver) -> None:
    driver.search("97110")
    driver.detail.setFocus()
    for _ in range(30):
        driver.press("Tab")
        if driver.detail.textCursor().selectedText() == "97530":
            break
    menu = _menu_of(driver, driver.detail, by_key=True)
    assert [action.text() for action in menu.actions()][:2] == ["Open 97530", "Copy 97530"]
    assert menu.activeAction().text() == "Open 97530"
    menu.close()


def _menu_of(driver: Driver, part: QWidget, *, by_key: bool) -> QMenu:
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    target = getattr(part, "viewport", lambda: part)() if not by_key else part
    place = QPoint(20, 8)
    event = QContextMenuEvent(reason, place, part.mapToGlobal(place))
    QApplication.sendEvent(target, event)
    (menu,) = [m for m in QApplication.topLevelWidgets() if isinstance(m, QMenu) and m.isVisible()]
    return menu

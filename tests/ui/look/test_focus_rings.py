"""Rings are for those who move by keyboard; hover and the status line, which belong to looks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QStatusBar,
    QTextBrowser,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.ui.look.focus_rings import KEYBOARD_FOCUS, shows_ring
from otcodebook.ui.look.theme import LIGHT
from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver, focused


def _native_click(driver: Driver, part: QWidget, place: QPoint) -> None:
    """A click as the desktop sends it: to the window, with the button held down meanwhile."""
    window = driver.window.windowHandle()
    at = part.mapTo(driver.window, place)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()


def test_a_click_on_the_page_draws_no_frame_around_it(driver: Driver) -> None:
    viewport = driver.detail.viewport()
    _native_click(driver, viewport, QPoint(40, 60))
    assert driver.detail.hasFocus()
    assert not shows_ring(driver.detail)
    corner = driver.detail.grab().toImage().pixelColor(0, driver.detail.height() // 2)
    assert corner.name().upper() != LIGHT.accent


def test_tab_to_the_page_draws_its_frame(driver: Driver) -> None:
    driver.field.setFocus()
    for _ in range(30):
        driver.press("Tab")
        if focused() is driver.detail:
            break
    assert shows_ring(driver.detail)
    corner = driver.detail.grab().toImage().pixelColor(0, driver.detail.height() // 2)
    assert corner.name().upper() == LIGHT.accent


def test_a_clicked_row_has_no_ring_and_one_reached_by_tab_has(driver: Driver) -> None:
    row = driver.codes.visualRect(driver.codes.model().index(1, 0))

    def edge() -> str:
        image: QImage = driver.codes.viewport().grab().toImage()
        return image.pixelColor(row.center().x(), row.top()).name().upper()

    _native_click(driver, driver.codes.viewport(), row.center())
    assert driver.codes.hasFocus()
    assert edge() == LIGHT.selection
    driver.field.setFocus()
    driver.codes.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge() == LIGHT.accent


def test_the_ring_is_as_it_was_after_a_look_elsewhere(driver: Driver, qtbot: QtBot) -> None:
    button = driver.part(QToolButton, "filterButton")
    for by_keyboard in (True, False):
        driver.field.setFocus()
        if by_keyboard:
            button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            _native_click(driver, driver.detail.viewport(), QPoint(40, 60))
        part = focused()
        other = QWidget()
        qtbot.addWidget(other)
        other.show()
        other.activateWindow()
        qtbot.waitUntil(lambda: not part.hasFocus())  # noqa: B023
        other.close()
        driver.window.activateWindow()
        qtbot.waitUntil(lambda: part.hasFocus())  # noqa: B023
        assert shows_ring(part) is by_keyboard


def test_the_row_under_the_mouse_is_tinted_and_offers_its_star(driver: Driver) -> None:
    row = driver.codes.visualRect(driver.codes.model().index(2, 0))
    viewport = driver.codes.viewport()
    middle = QPointF(row.center())
    for part in (driver.codes, viewport):
        part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        QApplication.sendEvent(part, QEnterEvent(middle, middle, middle))
    QTest.mouseMove(viewport, row.center())
    QApplication.processEvents()
    image = viewport.grab().toImage()
    assert image.pixelColor(row.center().x(), row.top() + 2).name().upper() == LIGHT.hover
    above = driver.codes.visualRect(driver.codes.model().index(1, 0))
    assert image.pixelColor(above.center().x(), above.top() + 2).name().upper() == LIGHT.ground


def test_the_status_line_is_there_only_while_it_says_something(driver: Driver) -> None:
    line, count = driver.part(QStatusBar, ""), driver.part(QLabel, "countLabel")
    assert line.isAncestorOf(count)
    assert line.isVisible()
    assert (count.isVisible(), count.text()) == (True, "4 codes")
    line.showMessage("Something longer than the count")
    assert not count.isVisible()
    driver.press("Ctrl+2")
    assert line.isVisible()
    line.clearMessage()
    for keys in ("Ctrl+2", "Ctrl+3", "Ctrl+4"):
        driver.press(keys)
        assert not line.isVisible(), keys
    driver.press("Ctrl+1")
    assert line.isVisible()
    assert count.isVisible()


def test_a_focus_ring_never_moves_what_stands_beside_it(driver: Driver) -> None:
    button = driver.part(QToolButton, "filterButton")
    before = button.sizeHint()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert shows_ring(button)
    assert button.sizeHint() == before


def test_back_and_forward_have_icons_and_names(driver: Driver) -> None:
    for name, said in (("backButton", "Back"), ("forwardButton", "Forward")):
        button = driver.part(QToolButton, name)
        assert not button.icon().isNull()
        assert button.text() == ""
        assert button.accessibleName() == said


def test_the_page_of_a_dialog_has_a_ring_only_after_tab(driver: Driver, qtbot: QtBot) -> None:
    driver.action(ActionId.ABOUT).trigger()
    page = driver.part(QTextBrowser, "pageView")
    qtbot.waitUntil(page.hasFocus)
    assert not shows_ring(page)
    driver.press("Tab")
    assert not page.hasFocus()
    driver.press("Shift+Tab")
    assert page.hasFocus()
    assert shows_ring(page)
    page.window().close()


def test_the_filter_that_the_mouse_opened_has_no_ring(driver: Driver) -> None:
    button = driver.part(QToolButton, "filterButton")
    for by_mouse in (True, False, True):
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, by_mouse)
        button.click()
        has_ring = bool(driver.part(QComboBox, "familyFilter").property(KEYBOARD_FOCUS))
        assert has_ring is not by_mouse
        driver.part(QFrame, "filterPopup").hide()

"""What is chosen in Preferences holds at once, everywhere, and at the next start."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QListWidget,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.settings import TEXT_SIZES, CopyFormat
from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver, OpenDriver, child, clipboard

_CONTROLS = (QRadioButton, QComboBox, QListWidget, QPushButton)
_TEXTS = {
    CopyFormat.CODE: "97110",
    CopyFormat.CODE_AND_NAME: "97110 Therapeutic exercise",
    CopyFormat.CODE_WITH_MODIFIER: "97110-GO",
}


def _choose(driver: Driver, qtbot: QtBot, form: CopyFormat) -> None:
    driver.press("Ctrl+,")
    dialog = child(driver.window, QDialog)
    child(dialog, QRadioButton, f"copyFormat-{form}").click()
    dialog.close()
    driver.come_to_front(qtbot)


def _double_click(driver: Driver) -> None:
    place = driver.click_row(driver.listed().index("97110"))
    QTest.mouseDClick(driver.codes.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _click_copy(driver: Driver) -> None:
    button = next(b for b in driver.window.findChildren(QToolButton) if b.text() == "Copy")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


_WAYS: dict[str, Callable[[Driver], None]] = {
    "Enter": lambda driver: driver.press("Return"),
    "Ctrl+C": lambda driver: driver.press("Ctrl+C"),
    "double-click": _double_click,
    "the button": _click_copy,
    "Edit > Copy": lambda driver: driver.action(ActionId.COPY).trigger(),
}


@pytest.mark.parametrize("form", CopyFormat)
@pytest.mark.parametrize("way", _WAYS)
def test_every_way_to_copy_follows_the_format_and_says_so(
    driver: Driver, qtbot: QtBot, form: CopyFormat, way: str
) -> None:
    _choose(driver, qtbot, form)
    driver.search("97110")
    _WAYS[way](driver)
    assert clipboard().text() == _TEXTS[form]
    assert driver.status() == f"Copied {_TEXTS[form]}"


@pytest.mark.parametrize("form", CopyFormat)
def test_what_is_dragged_out_is_what_would_be_copied(
    driver: Driver, qtbot: QtBot, form: CopyFormat
) -> None:
    _choose(driver, qtbot, form)
    driver.search("97110")
    data = driver.codes.model().mimeData([driver.codes.currentIndex()])
    assert data.text() == _TEXTS[form]
    assert not data.hasHtml()


def test_code_and_name_stay_on_their_own_keys(driver: Driver, qtbot: QtBot) -> None:
    _choose(driver, qtbot, CopyFormat.CODE_WITH_MODIFIER)
    driver.search("97110")
    driver.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 Therapeutic exercise"


def test_the_format_is_there_at_the_next_start_and_shown_as_chosen(
    driver: Driver, opened: OpenDriver, qtbot: QtBot
) -> None:
    _choose(driver, qtbot, CopyFormat.CODE_WITH_MODIFIER)
    driver.window.close()
    again = opened()
    again.search("97110")
    again.press("Return")
    assert clipboard().text() == "97110-GO"
    again.press("Ctrl+,")
    for form in CopyFormat:
        chosen = child(again.window, QRadioButton, f"copyFormat-{form}").isChecked()
        assert chosen is (form is CopyFormat.CODE_WITH_MODIFIER)


def test_colors_and_text_size_change_at_once_and_the_menu_knows(driver: Driver) -> None:
    ground, size = _ground(), QApplication.font().pointSizeF()
    driver.press("Ctrl+,")
    themes, sizes = child(driver.window, QDialog).findChildren(QComboBox)
    themes.setCurrentText("Dark colors")
    themes.activated.emit(themes.currentIndex())
    sizes.activated.emit(TEXT_SIZES.index(200))
    assert _ground() != ground
    assert QApplication.font().pointSizeF() == pytest.approx(size * 2)
    assert driver.action(ActionId.THEME_DARK).isChecked()


def _ground() -> str:
    return QApplication.palette().color(QPalette.ColorRole.Base).name()


def test_the_preferences_are_used_by_keys_alone(driver: Driver, qtbot: QtBot) -> None:
    driver.search("97110")
    driver.press("Ctrl+,")
    dialog = child(driver.window, QDialog)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    driver.press("Down")
    driver.press("Space")
    driver.press("Escape")
    assert not dialog.isVisible()
    driver.come_to_front(qtbot)
    driver.press("Return")
    assert clipboard().text() == "97110 Therapeutic exercise"


def test_where_one_works_is_there_at_the_next_start(
    driver: Driver, opened: OpenDriver, qtbot: QtBot
) -> None:
    driver.press("Ctrl+,")
    dialog = child(driver.window, QDialog)
    assert child(dialog, QRadioButton, "setting-practice").isChecked()
    child(dialog, QRadioButton, "setting-hospital").click()
    dialog.close()
    driver.come_to_front(qtbot)
    driver.window.close()
    again = opened()
    again.press("Ctrl+,")
    assert child(again.window, QRadioButton, "setting-hospital").isChecked()


def test_the_window_stays_on_top_at_the_next_start(driver: Driver, opened: OpenDriver) -> None:
    driver.action(ActionId.ON_TOP).trigger()
    assert driver.status() == "The window stays on top"
    driver.window.close()
    again = opened()
    assert again.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert again.action(ActionId.ON_TOP).isChecked()


def test_what_is_typed_goes_on_after_staying_on_top_was_chosen(driver: Driver) -> None:
    size = driver.window.size()
    driver.search("gro")
    driver.action(ActionId.ON_TOP).trigger()
    assert driver.window.isVisible()
    assert driver.window.focusWidget() is driver.field
    assert driver.field.text() == "gro"
    assert driver.window.size() == size


@pytest.mark.parametrize(
    ("name", "keys"), [("favoriteButton", "Ctrl+D"), ("addToUnitsButton", "Ctrl+U")]
)
def test_buttons_tell_their_keys(driver: Driver, name: str, keys: str) -> None:
    driver.search("97110")
    assert f"({keys})" in driver.part(QToolButton, name).toolTip()


def test_on_a_low_screen_every_control_is_reached_by_keys_and_seen(
    driver: Driver, qtbot: QtBot
) -> None:
    for _ in TEXT_SIZES:
        driver.action(ActionId.TEXT_LARGER).trigger()
    driver.press("Ctrl+,")
    dialog = child(driver.window, QDialog)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    dialog.resize(dialog.width(), 480)
    tabs = child(dialog, QTabWidget, "preferencesTabs")
    for tab in range(tabs.count()):
        tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        page = tabs.widget(tab)
        assert isinstance(page, QScrollArea)
        controls = {w for kind in _CONTROLS for w in page.findChildren(kind) if w.isEnabled()}
        hidden = _hidden_when_reached(driver, tabs, page, controls)
        assert hidden == {}, tabs.tabText(tab)
        assert controls == set(), tabs.tabText(tab)


def _hidden_when_reached(
    driver: Driver, tabs: QTabWidget, page: QScrollArea, controls: set[QWidget]
) -> dict[str, QRect]:
    """Goes once through the page by keys, and takes what it reaches out of `controls`."""
    hidden = {}
    tabs.tabBar().setFocus()
    for _ in range(20):
        driver.press("Tab")
        while (now := QApplication.focusWidget()) in controls:
            controls.remove(now)
            QApplication.processEvents()
            place = QRect(now.mapTo(page.viewport(), QPoint()), now.size())
            covered = any(
                other.geometry().intersects(now.geometry())
                for other in page.findChildren(QWidget)
                if other.isVisible() and other.parent() is now.parent() and other is not now
            )
            if covered or not page.viewport().rect().contains(place):
                hidden[now.objectName()] = place
            if isinstance(now, QRadioButton):  # Tab reaches the chosen one
                driver.press("Down")
                driver.press("Right")
    return hidden


def test_a_larger_text_makes_the_preferences_larger(driver: Driver) -> None:
    driver.press("Ctrl+,")
    dialog = child(driver.window, QDialog)
    sizes = dialog.findChildren(QComboBox)[1]
    before = dialog.size()
    sizes.activated.emit(TEXT_SIZES.index(150))
    assert dialog.height() > before.height()
    assert dialog.width() > before.width()
    page = child(dialog, QTabWidget, "preferencesTabs").currentWidget()
    assert isinstance(page, QScrollArea)
    assert page.verticalScrollBar().maximum() == 0

"""What is chosen in Preferences holds at once, everywhere, and at the next start."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QRadioButton, QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.settings import TEXT_SIZES, CopyFormat
from otcodebook.ui.window.actions import ActionId
from ui.driver import child, clipboard
from ui.own import OpenOwn, Own

_TEXTS = {
    CopyFormat.CODE: "97110",
    CopyFormat.CODE_AND_NAME: "97110 Therapeutic exercise",
    CopyFormat.CODE_WITH_MODIFIER: "97110-GO",
}


def _choose(own: Own, qtbot: QtBot, form: CopyFormat) -> None:
    own.press("Ctrl+,")
    dialog = child(own.window, QDialog)
    child(dialog, QRadioButton, f"copyFormat-{form}").click()
    dialog.close()
    own.come_to_front(qtbot)


def _double_click(own: Own) -> None:
    place = own.click_row(own.listed().index("97110"))
    QTest.mouseDClick(own.codes.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _click_copy(own: Own) -> None:
    button = next(b for b in own.window.findChildren(QToolButton) if b.text() == "Copy")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


_WAYS: dict[str, Callable[[Own], None]] = {
    "Enter": lambda own: own.press("Return"),
    "Ctrl+C": lambda own: own.press("Ctrl+C"),
    "double-click": _double_click,
    "the button": _click_copy,
    "Edit > Copy": lambda own: own.action(ActionId.COPY).trigger(),
}


@pytest.mark.parametrize("form", CopyFormat)
@pytest.mark.parametrize("way", _WAYS)
def test_every_way_to_copy_follows_the_format_and_says_so(
    own: Own, qtbot: QtBot, form: CopyFormat, way: str
) -> None:
    _choose(own, qtbot, form)
    own.search("97110")
    _WAYS[way](own)
    assert clipboard().text() == _TEXTS[form]
    assert own.status() == f"Copied {_TEXTS[form]}"


@pytest.mark.parametrize("form", CopyFormat)
def test_what_is_dragged_out_is_what_would_be_copied(
    own: Own, qtbot: QtBot, form: CopyFormat
) -> None:
    _choose(own, qtbot, form)
    own.search("97110")
    data = own.codes.model().mimeData([own.codes.currentIndex()])
    assert data.text() == _TEXTS[form]
    assert not data.hasHtml()


def test_code_and_name_stay_on_their_own_keys(own: Own, qtbot: QtBot) -> None:
    _choose(own, qtbot, CopyFormat.CODE_WITH_MODIFIER)
    own.search("97110")
    own.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 Therapeutic exercise"


def test_the_format_is_there_at_the_next_start_and_shown_as_chosen(
    own: Own, opened: OpenOwn, qtbot: QtBot
) -> None:
    _choose(own, qtbot, CopyFormat.CODE_WITH_MODIFIER)
    own.window.close()
    again = opened()
    again.search("97110")
    again.press("Return")
    assert clipboard().text() == "97110-GO"
    again.press("Ctrl+,")
    chosen = [b for b in again.window.findChildren(QRadioButton) if b.isChecked()]
    assert [b.objectName() for b in chosen] == [f"copyFormat-{CopyFormat.CODE_WITH_MODIFIER}"]


def test_colors_and_text_size_change_at_once_and_the_menu_knows(own: Own) -> None:
    ground, size = _ground(), QApplication.font().pointSizeF()
    own.press("Ctrl+,")
    themes, sizes = child(own.window, QDialog).findChildren(QComboBox)
    themes.setCurrentText("Dark colors")
    themes.activated.emit(themes.currentIndex())
    sizes.activated.emit(TEXT_SIZES.index(200))
    assert _ground() != ground
    assert QApplication.font().pointSizeF() == pytest.approx(size * 2)
    assert own.action(ActionId.THEME_DARK).isChecked()


def _ground() -> str:
    return QApplication.palette().color(QPalette.ColorRole.Base).name()


def test_the_preferences_are_used_by_keys_alone(own: Own, qtbot: QtBot) -> None:
    own.search("97110")
    own.press("Ctrl+,")
    dialog = child(own.window, QDialog)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    own.press("Down")
    own.press("Space")
    own.press("Escape")
    assert not dialog.isVisible()
    own.come_to_front(qtbot)
    own.press("Return")
    assert clipboard().text() == "97110 Therapeutic exercise"


def test_the_window_stays_on_top_at_the_next_start(own: Own, opened: OpenOwn) -> None:
    own.action(ActionId.ON_TOP).trigger()
    assert own.status() == "The window stays on top"
    own.window.close()
    again = opened()
    assert again.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert again.action(ActionId.ON_TOP).isChecked()


def test_what_is_typed_goes_on_after_staying_on_top_was_chosen(own: Own) -> None:
    size = own.window.size()
    own.search("gro")
    own.action(ActionId.ON_TOP).trigger()
    assert own.window.isVisible()
    assert own.window.focusWidget() is own.field
    assert own.field.text() == "gro"
    assert own.window.size() == size


@pytest.mark.parametrize(
    ("name", "keys"), [("favoriteButton", "Ctrl+D"), ("addToUnitsButton", "Ctrl+U")]
)
def test_buttons_tell_their_keys(own: Own, name: str, keys: str) -> None:
    own.search("97110")
    assert f"({keys})" in own.part(QToolButton, name).toolTip()

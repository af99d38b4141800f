"""The user guide in the window, and that it names only what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.lists.source import Choice, Source, read_source
from otcodebook.pages.user_guide import guide_text
from otcodebook.ui.dialogs.keyboard import BOX_AND_LIST_KEYS, LEARN_KEYS, UNITS_KEYS
from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.lists.list_reader import Read, read_list
from otcodebook.ui.lists.preview_dialog import PreviewDialog
from otcodebook.ui.look.theme import DARK
from otcodebook.ui.services.actions import (
    ACTIONS,
    ActionId,
)
from ui.driver import Driver, child, clipboard, links

_ACTIONS = {
    f"{spec.menu} > {spec.text}".replace("&", "").rstrip("\N{HORIZONTAL ELLIPSIS}"): spec
    for spec in ACTIONS
}


@pytest.fixture
def guide(driver: Driver, qtbot: QtBot) -> PageDialog:
    driver.action(ActionId.USER_GUIDE).trigger()
    dialog = child(driver.window, PageDialog)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    view = child(dialog, QTextBrowser, "pageView")
    # Qt lays a page out bit by bit, and tells its bar of the height afterwards.
    qtbot.waitUntil(
        lambda: (
            view.verticalScrollBar().maximum() + view.viewport().height()
            == view.document().size().toSize().height()
        )
    )
    return dialog


def _texts(parent: QWidget) -> Iterator[str]:
    """What can be read on the controls, labels and column heads of a window."""
    for part in parent.findChildren(QWidget):
        if isinstance(part, QAbstractButton | QLabel):
            yield re.sub(r" \d+$", "", part.text())  # a scope says how many codes it has
        elif isinstance(part, QComboBox):
            yield from (part.itemText(at) for at in range(part.count()))
        elif isinstance(part, QTextBrowser):
            yield from re.split("\n|  ", part.toPlainText())
        elif isinstance(part, QTableView) and part.model():
            columns = range(part.model().columnCount())
            yield from (
                str(part.model().headerData(at, Qt.Orientation.Horizontal)) for at in columns
            )


def _names_in_the_window(driver: Driver, qtbot: QtBot) -> set[str]:
    """Every name there is, once a note, a session, an empty list and three dialogs were made."""
    window = driver.window
    driver.search("97110")
    note = driver.part(QPlainTextEdit, "noteEdit")
    note.setFocus()
    driver.type("mine")
    qtbot.waitUntil(lambda: driver.part(QLabel, "noteState").text() != "")
    found = {*_texts(window)}
    driver.action(ActionId.SAVE_PDF).trigger()
    printed = child(window, QDialog, "printDialog")
    found |= {*_texts(printed)}
    printed.close()
    driver.action(ActionId.PREFERENCES).trigger()
    preferences = next(part for part in window.findChildren(QDialog) if part.isVisible())
    found |= {text.rstrip("\N{HORIZONTAL ELLIPSIS}") for text in _texts(preferences)}
    pages = child(preferences, QTabWidget, "preferencesTabs")
    found |= {pages.tabText(at) for at in range(pages.count())}
    preferences.close()
    driver.search("qqqqqq")
    driver.choose_counting("Timed")
    found |= {*_texts(window)}
    driver.choose_counting("All")
    driver.scope("Favorites")
    found |= {*_texts(window)}
    driver.scope("All")
    driver.action(ActionId.SHOW_UNITS).trigger()
    for code in ("97110", "97165"):
        driver.type(code)
        driver.press("Return")
        driver.type("20")
        driver.press("Return")
    found |= {*_texts(window)} | {driver.tabs.tabText(at) for at in range(driver.tabs.count())}
    return {text.replace("&", "").partition(":")[0].strip() for text in found}


def previewed(path: Path) -> tuple[Source, Read]:
    source = read_source(path)
    return source, read_list(source, Choice())


def _names_with_a_list(driver: Driver, qtbot: QtBot, path: Path) -> set[str]:
    """What there is only while a list lies on top."""
    window = driver.window
    window.files_dropped.emit([str(path)])
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(PreviewDialog)))
    next(d for d in window.findChildren(PreviewDialog) if d.isVisible()).accept()
    qtbot.waitUntil(lambda: window.windowTitle().startswith(path.name))
    driver.come_to_front(qtbot)
    driver.search("97110")
    qtbot.waitUntil(lambda: "From your list" in driver.detail.toPlainText())
    return {text.partition(":")[0].strip() for text in _texts(window)}


def test_every_name_in_the_guide_is_in_the_window(
    driver: Driver, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = re.findall(r"\*\*(.+?)\*\*", guide_text())
    assert len(names) > 50
    names.remove("Names in the window")  # the example of how they stand
    path = tmp_path_factory.mktemp("list") / "list.csv"
    path.write_text("CPT code,Description\n97110,Exercise\n", encoding="utf-8")
    preview = PreviewDialog(*previewed(path), driver.window)
    there = _names_in_the_window(driver, qtbot) | {
        text.replace("&", "") for text in _texts(preview)
    }
    there |= _names_with_a_list(driver, qtbot, path)
    assert [name for name in names if name not in there and name not in _ACTIONS] == []


def test_keys_beside_a_command_are_its_keys() -> None:
    beside = re.findall(r"\*\*([^*]+ > [^*]+)\*\* \(`(.+?)`", guide_text())
    assert len(beside) > 15
    for name, keys in beside:
        assert keys == _ACTIONS[name].shortcuts[0], name
    told = {name for name, _ in beside}
    named = {name for name in re.findall(r"\*\*(.+?)\*\*", guide_text()) if name in _ACTIONS}
    assert {name for name in named if _ACTIONS[name].shortcuts} == told


def test_every_other_key_is_one_of_the_tables() -> None:
    tables = ", ".join(keys for keys, _ in (*BOX_AND_LIST_KEYS, *LEARN_KEYS, *UNITS_KEYS))
    known = {*re.split(r", | in | to ", tables)} | {
        keys for spec in ACTIONS for keys in spec.shortcuts
    }
    known.add("Shift+F10")  # the system's own key for menus
    assert {*re.findall(r"`([^`\n]+)`", guide_text())} <= known


def test_every_command_with_a_menu_entry_of_its_own_is_in_the_guide() -> None:
    """All but those of the Help menu, the tabs that the text names, and Find, Copy and Quit."""
    told = {*re.findall(r"\*\*(.+?)\*\*", guide_text())} | {
        f"Keys {keys}" for keys in re.findall(r"^\| (`.+?) \|", guide_text(), re.MULTILINE)
    }
    for name, spec in _ACTIONS.items():
        keys = ", ".join(f"`{keys}`" for keys in spec.shortcuts)
        assert name in told or f"Keys {keys}" in told or spec.menu == "&Help", name


def test_the_guide_stays_open_beside_the_work(
    driver: Driver, guide: PageDialog, qtbot: QtBot
) -> None:
    assert not guide.isModal()
    driver.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is driver.window)
    driver.search("97530")
    driver.press("Return")
    assert clipboard().text() == "97530"
    assert guide.isVisible()
    driver.action(ActionId.USER_GUIDE).trigger()
    assert len(driver.window.findChildren(PageDialog)) == 1
    qtbot.waitUntil(lambda: QApplication.activeWindow() is guide)


def test_esc_closes_the_guide_and_it_can_be_opened_again(
    driver: Driver, guide: PageDialog, qtbot: QtBot
) -> None:
    driver.press("Esc")
    qtbot.waitUntil(lambda: driver.window.findChild(PageDialog) is None)
    driver.action(ActionId.THEME_DARK).trigger()  # there is no guide to restyle
    driver.action(ActionId.USER_GUIDE).trigger()
    assert child(driver.window, PageDialog).isVisible()


def test_the_contents_are_followed_by_keys(guide: PageDialog) -> None:
    view = child(guide, QTextBrowser, "pageView")
    targets = links(view)
    assert len(targets) > 8
    bar = view.verticalScrollBar()
    view.setFocus()
    places = []
    for target in targets:
        assert target.startswith("#")
        bar.setValue(0)
        QTest.keyClick(view, Qt.Key.Key_Tab)
        QTest.keyClick(view, Qt.Key.Key_Return)
        places.append(bar.value())
    assert places[0] > 0
    assert places == sorted(places)
    assert places[-1] > bar.maximum() - view.viewport().height()  # its last part
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert child(guide, QPushButton).hasFocus()


def test_an_open_guide_follows_the_theme(driver: Driver, guide: PageDialog) -> None:
    view = child(guide, QTextBrowser, "pageView")
    at = view.verticalScrollBar().maximum() // 2
    view.verticalScrollBar().setValue(at)
    driver.action(ActionId.THEME_DARK).trigger()
    assert DARK.accent.lower() in view.document().toHtml().lower()
    assert view.verticalScrollBar().value() == pytest.approx(at, abs=20)


def test_the_keys_for_the_text_size_work_in_the_guide(driver: Driver, guide: PageDialog) -> None:
    view = child(guide, QTextBrowser, "pageView")
    usual = view.document().defaultFont().pointSizeF()
    driver.press("Ctrl++", times=2)
    assert view.document().defaultFont().pointSizeF() > usual
    assert QApplication.activeWindow() is guide
    driver.press("Ctrl+0")
    assert view.document().defaultFont().pointSizeF() == usual

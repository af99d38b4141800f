"""Every command does what it says, through its menu entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMenu,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QToolButton,
    QWidget,
)

from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource
from otcodebook.ui.dialogs.keyboard import keyboard_groups
from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.dialogs.preferences import PreferencesDialog
from otcodebook.ui.services.actions import ACTIONS, ActionId
from ui.driver import Driver, child, clipboard

_Check = Callable[[Driver], None]


def _ground() -> str:
    return QApplication.palette().color(QPalette.ColorRole.Base).name()


def _quit(driver: Driver) -> None:
    driver.action(ActionId.QUIT).trigger()
    assert not driver.window.isVisible()


def _copy(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.COPY).trigger()
    assert clipboard().text() == "97110"


def _copy_with_name(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.COPY_WITH_NAME).trigger()
    assert clipboard().text() == "97110 Therapeutic exercise"


def _find(driver: Driver) -> None:
    driver.search("ther")
    driver.codes.setFocus()
    driver.action(ActionId.FIND).trigger()
    assert driver.field.hasFocus()
    assert driver.field.selectedText() == "ther"


def _read_digits(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.READ_DIGITS).trigger()
    assert driver.status() == "9 7 1 1 0, Therapeutic exercise"
    driver.action(ActionId.SHOW_FAQ).trigger()
    driver.action(ActionId.READ_DIGITS).trigger()
    assert driver.status() == "No code to read. Choose one in the Codes tab."


def _note(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.NOTE).trigger()
    driver.type("mine")
    driver.action(ActionId.SHOW_FAQ).trigger()
    driver.action(ActionId.NOTE).trigger()
    driver.type(" too")
    assert driver.part(QPlainTextEdit, "noteEdit").toPlainText() == "mine too"
    driver.search("97003")
    driver.go_to("97003")
    driver.action(ActionId.NOTE).trigger()
    assert driver.status() == "Choose a code first: only codes can have notes."


def _shows_tab(action: ActionId, at: int, focus: str) -> _Check:
    def check(driver: Driver) -> None:
        driver.tabs.setCurrentIndex(1 if at != 1 else 0)
        driver.action(action).trigger()
        assert driver.tabs.currentIndex() == at
        assert driver.window.focusWidget().objectName() == focus

    return check


def _chooses_theme(action: ActionId, other: ActionId) -> _Check:
    def check(driver: Driver) -> None:
        driver.action(other).trigger()
        before = _ground()
        driver.action(action).trigger()
        assert _ground() != before
        assert driver.action(action).isChecked()
        assert not driver.action(other).isChecked()

    return check


def _chooses_contrast(driver: Driver) -> None:
    _chooses_theme(ActionId.THEME_CONTRAST, ActionId.THEME_DARK)(driver)
    edge = QApplication.palette().color(QPalette.ColorRole.WindowText).name()
    assert edge == "#000000"


def _changes_text(action: ActionId, sign: int) -> _Check:
    def check(driver: Driver) -> None:
        before = QApplication.font().pointSizeF()
        driver.action(action).trigger()
        assert (QApplication.font().pointSizeF() - before) * sign > 0
        assert "%" in driver.status()

    return check


def _usual_text(driver: Driver) -> None:
    before = QApplication.font().pointSizeF()
    for _ in range(20):
        driver.action(ActionId.TEXT_LARGER).trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(before * 2)
    driver.action(ActionId.TEXT_USUAL).trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(before)


def _opens_page(action: ActionId) -> _Check:
    def check(driver: Driver) -> None:
        driver.action(action).trigger()
        assert child(driver.window, PageDialog).isVisible()

    return check


def _open(driver: Driver) -> None:
    driver.part(QAction, "openCatalog").trigger()
    dialog = child(driver.window, QFileDialog)
    assert dialog.isVisible()
    dialog.close()


def _close_list(driver: Driver) -> None:
    driver.part(QAction, "closeList").trigger()
    bundled = load_catalog(read_resource("catalog.json"))
    assert driver.count().startswith(f"{len(bundled.codes):,} codes")


def _asks_for_a_file(action: ActionId) -> _Check:
    def check(driver: Driver) -> None:
        driver.search("97110")
        driver.action(ActionId.FAVORITE).trigger()
        driver.action(action).trigger()
        dialog = child(driver.window, QFileDialog)
        assert dialog.isVisible()
        dialog.close()

    return check


def _asks_how_the_list_is_to_look(driver: Driver) -> None:
    driver.action(ActionId.SAVE_PDF).trigger()
    assert child(driver.window, QDialog, "printDialog").isVisible()


def _looks_for_a_printer(driver: Driver) -> None:
    driver.action(ActionId.PRINT).trigger()
    # Where there is one, the list is asked about; where there is none, that is told.
    told = driver.part(QWidget, "banner").isVisible()
    asked = driver.window.findChild(QDialog, "printDialog") is not None
    assert told is not asked


def _add_to_units(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.ADD_TO_UNITS).trigger()
    assert "Added 97110" in driver.status()


def _copies_session(action: ActionId, text: str) -> _Check:
    def check(driver: Driver) -> None:
        driver.action(ActionId.SHOW_UNITS).trigger()
        driver.type("97110")
        driver.press("Return")
        driver.type("33")
        driver.press("Return")
        driver.action(action).trigger()
        assert clipboard().text().startswith(text)
        assert driver.status().startswith("Copied ")

    return check


def _undo_units(driver: Driver) -> None:
    _copies_session(ActionId.COPY_CLAIMS, "97110")(driver)
    driver.action(ActionId.UNDO_UNITS).trigger()
    clipboard().clear()
    driver.action(ActionId.COPY_CLAIMS).trigger()
    assert clipboard().text() == ""


def _clear_units(driver: Driver) -> None:
    _copies_session(ActionId.COPY_CLAIMS, "97110")(driver)
    driver.action(ActionId.CLEAR_UNITS).trigger()
    assert driver.part(QTableView, "unitsTable").model().rowCount() == 0


def _favorite(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.FAVORITE).trigger()
    assert child(driver.window, QToolButton, "favoriteButton").isChecked()


def _moves(action: ActionId, found: list[str]) -> _Check:
    def check(driver: Driver) -> None:
        for code in ("97110", "97530", "97150"):
            driver.search(code)
            driver.action(ActionId.FAVORITE).trigger()
        driver.search("")
        child(driver.window, QToolButton, "scopeFavorites").click()
        driver.codes.setCurrentIndex(driver.codes.model().index(1, 0))
        driver.action(action).trigger()
        assert driver.listed() == found

    return check


def _undo(driver: Driver) -> None:
    driver.search("97110")
    driver.action(ActionId.UNDO).trigger()
    assert driver.status() == "Nothing to undo."
    for _ in range(2):
        driver.action(ActionId.FAVORITE).trigger()
    star = driver.part(QToolButton, "favoriteButton")
    assert not star.isChecked()
    driver.action(ActionId.UNDO).trigger()
    assert star.isChecked()


def _goes_back_and_forward(driver: Driver) -> None:
    driver.action(ActionId.SHOW_GUIDE).trigger()
    driver.action(ActionId.BACK).trigger()
    assert driver.tabs.currentIndex() == 0
    driver.action(ActionId.FORWARD).trigger()
    assert driver.tabs.currentIndex() == 2


def _on_top(driver: Driver) -> None:
    above = Qt.WindowType.WindowStaysOnTopHint
    for on in (True, False):
        driver.action(ActionId.ON_TOP).trigger()
        assert driver.action(ActionId.ON_TOP).isChecked() is on
        assert bool(driver.window.windowFlags() & above) is on
        assert driver.window.isVisible()


def _preferences(driver: Driver) -> None:
    driver.action(ActionId.PREFERENCES).trigger()
    assert child(driver.window, PreferencesDialog).isVisible()


def _moves_divider(action: ActionId, direction: int) -> _Check:
    def check(driver: Driver) -> None:
        splitter = driver.part(QSplitter, "codesTab")
        before = splitter.sizes()
        driver.action(action).trigger()
        after = splitter.sizes()
        assert (after[0] - before[0]) * direction > 0
        assert sum(after) == sum(before)

    return check


def _no_table_of_pairs(driver: Driver) -> None:
    driver.action(ActionId.SAVE_PAIRS).trigger()
    assert driver.status().startswith("No table of code pairs is open")


def _wants_a_list(driver: Driver) -> None:
    assert not driver.action(ActionId.LIST_COLUMNS).isEnabled()


CHECKS: dict[str, _Check] = {
    "openCatalog": _open,
    ActionId.LIST_COLUMNS: _wants_a_list,
    "closeList": _close_list,
    ActionId.SAVE_PDF: _asks_how_the_list_is_to_look,
    ActionId.PRINT: _looks_for_a_printer,
    ActionId.SAVE_CSV: _asks_for_a_file(ActionId.SAVE_CSV),
    ActionId.EXPORT: _asks_for_a_file(ActionId.EXPORT),
    ActionId.IMPORT: _asks_for_a_file(ActionId.IMPORT),
    ActionId.OPEN_CMS: _asks_for_a_file(ActionId.OPEN_CMS),
    ActionId.SAVE_PAIRS: _no_table_of_pairs,
    ActionId.QUIT: _quit,
    ActionId.COPY: _copy,
    ActionId.COPY_WITH_NAME: _copy_with_name,
    ActionId.UNDO: _undo,
    ActionId.BACK: _goes_back_and_forward,
    ActionId.FORWARD: _goes_back_and_forward,
    ActionId.FIND: _find,
    ActionId.FAVORITE: _favorite,
    ActionId.NOTE: _note,
    ActionId.READ_DIGITS: _read_digits,
    ActionId.MOVE_UP: _moves(ActionId.MOVE_UP, ["97530", "97110", "97150"]),
    ActionId.MOVE_DOWN: _moves(ActionId.MOVE_DOWN, ["97110", "97150", "97530"]),
    ActionId.PREFERENCES: _preferences,
    ActionId.ON_TOP: _on_top,
    ActionId.SHOW_CODES: _shows_tab(ActionId.SHOW_CODES, 0, "searchField"),
    ActionId.SHOW_FAQ: _shows_tab(ActionId.SHOW_FAQ, 1, "faqSearch"),
    ActionId.SHOW_GUIDE: _shows_tab(ActionId.SHOW_GUIDE, 2, "guideList"),
    ActionId.SHOW_UNITS: _shows_tab(ActionId.SHOW_UNITS, 3, "unitsSearch"),
    ActionId.ADD_TO_UNITS: _add_to_units,
    ActionId.COPY_CLAIMS: _copies_session(ActionId.COPY_CLAIMS, "97110-GO x2"),
    ActionId.COPY_NOTE: _copies_session(ActionId.COPY_NOTE, "97110 Therapeutic exercise, 33 min"),
    ActionId.COPY_TABLE: _copies_session(ActionId.COPY_TABLE, "Code\tName"),
    ActionId.UNDO_UNITS: _undo_units,
    ActionId.CLEAR_UNITS: _clear_units,
    # Offscreen the desktop is light.
    ActionId.THEME_SYSTEM: _chooses_theme(ActionId.THEME_SYSTEM, ActionId.THEME_DARK),
    ActionId.THEME_LIGHT: _chooses_theme(ActionId.THEME_LIGHT, ActionId.THEME_DARK),
    ActionId.THEME_DARK: _chooses_theme(ActionId.THEME_DARK, ActionId.THEME_LIGHT),
    ActionId.THEME_CONTRAST: _chooses_contrast,
    ActionId.TEXT_LARGER: _changes_text(ActionId.TEXT_LARGER, 1),
    ActionId.TEXT_SMALLER: _changes_text(ActionId.TEXT_SMALLER, -1),
    ActionId.TEXT_USUAL: _usual_text,
    ActionId.WIDER: _moves_divider(ActionId.WIDER, 1),
    ActionId.NARROWER: _moves_divider(ActionId.NARROWER, -1),
    ActionId.USER_GUIDE: _opens_page(ActionId.USER_GUIDE),
    ActionId.KEYS: _opens_page(ActionId.KEYS),
    ActionId.LICENSES: _opens_page(ActionId.LICENSES),
    ActionId.ABOUT: _opens_page(ActionId.ABOUT),
}


@pytest.mark.parametrize("action", ActionId)
def test_an_action_does_what_it_says(driver: Driver, action: ActionId) -> None:
    CHECKS[action](driver)


def test_every_action_is_tried_above() -> None:
    assert set(ActionId) <= set(CHECKS), "a new action needs a check in CHECKS"


def test_the_table_has_every_action_once() -> None:
    ids = [spec.id for spec in ACTIONS]
    assert sorted(ids) == sorted(ActionId)


def test_every_action_is_in_its_menu(driver: Driver) -> None:
    menus = [entry.menu() for entry in driver.window.menuBar().actions()]
    shown: dict[str, list[QAction]] = {
        menu.title(): menu.actions() for menu in menus if isinstance(menu, QMenu)
    }
    for spec in ACTIONS:
        assert driver.action(spec.id) in shown[spec.menu], spec.id


def test_no_two_entries_of_a_menu_share_a_mnemonic() -> None:
    for menu in {spec.menu for spec in ACTIONS}:
        marked = [
            spec.text.partition("&")[2][:1].lower()
            for spec in ACTIONS
            if spec.menu == menu and "&" in spec.text
        ]
        assert sorted(marked) == sorted(set(marked)), menu


def test_whatever_has_keys_says_on_the_keyboard_page_what_it_does() -> None:
    for title, rows in keyboard_groups():
        assert title
        for keys, description in rows:
            assert keys
            assert description, keys
    shown = {description for _, rows in keyboard_groups() for _, description in rows}
    assert {spec.description for spec in ACTIONS if spec.shortcuts} <= shown


def test_text_stops_growing_and_shrinking_at_its_ends(driver: Driver) -> None:
    for action in (ActionId.TEXT_LARGER, ActionId.TEXT_SMALLER):
        for _ in range(20):
            driver.action(action).trigger()
        end = QApplication.font().pointSizeF()
        driver.action(action).trigger()
        assert QApplication.font().pointSizeF() == pytest.approx(end)
        assert "%" in driver.status()

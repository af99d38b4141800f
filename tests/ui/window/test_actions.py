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
from otcodebook.ui.window.actions import ACTIONS, ActionId
from ui.driver import Driver, child, clipboard

_Check = Callable[[Driver], None]


def _ground() -> str:
    return QApplication.palette().color(QPalette.ColorRole.Base).name()


def _quit(desk: Driver) -> None:
    desk.action(ActionId.QUIT).trigger()
    assert not desk.window.isVisible()


def _copy(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.COPY).trigger()
    assert clipboard().text() == "97110"


def _copy_with_name(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.COPY_WITH_NAME).trigger()
    assert clipboard().text() == "97110 Therapeutic exercise"


def _find(desk: Driver) -> None:
    desk.search("ther")
    desk.codes.setFocus()
    desk.action(ActionId.FIND).trigger()
    assert desk.field.hasFocus()
    assert desk.field.selectedText() == "ther"


def _read_digits(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.READ_DIGITS).trigger()
    assert desk.status() == "9 7 1 1 0, Therapeutic exercise"
    desk.action(ActionId.SHOW_FAQ).trigger()
    desk.action(ActionId.READ_DIGITS).trigger()
    assert desk.status() == "No code to read. Choose one in the Codes tab."


def _note(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.NOTE).trigger()
    desk.type("mine")
    desk.action(ActionId.SHOW_FAQ).trigger()
    desk.action(ActionId.NOTE).trigger()
    desk.type(" too")
    assert desk.part(QPlainTextEdit, "noteEdit").toPlainText() == "mine too"
    desk.search("97003")
    desk.go_to("97003")
    desk.action(ActionId.NOTE).trigger()
    assert desk.status() == "Choose a code first: only codes can have notes."


def _shows_tab(action: ActionId, at: int, focus: str) -> _Check:
    def check(desk: Driver) -> None:
        desk.tabs.setCurrentIndex(1 if at != 1 else 0)
        desk.action(action).trigger()
        assert desk.tabs.currentIndex() == at
        assert desk.window.focusWidget().objectName() == focus

    return check


def _chooses_theme(action: ActionId, other: ActionId) -> _Check:
    def check(desk: Driver) -> None:
        desk.action(other).trigger()
        before = _ground()
        desk.action(action).trigger()
        assert _ground() != before
        assert desk.action(action).isChecked()
        assert not desk.action(other).isChecked()

    return check


def _chooses_contrast(desk: Driver) -> None:
    _chooses_theme(ActionId.THEME_CONTRAST, ActionId.THEME_DARK)(desk)
    edge = QApplication.palette().color(QPalette.ColorRole.WindowText).name()
    assert edge == "#000000"


def _changes_text(action: ActionId, sign: int) -> _Check:
    def check(desk: Driver) -> None:
        before = QApplication.font().pointSizeF()
        desk.action(action).trigger()
        assert (QApplication.font().pointSizeF() - before) * sign > 0
        assert "%" in desk.status()

    return check


def _usual_text(desk: Driver) -> None:
    before = QApplication.font().pointSizeF()
    for _ in range(20):
        desk.action(ActionId.TEXT_LARGER).trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(before * 2)
    desk.action(ActionId.TEXT_USUAL).trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(before)


def _opens_page(action: ActionId) -> _Check:
    def check(desk: Driver) -> None:
        desk.action(action).trigger()
        assert child(desk.window, PageDialog).isVisible()

    return check


def _open(desk: Driver) -> None:
    desk.part(QAction, "openCatalog").trigger()
    dialog = child(desk.window, QFileDialog)
    assert dialog.isVisible()
    dialog.close()


def _open_bundled(desk: Driver) -> None:
    desk.part(QAction, "openBundled").trigger()
    bundled = load_catalog(read_resource("catalog.json"))
    assert desk.count().startswith(f"{len(bundled.codes):,} codes")


def _asks_for_a_file(action: ActionId) -> _Check:
    def check(desk: Driver) -> None:
        desk.search("97110")
        desk.action(ActionId.FAVORITE).trigger()
        desk.action(action).trigger()
        dialog = child(desk.window, QFileDialog)
        assert dialog.isVisible()
        dialog.close()

    return check


def _asks_how_the_sheet_is_to_look(desk: Driver) -> None:
    desk.action(ActionId.SAVE_PDF).trigger()
    assert child(desk.window, QDialog, "sheetDialog").isVisible()


def _looks_for_a_printer(desk: Driver) -> None:
    desk.action(ActionId.PRINT).trigger()
    # Where there is one, the sheet is asked about; where there is none, that is told.
    told = desk.part(QWidget, "banner").isVisible()
    asked = desk.window.findChild(QDialog, "sheetDialog") is not None
    assert told is not asked


def _add_to_units(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.ADD_TO_UNITS).trigger()
    assert "Added 97110" in desk.status()


def _copies_session(action: ActionId, text: str) -> _Check:
    def check(desk: Driver) -> None:
        desk.action(ActionId.SHOW_UNITS).trigger()
        desk.type("97110")
        desk.press("Return")
        desk.type("33")
        desk.press("Return")
        desk.action(action).trigger()
        assert clipboard().text().startswith(text)
        assert desk.status().startswith("Copied ")

    return check


def _undo_units(desk: Driver) -> None:
    _copies_session(ActionId.COPY_CLAIMS, "97110")(desk)
    desk.action(ActionId.UNDO_UNITS).trigger()
    clipboard().clear()
    desk.action(ActionId.COPY_CLAIMS).trigger()
    assert clipboard().text() == ""


def _clear_units(desk: Driver) -> None:
    _copies_session(ActionId.COPY_CLAIMS, "97110")(desk)
    desk.action(ActionId.CLEAR_UNITS).trigger()
    assert desk.part(QTableView, "unitsTable").model().rowCount() == 0


def _favorite(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.FAVORITE).trigger()
    assert child(desk.window, QToolButton, "favoriteButton").isChecked()


def _moves(action: ActionId, found: list[str]) -> _Check:
    def check(desk: Driver) -> None:
        for code in ("97110", "97530", "97150"):
            desk.search(code)
            desk.action(ActionId.FAVORITE).trigger()
        desk.search("")
        child(desk.window, QToolButton, "scopeFavorites").click()
        desk.codes.setCurrentIndex(desk.codes.model().index(1, 0))
        desk.action(action).trigger()
        assert desk.listed() == found

    return check


def _undo(desk: Driver) -> None:
    desk.search("97110")
    desk.action(ActionId.UNDO).trigger()
    assert desk.status() == "Nothing to undo."
    for _ in range(2):
        desk.action(ActionId.FAVORITE).trigger()
    star = desk.part(QToolButton, "favoriteButton")
    assert not star.isChecked()
    desk.action(ActionId.UNDO).trigger()
    assert star.isChecked()


def _goes_back_and_forward(desk: Driver) -> None:
    desk.action(ActionId.SHOW_GUIDE).trigger()
    desk.action(ActionId.BACK).trigger()
    assert desk.tabs.currentIndex() == 0
    desk.action(ActionId.FORWARD).trigger()
    assert desk.tabs.currentIndex() == 2


def _on_top(desk: Driver) -> None:
    above = Qt.WindowType.WindowStaysOnTopHint
    for on in (True, False):
        desk.action(ActionId.ON_TOP).trigger()
        assert desk.action(ActionId.ON_TOP).isChecked() is on
        assert bool(desk.window.windowFlags() & above) is on
        assert desk.window.isVisible()


def _preferences(desk: Driver) -> None:
    desk.action(ActionId.PREFERENCES).trigger()
    assert child(desk.window, PreferencesDialog).isVisible()


def _moves_divider(action: ActionId, direction: int) -> _Check:
    def check(desk: Driver) -> None:
        splitter = desk.part(QSplitter, "codesTab")
        before = splitter.sizes()
        desk.action(action).trigger()
        after = splitter.sizes()
        assert (after[0] - before[0]) * direction > 0
        assert sum(after) == sum(before)

    return check


CHECKS: dict[str, _Check] = {
    "openCatalog": _open,
    "openBundled": _open_bundled,
    ActionId.SAVE_PDF: _asks_how_the_sheet_is_to_look,
    ActionId.PRINT: _looks_for_a_printer,
    ActionId.SAVE_CSV: _asks_for_a_file(ActionId.SAVE_CSV),
    ActionId.EXPORT: _asks_for_a_file(ActionId.EXPORT),
    ActionId.IMPORT: _asks_for_a_file(ActionId.IMPORT),
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
def test_an_action_does_what_it_says(desk: Driver, action: ActionId) -> None:
    CHECKS[action](desk)


def test_every_action_is_tried_above() -> None:
    assert set(ActionId) <= set(CHECKS), "a new action needs a check in CHECKS"


def test_the_table_has_every_action_once() -> None:
    ids = [spec.id for spec in ACTIONS]
    assert sorted(ids) == sorted(ActionId)


def test_every_action_is_in_its_menu(desk: Driver) -> None:
    menus = [entry.menu() for entry in desk.window.menuBar().actions()]
    shown: dict[str, list[QAction]] = {
        menu.title(): menu.actions() for menu in menus if isinstance(menu, QMenu)
    }
    for spec in ACTIONS:
        assert desk.action(spec.id) in shown[spec.menu], spec.id


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


def test_text_stops_growing_and_shrinking_at_its_ends(desk: Driver) -> None:
    for action in (ActionId.TEXT_LARGER, ActionId.TEXT_SMALLER):
        for _ in range(20):
            desk.action(action).trigger()
        end = QApplication.font().pointSizeF()
        desk.action(action).trigger()
        assert QApplication.font().pointSizeF() == pytest.approx(end)
        assert "%" in desk.status()

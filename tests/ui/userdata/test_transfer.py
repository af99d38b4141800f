"""Export and import of what is the user's own, through the menu, with real files."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import open_userdata
from ui.driver import Driver, child

KIND = "OT Codebook favourites and notes"
_Open = Callable[[str], "TransferDriver"]


class TransferDriver(Driver):
    """A window with its folder, and the two commands."""

    def __init__(self, window: MainWindow, folder: Path, qtbot: QtBot) -> None:
        super().__init__(window, folder)
        self.qtbot = qtbot

    def export(self, path: Path) -> None:
        self.action(ActionId.EXPORT).trigger()
        self.choose(path)

    def import_(self, path: Path) -> None:
        self.action(ActionId.IMPORT).trigger()
        self.choose(path)

    def choose(self, path: Path) -> None:
        """Chooses a file in the file dialog."""
        dialog = child(self.window, QFileDialog)
        assert dialog.isVisible()
        dialog.fileSelected.emit(str(path))
        dialog.done(0)
        self.qtbot.waitUntil(lambda: self.window.findChild(QFileDialog) is None)

    def merge(self) -> QDialog:
        """The dialog that tells what the import would do."""
        dialog = child(self.window, QDialog, "importDialog")
        assert dialog.isVisible()
        return dialog

    def no_merge(self) -> bool:
        return self.window.findChild(QDialog, "importDialog") is None

    def answer(self, button: str) -> None:
        dialog = self.merge()
        found = [b for b in dialog.findChildren(QPushButton) if plain(b.text()) == button]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(self.no_merge)
        self.window.activateWindow()  # offscreen there is no window manager that does it
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)

    def banner(self) -> str:
        visible = self.part(QWidget, "banner").isVisible()
        return self.part(QLabel, "bannerText").text() if visible else ""

    def kept(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """Favorites and notes as they are on disk."""
        with closing(open_userdata(self.folder)) as data:
            return data.favorites(), dict(data.all_notes())


def plain(text: str) -> str:
    return text.replace("&", "")


def told(dialog: QDialog) -> str:
    return child(dialog, QLabel, "importSummary").text()


def write_export(path: Path, **parts: Any) -> Path:
    usual = {"kind": KIND, "format": 1, "favourites": [], "notes": {}}
    path.write_text(json.dumps({**usual, **parts}), encoding="utf-8")
    return path


@pytest.fixture
def opened(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path, qtbot: QtBot
) -> _Open:
    """Opens windows on folders of the given names."""
    return lambda name: TransferDriver(
        open_window(catalog_file, tmp_path / name), tmp_path / name, qtbot
    )


@pytest.fixture
def driver(opened: _Open) -> TransferDriver:
    return opened("data")


def test_what_is_exported_is_imported_on_another_computer(opened: _Open, tmp_path: Path) -> None:
    first = opened("first")
    for code in ("97530", "97110"):
        first.go_to(code)
        first.press("Ctrl+D")
    first.write("97150", "Up to six.")
    # Still being typed: the note is not left, nor has the pause gone by.
    path = tmp_path / "mine.json"
    first.export(path)
    assert first.status() == "Exported 2 favorites and 1 note to mine.json"
    first.window.close()
    second = opened("second")
    second.import_(path)
    assert told(second.merge()) == "Adds 2 new favorites and 1 new note."
    assert second.merge().findChildren(QRadioButton) == []
    assert second.kept() == ((), {})
    second.answer("Import")
    assert second.kept() == (("97530", "97110"), {"97150": "Up to six."})
    assert second.status() == "Imported 2 favorites and 1 note"
    assert second.banner() == ""
    second.import_(path)
    assert second.no_merge()
    assert (
        second.status() == "Nothing new to import. You have all favorites and notes in this file."
    )


def test_list_page_and_search_show_the_import_at_once(
    driver: TransferDriver, tmp_path: Path
) -> None:
    driver.search("aetna")
    assert driver.listed() == []
    path = write_export(
        tmp_path / "x.json", favourites=["97110"], notes={"97110": "Aetna wants 59."}
    )
    driver.import_(path)
    driver.answer("Import")
    assert driver.listed() == ["97110"]
    assert driver.field.text() == "aetna"
    assert driver.note.toPlainText() == "Aetna wants 59."
    assert driver.part(QToolButton, "favoriteButton").isChecked()
    row = driver.codes.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "favorite" in str(row).split(", ")
    QTest.mouseClick(driver.part(QToolButton, "scopeFavorites"), Qt.MouseButton.LeftButton)
    driver.search("")
    assert driver.listed() == ["97110"]


def test_the_current_code_stays(driver: TransferDriver, tmp_path: Path) -> None:
    driver.search("ther")
    driver.press("Down")
    before = driver.current(), driver.listed()
    driver.import_(write_export(tmp_path / "x.json", notes={before[0]: "A note."}))
    driver.answer("Import")
    assert (driver.current(), driver.listed()) == before
    assert driver.note.toPlainText() == "A note."


@pytest.mark.parametrize(
    ("choice", "note", "done"),
    [
        ("Keep both texts, mine first", "Ask Aetna.\n\nAsk Cigna.", "kept with both texts"),
        ("Keep my notes", "Ask Aetna.", "left as yours"),
        ("Use the notes in the file", "Ask Cigna.", "replaced"),
    ],
)
def test_what_becomes_of_notes_that_differ_is_chosen(
    driver: TransferDriver, tmp_path: Path, choice: str, note: str, done: str
) -> None:
    driver.write("97110", "Ask Aetna.")
    path = write_export(tmp_path / "x.json", notes={"97110": "Ask Cigna.", "97150": "New."})
    driver.import_(path)
    dialog = driver.merge()
    assert told(dialog) == "Adds 0 new favorites and 1 new note. 1 note differs from yours."
    shown = child(dialog, QPlainTextEdit, "importDifferences").toPlainText()
    assert shown == "97110\nMine: Ask Aetna.\nIn the file: Ask Cigna."
    choices = dialog.findChildren(QRadioButton)
    assert [plain(button.text()) for button in choices if button.isChecked()] == [
        "Keep both texts, mine first"
    ]
    next(button for button in choices if plain(button.text()) == choice).click()
    driver.answer("Import")
    assert driver.kept() == ((), {"97110": note, "97150": "New."})
    assert driver.note.toPlainText() == note
    assert driver.status() == f"Imported 0 favorites and 1 note, 1 differing note {done}"


def test_cancel_and_escape_change_nothing(driver: TransferDriver, tmp_path: Path) -> None:
    path = write_export(tmp_path / "x.json", favourites=["97110"], notes={"97110": "x"})
    driver.import_(path)
    driver.answer("Cancel")
    driver.import_(path)
    QTest.keyClick(driver.merge(), Qt.Key.Key_Escape)
    driver.qtbot.waitUntil(driver.no_merge)
    assert driver.kept() == ((), {})
    assert driver.note.toPlainText() == ""


def test_enter_imports(driver: TransferDriver, tmp_path: Path) -> None:
    driver.import_(write_export(tmp_path / "x.json", favourites=["97110"]))
    driver.press("Return")
    driver.qtbot.waitUntil(driver.no_merge)
    assert driver.kept() == (("97110",), {})


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b""), "x.json holds no favorites and notes"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), "x.json holds no favorites and notes"),
        (lambda path: write_export(path, notes={"1": 5}), "x.json is damaged"),
        (lambda path: write_export(path, format=9), "x.json is from a newer version"),
        (lambda path: path.mkdir(), "x.json is not a file"),
        (lambda path: None, "x.json is not a file"),
    ],
    ids=["empty", "archive", "damaged", "newer", "folder", "gone"],
)
def test_a_wrong_file_gives_one_sentence_and_changes_nothing(
    driver: TransferDriver, tmp_path: Path, make: Callable[[Path], object], sentence: str
) -> None:
    driver.write("97110", "mine")
    path = tmp_path / "x.json"
    make(path)
    driver.import_(path)
    assert sentence in driver.banner()
    assert driver.banner().endswith(".")
    assert "\n" not in driver.banner()
    assert driver.no_merge()
    assert driver.kept() == ((), {"97110": "mine"})
    driver.import_(write_export(tmp_path / "good.json", favourites=["97110"]))
    driver.qtbot.waitUntil(lambda: driver.banner() == "")
    driver.answer("Cancel")


def test_a_place_that_refuses_is_told_and_the_older_file_stays(
    driver: TransferDriver, tmp_path: Path
) -> None:
    driver.write("97110", "mine")
    driver.export(tmp_path / "nowhere" / "x.json")
    assert f"nowhere{os.sep}x.json cannot be written (its folder does not exist)" in driver.banner()
    assert "choose another place" in driver.banner()
    assert "Exported" not in driver.status()
    driver.export(tmp_path / "x.json")
    assert driver.banner() == ""
    assert driver.status() == "Exported 0 favorites and 1 note to x.json"


def test_nothing_to_export_is_said(driver: TransferDriver) -> None:
    driver.action(ActionId.EXPORT).trigger()
    assert driver.window.findChild(QFileDialog) is None
    assert driver.status() == "No favorites or notes to export yet"


def test_notes_too_long_together_are_told_and_nothing_is_done(
    driver: TransferDriver, tmp_path: Path
) -> None:
    with closing(open_userdata(driver.folder)) as data:
        data.set_note("97110", "a" * 6000)
    path = write_export(tmp_path / "x.json", favourites=["97150"], notes={"97110": "b" * 6000})
    driver.import_(path)
    driver.answer("Import")
    assert driver.banner().startswith("Nothing was imported. The note on 97110 is not saved")
    assert driver.kept() == ((), {"97110": "a" * 6000})


def test_a_store_in_use_is_told_and_nothing_is_done(driver: TransferDriver, tmp_path: Path) -> None:
    driver.import_(write_export(tmp_path / "x.json", favourites=["97150"]))
    with closing(sqlite3.connect(driver.folder / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        driver.answer("Import")
        other.execute("ROLLBACK")
    assert driver.banner().startswith("Nothing was imported. This is not saved")
    assert driver.kept() == ((), {})


def test_many_differences_are_cut_short(driver: TransferDriver, tmp_path: Path) -> None:
    codes = [f"A{number}" for number in range(250)]
    with closing(open_userdata(driver.folder)) as data:
        for code in codes:
            data.set_note(code, "mine")
    driver.import_(write_export(tmp_path / "x.json", notes=dict.fromkeys(codes, "theirs")))
    assert "250 notes differ from yours." in told(driver.merge())
    shown = child(driver.merge(), QPlainTextEdit, "importDifferences").toPlainText()
    assert shown.endswith("and 50 more")
    assert driver.merge().height() <= driver.window.screen().availableSize().height()
    driver.answer("Cancel")


def test_a_name_in_one_long_word_leaves_the_dialog_as_it_is(
    driver: TransferDriver, tmp_path: Path
) -> None:
    path = write_export(tmp_path / f"{'n' * 240}.json", favourites=["97110"])
    driver.import_(path)
    assert driver.merge().width() < 800
    title = child(driver.merge(), QLabel, "importTitle")
    assert title.text().endswith("nn.json")
    assert title.toolTip() == path.name
    driver.answer("Cancel")

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

from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import open_userdata
from ui.driver import Driver, child

KIND = "OT Codebook favourites and notes"
_Open = Callable[[str], "Desk"]


class Desk(Driver):
    """A window with its folder, and the two commands."""

    def __init__(self, window: MainWindow, folder: Path, qtbot: QtBot) -> None:
        super().__init__(window)
        self.folder = folder
        self.qtbot = qtbot
        self.note = self.part(QPlainTextEdit, "noteEdit")

    def write(self, code: str, text: str) -> None:
        self.go_to(code)
        self.note.setFocus()
        self.type(text)

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
    return lambda name: Desk(open_window(catalog_file, tmp_path / name), tmp_path / name, qtbot)


@pytest.fixture
def desk(opened: _Open) -> Desk:
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


def test_list_page_and_search_show_the_import_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.search("aetna")
    assert desk.listed() == []
    path = write_export(
        tmp_path / "x.json", favourites=["97110"], notes={"97110": "Aetna wants 59."}
    )
    desk.import_(path)
    desk.answer("Import")
    assert desk.listed() == ["97110"]
    assert desk.field.text() == "aetna"
    assert desk.note.toPlainText() == "Aetna wants 59."
    assert desk.part(QToolButton, "favoriteButton").isChecked()
    row = desk.codes.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "favorite" in str(row).split(", ")
    QTest.mouseClick(desk.part(QToolButton, "scopeFavorites"), Qt.MouseButton.LeftButton)
    desk.search("")
    assert desk.listed() == ["97110"]


def test_the_current_code_stays(desk: Desk, tmp_path: Path) -> None:
    desk.search("ther")
    desk.press("Down")
    before = desk.current(), desk.listed()
    desk.import_(write_export(tmp_path / "x.json", notes={before[0]: "A note."}))
    desk.answer("Import")
    assert (desk.current(), desk.listed()) == before
    assert desk.note.toPlainText() == "A note."


@pytest.mark.parametrize(
    ("choice", "note", "done"),
    [
        ("Keep both texts, mine first", "Ask Aetna.\n\nAsk Cigna.", "kept with both texts"),
        ("Keep my notes", "Ask Aetna.", "left as yours"),
        ("Use the notes in the file", "Ask Cigna.", "replaced"),
    ],
)
def test_what_becomes_of_notes_that_differ_is_chosen(
    desk: Desk, tmp_path: Path, choice: str, note: str, done: str
) -> None:
    desk.write("97110", "Ask Aetna.")
    path = write_export(tmp_path / "x.json", notes={"97110": "Ask Cigna.", "97150": "New."})
    desk.import_(path)
    dialog = desk.merge()
    assert told(dialog) == "Adds 0 new favorites and 1 new note. 1 note differs from yours."
    shown = child(dialog, QPlainTextEdit, "importDifferences").toPlainText()
    assert shown == "97110\nMine: Ask Aetna.\nIn the file: Ask Cigna."
    choices = dialog.findChildren(QRadioButton)
    assert [plain(button.text()) for button in choices if button.isChecked()] == [
        "Keep both texts, mine first"
    ]
    next(button for button in choices if plain(button.text()) == choice).click()
    desk.answer("Import")
    assert desk.kept() == ((), {"97110": note, "97150": "New."})
    assert desk.note.toPlainText() == note
    assert desk.status() == f"Imported 0 favorites and 1 note, 1 differing note {done}"


def test_cancel_and_escape_change_nothing(desk: Desk, tmp_path: Path) -> None:
    path = write_export(tmp_path / "x.json", favourites=["97110"], notes={"97110": "x"})
    desk.import_(path)
    desk.answer("Cancel")
    desk.import_(path)
    QTest.keyClick(desk.merge(), Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(desk.no_merge)
    assert desk.kept() == ((), {})
    assert desk.note.toPlainText() == ""


def test_enter_imports(desk: Desk, tmp_path: Path) -> None:
    desk.import_(write_export(tmp_path / "x.json", favourites=["97110"]))
    desk.press("Return")
    desk.qtbot.waitUntil(desk.no_merge)
    assert desk.kept() == (("97110",), {})


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
    desk: Desk, tmp_path: Path, make: Callable[[Path], object], sentence: str
) -> None:
    desk.write("97110", "mine")
    path = tmp_path / "x.json"
    make(path)
    desk.import_(path)
    assert sentence in desk.banner()
    assert desk.banner().endswith(".")
    assert "\n" not in desk.banner()
    assert desk.no_merge()
    assert desk.kept() == ((), {"97110": "mine"})
    desk.import_(write_export(tmp_path / "good.json", favourites=["97110"]))
    assert desk.banner() == ""
    desk.answer("Cancel")


def test_a_place_that_refuses_is_told_and_the_older_file_stays(desk: Desk, tmp_path: Path) -> None:
    desk.write("97110", "mine")
    desk.export(tmp_path / "nowhere" / "x.json")
    assert f"nowhere{os.sep}x.json cannot be written (its folder does not exist)" in desk.banner()
    assert "choose another place" in desk.banner()
    assert "Exported" not in desk.status()
    desk.export(tmp_path / "x.json")
    assert desk.banner() == ""
    assert desk.status() == "Exported 0 favorites and 1 note to x.json"


def test_nothing_to_export_is_said(desk: Desk) -> None:
    desk.action(ActionId.EXPORT).trigger()
    assert desk.window.findChild(QFileDialog) is None
    assert desk.status() == "No favorites or notes to export yet"


def test_notes_too_long_together_are_told_and_nothing_is_done(desk: Desk, tmp_path: Path) -> None:
    with closing(open_userdata(desk.folder)) as data:
        data.set_note("97110", "a" * 6000)
    path = write_export(tmp_path / "x.json", favourites=["97150"], notes={"97110": "b" * 6000})
    desk.import_(path)
    desk.answer("Import")
    assert desk.banner().startswith("Nothing was imported. The note on 97110 is not saved")
    assert desk.kept() == ((), {"97110": "a" * 6000})


def test_a_store_in_use_is_told_and_nothing_is_done(desk: Desk, tmp_path: Path) -> None:
    desk.import_(write_export(tmp_path / "x.json", favourites=["97150"]))
    with closing(sqlite3.connect(desk.folder / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.answer("Import")
        other.execute("ROLLBACK")
    assert desk.banner().startswith("Nothing was imported. This is not saved")
    assert desk.kept() == ((), {})


def test_many_differences_are_cut_short(desk: Desk, tmp_path: Path) -> None:
    codes = [f"A{number}" for number in range(250)]
    with closing(open_userdata(desk.folder)) as data:
        for code in codes:
            data.set_note(code, "mine")
    desk.import_(write_export(tmp_path / "x.json", notes=dict.fromkeys(codes, "theirs")))
    assert "250 notes differ from yours." in told(desk.merge())
    shown = child(desk.merge(), QPlainTextEdit, "importDifferences").toPlainText()
    assert shown.endswith("and 50 more")
    assert desk.merge().height() <= desk.window.screen().availableSize().height()
    desk.answer("Cancel")


def test_a_name_in_one_long_word_leaves_the_dialog_as_it_is(desk: Desk, tmp_path: Path) -> None:
    path = write_export(tmp_path / f"{'n' * 240}.json", favourites=["97110"])
    desk.import_(path)
    assert desk.merge().width() < 800
    title = child(desk.merge(), QLabel, "importTitle")
    assert title.text().endswith("nn.json")
    assert title.toolTip() == path.name
    desk.answer("Cancel")

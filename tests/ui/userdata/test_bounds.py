"""Too much, or a drive that does not answer: told in words, and the window stays usable."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher, QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolTip,
)
from pytestqt.qtbot import QtBot

from hanging import hanging_share
from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver, child, clipboard
from ui.opening import Opening


def choose(driver: Driver, action: ActionId, path: Path, qtbot: QtBot) -> None:
    driver.action(action).trigger()
    dialog = child(driver.window, QFileDialog, "fileDialog")
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    qtbot.waitUntil(lambda: driver.window.findChild(QFileDialog) is None)
    driver.come_to_front(qtbot)


def test_a_query_of_more_than_1000_letters_is_told(driver: Driver) -> None:
    for before, pasted in (("", "ther " * 300), ("x" * 998, "yyy")):
        driver.field.setText(before)
        QApplication.clipboard().setText(pasted)
        driver.field.setFocus()
        driver.press("Ctrl+V")
        assert len(driver.field.text()) == 1000
        assert driver.status() == "A search has at most 1,000 letters. The rest was left out"
        driver.press("Escape")
        assert driver.status() != "A search has at most 1,000 letters. The rest was left out"


def test_what_a_field_does_not_take_is_told(driver: Driver, qtbot: QtBot) -> None:
    clipboard().setText("9" * 3_000_000)
    driver.action(ActionId.SHOW_UNITS).trigger()
    driver.type("97110")
    driver.press("Return")
    driver.press("Ctrl+V")
    assert driver.part(QLineEdit, "unitsField").text() == "9" * 100
    assert driver.status() == "A field has at most 100 letters. The rest was left out"
    driver.press("Escape")
    driver.action(ActionId.PREFERENCES).trigger()
    child(driver.window, QPushButton, "payerAdd").click()
    dialog = child(driver.window, QDialog, "payerDialog")
    for name, most in (("payerName", 60), ("payerNote", 200)):
        line = child(dialog, QLineEdit, name)
        line.paste()
        assert line.text() == "9" * most
        told = f"At most {most} letters. The rest was left out."
        assert (QToolTip.text(), line.accessibleDescription()) == (told, told)
        QTest.keyClick(line, Qt.Key.Key_Backspace)
        assert line.accessibleDescription() == ""
    dialog.reject()


def test_a_note_over_the_limit_is_told_and_stays(driver: Driver) -> None:
    driver.go_to("97110")
    driver.note.setFocus()
    QApplication.clipboard().setText("x" * 32_001)
    driver.press("Ctrl+V")
    assert driver.status().startswith("Not pasted: the text has 32,001 characters")
    assert driver.note.toPlainText() == ""
    # In parts it is more than a note may be, too.
    QApplication.clipboard().setText("x" * 8_000)
    driver.press("Ctrl+V", times=4)
    driver.press("Escape")
    assert driver.state() == "Not saved"
    assert driver.banner().startswith("The note on 97110 is not saved, because it has 32,000")
    assert len(driver.note.toPlainText()) == 32_000
    driver.rewrite("97110", "short")
    driver.press("Escape")
    assert driver.on_disk("97110") == "short"
    assert driver.banner() == ""


@pytest.mark.parametrize("action", [ActionId.IMPORT, ActionId.EXPORT, ActionId.SAVE_CSV])
def test_a_drive_that_does_not_answer_is_told(
    driver: Driver, tmp_path: Path, qtbot: QtBot, action: ActionId
) -> None:
    driver.write("97110", "Ask Aetna.")
    with hanging_share(tmp_path / "share") as share:
        choose(driver, action, share / "notes.json", qtbot)
        sentence = "Still waiting for notes.json, its drive does not answer."
        qtbot.waitUntil(lambda: driver.status().startswith(sentence), timeout=10_000)
        driver.search("group")
        assert driver.current() == "97150"
        assert driver.banner() == ""
    # Without its drive the folder is an empty one: there is nothing to read, and room to write.
    told = driver.banner if action is ActionId.IMPORT else driver.status
    outcome = "cannot be read" if action is ActionId.IMPORT else "Exported"
    qtbot.waitUntil(lambda: outcome in told(), timeout=10_000)
    assert "notes.json" in told()
    choose(driver, ActionId.EXPORT, tmp_path / "elsewhere.json", qtbot)
    qtbot.waitUntil(lambda: (tmp_path / "elsewhere.json").exists())


def test_a_list_on_a_drive_that_does_not_answer_can_be_given_up(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    told = "Still waiting for list.csv, its drive does not answer"
    with hanging_share(tmp_path / "share") as share:
        driver.action(ActionId.OPEN).trigger()
        dialog = child(driver.window, QFileDialog, "openDialog")
        dialog.fileSelected.emit(str(share / "list.csv"))
        dialog.close()
        driver.come_to_front(qtbot)
        progress = driver.part(QProgressBar, "openProgress")
        assert progress.isVisible()
        assert driver.part(QLabel, "openLabel").text() == "Opening list.csv"
        driver.search("group")
        assert driver.current() == "97150"
        qtbot.waitUntil(lambda: driver.part(QLabel, "openLabel").text() == told, timeout=10_000)
        driver.window.close()
    assert not driver.window.isVisible()


def test_a_dropped_file_on_a_drive_that_does_not_answer_holds_up_nothing(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    with hanging_share(tmp_path / "share") as share:
        driver.window.files_dropped.emit([str(share / "list.csv")])
        driver.search("group")
        assert driver.current() == "97150"
        qtbot.waitUntil(driver.part(QProgressBar, "dropProgress").isVisible)
        label = driver.part(QLabel, "dropLabel")
        told = "Still waiting for list.csv, its drive does not answer"
        qtbot.waitUntil(lambda: label.text() == told, timeout=10_000)
        driver.window.close()
    assert not driver.window.isVisible()


def test_the_list_that_is_shown_is_told_where_its_drive_no_longer_answers(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "list.csv").write_text("Code,Name\n97110,Our exercise\n")
    opening = Opening(driver, qtbot)
    opening.accept(share / "list.csv")
    driver.come_to_front(qtbot)

    def watched() -> list[str]:
        watchers = driver.window.findChildren(QFileSystemWatcher)
        return [path for watcher in watchers for path in watcher.files()]

    qtbot.waitUntil(lambda: str(share / "list.csv") in watched())
    with hanging_share(share):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        told = "list.csv is not there any more, or its drive does not answer."
        qtbot.waitUntil(lambda: driver.banner().startswith(told), timeout=15_000)
        driver.search("exercise")
        assert "97110" in driver.listed()
    qtbot.waitUntil(lambda: driver.banner() == "", timeout=15_000)


def test_cms_files_on_a_drive_that_does_not_answer_are_told(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    with hanging_share(tmp_path / "share") as share:
        driver.action(ActionId.OPEN_CMS).trigger()
        dialog = child(driver.window, QFileDialog, "openCmsDialog")
        dialog.filesSelected.emit([str(share / "ccipra.zip")])
        dialog.done(0)
        tables = child(driver.window, QDialog, "cmsDialog")
        trouble = child(tables, QLabel, "cmsTrouble")
        told = "Still waiting for ccipra.zip, the drive does not answer."
        qtbot.waitUntil(lambda: trouble.text() == told, timeout=10_000)
        assert trouble.isVisible()
        tables.reject()
        driver.come_to_front(qtbot)
        driver.search("group")
        assert driver.current() == "97150"


def test_a_dialog_for_files_begins_elsewhere_than_on_a_drive_that_does_not_answer(
    driver: Driver, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with hanging_share(tmp_path / "share") as share:
        (tmp_path / "config").mkdir()
        folders = f'XDG_DOCUMENTS_DIR="{share}"\nXDG_DOWNLOAD_DIR="{share}"\n'
        (tmp_path / "config" / "user-dirs.dirs").write_text(folders)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        places = [QStandardPaths.StandardLocation.DocumentsLocation]
        places += [QStandardPaths.StandardLocation.DownloadLocation]
        assert {QStandardPaths.writableLocation(place) for place in places} == {str(share)}
        for action in (ActionId.OPEN, ActionId.OPEN_CMS, ActionId.IMPORT, ActionId.SAVE_CSV):
            driver.action(action).trigger()
            dialog = child(driver.window, QFileDialog)
            assert dialog.directory().path() == str(home)
            dialog.reject()
            qtbot.waitUntil(lambda: driver.window.findChild(QFileDialog) is None)
            driver.come_to_front(qtbot)

"""Too much, or a drive that does not answer: told in words, and the window stays usable."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressBar
from pytestqt.qtbot import QtBot

from hanging import hanging_share
from otcodebook.ui.window.actions import ActionId
from ui.driver import child
from ui.own import Own


def choose(own: Own, action: ActionId, path: Path, qtbot: QtBot) -> None:
    own.action(action).trigger()
    dialog = child(own.window, QFileDialog, "fileDialog")
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    qtbot.waitUntil(lambda: own.window.findChild(QFileDialog) is None)
    own.come_to_front(qtbot)


def test_a_query_of_more_than_1000_letters_is_told(own: Own) -> None:
    for before, pasted in (("", "ther " * 300), ("x" * 998, "yyy")):
        own.field.setText(before)
        QApplication.clipboard().setText(pasted)
        own.field.setFocus()
        own.press("Ctrl+V")
        assert len(own.field.text()) == 1000
        assert own.status() == "A search has at most 1,000 letters. The rest was left out"
        own.press("Escape")
        assert own.status() != "A search has at most 1,000 letters. The rest was left out"


def test_a_note_over_the_limit_is_told_and_stays(own: Own) -> None:
    own.go_to("97110")
    QApplication.clipboard().setText("x" * 32_001)
    own.note.setFocus()
    own.press("Ctrl+V")
    own.press("Escape")
    assert own.state() == "Not saved"
    assert own.banner().startswith("The note on 97110 is not saved, because it has 32,001")
    assert len(own.note.toPlainText()) == 32_001
    own.rewrite("97110", "short")
    own.press("Escape")
    assert own.on_disk("97110") == "short"
    assert own.banner() == ""


@pytest.mark.parametrize("action", [ActionId.IMPORT, ActionId.EXPORT, ActionId.SAVE_CSV])
def test_a_drive_that_does_not_answer_is_told(
    own: Own, tmp_path: Path, qtbot: QtBot, action: ActionId
) -> None:
    own.write("97110", "Ask Aetna.")
    with hanging_share(tmp_path / "share") as share:
        choose(own, action, share / "notes.json", qtbot)
        sentence = "Still waiting for notes.json, its drive does not answer."
        qtbot.waitUntil(lambda: own.status().startswith(sentence), timeout=10_000)
        own.search("group")
        assert own.current() == "97150"
        assert own.banner() == ""
    # Without its drive the folder is an empty one: there is nothing to read, and room to write.
    told = own.banner if action is ActionId.IMPORT else own.status
    outcome = "cannot be read" if action is ActionId.IMPORT else "Exported"
    qtbot.waitUntil(lambda: outcome in told(), timeout=10_000)
    assert "notes.json" in told()
    choose(own, ActionId.EXPORT, tmp_path / "elsewhere.json", qtbot)
    qtbot.waitUntil(lambda: (tmp_path / "elsewhere.json").exists())


def test_a_list_on_a_drive_that_does_not_answer_can_be_given_up(
    own: Own, tmp_path: Path, qtbot: QtBot
) -> None:
    with hanging_share(tmp_path / "share") as share:
        own.window.file_dropped.emit(str(share / "list.csv"))
        progress = own.part(QProgressBar, "openProgress")
        assert progress.isVisible()
        own.search("group")
        assert own.current() == "97150"
        own.window.close()
    assert not own.window.isVisible()

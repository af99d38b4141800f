"""The session ends, or a computer shuts down: nothing is asked, and all is on disk."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog

from ui.own import Own


def test_saving_without_closing_saves_note_and_view_state(own: Own) -> None:
    own.search("97110")
    own.press("Ctrl+M")
    own.type("Aetna wants 59.")
    own.window.save_now()
    assert own.on_disk("97110") == "Aetna wants 59."
    stored = QSettings(str(own.folder / "window.ini"), QSettings.Format.IniFormat)
    assert stored.value("session/query") == "97110"
    assert own.window.isVisible()
    assert own.window.findChildren(QDialog) == []
    assert own.note.toPlainText() == "Aetna wants 59."

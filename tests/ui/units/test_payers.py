"""Payers: written down in Preferences, chosen in Units, taken along in the export."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QTabWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.settings import Payer, SettingsFile
from otcodebook.ui.window.actions import ActionId
from ui.driver import child
from ui.own import OpenOwn, Own
from ui.units.test_tab import Session


def payer_dialog(own: Own) -> QDialog:
    """The one that is open; a closed one is there until the next event."""
    dialogs = own.window.findChildren(QDialog, "payerDialog")
    return next(dialog for dialog in dialogs if dialog.isVisible())


def write_down(own: Own, name: str, units: int, note: str) -> None:
    own.action(ActionId.PREFERENCES).trigger()
    tabs = child(own.window, QTabWidget, "preferencesTabs")
    tabs.setCurrentIndex(1)
    child(own.window, QPushButton, "payerAdd").click()
    dialog = payer_dialog(own)
    child(dialog, QLineEdit, "payerName").setText(name)
    child(dialog, QComboBox, "payerRule").setCurrentIndex(1)
    child(dialog, QSpinBox, "payerUnits").setValue(units)
    child(dialog, QLineEdit, "payerNote").setText(note)
    dialog.accept()


def test_a_payer_is_written_down_chosen_and_remembered(
    own: Own, opened: OpenOwn, qtbot: QtBot
) -> None:
    session = Session(own.window)
    box = session.part(QComboBox, "unitsPayer")
    assert not box.isVisible()
    write_down(own, " My  Plan ", 1, "Needs an authorization.")
    rows = child(own.window, QListWidget, "payerList")
    assert rows.count() == 1
    child(own.window, QTabWidget, "preferencesTabs").window().close()
    own.window.activateWindow()
    qtbot.waitUntil(own.window.isActiveWindow)
    saved = SettingsFile(own.folder / "settings.json").load()
    plan = Payer("My Plan", "midpoint", "59", "", 1, "Needs an authorization.")
    assert saved.payers == (plan,)
    assert box.isVisible()
    session.enter("97110", "33")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert "Needs an authorization." in session.checks()
    own.window.close()
    again = Session(opened().window)
    assert again.part(QComboBox, "unitsPayer").currentText() == "My Plan"


def test_payers_are_edited_and_removed(own: Own) -> None:
    write_down(own, "A", 1, "")
    rows = child(own.window, QListWidget, "payerList")
    child(own.window, QPushButton, "payerEdit").click()
    dialog = payer_dialog(own)
    child(dialog, QLineEdit, "payerName").setText("B")
    dialog.accept()
    assert [payer.name for payer in SettingsFile(own.folder / "settings.json").load().payers] == [
        "B"
    ]
    child(own.window, QPushButton, "payerRemove").click()
    assert rows.count() == 0
    assert SettingsFile(own.folder / "settings.json").load().payers == ()
    assert not child(own.window, QPushButton, "payerEdit").isEnabled()

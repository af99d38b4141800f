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
from otcodebook.ui.services.actions import ActionId
from ui.driver import Driver, OpenDriver, child
from ui.units.test_tab import Session


def payer_dialog(driver: Driver) -> QDialog:
    """The one that is open; a closed one is there until the next event."""
    dialogs = driver.window.findChildren(QDialog, "payerDialog")
    return next(dialog for dialog in dialogs if dialog.isVisible())


def write_down(driver: Driver, name: str, units: int, note: str) -> None:
    driver.action(ActionId.PREFERENCES).trigger()
    tabs = child(driver.window, QTabWidget, "preferencesTabs")
    tabs.setCurrentIndex(1)
    child(driver.window, QPushButton, "payerAdd").click()
    dialog = payer_dialog(driver)
    child(dialog, QLineEdit, "payerName").setText(name)
    child(dialog, QComboBox, "payerRule").setCurrentIndex(1)
    child(dialog, QSpinBox, "payerUnits").setValue(units)
    child(dialog, QLineEdit, "payerNote").setText(note)
    dialog.accept()


def test_a_payer_is_written_down_chosen_and_remembered(
    driver: Driver, opened: OpenDriver, qtbot: QtBot
) -> None:
    session = Session(driver.window)
    box = session.part(QComboBox, "unitsPayer")
    assert not box.isVisible()
    write_down(driver, " My  Plan ", 1, "Needs an authorization.")
    rows = child(driver.window, QListWidget, "payerList")
    assert rows.count() == 1
    child(driver.window, QTabWidget, "preferencesTabs").window().close()
    driver.window.activateWindow()
    qtbot.waitUntil(driver.window.isActiveWindow)
    saved = SettingsFile(driver.folder / "settings.json").load()
    plan = Payer("My Plan", "midpoint", "59", "", 1, "Needs an authorization.")
    assert saved.payers == (plan,)
    assert box.isVisible()
    session.enter("97110", "33")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert "Needs an authorization." in session.checks()
    driver.window.close()
    again = Session(opened().window)
    assert again.part(QComboBox, "unitsPayer").currentText() == "My Plan"


def test_payers_are_edited_and_removed(driver: Driver) -> None:
    write_down(driver, "A", 1, "")
    rows = child(driver.window, QListWidget, "payerList")
    child(driver.window, QPushButton, "payerEdit").click()
    dialog = payer_dialog(driver)
    child(dialog, QLineEdit, "payerName").setText("B")
    dialog.accept()
    assert [
        payer.name for payer in SettingsFile(driver.folder / "settings.json").load().payers
    ] == ["B"]
    child(driver.window, QPushButton, "payerRemove").click()
    assert rows.count() == 0
    assert SettingsFile(driver.folder / "settings.json").load().payers == ()
    assert not child(driver.window, QPushButton, "payerEdit").isEnabled()

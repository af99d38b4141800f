"""What a clinic has set for all users of a computer, as one of them has it in the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QListWidget,
    QMenu,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hanging import hanging_share
from otcodebook.clinic_settings import read_clinic_settings
from otcodebook.settings import Payer, clinic_files
from otcodebook.ui.services.actions import TEXT_SIZES, THEME_ACTIONS, ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import ROOT, small_catalog, write_catalog
from ui.driver import Driver, child
from ui.opening import drop, urls

pytestmark = pytest.mark.skipif(
    sys.platform == "darwin", reason="an administrator's folder that no variable moves"
)

_CHOSEN = {"theme": "dark", "text_size": 110, "copy_format": "code", "hint_seen": True}
_PAYER = {"name": "Aetna", "rule": "midpoint"}
_FIXED = {
    "counting_rule": "midpoint",
    "setting": "hospital",
    "copy_format": "code and name",
    "theme": "light",
    "text_size": 125,
    "payers": [_PAYER],
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], Path]:
    """Places a clinic's settings on this computer."""
    for name in ("XDG_CONFIG_DIRS", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(tmp_path / "machine"))

    def write(content: object) -> Path:
        (file,) = clinic_files()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return file

    return write


@pytest.fixture
def start(open_window: Callable[..., MainWindow], folder: Path) -> Callable[..., Driver]:
    """Starts the program as one of the computer's users."""
    return lambda catalog=None: Driver(open_window(catalog, folder), folder)


def _preferences(driver: Driver) -> QDialog:
    driver.press("Ctrl+,")
    return child(driver.window, QDialog)


def _banner(driver: Driver) -> str:
    visible = driver.part(QWidget, "banner").isVisible()
    return driver.part(QLabel, "bannerText").text() if visible else ""


def test_what_is_fixed_holds_is_gray_and_says_why(
    place: Callable[[object], Path], start: Callable[..., Driver], folder: Path, qtbot: QtBot
) -> None:
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps(_CHOSEN))
    usual = QApplication.font().pointSizeF()
    place({"fixed": _FIXED})
    driver = start()
    assert _banner(driver) == ""
    assert QApplication.font().pointSizeF() == pytest.approx(usual * 1.25)
    assert QApplication.palette().color(QPalette.ColorRole.Base).lightness() > 200
    grayed = {action: driver.action(action).isEnabled() for action in (*THEME_ACTIONS, *TEXT_SIZES)}
    assert not any(grayed.values()), grayed
    said = [action.text() for action in driver.window.findChildren(QAction)]
    assert {"Colors: set by your clinic", "Text size: set by your clinic"} <= set(said)
    assert driver.action(ActionId.OPEN).isEnabled()

    dialog = _preferences(driver)
    tabs = child(dialog, QTabWidget, "preferencesTabs")
    for tab in (0, 1):  # what follows is not a clinic's to set
        tabs.setCurrentIndex(tab)
        shown = tabs.widget(tab)
        assert shown is not None
        told = [label.text() for label in shown.findChildren(QLabel)]
        assert told.count("Set by your clinic") == (3, 2)[tab]
        for kind in (QRadioButton, QComboBox, QPushButton):
            for control in shown.findChildren(kind):
                assert not control.isEnabled(), control.objectName()
                assert control.accessibleDescription() == "Set by your clinic"
    assert child(dialog, QRadioButton, "copyFormat-code and name").isChecked()
    assert child(dialog, QRadioButton, "setting-hospital").isChecked()
    payers = child(dialog, QListWidget, "payerList")
    assert payers.count() == 1
    payers.itemDoubleClicked.emit(payers.item(0))
    assert not dialog.findChildren(QDialog, "payerDialog")
    dialog.close()

    driver.come_to_front(qtbot)
    for keys in ("Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"):
        driver.press("Escape")
        driver.press(keys)
        assert (keys, driver.status()) == (keys, "Text size: set by your clinic")
    driver.action(ActionId.USER_GUIDE).trigger()
    (guide,) = (d for d in driver.window.findChildren(QDialog) if d.isVisible())
    qtbot.waitUntil(lambda: QApplication.activeWindow() is guide)
    driver.press("Ctrl+0")
    assert driver.status() == "Text size: set by your clinic"
    guide.close()
    assert QApplication.font().pointSizeF() == pytest.approx(usual * 1.25)
    driver.tabs.setCurrentIndex(3)
    assert driver.part(QRadioButton, "unitsRuleMidpoint").isChecked()
    for name in ("unitsRuleMidpoint", "unitsRuleCms"):
        radio = driver.part(QRadioButton, name)
        assert not radio.isEnabled()
        assert radio.accessibleDescription() == "Set by your clinic"
    assert driver.part(QLabel, "fixed-units_rule").isVisible()
    box = driver.part(QComboBox, "unitsPayer")
    assert [box.itemText(at) for at in range(box.count())] == ["No payer chosen", "Aetna"]
    driver.window.close()
    stored = json.loads((folder / "settings.json").read_bytes())
    assert {key: stored[key] for key in _CHOSEN} == _CHOSEN
    assert not set(stored) & {"units_rule", "setting", "payers", "catalog"}


def test_a_fixed_rule_holds_for_every_payer(
    place: Callable[[object], Path], start: Callable[..., Driver]
) -> None:
    place({"payers": [_PAYER], "fixed": {"counting_rule": "cms"}})
    driver = start()
    driver.tabs.setCurrentIndex(3)
    box = driver.part(QComboBox, "unitsPayer")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert driver.part(QRadioButton, "unitsRuleCms").isChecked()


def test_defaults_of_the_clinic_can_be_changed_and_stay_changed(
    place: Callable[[object], Path], start: Callable[..., Driver], folder: Path
) -> None:
    place({"copy_format": "code and name", "setting": "hospital", "payers": [_PAYER]})
    driver = start()
    dialog = _preferences(driver)
    assert child(dialog, QRadioButton, "copyFormat-code and name").isChecked()
    assert child(dialog, QRadioButton, "setting-hospital").isChecked()
    assert child(dialog, QListWidget, "payerList").count() == 1
    assert not dialog.findChildren(QLabel, "fixed-setting")
    child(dialog, QRadioButton, "setting-practice").click()
    dialog.close()
    driver.window.close()
    stored = json.loads((folder / "settings.json").read_bytes())
    assert stored["setting"] == "practice"
    assert "copy_format" not in stored
    again = _preferences(start())
    assert child(again, QRadioButton, "setting-practice").isChecked()
    assert child(again, QRadioButton, "copyFormat-code and name").isChecked()


def test_what_cannot_be_used_stands_in_the_banner_while_the_rest_holds(
    place: Callable[[object], Path],
    start: Callable[..., Driver],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    listed = write_catalog(tmp_path)
    file = place({"theme": "sepia", "copy_format": "code and name", "list": str(listed)})
    driver = start()
    qtbot.waitUntil(lambda: listed.name in driver.window.windowTitle())
    # Another list in the window changes nothing of it.
    assert str(file) in _banner(driver)
    assert '"theme" must be "system", "light", "dark" or "high-contrast"' in _banner(driver)
    assert child(_preferences(driver), QRadioButton, "copyFormat-code and name").isChecked()


def test_the_list_of_the_clinic_is_shown_and_is_not_the_user_s_choice(
    place: Callable[[object], Path],
    start: Callable[..., Driver],
    folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    first = write_catalog(tmp_path)
    place({"list": str(first)})
    driver = start()
    qtbot.waitUntil(lambda: first.name in driver.window.windowTitle())
    driver.window.close()
    stored = folder / "settings.json"
    assert not stored.exists() or "catalog" not in json.loads(stored.read_bytes())
    (tmp_path / "later").mkdir()
    later = write_catalog(tmp_path / "later", small_catalog()).rename(tmp_path / "later.json")
    place({"list": str(later)})
    again = start()
    qtbot.waitUntil(lambda: later.name in again.window.windowTitle())
    again.action(ActionId.CLOSE_LIST).trigger()
    again.window.close()
    assert json.loads(stored.read_bytes())["catalog"] == ""
    assert start().window.windowTitle() == "OT Codebook"


def test_a_fixed_list_is_the_only_one(
    place: Callable[[object], Path],
    start: Callable[..., Driver],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    fixed = write_catalog(tmp_path)
    (tmp_path / "mine").mkdir()
    mine = write_catalog(tmp_path / "mine").rename(tmp_path / "mine.json")
    place({"fixed": {"list": str(fixed)}})
    driver = start(mine)
    qtbot.waitUntil(lambda: fixed.name in driver.window.windowTitle())
    for action in (ActionId.OPEN, ActionId.CLOSE_LIST):
        assert not driver.action(action).isEnabled()
    assert not driver.part(QMenu, "recentMenu").isEnabled()
    files = [action.text() for action in driver.window.findChildren(QAction)]
    assert "Code list: set by your clinic" in files
    driver.press("Ctrl+O")
    assert driver.status() == "Code list: set by your clinic"
    assert not driver.window.findChildren(QFileDialog)
    assert "mine.json was not opened: the code list is set by your clinic" in _banner(driver)
    other = mine.rename(tmp_path / "other.json")
    drop(driver, urls(other))
    qtbot.waitUntil(lambda: "other.json was not opened" in _banner(driver))
    assert fixed.name in driver.window.windowTitle()


def test_preferences_are_saved_as_settings_of_a_clinic(
    place: Callable[[object], Path],
    start: Callable[..., Driver],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    place({"copy_format": "code and name", "payers": [_PAYER]})
    driver = start()
    dialog = _preferences(driver)
    child(dialog, QRadioButton, "setting-hospital").click()
    child(dialog, QPushButton, "saveClinicSettings").click()
    asked = child(driver.window, QFileDialog, "fileDialog")
    assert [Path(name).name for name in asked.selectedFiles()] == ["settings.json"]
    target = tmp_path / "for the clinic.json"
    asked.fileSelected.emit(str(target))
    qtbot.waitUntil(target.exists)
    assert driver.status().startswith("Saved for the clinic.json. Where it holds for all users")
    assert str(clinic_files()[0]) in driver.status()
    found = read_clinic_settings([target])
    assert found is not None
    assert (found.trouble, found.fixed) == ("", {})
    assert found.defaults["copy_format"] == "code and name"
    assert found.defaults["billing_setting"] == "hospital"
    assert found.defaults["payers"] == (Payer("Aetna", "midpoint"),)
    assert "catalog" not in found.defaults


def test_damaged_preferences_are_told_once_with_where_they_are_kept(
    start: Callable[..., Driver], folder: Path, catalog_file: Path
) -> None:
    folder.mkdir()
    for name in ("settings.json", "window.ini"):
        (folder / name).write_bytes(b"\xff\0")
    driver = start(catalog_file)
    told = _banner(driver)
    assert "Your preferences and payers could not be read" in told
    assert str(folder / "settings.json.damaged") in told
    assert "What the window showed last could not be read" in told
    assert str(folder / "window.ini.damaged") in told
    driver.window.close()
    assert _banner(start(catalog_file)) == ""


def test_preferences_that_are_damaged_meanwhile_are_told_with_the_next_choice(
    start: Callable[..., Driver], folder: Path, catalog_file: Path
) -> None:
    driver = start(catalog_file)
    driver.action(ActionId.THEME_DARK).trigger()
    assert _banner(driver) == ""
    (folder / "settings.json").write_bytes(b"{")
    driver.action(ActionId.THEME_LIGHT).trigger()
    assert str(folder / "settings.json.damaged") in _banner(driver)
    assert json.loads((folder / "settings.json").read_bytes())["theme"] == "light"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_preferences_that_are_a_pipe_are_told(
    start: Callable[..., Driver], folder: Path, catalog_file: Path
) -> None:
    folder.mkdir()
    os.mkfifo(folder / "settings.json")
    assert "Your preferences cannot be read" in _banner(start(catalog_file))


_OPEN_AND_SAY = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QListView
from otcodebook.ui.app import build_window

app = QApplication(["ot-codebook"])
catalog, folder, clinic = map(Path, sys.argv[1:])
window = build_window(catalog, folder, clinic=[clinic])

def say():
    rows = window.findChild(QListView, "codeList").model().rowCount()
    print(json.dumps([window.findChild(QLabel, "bannerText").text(), rows]))
    app.quit()

window.populated.connect(lambda: QTimer.singleShot(500, say))
window.show()
app.exec()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="FUSE")
def test_settings_on_a_share_that_is_away_hold_up_no_start(
    tmp_path: Path, catalog_file: Path
) -> None:
    """In a process of its own: whoever asks such a share by mistake waits for ever."""
    with hanging_share(tmp_path / "away") as share:
        # Not by XDG_CONFIG_DIRS: Qt itself looks there for its own files, and would wait.
        paths = (catalog_file, tmp_path / "data", share / "ot-codebook" / "settings.json")
        command = [sys.executable, "-c", _OPEN_AND_SAY, *map(str, paths)]
        process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT / "app")},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            banner, rows = json.loads(process.communicate(timeout=60)[0])
        finally:
            process.kill()
    assert "(its drive does not answer). Your own settings hold." in banner
    assert rows

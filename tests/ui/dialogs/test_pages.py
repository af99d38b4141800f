"""About, the keyboard page, and the report of a bug."""

from __future__ import annotations

import json
import logging
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
)
from pytestqt.qtbot import QtBot

from otcodebook import __version__
from otcodebook.catalog.load import load_catalog
from otcodebook.log import LINE_LIMIT, log_lines, start_logging
from otcodebook.pages.edition import edition_text
from otcodebook.resources import read_resource
from otcodebook.settings import TEXT_SIZES
from otcodebook.ui.dialogs.bug_report import Bug, show_bug
from otcodebook.ui.dialogs.keyboard import BOX_AND_LIST_KEYS, LEARN_KEYS, UNITS_KEYS
from otcodebook.ui.dialogs.page_dialog import BugDialog, PageDialog
from otcodebook.ui.services.actions import (
    ACTIONS,
    ActionId,
)
from support import ROOT, small_catalog
from ui.driver import Driver, child, clipboard

_FRAME_WIDTH, _FRAME_HEIGHT = 16, 20
"""What a window manager puts around a dialog."""


def _page(driver: Driver, action: ActionId) -> str:
    driver.action(action).trigger()
    dialog = child(driver.window, PageDialog)
    assert dialog.isVisible()
    view = child(dialog, QTextBrowser, "pageView")
    return str(view.toPlainText()).replace("\N{NO-BREAK SPACE}", " ")


def test_about_tells_version_edition_notices_and_licenses(driver: Driver) -> None:
    said = _page(driver, ActionId.ABOUT)
    edition = small_catalog()["edition"]
    for part in (
        "Small catalog",
        "2026 edition, effective January 1, 2026",
        *edition["notices"],
        f"Qt and PySide6 {qVersion()}",
        f"Python {platform.python_version()}",
        "MIT",
        "GNU Lesser General Public License",
        "PSF License",
        "BSD License",
        "no patient data",
    ):
        assert part in said, part


def test_the_bundled_catalog_brings_the_notices_that_must_be_there() -> None:
    catalog = load_catalog(read_resource("catalog.json"))
    edition = catalog.edition
    assert edition is not None
    notices = " ".join(edition.notices)
    assert "trademark" in notices
    assert "American Medical Association" in notices
    assert "not affiliated" in notices.lower()
    assert str(edition.year) in edition_text(edition)


def test_the_keyboard_page_has_every_shortcut_and_what_it_does(driver: Driver) -> None:
    said = _page(driver, ActionId.KEYS)
    native = QKeySequence.SequenceFormat.NativeText
    for spec in ACTIONS:
        for keys in spec.shortcuts:
            assert QKeySequence(keys).toString(native) in said, keys
            assert spec.description in said, keys
    for keys, description in (*BOX_AND_LIST_KEYS, *LEARN_KEYS, *UNITS_KEYS):
        assert keys in said
        assert description in said


def test_the_keyboard_page_needs_no_scrolling_beside_the_usual_window(driver: Driver) -> None:
    driver.action(ActionId.KEYS).trigger()
    dialog = child(driver.window, PageDialog)
    dialog.resize(1060 - _FRAME_WIDTH, 720 - _FRAME_HEIGHT)
    view = child(dialog, QTextBrowser, "pageView")
    assert view.verticalScrollBar().maximum() == 0
    assert view.horizontalScrollBar().maximum() == 0


def test_the_version_is_shown_with_the_icon_and_can_be_copied(driver: Driver) -> None:
    driver.action(ActionId.ABOUT).trigger()
    dialog = child(driver.window, PageDialog)
    assert any(not label.pixmap().isNull() for label in dialog.findChildren(QLabel))
    version = child(dialog, QLabel, "aboutVersion")
    assert version.text() == f"Version {__version__}"
    assert version.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    clipboard().clear()
    child(dialog, QPushButton, "aboutCopy").click()
    for part in (f"OT Codebook {__version__}", qVersion(), platform.python_version()):
        assert part in clipboard().text(), part


def test_about_shows_addresses_as_text_and_names_sources_without_marks(driver: Driver) -> None:
    said = _page(driver, ActionId.ABOUT)
    assert "www.cms.gov" in said
    assert "A manual" in said
    assert "S1:" not in said


_DIALOGS = (
    ActionId.KEYS,
    ActionId.ABOUT,
    ActionId.LICENSES,
    ActionId.USER_GUIDE,
    ActionId.PREFERENCES,
    ActionId.SAVE_PDF,
)


def test_every_dialog_fits_a_small_screen(driver: Driver) -> None:
    too_large = []
    for steps in (0, len(TEXT_SIZES)):
        for _ in range(steps):
            driver.action(ActionId.TEXT_LARGER).trigger()
        for action in _DIALOGS:
            driver.action(action).trigger()
            dialog = next(part for part in driver.window.findChildren(QDialog) if part.isVisible())
            needed = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
            if needed.width() > 1024 - _FRAME_WIDTH or needed.height() > 600 - _FRAME_HEIGHT:
                too_large.append((steps, action, needed.toTuple()))
            room = dialog.screen().availableSize().expandedTo(needed)
            if dialog.size().boundedTo(room) != dialog.size():
                too_large.append((steps, action, dialog.size().toTuple()))
            dialog.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert too_large == []


@pytest.mark.parametrize("action", [ActionId.ABOUT, ActionId.KEYS])
def test_a_page_is_closed_by_esc_and_typing_goes_on(
    driver: Driver, qtbot: QtBot, action: ActionId
) -> None:
    driver.field.setFocus()
    driver.action(action).trigger()
    dialog = child(driver.window, PageDialog)
    assert dialog.windowTitle()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    driver.press("Esc")
    qtbot.waitUntil(lambda: driver.window.findChild(PageDialog) is None)
    driver.window.activateWindow()  # offscreen there is no window manager that does it
    qtbot.waitUntil(lambda: QApplication.focusWidget() is driver.field)
    driver.type("5")
    assert driver.field.text() == "5"


def _bug() -> Bug:
    try:
        raise ZeroDivisionError("<b>by zero</b>")
    except ZeroDivisionError as error:
        return type(error), error, error.__traceback__


def _report(dialog: BugDialog) -> str:
    return str(child(dialog, QPlainTextEdit).toPlainText())


def _button(dialog: BugDialog, text: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if text in button.text())


def test_a_bug_is_shown_with_a_report_to_copy(
    driver: Driver, capsys: pytest.CaptureFixture[str]
) -> None:
    show_bug(_bug(), driver.window)
    dialog = child(driver.window, BugDialog)
    assert dialog.isVisible()
    for part in (
        f"OT Codebook {__version__}",
        f"Qt {qVersion()}",
        f"Python {platform.python_version()}",
        "ZeroDivisionError: <b>by zero</b>",
        "test_pages.py",
    ):
        assert part in _report(dialog), part
    clipboard().clear()
    _button(dialog, "Copy").click()
    assert clipboard().text() == _report(dialog)
    assert dialog.isVisible()
    assert "ZeroDivisionError" in capsys.readouterr().err
    _button(dialog, "Close").click()
    assert not dialog.isVisible()
    assert driver.window.isVisible()


def test_one_report_at_a_time(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    show_bug(_bug(), driver.window)
    show_bug(_bug(), driver.window)
    assert len(driver.window.findChildren(BugDialog)) == 1
    assert capsys.readouterr().err.count("ZeroDivisionError: ") == 2


def test_without_stderr_the_report_is_shown_all_the_same(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    show_bug(_bug(), driver.window)
    assert child(driver.window, BugDialog).isVisible()


_PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from PySide6.QtCore import Qt
from otcodebook.export import clipboard_text
from otcodebook.ui import app
from otcodebook.ui.dialogs.page_dialog import BugDialog
from otcodebook.ui.window.main_window import MainWindow

def broken(code, form):
    raise RuntimeError("a bug in a slot")

clipboard_text.code_line = broken

class Driven(MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(100, self.use)

    def use(self):
        field = self.findChild(QLineEdit, "searchField")
        QTest.keyClicks(field, "97110")
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTimer.singleShot(0, self.look)

    def look(self):
        dialogs = self.findChildren(BugDialog)
        report = dialogs[0].findChild(QPlainTextEdit).toPlainText() if dialogs else ""
        print(json.dumps({"open": self.isVisible(), "dialogs": len(dialogs), "report": report}))
        for dialog in dialogs:
            dialog.close()
        self.close()

app.MainWindow = Driven
raise SystemExit(app.run(Path(sys.argv[1])))
"""


def test_a_bug_raised_in_a_slot_is_reported_and_the_window_stays(catalog_file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(catalog_file)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "app"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["open"]
    assert found["dialogs"] == 1
    assert "RuntimeError: a bug in a slot" in found["report"]
    assert "RuntimeError: a bug in a slot" in done.stderr
    assert done.returncode == 0


def test_the_report_has_what_was_done_before_and_nothing_that_was_typed(driver: Driver) -> None:
    start_logging()
    driver.search("grip strength of Mrs Smith")
    driver.action(ActionId.TEXT_LARGER).trigger()
    show_bug(_bug(), driver.window)
    report = _report(child(driver.window, BugDialog))
    before = report.partition("Logged before:")[2]
    assert "command textLarger" in before
    assert "Smith" not in report
    for number in range(300):
        logging.getLogger("otcodebook.test").info("line %d", number)
    assert len(log_lines()) == LINE_LIMIT
    assert log_lines()[-1].endswith("line 299")

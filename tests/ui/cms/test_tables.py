"""CMS's tables in the real window: opened, asked about, shown on the page, and taken away again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cms_files import MUE_ROWS, PTP_ROWS, ptp_text, write, write_mue, write_ptp, write_zip
from otcodebook.ui.cms.table_card import TableCard
from otcodebook.ui.dialogs.scrolled_page import ScrolledPage
from otcodebook.ui.look.tags import TagRow
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, child, clipboard, links
from ui.opening import PATIENCE_MS, Opening, button, drop, urls

OpenBuiltIn = Callable[[], Driver]


@pytest.fixture(autouse=True)
def in_the_last_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, date(2026, 11, 27))


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    clock = SimpleNamespace(today=lambda: day)
    monkeypatch.setattr("otcodebook.catalog.editions.date", clock)


@pytest.fixture
def built_in(open_window: Callable[..., MainWindow], folder: Path) -> OpenBuiltIn:
    """Opens windows with the codes that ship, all on the same folder."""
    return lambda: Driver(open_window(None, folder), folder)


class Tables:
    """Hands that open CMS's files in one window."""

    def __init__(self, driver: Driver, qtbot: QtBot) -> None:
        self.driver = driver
        self.qtbot = qtbot

    def drop(self, *paths: Path) -> QDialog:
        """Drops files; returns the dialog once it says what they are, or what is wrong."""
        drop(self.driver, urls(*paths))
        return self.dialog()

    def dialog(self) -> QDialog:
        def is_ready() -> bool:
            """It says what it found, or what is wrong."""
            shown = [part for each in self._dialogs() for part in each.findChildren(QLabel)]
            names = {part.objectName() for part in shown if part.isVisible()}
            return bool(names & {"cmsTitle", "cmsTrouble"})

        self.qtbot.waitUntil(is_ready, timeout=PATIENCE_MS)
        return self._dialogs()[0]

    def _dialogs(self) -> list[QDialog]:
        found = self.driver.window.findChildren(QDialog, "cmsDialog")
        return [dialog for dialog in found if dialog.isVisible()]

    def part(self, kind: type[QWidget], name: str) -> QWidget:
        return child(self._dialogs()[0], kind, name)

    def told(self) -> list[str]:
        labels = self._dialogs()[0].findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def use(self) -> None:
        """Presses Enter: the button that takes the tables, or closes the window, has the focus."""
        self.driver.press("Return")
        self.qtbot.waitUntil(lambda: not self._dialogs(), timeout=PATIENCE_MS)
        self.driver.come_to_front(self.qtbot)

    def page(self, code: str) -> str:
        self.driver.go_to(code)
        return self.driver.detail.toPlainText()

    def limit(self) -> str:
        tags = child(self.driver.window, TagRow).accessibleName().split("; ")
        return next((tag for tag in tags if tag.startswith("Limit")), "")


@pytest.fixture
def tables(built_in: OpenBuiltIn, qtbot: QtBot) -> Tables:
    return Tables(built_in(), qtbot)


def test_dropped_tables_stand_on_the_page_of_each_code(tables: Tables, tmp_path: Path) -> None:
    assert "Code pairs" not in tables.page("97530")
    dialog = tables.drop(write_ptp(tmp_path), write_mue(tmp_path))
    told = "\n".join(tables.told())
    for part in (
        "ccipra-v323r0-f4.TXT\nin medicare-ncci-practitioner-ptp-edits-ccipra-v323r0-f4.zip\n",
        "Table\nNCCI code pairs\nFor\nPrivate practice\nQuarter\n2026 Q4, until December 31, 2026\n"
        "Rows\n8 read, 7 kept\nCodes\n97140 to 99999 in column 1\nNot loaded\n",
        "Table\nMUE unit limits\nFor\nPrivate practice\nQuarter\n2026 Q4, until December 31, 2026\n"
        "Rows\n5 read, 4 kept\nCodes\n0001U to 97530\n",
        "Only the numbers of your codes are kept, on this computer.",
    ):
        assert part in told, told
    use = next(button for button in dialog.findChildren(QPushButton) if button.isDefault())
    assert use.hasFocus()
    # A screen reader tells it with the button, and of each card.
    sentence = "NCCI code pairs, private practice, 2026 Q4. 8 rows read, 7 kept."
    assert sentence in use.accessibleDescription()
    assert sentence in child(dialog, TableCard).accessibleName()
    tables.use()
    assert tables.driver.status().startswith("Opened NCCI code pairs, private practice, 2026 Q4")
    page = tables.page("97530")
    for line in (
        "Paid together only with 59 (or XE, XS, XP, XU), if the services were truly separate:",
        "The modifier goes on 97530 beside 97150",
        "The modifier goes on the other: 97750",
        "Ended within a year: 97116 on September 30, 2026.",
        "From CMS's table of 2026 Q4, private practice.",
        "At most 6 units per claim line.",
    ):
        assert line in page, page
    assert "97140" not in page.partition("Code pairs")[2].partition("Unit limit")[0]
    assert "code:97750" in links(tables.driver.detail)
    assert tables.limit() == "Limit 6 a line"
    page = tables.page("97165")
    assert "Never paid together on one day:" in page
    assert "Denied beside it: 97750" in page
    assert "No pair" in tables.page("97763")


def test_one_table_has_the_room_that_it_takes_and_many_scroll_by_the_keyboard(
    tables: Tables, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = tables.drop(write_ptp(tmp_path))
    page = child(dialog, ScrolledPage)
    qtbot.waitUntil(lambda: not page.verticalScrollBar().maximum())
    assert child(dialog, QLabel, "cmsKept").geometry().top() >= page.geometry().bottom()
    tables.driver.press("Esc")
    dialog = tables.drop(*[write_ptp(tmp_path, part=part) for part in (1, 2, 3, 4)])
    names = [label.text() for label in dialog.findChildren(QLabel, "cmsTitle")]
    assert names == [f"ccipra-v323r0-f{part}.TXT" for part in (1, 2, 3, 4)]
    page = child(dialog, ScrolledPage)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    assert dialog.screen().availableGeometry().height() >= dialog.height()
    while QApplication.focusWidget() is not page:
        tables.driver.press("Tab")
    tables.driver.press("PgDown", 6)
    last = dialog.findChildren(TableCard)[-1]
    assert page.viewport().rect().contains(last.mapTo(page.viewport(), last.rect().bottomLeft()))
    assert page.accessibleName() == "What was read"


def test_what_is_open_already_is_not_called_missing(tables: Tables, tmp_path: Path) -> None:
    known = "27 codes in other parts of the table"
    tables.drop(write_ptp(tmp_path))
    assert any(known in text for text in tables.told())
    tables.use()
    rows = [("20560", "20561", "20200101", "*", "0")]
    tables.drop(write_ptp(tmp_path, rows, part=1))
    missing = tables.told()[tables.told().index("Not loaded") + 1]
    assert missing.startswith("18 codes in other parts of the table (29065 to 29584")


def test_a_list_and_its_tables_are_told_in_one_message(tables: Tables, tmp_path: Path) -> None:
    tables.drop(write_ptp(tmp_path, [*PTP_ROWS, ("97530", "99998", "20200101", "*", "1")]))
    tables.use()
    mine = write(tmp_path / "mine.csv", b"Code,Name\n97530,Mine\n99998,Ours\n")
    opening = Opening(tables.driver, tables.qtbot)
    drop(tables.driver, urls(mine))
    preview = opening.until_preview()
    button(preview, "Use this list").click()
    wanted = "2 codes from mine.csv. The CMS tables have 1 code of your list now."
    tables.qtbot.waitUntil(lambda: tables.driver.status() == wanted, timeout=PATIENCE_MS)
    tables.driver.come_to_front(tables.qtbot)
    assert "The modifier goes on the other: 97750, 99998" in tables.page("97530")


def test_what_a_file_does_not_say_is_asked(tables: Tables, tmp_path: Path) -> None:
    rows = [row for row in PTP_ROWS if row[2] < "2020"]
    dialog = tables.drop(write(tmp_path / "pairs.txt", ptp_text(rows)))
    use = next(b for b in dialog.findChildren(QPushButton) if b.text() == "&Use this table")
    assert not use.isEnabled()
    assert any("does not say of which quarter it is" in text for text in tables.told())
    focused = QApplication.focusWidget()
    assert focused is not None
    assert (focused.objectName(), focused.accessibleName()) == ("cmsSetting", "For")
    quarter, setting = (child(dialog, QComboBox, name) for name in ("cmsQuarter", "cmsSetting"))
    QTest.keyClick(quarter, Qt.Key.Key_Down)
    QTest.keyClick(quarter, Qt.Key.Key_Down)
    assert quarter.currentText() == "2026 Q4"
    assert not use.isEnabled()
    assert any("say whether it is the table for private practice" in text for text in tables.told())
    QTest.keyClick(setting, Qt.Key.Key_End)
    assert setting.currentText() == "Outpatient hospital"
    assert use.isEnabled()
    use.setFocus()
    tables.use()
    assert "Code pairs" not in tables.page("97530")  # the user works in a practice
    tables.driver.action(ActionId.PREFERENCES).trigger()
    choice = child(tables.driver.window, QRadioButton, "setting-hospital")
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    tables.driver.press("Esc")
    tables.driver.come_to_front(tables.qtbot)
    assert "2026 Q4, outpatient hospital" in tables.page("97530")


def test_what_is_no_table_is_refused_and_changes_nothing(tables: Tables, tmp_path: Path) -> None:
    tables.drop(write_ptp(tmp_path))
    tables.use()
    before = tables.page("97530")
    page = write(tmp_path / "license.zip", b"<!DOCTYPE html><html><body>AMA license</body></html>")
    sheet = write_zip(tmp_path / "edits.zip", {"ccipra-v323r0-f4.xlsx": b"PK\x03\x04"})
    for path, reason in ((page, "is a web page, not a table"), (sheet, "take the TXT beside it")):
        tables.drop(path)
        assert any(reason in text for text in tables.told()), tables.told()
        assert "Nothing was opened" in tables.told()
        tables.use()
        assert tables.page("97530") == before


def test_an_older_edition_stays_unless_the_user_removes_it(tables: Tables, tmp_path: Path) -> None:
    old = [row for row in PTP_ROWS if row[2] < "2026"]
    tables.drop(write_ptp(tmp_path, old, version="v322"))
    tables.use()
    assert "This table ended on September 30, 2026: open the new one." in tables.page("97530")
    dialog = tables.drop(write_ptp(tmp_path))
    question = child(dialog, QCheckBox, "cmsReplaces")
    assert question.isVisible()
    assert question.text() == "&Remove the older table of 2026 Q3"
    assert not question.isChecked()
    tables.use()
    assert "2026 Q4, private practice" in tables.page("97530")
    tables.driver.action(ActionId.PREFERENCES).trigger()
    pages = child(tables.driver.window, QTabWidget, "preferencesTabs")
    pages.setCurrentIndex(pages.count() - 1)

    def cards() -> list[str]:
        shown = [card for card in pages.findChildren(TableCard) if card.isVisible()]
        return ["\n".join(part.text() for part in card.findChildren(QLabel)) for card in shown]

    first, second = cards()
    assert first.startswith(
        "NCCI code pairs, private practice\nQuarter\n2026 Q4, until December 31"
    )
    assert "Rows\n7 kept\nCodes\n97140 to 99999 in column 1\nNot loaded\n27 codes" in first
    assert "2026 Q3, ended on September 30, 2026: open the new one" in second
    remove = pages.findChildren(QPushButton, "cmsRemove")[-1]
    assert remove.accessibleName() == "Remove NCCI code pairs, private practice, 2026 Q3"
    pages.window().activateWindow()
    tables.qtbot.waitUntil(pages.window().isActiveWindow)
    remove.setFocus()
    tables.driver.press("Space")
    tables.qtbot.waitUntil(lambda: cards() == [first])
    # The focus went on to the next one.
    tables.driver.press("Space")
    tables.qtbot.waitUntil(lambda: cards() == [])
    assert child(pages, QLabel, "cmsNone").isVisible()
    assert child(pages, QPushButton, "cmsOpen").hasFocus()
    tables.driver.press("Esc")
    tables.driver.come_to_front(tables.qtbot)
    assert "Code pairs" not in tables.page("97530")


def test_tables_are_there_at_the_next_start_and_a_list_is_no_table(
    built_in: OpenBuiltIn, qtbot: QtBot, tmp_path: Path
) -> None:
    first = Tables(built_in(), qtbot)
    first.drop(write_mue(tmp_path))
    first.use()
    first.driver.window.close()
    second = Tables(built_in(), qtbot)
    qtbot.waitUntil(lambda: "Unit limit" in second.page("97110"), timeout=PATIENCE_MS)
    assert "6 units a day; more can be appealed with reasons" in second.page("97110")
    code, units, _ = MUE_ROWS[2]
    assert f"At most {units} unit a day" in second.page(code)
    listed = write(tmp_path / "list.csv", b"Code,Name\n97110,My exercise\n")
    drop(second.driver, urls(listed))
    qtbot.waitUntil(
        lambda: second.driver.window.findChild(QDialog, "previewDialog") is not None,
        timeout=PATIENCE_MS,
    )
    second.driver.press("Esc")
    clipboard().clear()


def test_the_pairs_of_all_favorites_are_one_pdf(tables: Tables, tmp_path: Path) -> None:
    driver = tables.driver
    for code in ("97530", "97150", "97750", "97165", "97116", "GO"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    driver.action(ActionId.SAVE_PAIRS).trigger()
    assert driver.status().startswith("No table of code pairs is open for private practice")
    tables.drop(write_ptp(tmp_path))
    tables.use()
    driver.action(ActionId.SAVE_PAIRS).trigger()
    dialog = child(driver.window, QFileDialog, "fileDialog")
    dialog.selectFile(str(tmp_path / "pairs.pdf"))
    dialog.accept()
    tables.qtbot.waitUntil(lambda: driver.status() == "Saved the pairs of 5 codes to pairs.pdf")
    pages = PdfReader(tmp_path / "pairs.pdf").pages
    words = " ".join(page.extract_text() for page in pages).split()
    text = " ".join(words)
    assert len(pages) == 1
    assert "2026 Q4, private practice, as of November 27, 2026" in text
    assert "97530 Therapeutic activities" in text
    assert words.count("never") - 1 == 2  # one pair, in two cells; once in the legend
    assert words.count("59") + words.count("(59)") == 2 * 2 + 1  # and once in the legend

"""The list of the Codes tab as PDF, on paper and as CSV, through the menu, with real files."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

import needs
from otcodebook.catalog.load import load_bundled
from otcodebook.export.printed_list import MOST_ON_PAPER
from otcodebook.ui.printing.printer import printer_names
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child


class PrintingDriver(Driver):
    """A window whose list is taken along."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        super().__init__(window)
        self.qtbot = qtbot

    def do(self, action: ActionId) -> None:
        self.action(action).trigger()

    def open_list(self, path: Path) -> None:
        """Drops a list and takes it as it is understood."""
        self.window.files_dropped.emit([str(path)])
        self.qtbot.waitUntil(
            lambda: self.window.findChild(QDialog, "previewDialog") is not None, timeout=20_000
        )
        child(self.window, QDialog, "previewDialog").accept()
        self.qtbot.waitUntil(lambda: self.window.windowTitle().startswith(path.name))

    def options(self) -> QDialog:
        """The dialog that asks how the list is to look."""
        dialog = child(self.window, QDialog, "printDialog")
        assert dialog.isVisible()
        return dialog

    def asks_nothing(self) -> bool:
        """Whether no dialog is open."""
        return not any(dialog.isVisible() for dialog in self.window.findChildren(QDialog))

    def go_on(self, button: str) -> None:
        dialog = self.options()
        found = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == button]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: self.window.findChild(QDialog, "printDialog") is None)
        if button == "Cancel":
            self.come_to_front(self.qtbot)

    def suggested(self) -> str:
        """The file name that the file dialog suggests."""
        dialog = child(self.window, QFileDialog)
        assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        return Path(dialog.selectedFiles()[0]).name

    def choose(self, path: Path) -> None:
        dialog = child(self.window, QFileDialog)
        assert dialog.isVisible()
        dialog.fileSelected.emit(str(path))
        dialog.done(0)
        self.qtbot.waitUntil(lambda: self.window.findChild(QFileDialog) is None)
        self.come_to_front(self.qtbot)

    def save_pdf(self, path: Path) -> PdfReader:
        self.do(ActionId.SAVE_PDF)
        self.go_on("Save as PDF…")
        self.choose(path)
        return PdfReader(path)

    def save_csv(self, path: Path) -> list[list[str]]:
        self.do(ActionId.SAVE_CSV)
        self.choose(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    def favorite(self, *codes: str) -> None:
        for code in codes:
            self.go_to(code)
            self.press("Ctrl+D")


@pytest.fixture
def driver(window: MainWindow, qtbot: QtBot) -> PrintingDriver:
    return PrintingDriver(window, qtbot)


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def codes_in(rows: list[list[str]]) -> list[str]:
    return [row[0] for row in rows[1:]]


def test_favorites_are_saved_in_their_order_with_notes(
    driver: PrintingDriver, tmp_path: Path
) -> None:
    driver.favorite("97530", "97165", "97110")
    driver.scope("Favorites")
    driver.search("")
    driver.do(ActionId.SAVE_PDF)
    assert child(driver.options(), QLineEdit, "printTitle").text() == "Favorites"
    assert not child(driver.options(), QCheckBox, "printNotes").isVisible()
    driver.go_on("Cancel")
    assert driver.asks_nothing()
    driver.scope("All")
    driver.write("97165", "Once a year.")
    driver.scope("Favorites")
    driver.search("")
    reader = driver.save_pdf(tmp_path / "mine.pdf")
    assert driver.status() == "Saved 3 codes to mine.pdf"
    assert reader.metadata is not None
    assert reader.metadata.title == "Favorites"
    assert (
        "97530 Therapeutic activities 15 min "
        "97165 OT evaluation, low complexity untimed Once a year. "
        "97110 Therapeutic exercise 15 min"
    ) in text_of(reader)
    assert "Evaluation" not in text_of(reader)


def test_a_search_is_saved_as_it_is_listed(driver: PrintingDriver, tmp_path: Path) -> None:
    driver.search("ther")
    listed = driver.listed()
    assert listed == ["97110", "97530", "97150", "97161"]
    driver.do(ActionId.SAVE_PDF)
    driver.go_on("Save as PDF…")
    assert driver.suggested() == "Codes for ther.pdf"
    driver.choose(tmp_path / "x.pdf")
    text = text_of(PdfReader(tmp_path / "x.pdf"))
    assert "Codes for “ther”" in text
    places = [text.index(f"{code} ") for code in listed[:3]]
    assert places == sorted(places)
    assert "97161" not in text


def test_a_family_is_saved_under_its_name(driver: PrintingDriver, tmp_path: Path) -> None:
    driver.choose_family("Therapeutic procedure")
    text = text_of(driver.save_pdf(tmp_path / "x.pdf"))
    assert text.startswith("Therapeutic procedure 3 codes 97110")
    assert "97165" not in text


def test_title_columns_and_notes_are_chosen(driver: PrintingDriver, tmp_path: Path) -> None:
    driver.write("97110", "not for others")
    driver.search("")
    driver.do(ActionId.SAVE_PDF)
    dialog = driver.options()
    title = child(dialog, QLineEdit, "printTitle")
    columns = child(dialog, QComboBox, "printColumns")
    notes = child(dialog, QCheckBox, "printNotes")
    assert (title.text(), columns.currentText()) == ("All codes", "One column")
    assert (notes.isVisible(), notes.isChecked()) == (True, True)
    title.setText("  For the new colleague ")
    columns.setCurrentText("Two columns")
    notes.click()
    driver.go_on("Save as PDF…")
    assert driver.suggested() == "For the new colleague.pdf"
    driver.choose(tmp_path / "x.pdf")
    reader = PdfReader(tmp_path / "x.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "For the new colleague"
    assert "not for others" not in text_of(reader)
    places: dict[str, float] = {}

    def look(text: str, page: list[float], line: list[float], *_font: object) -> None:
        if text.strip():
            places[text.strip()] = page[4] + page[0] * line[4]

    reader.pages[0].extract_text(visitor_text=look)
    assert places["97150"] > 2 * places["97165"] > 0


def test_the_preview_shows_each_page_as_it_will_be_printed(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    driver = PrintingDriver(open_window(), qtbot)
    driver.do(ActionId.SAVE_PDF)
    dialog = driver.options()
    page = child(dialog, QLabel, "printPage")
    before = child(dialog, QPushButton, "printPreviousPage")
    after = child(dialog, QPushButton, "printNextPage")
    shown = child(dialog, QWidget, "printPreview")
    pictures = [shown.grab().toImage()]
    told = [page.text()]
    assert (before.isEnabled(), after.isEnabled()) == (False, True)
    while after.isEnabled():
        after.click()
        pictures.append(shown.grab().toImage())
        told.append(page.text())
    assert told == [f"Page {number} of {len(told)}" for number in range(1, len(told) + 1)]
    assert all(one != other for one, other in pairwise(pictures))
    before.click()
    assert page.text() == told[-2]
    child(dialog, QComboBox, "printColumns").setCurrentText("One column")
    pages = int(page.text().rpartition(" ")[2])
    assert pages > len(told)
    driver.go_on("Save as PDF…")
    driver.choose(tmp_path / "x.pdf")
    assert len(PdfReader(tmp_path / "x.pdf").pages) == pages


def test_the_preview_follows_the_title(driver: PrintingDriver) -> None:
    driver.do(ActionId.SAVE_PDF)
    shown = child(driver.options(), QWidget, "printPreview")
    first = shown.grab().toImage()
    child(driver.options(), QLineEdit, "printTitle").setText("For the wall")
    driver.qtbot.waitUntil(lambda: shown.grab().toImage() != first)


def test_paper_is_chosen(driver: PrintingDriver, tmp_path: Path) -> None:
    sizes = []
    for paper in ("Letter", "A4"):
        driver.do(ActionId.SAVE_PDF)
        box = child(driver.options(), QComboBox, "printPaper")
        box.setCurrentIndex(box.findText(paper, Qt.MatchFlag.MatchStartsWith))
        driver.go_on("Save as PDF…")
        driver.choose(tmp_path / f"{paper}.pdf")
        page = PdfReader(tmp_path / f"{paper}.pdf").pages[0].mediabox
        sizes.append((round(page.width), round(page.height)))
    assert sizes == [(612, 792), (595, 842)]


def test_chart_and_modifiers_fill_the_page_where_there_is_room(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    driver = PrintingDriver(open_window(), qtbot)
    driver.search("97129")
    with_reference = text_of(driver.save_pdf(tmp_path / "with.pdf"))
    assert "8-minute chart (Medicare)" in with_reference
    assert "38-52" in with_reference
    assert "GO OT plan of care" in with_reference
    driver.do(ActionId.SAVE_PDF)
    child(driver.options(), QCheckBox, "printReference").setChecked(False)
    driver.go_on("Save as PDF…")
    driver.choose(tmp_path / "without.pdf")
    assert "8-minute" not in text_of(PdfReader(tmp_path / "without.pdf"))


def test_a_list_that_is_not_counted_by_minutes_has_no_chart(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    untimed = small_catalog()
    for code in untimed["codes"]:
        code["timing"] = {"kind": "unstated"}
    driver = PrintingDriver(open_window(write_catalog(tmp_path, untimed)), qtbot)
    driver.do(ActionId.SAVE_PDF)
    assert "chart" not in child(driver.options(), QCheckBox, "printReference").text()


def test_a_blank_title_becomes_the_usual_one(driver: PrintingDriver, tmp_path: Path) -> None:
    driver.do(ActionId.SAVE_PDF)
    child(driver.options(), QLineEdit, "printTitle").setText("  ")
    driver.go_on("Save as PDF…")
    driver.choose(tmp_path / "x.pdf")
    assert text_of(PdfReader(tmp_path / "x.pdf")).startswith("All codes 4 codes")


def test_many_codes_stand_in_two_columns(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    driver = PrintingDriver(open_window(), qtbot)
    driver.do(ActionId.SAVE_PDF)
    assert child(driver.options(), QComboBox, "printColumns").currentText() == "Two columns"
    QTest.keyClick(driver.options(), Qt.Key.Key_Escape)
    qtbot.waitUntil(driver.asks_nothing)


def test_what_is_left_out_is_told(driver: PrintingDriver, tmp_path: Path) -> None:
    driver.search("97003")
    assert driver.listed() == ["97165", "97003"]
    driver.do(ActionId.SAVE_PDF)
    told = child(driver.options(), QLabel, "printTold").text()
    assert told == "1 code. Left out: 1 retired code."
    driver.go_on("Cancel")
    rows = driver.save_csv(tmp_path / "x.csv")
    assert codes_in(rows) == ["97165"]
    assert driver.status() == "Exported 1 code to x.csv. Left out: 1 retired code."


@pytest.mark.parametrize("action", [ActionId.SAVE_PDF, ActionId.SAVE_CSV, ActionId.PRINT])
@pytest.mark.usefixtures("a_printer")
def test_where_there_is_no_code_that_is_said(driver: PrintingDriver, action: ActionId) -> None:
    for query in ("xyzzyqwk", "where to start"):
        driver.search(query)
        assert driver.listed() == []
        driver.do(action)
        assert driver.asks_nothing()
        assert driver.status() == "The list has no codes. Change the search."


@pytest.mark.parametrize("action", [ActionId.SAVE_PDF, ActionId.SAVE_CSV, ActionId.PRINT])
def test_the_list_is_taken_from_any_tab(
    driver: PrintingDriver, action: ActionId, a_printer: None, tmp_path: Path
) -> None:
    driver.do(ActionId.SHOW_GUIDE)
    driver.do(action)
    assert not driver.asks_nothing()


def test_csv_has_all_columns_and_reads_back_in_the_window(
    driver: PrintingDriver, tmp_path: Path
) -> None:
    driver.write("97530", "=HYPERLINK(1)")
    driver.press("Return")
    driver.type("and a line")
    driver.search("ther")
    codes = driver.listed()[:3]
    rows = driver.save_csv(tmp_path / "list.csv")
    assert rows[0] == ["Code", "Name", "Family", "Counting", "My note"]
    assert codes_in(rows) == codes == ["97110", "97530", "97150"]
    told = dict(zip(codes, rows[1:], strict=True))
    assert told["97530"][1:4] == ["Therapeutic activities", "Therapeutic procedure", "15 min"]
    assert told["97530"][4] == "'=HYPERLINK(1)\nand a line"
    told_in_status = "Exported 3 codes with 1 of your notes to list.csv. Left out: 1 code"
    assert driver.status() == f"{told_in_status} of other professions."
    driver.open_list(tmp_path / "list.csv")
    driver.field.setText("")
    driver.scope("My list")
    assert driver.listed() == codes


def test_a_list_too_long_for_paper_is_told_and_can_be_exported(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, a_printer: None
) -> None:
    count = MOST_ON_PAPER + 1
    lines = (f"A{number},Splint number {number}" for number in range(count))
    path = tmp_path / "long.csv"
    path.write_text("\n".join(("Code,Name", *lines)), encoding="utf-8")
    driver = PrintingDriver(open_window(path), qtbot)
    driver.qtbot.waitUntil(lambda: driver.window.windowTitle().startswith("long.csv"))
    driver.scope("My list")
    for action in (ActionId.SAVE_PDF, ActionId.PRINT):
        driver.do(action)
        assert driver.asks_nothing()
        assert driver.status() == (
            "Up to 2,000 codes can be printed, and this list has 2,001. Search or filter it first."
        )
    assert len(driver.save_csv(tmp_path / "all.csv")) == count + 1
    driver.search("A1234")
    driver.do(ActionId.SAVE_PDF)
    assert driver.options().isVisible()
    assert child(driver.options(), QLabel, "printTold").text() == "1 code."


@pytest.mark.parametrize("action", [ActionId.SAVE_PDF, ActionId.SAVE_CSV])
def test_a_place_that_refuses_is_told_and_the_older_file_stays(
    driver: PrintingDriver, tmp_path: Path, action: ActionId
) -> None:
    save = driver.save_pdf if action is ActionId.SAVE_PDF else driver.save_csv
    kept = tmp_path / "kept"
    kept.mkdir()
    with pytest.raises(OSError, match="kept"):
        save(kept)
    assert f"{kept} cannot be written" in driver.banner()
    assert driver.banner().endswith("choose another place.")
    assert driver.status() == ""
    assert kept.is_dir()
    save(tmp_path / "x")
    assert driver.banner() == ""
    assert "to x" in driver.status()


def test_a_refused_export_stays_told_when_a_list_comes(
    driver: PrintingDriver, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    with pytest.raises(OSError, match="kept"):
        driver.save_csv(kept)
    (tmp_path / "list.csv").write_text("Code,Name\nX1,Splint\n", encoding="utf-8")
    driver.open_list(tmp_path / "list.csv")
    assert f"{kept} cannot be written" in driver.banner()


@pytest.fixture
def a_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that knows a printer."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Front desk"])


def test_without_a_printer_that_is_said(
    driver: PrintingDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    driver.press("Ctrl+P")
    assert driver.asks_nothing()
    assert driver.banner() == "No printer found. Save as PDF instead."


def _prints(driver: PrintingDriver, path: Path, first: int = 0, last: int = 0) -> None:
    """Prints from the system's dialog, into a file, which it offers as one more printer."""
    driver.go_on("Print…")
    dialog = child(driver.window, QPrintDialog)
    assert dialog.isVisible()
    assert dialog.printer().docName() == "All codes"
    child(dialog, QLineEdit, "filename").setText(str(path))
    if last:
        child(dialog, QRadioButton, "printRange").setChecked(True)
        child(dialog, QSpinBox, "to").setValue(last)
        child(dialog, QSpinBox, "from").setValue(first)
    dialog.accept()
    driver.qtbot.waitUntil(driver.asks_nothing)


def _words(document: PdfReader) -> set[str]:
    return {word for page in document.pages for word in page.extract_text().split()}


@needs.qt_print_dialog
@pytest.mark.parametrize(("first", "last", "pages"), [(0, 0, 5), (2, 3, 2), (5, 9, 1)])
@pytest.mark.usefixtures("a_printer")
def test_what_is_printed_is_the_list(
    open_window: Callable[..., MainWindow],
    qtbot: QtBot,
    tmp_path: Path,
    first: int,
    last: int,
    pages: int,
) -> None:
    driver = PrintingDriver(open_window(), qtbot)
    driver.press("Ctrl+P")
    _prints(driver, tmp_path / "printed.pdf", first, last)
    assert driver.status() == f"Sent {len(load_bundled().codes)} codes to printed.pdf"
    printed = PdfReader(tmp_path / "printed.pdf")
    assert len(printed.pages) == pages
    saved = driver.save_pdf(tmp_path / "saved.pdf")
    total = len(saved.pages)
    for number, page in enumerate(printed.pages, max(first, 1)):
        assert f"Page {number} of {total}" in " ".join(page.extract_text().split())
    if not first:
        # A printer's resolution may break lines and pages elsewhere; the codes are the same.
        codes = {code.code for code in load_bundled().codes}
        assert codes == codes & _words(printed) == codes & _words(saved)


@needs.qt_print_dialog
@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false", extend=True)
@pytest.mark.usefixtures("a_printer")
def test_a_printer_that_refuses_is_told(driver: PrintingDriver) -> None:
    driver.press("Ctrl+P")
    _prints(driver, Path("/dev/full/printed.pdf"))
    assert driver.banner() == (
        "printed.pdf did not accept the list. Choose another printer or folder."
    )
    assert "Sent" not in driver.status()


@needs.qt_print_dialog
def test_the_print_server_that_is_named_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, only the socket of this computer's own is asked, and never the network."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setenv("CUPS_SERVER", "print.clinic.example")
    printer_names()
    assert os.environ["CUPS_SERVER"] == "print.clinic.example"
    monkeypatch.delenv("CUPS_SERVER")
    settings = tmp_path / "home" / ".cups" / "client.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text("# mine\n  servername print.clinic.example\n")
    printer_names()
    assert "CUPS_SERVER" not in os.environ
    settings.write_text("# ServerName commented out\n")
    printer_names()
    assert os.environ["CUPS_SERVER"] == "/run/cups/cups.sock"

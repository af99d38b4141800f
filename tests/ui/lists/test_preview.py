"""The preview of a list: what its columns are, by drop-downs; every row with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QTableView, QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.driver import Driver, child, focused
from ui.opening import (
    Opening,
    button,
    choose,
    remarks,
    role_boxes,
    said,
    shown_kinds,
    table,
)
from xlsx import Rows, xlsx

UNSURE = (
    "Hand Center,,,,,\nRef,Procedure code,CPT,Text,Fee 2025,Fee 2026\n"
    "1001,10001,97110,Exercise,40,45\n1002,10002,97530,Activities,45,50\n"
    "1003,10003,97535,Self care,45,55\nEND,,,,,\n"
)


@pytest.fixture
def opening(driver: Driver, qtbot: QtBot) -> Opening:
    return Opening(driver, qtbot)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def uses(preview: QDialog) -> list[str]:
    return [box.currentText() for box in role_boxes(preview)]


def can_use(preview: QDialog) -> bool:
    return button(preview, "Use this list").isEnabled()


def until_codes(opening: Opening, preview: QDialog, count: str) -> None:
    opening.qtbot.waitUntil(lambda: said(preview, "previewTitle").startswith(count))
    opening.qtbot.waitUntil(lambda: can_use(preview) or count == "No codes")


def test_what_is_unsure_is_asked_and_read_again_at_once(opening: Opening, tmp_path: Path) -> None:
    preview = opening.previewed(written(tmp_path / "unsure.csv", UNSURE))
    assert said(preview, "previewTitle") == "No codes yet: unsure.csv"
    assert said(preview, "previewQuestion") == (
        'Which column has the codes: "Procedure code" or "CPT"? Which column is your charge:'
        ' "Fee 2025" or "Fee 2026"? Choose above the columns.'
    )
    asked = "Choose\N{HORIZONTAL ELLIPSIS}"
    assert uses(preview) == ["Extra", asked, asked, "Name", asked, asked]
    assert not can_use(preview)
    boxes = role_boxes(preview)
    opening.qtbot.waitUntil(boxes[1].hasFocus)
    # Both at once: the first is not forgotten while it is still being read.
    choose(boxes[2], "Code")
    choose(boxes[5], "Charge")
    until_codes(opening, preview, "3 codes")
    assert uses(preview) == ["Extra", asked, "Code", "Name", asked, "Charge"]
    assert "are still open" in said(preview, "previewQuestion")
    choose(boxes[1], "Ignore")
    choose(boxes[4], "Charge")
    opening.qtbot.waitUntil(lambda: "Is this right?" in said(preview, "previewQuestion"))
    assert uses(preview) == ["Extra", "Ignore", "Code", "Name", "Charge", "Extra"]
    button(preview, "Use this list").click()
    opening.qtbot.waitUntil(lambda: opening.driver.window.windowTitle().startswith("unsure.csv"))
    opening.until_preview_is_gone()
    opening.driver.search("97535")
    assert opening.driver.current() == "97535"


def test_the_choice_is_remembered_for_the_shape_of_the_file(
    opening: Opening, tmp_path: Path
) -> None:
    preview = opening.previewed(written(tmp_path / "january.csv", UNSURE))
    choose(role_boxes(preview)[2], "Code")
    until_codes(opening, preview, "3 codes")
    button(preview, "Use this list").click()
    opening.qtbot.waitUntil(lambda: opening.driver.window.windowTitle().startswith("january.csv"))
    february = UNSURE.replace("97535,Self care", "97140,Manual therapy").replace("Hand ", "Arm ")
    opening.read(written(tmp_path / "february.csv", february))
    assert opening.preview() is None
    assert opening.driver.status() == "3 codes from february.csv"
    # One with other titles, or that loses a row, is looked at.
    opening.previewed(written(tmp_path / "other.csv", february.replace("Text", "Words"))).reject()
    opening.until_preview_is_gone()
    lost = opening.previewed(written(tmp_path / "lost.csv", february.replace("97530", "9753O")))
    assert uses(lost)[2] == "Code"
    assert "Left out (3)" in shown_kinds(lost)
    lost.reject()
    # And the user can look again.
    opening.until_preview_is_gone()
    opening.driver.part(QAction, "listColumns").trigger()
    again = opening.until_preview()
    assert again.windowTitle() == "Open february.csv"
    assert uses(again)[2] == "Code"
    assert can_use(again)
    again.reject()


def test_every_row_is_there_with_its_reason(opening: Opening, tmp_path: Path) -> None:
    text = (
        "Code,Name,Charge\n97110.0,Exercise,45\n'97530,Activities,N/A\n\n97112,Balance,45\n"
        "97140,Manual,45\n97150 - 97160,Groups,1\n100,Anesthesia,12\nTOTAL,,148\n"
    )
    preview = opening.previewed(written(tmp_path / "list.csv", text))
    assert shown_kinds(preview) == [
        *("All rows (8)", "Left out (3)", "Repaired (3)", "Read in part (1)")
    ]
    ModelTester(opening.qtbot).check(child(preview, QTableView, "previewTable").model())
    child(preview, QToolButton, "previewLeftOut").click()
    assert remarks(preview) == [
        "4 Left out: the row is blank",
        '7 Left out: "97150 - 97160" is a range, not one code',
        '9 Left out: "TOTAL" is no code: a sum or an end',
    ]
    assert table(preview)[2] == ["97150 - 97160", "Groups", "1"]
    child(preview, QToolButton, "previewRepaired").click()
    assert remarks(preview) == [
        "2 97110.0 read as 97110",
        '3 \'97530 read as 97530; "N/A" is not an amount: the charge is left open',
        "8 100 read as 00100",
    ]


def test_any_table_can_be_opened_without_titles_too(opening: Opening, tmp_path: Path) -> None:
    preview = opening.previewed(written(tmp_path / "odd.csv", "a,b\nX1,Alpha\nX2,Beta\n"))
    assert said(preview, "previewQuestion") == "Which column has the codes? Choose Code above it."
    assert not can_use(preview)
    titles = child(preview, QComboBox, "previewTitles")
    assert titles.currentText() == "1: a, b"
    choose(role_boxes(preview)[0], "Code")
    choose(role_boxes(preview)[1], "Name")
    until_codes(opening, preview, "2 codes")
    choose(titles, "None: the first row is a code")
    opening.qtbot.waitUntil(lambda: len(table(preview)) == 4)
    assert table(preview)[0][0].startswith("Column 1: ")
    choose(role_boxes(preview)[0], "Code")
    choose(role_boxes(preview)[1], "Name")
    opening.qtbot.waitUntil(lambda: can_use(preview))
    button(preview, "Use this list").click()
    opening.until_preview_is_gone()
    opening.qtbot.waitUntil(lambda: opening.driver.window.windowTitle().startswith("odd.csv"))
    opening.driver.search("beta")
    assert opening.driver.listed() == ["X2"]


def test_of_several_sheets_one_is_chosen(opening: Opening, tmp_path: Path) -> None:
    one: Rows = [["CPT", "Name"], [97110, "Exercise"]]
    two: Rows = [["CPT", "Name"], [97140, "Manual"], [97530, "Activities"]]
    path = written(tmp_path / "list.xlsx", xlsx({"Fees": one, "Old": two}, hidden=[]))
    preview = opening.previewed(path)
    assert said(preview, "previewQuestion") == "Which sheet is the list: “Fees” or “Old”?"
    assert not can_use(preview)
    sheet = child(preview, QComboBox, "previewSheet")
    opening.qtbot.waitUntil(sheet.hasFocus)
    assert sheet.currentIndex() == -1
    choose(sheet, "Old")
    until_codes(opening, preview, "2 codes")
    assert table(preview) == [
        ["CPT: Code", "Name: Name"],
        ["97140", "Manual"],
        ["97530", "Activities"],
    ]
    choose(role_boxes(preview)[1], "Note")
    opening.qtbot.waitUntil(lambda: can_use(preview))
    button(preview, "Use this list").click()
    opening.qtbot.waitUntil(lambda: opening.driver.window.windowTitle().startswith("list.xlsx"))


def test_letters_that_may_be_of_two_kinds_are_asked(opening: Opening, tmp_path: Path) -> None:
    preview = opening.previewed(
        written(tmp_path / "dos.csv", b"Code,Name\nX1,KINESIO\x99 tape\nX2,Beta\n")
    )
    assert "in Windows-1252, or" in said(preview, "previewQuestion")
    letters = child(preview, QComboBox, "previewLetters")
    assert [letters.itemText(at) for at in range(2)] == ["Windows-1252", "CP437"]
    assert table(preview)[1] == ["X1", "KINESIO\N{TRADE MARK SIGN} tape"]
    choose(letters, "CP437")
    opening.qtbot.waitUntil(lambda: table(preview)[1] == ["X1", "KINESIO\xd6 tape"])
    assert "Is this right?" in said(preview, "previewQuestion")
    preview.reject()


def test_the_preview_by_keyboard_and_for_screen_readers(opening: Opening, tmp_path: Path) -> None:
    text = "CPT,Name,Fee,Room,Floor,Wing,Aisle,Shelf,Box\n97110,Exercise,45,1,2,3,4,5,6\n"
    preview = opening.previewed(written(tmp_path / "wide.csv", text))
    opening.qtbot.waitUntil(lambda: button(preview, "Use this list").hasFocus())
    boxes = role_boxes(preview)
    assert [box.accessibleName() for box in boxes[:2]] == ["CPT is used as", "Name is used as"]
    unnamed = [
        each.objectName()
        for each in (*preview.findChildren(QComboBox), *preview.findChildren(QToolButton))
        if not each.isHidden() and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert unnamed == []
    interface = QAccessible.queryAccessibleInterface(child(preview, QTableView, "previewTable"))
    assert interface.text(QAccessible.Text.Name) == "Rows of wide.csv"
    seen = []
    for _ in range(30):
        opening.driver.press("Tab")
        focus = QApplication.focusWidget()
        if focus in boxes:
            seen.append(boxes.index(focus))
            place = focus.mapTo(preview, focus.rect().center())
            assert preview.rect().contains(place), "the column is scrolled into view"
    assert seen[: len(boxes)] == list(range(len(boxes)))
    boxes[3].setFocus()
    opening.driver.press("Down")
    opening.qtbot.waitUntil(lambda: can_use(preview))
    assert boxes[3].currentText() == "Ignore"


def test_98_505_rows_are_scrolled_and_changed_while_the_window_lives(
    opening: Opening, tmp_path: Path
) -> None:
    rows = "".join(f"A{n // 1000:02d}.{n % 1000:03d},Diagnosis {n},x\n" for n in range(98_505))
    preview = opening.previewed(written(tmp_path / "icd.csv", f"Code,Description,Mark\n{rows}"))
    assert shown_kinds(preview)[0] == "All rows (98,505)"
    view = child(preview, QTableView, "previewTable")
    view.scrollToBottom()
    assert view.model().index(98_504, 1).data() == "A98.504"
    choose(role_boxes(preview)[2], "Note")
    assert not can_use(preview), "it is being read again, and the window goes on"
    opening.qtbot.waitUntil(lambda: can_use(preview), timeout=60_000)
    assert uses(preview) == ["Code", "Name", "Note"]
    assert preview.windowModality() is Qt.WindowModality.WindowModal
    preview.reject()


def test_every_column_of_a_wide_list_has_its_choice(opening: Opening, tmp_path: Path) -> None:
    count = 300
    rows = [
        [f"t{at}" for at in range(count)],
        *([f"w{row}x{at}" for at in range(count)] for row in "abc"),
    ]
    for row, code in zip(rows[1:], ("97110", "97530", "97535"), strict=True):
        row[count - 1] = code
    text = "\n".join(map(",".join, rows)) + "\n"
    preview = opening.previewed(written(tmp_path / "wide.csv", text))
    bar = child(preview, QTableView, "previewTable").horizontalScrollBar()
    bar.setValue(bar.maximum())
    last = child(preview, QComboBox, f"role{count}")
    opening.qtbot.waitUntil(last.isVisible)
    assert last.accessibleName() == f"t{count - 1} is used as"
    # Tab leads from one to the next, through those that were never in view, and back.
    bar.setValue(0)
    first = child(preview, QComboBox, "role1")
    first.setFocus()
    opening.qtbot.waitUntil(first.hasFocus)
    for number in range(2, count + 1):
        opening.driver.press("Tab")
        assert focused().objectName() == f"role{number}"
    for number in range(count - 1, count - 20, -1):
        opening.driver.press("Shift+Tab")
        assert focused().objectName() == f"role{number}"
    choose(child(preview, QComboBox, f"role{count - 5}"), "Name")
    opening.qtbot.waitUntil(lambda: can_use(preview))
    button(preview, "Use this list").click()
    opening.qtbot.waitUntil(lambda: opening.driver.window.windowTitle().startswith("wide.csv"))
    opening.until_preview_is_gone()
    opening.driver.search("wbx295")
    assert opening.driver.listed() == ["97530"]


def test_what_was_told_of_one_file_is_gone_with_the_next(opening: Opening, tmp_path: Path) -> None:
    opening.drop(written(tmp_path / "notes.pdf", "%PDF-1.7"))
    opening.qtbot.waitUntil(lambda: "notes.pdf is a PDF document" in opening.banner())
    text = "CODE   NAME                 FEE\n97110  Therapeutic exercise 65\n"
    preview = opening.previewed(written(tmp_path / "fixed.txt", text))
    assert opening.banner() == ""
    question = "There is one column, and its cells are no codes: save the list as CSV or XLSX."
    assert said(preview, "previewQuestion") == question
    assert said(preview, "previewRemarks") == ""
    assert not can_use(preview)

"""Live counting, rows and clocks of the Units tab in the real window, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QListView,
    QListWidget,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.units.worksheet import model as worksheet_model
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, OpenDriver, clipboard, focused
from ui.units.test_tab import Session

_OpenWindow = Callable[..., MainWindow]
DOT = "\N{MIDDLE DOT}"


@pytest.fixture
def units(open_window: _OpenWindow) -> Session:
    clipboard().clear()
    return Session(open_window(None))


def click_cell(units: Session, row: int, column: int) -> None:
    index = units.table.model().index(row, column)
    place = units.table.visualRect(index).center()
    QTest.mouseClick(units.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()


def test_every_key_counts_and_an_unfinished_entry_keeps_the_last_result(units: Session) -> None:
    units.enter("97165", "45")
    units.box.setFocus()
    units.type("97110")
    units.press("Return")
    seen = []
    for key in "9:05-9:38":
        units.type(key)
        seen.append((units.answer(), units.text("unitsState") != ""))
    first = ("2 units = 1 timed + 1 evaluation", False)
    unfinished = ("2 units = 1 timed + 1 evaluation", True)
    # 9 is nine minutes; "9:05-9:3" is no time yet; 9:05-9:38 makes two units.
    assert seen[0] == first
    assert set(seen[1:-1]) == {unfinished}
    assert seen[-1] == ("3 units = 2 timed + 1 evaluation", False)
    assert units.methods() == ["Medicare 3", "Midpoint 3"]
    # Esc takes back what was not entered.
    units.press("Esc")
    assert units.answer() == "1 unit = 1 evaluation"


def test_minutes_typed_and_left_by_mouse_are_counted(units: Session) -> None:
    units.type("97110")
    units.press("Return")
    units.type("15")
    assert units.answer() == "1 unit = 1 timed"
    units.part(QToolButton, "unitsCopy").click()
    assert clipboard().text() == "97110-GO x1"
    assert units.cells(2) == ["15"]


def test_an_open_field_stays_in_its_cell(units: Session) -> None:
    units.enter("97110", "9:05-9:38+10:05-10:20+11:00-11:20", "20")
    for column in (2, 3):
        index = units.table.model().index(0, column)
        units.table.setFocus()
        units.table.setCurrentIndex(index)
        units.press("Return")
        cell = units.table.visualRect(index)
        assert cell.contains(focused().geometry())
        units.press("Esc")
    assert units.cells(2) == [f"9:05-9:38+10:05-10:20+11:00-11:20 {DOT} 68"]


def test_the_note_keeps_times_and_the_assistants_minutes(units: Session) -> None:
    units.enter("97110", "9:05-9:38", "20")
    units.enter("97165", "45")
    units.part(QToolButton, "unitsCopyNote").click()
    assert clipboard().text().splitlines() == [
        "97110 Therapeutic exercise, 9:05-9:38 (33 min), OTA 20 min, 2 units (1 CO)",
        "97165 OT evaluation, low complexity, 45 min, 1 unit",
        "Total timed minutes: 33",
        "Total treatment minutes: 78",
        "3 units = 2 timed + 1 evaluation (Medicare's 8-minute rule)",
    ]


def test_more_ota_minutes_than_minutes_offer_what_they_make_together(units: Session) -> None:
    units.enter("97110", "13", "20")
    assert units.problems() == ["OTA minutes (20) can't exceed total minutes (13): make it 33."]
    offer = units.part(QPushButton, "unitsOffer")
    assert offer.text() == "97110: make it 33 minutes in all"
    offer.click()
    assert units.cells(2) == ["33"]
    assert units.problems() == [""]
    assert not offer.isVisible()
    units.press("Ctrl+Z")
    assert units.cells(2) == ["13"]


def test_the_offer_and_the_other_fields_are_reached_by_keys(units: Session) -> None:
    units.enter("97110", "13", "20")
    # Enter stays with what is wrong; Tab goes on, here to the offer.
    assert units.cells(3) == ["20"]
    units.press("Backtab")
    units.type("19")
    units.press("Tab")
    assert units.problems() == ["OTA minutes (20) can't exceed total minutes (19): make it 39."]
    units.press("Tab")
    assert focused() is units.part(QPushButton, "unitsOffer")
    units.press("Space")
    assert units.cells(2) == ["39"]
    assert focused() is units.table


def test_rows_go_by_their_x_and_come_back(units: Session) -> None:
    for code in ("97110", "97112", "97140"):
        units.enter(code, "15")
    click_cell(units, 1, 6)
    assert units.cells(0) == ["97110", "97140"]
    assert units.toast() == "Removed 97112"
    units.part(QToolButton, "toastButton").click()
    assert units.cells(0) == ["97110", "97112", "97140"]
    click_cell(units, 0, 6)
    units.press("Ctrl+Z")
    assert units.cells(0) == ["97110", "97112", "97140"]


def test_alt_and_arrows_move_a_row(units: Session) -> None:
    for code in ("97110", "97112", "97140"):
        units.enter(code, "15")
    units.table.setFocus()
    units.table.setCurrentIndex(units.table.model().index(0, 0))
    units.press("Alt+Down")
    assert units.cells(0) == ["97112", "97110", "97140"]
    assert units.status() == "Moved 97110 to position 2 of 3"
    assert units.table.currentIndex().row() == 1
    units.press("Alt+Down", times=3)
    assert units.cells(0) == ["97112", "97140", "97110"]
    units.press("Alt+Up")
    assert units.cells(0) == ["97112", "97110", "97140"]
    units.press("Ctrl+Z", times=3)
    assert units.cells(0) == ["97110", "97112", "97140"]


def _menu(units: Session, row: int, by_key: bool) -> QMenu:
    place = units.table.visualRect(units.table.model().index(row, 0)).center()
    reason = QContextMenuEvent.Reason
    viewport = units.table.viewport()
    where = viewport.mapToGlobal(place)
    event = QContextMenuEvent(reason.Keyboard if by_key else reason.Mouse, place, where)
    QApplication.sendEvent(viewport, event)
    return next(menu for menu in units.table.findChildren(QMenu) if menu.isVisible())


def test_the_menu_of_a_row_removes_copies_and_opens(units: Session) -> None:
    units.enter("97110", "33", "20")
    units.enter("97140", "7")
    menu = _menu(units, 0, by_key=False)
    actions = {action.text(): action for action in menu.actions()}
    assert [*actions] == [
        "Start clock",
        "Copy claim lines",
        "Open the page of 97110",
        "Move up",
        "Move down",
        "Remove 97110",
    ]
    assert not actions["Move up"].isEnabled()
    actions["Copy claim lines"].trigger()
    assert clipboard().text() == "97110-GO x1\n97110-GO-CO x1"
    actions["Remove 97110"].trigger()
    menu.close()
    assert units.cells(0) == ["97140"]
    menu = _menu(units, 0, by_key=True)
    next(each for each in menu.actions() if "page" in each.text()).trigger()
    menu.close()
    assert units.tabs.currentIndex() == 0
    assert units.shown() == "97140"


def test_ctrl_space_writes_the_span_of_the_clock_and_copying_stops_it(
    units: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        at = datetime(2026, 11, 27, 9, 5, 30)

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return cls.at

    model = units.table.model()
    assert isinstance(model, worksheet_model.WorksheetModel)
    model.now = Clock.now
    units.type("97110")
    units.press("Return")
    units.press("Ctrl+Space")
    assert units.status() == "97110 started at 9:05"
    assert units.text("unitsState") == "Clock running: 97110."
    Clock.at = datetime(2026, 11, 27, 9, 38)
    units.press("Ctrl+Space")
    assert units.cells(2) == [f"9:05-9:38 {DOT} 33"]
    assert units.status() == "97110 stopped: 9:05-9:38"
    click_cell(units, 0, 5)
    Clock.at = datetime(2026, 11, 27, 10, 0)
    units.press("Ctrl+Shift+C")
    assert units.cells(2) == [f"9:05-9:38+9:38-10:00 {DOT} 55"]
    assert units.text("unitsState") == ""
    assert clipboard().text() == "97110-GO x4"
    units.press("Ctrl+Z", times=2)
    assert units.cells(2) == [""]


@pytest.mark.parametrize(
    ("typed", "told", "code"),
    [
        ("97003", "97003 is retired: added 97165: minutes are optional", "97165"),
        ("97161", "97161 belongs to physical therapists: added 97165", "97165"),
        ("97110", "Added 97110: type its minutes", "97110"),
    ],
)
def test_another_code_than_typed_is_told(units: Session, typed: str, told: str, code: str) -> None:
    units.type(typed)
    units.press("Return")
    assert units.status().startswith(told)
    assert units.cells(0) == [code]


def test_enter_never_adds_what_is_only_closest(units: Session) -> None:
    units.type("97115")
    units.press("Return")
    assert units.cells(0) == []
    assert units.status() == "No exact match. Press Down to choose, or change the search."
    units.press("Down")
    units.press("Return")
    told = "No exact match for \N{LEFT DOUBLE QUOTATION MARK}97115"
    assert units.status().startswith(told)
    assert len(units.cells(0)) == 1


def test_the_list_of_codes_is_a_popup_of_the_box(units: Session) -> None:
    popup = units.part(QFrame, "unitsPopup")
    rows = units.part(QListView, "unitsCodeList")
    assert not popup.isVisible()
    units.press("Return")
    assert units.status() == "Type a code, or what you did."
    assert units.cells(0) == []
    units.type("ther")
    assert popup.isVisible()
    units.press("Esc")
    assert not popup.isVisible()
    units.press("Down")
    assert rows.model().rowCount() > 100
    units.type("man")
    place = rows.visualRect(rows.model().index(0, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(units.cells(0)) == 1
    assert not popup.isVisible()
    units.box.setFocus()
    units.type("ther")
    units.press("Tab")
    assert not popup.isVisible()


def test_claim_lines_are_chosen_and_copied_by_rows(units: Session) -> None:
    units.enter("97110", "33", "20")
    units.enter("97140", "15")
    lines = units.part(QListWidget, "claimLines")
    lines.setFocus()
    lines.setCurrentRow(0)
    units.press("Shift+Down")
    units.press("Ctrl+C")
    assert clipboard().text() == "97110-GO x1\n97110-GO-CO x1"
    lines.setCurrentRow(2)
    units.press("Return")
    assert clipboard().text() == "97140-GO x1"


FIVE = (
    ("97110", "9:05-9:38", "20"),
    ("97530", "18", "18"),
    ("97165", "45", ""),
    ("97140", "20", ""),
    ("97112", "20", ""),
)


@pytest.mark.parametrize(
    ("width", "height", "larger"),
    [(1060, 720, 0), (1060, 720, 5), (1024, 600, 0), (800, 600, 0), (2560, 1440, 0)],
)
def test_the_answer_and_its_copy_buttons_are_always_in_view(
    units: Session, width: int, height: int, larger: int
) -> None:
    units.window.resize(width, height)
    for _ in range(larger):
        units.action(ActionId.TEXT_LARGER).trigger()
    for entry in FIVE:
        units.enter(*entry)
    QApplication.processEvents()
    names = (
        "unitsTotal",
        "unitsMix",
        "unitsCheckCount",
        "claimLines",
        "unitsCopy",
        "unitsCopyNote",
    )
    hidden = []
    for name in (*names, "unitsRuleCms", "unitsRuleMidpoint"):
        part = units.part(QWidget, name)
        place = QRect(part.mapTo(units.window, QPoint()), part.size())
        if not part.isVisible() or not units.window.rect().contains(place):
            hidden.append(name)
        if part.visibleRegion().boundingRect().size() != part.size():
            hidden.append(f"{name} is cut")
    assert not hidden
    header = units.table.horizontalHeader()
    assert header.length() <= units.table.viewport().width()
    row = units.table.visualRect(units.table.currentIndex())
    assert not units.table.viewport().visibleRegion().intersected(row).isEmpty()


def test_results_are_told_after_a_pause_and_not_with_every_key(
    units: Session, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append(_message(event))
    )
    units.type("97110")
    units.press("Return")
    told.clear()
    units.type("9:05-9:38")
    assert not [sentence for sentence in told if "unit" in sentence]
    qtbot.waitUntil(lambda: "2 units = 2 timed" in told)


def _message(event: object) -> str:
    message = getattr(event, "message", None)
    return str(message()) if message else ""


def test_the_method_used_last_is_remembered_and_the_session_is_not(
    driver: Driver, opened: OpenDriver
) -> None:
    session = Session(driver.window)
    session.enter("97110", "33")
    assert session.cells(0) == ["97110"]
    session.part(QAbstractButton, "unitsRuleMidpoint").setFocus()
    session.press("Space")
    driver.window.close()
    again = Session(opened().window)
    assert again.cells(0) == []
    assert again.part(QAbstractButton, "unitsRuleMidpoint").isChecked()

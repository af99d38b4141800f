"""The Units tab in the real window: keys, results, ties, wrong entries, undo, copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QTableView,
    QToolButton,
    QWidget,
)

from otcodebook.ui.codes.model import Role
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.units.worksheet.columns import WorksheetRole
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, click_link, clipboard, focused


class Session(Driver):
    """The window with the Units tab in front, and words for what is done there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.press("Ctrl+4")
        self.table = self.part(QTableView, "unitsTable")
        self.box = self.part(QLineEdit, "unitsSearch")

    def press(self, keys: str, times: int = 1) -> None:
        """Presses a key; parts that it brings into sight are laid out then."""
        super().press(keys, times)
        QApplication.processEvents()

    def enter(self, code: str, minutes: str = "", assistant: str = "") -> None:
        """Types a code and its minutes, from wherever the focus is."""
        self.box.setFocus()
        self.box.selectAll()
        self.type(code)
        self.press("Return")
        self.type(minutes)
        if assistant:
            self.press("Tab")
            self.type(assistant)
        self.press("Return")

    def cells(self, column: int) -> list[str]:
        model = self.table.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def text(self, name: str) -> str:
        part = self.part(QLabel, name)
        return part.text() if part.isVisible() else ""

    def answer(self) -> str:
        """The units in words, as the summary shows them."""
        return " ".join(filter(None, (self.text("unitsTotal"), self.text("unitsMix"))))

    def methods(self) -> list[str]:
        names = ("unitsRuleCms", "unitsRuleMidpoint")
        return [self.part(QAbstractButton, name).text().replace("&", "") for name in names]

    def claims(self) -> str:
        rows = self.part(QListWidget, "claimLines")
        return "\n".join(rows.item(at).text() for at in range(rows.count()))

    def problems(self) -> list[str]:
        """Why rows are not counted, as it stands beneath their names."""
        model = self.table.model()
        return [model.index(row, 1).data(WorksheetRole.PROBLEM) for row in range(model.rowCount())]

    def checks(self) -> str:
        """The warnings, opened by their count unless they are open."""
        if not self.shown_texts("unitsChecks"):
            self.part(QToolButton, "unitsCheckCount").click()
        return self.shown_texts("unitsChecks")

    def shown_texts(self, name: str) -> str:
        labels = self.part(QWidget, name).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def units(open_window: Callable[..., MainWindow]) -> Session:
    return Session(open_window())


def test_the_rows_to_add_have_no_star_to_click(units: Session) -> None:
    units.type("ther")
    rows = units.part(QListView, "unitsCodeList").model()
    assert rows.rowCount()
    found = [rows.index(row, 0).data(Role.ROW) for row in range(rows.rowCount())]
    assert {row.is_favorite for row in found} == {None}


def test_from_empty_to_copied_claim_lines_by_keyboard_alone(units: Session) -> None:
    assert focused() is units.box
    units.type("ther ex")
    units.press("Return")
    units.type("33")
    units.press("Return")
    units.type("manual")
    units.press("Return")
    units.type("9:05-9:12")
    units.press("Return")
    units.type("97010")
    units.press("Return")
    units.press("Return")
    assert focused() is units.box
    assert units.cells(0) == ["97110", "97140", "97010"]
    units.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110-GO x2\n97140-GO x1\n97010 x1"
    assert units.status() == "Copied 3 claim lines"


def test_the_result_shows_both_methods_and_why_they_differ(units: Session) -> None:
    units.enter("97110", "33")
    units.enter("97140", "7")
    assert units.answer() == "3 units = 3 timed"
    assert "3 units = 3 timed" in units.status()
    assert units.methods() == ["Medicare 3", "Midpoint 2"]
    assert units.text("unitsTotals") == "40 timed \N{MIDDLE DOT} 40 treatment min"
    assert units.part(QWidget, "unitsSummary").accessibleName() == "Result: 3 units = 3 timed"
    units.part(QToolButton, "unitsWorkingHead").click()
    assert "needs 8 minutes on each code" in units.text("unitsDifference")
    assert "it gets the remaining unit" in units.shown_texts("unitsWorking")
    units.part(QAbstractButton, "unitsRuleMidpoint").click()
    assert units.answer() == "2 units = 2 timed"
    assert "Document only; no unit to bill." in units.shown_texts("unitsWorking")


def test_the_search_has_the_keys_of_the_codes_tab(units: Session) -> None:
    codes = units.part(QListView, "unitsCodeList")
    units.type("ther")
    units.press("Down")
    second = str(codes.currentIndex().data()).partition(" ")[0]
    units.press("Up")
    first = str(codes.currentIndex().data()).partition(" ")[0]
    assert first != second
    units.press("Down")
    units.press("Return")
    assert units.cells(0) == [second]
    units.press("Return")
    units.type("zzzzqq")
    assert units.text("unitsSearchNotice")
    units.press("Return")
    assert "Change the search" in units.status()
    units.press("Esc")
    assert units.box.text() == ""


@pytest.mark.parametrize(
    ("code", "told"), [("97003", "retired"), ("97161", "belongs to"), ("GO", "modifier")]
)
def test_what_has_no_units_is_refused_in_a_sentence(units: Session, code: str, told: str) -> None:
    codes = units.part(QListView, "unitsCodeList")
    units.type(code)
    for _ in range(codes.model().rowCount()):
        if str(codes.currentIndex().data()).startswith(f"{code} "):
            break
        units.press("Down")
    units.press("Return")
    assert told in units.status()
    assert units.cells(0) == []
    assert focused() is units.box


def test_a_code_that_is_there_leads_to_its_minutes(units: Session) -> None:
    units.enter("97110", "20")
    units.type("97110")
    units.press("Return")
    assert "already in the session" in units.status()
    units.press("End")
    units.type("+13")
    units.press("Return")
    assert units.cells(2) == ["20+13 \N{MIDDLE DOT} 33"]


def test_a_wrong_entry_says_so_beside_the_field_and_keeps_its_text(units: Session) -> None:
    units.enter("97112", "15")
    units.enter("97110", "abc")
    assert units.problems() == ["", '"abc" is not a number of minutes: type one, such as 33, '
                                "or start and end, such as 9:05-9:38."]  # fmt: skip
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "abc"
    # The other row stays counted.
    assert units.answer() == "1 unit = 1 timed"
    assert units.text("unitsState") == "Not counted: 97110."
    units.press("Ctrl+Shift+C")
    assert clipboard().text() == ""
    assert units.status().startswith('Not copied. 97110: "abc"')
    units.press("Return")
    units.type("20")
    units.press("Return")
    assert units.problems() == ["", ""]
    assert units.text("unitsState") == ""
    assert units.answer() == "2 units = 2 timed"
    assert focused() is units.box


def test_tab_and_arrows_lead_from_field_to_field(units: Session) -> None:
    units.enter("97110", "30")
    units.enter("97140", "15")
    units.table.setFocus()
    units.table.setCurrentIndex(units.table.model().index(0, 2))
    units.press("Return")
    units.type("31")
    units.press("Tab")
    units.type("10")
    units.press("Tab")
    units.type("16")
    units.press("Up")
    units.type("32")
    units.press("Return")
    assert units.cells(2) == ["32", "16"]
    assert units.cells(3) == ["10", ""]


def test_digits_and_letters_go_where_they_belong(units: Session) -> None:
    units.enter("97110", "30")
    units.table.setFocus()
    units.table.setCurrentIndex(units.table.model().index(0, 0))
    units.type("45")
    units.press("Return")
    assert units.cells(2) == ["45"]
    units.table.setFocus()
    units.type("man")
    assert focused() is units.box
    assert units.box.text() == "man"


def test_a_tie_is_a_choice(units: Session) -> None:
    units.enter("97112", "20")
    units.enter("97110", "20")
    assert units.part(QWidget, "unitsTie").isVisible()
    assert units.cells(4) == ["2", "1"]
    first = units.part(QAbstractButton, "unitsTie97112")
    other = units.part(QAbstractButton, "unitsTie97110")
    assert first.isChecked()
    assert other.text().startswith("97110 Therapeutic exercise")
    first.setFocus()
    units.press("Up")
    assert other.isChecked()
    assert units.cells(4) == ["1", "2"]
    first.click()
    assert units.cells(4) == ["2", "1"]
    units.press("Ctrl+Z")
    assert units.cells(4) == ["1", "2"]
    units.press("Ctrl+Shift+C")
    assert clipboard().text() == "97112-GO x1\n97110-GO x2"


def test_of_three_tied_codes_two_get_a_unit(units: Session) -> None:
    for code in ("97110", "97112", "97140"):
        units.enter(code, "10")
    assert units.cells(4) == ["1", "1", "0"]
    units.part(QAbstractButton, "unitsTie97140").click()
    assert units.cells(4) == ["0", "1", "1"]
    units.part(QAbstractButton, "unitsTie97112").click()
    assert units.cells(4) == ["0", "1", "1"]
    assert units.part(QAbstractButton, "unitsTie97112").isChecked()


def test_the_assistants_units_carry_co(units: Session) -> None:
    units.enter("97110", "30", "15")
    assert "CO" in units.checks()
    units.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110-GO x1\n97110-GO-CO x1"


def test_a_dated_rule_shows_its_source_and_date_below_it(units: Session) -> None:
    units.enter("97010")
    units.enter("97598")
    told = units.checks().splitlines()
    at = next(at for at, line in enumerate(told) if "bundles 97010" in line)
    assert told[at + 1] == "Medicare fee schedule, status B, July 2026"
    # A warning that comes from the count has no source below it.
    assert next(line for line in told if line.startswith("97598 is an add-on"))
    assert sum("July 2026" in line for line in told) == 1


def test_a_list_without_modifiers_offers_those_of_the_bundled_catalog(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Code,Name,Minutes\n97110,Exercise,15\n", encoding="utf-8")
    units = Session(open_window(path))
    units.enter("97110", "15")
    button = units.part(QToolButton, "unitsModifiers")
    button.menu().aboutToShow.emit()
    action = next(each for each in button.menu().actions() if each.text().startswith("KX"))
    action.trigger()
    assert units.claims() == "97110-GO-KX \N{MULTIPLICATION SIGN}1"


def test_what_to_check_is_told(units: Session) -> None:
    units.enter("97130", "20")
    units.enter("97140", "20")
    units.enter("97010")
    units.enter("97535")
    told = units.checks()
    for sentence in ("97130 is an add-on", "bundles 97010", "97535 is timed and has no minutes"):
        assert sentence in told
    units.press("Ctrl+Shift+C")
    assert "97535 is timed and has no minutes yet" in units.status()


def test_the_method_that_is_marked_is_copied(units: Session) -> None:
    units.enter("97110", "33")
    units.enter("97140", "7")
    units.part(QAbstractButton, "unitsRuleMidpoint").click()
    assert units.claims() == "97110-GO \N{MULTIPLICATION SIGN}2"
    units.part(QToolButton, "unitsCopyNote").click()
    assert clipboard().text().endswith("2 units = 2 timed (Per-code midpoint)")
    assert "Total timed minutes: 40" in clipboard().text()
    units.action(ActionId.COPY_TABLE).trigger()
    assert clipboard().text().splitlines()[2].startswith("97140\tManual therapy\t7\t0\t")


def test_modifiers_are_chosen_for_all_lines_or_one(units: Session) -> None:
    units.enter("97110", "15")
    units.enter("97140", "15")
    button = units.part(QToolButton, "unitsModifiers")

    def tick(name: str) -> None:
        menu = button.menu()
        menu.aboutToShow.emit()
        actions = [
            action for each in (menu, *menu.findChildren(QMenu)) for action in each.actions()
        ]
        next(action for action in actions if action.objectName() == name).trigger()

    tick("unitsModifierKX")
    tick("unitsModifier59On97140")
    times = "\N{MULTIPLICATION SIGN}"
    assert units.claims() == f"97110-GO-KX {times}1\n97140-GO-KX-59 {times}1"
    assert "KX" in button.text()
    tick("unitsModifierGO")
    assert units.claims() == f"97110-KX {times}1\n97140-KX-59 {times}1"
    units.box.setFocus()
    units.press("Ctrl+Z")
    assert units.claims() == f"97110-GO-KX {times}1\n97140-GO-KX-59 {times}1"


@pytest.mark.parametrize("key", ["Del", "Backspace"])
def test_rows_are_taken_out_and_brought_back(units: Session, key: str) -> None:
    units.enter("97110", "33")
    units.enter("97140", "7")
    units.table.setFocus()
    units.table.selectRow(0)
    units.press(key)
    assert units.cells(0) == ["97140"]
    units.press("Ctrl+Z")
    assert units.cells(0) == ["97110", "97140"]
    assert units.cells(2) == ["33", "7"]


def test_clear_empties_everything_and_can_be_undone(units: Session) -> None:
    units.enter("97110", "33")
    units.part(QToolButton, "unitsClear").click()
    assert units.cells(0) == []
    assert "Enter" in units.text("unitsEmpty")
    assert units.answer() == "0 units"
    units.press("Ctrl+Z")
    assert units.cells(2) == ["33"]
    units.part(QToolButton, "unitsUndo").click()
    assert units.cells(2) == [""]
    for _ in range(3):
        units.action(ActionId.UNDO_UNITS).trigger()
    assert "Nothing to undo" in units.status()


def test_what_is_typed_in_the_box_is_undone_there_first(units: Session) -> None:
    units.enter("97110", "33")
    units.type("man")
    units.press("Ctrl+Z")
    assert units.box.text() != "man"
    assert units.cells(2) == ["33"]


def test_an_open_field_is_counted_before_it_is_copied(units: Session) -> None:
    units.type("97110")
    units.press("Return")
    units.type("33")
    units.action(ActionId.COPY_CLAIMS).trigger()
    assert clipboard().text() == "97110-GO x2"


def test_an_empty_session_has_nothing_to_copy(units: Session) -> None:
    units.press("Ctrl+Shift+C")
    assert "Nothing to copy" in units.status()
    units.press("Ctrl+C")
    assert "Ctrl+Shift+C" in units.status()
    assert clipboard().text() == ""


def test_a_code_is_added_from_its_page(driver: Driver) -> None:
    driver.search("97110")
    driver.press("Ctrl+U")
    assert driver.status() == "Added 97110 to Units. Ctrl+4 goes there."
    driver.search("97530")
    driver.part(QToolButton, "addToUnitsButton").click()
    driver.press("Ctrl+U")
    assert "already" in driver.status()
    driver.press("Ctrl+4")
    table = driver.part(QTableView, "unitsTable")
    assert [table.model().index(row, 0).data() for row in range(2)] == ["97110", "97530"]
    driver.type("20")  # the first code that waits for its minutes is ready for them
    driver.press("Return")
    assert table.model().index(0, 2).data() == "20"
    driver.press("Ctrl+2")
    driver.press("Ctrl+U")
    assert "Codes tab" in driver.status()


def test_the_button_refuses_what_has_no_units(driver: Driver) -> None:
    driver.go_to("97003")
    assert not driver.part(QToolButton, "addToUnitsButton").isEnabled()
    driver.press("Ctrl+U")
    assert "retired" in driver.status()


def test_ctrl_shift_c_copies_names_again_in_the_codes_tab(units: Session) -> None:
    units.enter("97110", "33")
    units.search("97110")
    units.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110 Therapeutic exercise"


def test_the_chart_is_painted_and_told_in_words(units: Session) -> None:
    units.enter("97110", "33")
    chart = units.part(QWidget, "unitsChart")
    assert chart.isVisible()
    assert chart.accessibleDescription() == (
        "33 total minutes = 2 units (23-37). Next unit at 38 timed minutes."
    )
    before = chart.grab().toImage()
    units.enter("97140", "7")
    assert "3 units (38-52)" in chart.accessibleDescription()
    after = chart.grab().toImage()
    assert after != before
    units.action(ActionId.THEME_DARK).trigger()
    assert chart.grab().toImage() != after
    assert len(_colors(chart.grab().toImage())) > 4


def test_lines_between_rows_are_whole_on_a_screen_scaled_by_150_percent(units: Session) -> None:
    units.enter("97110", "33")
    units.enter("97140", "7")
    view = units.table.viewport()
    drawn = QImage(view.size() * 1.5, QImage.Format.Format_RGB32)
    drawn.setDevicePixelRatio(1.5)
    view.render(drawn)
    for row in range(2):
        below = units.table.visualRect(units.table.model().index(row, 0)).bottom()
        y = round((below + 0.5) * 1.5)
        line = {drawn.pixelColor(x, y).name() for x in range(3, drawn.width() - 3)}
        assert len(line) == 1, (row, line)


def _colors(image: QImage) -> set[int]:
    across = range(0, image.width(), 2)
    return {image.pixel(x, y) for x in across for y in range(0, image.height(), 2)}


@pytest.mark.parametrize("minutes", ["0", "7", "8", "127", "1440"])
def test_the_chart_has_a_place_for_every_total(units: Session, minutes: str) -> None:
    units.enter("97110", minutes)
    told = units.part(QWidget, "unitsChart").accessibleDescription()
    assert told.startswith(f"{int(minutes):,} total minute")
    assert not units.part(QWidget, "unitsChart").grab().isNull()


def test_everything_is_reached_by_tab_and_has_a_name(units: Session) -> None:
    units.enter("97112", "20")
    units.enter("97110", "20")
    reached: list[QWidget] = []
    while focused() not in reached:
        reached.append(focused())
        units.press("Tab")
    names = [widget.objectName() for widget in reached]
    wanted = ["unitsSearch", "unitsTable", "unitsTie97112", "unitsRuleCms", "claimLines"]
    assert [name for name in names if name in wanted] == wanted
    assert {"unitsCopy", "unitsCopyNote", "unitsModifiers", "unitsUndo", "unitsClear"} <= set(names)
    inside = [widget for widget in reached if widget.objectName().startswith("units")]
    for widget in inside:
        assert widget.accessibleName() or getattr(widget, "text", str)(), widget.objectName()


def test_nothing_is_cut_at_twice_the_text_size(units: Session) -> None:
    for _ in range(20):
        units.action(ActionId.TEXT_LARGER).trigger()
    units.window.resize(1400, 900)
    for code in ("97112", "97110"):
        units.enter(code, "20")
    QApplication.processEvents()
    units.checks()
    units.part(QToolButton, "unitsWorkingHead").click()
    QApplication.processEvents()
    for part in units.part(QWidget, "unitsTab").findChildren(QLabel):
        if part.isVisible():
            assert part.height() >= part.heightForWidth(part.width()), part.text()
    header = units.table.horizontalHeader()
    assert header.length() <= units.table.viewport().width()


def test_without_a_catalog_and_without_timing_the_tab_says_so(
    open_window: Callable[..., MainWindow], tmp_path
) -> None:
    data = small_catalog()
    for code in data["codes"]:
        code.pop("timing", None)
    units = Session(open_window(write_catalog(tmp_path, data)))
    assert "has no timing" in units.text("unitsEmpty")
    assert not units.box.isEnabled()
    units.action(ActionId.CLOSE_LIST).trigger()
    assert units.box.isEnabled()
    assert "Type what you did" in units.text("unitsEmpty")


def test_a_session_outlives_a_list_that_cannot_count(
    open_window: Callable[..., MainWindow], tmp_path, qtbot
) -> None:
    units = Session(open_window(None))
    units.enter("97110", "33")
    data = small_catalog()
    for code in data["codes"]:
        code.pop("timing", None)
    units.window.files_dropped.emit([str(write_catalog(tmp_path, data))])
    qtbot.waitUntil(lambda: not units.box.isEnabled())
    assert "Your session is kept" in units.text("unitsEmpty")
    assert not units.table.isVisible()
    for action in (ActionId.COPY_CLAIMS, ActionId.UNDO_UNITS, ActionId.CLEAR_UNITS):
        units.action(action).trigger()
        assert "has no timing" in units.status()
    assert clipboard().text() == ""
    units.action(ActionId.CLOSE_LIST).trigger()
    units.press("Ctrl+4")
    units.press("Ctrl+Shift+C")
    assert clipboard().text() == "97110-GO x2"


def test_undo_leads_to_the_minutes_that_it_took_back(units: Session) -> None:
    units.enter("97110", "33")
    units.enter("97112", "7")
    units.press("Ctrl+Z")
    units.type("8")
    units.press("Return")
    minutes = [units.table.model().index(row, 2).data() for row in range(2)]
    assert minutes == ["33", "8"]


def test_the_guide_shows_the_examples_counted(units: Session) -> None:
    units.press("Ctrl+3")
    for title, told in (("Medicare", "3 units"), ("midpoint", "2 units")):
        titles = [units.guide_list.item(row).text() for row in range(units.guide_list.count())]
        row = next(
            at
            for at, each in enumerate(titles)
            if f"units: {title}" in each.replace("per-code ", "")
        )
        units.guide_list.setCurrentRow(row)
        assert f": {told}" in units.guide_view.toPlainText()
    click_link(units.guide_view, "code:97110")
    assert units.current() == "97110"


@pytest.fixture(autouse=True)
def empty_clipboard(qapp) -> None:
    clipboard().clear()

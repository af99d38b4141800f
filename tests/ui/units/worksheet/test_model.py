"""The table of a session keeps Qt's contract and the steps to undo."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import QModelIndex, Qt

from otcodebook.ui.units.worksheet.columns import Column, WorksheetRole
from otcodebook.ui.units.worksheet.model import WorksheetModel
from otcodebook.units.model import Rule, UnitsError
from units_support import CATALOG


@pytest.fixture
def model(qapp) -> WorksheetModel:
    made = WorksheetModel()
    made.set_catalog(CATALOG)
    return made


def enter(model: WorksheetModel, code: str, minutes: str = "", assistant: str = "") -> int:
    model.add(code)
    row = model.row_of(code)
    for column, text in ((Column.MINUTES, minutes), (Column.ASSISTANT, assistant)):
        if text:
            model.setData(model.index(row, column), text)
    return row


def cells(model: WorksheetModel, column: Column) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_it_keeps_qts_contract(model, qtmodeltester):
    qtmodeltester.check(model)
    for code, minutes in (("97110", "33"), ("97140", "x"), ("97010", "")):
        enter(model, code, minutes)
    model.remove([0])
    model.undo()
    model.clear()
    model.undo()
    assert model.rowCount() == 3
    qtmodeltester.check(model)


def test_the_units_of_the_method_stand_beside_times_that_stay_times(model):
    enter(model, "97110", "33")
    enter(model, "97140", "9:05-9:12")
    dot = "\N{MIDDLE DOT}"
    assert cells(model, Column.MINUTES) == ["33", f"9:05-9:12 {dot} 7"]
    assert cells(model, Column.UNITS) == ["2", "1"]
    field = model.index(1, Column.MINUTES)
    assert field.data(Qt.ItemDataRole.EditRole) == "9:05-9:12"
    told = field.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "97140, Minutes: 9:05-9:12, 7 minutes"
    model.set_rule(Rule.MIDPOINT)
    assert cells(model, Column.UNITS) == ["2", "0"]
    reason = model.index(1, Column.UNITS).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "it takes 8" in reason


@pytest.mark.parametrize(
    ("minutes", "assistant", "column", "told"),
    [
        ("abc", "", Column.MINUTES, '"abc" is not a number of minutes'),
        ("-5", "", Column.MINUTES, "less than no minutes"),
        ("2000", "", Column.MINUTES, "more than the 1,440"),
        ("33", "x", Column.ASSISTANT, "OTA: "),
        ("33", "34", Column.ASSISTANT, "make it 67"),
        ("", "5", Column.ASSISTANT, "no total minutes"),
    ],
)
def test_a_wrong_entry_keeps_its_text_and_marks_only_its_row(
    model, minutes, assistant, column, told
):
    enter(model, "97112", "15")
    row = enter(model, "97110", minutes, assistant)
    wrong = model.index(row, column)
    assert told in wrong.data(WorksheetRole.PROBLEM)
    assert wrong.data(Qt.ItemDataRole.EditRole) == (assistant or minutes)
    assert model.result.counts[Rule.CMS].timed_minutes == 15
    assert cells(model, Column.UNITS) == ["1", ""]
    names = [model.index(at, Column.NAME).data(WorksheetRole.PROBLEM) for at in range(2)]
    assert names == ["", wrong.data(WorksheetRole.PROBLEM)]
    model.setData(wrong, "5")
    model.setData(model.index(row, Column.MINUTES), "20")
    assert model.result.counts[Rule.CMS].timed_minutes == 35


@pytest.mark.parametrize("code", ["97003", "97161", "GO", "99999", ""])
def test_a_code_without_units_is_refused_and_leaves_no_step(model, code):
    with pytest.raises(UnitsError):
        model.add(code)
    assert model.rowCount() == 0
    assert not model.can_undo


def test_a_code_stands_there_once(model):
    assert enter(model, "97110", "10") == 0
    enter(model, "97112")
    assert model.add("97110") == []
    assert model.rowCount() == 2


def test_every_step_can_be_taken_back(model):
    states = [model.worksheet]
    steps = (
        lambda: model.add("97110"),
        lambda: model.setData(model.index(0, Column.MINUTES), "20"),
        lambda: enter(model, "97112"),
        lambda: model.setData(model.index(1, Column.MINUTES), "20"),
        lambda: model.choose(["97112"]),
        lambda: model.set_modifiers(("GO", "KX"), (("97112", "59"),)),
        lambda: model.move(0, 1),
        lambda: model.remove([0]),
        model.clear,
    )
    for step in steps:
        step()
        states.append(model.worksheet)
    assert all(before != after for before, after in pairwise(states))
    for state in reversed(states[:-1]):
        model.undo()
        assert model.worksheet == state
    model.undo()
    assert not model.can_undo


def test_what_changes_nothing_is_no_step(model):
    row = enter(model, "97110", "20")
    model.setData(model.index(row, Column.MINUTES), " 20 ")
    model.set_modifiers(("GO",), ())
    model.choose([])
    model.remove([7])
    for _ in range(2):
        model.undo()
    assert not model.can_undo


def test_another_catalog_takes_out_what_it_lacks(model):
    enter(model, "97110", "20")
    enter(model, "X1")
    smaller = type(CATALOG)(
        format=1,
        title="Smaller",
        edition=None,
        families=CATALOG.families,
        codes=tuple(code for code in CATALOG.codes if code.code != "X1"),
    )
    assert model.set_catalog(smaller) == ["X1"]
    assert cells(model, Column.CODE) == ["97110"]
    assert not model.can_undo
    assert model.set_catalog(None) == ["97110"]


def test_codes_that_wait_for_their_minutes_are_named(model):
    enter(model, "97129", "40")
    for code in ("97130", "97110", "97010"):
        enter(model, code)
    assert model.result.missing_minutes == ("97110",)


def test_a_draft_counts_and_an_unfinished_one_leaves_the_last_result(model):
    row = enter(model, "97110")
    field = model.index(row, Column.MINUTES)
    steps = [
        ("9", "", False, 9),
        ("9:", "", True, 9),
        ("9:05", "", True, 9),
        ("9:05-9:3", "", True, 9),
        ("9:05-9:38", "33", False, 33),
        ("9:05-9:38+1", "34", False, 34),
    ]
    for text, read, is_unfinished, minutes in steps:
        told = model.draft(field, text), model.is_unfinished
        assert (*told, model.result.counts[Rule.CMS].timed_minutes) == (
            read,
            is_unfinished,
            minutes,
        )
    model.drop_draft()
    assert model.result.counts[Rule.CMS].timed_minutes == 0
    assert not model.is_unfinished
    model.undo()
    assert model.rowCount() == 0


def test_minutes_of_an_assistant_on_top_are_offered_and_can_be_undone(model):
    for minutes, assistant, typed, total in (
        ("13", "20", "33", 33),
        ("9:05-9:18", "9:18-9:38", "9:05-9:18+9:18-9:38", 33),
        ("", "20", "20", 20),
    ):
        enter(model, "97110", minutes, assistant)
        (offer,) = model.result.offers
        assert (offer.minutes, offer.typed) == (total, typed)
        model.take_offer(offer)
        assert not model.result.problems
        assert model.result.minutes[0] == (total, 20)
        model.undo()
        assert model.result.problems
        model.clear()


def test_rows_dropped_elsewhere_are_moved_and_none_is_lost(model):
    codes = ["97110", "97112", "97140"]
    for code in codes:
        enter(model, code, "15")
    for dragged, row, wanted in (
        (0, 3, ["97112", "97140", "97110"]),
        (2, 0, ["97140", "97110", "97112"]),
        (1, 1, codes),
        (1, 2, codes),
    ):
        data = model.mimeData([model.index(dragged, 0)])
        action = Qt.DropAction.MoveAction
        assert not model.dropMimeData(data, action, row, 0, QModelIndex())
        assert cells(model, Column.CODE) == wanted
        model.clear()
        model.undo()
        while cells(model, Column.CODE) != codes:
            model.undo()


def test_the_clock_writes_its_span_and_runs_in_sight(model):
    row = enter(model, "97110", "10")
    field = model.index(row, Column.MINUTES)
    model.now = lambda: datetime(2026, 11, 27, 11, 50, 40)
    model.start_clock(row)
    assert model.running() == ["97110"]
    assert field.data(WorksheetRole.RUNS) == "11:50"
    model.now = lambda: datetime(2026, 11, 27, 12, 20, 10)
    assert model.stop_clock(row) == "11:50-12:20"
    assert field.data(Qt.ItemDataRole.EditRole) == "10+11:50-12:20"
    assert model.result.minutes[0][0] == 40
    model.start_clock(row)
    assert model.stop_clock(row) == ""
    model.undo()
    assert field.data(Qt.ItemDataRole.EditRole) == "10"
    assert not model.running()

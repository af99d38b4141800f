"""The table of a session keeps Qt's contract and the steps to undo."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from otcodebook.ui.units.columns import Column, WorksheetRole
from otcodebook.ui.units.worksheet_model import UnitsModel
from otcodebook.units.model import Rule, UnitsError
from units_support import CATALOG


@pytest.fixture
def model(qapp) -> UnitsModel:
    made = UnitsModel()
    made.set_catalog(CATALOG)
    return made


def enter(model: UnitsModel, code: str, minutes: str = "", assistant: str = "") -> int:
    model.add(code)
    row = model.row_of(code)
    for column, text in ((Column.MINUTES, minutes), (Column.ASSISTANT, assistant)):
        if text:
            model.setData(model.index(row, column), text)
    return row


def cells(model: UnitsModel, column: Column) -> list[str]:
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


def test_both_methods_stand_beside_the_minutes(model):
    enter(model, "97110", "33")
    enter(model, "97140", "9:05-9:12")
    assert cells(model, Column.MINUTES) == ["33", "7"]
    assert cells(model, Column.CMS) == ["2", "1"]
    assert cells(model, Column.MIDPOINT) == ["2", "0"]
    field = model.index(1, Column.MINUTES)
    assert field.data(Qt.ItemDataRole.EditRole) == "9:05-9:12"
    assert field.data(Qt.ItemDataRole.AccessibleTextRole) == "97140, Minutes: 7 minutes"
    reason = model.index(1, Column.MIDPOINT).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "it takes 8" in reason


@pytest.mark.parametrize(
    ("minutes", "assistant", "column", "told"),
    [
        ("abc", "", Column.MINUTES, '97110: "abc" is not a number of minutes'),
        ("-5", "", Column.MINUTES, "less than no minutes"),
        ("2000", "", Column.MINUTES, "more than the 1,440"),
        ("33", "x", Column.ASSISTANT, "97110, assistant:"),
        ("33", "34", Column.ASSISTANT, "make it 33"),
        ("", "5", Column.ASSISTANT, "no total minutes"),
    ],
)
def test_a_wrong_entry_keeps_its_text_and_nothing_is_counted(
    model, minutes, assistant, column, told
):
    enter(model, "97112", "15")
    row = enter(model, "97110", minutes, assistant)
    wrong = model.index(row, column)
    assert told in wrong.data(WorksheetRole.PROBLEM)
    assert wrong.data(Qt.ItemDataRole.EditRole) == (assistant or minutes)
    assert not model.result.counts
    assert cells(model, Column.CMS) == ["", ""]
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

"""Arrays of JSON are taken apart as Python's own reader reads them whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from otcodebook.catalog.model import CatalogError
from otcodebook.lists.json_table import json_table

_BLANK = st.text(" \t\n\r", max_size=2)
_CELLS = st.lists(st.text(max_size=6) | st.integers(0, 99999).map(str), min_size=1, max_size=3)


@st.composite
def _arrays(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """An array of arrays as text, with blanks between its parts, and its rows."""
    rows = draw(st.lists(_CELLS, min_size=1, max_size=5))
    parts = [f"{draw(_BLANK)}{json.dumps(row)}{draw(_BLANK)}" for row in rows]
    return f"{draw(_BLANK)}[{','.join(parts)}]{draw(_BLANK)}", rows


@given(_arrays())
def test_an_array_of_arrays_is_read_row_by_row(array: tuple[str, list[list[str]]]) -> None:
    text, rows = array
    table = json_table(text)
    assert table is not None
    assert [list(row.cells) for row in table.rows] == rows


@settings(max_examples=500)
@given(_arrays(), st.integers(0, 80), st.sampled_from(["", ",", "]", "[", '"', "x", "}"]))
@example(("[1]", []), 0, ",")
@example(("[]", []), 1, ",")
@example(("[1, 2]", []), 2, "")
def test_damaged_json_is_no_list(array: tuple[str, list[list[str]]], at: int, put: str) -> None:
    text = array[0][:at] + put + array[0][at + 1 :]
    try:
        json.loads(text)
    except ValueError:
        assert json_table(text) is None
    else:
        json_table(text)  # whatever it is now, it is read


@pytest.mark.parametrize(
    ("text", "place", "key"),
    [
        ('[{"code": "97110", "fee": 45, "fee": 54}]', "line 1, column 31", "fee"),
        (
            '[{"code": "97110"},\n {"code": "97530", "c\\u006fde": "97535"}]',
            "line 2, column 20",
            "code",
        ),
        ('{"97110": "One",\n"97110": "Other"}', "line 2, column 1", "97110"),
        (
            '{"title": "x", "title": "y", "codes": [{"code": "97110"}]}',
            "line 1, column 16",
            "title",
        ),
        ('[{"code": "97110", "fee": {"own": 1, "own": 2}}]', "line 1, column 38", "own"),
    ],
)
def test_a_list_with_a_key_given_twice_is_refused_with_its_place(
    text: str, place: str, key: str
) -> None:
    with pytest.raises(CatalogError) as error:
        json_table(text)
    told = f"{place}: \N{LEFT DOUBLE QUOTATION MARK}{key}\N{RIGHT DOUBLE QUOTATION MARK}"
    assert list(map(str, error.value.problems)) == [f"{told} is given twice in one place"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            [str(number) for number in range(500_001)],
            "entry 500001: lists have at most 500,000 entries",
        ),
        (
            # Each entry would get a cell for the keys of all others: 400 million.
            [{"code": "97110", f"key{number}": "x"} for number in range(20_000)],
            "entry 500: lists have at most 500,000 entries and 10,000,000 cells",
        ),
        (
            [["97110"]] * 10_001 + [["97110"] * 1_000],
            "entry 10001: lists have at most 500,000 entries and 10,000,000 cells",
        ),
        (
            [{"code": "97110", "name": "x"}, {"code": "97530", "name": "x" * 1_000_001}],
            "entry 2: a cell has at most 1,000,000 characters",
        ),
    ],
)
def test_a_list_that_is_too_large_to_be_a_table_is_refused(value: object, told: str) -> None:
    with pytest.raises(CatalogError) as error:
        json_table(json.dumps(value))
    assert list(map(str, error.value.problems)) == [told]

"""Arrays of JSON are taken apart as Python's own reader reads them whole."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

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

"""Which column holds what, and which cells are minutes: nothing is guessed in silence."""

from __future__ import annotations

from pathlib import Path

from otcodebook.catalog.model import Blocks, Pooled, Timing, Unstated, Untimed
from otcodebook.lists.columns import COLUMN_NAMES, match_columns, read_timing
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.file import parse_catalog

UNTIMED = Untimed(per="service")
HALF_HOUR = Blocks(minutes=30, threshold=16)
HOUR = Blocks(minutes=60, threshold=31)

CLEAR: dict[str, Timing] = {
    "": Unstated(),
    "15": Pooled(),
    "15.0": Pooled(),
    "15.00": Pooled(),
    "15 min": Pooled(),
    "15min": Pooled(),
    "15 mins.": Pooled(),
    "15-minute": Pooled(),
    "each 15 minutes": Pooled(),
    "per 30 minutes": HALF_HOUR,
    "60 minutes": HOUR,
    "1 h": HOUR,
    "1 hr": HOUR,
    "1 hour": HOUR,
    "every 2 hours": Blocks(minutes=120, threshold=61),
    "untimed": UNTIMED,
    "no": UNTIMED,
    "0": UNTIMED,
    "0 min": UNTIMED,
}
CLEAR_IN_MINUTES = {"30": HALF_HOUR, "60": HOUR, "25": Blocks(minutes=25, threshold=13)}
OTHER_UNITS = (
    *("second", "sec", "s", "day", "d", "week", "wk", "month", "mo", "year", "visit", "session"),
    *(
        "unit",
        "u",
        "m",
        "time",
        "x",
        "encounter",
        "evaluation",
        "dollar",
        "usd",
        "%",
        "ml",
        "miles",
    ),
    *("hits", "mg", "millions", "helpings", "minor", "habits", "mi", "minu"),
)
UNCLEAR = [
    *("yes", "15m", "12.5", "1441 min", "25 hours", "-15", "15 to 30", "a while"),
    *("15 min x 2", "$15"),
]


def test_minutes_are_read_where_they_are_minutes():
    headers = (False, True)
    read = {(cell, at): read_timing(cell, in_minutes=at) for cell in CLEAR for at in headers}
    assert read == {(cell, at): CLEAR[cell] for cell in CLEAR for at in headers}
    found = {cell: read_timing(cell, in_minutes=True) for cell in CLEAR_IN_MINUTES}
    assert found == CLEAR_IN_MINUTES


def test_no_other_word_after_a_number_is_taken_for_minutes():
    cells = [
        f"{before}{number}{gap}{unit}{end}"
        for before in ("", "each ", "per ")
        for number in (0, 1, 2, 15, 45, 90)
        for gap in ("", " ", "-", " -")
        for unit in OTHER_UNITS
        for end in ("", "s", ".", "s.")
    ]
    taken = {cell for at in (False, True) for cell in cells if read_timing(cell, in_minutes=at)}
    assert taken == set()
    assert [cell for cell in UNCLEAR if read_timing(cell, in_minutes=True)] == []


def test_a_bare_number_is_minutes_only_where_the_header_says_so():
    timed = {f"{number}": read_timing(f"{number}", in_minutes=False) for number in range(1, 1500)}
    assert {cell for cell, timing in timed.items() if timing is not None} == {"15"}


def test_a_list_with_other_units_is_told_and_left_open():
    cells = ["45 seconds", "1 session", "1 visit", "90 days", "1 unit", "2 weeks", "1 month"]
    cells += ["3 times", "0 days"]
    rows = "".join(f"9711{at},Service,{cell}\n" for at, cell in enumerate(cells))
    catalog, report = read_delimited(f"Code,Description,Duration\n{rows}", "List")
    assert {code.timing for code in catalog.codes} == {Unstated()}
    assert [str(problem) for problem in report.unclear] == [
        f'line {at}: "{cell}" is not clearly a number of minutes: the counting is left open'
        for at, cell in enumerate(cells, 2)
    ]


def test_a_yes_or_no_column_never_makes_a_unit_of_one_minute():
    text = "Code,Name,Timed\n97110,Exercise,1\n97010,Pack,0\n97530,Tasks,Yes\n"
    catalog, report = read_delimited(text, "List")
    assert [code.timing for code in catalog.codes] == [Unstated(), UNTIMED, Unstated()]
    assert [problem.place for problem in report.unclear] == ["line 2", "line 4"]


def test_the_lowest_of_a_range_is_no_column_of_minutes():
    wrong = {}
    for low in ("Min", "Mins", "MIN."):
        for high in ("Max", "Maximum", "Max fee", "High", "Avg", "Average", "Median"):
            for header in ([low, high], [high, low]):
                columns = match_columns(["Code", "Name", *header])
                if columns != {"code": 0, "name": 1}:
                    wrong[tuple(header)] = columns
    assert wrong == {}
    assert match_columns(["Code", "Name", "Min"])["minutes"] == 2
    assert match_columns(["Code", "Name", "Min", "Max", "Unit minutes"])["minutes"] == 4
    loaded = parse_catalog(
        b"Code,Description,Min,Max\n97110,Exercise one,35.00,60.00\n", Path("fees.csv")
    )
    assert loaded.catalog.codes[0].timing == Unstated()
    assert 'Columns not used: "Min", "Max".' in loaded.lines()


def test_the_names_are_in_their_own_normal_form():
    names = " ".join(COLUMN_NAMES.values()).split()
    assert all(name.isalnum() and name == name.casefold() for name in names)

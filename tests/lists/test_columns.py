"""Which cells are minutes, charges and flags; the kinds of every fault that users met."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lists_support import HCPCS
from otcodebook.catalog.model import Blocks, Code, Pooled, Timing, Unstated, Untimed
from otcodebook.cli.main import main
from otcodebook.lists.cells.repair import Shape, repaired
from otcodebook.lists.cells.timing import read_flag, read_minutes
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.file import LoadedCatalog, parse_catalog

FAULTS = Path(__file__).resolve().parents[1] / "data" / "faults"
UNTIMED = Untimed(per="service")
HALF_HOUR = Blocks(minutes=30, threshold=16)
HOUR = Blocks(minutes=60, threshold=31)

CLEAR: dict[str, Timing] = {
    "": Unstated(),
    "timed": Unstated(),
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
    "0 min": UNTIMED,
}
CLEAR_IN_MINUTES = {
    "15": Pooled(),
    "15.0": Pooled(),
    "0": UNTIMED,
    "30": HALF_HOUR,
    "60": HOUR,
    "25": Blocks(minutes=25, threshold=13),
}
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
    *("15 min x 2", "$15", "1", "4", "1 min"),
]


def read(text: str, name: str = "list.csv") -> LoadedCatalog:
    return parse_catalog(text.encode(), Path(name))


def questions(loaded: LoadedCatalog) -> tuple[str, ...]:
    assert loaded.reading is not None
    return loaded.reading.questions


def timings(loaded: LoadedCatalog) -> list[Timing]:
    assert loaded.overlay is not None
    return [entry.timing for entry in loaded.overlay.clinic_entries]


def test_minutes_are_read_where_they_are_minutes():
    headers = (False, True)
    found = {(cell, at): read_minutes(cell, in_minutes=at) for cell in CLEAR for at in headers}
    assert found == {(cell, at): CLEAR[cell] for cell in CLEAR for at in headers}
    bare = {cell: read_minutes(cell, in_minutes=True) for cell in CLEAR_IN_MINUTES}
    assert bare == CLEAR_IN_MINUTES
    assert [cell for cell in bare if read_minutes(cell, in_minutes=False) is not None] == []


def test_no_other_word_after_a_number_is_taken_for_minutes():
    cells = [
        f"{before}{number}{gap}{unit}{end}"
        for before in ("", "each ", "per ")
        for number in (0, 1, 2, 15, 45, 90)
        for gap in ("", " ", "-", " -")
        for unit in OTHER_UNITS
        for end in ("", "s", ".", "s.")
    ]
    taken = {cell for at in (False, True) for cell in cells if read_minutes(cell, in_minutes=at)}
    assert taken == set()
    assert [cell for cell in UNCLEAR if read_minutes(cell, in_minutes=True)] == []


def test_a_yes_or_no_is_never_a_number():
    signs = [("yes", "no"), ("y", "n"), ("true", "false"), ("1", "0"), ("1.0", "0.0"), ("t", "f")]
    wrong = []
    for yes, no in [*signs, ("x", "no"), ("-1", "0"), ("\N{CHECK MARK}", "n")]:
        for means_timed in (True, False):
            found = [read_flag(cell, yes_is_timed=means_timed) for cell in (yes, no, "")]
            wanted = [Unstated(), UNTIMED] if means_timed or yes == "t" else [UNTIMED, Unstated()]
            if found[:2] != wanted and yes != "t":
                wrong.append((yes, no, found))
    assert wrong == []
    assert read_flag("maybe", yes_is_timed=True) is None


@pytest.mark.parametrize("title", ["Timed", "Timed code", "Is timed", "Minutes", "Timed/untimed"])
def test_no_flag_makes_a_unit_of_one_minute(title):
    wrong = {}
    for yes, no in (("1", "0"), ("Yes", "No"), ("Y", ""), ("TRUE", "FALSE"), ("1.0", "0.0")):
        rows = f"99991,One,{yes}\n99992,Two,{yes}\n99993,Three,{no}\n"
        loaded = read(f"Code,Description,{title}\n{rows}")
        found = timings(loaded)
        is_asked = bool(questions(loaded))
        if found[:2] != [Unstated()] * 2 or is_asked != (title in ("Minutes", "Timed/untimed")):
            wrong[yes] = found
    assert wrong == {}


# Codes as spreadsheets spoil them: what they are repaired to, None where it is not sure.
SPOILED = {
    **dict.fromkeys(["'97110", "\N{LEFT SINGLE QUOTATION MARK}97110", "\xa097110"], "97110"),
    **dict.fromkeys(["\ufeff97110", "97110\u200b", "97110\u200e", "97110\u2060"], "97110"),
    **dict.fromkeys(["97110\xa0", "97110*", "97110\xae", "97110.0", "97110.00"], "97110"),
    **dict.fromkeys(['="97110"', '"97110"', "97,110", "9.711E4", "9.7110E+04"], "97110"),
    **dict.fromkeys(["\uff19\uff17\uff11\uff11\uff10", "97110-GO", "97110 GO"], "97110"),
    "9.7112E+04": "97112",
    "100": "00100",
    "100.0": "00100",
    "1999": "01999",
    "101T": "0101T",
    "22U": "0022U",
    "g0283": "G0283",
    "+97546": "97546",
    "G0283": "G0283",
    "0552T": "0552T",
    # A spreadsheet rounds with these; a digit is missing; or it is another thing.
    **dict.fromkeys(["9.71E+04", "9.711E+04", "9.7E4E", "9711", "971100", "2000", "99"]),
    **dict.fromkeys(["97110.5", "97.110", "97110-97112", "97110/97112", "TOTAL", "G028"]),
    **dict.fromkeys(["97110\xb9", "\u0669\u0667\u0661\u0661\u0660", "-97110", "1e5"]),
    **dict.fromkeys(["GO283", "9.7110E+05", "97110 97112"]),
}


def test_spoiled_codes_are_repaired_where_that_is_sure():
    found = {cell: repaired(cell, Shape.PROCEDURE) for cell in SPOILED}
    found["99"] = None  # two digits are a modifier, which a list of codes holds only if it is known
    wrong = {
        cell: each for cell, each in found.items() if (each.code if each else None) != SPOILED[cell]
    }
    assert wrong == {}


def test_in_a_list_each_repair_is_told_and_the_rest_is_left_out():
    wrong = []
    for cell, code in SPOILED.items():
        quoted = cell.replace('"', '""')
        rows = "".join(f"{other},Other\n" for other in (97530, 97535, 97165, 97150))
        loaded = read(f'code,name\n"{quoted}",Spoiled\n{rows}')
        reading = loaded.reading
        assert reading is not None
        kept = [entry.code for entry in reading.entries if entry.name == "Spoiled"]
        told = [each.after for each in reading.repaired] if cell.strip(" \t") != code else kept
        left = [row.line for row in reading.left_out]
        if kept != [code] * (code is not None) or (told if code else left) != (
            [code] if code else [2]
        ):
            wrong.append((cell, kept, told, left))
    assert wrong == []


def test_a_charge_has_the_shape_of_money():
    cells = {"$45": "$45", "45.5": "45.5", "1,200.00": "1,200.00", "45,00": "45,00", "N/A": ""}
    rows = "".join(f'9711{at},Name {at},"{cell}"\n' for at, cell in enumerate(cells))
    loaded = read(f"Code,Name,Fee\n{rows}")
    assert loaded.overlay is not None
    assert [entry.charge for entry in loaded.overlay.clinic_entries] == list(cells.values())
    assert [str(problem) for problem in loaded.problems] == [
        'line 6: "N/A" is not an amount: the charge is left open'
    ]


def test_the_hcpcs_file_of_cms_opens_with_no_question():
    loaded = read(HCPCS, "HCPC2026_OCT_ANWEB.csv")
    reading = loaded.reading
    assert reading is not None
    assert loaded.is_whole
    assert [entry.code for entry in reading.entries] == ["A1", "GO", "G0129", "L3906", "G0283"]
    assert reading.entries[3].name == "Wrist hand orthosis"
    assert reading.entries[3].summary == (
        "Wrist hand orthosis without joints with straps and custom made"
    )
    assert {entry.charge for entry in reading.entries} == {""}
    assert {entry.timing for entry in reading.entries} == {Unstated()}


def test_a_known_code_keeps_its_timing_and_gets_the_clinics_fields():
    rows = "97110,Ther ex with us,30,$45.00,GO,Ask first,A\n99990,Our group,30,$25.00,,,B\n"
    loaded = read(f"Code,Name,Minutes,Charge,Mod,Notes,Room\n{rows}")
    overlay = loaded.overlay
    assert overlay is not None
    assert set(overlay.known) == {"97110"}
    one, two = overlay.clinic_entries
    assert (one.charge, one.modifier, one.note) == ("$45.00", "GO", "Ask first")
    assert (one.extra, two.extra) == ((("Room", "A"),), (("Room", "B"),))
    timings = [getattr(overlay.find(code), "timing", None) for code in overlay.listed]
    assert timings == [Pooled(), HALF_HOUR]
    known, own = loaded.catalog.find("97110"), loaded.catalog.find("99990")
    assert isinstance(known, Code)
    assert isinstance(own, Code)
    assert (known.name, own.name) == ("Therapeutic exercise", "Our group")
    assert (bool(known.cautions), own.cautions) == (True, ())


def test_json_lists_are_read_like_tables():
    lists: list[Any] = [
        [{"code": "97110", "description": "One"}, {"code": "97530", "description": "Two"}],
        {"97110": {"description": "One"}, "97530": {"description": "Two"}},
        {"97110": "One", "97530": "Two"},
        {"title": "x", "codes": [{"cpt": 97110, "name": "One"}, {"cpt": 97530, "name": "Two"}]},
        [["Code", "Name"], ["97110", "One"], ["97530", "Two"]],
        [{"cpt": 97110.0, "name": "One", "fee": None}, {"cpt": 97530.0, "name": "Two", "fee": 4}],
    ]
    for each in lists:
        loaded = read(json.dumps(each), "list.json")
        assert loaded.overlay is not None
        names = [(entry.code, entry.name) for entry in loaded.overlay.clinic_entries]
        assert names == [("97110", "One"), ("97530", "Two")], each
        assert loaded.is_whole
    assert read('["97110", "97530"]').catalog.listed == ("97110", "97530")


def left_out(answer: dict[str, Any]) -> list[int]:
    return [row["line"] for row in answer["left_out"]]


# What each folder of faults is now: its whole kind stands in the tests around.
SEEN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "codes-as-numbers/list.csv": lambda a: (
        a["codes"] == ["97110", "97530", "00100", "0101T"]
        and left_out(a) == [4]
        and [each["line"] for each in a["repaired"]] == [2, 3, 5, 6]
    ),
    "dos-eof/list.csv": lambda a: a["codes"] == ["97110", "97530"] and not left_out(a),
    "invisible-marks/bom-inside.csv": lambda a: a["codes"] == ["97110", "97530"],
    "invisible-marks/lrm.csv": lambda a: a["repaired"][0]["to"] == "97110",
    "invisible-marks/vertical-tab.csv": lambda a: a["codes"] == ["97110", "97530"],
    "invisible-marks/zwsp.csv": lambda a: a["codes"] == ["97110", "97530"],
    "json-list-message/list.json": lambda a: a["codes"] == ["97110", "97530"],
    "json-list-message/by-code.json": lambda a: a["codes"] == ["97110"],
    "min-is-minimum/fees.csv": lambda a: a["columns"]["timing"] is None,
    "minutes-other-unit/list.csv": lambda a: (
        a["columns"]["timing"] is None and '"Duration"' in a["questions"][0]
    ),
    "other-scripts/list.csv": lambda a: len(a["codes"]) == 4 and not a["questions"],
    "quote-refuses-all/comma.csv": lambda a: a["codes"] == ["97110", "97530"],
    "quote-refuses-all/tab.tsv": lambda a: a["codes"] == ["97110", "97530"],
    "silent-at-next-start/before.csv": lambda a: a["columns"]["timing"] == "Minutes",
    "silent-at-next-start/after.csv": lambda a: (
        a["codes"] == ["97110", "97530", "97010"] and len(a["repaired"]) == 2
    ),
    "status-code-column/fees.csv": lambda a: (
        (a["columns"]["code"], a["columns"]["charge"]) == ("HCPCS", "AMOUNT")
        and len(a["codes"]) == 5
        and left_out(a) == [1, 2]
    ),
    "timed-flag-1/list.csv": lambda a: a["columns"]["timing"] == "Timed" and not a["questions"],
    "words-as-codes/list.csv": lambda a: (
        a["codes"] == ["97110", "97530", "97010"] and left_out(a) == [4, 6, 7, 8]
    ),
}
WHOLE = {
    *("dos-eof", "invisible-marks", "json-list-message", "min-is-minimum", "other-scripts"),
    *("quote-refuses-all", "silent-at-next-start", "status-code-column", "timed-flag-1"),
}


def test_every_fault_that_was_seen_is_read_right_or_asked(capsys):
    files = {path.relative_to(FAULTS).as_posix(): path for path in FAULTS.rglob("*.*")}
    assert files.keys() == SEEN.keys()
    wrong = []
    for name, path in files.items():
        status = main(["check", str(path), "--json"])
        answer = json.loads(capsys.readouterr().out)
        if not SEEN[name](answer) or status != (name.partition("/")[0] not in WHOLE):
            wrong.append((name, status, answer))
    assert wrong == []


def test_a_list_with_a_flag_counts_no_minutes_as_units(capsys):
    path = FAULTS / "timed-flag-1" / "list.csv"
    assert main(["--catalog", str(path), "units", "97110=33", "97530=20", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["units"] == 4


def test_check_as_json_of_what_is_no_list(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text("CPT,HCPCS,Name\n97110,G0283,One\n97530,G0129,Two\n")
    assert main(["check", str(path), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["codes"] == []
    assert answer["questions"] == ['Which column has the codes: "CPT" or "HCPCS"?']
    assert set(answer["columns"]) >= {role.value for role in (Role.CODE, Role.NAME, Role.CHARGE)}
    assert main(["check", str(tmp_path / "none.csv"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["codes"] == []

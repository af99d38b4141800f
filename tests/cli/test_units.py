from __future__ import annotations

import json
from pathlib import Path

import pytest

from otcodebook.cli.main import main
from otcodebook.settings import Payer, Settings, SettingsFile
from otcodebook.userdata.location import default_folder
from otcodebook.wording import as_of_text


def answer(capsys, *arguments):
    assert main(["units", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_is_what_other_programs_read(capsys):
    found = answer(capsys, "97112=20", "97110=20")
    assert [line.pop("reason") != "" for line in found["lines"]] == [True, True]
    assert found == {
        "rule": "cms",
        "timed_minutes": 40,
        "treatment_minutes": 40,
        "without_minutes": [],
        "units": 3,
        "mix": "3 timed",
        "answer": "3 units = 3 timed",
        "units_by_rule": {"cms": 3, "midpoint": 2},
        "lines": [
            {
                "code": code,
                "minutes": 20,
                "assistant_minutes": 0,
                "units": units,
                "units_with_co": 0,
            }
            for code, units in (("97112", 2), ("97110", 1))
        ],
        "claim_lines": ["97112-GO x2", "97110-GO x1"],
        "choices": [{"units": 1, "among": ["97110", "97112"]}],
        "warnings": [],
    }


def test_spans_and_assistant_minutes_are_read(capsys):
    spans = ["97110=9:05-9:38/20", "97530=10:00-10:18/10:00-10:18", "97150=40 / 4"]
    found = answer(capsys, *spans)
    rows = [
        (line["code"], line["minutes"], line["assistant_minutes"], line["units_with_co"])
        for line in found["lines"]
    ]
    assert rows == [("97110", 33, 20, 1), ("97530", 18, 18, 1), ("97150", 40, 4, 0)]
    assert found["claim_lines"] == [
        "97110-GO x1",
        "97110-GO-CO x1",
        "97530-GO-CO x1",
        "97150-GO x1",
    ]


def test_warnings_have_source_and_date_in_json_and_in_text(capsys):
    session = ["97165=45/5", "97110=120", "L3906=10"]
    warnings = answer(capsys, *session)["warnings"]
    assert [warning["codes"] for warning in warnings] == [["97110"], ["97165"], ["L3906"]]
    assert main(["units", *session]) == 0
    checks = capsys.readouterr().out.rstrip().split("\n\n")[-1].splitlines()
    assert checks == [
        f"Check: {warning['text']}"
        + (f" ({warning['source']}, {as_of_text(warning['as_of'])})" if warning["source"] else "")
        for warning in warnings
    ]


def test_the_text_shows_the_assistants_part_and_the_summary(capsys):
    assert main(["units", "97110=33/20", "97165=45", "97535=12"]) == 0
    rows, _, summary, _ = capsys.readouterr().out.split("\n\n")
    assert [line[:46].rstrip() for line in rows.splitlines()] == [
        "97110    33 min   OTA 20 min   2 units  (1 CO)",
        "97165    45 min            -    1 unit",
        "97535    12 min            -    1 unit",
    ]
    assert summary.splitlines() == [
        "Total timed minutes: 45",
        "Total treatment minutes: 90",
        "4 units = 3 timed + 1 evaluation (Medicare's 8-minute rule)",
        "Both methods give 4 units.",
        "Claim lines: 97110-GO x1, 97110-GO-CO x1, 97165-GO x1, 97535-GO x1",
    ]


def test_the_rule_can_be_chosen(capsys):
    assert main(["units", "97110=33", "97140=7", "97010", "--rule", "midpoint", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["rule"], answer["units"], answer["choices"]) == ("midpoint", 3, [])


def test_text_shows_lines_working_sums_and_checks(capsys):
    assert main(["units", "97110=9:00-9:33", "g0283", "97140=7", "97010=10"]) == 0
    text = capsys.readouterr().out.split("\n\n")
    assert len(text) == 4
    starts = [line[:26] for line in text[0].splitlines()]
    assert starts == [
        "97110    33 min   2 units ",
        "G0283         -    1 unit ",
        "97140     7 min    1 unit ",
        "97010    10 min    1 unit ",
    ]
    assert text[1].startswith("40 total minutes = 3 units (38-52).")
    assert "Total treatment minutes: 50, without G0283" in text[2]
    assert text[3].startswith("Check: Medicare bundles 97010")
    assert text[3].rstrip().endswith("(Medicare fee schedule, status B, July 2026)")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["97110=-5"], "97110: -5 is less than no minutes: type 0 or more."),
        (
            ["97110=x"],
            '97110: "x" is not a number of minutes: type one, such as 33, or start and end, such '
            "as 9:05-9:38.",
        ),
        (["97110=1441"], "97110: 1,441 minutes are more than the 1,440 of a whole day."),
        (["99999=5"], "There is no code 99999 in this code list: check the number."),
        (["97110=5", "97110=6"], "97110 is there twice. Add its minutes together."),
        (["97110"], "97110 is timed: give its minutes, such as 97110=15."),
        (
            ["97110=33/40"],
            "97110: OTA minutes (40) can't exceed total minutes (33): make it 73.",
        ),
        (
            ["97110=33/"],
            "97110 has no OTA minutes after the slash: type them, such as 97110=33/20.",
        ),
        (["97110=33/-2"], "97110, OTA: -2 is less than no minutes: type 0 or more."),
        (["=5"], '"=5" names no code: type it such as 97110=33.'),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_wrong_input_is_one_sentence_and_status_2(arguments, message, more, capsys):
    assert main(["units", *arguments, *more]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"ot-codebook: {message}\n")


def test_a_session_must_be_given(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["units"])
    assert caught.value.code == 2
    assert "CODE=MINUTES" in capsys.readouterr().err


def test_a_payer_of_the_list_brings_its_method_limit_and_note(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert main(["units", "97110=33", "--payer", "Aetna"]) == 1
    assert 'There is no payer "Aetna": add it in the window' in capsys.readouterr().err
    payers = (Payer("Aetna", "midpoint", "X", "2", 1, "Ask first."), Payer("Medicaid"))
    SettingsFile(default_folder() / "settings.json").update(Settings(), payers=payers)
    found = answer(capsys, "97110=33", "97140=7", "--payer", " aetna ")
    assert (found["rule"], found["units"]) == ("midpoint", 2)
    assert [warning["text"] for warning in found["warnings"]][-2:] == [
        "Aetna: 2 units, but your list says 1 a day. Ask before you bill more.",
        "Aetna: Ask first.",
    ]
    assert answer(capsys, "97110=33", "--payer", "Aetna", "--rule", "cms")["rule"] == "cms"
    assert main(["units", "97110=33", "--payer", "Cigna"]) == 1
    assert "your list has Aetna and Medicaid" in capsys.readouterr().err

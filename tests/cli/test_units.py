from __future__ import annotations

import json

import pytest

from otcodebook.cli.main import main


def test_json_is_what_other_programs_read(capsys):
    assert main(["units", "97112=20", "97110=20", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [line.pop("reason") != "" for line in answer["lines"]] == [True, True]
    assert answer == {
        "rule": "cms",
        "timed_minutes": 40,
        "units": 3,
        "lines": [
            {"code": "97112", "minutes": 20, "units": 2},
            {"code": "97110", "minutes": 20, "units": 1},
        ],
        "choices": [{"units": 1, "among": ["97110", "97112"]}],
    }


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
    assert text[3].rstrip().endswith("(Medicare fee schedule, status B, 2026-07)")


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

"""The command `pay`: amounts of a session, in words and as JSON; 2 where nothing is answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cms_files import write_ptp
from fee_files import fee_text, write_fee_zip
from otcodebook.cli.main import main
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.settings import Settings, SettingsFile
from otcodebook.userdata.location import default_folder

DAY = ("--date", "2026-11-27")
KNOWN = known_codes()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


@pytest.fixture(name="fees")
def open_fees(tmp_path: Path) -> None:
    parts = read_files([write_fee_zip(tmp_path)], KNOWN)
    CmsStore(default_folder()).add(parts, KNOWN, keep_older=False)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["pay", *arguments, "--json", *DAY]) == 0
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.usefixtures("fees")
def test_json_is_what_other_programs_read(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "97530x2", "97110", "97010")
    assert "assigned by the AMA" in found.pop("notice")
    assert found.pop("basis").startswith("National amount, before the deductible")
    assert found == {
        "edition": "2026Q4",
        "date": "2026-11-27",
        "locality": None,
        "facility": False,
        "conversion_factor": 33.4009,
        "participation": "standard",
        "other_conversion_factor": 33.5675,
        "lines": [
            {
                "code": code,
                "unit": unit,
                "full_practice_expense": full,
                "amount": amount,
                "assistant": False,
            }
            for code, unit, full, amount in (
                ("97530", 1, True, 35.07),
                ("97530", 2, False, 25.05),
                ("97110", 1, False, 22.21),
            )
        ],
        "not_computed": [
            {
                "code": "97010",
                "reason": "status B, bundled into other services: no payment of its own",
            }
        ],
        "restricted": [],
        "full": "97530",
        "allowed": 82.33,
        "without_mppr": 99.20,
        "medicare": 65.86,
        "after_sequestration": 64.54,
        "patient": 16.47,
        "remarks": [],
    }


@pytest.mark.usefixtures("fees")
def test_words_name_both_factors_who_is_full_and_the_ama(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["pay", "97165", "97535", "97530", *DAY]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for told in (
        "97535     $23.88  50% of practice expense (MPPR)",
        "Full: one unit of 97165",
        "Allowed amount         $149.47  without MPPR $168.01",
        "Medicare's 80%         $119.58",
        "After sequestration    $117.19  2% less",
        "Patient's 20%           $29.89",
        "33.4009",
        "33.5675",
        "before the deductible",
        "not assigned by the AMA",
    ):
        assert told in out, told


@pytest.mark.usefixtures("fees")
def test_claim_lines_are_understood_and_lines_of_a_code_added(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = answer(capsys, "97530-GO", "x1", "97530-GO-CO x1", "97110*1")
    lines = [(line["code"], line["unit"], line["assistant"]) for line in found["lines"]]
    assert lines == [("97530", 1, False), ("97530", 2, True), ("97110", 1, False)]


@pytest.mark.usefixtures("fees")
def test_the_locality_is_the_one_named_or_the_one_chosen_in_the_window(
    capsys: pytest.CaptureFixture[str],
) -> None:
    national = answer(capsys, "97530")["allowed"]
    assert answer(capsys, "97530", "--locality", "01112-05")["allowed"] == 43.70
    SettingsFile(default_folder() / "settings.json").update(Settings(), locality="01112-05")
    assert answer(capsys, "97530")["locality"] == "01112-05"
    assert answer(capsys, "97530", "--locality", "national")["allowed"] == national
    assert answer(capsys, "97129", "--facility", "--locality", "national")["allowed"] == 19.71
    SettingsFile(default_folder() / "settings.json").update(
        Settings(), locality="01112-99", facility_rate=True
    )
    assert main(["pay", "97129", "--json", *DAY]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["allowed"], json.loads(out)["facility"]) == (19.71, True)
    assert "Locality 01112-99 is not in the open table: these are national amounts." in err
    assert main(["pay", "97129", "--json", "--no-facility", "--locality", "national", *DAY]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["allowed"], err) == (22.38, "")


@pytest.mark.usefixtures("fees")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["97530x2y"], '"97530x2y" is no code with units: type it such as 97530x2.'),
        (["97530x0"], "97530 has no units: leave it out, or type such as 97530x1."),
        (["97530x999", "97530x1"], "97530 has more than 999 units: check the number."),
        (["GO000"], "There is no code GO000 in this code list: check the number."),
        (
            ["97530", "--locality", "99999-99"],
            'There is no locality "99999-99" in CMS\'s table: type contractor and number, such as '
            "10112-00.",
        ),
        (
            ["97530", "--locality", "Alabama"],
            'There is no locality "Alabama" in CMS\'s table: type contractor and number, such as '
            "10112-00.",
        ),
    ],
)
def test_wrong_input_is_one_sentence_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pay", *arguments, *DAY]) == 2
    assert capsys.readouterr() == ("", f"ot-codebook: {message}\n")


def test_without_a_table_it_says_what_to_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["pay", "97530", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "No fee table is open" in err
    assert "ot-codebook cms add FILE" in err
    file = tmp_path / "PPRRVU2026_Oct_nonQPP.csv"
    file.write_bytes(fee_text().encode("latin-1"))
    CmsStore(default_folder()).add(read_files([file], KNOWN), KNOWN, keep_older=False)
    assert main(["pay", "97530", "--locality", "10112-00"]) == 2
    assert "no table of localities is open" in capsys.readouterr().err
    assert main(["pay", "97530"]) == 0
    assert "the file QPP has it" in capsys.readouterr().out


@pytest.mark.usefixtures("fees")
def test_an_edition_that_is_not_of_the_day_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pay", "97530", "--date", "2026-09-30", "--json"]) == 0
    out, err = capsys.readouterr()
    told = "This table begins on October 1, 2026: for September 30, 2026 open the older one."
    assert json.loads(out)["remarks"] == [told]
    assert told in err
    assert main(["pay", "97530", "--date", "2026-09-30"]) == 0
    assert told in capsys.readouterr().out


def test_units_warns_by_the_open_table_of_pairs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    session = ["units", "97530=15", "97537=15", "--json", *DAY]

    def told() -> list[tuple[str, str]]:
        assert main(session) == 0
        warnings = json.loads(capsys.readouterr().out)["warnings"]
        return [(each["text"].partition(":")[0], each["source"]) for each in warnings]

    assert told() == [("97530 with 97537", "CMS NCCI code pairs, practitioners")]
    table = write_ptp(tmp_path, [("97530", "97537", "20180701", "*", "1")])
    CmsStore(default_folder()).add(read_files([table], KNOWN), KNOWN, keep_older=True)
    assert told() == [("97537 with 97530", "CMS code pairs, 2026 Q4, private practice")]

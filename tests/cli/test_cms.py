"""`pairs`, `cms` and the CMS part of `diff` on the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.test_dates_and_diff import ask
from cms_files import MUE_ROWS, PTP_ROWS, mue_text, ptp_text, write, write_mue, write_ptp
from otcodebook.catalog import editions
from otcodebook.userdata.location import default_folder
from otcodebook.userdata.store import UserData, open_userdata

OLD_ROWS = [row for row in PTP_ROWS if row[2] < "2026"]


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(today=lambda: date(2026, 11, 27), fromisoformat=date.fromisoformat)
    monkeypatch.setattr(editions, "date", clock)


def test_pairs_answers_in_json_as_it_was_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "cms", "add", write_ptp(tmp_path))[0] == 0
    status, out, err = ask(capsys, "pairs", "97530", "97537", "97150", "--json")
    assert (status, err) == (1, "")
    assert json.loads(out) == {
        "edition": "2026Q4",
        "setting": "practitioner",
        "date": "2026-11-27",
        "pairs": [
            {
                "column1": "97150",
                "column2": "97530",
                "indicator": 1,
                "effective": "2018-07-01",
                "deletion": None,
                "rationale": "Misuse of Column Two code with Column One code",
            }
        ],
        "none": [["97530", "97537"], ["97537", "97150"]],
    }
    status, out, err = ask(capsys, "pairs", "97530", "97116", "--json", "--date", "2026-10-01")
    assert (status, json.loads(out)["none"], err) == (0, [["97530", "97116"]], "")
    status, out, err = ask(capsys, "pairs", "97530", "97116", "--json", "--date", "2026-09-30")
    answer = json.loads(out)
    assert (status, answer["pairs"][0]["deletion"]) == (1, "2026-09-30")
    assert "lies before 2026 Q4: answered from the history" in answer["remark"]


def test_pairs_answers_in_words_with_its_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "cms", "add", write_ptp(tmp_path))
    status, out, err = ask(capsys, "pairs", "97165", "97750", "97150", "97530", "g0283")
    assert (status, err) == (1, "")
    assert out == (
        "97165 and 97750: Medicare never pays them together on one day. 97750 is the one denied. "
        "(Misuse of Column Two code with Column One code)\n"
        "97530 and 97750: 97750 is denied without a modifier. If the services were truly separate, "
        "59 (or XE, XS, XP, XU) goes on 97750. (Misuse of Column Two code with Column One code)\n"
        "97150 and 97530: 97530 is denied without a modifier. If the services were truly separate, "
        "59 (or XE, XS, XP, XU) goes on 97530. (Misuse of Column Two code with Column One code)\n"
        "No pair: 97165 with 97150, 97165 with 97530, 97165 with G0283, 97750 with 97150, "
        "97750 with G0283, 97150 with G0283 and 97530 with G0283.\n"
        "\nNCCI code pairs, private practice, 2026 Q4, for November 27, 2026. "
        "Valid until December 31, 2026.\n"
    )
    status, out, err = ask(capsys, "pairs", "97150", "97530", "--date", "2027-01-01")
    assert (status, err) == (1, "")
    assert out.endswith(
        "\nNCCI code pairs, private practice, 2026 Q4, for January 1, 2027. This table ended on "
        "December 31, 2026: open the new one.\n"
    )


def test_show_says_what_the_page_says_by_the_open_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, before, _ = ask(capsys, "show", "97530")
    assert "CMS pairs of July 2024" in before
    ask(capsys, "cms", "add", write_ptp(tmp_path), write_mue(tmp_path))
    status, out, err = ask(capsys, "show", "97530")
    assert (status, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    at = next(row for row, line in enumerate(lines) if line.startswith("Code pairs"))
    until = "Valid until December 31, 2026."
    assert lines[at : at + 6] == [
        "Code pairs Paid together only with 59 (or XE, XS, XP, XU), if the services were truly "
        "separate: The modifier goes on 97530 beside 97150. The modifier goes on the other: 97750.",
        "Ended within a year: 97116 on September 30, 2026.",
        "Not loaded: 27 codes in other parts of the table (0552T to 29584). There may be "
        "pairs with these.",
        f"From CMS's table of 2026 Q4, private practice. {until}",
        "Unit limit At most 6 units per claim line.",
        f"From CMS's table of 2026 Q4, private practice. {until}",
    ]
    assert "July 2024" not in out
    _, out, _ = ask(capsys, "show", "97530", "--date", "2026-09-30")
    assert "lies before 2026 Q4: answered from the history in that table." in out


def test_pairs_that_nothing_is_known_of_end_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> str:
        status, out, err = ask(capsys, "pairs", *arguments)
        assert (status, "--json" in arguments or out == "") == (2, True), arguments
        return err

    none = told("97530", "97150")
    assert "No table of code pairs is open for private practice" in none
    assert "ot-codebook cms add FILE" in none
    ask(capsys, "cms", "add", write_ptp(tmp_path))
    assert "only for private practice" in told("97530", "97150", "--setting", "hospital")
    settings = default_folder() / "settings.json"
    settings.write_text('{"setting": "hospital"}')
    assert "only for private practice" in told("97530", "97150")
    settings.unlink()
    assert "Type two codes or more" in told("97530", "97530")
    assert "7530 is no code" in told("97530", "7530")
    assert "read without 12345, so its pairs are not known" in told("97530", "12345")
    assert "invalid choice: 'home'" in told("97530", "97150", "--setting", "home")
    status, out, err = ask(capsys, "pairs", "20560", "20561", "--json")
    assert (status, json.loads(out)["none"]) == (2, [])
    assert json.loads(out)["not_loaded"] == [["20560", "20561"]]
    assert "The part of CMS's table with 20560 and 20561 is not open: open f1, f2 or f3." in err


def test_cms_tables_are_added_listed_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = ask(capsys, "cms", "list")
    assert (status, out, err) == (
        0,
        "There are no CMS tables: add some with ot-codebook cms add FILE.\n",
        "",
    )
    assert ask(capsys, "cms", "remove") == (
        *(1, ""),
        "ot-codebook: There is no such CMS table: see ot-codebook cms list.\n",
    )
    status, out, err = ask(capsys, "cms", "add", write_ptp(tmp_path), write_mue(tmp_path))
    assert (status, err) == (0, "")
    assert "ccipra-v323r0-f4.TXT: NCCI code pairs, private practice, 2026 Q4. 8 rows read" in out
    assert "MUE unit limits, private practice, 2026 Q4. 5 rows read, 4 kept." in out
    assert "Not loaded: " in out
    status, out, err = ask(capsys, "cms", "list", "--json")
    tables = json.loads(out)["tables"]
    assert [(each["table"], each["edition"], each["ended"]) for each in tables] == [
        ("pairs", "2026Q4", False),
        ("limits", "2026Q4", False),
    ]
    assert "Valid until December 31, 2026." in ask(capsys, "cms", "list")[1]
    assert ask(capsys, "cms", "remove", "limits")[1] == (
        "Removed MUE unit limits, private practice, 2026 Q4.\n"
    )
    assert ask(capsys, "cms", "remove")[0] == 0
    assert json.loads(ask(capsys, "cms", "list", "--json")[1]) == {"tables": []}


def test_a_refused_file_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "cms", "add", write_ptp(tmp_path))
    before = ask(capsys, "cms", "list", "--json")
    page = write(tmp_path / "page.zip", b"<!DOCTYPE html>")
    status, out, err = ask(capsys, "cms", "add", write_mue(tmp_path), page)
    assert (status, out) == (1, "")
    assert "page.zip is a web page, not a table" in err
    assert ask(capsys, "cms", "list", "--json") == before


def test_what_a_file_does_not_say_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "pairs.txt", ptp_text(OLD_ROWS))
    status, _, err = ask(capsys, "cms", "add", path)
    assert (status, "Add --edition 2026Q4." in err) == (1, True)
    status, _, err = ask(capsys, "cms", "add", path, "--edition", "2026Q3")
    assert (status, "Add --setting practitioner or hospital." in err) == (1, True)
    status, _, err = ask(
        *(capsys, "cms", "add", path, "--edition", "2026Q3", "--setting", "practitioner")
    )
    assert (status, err) == (
        0,
        "ot-codebook: This table ended on September 30, 2026: open the new one.\n",
    )
    assert ask(capsys, "cms", "add", path, "--edition", "Q4")[0] == 2
    status, _, err = ask(capsys, "cms", "add", write_ptp(tmp_path), "--edition", "2026Q3")
    assert (status, "is the table of 2026 Q4, not of 2026 Q3" in err) == (1, True)
    status, _, err = ask(capsys, "cms", "add", write_ptp(tmp_path), "--setting", "hospital")
    assert (status, "is the table for private practice, not for outpatient" in err) == (1, True)


def test_older_editions_stay_unless_they_are_to_be_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def editions_open() -> list[str]:
        tables = json.loads(ask(capsys, "cms", "list", "--json")[1])["tables"]
        return [table["edition"] for table in tables]

    ask(capsys, "cms", "add", write_ptp(tmp_path, OLD_ROWS, version="v322"))
    ask(capsys, "cms", "add", write_ptp(tmp_path))
    assert editions_open() == ["2026Q4", "2026Q3"]
    ask(capsys, "cms", "add", write_ptp(tmp_path), "--replace")
    assert editions_open() == ["2026Q4"]


def test_the_codes_of_the_own_list_are_kept_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write_ptp(tmp_path, [*PTP_ROWS, ("97530", "99998", "20200101", "*", "0")])
    mine = write(tmp_path / "mine.csv", b"Code,Name\r\n99998,Our service\r\n97530,Activities\r\n")
    ask(capsys, "cms", "add", table)
    assert ask(capsys, "pairs", "97530", "99998")[0] == 2
    ask(capsys, "--catalog", mine, "cms", "add", table)
    assert ask(capsys, "pairs", "97530", "99998")[0] == 1
    assert ask(capsys, "pairs", "97150", "97530")[0] == 1


def test_diff_tells_what_changed_between_two_editions_favorites_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third = [
        write_ptp(tmp_path, [*OLD_ROWS, ("97140", "97750", "20200101", "*", "1")], version="v322"),
        write(tmp_path / "MUE_Practitioner_Eff_07-01-2026.csv", mue_text()),
    ]
    fewer = [("97110", "8", "3 Date of Service Edit: Clinical"), *MUE_ROWS[2:4]]
    changed = [
        row if row[:2] != ("97165", "97750") else (*row[:4], "1")
        for row in PTP_ROWS
        if row[:2] != ("97150", "97110")
    ]
    fourth = [
        write_ptp(tmp_path, [*changed, ("97140", "97750", "20200101", "20260930", "1")]),
        write(tmp_path / "MUE_Practitioner_Eff_10-01-2026.csv", mue_text(fewer)),
    ]
    status, _, err = ask(capsys, "diff", "2026Q3", "2026Q4")
    assert (status, err) == (
        2,
        "ot-codebook: No CMS table of 2026 Q3 is open: add its files first.\n",
    )
    ask(capsys, "cms", "add", *third)
    ask(capsys, "cms", "add", *fourth)
    data: UserData = open_userdata(default_folder())
    data.set_favorite("97530", on=True)
    data.close()
    status, out, err = ask(capsys, "diff", "2026Q3", "2026Q4")
    assert (status, err) == (1, "")
    assert out == (
        "Your favorites:\n"
        "  New code pairs: 97530 with 97750: with 59 or X on 97750. (private practice)\n"
        "  Code pairs that are gone: 97530 with 97116: with 59 or X on 97116. (private practice)\n"
        "  Unit limits: 97530: 6 units per claim line becomes no limit. (private practice)\n"
        "\n"
        "Code pairs that are gone:\n"
        "  97150 with 97110: with 59 or X on 97110. (private practice)\n"
        "  97140 with 97750: with 59 or X on 97750. (private practice)\n"
        "\n"
        "Code pairs that changed:\n"
        "  97165 with 97750: with 59 or X on 97750. Before: 97165 with 97750: never paid together. "
        "(private practice)\n"
        "\n"
        "Unit limits:\n"
        "  97110: 6 units a day; more can be appealed with reasons becomes 8 units a day; more can "
        "be appealed with reasons. (private practice)\n"
    )
    rows = json.loads(ask(capsys, "diff", "2026Q3", "2026Q4", "--json")[1])["changes"]
    assert [row["favorite"] for row in rows] == [True] * 3 + [False] * 4
    assert rows[0] == {
        "kind": "New code pairs",
        "codes": ["97530", "97750"],
        "text": "97530 with 97750: with 59 or X on 97750. (private practice)",
        "favorite": True,
    }
    files = ask(capsys, "diff", third[0], fourth[0], "--json")
    assert (files[0], len(json.loads(files[1])["changes"])) == (1, 5)
    assert ask(capsys, "diff", "2026Q4", "2026Q4")[:2] == (0, "Nothing changed.\n")
    status, _, err = ask(capsys, "diff", "bundled", "2026Q4")
    assert (status, "A code list and a CMS table cannot be compared" in err) == (2, True)
    page = write(tmp_path / "license.zip", b"<!DOCTYPE html><html></html>")
    status, _, err = ask(capsys, "diff", page, "2026Q4")
    assert (status, "license.zip is a web page, not a table" in err) == (2, True)


def test_a_question_on_two_codes_is_answered_from_the_open_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(*arguments: str) -> str:
        status, out, err = ask(capsys, "find", "--json", *arguments)
        assert (status, err) == (0, "")
        return str(json.loads(out)["hits"][0]["why"])

    together = "can I bill 97530 with 97750"
    facts = answer(together)
    assert "2024-07" in facts
    ask(capsys, "cms", "add", write_ptp(tmp_path))
    source = "(NCCI code pairs, private practice, 2026 Q4)"
    assert answer(together) == (f"97530 with 97750: 59 or X on 97750 if truly separate. {source}")
    assert answer("97165 97750 97530").startswith(
        "97165 with 97750: never paid together, 97750 is denied. 97530 with 97750: 59 or X on "
    )
    codes = [str(code) for code in (97110, 97116, 97140, 97150, 97165, 97530, 97750)]
    assert f"No pair among 17 others of two. {source}" in answer(*codes)
    assert answer("97530 97537") == f"No pair: 97530 with 97537. {source}"
    assert answer("97530/97750", "--date", "2026-09-30") == (
        f"No pair: 97530 with 97750. {source} September 30, 2026 lies before 2026 Q4: answered "
        "from the history in that table."
    )
    # What CMS's table cannot say stands beside it: what other payers do.
    assert answer("97530 97140").startswith(f"No pair: 97530 with 97140. {source} ")
    assert answer("can I bill 20560 with 20561").startswith(
        "Not known: 20560 with 20561. The part of CMS's table with 20560 and 20561 is not open: "
        "open f1, f2 or f3."
    )
    settings = default_folder() / "settings.json"
    settings.write_text('{"setting": "hospital"}')
    assert answer(together) == (
        "No table of code pairs is open for outpatient hospital, only for private practice: open "
        f"CMS's file for it. {facts}"
    )

"""What the commands print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Code, OtherProfessionCode, Retired
from otcodebook.cli.main import main
from support import as_bytes, small_catalog, write_catalog


@pytest.fixture
def ask(catalog_file: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Asks the small catalog; gives status, output and error."""

    def ask_it(*arguments: str) -> tuple[int, str, str]:
        status = main(["--catalog", str(catalog_file), *arguments])
        return (status, *capsys.readouterr())

    return ask_it


def test_find_aligns_the_names(ask: Any) -> None:
    status, out, err = ask("find", "therap")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert len(lines) >= 2
    assert all(line[5:7] == "  " and line[7] != " " for line in lines)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("97110", "15 min"), ("97150", "untimed"), ("97003", "1 January 2017"), ("97161", "physical")],
)
def test_find_tells_what_kind_of_answer_each_line_is(ask: Any, typed: str, told: str) -> None:
    _, out, _ = ask("find", typed)
    (line,) = (line for line in out.splitlines() if line.startswith(typed))
    assert told in line


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_find_prints_no_more_than_the_limit(ask: Any, limit: int) -> None:
    _, everything, _ = ask("find", "9")
    status, out, _ = ask("find", "9", "--limit", str(limit))
    assert status == 0
    assert out.splitlines() == everything.splitlines()[:limit]
    _, as_json, _ = ask("find", "9", "--json", "--limit", str(limit))
    assert len(json.loads(as_json)["hits"]) == min(limit, len(everything.splitlines()))


def test_find_joins_its_words_to_one_query(ask: Any) -> None:
    _, one, _ = ask("find", "ther ex")
    _, two, _ = ask("find", "ther", "ex")
    assert one == two


def test_find_says_in_json_why_each_hit_is_there(ask: Any) -> None:
    _, out, _ = ask("find", "--json", "transfers")
    (hit,) = json.loads(out)["hits"]
    assert hit["code"] == "97530"
    assert hit["name"] == "Therapeutic activities"
    assert "transfers" in hit["why"]


def test_show_aligns_what_it_tells(ask: Any) -> None:
    _, out, _ = ask("show", "97110")
    heading, *lines = out.splitlines()
    assert heading == "97110  Therapeutic exercise"
    columns = {len(line) - len(line.lstrip()) for line in lines if line.startswith(" ")}
    assert len(columns) == 1
    column = columns.pop()
    assert all(line[column - 1] == " " and line[column] != " " for line in lines)


def test_show_tells_everything_about_a_code(ask: Any) -> None:
    _, out, _ = ask("show", "97110")
    entry = small_catalog()["codes"][1]
    for told in (*entry["documentation"], *entry["cautions"], entry["patient"], entry["summary"]):
        assert told in out
    assert "2026 edition" in out


@pytest.mark.parametrize("typed", ["g0283", " G0283 ", "G0283"])
def test_show_takes_a_code_as_it_is_typed(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_catalog()
    data["codes"].append({"code": "G0283", "name": "Stimulation", "family": "procedure"})
    assert main(["--catalog", str(write_catalog(tmp_path, data)), "show", typed]) == 0
    assert capsys.readouterr().out.startswith("G0283  Stimulation")


@pytest.mark.parametrize(
    ("code", "told"),
    [("97003", "retired (1 January 2017)"), ("97161", "belongs to physical therapists")],
)
def test_show_leads_on_from_codes_that_cannot_be_used(ask: Any, code: str, told: str) -> None:
    status, out, _ = ask("show", code)
    assert status == 0
    assert told in out
    assert "97165" in out


@pytest.mark.parametrize(
    ("code", "kind"),
    [("97110", Code), ("97150", Code), ("97003", Retired), ("97161", OtherProfessionCode)],
)
def test_show_as_json_can_be_read_back_as_the_entry(ask: Any, code: str, kind: type) -> None:
    _, out, _ = ask("show", code, "--json")
    entry = load_catalog(as_bytes(small_catalog())).find(code)
    assert msgspec.json.decode(out, type=kind) == entry


def test_show_prints_the_words_for_the_patient_in_both_languages(ask: Any) -> None:
    code = small_catalog()["codes"][1]
    _, out, _ = ask("show", "97110")
    for words in (code["patient"], code["patient_es"], "Not reviewed by a certified translator."):
        assert words in out
    _, out, _ = ask("show", "97530")
    assert "Spanish" not in out


def test_json_is_one_line(ask: Any) -> None:
    for arguments in (("find", "therap", "--json"), ("show", "97110", "--json")):
        _, out, _ = ask(*arguments)
        assert out.count("\n") == 1
        assert out.isascii()


def test_a_catalog_is_checked_whatever_other_is_asked(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = write_catalog(tmp_path / "other", {**small_catalog(), "codes": []})
    status, out, err = ask("check", str(other))
    assert (status, out) == (1, "")
    assert "$.retired[0].use[0]" in err


def test_an_expired_edition_is_told_once_on_stderr_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_catalog()
    valid = write_catalog(tmp_path, data)
    (tmp_path / "old").mkdir()
    edition = {"year": 2020, "effective": "2020-01-01", "expires": "2020-12-31", "notices": []}
    old = write_catalog(tmp_path / "old", {**data, "edition": edition})
    told = "These codes are for 2020 and expired on December 31, 2020. Open a newer edition"
    commands = [
        ["find", "therap"],
        ["find", "therap", "--json"],
        ["show", "97003"],
        ["show", "97110", "--json"],
        ["units", "97110=33"],
        ["units", "97110=33", "--json"],
    ]
    wrong = {}
    for command in commands:
        asked = [main(["--catalog", str(path), *command]) for path in (valid, old)]
        out, err = capsys.readouterr()
        half = len(out) // 2
        if asked != [0, 0] or out[:half] != out[half:] or err.count("\n") != 1:
            wrong[tuple(command)] = (asked, out, err)
        if not err.startswith(f"ot-codebook: {told}"):
            wrong[tuple(command)] = (asked, out, err)
    assert wrong == {}
    assert main(["check", str(old)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == "catalog.json: No problems."
    assert err.startswith(f"catalog.json: {told}")
    assert main(["check", str(valid)]) == 0
    assert capsys.readouterr().err == ""

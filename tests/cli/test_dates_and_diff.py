"""`--date` and `diff` on the command line."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QStandardPaths

import needs
from catalog.test_dated import two_years
from catalog.test_diff import after, before
from otcodebook.catalog import editions
from otcodebook.cli.main import main
from otcodebook.userdata.location import default_folder
from otcodebook.userdata.store import UserData
from otcodebook.userdata.stored_favorites import stored_favorites
from support import small_catalog, write_catalog

Asked = tuple[int, str, str]


@pytest.fixture(name="today")
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(today=lambda: date(2026, 11, 27), fromisoformat=date.fromisoformat)
    monkeypatch.setattr(editions, "date", clock)


def ask(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Asked:
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.usefixtures("today")
def test_a_date_of_service_answers_with_its_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_catalog(tmp_path, two_years())

    def out(*arguments: str) -> str:
        status, printed, err = ask(capsys, "--catalog", path, *arguments)
        assert (status, err) == (0, "")
        return printed

    assert "Therapeutic exercise" in out("show", "97110")
    assert "97110  Exercise" in out("show", "97110", "--date", "2027-03-01")
    assert "is retired" in out("show", "97150", "--date", "2027-01-01")
    assert "is retired" not in out("show", "97150", "--date", "2026-12-31")
    assert "Exercise" in out("find", "97110", "--date", "2027-03-01")
    assert "For March 1, 2027: 2027 edition." in out(
        "units", "97110=40", "97530=20", "--date", "2027-03-01"
    )
    counted = [
        json.loads(out("units", "97110=40", "--json", "--date", day))["units"]
        for day in ("2026-12-31", "2027-01-01")
    ]
    assert counted == [3, 1]


@pytest.mark.usefixtures("today")
def test_a_wrong_date_is_refused_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_catalog(tmp_path, two_years())
    wrong = {}
    for command in (["show", "97110"], ["find", "exercise"], ["units", "97110=40"]):
        for day in ("tomorrow", "2026-02-30", "20270101", "2027-W01-1", "1/2/27", "", "2027-1-1"):
            status, out, err = ask(capsys, "--catalog", path, *command, "--date", day)
            if (status, out) != (2, "") or "is not a date: type it such as 2026-11-27" not in err:
                wrong[command[0], day] = (status, out, err)
        for day in ("2025-12-31", "2028-01-01"):
            status, out, err = ask(capsys, "--catalog", path, *command, "--date", day)
            told = "January 1, 2026 to December 31, 2026 and January 1, 2027 to December 31, 2027"
            if (status, out) != (1, "") or told not in err or err.count("\n") != 1:
                wrong[command[0], day] = (status, out, err)
    assert wrong == {}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 30), ""),
        (date(2026, 12, 1), "ot-codebook: The 2026 edition ends on December 31, 2026.\n"),
        (date(2027, 1, 1), "ot-codebook: These codes are for 2026 and expired on December 31"),
    ],
)
def test_stderr_tells_that_the_edition_ends_and_has_ended(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    day: date,
    told: str,
) -> None:
    monkeypatch.setattr(editions, "date", SimpleNamespace(today=lambda: day))
    data = small_catalog()
    data["edition"]["expires"] = "2026-12-31"
    path = write_catalog(tmp_path, data)
    for command in (["show", "97110"], ["find", "exercise"], ["units", "97110=40"]):
        status, out, err = ask(capsys, "--catalog", path, *command)
        assert status == 0
        assert err.startswith(told)
        assert err.count("\n") == bool(told)
        assert out.isascii() or out
    if day.year == 2027:
        _, out, _ = ask(capsys, "--catalog", path, "show", "97110")
        assert "For 2026 only: that edition ended on December 31, 2026." in out


def two_files(folder: Path) -> tuple[Path, Path]:
    for name in ("old", "new"):
        (folder / name).mkdir()
    return write_catalog(folder / "old", before()), write_catalog(folder / "new", after())


def test_diff_tells_by_its_status_whether_anything_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = two_files(tmp_path)
    assert ask(capsys, "diff", "bundled", "bundled") == (0, "Nothing changed.\n", "")
    assert ask(capsys, "diff", old, old, "--json") == (0, '{"changes": []}\n', "")
    status, out, err = ask(capsys, "diff", old, new)
    assert (status, err) == (1, "")
    assert out.startswith("Edition:\n  2026 to 2027.\n\nNew codes:\n  97999 Group training")
    status, out, err = ask(capsys, "diff", old, tmp_path / "none.json")
    assert (status, out) == (2, "")
    assert err == "ot-codebook: none.json does not exist: choose another file.\n"
    assert ask(capsys, "diff", old)[0] == 2


def test_diff_begins_with_the_users_favorites_and_changes_nothing_of_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = two_files(tmp_path)
    folder = default_folder()
    assert stored_favorites(folder) == frozenset()
    assert not folder.exists()
    store = UserData(folder, datetime.now)
    store.set_favorite("97530", True)
    store.close()
    state = {path: path.read_bytes() for path in folder.iterdir()}
    out = ask(capsys, "diff", old, new)[1]
    assert out.startswith("Your favorites:\n  Amounts and limits: 97530: ")
    rows = json.loads(ask(capsys, "diff", old, new, "--json")[1])["changes"]
    assert [row["favorite"] for row in rows] == sorted((r["favorite"] for r in rows), reverse=True)
    assert rows[0]["codes"] == ["97530"]
    assert {path: path.read_bytes() for path in folder.iterdir()} == state
    for damage in (b"", b"no database at all" * 100):
        (folder / "userdata.sqlite").write_bytes(damage)
        assert ask(capsys, "diff", old, new)[0] == 1
        assert (folder / "userdata.sqlite").read_bytes() == damage


@needs.folders_of_qt
def test_the_folder_without_qt_is_the_one_of_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = QStandardPaths.StandardLocation.GenericDataLocation
    for value in (str(tmp_path / "x"), "", "relative"):
        monkeypatch.setenv("XDG_DATA_HOME", value)
        assert default_folder() == Path(QStandardPaths.writableLocation(data)) / "OT Codebook"

"""What is in the Windows bundle, and how its trial in Wine judges the suite."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import notices
import pytest
import sbom
from windows import libraries
from windows.wine import run
from windows.wine.machine import MissingError, TrialError
from windows.wine.steps import Trial
from windows.wine.suite import judged, rooms

from otcodebook.pages.licenses import components
from support import ROOT

_FILES = [
    ("VCRUNTIME140.dll", (14, 42)),
    ("PySide6\\VCRUNTIME140.dll", (14, 44)),
    ("PySide6\\MSVCP140.dll", (14, 44)),
    ("shiboken6\\vcruntime140.dll", (14, 43)),
    ("shiboken6\\MSVCP140.dll", (14, 44)),
    ("PySide6\\Qt6Core.dll", (6, 11)),
    ("libffi-8.dll", ()),
]


def test_microsofts_runtime_is_in_the_bundle_once_and_the_newest() -> None:
    entries = [(name, f"C:\\from\\{name}", "BINARY") for name, _ in _FILES]
    versions = {f"C:\\from\\{name}": version for name, version in _FILES}
    kept = libraries.once(entries, versions.__getitem__)
    assert {name: path.removeprefix("C:\\from\\") for name, path, _ in kept} == {
        "VCRUNTIME140.dll": "PySide6\\VCRUNTIME140.dll",
        "MSVCP140.dll": "PySide6\\MSVCP140.dll",
        "PySide6\\Qt6Core.dll": "PySide6\\Qt6Core.dll",
        "libffi-8.dll": "libffi-8.dll",
    }


def test_the_license_texts_of_the_windows_libraries_go_along() -> None:
    names = [*(name for name, _ in _FILES), "sqlite3.dll", "unknown.dll"]
    texts = libraries.texts(names, notices.FOLDER)
    words = {"SQLite": "blessing", "libffi": "Red Hat", "Microsoft-Visual-C++-runtime": "Microsoft"}
    assert {Path(name).stem for name, _, _ in texts} == set(words)
    for name, path, kind in texts:
        assert words[Path(name).stem] in Path(path).read_text(encoding="utf-8")
        assert (name.rpartition("/")[0], kind) == (notices.FOLDER, "DATA")


def test_the_list_of_parts_names_only_what_is_inside() -> None:
    files = ["PySide6/Qt6Core.dll", "PySide6/QtCore.pyd", "python313.dll", "sqlite3.dll"]
    listed = {part.name for part in components() if sbom.is_inside(part, files)}
    assert {"Qt", "Python", "PyInstaller's bootloader"} <= listed
    assert "ICU" not in listed


_REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_one" time="1" />
<testcase classname="tests.a" name="test_two[x-&quot;y&quot;]" time="1"><failure message="no">why
</failure></testcase>
<testcase classname="tests.b" name="test_three" time="1"><skipped type="pytest.skip"
 message="no named pipes">where</skipped></testcase>
</testsuite></testsuites>"""
_NAMED = 'tests.a::test_two[x-"y"]\tWine draws it otherwise\n'


def test_a_failure_is_accepted_only_by_its_name() -> None:
    told = "1 passed, 1 failed as named, 1 skipped (1 no named pipes)"
    assert judged([_REPORT], _NAMED) == told
    assert judged(["<testsuites />", _REPORT], _NAMED) == told
    with pytest.raises(TrialError, match="test_two"):
        judged([_REPORT], "")
    with pytest.raises(TrialError, match=r"tests\.a::test_one \(named, but it passes\)"):
        judged([_REPORT], f"{_NAMED}tests.a::test_one\tWine's\n")
    with pytest.raises(TrialError, match="no tests"):
        judged(["<testsuites />"], "")


def test_a_name_of_no_test_must_go_if_all_were_run() -> None:
    named = f"{_NAMED}tests.a::test_gone\tWine's\n"
    assert judged([_REPORT], named, whole=False)
    with pytest.raises(TrialError, match=r"test_gone \(named, but it is not there\)"):
        judged([_REPORT], named)


def test_every_test_but_those_that_build_or_need_a_screen_is_run() -> None:
    run = rooms(ROOT / "tests")
    for file in (ROOT / "tests").rglob("test_*.py"):
        name = file.relative_to(ROOT).as_posix()
        parts = [room for room in run if name == room or name.startswith(f"{room}/")]
        left_out = name.split("/")[1] in ("packaging", "stories", "bench")
        assert len(parts) == (0 if left_out else 1), name


def test_a_machine_without_wine_is_a_failure_only_where_it_must_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(_trial: Trial) -> str:
        raise MissingError("no Wine here.")

    monkeypatch.setattr(Trial, "make_ready", missing)
    assert run.main(["--work", str(tmp_path), "build"]) == 1
    assert run.main(["--work", str(tmp_path), "--if-possible", "1", "build"]) == 0
    assert capsys.readouterr().out.count("ready      not tried: no Wine here.\n") == 2


def test_what_takes_longer_than_is_given_is_told_and_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hangs(_trial: Trial) -> str:
        Event().wait()
        return ""

    monkeypatch.setattr(Trial, "make_ready", hangs)
    assert run.main(["--work", str(tmp_path), "--if-possible", "0.001", "build"]) == 0
    assert "not tried: the time given was not enough." in capsys.readouterr().out

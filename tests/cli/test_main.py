"""The command line as a user meets it: a process with arguments, two streams and a status."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

import needs
from otcodebook import __version__
from otcodebook.cli.main import main
from support import ROOT, as_bytes, small_catalog, without_edition_notice, write_catalog

# Whatever the machine has of a screen; what Python is told by the developer's own shell.
_NOT_PASSED_ON = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONUNBUFFERED")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    return {**kept, "PYTHONPATH": str(ROOT / "app"), **more}


def run(*arguments: str | bytes | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs the program; what it says is decoded as UTF-8."""
    options.setdefault("env", environment())
    options.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run(
        [sys.executable, "-m", "otcodebook", *arguments],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        timeout=60,
        check=False,
        **options,
    )
    done.stderr = without_edition_notice(done.stderr or "")
    return done


def assert_one_sentence(error: str) -> None:
    assert error.startswith("ot-codebook: ")
    assert error.count("\n") == 1
    assert error.endswith("\n")
    assert error[:-1].isprintable()


# Answers


def test_find_lists_what_matches_best_first() -> None:
    done = run("find", "ther", "ex")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[0] == "97110"


def test_find_as_json_names_query_code_name_and_why() -> None:
    done = run("find", "ther", "ex", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(answer) == ["query", "exact", "hits"]
    assert (answer["query"], answer["exact"]) == ("ther ex", True)
    for hit in answer["hits"]:
        named = "code" if hit["kind"] == "code" else "id"
        assert list(hit) == ["kind", named, "name", "why"]
        assert hit["kind"] in ("code", "compare", "faq", "guide")
    assert answer["hits"][0]["code"] == "97110"


@pytest.mark.parametrize(
    ("query", "exact", "first"),
    [
        ("97110", True, {"kind": "code", "code": "97110"}),
        ("97350", False, {"kind": "code", "code": "97530"}),
        ("theraputic exercise", False, {"kind": "code", "code": "97110"}),
        ("how many units is 40 minutes", True, {"kind": "faq", "id": "medicare-8-minute-rule"}),
        ("97110 or 97530", True, {"kind": "compare", "id": "exercise-or-activities"}),
        ("modifier table", True, {"kind": "guide", "id": "modifiers"}),
    ],
)
def test_find_is_status_1_where_nothing_is_exact(
    query: str, exact: bool, first: dict[str, str]
) -> None:
    done = run("find", "--json", query)
    answer = json.loads(done.stdout)
    assert (answer["exact"], done.returncode) == (exact, 0 if exact else 1)
    assert first.items() <= answer["hits"][0].items()


def test_show_tells_all_about_a_code() -> None:
    done = run("show", "97110")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("97110  ")
    assert "8 to 22" in done.stdout


def test_show_as_json_is_the_catalogs_own_entry() -> None:
    done = run("show", "97110", "--json")
    shipped = json.loads((ROOT / "resources" / "catalog.json").read_bytes())
    (entry,) = (code for code in shipped["codes"] if code["code"] == "97110")
    told = json.loads(done.stdout)
    assert {key: told[key] for key in entry if key not in ("timing", "medicare")} == {
        key: value for key, value in entry.items() if key not in ("timing", "medicare")
    }
    for part in ("timing", "medicare"):  # here the entry may leave out what is usual
        assert told[part].items() >= entry.get(part, {}).items()


def test_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"OT Codebook {__version__}\n", "")


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("find", "show", "check", "selftest", "--catalog", "--version"):
        assert command in done.stdout


def test_another_catalog_can_be_asked(catalog_file: Path) -> None:
    done = run("--catalog", catalog_file, "find", "functional aim", "--json")
    assert [hit["code"] for hit in json.loads(done.stdout)["hits"]] == ["97530"]


def test_check_says_that_a_catalog_is_fine(catalog_file: Path) -> None:
    done = run("check", catalog_file)
    assert (done.returncode, done.stderr) == (0, "")
    assert catalog_file.name in done.stdout
    assert "4 codes" in done.stdout


def test_check_prints_every_problem_with_its_place(tmp_path: Path) -> None:
    data = small_catalog()
    data["codes"][0]["related"] = ["11111"]
    data["codes"][1]["family"] = "nobody"
    path = write_catalog(tmp_path, data)
    done = run("check", path)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{path.name}: $.codes[") for line in lines)


# Troubles


@pytest.mark.parametrize("arguments", [("find", "xyzzyq"), ("find", "--json", "xyzzyq")])
def test_nothing_found_is_one_sentence_and_status_1(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert_one_sentence(done.stderr)
    assert "xyzzyq" in done.stderr
    assert done.stdout == "" or json.loads(done.stdout) == {
        "query": "xyzzyq",
        "exact": False,
        "hits": [],
    }


def test_an_unknown_code_is_one_sentence_and_status_1() -> None:
    done = run("show", "nope")
    assert (done.returncode, done.stdout) == (1, "")
    assert_one_sentence(done.stderr)
    assert "NOPE" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("find",),
        ("find", "--limit", "x", "hand"),
        ("find", "--limit", "0", "hand"),
        ("find", "--no-such-option", "hand"),
        ("show",),
        ("show", "97110", "97530"),
        ("check",),
        ("no-such-command",),
        ("--catalog",),
        ("--no-such-option",),
    ],
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: ot-codebook")


BROKEN = {
    "missing": None,
    "empty": b"",
    "cut off": as_bytes(small_catalog())[:-20],
    "not JSON": b"\x89PNG\r\n\x1a\n\x00",
    "other JSON": b"[1, 2]",
    "nested": b"[" * 100_000,
    "hostile key": b'{"a\\nb\\u001b[31m\\u202e": 1}',
    "hostile text": as_bytes({**small_catalog(), "format": "\x1b[31m\n"}),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_catalog_is_one_line_and_status_1(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "broken.json"
    data = BROKEN[kind]
    if data is not None:
        path.write_bytes(data)
    done = run("--catalog", path, "find", "hand")
    assert (done.returncode, done.stdout) == (1, "")
    assert_one_sentence(done.stderr)
    assert path.name in done.stderr
    checked = run("check", path)
    assert (checked.returncode, checked.stdout) == (1, "")
    assert path.name in checked.stderr
    assert all(line.isprintable() for line in checked.stderr.splitlines())
    assert "Traceback" not in checked.stderr


@needs.missing_screen
@pytest.mark.parametrize(
    "screen",
    [
        {},
        {"DISPLAY": ":987"},
        {"DISPLAY": ""},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-987"},
        {"DISPLAY": ":987", "QT_QPA_PLATFORM": "xcb"},
    ],
)
@pytest.mark.parametrize("arguments", [(), ("--catalog", "small.json")])
def test_without_a_screen_the_window_says_so_in_one_sentence(
    screen: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, env=environment(**screen))
    assert (done.returncode, done.stdout) == (1, "")
    assert_one_sentence(done.stderr)
    assert "xvfb-run" in done.stderr


# Pipes and bytes


@pytest.mark.parametrize(
    "arguments", [("find", "a"), ("find", "hand", "--json"), ("show", "97110"), ("--help",)]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_is_gone_is_no_news(arguments: tuple[str, ...], unbuffered: str) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = run(*arguments, stdout=write_end, env=environment(PYTHONUNBUFFERED=unbuffered))
    finally:
        os.close(write_end)
    assert done.stderr == ""
    assert done.returncode in (0, 1)  # argparse keeps to itself that nobody read its help


@pytest.mark.parametrize("arguments", [["find", "hand"], ["show", "97110"], ["--help"]])
def test_a_reader_that_is_gone_is_no_news_on_windows(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """There it is an argument that is not valid."""

    class Gone(FileIO):
        def write(self, _data: object) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    with TextIOWrapper(Gone(os.devnull, "w"), write_through=True) as stdout:
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(sys, "stdout", stdout)
        status = main(arguments)
        monkeypatch.undo()
    assert status in (0, 1)
    assert without_edition_notice(capfd.readouterr().err) == ""


COMMANDS = [
    ("find", "hand"),
    ("find", "hand", "--json"),
    ("show", "97110"),
    ("show", "97110", "--json"),
    ("units", "97110=33"),
    ("units", "97110=33", "--json"),
    ("check", ROOT / "resources" / "catalog.json"),
    ("--help",),
    ("--version",),
]
TROUBLES = [
    ("find", "xyzzyq"),
    ("show", "nope"),
    ("units", "97110"),
    ("check", "no-such-file"),
    ("no-such-command",),
]


def run_by_shell(redirection: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "otcodebook", *arguments]
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *command],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@needs.shell
def test_closed_streams_are_no_news() -> None:
    wrong = {}
    for arguments in (*COMMANDS, *TROUBLES):
        usual = run(*arguments)
        for redirection in (">&-", "2>&-", ">&- 2>&-"):
            done = run_by_shell(redirection, *arguments)
            output = "" if ">&-" in redirection.split() else usual.stdout
            error = "" if "2>&-" in redirection else usual.stderr
            expected = (usual.returncode, output, error)
            if (done.returncode, done.stdout, done.stderr) != expected:
                wrong[redirection, arguments] = done
    assert wrong == {}


@needs.full_device
def test_output_that_cannot_be_written_is_one_sentence_and_status_1() -> None:
    wrong = {}
    for arguments in COMMANDS[:-2]:  # argparse keeps to itself that its help is not written
        done = run_by_shell(">/dev/full", *arguments)
        told = "ot-codebook: The answer cannot be written (No space left on device).\n"
        if (done.returncode, done.stderr) != (1, told):
            wrong[arguments] = done
    assert wrong == {}


@needs.byte_arguments
@pytest.mark.parametrize("arguments", [("find",), ("find", "--json"), ("show",), ("check",)])
def test_bytes_that_are_no_text_are_taken_as_they_come(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, b"hand \xff\xfe")
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_any_encoding_of_the_terminal_will_do(tmp_path: Path, encoding: str) -> None:
    data = small_catalog()
    data["codes"][1]["name"] = "Übung \N{EM DASH} \u4e2d"
    path = write_catalog(tmp_path, data)
    done = subprocess.run(
        [sys.executable, "-m", "otcodebook", "--catalog", path, "show", "97110", "--json"],
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode(encoding))["name"] == data["codes"][1]["name"]
    plain = run("--catalog", path, "show", "97110", env=environment(PYTHONIOENCODING="ascii"))
    assert (plain.returncode, plain.stderr) == (0, "")


# Quick


@pytest.mark.parametrize(
    "arguments", [["find", "ther", "ex"], ["show", "97110"], ["find", "xyzzyq"]]
)
def test_an_answer_does_not_load_qt(arguments: list[str]) -> None:
    program = (
        "import sys; from otcodebook.cli.main import main; main(sys.argv[1:]); "
        "sys.exit(any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0

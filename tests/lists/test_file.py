"""Whatever the user names as a catalog is read, or refused in one sentence with the place."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needs
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import CatalogError, Problem
from otcodebook.cli.main import main
from otcodebook.errors import AppError
from otcodebook.lists.file import parse_catalog, read_catalog
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry
from otcodebook.units.warnings import session_warnings
from otcodebook.wording import displayed_name
from support import as_bytes, small_catalog, write_catalog

LIST = "code,name\n97110,Übung\n"
SAVE_AS = "save the list as CSV (UTF-8) and open that"


def refusal(path: Path) -> str:
    with pytest.raises(AppError) as caught:
        read_catalog(path)
    return caught.value.user_message


def refused(data: bytes, name: str = "list.csv") -> str:
    with pytest.raises(AppError) as caught:
        parse_catalog(data, Path(name))
    return caught.value.user_message


def test_a_catalog_in_our_own_json(tmp_path):
    loaded = read_catalog(write_catalog(tmp_path))
    assert loaded.catalog.title == "Small catalog"
    assert loaded.reading is None
    assert (loaded.problems, loaded.lines()) == ((), [])


def test_a_list(tmp_path):
    path = tmp_path / "Our codes.csv"
    path.write_text(LIST, encoding="utf-8")
    loaded = read_catalog(path)
    assert loaded.path == path
    assert loaded.overlay is not None
    assert loaded.overlay.list_title == "Our codes"
    assert loaded.count == 1
    assert loaded.lines() == [
        "Rows read: 1, columns separated by commas.",
        'Columns read: "code" as code, "name" as name.',
        "Codes in the built-in reference: 1.",
        "Text encoding: UTF-8.",
    ]


# Files that are none.


def test_nothing_there(tmp_path):
    assert refusal(tmp_path / "no.csv") == "no.csv does not exist: choose another file."


def test_a_folder(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path.name} is a folder: choose a file."


@needs.pipes
def test_a_pipe_is_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "list.csv")
    assert refusal(tmp_path / "list.csv") == "list.csv is a pipe: choose a file."


@needs.pipes
def test_a_pipe_that_takes_the_files_place_is_never_waited_for(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    os.mkfifo(path)
    ordinary = os.stat_result((stat.S_IFREG | 0o644, *os.stat(path)[1:]))
    monkeypatch.setattr(os, "stat", lambda _path: ordinary)
    assert refusal(path) == "list.csv is a pipe: choose a file."


@needs.sockets
def test_a_socket(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("list.csv")
        assert refusal(tmp_path / "list.csv") == "list.csv is a socket: choose a file."


@needs.devices
@pytest.mark.parametrize("device", ["null", "zero", "full", "random"])
def test_devices(device):
    assert refusal(Path("/dev") / device) == f"{device} is a device: choose a file."


@needs.links
def test_a_link_to_itself(tmp_path):
    (tmp_path / "list.csv").symlink_to("list.csv")
    assert refusal(tmp_path / "list.csv").startswith("list.csv cannot be read (")


@pytest.mark.parametrize("name", ["a\0b.csv", "x" * 300])
def test_names_that_no_file_has(tmp_path, name):
    message = refusal(tmp_path / name)
    assert "cannot be read (" in message or "does not exist" in message
    assert message.isprintable()


@needs.modes
def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    path.chmod(0)
    if os.geteuid() == 0:
        # Root may read everything.
        def deny(*_args: object) -> int:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(os, "open", deny)
    assert refusal(path) == (
        "list.csv cannot be read: you do not have permission. Choose another file."
    )


def test_a_file_that_fails_while_it_is_read(tmp_path, monkeypatch):
    def fail(*_args: object) -> bytes:
        raise OSError(5, "Input/output error")

    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    monkeypatch.setattr(os, "read", fail)
    assert refusal(path).startswith("list.csv cannot be read (")


# Files that change.


def while_reading(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[], object], pieces: int = 10
) -> None:
    """Lets something happen after the first piece of a file was read."""
    read = os.read
    changes = iter([change])

    def read_then_change(handle: int, count: int) -> bytes:
        piece = read(handle, min(count, pieces))
        for step in changes:
            step()
        return piece

    monkeypatch.setattr(os, "read", read_then_change)


def append(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("97112,Balance\n")


@pytest.mark.parametrize(
    "change",
    [
        append,
        lambda path: os.truncate(path, 12),
        lambda path: path.write_text(LIST.swapcase(), encoding="utf-8"),
        pytest.param(lambda path: path.unlink(), marks=needs.moving),
        pytest.param(lambda path: os.replace(write_catalog(path.parent), path), marks=needs.moving),
    ],
    ids=["grows", "shrinks", "is rewritten", "vanishes", "is replaced"],
)
def test_a_file_that_changes_while_it_is_read(tmp_path, monkeypatch, change):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    os.utime(path, (1, 1))
    while_reading(monkeypatch, lambda: change(path))
    assert refusal(path) == "list.csv was changed while it was read: open it again."


def test_a_file_that_grows_without_end_is_not_read_to_its_end(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode())
    read = os.read
    got = 0

    def read_and_grow(handle: int, count: int) -> bytes:
        nonlocal got
        append(path)
        piece = read(handle, count)
        got += len(piece)
        return piece

    monkeypatch.setattr(os, "read", read_and_grow)
    assert refusal(path) == "list.csv was changed while it was read: open it again."
    assert got == len(LIST.encode()) + 1


def test_a_file_that_vanishes_before_it_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    status = os.stat

    def look_then_remove(where: Path) -> os.stat_result:
        found = status(where)
        path.unlink()
        return found

    monkeypatch.setattr(os, "stat", look_then_remove)
    assert refusal(path) == "list.csv does not exist: choose another file."


# Sizes.


def test_a_file_over_the_limit_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.touch()
    os.truncate(path, 50 * 1024 * 1024 + 1)
    monkeypatch.setattr(os, "open", None)
    assert refusal(path) == "list.csv is too large (51 MB): a code list has at most 50 MB."


def test_a_file_at_the_limit_is_read(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    os.truncate(path, 50 * 1024 * 1024)
    message = refusal(path)
    assert "line 3, column 1: the control character U+0000" in message


@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_file(data):
    assert refused(data) == "list.csv is empty: choose another file."


# Encodings.


SPANISH = "code,name\n97110,Ejercicio terapéutico\n97530,Ducha y baño\n97535,Vestido «solo»\n"
CLINIC = (
    "code,name\n97110,Therapist’s exercise – 90°\n97530,“Home” tasks… CPT®\n97760,Café splint ½\n"
)


def test_encodings_of_a_list():
    wrong = []
    for text, codec, told in (
        (LIST, "utf-8", "UTF-8"),
        (LIST, "utf-8-sig", "UTF-8"),
        (LIST, "utf-16", "UTF-16"),
        (LIST, "utf-16-le", "UTF-16"),
        (LIST, "utf-16-be", "UTF-16"),
        (LIST, "utf-32", "UTF-32"),
        (LIST, "windows-1252", "Windows-1252"),
        (LIST, "cp437", "CP437"),
        (SPANISH, "windows-1252", "Windows-1252"),
        (SPANISH.replace("«solo»", "solo"), "cp437", "CP437"),
        (CLINIC, "windows-1252", "Windows-1252"),
        ("code,name\n97110,Flexión 90° más\n97530,Ñandú\n", "cp437", "CP437"),
        ("code;name\n97110;Ergothérapie à l’école\n", "windows-1252", "Windows-1252"),
        ("code;name\n97110;Ergothérapie à la forêt, élève\n", "cp437", "CP437"),
        ("code;name\n97110;Übung für große Hände\n", "cp437", "CP437"),
    ):
        loaded = parse_catalog(text.encode(codec), Path("list.csv"))
        assert loaded.overlay is not None
        names = [entry.name for entry in loaded.overlay.clinic_entries]
        wanted = [line[6:] for line in text.splitlines()[1:]]
        asked = loaded.reading.questions if loaded.reading else ()
        if (names, loaded.encoding, asked) != (wanted, told, ()):
            wrong.append((codec, names, loaded.encoding, asked))
    assert wrong == []


def test_what_two_encodings_read_as_well_is_asked() -> None:
    for text, codec in (("Tasks… at home", "windows-1252"), ("Tasksà at home", "cp437")):
        data = f"code,name\n97110,{text}\n".encode(codec)
        loaded = parse_catalog(data, Path("list.csv"))
        assert loaded.reading is not None
        (question,) = loaded.reading.questions
        assert "in Windows-1252" in question
        assert "in CP437" in question
    spaced = "code,name\n97110,Ther\xa0ex\n".encode("windows-1252")
    loaded = parse_catalog(spaced, Path("list.csv"))
    assert loaded.is_whole
    assert loaded.overlay is not None
    assert loaded.overlay.clinic_entries[0].name == "Ther ex"


def test_utf_16_of_both_kinds():
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        for text in (LIST, as_bytes(small_catalog()).decode()):
            loaded = parse_catalog(mark + text.encode(encoding), Path("list"))
            assert loaded.encoding == "UTF-16"


def test_json_with_a_byte_order_mark():
    data = b"\xef\xbb\xbf" + as_bytes(small_catalog())
    assert parse_catalog(data, Path("x.json")).catalog.title == "Small catalog"


def test_utf_16_that_is_cut_off():
    data = LIST.encode("utf-16")[:-1]
    place = "line 2, column 12"
    told = "the text is not valid UTF-16: the file is cut off or damaged"
    assert refused(data) == f"list.csv has an error at {place}: {told}."


@pytest.mark.parametrize(
    ("name", "place", "byte"),
    [
        ("Übung ".encode() + b"\xfcber", "line 2, column 13", "FC"),  # both encodings in one file
        ("Übun".encode() + b"\xc3", "line 2, column 11", "C3"),  # cut off in a character
        ("Упражнение".encode("windows-1251"), "line 2, column 7", "D3"),
        ("作业治疗".encode("gbk"), "line 2, column 7", "D7"),
        ("Übung é".encode("mac-roman"), "line 2, column 7", "86"),
        ("作業療法".encode("shift-jis"), "line 2, column 7", "8D"),
    ],
)
def test_what_is_in_no_encoding_that_reads_well(name, place, byte):
    told = f"{place}: the byte 0x{byte} is not UTF-8: {SAVE_AS}"
    assert refused(b"code,name\n97110," + name) == f"list.csv has an error at {told}."


def test_json_is_never_windows_1252():
    data = b'{"format": 1,\n"title": "\xdcbung"}'
    told = "line 2, column 11: the byte 0xDC is not UTF-8"
    assert refused(data, "x.json") == f"x.json has an error at {told}."


# Kinds.


@pytest.mark.parametrize("name", ["list.csv", "list.json", "list", "list.txt"])
def test_the_kind_is_told_by_the_contents(name):
    assert parse_catalog(LIST.encode(), Path(name)).reading is not None
    assert parse_catalog(b"\n " + as_bytes(small_catalog()), Path(name)).reading is None


def test_what_is_neither_is_told_by_the_name():
    assert refused(b"hello", "x.json") == (
        "x.json has an error at line 1, column 1: JSON is malformed (invalid character)."
    )
    assert "There is one column, and its cells are no codes" in refused(b"hello", "x.csv")
    assert "the columns found are" in refused(b"hello,you", "x.csv")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_well_known_files_are_named(start, kind):
    assert refused(start) == f"list.csv is {kind}, not a code list: {SAVE_AS}."


def test_a_truncated_catalog(tmp_path):
    path = tmp_path / "c.json"
    path.write_bytes(as_bytes(small_catalog())[:200])
    told = "line 1, column 201: the file ends too early: it was cut off"
    assert refusal(path) == f"c.json has an error at {told}."


def test_all_problems_and_the_files_name_are_in_the_error():
    data = small_catalog()
    data["codes"][0]["related"] = ["11111", "22222"]
    with pytest.raises(CatalogError) as caught:
        parse_catalog(as_bytes(data), Path("c.json"))
    assert caught.value.problems == [
        Problem(f"$.codes[0].related[{i}]", f"there is no code {code} in this code list")
        for i, code in enumerate(("11111", "22222"))
    ]
    assert caught.value.user_message.startswith("c.json has an error at $.codes[0].related[0]: ")
    assert caught.value.user_message.endswith(" (and 1 more problem).")


@pytest.mark.parametrize("name", ["a\n\x1b[1m\u202eb.csv", "\udcff.csv", "x" * 2000])
def test_a_files_name_is_shown_printable_and_short(name):
    assert displayed_name(Path(name)).isprintable()
    assert len(displayed_name(Path(name))) < 400
    assert parse_catalog(LIST.encode(), Path(name)).catalog.title


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=40).map(LIST.encode().__add__)))
def test_any_bytes_load_or_give_one_message(data):
    for name in ("list.csv", "c.json"):
        try:
            parse_catalog(data, Path(name))
        except AppError as error:
            told = error.user_message
        else:
            told = f"{name} loads"
        assert told.startswith(f"{name} ")
        assert told.isprintable()


# The command line.


def test_check_tells_what_was_understood(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "list.csv: 1 code.",
        "list.csv: Rows read: 1, columns separated by commas.",
        'list.csv: Columns read: "code" as code, "name" as name.',
        "list.csv: Codes in the built-in reference: 1.",
        "list.csv: Text encoding: UTF-8.",
        "list.csv: No problems.",
    ]
    assert not err


def test_check_prints_every_problem_of_a_list(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(f"{LIST},x\n97110,y\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "list.csv: line 3: there is no code",
        "list.csv: line 4: 97110 is already on line 2",
    ]


def test_check_prints_every_problem_of_json(tmp_path, capsys):
    data = small_catalog()
    data["codes"][0]["name"] = 1
    data["codes"][1]["name"] = 2
    assert main(["check", str(write_catalog(tmp_path, data))]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "catalog.json: $.codes[0].name: expected `str`, got `int`",
        "catalog.json: $.codes[1].name: expected `str`, got `int`",
    ]


def test_check_of_what_cannot_be_read_is_one_line(tmp_path, capsys):
    assert main(["check", str(tmp_path / "no.csv")]) == 1
    assert capsys.readouterr().err == ("ot-codebook: no.csv does not exist: choose another file.\n")


def test_a_list_answers_on_the_command_line(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    assert main(["--catalog", str(path), "show", "97110"]) == 0
    assert "2026 edition" in capsys.readouterr().out
    path.write_text("code,name\n99990,Ours\n", encoding="utf-8")
    assert main(["--catalog", str(path), "show", "99990"]) == 0
    assert "edition" not in capsys.readouterr().out


def test_a_list_of_a_clinic_has_the_billing_rules_of_the_bundled_catalog(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("code,name,minutes\n97140,Manual,15 min\n97530,Activities,15 min\n")
    catalog = read_catalog(path).catalog
    assert catalog.billing == load_bundled().billing
    entries = [SessionEntry("97140", 20), SessionEntry("97530", 20)]
    count = count_units(entries, catalog, Rule.CMS)
    told = [w.text for w in session_warnings(entries, count, catalog) if "97140" in w.text]
    assert told
    assert catalog.billing.together


def test_check_tells_repairs_and_totals_and_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Code,Name\n97110.0,Exercise\n97530,Activities\nTOTAL,2\n", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-3:] == [
        "list.csv: line 2: 97110.0 is read as 97110",
        'list.csv: line 4: left out, "TOTAL" is no code: a sum or an end',
        "list.csv: No problems.",
    ]
    assert not err

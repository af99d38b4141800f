"""Export and import: told before it is done, done as a whole, and any file gives a plain answer."""

from __future__ import annotations

import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import in_use
from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError
from otcodebook.resources import read_resource
from otcodebook.settings import Payer
from otcodebook.userdata.store import NOTE_LIMIT, UserData, UserDataError, open_userdata
from otcodebook.userdata.transfer import (
    SIZE_LIMIT_MB,
    ImportPlan,
    NoteChoice,
    NoteDifference,
    apply_import,
    decode_export,
    export_data,
    plan_import,
    read_import,
)

KIND = "OT Codebook favourites and notes"
OpenStore = Callable[[str], UserData]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[OpenStore]:
    opened: list[UserData] = []

    def open_one(name: str) -> UserData:
        opened.append(open_userdata(tmp_path / name, datetime.now))
        return opened[-1]

    yield open_one
    for data in opened:
        data.close()


@pytest.fixture
def mine(open_store: OpenStore) -> UserData:
    data = open_store("mine")
    data.merge(["97110", "97530"], {})
    data.set_note("97110", "Ask Aetna.")
    data.set_note("97165", "Once a year.")
    return data


@pytest.fixture(scope="module")
def empty_store() -> Iterator[UserData]:
    with tempfile.TemporaryDirectory() as folder:
        data = open_userdata(Path(folder), datetime.now)
        yield data
        data.close()


def file_with(**parts: Any) -> bytes:
    usual = {"kind": KIND, "format": 1, "favourites": [], "notes": {}}
    return json.dumps({**usual, **parts}).encode()


THEIRS = file_with(
    favourites=["97150", "97530", "97112", "97150"],
    notes={"97110": "Ask Cigna.", "97165": "Once a year.", "97150": "Up to six.", "97112": " \n"},
)
TWICE = file_with(notes={"97110": "x"}).replace(b'": {', b'": {\n"\\u00397110": "y",\n')


def test_what_was_exported_is_imported_elsewhere(mine: UserData, open_store: OpenStore) -> None:
    other = open_store("other")
    data = export_data(mine)
    plan = plan_import(other, decode_export(data))
    assert plan.summary() == "Adds 2 new favorites and 2 new notes."
    apply_import(other, plan, NoteChoice.MINE)
    assert other.favorites() == mine.favorites()
    assert other.all_notes() == mine.all_notes()
    assert export_data(other) == data
    assert plan_import(other, decode_export(data)).is_empty


def test_the_file_can_be_read_by_people(mine: UserData) -> None:
    data = export_data(mine)
    assert json.loads(data) == {
        "kind": KIND,
        "format": 1,
        "favourites": ["97110", "97530"],
        "notes": {"97110": "Ask Aetna.", "97165": "Once a year."},
    }
    assert data.count(b"\n") > 8


def test_the_merge_is_told_before_it_is_done(mine: UserData) -> None:
    before = mine.favorites(), mine.all_notes()
    plan = plan_import(mine, decode_export(THEIRS))
    assert plan == ImportPlan(
        favorites=("97150", "97112"),
        notes={"97150": "Up to six."},
        differences=(NoteDifference("97110", "Ask Aetna.", "Ask Cigna."),),
    )
    assert plan.summary() == "Adds 2 new favorites and 1 new note. 1 note differs from yours."
    assert (mine.favorites(), mine.all_notes()) == before


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (NoteChoice.MINE, "Ask Aetna."),
        (NoteChoice.THEIRS, "Ask Cigna."),
        (NoteChoice.BOTH, "Ask Aetna.\n\nAsk Cigna."),
    ],
)
def test_which_note_stays_is_chosen(mine: UserData, choice: NoteChoice, expected: str) -> None:
    apply_import(mine, plan_import(mine, decode_export(THEIRS)), choice)
    assert mine.favorites() == ("97110", "97530", "97150", "97112")
    assert mine.all_notes() == {"97110": expected, "97150": "Up to six.", "97165": "Once a year."}


def test_keeping_both_twice_adds_nothing(mine: UserData) -> None:
    for _ in range(2):
        apply_import(mine, plan_import(mine, decode_export(THEIRS)), NoteChoice.BOTH)
    assert mine.note_for("97110") == "Ask Aetna.\n\nAsk Cigna."


@pytest.mark.parametrize(
    ("choice", "kept"), [(NoteChoice.THEIRS, "Ask Cigna."), (NoteChoice.BOTH, "Ask Cigna.")]
)
def test_what_changed_after_the_telling_is_not_replaced(
    mine: UserData, open_store: OpenStore, choice: NoteChoice, kept: str
) -> None:
    plan = plan_import(mine, decode_export(THEIRS))
    other_window = open_store("mine")
    other_window.set_note("97110", "Ask Humana.")
    other_window.set_note("97150", "Up to four.")
    apply_import(mine, plan, choice)
    for code, texts in {"97110": ["Ask Humana.", kept], "97150": ["Up to four.", "six"]}.items():
        assert all(text in mine.note_for(code) for text in texts)


def test_two_notes_too_long_together_are_told_and_nothing_is_done(mine: UserData) -> None:
    data = file_with(favourites=["97112"], notes={"97110": "x" * NOTE_LIMIT, "97150": "new"})
    before = mine.favorites(), mine.all_notes()
    with pytest.raises(UserDataError, match=r"note on 97110 is not saved.*shorten"):
        apply_import(mine, plan_import(mine, decode_export(data)), NoteChoice.BOTH)
    assert (mine.favorites(), mine.all_notes()) == before
    apply_import(mine, plan_import(mine, decode_export(data)), NoteChoice.THEIRS)
    assert mine.note_for("97110") == "x" * NOTE_LIMIT


def test_what_nobody_sees_is_not_imported(mine: UserData) -> None:
    data = file_with(notes={"1": "a\u202eb\r\nc\0", "2": "\u200e"})
    plan = plan_import(mine, decode_export(data))
    assert plan.notes == {"1": "ab\nc"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "holds no favorites and notes"),
        (b"\xff\xfe{\0}\0", "holds no favorites and notes"),
        (b"[" * 100_000, "holds no favorites and notes"),
        (b'{"kind": 5}', "holds no favorites and notes"),
        (read_resource("catalog.json"), "holds no favorites and notes"),
        (file_with(kind="something else"), "holds no favorites and notes"),
        (file_with(format=0), "holds no favorites and notes"),
        (file_with(format=2, colors=[]), "install the newest version"),
        (file_with(colors=[]), r"is damaged .*colors"),
        (file_with(favourites=None), "is damaged"),
        (file_with(favourites=["1", "<b>"]), r"is damaged \(favorite 2 is not a code: “<b>”\)"),
        (file_with(favourites=["9711\u202e"]), "favorite 1 is not a code"),
        (file_with(favourites=[{}]), "favorite 1 is not a code"),
        (file_with(notes={"": "x"}), "a note on “”, which is not a code"),
        (file_with(notes={"1": 5}), "the note on 1 is not text"),
        (file_with(notes={"1": "x" * (NOTE_LIMIT + 1)}), "1 has 10,001 characters, .* 10,000"),
        (file_with(notes=[]), "its notes are missing"),
        (TWICE, r"is damaged \(line 3, column 1: “97110” is given twice\)"),
        (file_with().replace(b'"notes"', b'"notes": {}, "notes"'), "“notes” is given twice"),
        (file_with()[:-2], "holds no favorites and notes"),
        (file_with(notes={"1": "x"}).replace(b"x", b"\xff"), "holds no|is damaged"),
        (file_with(notes={"1": "x"}).replace(b"x", b"\\ud800"), "holds no|is damaged"),
        (file_with(notes=0).replace(b": 0", b": " + b"[" * 90_000), "holds no favorites"),
        (b" " * (SIZE_LIMIT_MB * 1024 * 1024 + 1), "more than 20 MB"),
    ],
    ids=itertools.count(),
)
def test_what_is_no_export_is_told(mine: UserData, data: bytes, told: str) -> None:
    with pytest.raises(AppError, match=told) as error:
        plan_import(mine, decode_export(data))
    assert error.value.user_message.isprintable()
    assert error.value.user_message.endswith(".")
    assert not any(sign in error.value.user_message for sign in ("^[", "\\", "`", "regex"))
    assert len(error.value.user_message) < 500


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
CODES = st.from_regex(r"[A-Z0-9][A-Z0-9.\-]{0,5}", fullmatch=True)
NEARLY = st.fixed_dictionaries(
    {"kind": st.just(KIND), "format": st.just(1) | st.integers() | JSON},
    optional={
        "favourites": st.lists(CODES, max_size=5) | JSON,
        "notes": st.dictionaries(CODES, st.text(max_size=10), max_size=5) | JSON,
        "other": JSON,
    },
).map(lambda value: json.dumps(value).encode())


def answer(store: UserData, data: bytes) -> str:
    """What the user reads: the plan, or the one message."""
    try:
        return plan_import(store, decode_export(data)).summary()
    except AppError as error:
        return error.user_message


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=200) | NEARLY | JSON.map(lambda value: json.dumps(value).encode()))
@example(b"null")
@example(
    b'{"kind":"OT Codebook favourites and notes","format":1,"favourites":[],'
    b'"notes":{"\\ud823\\udd09":null}}'
)
def test_any_bytes_give_a_plan_or_one_message(empty_store: UserData, data: bytes) -> None:
    assert answer(empty_store, data).isprintable()


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_a_damaged_export_gives_a_plan_or_one_message(empty_store: UserData, data: Any) -> None:
    damaged = bytearray(THEIRS)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert answer(empty_store, bytes(damaged)).isprintable()


NOTES = st.dictionaries(CODES, st.text(max_size=12), max_size=6)


@settings(deadline=None, max_examples=60)
@given(
    NOTES,
    NOTES,
    st.lists(CODES, max_size=5),
    st.lists(CODES, max_size=5),
    st.sampled_from(NoteChoice),
)
def test_an_import_loses_nothing_that_was_to_be_kept(
    tmp_path_factory: pytest.TempPathFactory,
    own: dict[str, str],
    others: dict[str, str],
    favorites: list[str],
    added: list[str],
    choice: NoteChoice,
) -> None:
    first, second = (open_userdata(tmp_path_factory.mktemp("data"), datetime.now) for _ in "12")
    try:
        for data, notes, codes in ((first, own, favorites), (second, others, added)):
            data.merge(codes, {})
            for code, text in notes.items():
                data.set_note(code, text)
        before = dict(first.all_notes())
        plan = plan_import(first, decode_export(export_data(second)))
        apply_import(first, plan, choice)
        assert first.favorites() == tuple(dict.fromkeys([*favorites, *added]))
        assert set(first.all_notes()) == set(before) | set(second.all_notes())
        for code, note in first.all_notes().items():
            mine, theirs = before.get(code, ""), second.note_for(code)
            if choice is NoteChoice.BOTH:
                assert mine in note
                assert theirs in note
            else:
                kept = (mine or theirs) if choice is NoteChoice.MINE else (theirs or mine)
                assert note == kept
    finally:
        first.close()
        second.close()


def test_the_file_is_written_whole_and_read_back(mine: UserData, tmp_path: Path) -> None:
    path = tmp_path / "my notes.json"
    path.write_bytes(b"an older export")
    write_file(path, export_data(mine))
    assert read_import(path) == export_data(mine)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["mine", "my notes.json"]


def test_a_file_that_cannot_be_written_is_told(mine: UserData, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "nowhere" / "x.json", tmp_path / ("x" * 300)):
        with pytest.raises(AppError, match=r"cannot be written .*: choose another place"):
            write_file(path, export_data(mine))
    assert sorted(found.name for found in tmp_path.iterdir()) == ["folder", "mine"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none", tmp_path / "pipe", tmp_path / "a\0b"):
        with pytest.raises(AppError, match="choose a file that OT Codebook exported") as error:
            read_import(path)
        assert error.value.user_message.isprintable()


def test_a_file_that_another_program_keeps_to_itself_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.json"
    path.touch()
    monkeypatch.setattr(Path, "open", in_use.refuse)
    with pytest.raises(AppError, match=r"notes\.json is open in another program: close it there"):
        read_import(path)


def test_a_store_that_cannot_be_read_exports_nothing(tmp_path: Path) -> None:
    (tmp_path / "userdata.sqlite").mkdir()
    data = open_userdata(tmp_path, datetime.now)
    for use in (export_data, lambda store: plan_import(store, decode_export(THEIRS))):
        with pytest.raises(AppError, match="cannot be opened"):
            use(data)
    data.close()


def test_payers_go_along_and_yours_stay_where_the_name_is_the_same(
    mine: UserData, open_store: OpenStore
) -> None:
    payers = (Payer("Aetna", "midpoint", "X", "2", 4, "Ask."), Payer("Medicaid"))
    data = export_data(mine, payers)
    assert export_data(mine) == export_data(mine, ())
    assert b"payers" not in export_data(mine)
    plan = plan_import(open_store("other"), decode_export(data))
    assert plan.payers == payers
    assert plan.summary() == "Adds 2 new favorites, 2 new notes and 2 new payers."
    assert plan.result(NoteChoice.BOTH) == "Imported 2 favorites, 2 notes and 2 payers"
    again = plan_import(mine, decode_export(data), payers=(Payer("aetna"),))
    assert again.payers == (payers[1],)
    assert plan_import(mine, decode_export(data), payers=payers).is_empty

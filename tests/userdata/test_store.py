"""Favorites, notes and recents: kept, in order, and the same after the next start."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import (
    NOTE_LIMIT,
    RECENT_LIMIT,
    NoteChange,
    UserData,
    UserDataError,
    join_notes,
    open_userdata,
)
from support import ROOT


def noon() -> datetime:
    return datetime(2026, 3, 4, 12, 0, 0)


@pytest.fixture
def store(tmp_path: Path):
    data = open_userdata(tmp_path, noon)
    yield data
    data.close()


def reopened(data: UserData, folder: Path) -> UserData:
    data.close()
    return open_userdata(folder, noon)


def changes_of(folder: Path) -> int:
    """How often the file was written: SQLite counts its transactions in the header."""
    return int.from_bytes((folder / FILE_NAME).read_bytes()[24:28])


def test_missing_file_starts_empty(tmp_path: Path) -> None:
    data = open_userdata(tmp_path / "made" / "on the way", noon)
    assert (data.favorites(), data.all_notes(), data.recents()) == ((), {}, ())
    assert data.trouble == ""
    assert data.readable
    data.close()


def test_all_is_there_after_the_next_start(store: UserData, tmp_path: Path) -> None:
    store.set_favorite("97110", True)
    store.set_favorite("97530", True)
    store.move_favorites(["97530"], "97110")
    store.set_note("97110", "BlueCross wants 59 here.\nAsk Aetna.")
    store.record_copies(["97165"])
    again = reopened(store, tmp_path)
    assert again.favorites() == ("97530", "97110")
    assert again.all_notes() == {"97110": "BlueCross wants 59 here.\nAsk Aetna."}
    assert again.recents() == ("97165",)
    assert again.trouble == ""
    again.close()
    assert sorted(os.listdir(tmp_path)) == ["userdata.lock", "userdata.sqlite"]


def test_a_note_is_changed_and_a_blank_one_removed(store: UserData) -> None:
    assert store.note_for("97110") == ""
    assert store.set_note("97110", "one") == "one"
    assert store.set_note("97110", " two ") == " two "
    assert store.note_for("97110") == " two "
    assert store.set_note("97110", " \n\t") == ""
    assert store.all_notes() == {}
    assert store.set_note("97530", "") == ""


def test_a_note_is_any_plain_text(store: UserData, tmp_path: Path) -> None:
    text = "<b>&amp; 'quoted'; DROP TABLE notes;--\n\t50 % \u00fc\u4e2d\U0001f600"
    store.set_note("97110", text)
    again = reopened(store, tmp_path)
    assert again.note_for("97110") == text
    again.close()


def test_what_nobody_sees_is_not_kept_in_a_note(store: UserData) -> None:
    assert store.set_note("1", "a\r\nb\rc\0d\u202ee\ud800") == "a\nb\ncde?"
    assert store.set_note("1", "\0\u200e ") == ""


def test_a_note_has_its_longest_length(store: UserData) -> None:
    longest = "x" * NOTE_LIMIT
    assert store.set_note("97110", longest) == longest
    with pytest.raises(UserDataError, match=r"97110 .* 10,001 characters: shorten it to 10,000\."):
        store.set_note("97110", longest + "y")
    assert store.note_for("97110") == longest


def test_codes_are_of_any_catalog(store: UserData, tmp_path: Path) -> None:
    for code in ("97110", "G0283", "CLINIC-7.A", "what ever", "'", "\u00fc"):
        store.set_favorite(code, True)
        store.set_note(code, code)
        store.record_copies([code])
    again = reopened(store, tmp_path)
    assert again.favorites() == ("97110", "G0283", "CLINIC-7.A", "what ever", "'", "\u00fc")
    assert again.recents() == tuple(reversed(again.favorites()))
    assert all(note == code for code, note in again.all_notes().items())
    again.close()


def test_the_same_favorite_twice_keeps_its_place(store: UserData) -> None:
    for code in ("a", "b", "a"):
        store.set_favorite(code, True)
    assert store.favorites() == ("a", "b")
    store.set_favorite("c", False)
    store.move_favorites(["c"], "a")
    assert store.favorites() == ("a", "b")


def test_recents_have_each_code_once_the_latest_first(store: UserData) -> None:
    for code in ("a", "b", "a", "a", "c", "b"):
        store.record_copies([code])
    assert store.recents() == ("b", "c", "a")
    assert store.recents(2) == ("b", "c")
    assert store.recents(0) == store.recents(-1) == ()


def test_old_recents_are_forgotten(store: UserData) -> None:
    codes = [f"C{number}" for number in range(RECENT_LIMIT + 5)]
    for code in codes:
        store.record_copies([code])
    assert store.recents(1000) == tuple(reversed(codes[5:]))


def test_what_is_done_to_many_codes_is_one_change_of_the_file(
    store: UserData, tmp_path: Path
) -> None:
    codes = [f"C{number}" for number in range(4000)]
    changes = {
        "copies": lambda: store.record_copies(codes),
        "the same copies": lambda: store.record_copies(codes[-RECENT_LIMIT:]),
        "new favorites": lambda: store.merge(codes[:200], {}),
        "moved favorites": lambda: store.move_favorites(codes[50:150], codes[10]),
    }
    written = {}
    for what, change in changes.items():
        before = changes_of(tmp_path)
        change()
        written[what] = changes_of(tmp_path) - before
    expected = {"copies": 1, "the same copies": 0, "new favorites": 1, "moved favorites": 1}
    assert written == expected
    assert store.recents() == tuple(reversed(codes[-RECENT_LIMIT:]))
    order = [*codes[:10], *codes[50:150], *codes[10:50], *codes[150:200]]
    assert list(store.favorites()) == order


def test_a_code_copied_twice_counts_from_the_second_time(store: UserData) -> None:
    store.record_copies(["a", "b", "c"])
    store.record_copies(["b", "d", "b"])
    assert store.recents() == ("b", "d", "c", "a")
    store.record_copies([])
    assert store.recents() == ("b", "d", "c", "a")


def test_favorites_move_before_another_or_to_the_end(store: UserData) -> None:
    store.merge(["a", "b", "c", "d"], {})
    wrong = []
    for codes, before, order in (
        (["d"], "a", "dabc"),
        (["a", "c"], "d", "acdb"),
        (["a"], "", "cdba"),
        (["d", "c"], "no favorite", "badc"),
        (["x", "a"], "b", "abdc"),
        (["b"], "b", "adcb"),
        ([], "a", "adcb"),
    ):
        store.move_favorites(codes, before)
        if store.favorites() != tuple(order):
            wrong.append((codes, before, store.favorites()))
    assert wrong == []


def test_a_removed_note_leaves_no_text_in_the_file(store: UserData, tmp_path: Path) -> None:
    chance = random.Random(5)
    texts = {}
    for number in range(600):
        code = f"C{number % 60}"
        texts[code] = f"secret-{number}-" * chance.choice((1, 3, 40, 600))
        store.set_note(code, texts[code])
        if number % 7 == 0:
            store.set_note(f"C{chance.randrange(60)}", "")
    left = set(re.findall(rb"secret-\d+-", (tmp_path / FILE_NAME).read_bytes()))
    notes = "".join(store.all_notes().values()).encode()
    assert left == set(re.findall(rb"secret-\d+-", notes))


def test_a_refresh_that_fails_leaves_the_patience_for_the_next_change(
    store: UserData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        second = open_userdata(tmp_path, noon)
        assert second.trouble

        def fail(*_args: object) -> str:
            raise MemoryError

        with monkeypatch.context() as patch:
            patch.setattr("otcodebook.userdata.store.saving_obstacle", fail)
            with pytest.raises(MemoryError):
                second.refresh()
        begun = time.monotonic()
        with pytest.raises(UserDataError):
            second.set_note("1", "one")
        assert time.monotonic() - begun > 0.3
        other.execute("ROLLBACK")
    second.close()


def test_what_was_handed_out_does_not_change_later(store: UserData) -> None:
    store.set_note("1", "one")
    notes, favorites = store.all_notes(), store.favorites()
    store.set_note("1", "two")
    store.set_favorite("1", True)
    assert notes == {"1": "one"}
    assert favorites == ()


def test_nothing_is_new_after_own_changes(store: UserData) -> None:
    store.set_note("1", "one")
    store.set_favorite("1", True)
    store.record_copies(["1"])
    assert not store.refresh()


def test_a_closed_store_saves_nothing_and_says_so(store: UserData) -> None:
    store.set_note("1", "one")
    store.close()
    store.close()
    with pytest.raises(UserDataError, match="not saved"):
        store.set_note("1", "two")
    assert not store.refresh()


@given(st.text(max_size=30), st.text(max_size=30))
def test_both_notes_are_in_what_is_made_of_two(first: str, second: str) -> None:
    both = join_notes(first, second)
    assert first in both
    assert second in both
    assert join_notes(both, first) == join_notes(both, second) == both


def test_much_to_read(tmp_path: Path) -> None:
    data = open_userdata(tmp_path, noon)
    many = [f"C{number}" for number in range(500)]
    data.merge(many[:200], {code: NoteChange(f"Note on {code}. " * 20, "") for code in many})
    data.close()
    again = open_userdata(tmp_path, noon)
    assert len(again.favorites()) == 200
    assert len(again.all_notes()) == 500
    again.close()


def test_the_domain_does_not_load_sqlite_for_others(tmp_path: Path) -> None:
    code = (
        "import sys; import otcodebook.cli.main, otcodebook.settings; "
        "print('sqlite3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        env={"PYTHONPATH": str(ROOT / "app"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "False"


CODES = st.sampled_from([f"C{number}" for number in range(8)])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)


class Model(RuleBasedStateMachine):
    """The store does what lists and dictionaries do, over any number of starts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.data = open_userdata(Path(self.folder.name), noon)
        self.favorites: list[str] = []
        self.notes: dict[str, str] = {}
        self.recents: list[str] = []

    @rule(code=CODES, on=st.booleans())
    def set_favorite(self, code: str, on: bool) -> None:
        self.data.set_favorite(code, on)
        if on and code not in self.favorites:
            self.favorites.append(code)
        elif not on and code in self.favorites:
            self.favorites.remove(code)

    @rule(codes=st.lists(CODES, unique=True, max_size=4), before=CODES)
    def move_favorites(self, codes: list[str], before: str) -> None:
        self.data.move_favorites(codes, before)
        moved = [code for code in codes if code in self.favorites]
        others = [code for code in self.favorites if code not in moved]
        at = others.index(before) if before in others else len(others)
        self.favorites = others[:at] + moved + others[at:]

    @rule(code=CODES, text=TEXTS)
    def set_note(self, code: str, text: str) -> None:
        assert self.data.set_note(code, text) == text
        self.notes.pop(code, None)
        if text:
            self.notes[code] = text

    @rule(codes=st.lists(CODES, max_size=6))
    def record_copies(self, codes: list[str]) -> None:
        self.data.record_copies(codes)
        for code in codes:
            self.recents = [code, *(other for other in self.recents if other != code)]

    @rule()
    def start_again(self) -> None:
        self.data = reopened(self.data, Path(self.folder.name))

    @invariant()
    def is_the_same(self) -> None:
        assert self.data.favorites() == tuple(self.favorites)
        assert self.data.all_notes() == self.notes
        assert self.data.recents() == tuple(self.recents)
        assert self.data.trouble == ""

    def teardown(self) -> None:
        self.data.close()
        self.folder.cleanup()


Model.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestModel = Model.TestCase

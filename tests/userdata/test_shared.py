"""Two windows at once, as real processes: they see each other's changes and lose none."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

import needs
from otcodebook.userdata.location import FILE_NAME, LOCK_NAME
from otcodebook.userdata.store import UserData, UserDataError, open_userdata
from support import ROOT

# Another window: it opens the store when told so and then does `body`. A change that is refused,
# because all write at once, is told to the user; here it is done again.
WINDOW = """
import sys
from datetime import datetime
from pathlib import Path
from otcodebook.userdata.store import UserDataError, open_userdata

def insist(change, *values):
    while True:
        try:
            return change(*values)
        except UserDataError as error:
            assert "another program is using" in error.user_message, error

print("ready", flush=True)
sys.stdin.readline()
name = sys.argv[2]
data = open_userdata(Path(sys.argv[1]), datetime.now)
while not data.readable:
    data.refresh()
"""

Started = subprocess.Popen[str]
Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts another window; it waits until it is told to go."""
    started: list[Started] = []

    def start_one(body: str, name: str = "other") -> Started:
        process = subprocess.Popen(
            [sys.executable, "-c", WINDOW + body, str(tmp_path), name],
            env={**os.environ, "PYTHONPATH": str(ROOT / "app")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start_one
    for process in started:
        process.kill()
        process.communicate()


def go(*windows: Started) -> None:
    for window in windows:
        assert window.stdin is not None
        window.stdin.write("go\n")
        window.stdin.flush()


def end(*windows: Started) -> list[str]:
    """Lets the windows go and waits for their end; what each one printed."""
    told = [window.communicate(timeout=60)[0] for window in windows]
    assert [window.returncode for window in windows] == [0] * len(windows)
    return told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UserData]:
    data = open_userdata(tmp_path, datetime.now)
    yield data
    data.close()


def test_what_another_window_saves_is_seen(store: UserData, start: Start) -> None:
    other = start("""
data.set_note("97110", "BlueCross wants 59 here.")
data.set_favorite("97530", True)
data.record_copies(["97165"])
""")
    assert not store.refresh()
    go(other)
    end(other)
    assert store.note_for("97110") == ""
    assert store.refresh()
    assert store.note_for("97110") == "BlueCross wants 59 here."
    assert store.favorites() == ("97530",)
    assert store.recents() == ("97165",)
    assert not store.refresh()


def test_what_came_with_an_own_change_is_still_told(store: UserData, start: Start) -> None:
    other = start('data.set_note("97110", "theirs")')
    go(other)
    end(other)
    store.set_note("97530", "mine")
    assert store.refresh()
    assert store.all_notes() == {"97110": "theirs", "97530": "mine"}


def test_windows_that_start_and_write_at_once_lose_nothing(tmp_path: Path, start: Start) -> None:
    body = """
for number in range(40):
    code = f"{name}{number}"
    insist(data.set_note, code, f"note {code}")
    insist(data.set_favorite, code, True)
    insist(data.record_copies, [code])
"""
    windows = [start(body, name) for name in "ABC"]
    go(*windows)
    end(*windows)
    data = open_userdata(tmp_path, datetime.now)
    codes = {f"{name}{number}" for name in "ABC" for number in range(40)}
    assert data.all_notes() == {code: f"note {code}" for code in codes}
    assert sorted(data.favorites()) == sorted(codes)
    for name in "ABC":
        own = [code for code in data.favorites() if code.startswith(name)]
        assert own == [f"{name}{number}" for number in range(40)]
    assert len(set(data.recents())) == len(data.recents()) == 50
    data.close()


def test_one_note_written_in_two_windows_keeps_both_texts(tmp_path: Path, start: Start) -> None:
    body = """
before = ""
for number in range(25):
    before = insist(data.set_note, "97110", f"{before}\\n{name}{number};", before)
"""
    windows = [start(body, name) for name in "AB"]
    go(*windows)
    end(*windows)
    data = open_userdata(tmp_path, datetime.now)
    note = data.note_for("97110")
    assert all(f"{name}{number};" in note for name in "AB" for number in range(25))
    data.close()


def test_a_note_changed_in_both_windows_is_not_overwritten(store: UserData, start: Start) -> None:
    store.set_note("97110", "Ask Aetna.")
    other = start('data.set_note("97110", "Ask Aetna first.", "Ask Aetna.")')
    go(other)
    end(other)
    both = "Ask Aetna first.\n\nAsk Cigna."
    assert store.set_note("97110", "Ask Cigna.", "Ask Aetna.") == both
    assert store.note_for("97110") == both
    assert store.set_note("97110", "Ask Cigna.", both) == "Ask Cigna."


def test_a_note_removed_in_one_window_and_changed_in_the_other_stays(
    store: UserData, start: Start
) -> None:
    store.set_note("1", "one")
    store.set_note("2", "two")
    other = start("""
data.set_note("1", "", "one")
data.set_note("2", "two and more", "two")
""")
    go(other)
    end(other)
    assert store.set_note("1", "one and more", "one") == "one and more"
    assert store.set_note("2", "", "two") == "two and more"


def test_an_order_changed_by_two_at_once_stays_an_order(store: UserData, start: Start) -> None:
    codes = [f"C{number}" for number in range(12)]
    store.merge(codes, {})
    body = """
for number in range(40):
    before = f"C{(number * 5 + ord(name)) % 12}"
    insist(data.move_favorites, [f"C{number * 7 % 12}", f"C{number * 3 % 12}"], before)
"""
    windows = [start(body, name) for name in "AB"]
    go(*windows)
    end(*windows)
    assert store.refresh()
    assert sorted(store.favorites()) == sorted(codes)


def test_a_favorite_removed_elsewhere_does_not_come_back_by_moving(
    store: UserData, start: Start
) -> None:
    store.merge(["a", "b", "c"], {})
    other = start('data.set_favorite("b", False)')
    go(other)
    end(other)
    store.move_favorites(["b"], "a")
    assert store.favorites() == ("a", "c")


def test_a_damaged_file_is_set_aside_once_by_windows_that_start_at_once(
    tmp_path: Path, start: Start
) -> None:
    damaged = b"SQLite format 3\0" + b"damaged " * 1000
    (tmp_path / FILE_NAME).write_bytes(damaged)
    body = """
insist(data.set_note, name, "kept")
print("set aside" if "damaged" in data.trouble else "", end="")
"""
    windows = [start(body, name) for name in "ABC"]
    go(*windows)
    assert sorted(end(*windows)) == ["", "", "set aside"]
    aside = list(tmp_path.glob(f"{FILE_NAME}.damaged-*"))
    assert [path.read_bytes() for path in aside] == [damaged]
    data = open_userdata(tmp_path, datetime.now)
    assert data.all_notes() == dict.fromkeys("ABC", "kept")
    data.close()


@needs.moving
def test_a_window_follows_when_another_sets_the_file_aside(
    store: UserData, tmp_path: Path, start: Start
) -> None:
    store.set_note("1", "old")
    damaged = b"damaged" * 2000
    (tmp_path / FILE_NAME).write_bytes(damaged)
    other = start('data.set_note("2", "new")')
    go(other)
    end(other)
    with pytest.raises(UserDataError, match="moved or deleted"):
        store.set_note("3", "mine")
    assert store.refresh()
    assert store.all_notes() == {"2": "new"}
    store.set_note("3", "mine")
    assert store.all_notes() == {"2": "new", "3": "mine"}
    aside = list(tmp_path.glob(f"{FILE_NAME}.damaged-*"))
    assert [path.read_bytes() for path in aside] == [damaged]


def test_two_windows_do_not_open_at_the_same_moment(store: UserData, tmp_path: Path) -> None:
    store.set_note("1", "one")
    with closing(sqlite3.connect(tmp_path / LOCK_NAME)) as opening:
        opening.execute("BEGIN EXCLUSIVE")
        second = open_userdata(tmp_path, datetime.now)
        assert not second.readable
        assert "another program is using" in second.trouble
    assert second.refresh()
    assert second.note_for("1") == "one"
    second.close()

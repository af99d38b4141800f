"""The last good copy of a list is whole, of that list, and private."""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needs
from otcodebook.userdata.list_copy import (
    ABOUT_NAME,
    FOLDER_NAME,
    FileContents,
    ListCopy,
    file_state,
    forget_copy,
    is_copied,
    last_copy,
)
from otcodebook.userdata.list_copy import keep_copy as keep_contents


def keep_copy(folder: Path, path: Path) -> None:
    """Keeps what is in the file now."""
    keep_contents(folder, path, FileContents(path.read_bytes(), file_state(path)))


def copied(folder: Path, path: Path) -> ListCopy:
    found = last_copy(folder, path)
    assert found is not None
    return found


def test_what_was_read_last_is_kept_with_its_time(tmp_path: Path) -> None:
    folder, path = tmp_path / "own", tmp_path / "codes.csv"
    assert last_copy(folder, path) is None
    before = datetime.now() - timedelta(seconds=5)
    for data in (b"Code,Name\n97110,Exercise\n", b"\0\n\r\n\xff", b""):
        path.write_bytes(data)
        keep_copy(folder, path)
        copy = copied(folder, path)
        assert copy.path.name == "codes.csv"
        assert copy.path.read_bytes() == data
        assert copy.when > before
    path.unlink()
    keep_contents(folder, path, FileContents(b"never", None))
    assert copied(folder, path).path.read_bytes() == b""


def test_there_is_one_copy_and_it_goes_with_its_list(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    for path in (first, second):
        path.write_bytes(path.name.encode())
        keep_copy(folder, path)
    assert last_copy(folder, first) is None
    assert copied(folder, second).path.read_bytes() == b"second.csv"
    (tmp_path / "other").mkdir()
    # The same name elsewhere is another list.
    assert last_copy(folder, tmp_path / "other" / "second.csv") is None
    assert sorted(path.name for path in folder.rglob("*")) == sorted(
        ["second.csv", FOLDER_NAME, ABOUT_NAME]
    )
    forget_copy(folder)
    forget_copy(folder)
    assert last_copy(folder, second) is None
    assert not list(folder.iterdir())


@needs.modes
def test_only_the_user_can_read_it(tmp_path: Path) -> None:
    folder, path = tmp_path / "own", tmp_path / "codes.csv"
    path.write_bytes(b"Code\n97110\n")
    keep_copy(folder, path)
    modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in folder.rglob("*")}
    assert modes == {"codes.csv": 0o600, FOLDER_NAME: 0o700, ABOUT_NAME: 0o600}


def test_the_bytes_that_were_read_are_kept_whatever_the_file_is_now(tmp_path: Path) -> None:
    folder, path = tmp_path / "own", tmp_path / "codes.csv"
    path.write_bytes(b"Code\n97110\n")
    read = FileContents(path.read_bytes(), file_state(path))
    path.write_bytes(b"Code\n97530\n97535\n")
    keep_contents(folder, path, read)
    assert copied(folder, path).path.read_bytes() == read.data
    assert is_copied(folder, path, read.state)
    assert not is_copied(folder, path, file_state(path))
    path.unlink()
    keep_contents(folder, path, read)
    assert copied(folder, path).path.read_bytes() == read.data


def test_a_list_that_has_not_changed_is_not_copied_again_and_its_copy_is_of_now(
    tmp_path: Path,
) -> None:
    folder, path = tmp_path / "own", tmp_path / "codes.csv"
    path.write_bytes(b"Code\n97110\n")
    keep_copy(folder, path)
    os.utime(folder / ABOUT_NAME, (10**6, 10**6))
    of_old, number = copied(folder, path), copied(folder, path).path.stat().st_ino
    keep_copy(folder, path)
    assert copied(folder, path).when - of_old.when > timedelta(days=1000)
    assert copied(folder, path).path.stat().st_ino == number


@settings(deadline=None)  # each example waits for the disk
@given(st.integers(0, 120), st.binary(max_size=3))
def test_what_says_nothing_clear_of_its_copy_is_none(
    tmp_path_factory: pytest.TempPathFactory, at: int, other: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "codes.csv"
    path.write_bytes(b"Code\n97110\n")
    forget_copy(folder)
    keep_copy(folder, path)
    about = folder / ABOUT_NAME
    whole = about.read_bytes()
    about.write_bytes(whole[:at] + other + whole[at + len(other) + 1 :])
    found = last_copy(folder, path)
    assert found is None or found.path.read_bytes() == b"Code\n97110\n"


@needs.pipes
def test_a_pipe_holds_up_nothing(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    os.mkfifo(tmp_path / ABOUT_NAME)
    path.write_bytes(b"x")
    assert last_copy(tmp_path, path) is None
    keep_copy(tmp_path, path)
    assert copied(tmp_path, path).path.read_bytes() == b"x"


def test_a_disk_that_refuses_costs_only_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(b"x")
    keep_copy(path / "below", path)
    assert last_copy(path / "below", path) is None
    assert path.read_bytes() == b"x"


@needs.file_limits
def test_a_full_disk_leaves_the_older_copy(tmp_path: Path) -> None:
    folder, path, other = tmp_path / "own", tmp_path / "codes.csv", tmp_path / "other.csv"
    path.write_bytes(b"older")
    other.write_bytes(bytes(8192))
    keep_copy(folder, path)
    path.write_bytes(bytes(8192))
    with needs.file_limit(4096):
        keep_copy(folder, path)
        assert copied(folder, path).path.read_bytes() == b"older"
        # Of another list there is none to leave.
        keep_copy(folder, other)
    assert last_copy(folder, path) is None
    assert last_copy(folder, other) is None
    assert not list(folder.rglob("*.new"))


def test_what_is_told_twice_of_a_copy_is_no_copy(tmp_path: Path) -> None:
    folder, path = tmp_path / "own", tmp_path / "codes.csv"
    path.write_bytes(b"Code\n97110\n")
    keep_copy(folder, path)
    about = folder / ABOUT_NAME
    about.write_text(about.read_text().replace('"size": 11', '"size": 3, "size": 11'))
    assert last_copy(folder, path) is None

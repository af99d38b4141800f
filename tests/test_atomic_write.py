"""A file is written whole, or the one that was there stays."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError

_ROOM = 4096


@contextmanager
def little_room() -> Iterator[None]:
    """A disk that refuses in the middle of a longer file.

    No fixture: what pytest prints between the test and its end may go to a file too.
    """
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for data in (b"longer than the next", b"short"):
        write_file(path, data)
        assert path.read_bytes() == data
    assert os.listdir(tmp_path) == ["list.csv"]


def test_a_disk_that_refuses_in_the_middle_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_file(path, b"older")
    sentence = r"list\.csv cannot be written \(.*\): choose another place"
    with little_room(), pytest.raises(AppError, match=sentence):
        write_file(path, bytes(_ROOM * 2))
    assert path.read_bytes() == b"older"
    assert os.listdir(tmp_path) == ["list.csv"]


def test_the_longest_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 251}.csv"
    write_file(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    write_file(link, b"x")
    assert link.is_symlink()
    assert (tmp_path / "there" / "real.csv").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["no/folder/x.csv", "folder", "loop", "a\0b", "x\udc80" * 140])
def test_a_place_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(AppError, match="cannot be written") as error:
        write_file(tmp_path / name, b"x")
    assert error.value.user_message.isprintable()
    assert sorted(os.listdir(tmp_path)) == before

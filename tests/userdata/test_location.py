"""Whether there is a store, told without opening it."""

import os
import shutil
from pathlib import Path

import pytest

from otcodebook.userdata.location import FILE_NAME, MIN_FREE_BYTES, free_bytes, is_absent
from otcodebook.userdata.store import open_userdata


def test_nothing_is_kept_before_the_first_change(tmp_path: Path) -> None:
    assert is_absent(tmp_path)
    assert is_absent(tmp_path / "not" / "made" / "yet")
    assert list(tmp_path.iterdir()) == []


def test_something_is_kept_where_a_store_is(tmp_path: Path) -> None:
    open_userdata(tmp_path).close()
    assert not is_absent(tmp_path)


@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-journal", f"{FILE_NAME}.damaged-1"])
def test_something_is_kept_where_traces_of_a_store_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to(tmp_path / "nowhere")
    assert not is_absent(tmp_path)


def test_a_place_that_cannot_be_used_is_looked_at_by_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    assert not is_absent(tmp_path / "file")
    assert not is_absent(tmp_path / "file" / "folder")
    with monkeypatch.context() as read_only:
        read_only.setattr(os, "access", lambda path, mode: False)
        assert not is_absent(tmp_path)
    monkeypatch.setattr("otcodebook.userdata.location.free_room", lambda folder: MIN_FREE_BYTES - 1)
    assert not is_absent(tmp_path)


def test_the_free_room_is_what_the_system_tells(tmp_path: Path) -> None:
    told = free_bytes(tmp_path)
    assert abs(told - shutil.disk_usage(tmp_path).free) < 2**30  # others may write meanwhile
    with pytest.raises(OSError, match="not-there"):
        free_bytes(tmp_path / "not-there")

"""Where the user's data lies: found without SQLite, and nobody else's to read."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import closing
from pathlib import Path

import pytest

import needs
from otcodebook.settings import Settings, SettingsFile
from otcodebook.userdata.location import FILE_NAME, make_private_folder, store_exists
from otcodebook.userdata.sqlite_file import free_bytes
from otcodebook.userdata.store import open_userdata


def modes(folder: Path) -> dict[str, str]:
    """The permissions of the folder and of all that is in it."""
    paths = [folder, *folder.iterdir()]
    return {path.name: oct(stat.S_IMODE(path.lstat().st_mode)) for path in paths}


def test_there_is_a_store_once_something_was_saved(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "not" / "made" / "yet"):
        assert not store_exists(folder)
    assert list(tmp_path.iterdir()) == []
    open_userdata(tmp_path).close()
    assert store_exists(tmp_path)


@needs.links
def test_what_cannot_be_told_is_left_to_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert store_exists(tmp_path / "file")
    (tmp_path / "dangling").mkdir()
    (tmp_path / "dangling" / FILE_NAME).symlink_to(tmp_path / "nowhere")
    assert store_exists(tmp_path / "dangling")


@needs.modes
def test_folder_and_files_are_private_from_the_first_byte(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = tmp_path / "new"
        SettingsFile(folder / "settings.json").update(Settings(), on_top=True)
        with closing(open_userdata(folder)) as data:
            data.set_note("97110", "private")
    finally:
        os.umask(before)
    assert modes(folder) == {
        "new": "0o700",
        "settings.json": "0o600",
        "userdata.sqlite": "0o600",
        "userdata.lock": "0o600",
    }


@needs.modes
def test_what_an_older_version_left_readable_is_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    folder = tmp_path / "old"
    folder.mkdir(mode=0o755)
    ours = {
        "userdata.sqlite": 0o644,
        "userdata.sqlite.damaged-1": 0o664,
        "userdata.lock": 0o644,
        "settings.json": 0o444,
        "window.ini": 0o666,
    }
    for name, mode in ours.items():
        (folder / name).touch()
        (folder / name).chmod(mode)
    (folder / "another's").touch(mode=0o644)
    (folder / "settings.json.link").symlink_to(folder / "another's")
    make_private_folder(folder)
    # The folder, and each file that was open to others.
    assert "is private now: 6 permissions changed" in caplog.text
    caplog.clear()
    make_private_folder(folder)
    assert caplog.text == ""
    found = modes(folder)
    assert found.pop("settings.json.link")
    assert found == {
        "old": "0o700",
        **{name: oct(mode & 0o700) for name, mode in ours.items()},
        "another's": "0o644",
    }


def test_the_free_room_is_what_the_system_tells(tmp_path: Path) -> None:
    free = free_bytes(tmp_path)
    assert abs(free - shutil.disk_usage(tmp_path).free) < 2**30  # others may write meanwhile
    with pytest.raises(FileNotFoundError):
        free_bytes(tmp_path / "not-there")

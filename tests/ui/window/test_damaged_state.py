"""Damaged settings and view state: the start takes the default for what is not right."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import needs
from otcodebook.ui.window.main_window import MainWindow
from support import ROOT
from ui.driver import Driver, OpenDriver

_STARTS, _PROCESSES = 400, 2
_LISTED = ["97165", "97110", "97530", "97150"]


def _screen(folder: Path) -> str:
    """A platform without a screen that has room for the window; programs start in the folder.

    Qt takes the colon in a path of Windows for the end of the file's name.
    """
    size = {"x": 0, "y": 0, "width": 1600, "height": 1200}
    dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = folder / "screens.json"
    screens.write_text(json.dumps({"screens": [{"name": "one", **size, **dots}]}))
    return f"offscreen:configfile={screens.name}"


@pytest.mark.timeout(600)
def test_no_damage_of_either_file_fails_a_start(catalog_file: Path, tmp_path: Path) -> None:
    """Each start is looked at: none ends, hangs or warns, none shows a window off the screen."""
    program = Path(__file__).with_name("mutated_starts.py")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "app"), str(ROOT / "tests")]),
        "QT_QPA_PLATFORM": _screen(tmp_path),
    }
    step = _STARTS // _PROCESSES
    command: list[str | Path] = [sys.executable, program, catalog_file]
    running = [
        subprocess.Popen(
            [*command, tmp_path / str(first), str(first), str(first + step)],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in range(0, _STARTS, step)
    ]
    for process in running:
        stdout, stderr = process.communicate(timeout=500)
        numbers, _, told = stdout.rstrip().rpartition("\n")
        assert process.returncode == 0, f"after {numbers[-6:]} and {told}: {stderr}"
        assert json.loads(told) == {}
        assert stderr == ""


@needs.modes
def test_what_cannot_be_read_is_kept_aside_once(opened: OpenDriver, folder: Path) -> None:
    folder.mkdir()
    damaged = {"window.ini": b"[General]\ntab=\xff\xfe\0", "settings.json": b'{"theme": "da'}
    for name, data in damaged.items():
        (folder / name).write_bytes(data)
    driver = opened()
    assert driver.listed() == _LISTED
    driver.window.close()
    for name, data in damaged.items():
        aside = folder / f"{name}.damaged"
        assert aside.read_bytes() == data
        assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    again = opened()
    assert again.tabs.currentIndex() == 0
    again.window.close()
    assert sorted(path.name for path in folder.glob("*.damaged*")) == [
        "settings.json.damaged",
        "window.ini.damaged",
    ]


def test_a_choice_given_twice_counts_as_damage(opened: OpenDriver, folder: Path) -> None:
    folder.mkdir()
    (folder / "settings.json").write_text('{"hint_seen": true, "hint_seen": true}')
    opened().window.close()
    assert (folder / "settings.json.damaged").exists()


@needs.modes
def test_a_folder_that_cannot_be_looked_into_fails_no_start(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path
) -> None:
    """As without the permission to enter it; for an administrator a name too long is the same."""
    driver = Driver(open_window(catalog_file, tmp_path / ("x" * 300)))
    assert driver.listed() == _LISTED
    for told in ("Your favorites and notes cannot be opened", "Your preferences cannot be read"):
        assert told in driver.banner()
    driver.window.close()


@needs.pipes
def test_a_pipe_in_the_place_of_a_file_holds_up_nothing(opened: OpenDriver, folder: Path) -> None:
    folder.mkdir()
    for name in ("window.ini", "settings.json"):
        os.mkfifo(folder / name)
    driver = opened()
    assert driver.listed() == _LISTED
    driver.window.close()
    assert all((folder / name).is_fifo() for name in ("window.ini", "settings.json"))


def test_objects_that_qt_would_build_from_the_file_are_not_read(
    opened: OpenDriver, folder: Path
) -> None:
    """However the mark of an object is spelled, and wherever Qt begins a value."""
    opened().window.close()
    path, aside = folder / "window.ini", folder / "window.ini.damaged"
    sound = path.read_text()
    values = (
        *(r"@Variant(\0\0\0\x43\0)", r'"@Variant(\0\0\0\x43\0)"', r"@DateTime(\0)", "@Size(1 1)"),
        *(r"\x40Variant(\0)", r"\x00040Variant(\0)", r"\100Variant(\0)", r"\q@Variant(\0)"),
        *('""@Variant(0)', "a, @Variant(0)", '"a", @Variant(0)', "a\\\n,@Variant(0)"),
    )
    wrong = []
    for value in values:
        aside.unlink(missing_ok=True)
        path.write_text(sound.replace("query=", f"query={value}", 1))
        found = opened()
        if found.field.text() or not aside.exists():
            wrong.append((value, found.field.text()))
        found.window.close()
    assert wrong == []


def test_a_search_that_is_written_like_an_object_is_only_a_search(
    opened: OpenDriver, folder: Path
) -> None:
    for query in ("@Variant(", '"@Variant(', ", @Variant(", "\\@DateTime(", "@", '"', "\\"):
        driver = opened()
        driver.search(query)
        driver.window.close()
        found = opened()
        assert found.field.text() == query
        found.window.close()
    assert not (folder / "window.ini.damaged").exists()


@needs.modes
def test_what_the_window_showed_is_private_behind_a_link_too(
    opened: OpenDriver, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    path, target = folder / "window.ini", tmp_path / "elsewhere.ini"
    path.symlink_to(target)
    for _ in range(2):  # made the first time, and mended the second
        opened().window.close()
        assert path.is_symlink()
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        target.chmod(0o644)
    path.unlink()
    path.symlink_to(path)
    opened().window.close()
    assert os.readlink(path) == str(path)
    assert [name.name for name in folder.iterdir() if name.suffix == ".ini"] == ["window.ini"]

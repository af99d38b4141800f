"""A file is written whole, or the older one stays; nobody gets to read more than before."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import needs
from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError
from support import ROOT

_ROOM = 4096


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def refusal(path: Path, data: bytes = b"x") -> str:
    """The sentence with which writing is refused."""
    with pytest.raises(AppError) as error:
        write_file(path, data)
    sentence = error.value.user_message
    assert sentence.isprintable()
    assert sentence.endswith(".")
    return sentence


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for data in (b"longer than the next", b"short"):
        write_file(path, data)
        assert path.read_bytes() == data
    assert os.listdir(tmp_path) == ["list.csv"]


@needs.file_limits
def test_a_disk_that_refuses_in_the_middle_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_file(path, b"older")
    with needs.file_limit(_ROOM):
        sentence = refusal(path, bytes(_ROOM * 2))
    assert sentence.startswith(f"{path} cannot be written (")
    assert sentence.endswith("): choose another place.")
    assert path.read_bytes() == b"older"
    assert os.listdir(tmp_path) == ["list.csv"]


def test_a_failure_at_any_step_leaves_the_older_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    write_file(path, b"older")
    failures: list[BaseException] = [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()]
    wrong: list[tuple[object, ...]] = []
    for step in ("fsync", "replace", "chmod"):
        for failure in failures:

            def fail(*_args: object, failure: BaseException = failure) -> None:
                raise failure

            with monkeypatch.context() as patch:
                patch.setattr(os, step, fail)
                with pytest.raises((AppError, KeyboardInterrupt)) as error:
                    write_file(path, b"newer")
            told = str(error.value)
            full = "the disk is full" in told if isinstance(failure, OSError) else not told
            if not full or os.listdir(tmp_path) != ["list.csv"] or path.read_bytes() != b"older":
                wrong.append((step, failure, told, os.listdir(tmp_path)))
    assert wrong == []


def test_the_longest_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 251}.csv"
    write_file(path, b"x")
    assert path.read_bytes() == b"x"


@needs.links
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    for data in (b"the target is made", b"the target is replaced"):
        write_file(link, data)
        assert link.is_symlink()
        assert (tmp_path / "there" / "real.csv").read_bytes() == data
    assert os.listdir(tmp_path / "there") == ["real.csv"]


@needs.modes
def test_a_file_keeps_its_mode_and_a_new_one_gets_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    wrong: list[tuple[object, ...]] = []
    for mask, usual in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0o000, 0o666)):
        with umask(mask):
            path.unlink(missing_ok=True)
            write_file(path, b"new")
            if mode(path) != usual:
                wrong.append((oct(mask), oct(mode(path))))
            for kept in (0o600, 0o640, 0o644, 0o664, 0o755):
                path.chmod(kept)
                write_file(path, b"again")
                if mode(path) != kept:
                    wrong.append((oct(mask), oct(kept), oct(mode(path))))
    assert wrong == []


@needs.modes
def test_a_private_file_is_for_its_owner_only_even_if_it_was_not(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    with umask(0o000):
        write_file(path, b"new", private=True)
        assert mode(path) == 0o600
        path.chmod(0o664)
        write_file(path, b"again", private=True)
        assert mode(path) == 0o600


@needs.modes
def test_a_read_only_file_is_refused_even_for_an_administrator(tmp_path: Path) -> None:
    path, link = tmp_path / "list.csv", tmp_path / "link.csv"
    path.write_bytes(b"older")
    path.chmod(0o444)
    link.symlink_to(path)
    for name in (path, link):
        told = refusal(name)
        assert told == (f"{name} is read-only: allow writing to that file, or choose another name.")
    assert path.read_bytes() == b"older"
    assert mode(path) == 0o444
    assert sorted(os.listdir(tmp_path)) == ["link.csv", "list.csv"]


def test_a_file_in_use_on_windows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"older")
    for number in (5, 32):

        def refuse(*_args: object, number: int = number) -> None:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = number  # type: ignore[attr-defined]
            raise error

        with monkeypatch.context() as windows:
            windows.setattr(os, "replace", refuse)
            told = refusal(path)
        assert told == f"{path} is open in another program: close it there, then try again."
        assert os.listdir(tmp_path) == ["list.csv"]


def test_no_export_is_written_over_our_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "OT Codebook"
    folder.mkdir()
    names = ["userdata.sqlite", "settings.json", "window.ini", "cms.sqlite", "Settings.JSON"]
    wrong = {}
    for name in names:
        (folder / name).write_bytes(b"ours")
        with pytest.raises(AppError) as error:
            write_file(folder / name, b"an export", drafts=folder)
        told = f"{folder / name} is a file that OT Codebook itself needs: choose another place."
        if error.value.user_message != told or (folder / name).read_bytes() != b"ours":
            wrong[name] = error.value.user_message
    assert wrong == {}
    if os.name == "posix":
        (tmp_path / "link.json").symlink_to(folder / "settings.json")
        with pytest.raises(AppError):
            write_file(tmp_path / "link.json", b"an export", drafts=folder)
    write_file(folder / "my notes.json", b"an export", drafts=folder)
    write_file(tmp_path / "settings.json", b"an export", drafts=folder)
    assert (folder / "my notes.json").read_bytes() == b"an export"


@needs.links
def test_nothing_is_written_through_a_link_laid_in_the_drafts_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts: list[str] = []
    replace: Callable[..., None] = os.replace

    def seen(draft: Path, target: Path) -> None:
        drafts.append(draft.name)
        replace(draft, target)

    monkeypatch.setattr(os, "replace", seen)
    path, victim = tmp_path / "list.csv", tmp_path / "victim"
    for _ in range(3):
        write_file(path, b"x")
    assert len(set(drafts)) == 3  # nobody can know the next one
    victim.write_bytes(b"precious")
    monkeypatch.setattr(os, "urandom", bytes)
    (tmp_path / f".ot-codebook-{bytes(8).hex()}.new").symlink_to(victim)
    assert "cannot be written" in refusal(path)
    assert victim.read_bytes() == b"precious"


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    cases = {
        "no/folder/x.csv": "its folder does not exist",
        "file/x.csv": "its folder does not exist",
        "folder": "it is a folder",
        "a\0b": "no disk takes such a name",
    }
    if os.name == "posix":
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        (tmp_path / "one").symlink_to(tmp_path / "other")
        (tmp_path / "other").symlink_to(tmp_path / "one")
        os.mkfifo(tmp_path / "pipe")
        cases |= {
            "loop": "it is a link that leads to itself",
            "one": "it is a link that leads to itself",
            "pipe": "it is a pipe or a device",
            "\ud800": "no disk takes such a name",
            "x\udc80" * 140: "its name is too long",
        }
    before = sorted(os.listdir(tmp_path))
    wrong = {}
    for name, reason in cases.items():
        told = refusal(tmp_path / name)
        if f"cannot be written ({reason}): choose another place." not in told:
            wrong[name] = told
    assert wrong == {}
    assert sorted(os.listdir(tmp_path)) == before


def test_writing_a_list_does_not_load_the_database() -> None:
    program = (
        "import sys, pathlib\n"
        "from otcodebook.atomic_write import write_file\n"
        "import otcodebook.export.printed_list, otcodebook.ui.printing.export\n"
        "try: write_file(pathlib.Path('no/such/folder'), b'')\n"
        "except Exception as error: print(error)\n"
        "print([name for name in sys.modules if 'sqlite' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT / "app")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "folder cannot be written" in done.stdout
    assert done.stdout.endswith("[]\n")

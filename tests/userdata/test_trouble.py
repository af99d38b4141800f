"""Whatever is wrong with the file: the store opens, says so, loses nothing and never pretends."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

import in_use
import needs
from otcodebook.userdata import sqlite_file
from otcodebook.userdata.location import FILE_NAME, LOCK_NAME
from otcodebook.userdata.store import NoteChange, UserData, UserDataError, open_userdata

MUTATIONS = 400
OURS = {FILE_NAME, LOCK_NAME}


def noon() -> datetime:
    return datetime(2026, 3, 4, 12, 0, 5)


ASIDE = f"{FILE_NAME}.damaged-20260304-120005"


def opened(folder: Path):
    return closing(open_userdata(folder, noon))


def filled(folder: Path) -> Path:
    """A store with something in it; the path of its file."""
    with opened(folder) as data:
        data.set_note("97110", "BlueCross wants 59 here.")
        data.merge(["97530", "97165"], {})
        data.record_copies(["97165"])
    return folder / FILE_NAME


def is_one_sentence(told: str) -> bool:
    return told.endswith(".") and told.isprintable() and ". " not in told and ": " in told


def refuses_to_save(data: UserData, why: str) -> bool:
    """Every change says that it is not saved, and changes nothing that is shown."""
    before = data.favorites(), dict(data.all_notes()), data.recents()
    changes = (
        lambda: data.set_note("1", "x"),
        lambda: data.set_favorite("1", True),
        lambda: data.move_favorites(["97530"], ""),
        lambda: data.record_copies(["1"]),
        lambda: data.merge(["1"], {"1": NoteChange("x", "")}),
    )
    for change in changes:
        with pytest.raises(UserDataError, match=f"not saved, because .*{why}") as told:
            change()
        assert is_one_sentence(told.value.user_message)
    return before == (data.favorites(), dict(data.all_notes()), data.recents())


def works(data: UserData) -> bool:
    data.set_note("2", "two")
    data.refresh()
    return data.note_for("2") == "two" and data.trouble == ""


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def overwritten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * 12000)


DAMAGES = {
    "corrupt": lambda path: path.write_bytes(b"no database " * 500),
    "cut off": cut_off,
    "overwritten": overwritten,
    "of zeros": lambda path: path.write_bytes(bytes(20000)),
    "short": lambda path: path.write_bytes(b"SQLite format 3\0"),
    "without a table": lambda path: sql(path, "DROP TABLE notes"),
    "without a column": lambda path: sql(path, "ALTER TABLE notes RENAME COLUMN text TO body"),
    "of no version": lambda path: sql(path, "PRAGMA user_version = 0"),
    "of a wrong version": lambda path: sql(path, "PRAGMA user_version = -3"),
    "with a blob": lambda path: sql(
        path, "PRAGMA ignore_check_constraints = ON", "INSERT INTO notes VALUES ('1', x'ff')"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_said_so(tmp_path: Path, damage: str) -> None:
    path = filled(tmp_path)
    DAMAGES[damage](path)
    damaged = path.read_bytes()
    with opened(tmp_path) as data:
        assert ASIDE in data.trouble
        assert is_one_sentence(data.trouble)
        assert (data.favorites(), data.all_notes(), data.recents()) == ((), {}, ())
        data.set_note("1", "one")
        assert not data.refresh()
        assert ASIDE in data.trouble
    assert (tmp_path / ASIDE).read_bytes() == damaged
    with opened(tmp_path) as data:
        assert data.all_notes() == {"1": "one"}
        assert data.trouble == ""


def test_each_damaged_file_is_kept_and_its_journal_with_it(tmp_path: Path) -> None:
    texts = [b"first", b"second", b"third"]
    for text in texts:
        (tmp_path / FILE_NAME).write_bytes(text * 1000)
        # One that begins with zeros is left to us: SQLite has no use for it.
        (tmp_path / f"{FILE_NAME}-journal").write_bytes(bytes(8) + text)
        with opened(tmp_path) as data:
            assert ASIDE in data.trouble
    names = {path.name for path in tmp_path.iterdir()}
    asides = [ASIDE, f"{ASIDE}-2", f"{ASIDE}-3"]
    assert names == {*OURS, *asides, *(f"{aside}-journal" for aside in asides)}
    for aside, text in zip(asides, texts, strict=True):
        assert (tmp_path / aside).read_bytes() == text * 1000
        assert (tmp_path / f"{aside}-journal").read_bytes() == bytes(8) + text


def test_an_empty_file_is_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with opened(tmp_path) as data:
        assert works(data)


def test_any_damage_leaves_a_store_and_every_byte(tmp_path: Path) -> None:
    chance = random.Random(3)
    sound = tmp_path / "sound"
    path = filled(sound)
    with opened(sound) as data:
        for number in range(30):
            data.set_note(f"C{number}", f"{number} " * chance.randint(1, 3000))
    whole = path.read_bytes()
    happened: Counter[str] = Counter()
    for mutation in range(MUTATIONS):
        damaged = bytearray(whole)
        # The first hundred bytes and the tables' beginnings decide most.
        reach = chance.choice((100, 4096, len(damaged)))
        for _ in range(chance.choice((1, 1, 3, 20))):
            damaged[chance.randrange(reach)] = chance.randrange(256)
        if mutation % 5 == 0:
            del damaged[chance.randrange(len(damaged)) :]
        folder = tmp_path / str(mutation)
        folder.mkdir()
        (folder / FILE_NAME).write_bytes(damaged)
        with opened(folder) as data:
            if not data.trouble:
                happened["opened"] += 1
                assert works(data)
            elif (folder / ASIDE).exists():
                happened["set aside"] += 1
                assert (folder / ASIDE).read_bytes() == damaged
                data.set_note("1", "one")
            else:
                happened["left alone"] += 1
                assert (folder / FILE_NAME).read_bytes() == damaged
                assert is_one_sentence(data.trouble)
                with pytest.raises(UserDataError):
                    data.set_note("1", "one")
        shutil.rmtree(folder)
    print(dict(happened))
    assert happened["set aside"] > MUTATIONS / 10
    assert happened["left alone"] < MUTATIONS / 10


def test_newer_schema_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path)
    sql(path, "PRAGMA user_version = 2", "ALTER TABLE notes ADD COLUMN color TEXT")
    newer = path.read_bytes()
    with opened(tmp_path) as data:
        assert not data.readable
        assert "install the newest version" in data.trouble
        assert is_one_sentence(data.trouble)
        assert refuses_to_save(data, "newer version of OT Codebook")
        assert not data.refresh()
    assert path.read_bytes() == newer
    assert set(os.listdir(tmp_path)) == OURS


@contextmanager
def locked(path: Path, kind: str) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"BEGIN {kind}")
        yield


# So many looks at a locked file would take minutes if one of them waited.
MANY = 300


@pytest.mark.timeout(30)
def test_a_locked_file_is_opened_once_it_is_free(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with locked(path, "EXCLUSIVE"):
        data = open_userdata(tmp_path, noon)
        assert not data.readable
        assert "another program is using" in data.trouble
        assert is_one_sentence(data.trouble)
        assert refuses_to_save(data, "another program is using")
        assert not any(data.refresh() for _ in range(MANY))
    assert data.refresh()
    assert data.note_for("97110") == "BlueCross wants 59 here."
    assert works(data)
    data.close()


def test_a_file_locked_for_writing_can_be_read(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with locked(path, "IMMEDIATE"):
        data = open_userdata(tmp_path, noon)
        assert data.note_for("97110") == "BlueCross wants 59 here."
        assert "cannot be saved, because another program" in data.trouble
        with pytest.raises(UserDataError, match="another program is using"):
            data.set_note("97110", "x")
        assert not data.refresh()
        assert data.trouble
    assert data.refresh()
    assert works(data)
    data.close()


@pytest.mark.timeout(30)
def test_a_lock_that_comes_later_keeps_what_is_shown(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with opened(tmp_path) as data:
        with locked(path, "EXCLUSIVE"):
            assert not any(data.refresh() for _ in range(MANY))
            assert refuses_to_save(data, "another program is using")
        assert works(data)


@needs.moving
def test_a_file_moved_away_is_not_written_to(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with opened(tmp_path) as data:
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(UserDataError, match="was moved or deleted: put it back"):
            data.set_note("1", "one")
        (tmp_path / "elsewhere").rename(path)
        assert works(data)


def test_a_damaged_file_that_another_program_keeps_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(tmp_path)
    cut_off(path)
    with monkeypatch.context() as windows:
        windows.setattr(Path, "rename", in_use.refuse)
        data = open_userdata(tmp_path, noon)
        assert f"another program is using {path}" in data.trouble
        assert is_one_sentence(data.trouble)
    with closing(data):
        assert data.refresh()
        assert ASIDE in data.trouble


def test_a_sound_file_that_another_program_keeps_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite knows only that it cannot be opened."""
    with pytest.raises(sqlite3.OperationalError) as unopenable:
        sqlite3.connect(tmp_path / "no folder" / FILE_NAME)
    monkeypatch.setattr(sqlite_file, "open", in_use.refuse, raising=False)
    told = sqlite_file.describe_error(unopenable.value, tmp_path / FILE_NAME)
    assert told.startswith(f"another program is using {tmp_path / FILE_NAME}: ")


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with opened(tmp_path) as data:
        assert "cannot be used" in data.trouble
        assert is_one_sentence(data.trouble)
        assert refuses_to_save(data, "cannot be used")
    assert (tmp_path / FILE_NAME).is_dir()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way")
    for folder in (tmp_path / "folder", tmp_path / "folder" / "below"):
        with opened(folder) as data:
            assert not data.readable
            assert is_one_sentence(data.trouble)
            assert refuses_to_save(data, "cannot be used")


class Tmpfs:
    """A real disk of 512 KB that can be filled up and made read-only."""

    full = "the disk is full: make room"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def fill(self) -> None:
        with suppress(OSError), self.ballast.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        assert shutil.disk_usage(self.folder).free == 0

    def make_room(self) -> None:
        self.ballast.unlink(missing_ok=True)

    def forbid_writing(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)

    def allow_writing(self) -> None:
        subprocess.run(["mount", "-o", "remount,rw", self.folder], check=True)


class Limits:
    """The nearest to it for those who may not mount: no byte can be written; permissions."""

    full = "(the disk is full: make room|disk I/O error.*: check the disk)"

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.patch = monkeypatch
        self.limit = ExitStack()

    def fill(self) -> None:
        self.limit.enter_context(needs.file_limit(0))
        self.patch.setattr("otcodebook.userdata.sqlite_file.free_bytes", lambda _folder: 0)

    def make_room(self) -> None:
        self.patch.undo()
        self.limit.close()

    def forbid_writing(self) -> None:
        for path in (*self.folder.iterdir(), self.folder):
            path.chmod(path.stat().st_mode & ~0o222)

    def allow_writing(self) -> None:
        for path in (self.folder, *self.folder.iterdir()):
            path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Tmpfs | Limits]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix":
        pytest.skip("no disk that can be filled up and made read-only")
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    with pytest.MonkeyPatch.context() as patch:
        small = Tmpfs(folder) if mounted else Limits(folder, patch)
        try:
            yield small
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)
            else:
                small.make_room()
                small.allow_writing()


def test_a_disk_that_fills_up_refuses_and_later_takes(disk: Tmpfs | Limits) -> None:
    filled(disk.folder)
    with opened(disk.folder) as data:
        assert data.trouble == ""
        disk.fill()
        with pytest.raises(UserDataError, match=f"not saved, because .*{disk.full}"):
            data.set_note("1", "x" * 9000)
        assert refuses_to_save(data, disk.full)
        disk.make_room()
        assert works(data)
    with opened(disk.folder) as data:
        assert data.all_notes() == {"97110": "BlueCross wants 59 here.", "2": "two"}
        assert data.trouble == ""
    assert set(os.listdir(disk.folder)) == OURS


def test_a_start_on_a_full_disk_shows_all_and_says_so(disk: Tmpfs | Limits) -> None:
    filled(disk.folder)
    disk.fill()
    with opened(disk.folder) as data:
        assert "cannot be saved, because the disk is full" in data.trouble
        assert is_one_sentence(data.trouble)
        assert data.note_for("97110") == "BlueCross wants 59 here."
        assert refuses_to_save(data, disk.full)
        assert not data.refresh()
        disk.make_room()
        assert data.refresh()
        assert data.trouble == ""
        assert works(data)


def test_a_first_start_on_a_full_disk_says_so(disk: Tmpfs | Limits) -> None:
    disk.fill()
    with opened(disk.folder / "new") as data:
        assert not data.readable
        assert is_one_sentence(data.trouble)
        assert refuses_to_save(data, disk.full)
        disk.make_room()
        assert data.refresh()
        assert data.readable
        assert works(data)


def test_what_does_not_fit_as_a_whole_is_not_taken_in_part(disk: Tmpfs | Limits) -> None:
    filled(disk.folder)
    with opened(disk.folder) as data:
        if isinstance(disk, Limits):
            disk.fill()
        many = {f"C{number}": NoteChange("x" * 9000, "") for number in range(100)}
        with pytest.raises(UserDataError, match=disk.full):
            data.merge(["1", "2"], many)
        disk.make_room()
        assert data.favorites() == ("97530", "97165")
        assert works(data)
    with opened(disk.folder) as data:
        assert data.all_notes() == {"97110": "BlueCross wants 59 here.", "2": "two"}


def test_a_read_only_folder_is_read_and_said_so(disk: Tmpfs | Limits) -> None:
    filled(disk.folder)
    disk.forbid_writing()
    with opened(disk.folder) as data:
        assert data.note_for("97110") == "BlueCross wants 59 here."
        assert f"cannot be saved, because {disk.folder} is read-only" in data.trouble
        assert is_one_sentence(data.trouble)
        assert refuses_to_save(data, "is read-only: allow writing")
        assert not data.refresh()


def test_a_read_only_folder_without_a_store_is_said_so(disk: Tmpfs | Limits) -> None:
    disk.forbid_writing()
    for folder in (disk.folder, disk.folder / "new"):
        with opened(folder) as data:
            assert not data.readable
            assert is_one_sentence(data.trouble)
            assert refuses_to_save(data, "read-only: allow writing")
    disk.allow_writing()
    with opened(disk.folder) as data:
        assert works(data)


def test_a_damaged_file_in_a_read_only_folder_stays(disk: Tmpfs | Limits) -> None:
    (disk.folder / FILE_NAME).write_bytes(b"damaged" * 1000)
    disk.forbid_writing()
    with opened(disk.folder) as data:
        assert not data.readable
        assert is_one_sentence(data.trouble)
        assert refuses_to_save(data, "read-only: allow writing")
        disk.allow_writing()
        assert data.refresh()
        assert ASIDE in data.trouble
        data.set_note("1", "one")
    assert (disk.folder / ASIDE).read_bytes() == b"damaged" * 1000

"""The store of CMS's tables: by table, setting and edition; whole or unchanged; removable."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

import needs
from cms_files import MUE_ROWS, PTP_ROWS, mue_text, write, write_mue, write_ptp
from fee_files import write_fee_zip
from otcodebook.cms import FILE_NAME
from otcodebook.cms.complete import EditionUnknownError
from otcodebook.cms.coverage import PartRange, missing_codes, missing_text
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.files.rereading import Reread, reread
from otcodebook.cms.files.words import coverage_lines, stored_text
from otcodebook.cms.known import codes_without_rows as codes_to_read
from otcodebook.cms.limits import answer_limits, limit_text
from otcodebook.cms.pairs import answer_pairs
from otcodebook.cms.store import CmsStore, edition_for
from otcodebook.cms.store_file import CmsStoreError
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Fee, Participation
from otcodebook.cms.tables.model import Part, Setting, Source, Table
from otcodebook.userdata.store import open_userdata
from support import ROOT

KNOWN = frozenset(["97110", "97116", "97140", "97150", "97165", "97530", "97537", "97750"])
DAY = date(2026, 11, 27)
OLD_ROWS = [row for row in PTP_ROWS if row[2] < "2026"]


def stored(store: CmsStore) -> list[str]:
    return [f"{each.table} {each.setting} {each.edition}" for each in store.tables()]


def test_tables_stand_by_setting_and_edition_and_older_ones_stay_or_go(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    assert store.tables() == ()
    assert not store.exists
    third = read_files([write_ptp(tmp_path, OLD_ROWS, version="v322")], KNOWN)
    store.add(third, KNOWN, keep_older=False)
    fourth = read_files([write_ptp(tmp_path), write_mue(tmp_path)], KNOWN)
    store.add(fourth, KNOWN, keep_older=True)
    store.add(read_files([write_ptp(tmp_path, setting="hospital")], KNOWN), KNOWN, keep_older=False)
    assert stored(store) == [
        *("pairs hospital 2026Q4", "pairs practitioner 2026Q4", "pairs practitioner 2026Q3"),
        "limits practitioner 2026Q4",
    ]
    store.add(fourth, KNOWN, keep_older=False)
    assert len(stored(store)) == 3
    assert "pairs practitioner 2026Q3" not in stored(store)
    (table,) = (each for each in store.tables() if each.table is Table.LIMITS)
    assert (table.last_day, len(table.parts)) == (date(2026, 12, 31), 1)
    text = "MUE unit limits, private practice, 2026 Q4: 4 rows."
    assert stored_text(table, DAY) == f"{text} Valid until December 31, 2026."
    assert stored_text(table, date(2027, 1, 1)) == (
        f"{text} This table ended on December 31, 2026: open the new one."
    )


def test_the_edition_of_the_day_answers_else_the_next_else_the_last(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    for version, rows in (("v321", OLD_ROWS), ("v323", PTP_ROWS)):
        parts = read_files([write_ptp(tmp_path, rows, version=version)], KNOWN)
        store.add(parts, KNOWN, keep_older=True)
    for day, wanted in (
        (date(2019, 1, 1), Quarter(2026, 2)),
        (date(2026, 6, 30), Quarter(2026, 2)),
        (date(2026, 7, 1), Quarter(2026, 4)),
        (date(2026, 12, 31), Quarter(2026, 4)),
        (date(2030, 1, 1), Quarter(2026, 4)),
    ):
        chosen = store.choose(Table.PAIRS, Setting.PRACTITIONER, day)
        assert chosen is not None
        assert chosen.edition == wanted, day
    assert store.choose(Table.PAIRS, Setting.HOSPITAL, DAY) is None
    assert edition_for([], DAY) is None


def test_limits_are_told_in_words(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    assert answer_limits(store, KNOWN, DAY, Setting.PRACTITIONER) is None
    store.add(read_files([write_mue(tmp_path)], KNOWN), KNOWN, keep_older=True)
    found = answer_limits(store, ["97530", "97165", "97110", "97537"], DAY, Setting.PRACTITIONER)
    assert found is not None
    assert {code: limit_text(row) for code, row in found.limits.items()} == {
        "97110": "6 units a day; more can be appealed with reasons",
        "97165": "1 unit a day, absolute",
        "97530": "6 units per claim line",
    }
    assert (found.edition, found.remark) == (Quarter(2026, 4), "")
    early = answer_limits(store, ["97530"], date(2026, 9, 30), Setting.PRACTITIONER)
    assert early is not None
    assert early.remark == (
        "This table begins on October 1, 2026: for September 30, 2026 open the older one."
    )


def test_a_part_takes_the_place_of_itself_and_others_stay(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    known = KNOWN | {"20560", "20561", "29125", "G0283"}
    first = write_ptp(tmp_path, [("20560", "20561", "20200101", "*", "0")], part=1)
    store.add(read_files([write_ptp(tmp_path)], known), known, keep_older=False)
    (table,) = store.tables()
    assert coverage_lines(table, known) == [
        "Loaded: codes 97140 to 99999 in column 1.",
        "Not loaded: 3 codes in other parts of the table (20560 to 29125).",
    ]
    for _ in range(2):
        store.add(read_files([first], known), known, keep_older=False)
        store.add(read_files([write_ptp(tmp_path)], known), known, keep_older=False)
    (table,) = store.tables()
    assert [part.number for part in table.parts] == [1, 4]
    assert coverage_lines(table, known) == [
        "Loaded: codes 20560, 97140 to 99999 in column 1.",
        "Not loaded: 1 code in other parts of the table (29125).",
    ]


def test_parts_of_real_size_tell_by_their_own_codes_what_they_cover() -> None:
    def part(number: int, first: str, last: str) -> PartRange:
        return PartRange(number, 600_000, first, last)

    one, two = part(1, "0001A", "25441"), part(2, "25445", "37252")
    three, four = part(3, "37253", "62322"), part(4, "62323", "U0003")
    codes = ["00100", "20560", "25443", "29125", "37254", "97530", "G0283", "V2020"]
    for parts, missing in (
        ([one, two, three, four], []),
        ([four], ["00100", "20560", "25443", "29125", "37254"]),
        ([one, four], ["25443", "29125", "37254"]),
        ([four, two], ["00100", "20560", "25443", "37254"]),
        ([one, two], ["37254", "97530", "G0283", "V2020"]),
        ([part(0, "62323", "U0003")], ["00100", "20560", "25443", "29125", "37254"]),
        ([], codes),
    ):
        assert missing_codes(parts, codes) == missing, parts
    assert missing_text([two, four], codes) == (
        "Not loaded: 4 codes in other parts of the table (00100 to 25443, 37254)."
    )


def test_nothing_is_stored_of_what_is_not_complete(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    (good,) = read_files([write_mue(tmp_path)], KNOWN)
    with pytest.raises(EditionUnknownError):
        store.add([good, replace(good, edition=None, question="Which?")], KNOWN, keep_older=False)
    assert not store.exists
    store.add([good], KNOWN, keep_older=False)
    before = (tmp_path / "data" / FILE_NAME).read_bytes()
    bad = replace(good, rows=(*good.rows, "no row"), edition=Quarter(2027, 1))
    bad = replace(bad, table=Table.PAIRS)
    with pytest.raises(AttributeError):
        store.add([bad], KNOWN, keep_older=False)
    assert stored(store) == ["limits practitioner 2026Q4"]
    assert len(before) > 0


def test_tables_are_removed_by_what_is_named(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    assert store.remove() == ()
    paths = [write_ptp(tmp_path), write_ptp(tmp_path, setting="hospital"), write_mue(tmp_path)]
    store.add(read_files(paths, KNOWN), KNOWN, keep_older=False)
    assert len(store.remove(Table.FEES)) == 0
    assert len(store.remove(Table.PAIRS, Setting.HOSPITAL, Quarter(2026, 4))) == 1
    assert stored(store) == ["pairs practitioner 2026Q4", "limits practitioner 2026Q4"]
    assert len(store.remove()) == 2
    assert stored(store) == []
    # Without a table there is no file: a start that finds one loads SQLite.
    assert not store.exists
    assert not list((tmp_path / "data").glob(f"{FILE_NAME}*"))


def test_a_table_that_could_not_be_stored_leaves_no_empty_file(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    (good,) = read_files([write_mue(tmp_path)], KNOWN)
    with pytest.raises(AttributeError):
        store.add([replace(good, table=Table.PAIRS, rows=("no row",))], KNOWN, keep_older=True)
    assert not store.exists
    store.add([good], KNOWN, keep_older=True)
    other = CmsStore(tmp_path / "data")
    assert stored(other) == ["limits practitioner 2026Q4"]
    store.remove()
    assert stored(other) == []
    other.add([good], KNOWN, keep_older=True)
    assert stored(store) == ["limits practitioner 2026Q4"]


_REMOVER = """
import sys
from pathlib import Path
from otcodebook.cms.store import CmsStore

store = CmsStore(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    store.remove()
"""


@needs.signals
def test_no_table_is_lost_that_one_window_stores_while_another_removes(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    parts = read_files([write_mue(tmp_path)], KNOWN)
    store = CmsStore(folder)
    command = [sys.executable, "-c", _REMOVER, str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as remover:
        assert remover.stdout is not None
        remover.stdout.readline()
        for _ in range(30):
            store.add(parts, KNOWN, keep_older=True)  # raises where the file vanished meanwhile
            store.tables()
        remover.kill()
    store.add(parts, KNOWN, keep_older=True)
    assert stored(store) == ["limits practitioner 2026Q4"]
    assert store.limits(store.tables()[0])
    store.remove()
    assert not store.exists


def test_a_table_that_was_replaced_meanwhile_is_not_answered_from(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    store.add(read_files([write_ptp(tmp_path)], KNOWN), KNOWN, keep_older=False)
    (table,) = store.tables()
    store.add(read_files([write_ptp(tmp_path)], KNOWN), KNOWN, keep_older=False)
    for ask in (store.all_pairs, store.limits, store.known_codes):
        with pytest.raises(CmsStoreError, match="just replaced in another window: try again"):
            ask(table)


def test_fees_keep_their_digits_and_both_factors(tmp_path: Path) -> None:
    source = Source("rvu26d.zip", "PPRRVU2026_Oct_nonQPP.csv", 1, 1)
    fee = Fee(
        *("97530", "A", Decimal("0.40"), Decimal("0.64"), Decimal("0.64"), Decimal("0.01")),
        multiple=5,
    )
    part = Part(
        table=Table.FEES,
        source=source,
        edition=Quarter(2026, 4),
        rows_read=2,
        rows=(fee,),
        factor=Decimal("33.4009"),
        participation=Participation.STANDARD,
    )
    other = replace(part, factor=Decimal("33.5675"), participation=Participation.APM)
    store = CmsStore(tmp_path / "data")
    store.add([part, other], KNOWN, keep_older=False)
    (table,) = store.tables()
    assert store.fees(table, ["97530", "97110"]) == [fee]
    assert str(store.fees(table)[0].work) == "0.40"
    assert {each.participation: each.factor for each in table.parts} == {
        Participation.STANDARD: "33.4009",
        Participation.APM: "33.5675",
    }
    store.add([part], KNOWN, keep_older=False)
    assert len(store.tables()[0].parts) == 2


def test_the_folder_may_have_any_name(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "50% done #2 caf\xe9 & more")
    store.add(read_files([write_mue(tmp_path)], KNOWN), KNOWN, keep_older=True)
    assert stored(store) == ["limits practitioner 2026Q4"]


@needs.modes
def test_only_the_user_can_read_the_store(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    CmsStore(folder).add(read_files([write_mue(tmp_path)], KNOWN), KNOWN, keep_older=False)
    path = folder / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    open_userdata(folder).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_store_is_said_and_set_aside_by_the_next_file(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = CmsStore(folder)
    parts = read_files([write_mue(tmp_path)], KNOWN)
    store.add(parts, KNOWN, keep_older=False)
    sound = (folder / FILE_NAME).read_bytes()
    for damage in (b"no database", sound[: len(sound) // 2], b"\0" * len(sound)):
        (folder / FILE_NAME).write_bytes(damage)
        with pytest.raises(CmsStoreError, match="is damaged: open CMS's files again"):
            answer_limits(store, KNOWN, DAY, Setting.PRACTITIONER)
        store.add(parts, KNOWN, keep_older=False)
        assert stored(store) == ["limits practitioner 2026Q4"]
        assert store.limits(store.tables()[0])
    assert len(list(folder.glob(f"{FILE_NAME}.damaged-*"))) >= 2
    (folder / FILE_NAME).write_bytes(b"")
    assert store.tables() == ()
    store.tidy()
    assert not store.exists
    (folder / FILE_NAME).write_bytes(b"")
    store.add(parts, KNOWN, keep_older=False)
    assert stored(store) == ["limits practitioner 2026Q4"]


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = CmsStore(folder)
    parts = read_files([write_mue(tmp_path)], KNOWN)
    store.add(parts, KNOWN, keep_older=False)
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(CmsStoreError, match="a newer version of OT Codebook wrote"):
        store.tables()
    with pytest.raises(CmsStoreError, match="a newer version of OT Codebook wrote"):
        store.add(parts, KNOWN, keep_older=False)
    assert (folder / FILE_NAME).read_bytes() == before


def test_codes_that_come_later_are_read_from_the_same_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = CmsStore(folder)
    assert codes_to_read(store, KNOWN) == frozenset()
    few = frozenset(["97150", "97530"])
    paths = [write_ptp(tmp_path), write_mue(tmp_path)]
    store.add(read_files(paths, few), few, keep_older=False)
    assert codes_to_read(store, few) == frozenset()
    assert codes_to_read(store, KNOWN) == KNOWN - few
    assert reread(store, few) == Reread()
    done = reread(store, KNOWN)
    assert set(done.files) == {path.name for path in paths}
    assert done.text(6) == "The CMS tables have 6 codes of your list now."
    assert codes_to_read(store, KNOWN) == frozenset()
    answer = answer_pairs(store, ["97165", "97750"], DAY, Setting.PRACTITIONER)
    assert [row.indicator for row in answer.pairs] == [0]


def test_a_file_that_is_gone_or_changed_is_needed_again(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    few = frozenset(["97150", "97530"])
    paths = [write_ptp(tmp_path), write_mue(tmp_path)]
    store.add(read_files(paths, few), few, keep_older=False)
    paths[0].unlink()
    os.utime(paths[1], (1, 1))
    done = reread(store, KNOWN)
    assert done.files == ()
    assert done.text(6) == (
        "The CMS tables do not have 6 codes of your list yet: open "
        f"{paths[0].name} and {paths[1].name} again."
    )
    assert answer_pairs(store, ["97150", "97530"], DAY, Setting.PRACTITIONER).pairs
    assert codes_to_read(store, KNOWN) == KNOWN - few


def test_what_the_user_said_of_a_file_holds_when_it_is_read_again(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    few = frozenset(["97150", "97530"])
    path = write(tmp_path / "limits.csv", mue_text(MUE_ROWS))
    parts = read_files([path], few, edition=Quarter(2026, 3))
    store.add(parts, few, keep_older=False)
    reread(store, KNOWN)
    assert stored(store) == ["limits practitioner 2026Q3"]
    assert codes_to_read(store, KNOWN) == frozenset()


def test_the_fee_schedule_and_its_localities_come_out_of_one_zip(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    parts = read_files([write_fee_zip(tmp_path)], KNOWN)
    assert {(part.table, str(part.edition)) for part in parts} == {
        (Table.FEES, "2026Q4"),
        (Table.LOCALITIES, "2026"),
    }
    store.add(parts, KNOWN, keep_older=False)
    fees, places = store.tables()
    assert (fees.table, places.table) == (Table.FEES, Table.LOCALITIES)
    assert {fee.code for fee in store.fees(fees)} <= KNOWN
    assert [each.key for each in store.localities(places)]
    assert places.last_day == date(2026, 12, 31)
    # A quarter later the year's localities are the same ones.
    later = read_files([write_fee_zip(tmp_path, quarter="c", month="Jul")], KNOWN)
    store.add(later, KNOWN, keep_older=True)
    assert [str(each.edition) for each in store.tables()] == ["2026Q4", "2026Q3", "2026"]


@needs.file_limits
def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    store.add(read_files([write_mue(tmp_path)], KNOWN), KNOWN, keep_older=False)
    rows = [("97150", "97530", "20180701", "*", "1"), *PTP_ROWS] * 500
    parts = read_files([write_ptp(tmp_path, rows)], KNOWN)
    many = replace(parts[0], rows=parts[0].rows * 3_000)
    with needs.file_limit(100_000), pytest.raises(CmsStoreError, match="cannot be saved, because"):
        store.add([many], KNOWN, keep_older=False)
    assert stored(store) == ["limits practitioner 2026Q4"]
    store.add(parts, KNOWN, keep_older=False)
    assert len(stored(store)) == 2


_WRITER = """
import sys
from pathlib import Path
from msgspec.structs import replace
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.store import CmsStore

folder, table, *known = sys.argv[1:]
(part,) = read_files([Path(table)], known)
store = CmsStore(Path(folder))
store.remove()  # what the one before was killed with
# Enough rows that SQLite writes to the file before the transaction ends.
editions = [replace(part, edition=Quarter(2026, n), rows=part.rows * 3_000 * n) for n in (3, 4)]
print(len(part.rows) * 3_000, flush=True)
while True:
    for each in editions:
        store.add([each], known, keep_older=False)
        store.remove(edition=each.edition)
"""


@needs.signals
def test_a_program_that_is_killed_leaves_a_whole_table_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    path = write_ptp(tmp_path)
    chance = random.Random(18)
    for _ in range(6):
        command = [sys.executable, "-c", _WRITER, str(folder), str(path), *KNOWN]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            rows = int(writer.stdout.readline())
            time.sleep(chance.uniform(0, 1.0))
            writer.kill()
        tables = CmsStore(folder).tables()
        assert len(tables) <= 1
        if not tables:
            continue  # killed before the first one, or after the last
        with sqlite3.connect(folder / FILE_NAME) as connection:
            count = connection.execute("SELECT count(*) FROM pairs").fetchone()[0]
        connection.close()
        assert count == sum(rows * table.edition.number for table in tables)
    parts = read_files([path], KNOWN)
    CmsStore(folder).add(parts, KNOWN, keep_older=False)
    assert stored(CmsStore(folder)) == ["pairs practitioner 2026Q4"]

"""Pairs from CMS's table: read, stored, and answered for a date of service and a setting."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from cms_files import MISUSE, PTP_ROWS, PtpRow, write_ptp
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.pairs import NoTableError, answer_pairs, code_pairs
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import Setting

KNOWN = frozenset(["97110", "97116", "97140", "97150", "97165", "97530", "97537", "97750"])
DAY = date(2026, 11, 27)


@pytest.fixture(name="store")
def store_with_pairs(tmp_path: Path) -> CmsStore:
    store = CmsStore(tmp_path / "data")
    store.add(read_files([write_ptp(tmp_path)], KNOWN), KNOWN, keep_older=True)
    return store


def live(store: CmsStore, one: str, other: str, day: date) -> list[tuple[str, str, int]]:
    answer = answer_pairs(store, [one, other], day, Setting.PRACTITIONER)
    assert bool(answer.pairs) != ((one, other) in answer.none)
    return [(row.column1, row.column2, row.indicator) for row in answer.pairs]


def test_a_pair_counts_from_its_first_day_to_its_last_and_never_with_indicator_9(
    store: CmsStore,
) -> None:
    for one, other, day, wanted in (
        ("97530", "97150", DAY, [("97150", "97530", 1)]),
        ("97750", "97165", DAY, [("97165", "97750", 0)]),
        ("97165", "97110", DAY, []),
        ("97165", "97110", date(2020, 10, 1), []),
        ("97140", "97530", date(2019, 12, 31), [("97140", "97530", 1)]),
        ("97140", "97530", date(2020, 1, 1), []),
        ("97530", "97116", date(2026, 9, 30), [("97530", "97116", 1)]),
        ("97530", "97116", date(2026, 10, 1), []),
        ("97530", "97750", date(2026, 9, 30), []),
        ("97530", "97750", date(2026, 10, 1), [("97530", "97750", 1)]),
        ("97530", "97537", DAY, []),
    ):
        assert live(store, one, other, day) == wanted, (one, other, day)


def test_all_pairs_of_a_code_stand_in_groups(store: CmsStore) -> None:
    found = code_pairs(store, "97530", DAY, Setting.PRACTITIONER)
    assert found is not None
    names = [
        [(row.column1, row.column2) for row in group]
        for group in (found.never, found.with_modifier, found.ended)
    ]
    assert names == [[], [("97530", "97750"), ("97150", "97530")], [("97530", "97116")]]
    assert (found.edition, found.is_loaded, found.remark) == (Quarter(2026, 4), True, "")
    never = code_pairs(store, "97165", DAY, Setting.PRACTITIONER)
    assert never is not None
    assert [(row.column2, row.indicator) for row in never.never] == [("97750", 0)]
    assert never.with_modifier == never.ended == ()
    assert code_pairs(store, "99213", DAY, Setting.PRACTITIONER) is None


def test_an_ended_table_and_a_day_before_it_are_said(store: CmsStore) -> None:
    def remark(day: date) -> str:
        return answer_pairs(store, ["97150", "97530"], day, Setting.PRACTITIONER).remark

    assert remark(DAY) == remark(date(2026, 12, 31)) == ""
    assert remark(date(2027, 1, 1)) == ("This table ended on December 31, 2026: open the new one.")
    assert remark(date(2026, 9, 30)) == (
        "September 30, 2026 lies before 2026 Q4: answered from the history in that table."
    )


def test_the_hospital_table_never_answers_for_a_practice(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    with pytest.raises(NoTableError, match="No table of code pairs is open for private practice"):
        answer_pairs(store, ["97150", "97530"], DAY, Setting.PRACTITIONER)
    assert not store.exists
    parts = read_files([write_ptp(tmp_path, setting="hospital")], KNOWN)
    store.add(parts, KNOWN, keep_older=True)
    with pytest.raises(NoTableError, match="only for outpatient hospital"):
        answer_pairs(store, ["97150", "97530"], DAY, Setting.PRACTITIONER)
    assert answer_pairs(store, ["97150", "97530"], DAY, Setting.HOSPITAL).pairs


def test_a_code_whose_part_is_away_or_that_was_not_kept_is_never_without_pairs(
    tmp_path: Path,
) -> None:
    known = KNOWN | {"20560", "20561", "29125"}
    store = CmsStore(tmp_path / "data")
    store.add(read_files([write_ptp(tmp_path)], known), known, keep_older=True)
    answer = answer_pairs(store, ["20560", "97530", "97537"], DAY, Setting.PRACTITIONER)
    assert answer.none == (("97530", "97537"),)
    assert answer.not_loaded == (("20560", "97530"), ("20560", "97537"))
    found = code_pairs(store, "20560", DAY, Setting.PRACTITIONER)
    assert found is not None
    assert (found.is_loaded, found.to_open) == (False, "f1, f2 or f3")
    other = code_pairs(store, "97530", DAY, Setting.PRACTITIONER)
    assert other is not None
    assert other.is_loaded
    assert other.missing.startswith("Not loaded: 3 codes in other parts")
    with pytest.raises(NoTableError, match="read without 90901, so its pairs are not known"):
        answer_pairs(store, ["97530", "90901"], DAY, Setting.PRACTITIONER)
    first = write_ptp(tmp_path, [("20560", "20561", "20200101", "*", "0")], part=1)
    store.add(read_files([first], known), known, keep_older=True)
    answer = answer_pairs(store, ["20560", "20561", "29125"], DAY, Setting.PRACTITIONER)
    assert [row.column1 for row in answer.pairs] == ["20560"]
    assert answer.not_loaded == (("20560", "29125"), ("20561", "29125"))


def test_every_row_of_a_large_table_is_answered_as_it_says(tmp_path: Path) -> None:
    """The size and the kinds of rows of CMS's table among the codes of occupational therapy."""
    chance = random.Random(18)
    codes = [f"97{number:03}" for number in chance.sample(range(10, 900), 90)]
    days = ["19960101", "20180701", "20200101", "20201001", "20240701"]
    ends = ["*", "*", "*", "20191231", "20201001", "20240630", "20241231"]
    rows: dict[Setting, list[PtpRow]] = defaultdict(list)
    for setting in Setting:
        for one, other in chance.sample(list(combinations(codes, 2)), 500):
            for _ in range(chance.choice([1, 1, 1, 2])):
                first, last = chance.choice(days), chance.choice(ends)
                indicator = chance.choice("0111")
                if chance.random() < 0.1:
                    last, indicator = first, "9"
                swapped = chance.random() < 0.5
                rows[setting].append(
                    (other, one, first, last, indicator)
                    if swapped
                    else (one, other, first, last, indicator)
                )
    assert sum(map(len, rows.values())) > 1_200
    paths = [
        write_ptp(tmp_path, sorted(rows[setting]), setting=setting.value, version="v302")
        for setting in Setting
    ]
    store = CmsStore(tmp_path / "data")
    store.add(read_files(paths, codes), codes, keep_older=True)
    wrong = []
    for setting, mine in rows.items():
        for day in ("20190601", "20201001", "20240701"):
            by_codes: dict[frozenset[str], set[PtpRow]] = defaultdict(set)
            for row in mine:
                one, other, first, last, indicator = row
                counts = indicator != "9" and first <= day and (last == "*" or last >= day)
                by_codes[frozenset((one, other))] |= {row} if counts else set()
            when = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            answer = answer_pairs(store, codes, when, setting)
            found: dict[frozenset[str], set[PtpRow]] = defaultdict(set)
            for pair in answer.pairs:
                end = f"{pair.deletion:%Y%m%d}" if pair.deletion else "*"
                first = f"{pair.effective:%Y%m%d}"
                kept = (pair.column1, pair.column2, first, end, str(pair.indicator))
                found[frozenset(kept[:2])].add(kept)
                assert pair.rationale == MISUSE
            none = {frozenset(each) for each in answer.none}
            wrong += [
                (setting, day, each)
                for each, wanted in by_codes.items()
                if found.get(each, set()) != wanted or (each in none) == bool(wanted)
            ]
            assert len(none) + len(found) == len(list(combinations(codes, 2)))
    assert not wrong


def test_rows_told_twice_count_once(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    paths = [write_ptp(tmp_path, PTP_ROWS * 2), write_ptp(tmp_path, part=5)]
    store.add(read_files(paths, KNOWN), KNOWN, keep_older=True)
    assert live(store, "97150", "97530", DAY) == [("97150", "97530", 1)]

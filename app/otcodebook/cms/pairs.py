"""Which codes CMS's table lets stand together on a date of service."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from otcodebook.cms.coverage import missing_codes, missing_text, parts_to_open
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredTable
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import NEVER, NEVER_COUNTED, SETTING_NAMES, PairRow, Setting, Table
from otcodebook.errors import AppError
from otcodebook.wording import counted, listed, long_date

_LATELY = timedelta(days=366)
"""Pairs that ended less than a year ago are still told of: claims of those days are still open."""


_MOST_TOLD = 4
"""How many pairs stand above a list."""


class NoTableError(AppError):
    """No table of pairs is open for this setting, or it knows nothing of these codes."""


class PairAnswer(Struct, frozen=True):
    """What the table of an edition says on codes that are billed together on one day.

    pairs: the rows that count on that day. none: codes without such a row. not_loaded: codes that
    may have one in a part of the table that is not open; away: the codes of these parts, and
    to_open: which they may be. remark: a sentence where the edition is not that of the day; empty
    if it is.
    """

    edition: Quarter
    setting: Setting
    day: date
    pairs: tuple[PairRow, ...]
    none: tuple[tuple[str, str], ...]
    not_loaded: tuple[tuple[str, str], ...]
    away: tuple[str, ...]
    to_open: str
    remark: str

    @property
    def is_stale(self) -> bool:
        """Whether the table ended before the day."""
        return self.edition.last < self.day

    @property
    def not_known(self) -> str:
        """A sentence on codes whose part of the table is not open, and what to open; or empty."""
        if not self.not_loaded:
            return ""
        names = listed([f"{one} with {other}" for one, other in self.not_loaded])
        away = listed([code for code in self.away if any(code in both for both in self.not_loaded)])
        return (
            f"Not known: {names}. The part of CMS's table with {away} is not open: "
            f"open {self.to_open}."
        )

    def among(self, codes: Collection[str]) -> PairAnswer:
        """The answer for some of the codes."""
        return replace(
            self,
            pairs=tuple(row for row in self.pairs if {row.column1, row.column2} <= set(codes)),
            none=tuple(both for both in self.none if set(both) <= set(codes)),
            not_loaded=tuple(both for both in self.not_loaded if set(both) <= set(codes)),
        )


class CodePairs(Struct, frozen=True):
    """All pairs of one code, in groups: both never paid; one with a modifier; ended lately.

    `remark` and `to_open` are those of `PairAnswer`. `is_loaded`: whether the part with this code
    is open. `missing`: a sentence on the known codes whose part is not open, with which there may
    be more pairs; empty if there is none.
    """

    code: str
    edition: Quarter
    setting: Setting
    day: date
    never: tuple[PairRow, ...]
    with_modifier: tuple[PairRow, ...]
    ended: tuple[PairRow, ...]
    is_loaded: bool
    missing: str
    to_open: str
    remark: str


def answer_pairs(store: CmsStore, codes: Sequence[str], day: date, setting: Setting) -> PairAnswer:
    """What the open table says on these codes, all with all.

    Raises NoTableError where no table is open, or a code's rows were not kept in it.
    """
    table = pair_table(store, day, setting)
    codes = tuple(dict.fromkeys(codes))
    known = store.known_codes(table)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise NoTableError(
            f"The table of {table.edition.words} was read without {listed(unknown)}, so its pairs "
            "are not known: open CMS's file again with the list that has it, or check the code."
        )
    rows = live_rows(store.pairs_among(table, codes), day)
    by_codes: dict[frozenset[str], list[PairRow]] = {}
    for row in rows:
        by_codes.setdefault(frozenset((row.column1, row.column2)), []).append(row)
    ranges = [part.range for part in table.parts]
    away = set(missing_codes(ranges, codes))
    pairs: list[PairRow] = []
    none: list[tuple[str, str]] = []
    not_loaded: list[tuple[str, str]] = []
    for one, other in combinations(codes, 2):
        found = by_codes.get(frozenset((one, other)), [])
        pairs += found
        if not found:
            (not_loaded if {one, other} & away else none).append((one, other))
    return PairAnswer(
        table.edition,
        setting,
        day,
        tuple(pairs),
        tuple(none),
        tuple(not_loaded),
        tuple(sorted(away)),
        parts_to_open(ranges) or "its other parts",
        edition_remark(table, day),
    )


def code_pairs(store: CmsStore, code: str, day: date, setting: Setting) -> CodePairs | None:
    """All pairs of a code in the open table; None where its rows were not kept.

    Raises NoTableError where no table is open.
    """
    table = pair_table(store, day, setting)
    known = store.known_codes(table)
    if code not in known:
        return None
    parts = [part.range for part in table.parts]
    rows = store.pairs_of(table, code)
    live = live_rows(rows, day)
    together = {(row.column1, row.column2) for row in live}
    ended = [
        row
        for row in rows
        if row.deletion is not None
        and row.indicator != NEVER_COUNTED
        and day - _LATELY <= row.deletion < day
        and (row.column1, row.column2) not in together
    ]
    return CodePairs(
        code,
        table.edition,
        setting,
        day,
        tuple(row for row in live if row.indicator == NEVER),
        tuple(row for row in live if row.indicator != NEVER),
        tuple(ended),
        not missing_codes(parts, [code]),
        missing_text(parts, known),
        parts_to_open(parts) or "its other parts",
        edition_remark(table, day),
    )


def pair_table(store: CmsStore, day: date, setting: Setting) -> StoredTable:
    """The table of pairs to use on this day. Raises NoTableError, which names what is open."""
    table = store.choose(Table.PAIRS, setting, day)
    if table is not None:
        return table
    told = f"No table of code pairs is open for {SETTING_NAMES[setting]}"
    others = {each.setting for each in store.tables() if each.table is Table.PAIRS}
    if others:
        names = listed([SETTING_NAMES[other] for other in others if other])
        raise NoTableError(f"{told}, only for {names}: open CMS's file for it.")
    raise NoTableError(f"{told}: open CMS's file (NCCI PTP edits).")


def live_rows(rows: Iterable[PairRow], day: date) -> list[PairRow]:
    """The rows that count on this day, each once."""
    return list(dict.fromkeys(row for row in rows if row.is_live(day)))


def edition_remark(table: StoredTable, day: date) -> str:
    """A sentence where the table is not that of the day: it has ended, or it is a later one."""
    edition = table.edition
    if day < edition.first and table.table is Table.PAIRS:
        return (
            f"{long_date(day)} lies before {edition.words}: answered from the history in that "
            "table."
        )
    if day < edition.first:
        return (
            f"This table begins on {long_date(edition.first)}: for {long_date(day)} open the older "
            "one."
        )
    return edition.ended_text(day)


def pair_text(row: PairRow) -> str:
    """What a pair means for a claim, in a sentence."""
    if row.indicator == NEVER:
        return (
            f"{row.column1} and {row.column2}: Medicare never pays them together on one day. "
            f"{row.column2} is the one denied."
        )
    return (
        f"{row.column1} and {row.column2}: {row.column2} is denied without a modifier. If the "
        f"services were truly separate, 59 (or XE, XS, XP, XU) goes on {row.column2}."
    )


def _short_text(row: PairRow) -> str:
    """What a pair means, in as few words as stand above a list."""
    both = f"{row.column1} with {row.column2}"
    if row.indicator == NEVER:
        return f"{both}: never paid together, {row.column2} is denied."
    return f"{both}: 59 or X on {row.column2} if truly separate."


def no_pair_text(codes: Collection[tuple[str, str]]) -> str:
    """A sentence on codes that have no pair; empty without such."""
    if not codes:
        return ""
    return f"No pair: {listed([f'{one} with {other}' for one, other in codes])}."


class ShortAnswer(NamedTuple):
    """What the open table says on some codes, in sentences that name its edition.

    `unknown` are those of which it cannot say whether they are a pair.
    """

    text: str
    unknown: Sequence[tuple[str, str]] = ()


def short_answer(
    store: CmsStore, codes: Sequence[str], day: date, setting: Setting
) -> ShortAnswer | None:
    """What the open table says on these codes in a few words; None where none is open.

    Raises CmsStoreError.
    """
    try:
        answer = answer_pairs(store, codes, day, setting)
    except NoTableError as error:
        if not any(each.table is Table.PAIRS for each in store.tables()):
            return None
        return ShortAnswer(error.user_message, list(combinations(codes, 2)))
    told = [_short_text(row) for row in answer.pairs[:_MOST_TOLD]]
    if len(answer.pairs) > _MOST_TOLD:
        told.append(f"{counted(len(answer.pairs) - _MOST_TOLD, 'more pair')} among these codes.")
    if len(answer.none) > _MOST_TOLD:
        told.append(f"No pair among {len(answer.none)} others of two.")
    elif answer.none:
        told.append(no_pair_text(answer.none))
    if told:
        told.append(f"(NCCI code pairs, {SETTING_NAMES[setting]}, {answer.edition.words})")
    text = " ".join(filter(None, [*told, answer.not_known, answer.remark]))
    return ShortAnswer(text, answer.not_loaded)

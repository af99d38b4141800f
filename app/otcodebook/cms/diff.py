"""What changed between two editions of CMS's tables: pairs, limits and pay, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from msgspec import Struct, field

from otcodebook.catalog.diff import Difference
from otcodebook.cms.coverage import PartRange, missing_codes
from otcodebook.cms.limits import limit_text
from otcodebook.cms.pairs import live_rows
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredTable
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Fee, Participation
from otcodebook.cms.tables.model import (
    NEVER,
    SETTING_NAMES,
    TABLE_NAMES,
    LimitRow,
    PairRow,
    Part,
    Setting,
    Table,
)
from otcodebook.errors import AppError
from otcodebook.wording import listed

_FACTORS = (Participation.STANDARD, Participation.UNSTATED, Participation.APM)


class CmsChangeKind(StrEnum):
    """What kind of change it is: the titles under which changes are told, in this order."""

    NEW_PAIR = "New code pairs"
    GONE_PAIR = "Code pairs that are gone"
    CHANGED_PAIR = "Code pairs that changed"
    LIMIT = "Unit limits"
    PAY = "What Medicare pays"


class EditionRows(Struct, kw_only=True):
    """The rows of an edition that are compared.

    pairs, limits: by setting. codes: those that the tables can say something of, by table and
    setting; without their part being open a code is not among them. factors: the conversion
    factors of the fee schedule.
    """

    edition: Quarter
    pairs: dict[Setting, list[PairRow]] = field(default_factory=dict)
    limits: dict[Setting, dict[str, LimitRow]] = field(default_factory=dict)
    fees: dict[str, Fee] = field(default_factory=dict)
    factors: dict[Participation, Decimal] = field(default_factory=dict)
    codes: dict[tuple[Table, Setting | None], frozenset[str]] = field(default_factory=dict)


def stored_edition(store: CmsStore, edition: Quarter) -> EditionRows:
    """An edition from the store. Raises AppError where none of its tables is there."""
    found = EditionRows(edition=edition)
    tables = [table for table in store.tables() if table.edition == edition]
    if not tables:
        raise AppError(f"No CMS table of {edition.words} is open: add its files first.")
    for table in tables:
        ranges = [part.range for part in table.parts]
        _note_codes(found, table, ranges, store.known_codes(table))
        if table.setting is not None and table.table is Table.PAIRS:
            found.pairs[table.setting] = store.all_pairs(table)
        elif table.setting is not None:
            found.limits[table.setting] = {row.code: row for row in store.limits(table)}
        elif table.table is Table.FEES:
            found.fees = {fee.code: fee for fee in store.fees(table)}
            found.factors = {part.participation: Decimal(part.factor) for part in table.parts}
    return found


def edition_of(parts: Sequence[Part], known: Collection[str]) -> EditionRows:
    """An edition from files that were read with these known codes. Raises AppError."""
    editions = {part.edition for part in parts if part.edition and part.edition.number}
    if len(editions) != 1:
        names = listed([part.source.shown for part in parts])
        raise AppError(f"{names}: choose the files of one quarter.")
    found = EditionRows(edition=editions.pop())
    ranges: dict[Setting | None, list[PartRange]] = {}
    for part in parts:
        if part.table is Table.PAIRS and part.setting is not None:
            found.pairs.setdefault(part.setting, []).extend(part.rows)
            span = PartRange(part.number, part.rows_read, part.first, part.last)
            ranges.setdefault(part.setting, []).append(span)
        elif part.table is Table.LIMITS and part.setting is not None:
            found.limits[part.setting] = {row.code: row for row in part.rows}
        elif part.table is Table.FEES and part.factor is not None:
            found.fees = {fee.code: fee for fee in part.rows}
            found.factors[part.participation] = part.factor
        _note_codes(found, part, ranges.get(part.setting, []), known)
    return found


def cms_diff(old: EditionRows, new: EditionRows) -> tuple[Difference, ...]:
    """Every change from one edition to another on codes that both know, in the order of kinds."""
    found = [*_pairs(old, new), *_limits(old, new), *_pay(old, new)]
    order: list[StrEnum] = list(CmsChangeKind)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def not_compared(old: EditionRows, new: EditionRows) -> list[str]:
    """Sentences on tables that only one of the editions has."""
    before, after = set(old.codes), set(new.codes)
    lines = []
    for table, setting in sorted(before ^ after, key=str):
        where = f" ({SETTING_NAMES[setting]})" if setting else ""
        lacking = new if (table, setting) in before else old
        lines.append(
            f"Not compared: {TABLE_NAMES[table]}{where}, not open for {lacking.edition.words}."
        )
    return lines


def _note_codes(
    found: EditionRows,
    table: StoredTable | Part,
    ranges: Sequence[PartRange],
    known: Collection[str],
) -> None:
    if table.table is Table.LOCALITIES:
        return
    away = missing_codes(ranges, known) if table.table is Table.PAIRS else []
    found.codes[table.table, table.setting] = frozenset(known) - frozenset(away)


def _both(
    old: EditionRows, new: EditionRows, table: Table, setting: Setting | None
) -> frozenset[str]:
    """The codes that this table can be asked for in both editions."""
    nothing = frozenset[str]()
    key = (table, setting)
    return old.codes.get(key, nothing) & new.codes.get(key, nothing)


def _pairs(old: EditionRows, new: EditionRows) -> Iterator[Difference]:
    for setting in Setting:
        if setting not in old.pairs or setting not in new.pairs:
            continue
        codes = _both(old, new, Table.PAIRS, setting)
        before, after = (_by_codes(each, setting, codes) for each in (old, new))
        for both in sorted({*before, *after}, key=sorted):
            was, now = before.get(both), after.get(both)
            if was is None and now is not None:
                kind, text = CmsChangeKind.NEW_PAIR, _pair(now)
            elif was is not None and now is None:
                kind, text = CmsChangeKind.GONE_PAIR, _pair(was)
            elif was is not None and now is not None and _key(was) != _key(now):
                kind, text = CmsChangeKind.CHANGED_PAIR, f"{_pair(now)} Before: {_pair(was)}"
            else:
                continue
            yield Difference(kind, tuple(sorted(both)), f"{text} ({SETTING_NAMES[setting]})")


def _by_codes(
    rows: EditionRows, setting: Setting, codes: Collection[str]
) -> dict[frozenset[str], PairRow]:
    live = live_rows(rows.pairs[setting], rows.edition.last)
    return {
        frozenset((row.column1, row.column2)): row
        for row in live
        if row.column1 in codes and row.column2 in codes
    }


def _key(row: PairRow) -> tuple[str, str, int]:
    return row.column1, row.column2, row.indicator


def _pair(row: PairRow) -> str:
    if row.indicator == NEVER:
        return f"{row.column1} with {row.column2}: never paid together."
    return f"{row.column1} with {row.column2}: with 59 or X on {row.column2}."


def _limits(old: EditionRows, new: EditionRows) -> Iterator[Difference]:
    for setting in Setting:
        if setting not in old.limits or setting not in new.limits:
            continue
        before, after = old.limits[setting], new.limits[setting]
        for code in sorted(_both(old, new, Table.LIMITS, setting)):
            was, now = _limit(before, code), _limit(after, code)
            if was != now:
                text = f"{code}: {was} becomes {now}. ({SETTING_NAMES[setting]})"
                yield Difference(CmsChangeKind.LIMIT, (code,), text)


def _limit(limits: Mapping[str, LimitRow], code: str) -> str:
    return limit_text(limits[code]) if code in limits else "no limit"


def _pay(old: EditionRows, new: EditionRows) -> Iterator[Difference]:
    shared = [each for each in _FACTORS if each in old.factors and each in new.factors]
    if not shared:
        return
    before, after = old.factors[shared[0]], new.factors[shared[0]]
    for code in sorted(_both(old, new, Table.FEES, None)):
        was, now = _price(old.fees.get(code), before), _price(new.fees.get(code), after)
        if was != now:
            yield Difference(CmsChangeKind.PAY, (code,), f"{code}: {_change_text(was, now)}")


def _price(fee: Fee | None, factor: Decimal) -> Decimal | None:
    """One full unit in a practice, at the national amount; None where the table has no price."""
    if fee is None:
        return None
    total = fee.work + fee.practice_expense + fee.malpractice
    price = (total * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return price if price and fee.status in "AR" else None


def _change_text(was: Decimal | None, now: Decimal | None) -> str:
    if was is None or now is None:
        return f"{_dollars(was)} becomes {_dollars(now)}."
    percent = ((now / was - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{_dollars(was)} becomes {_dollars(now)}, {percent:+}% (one full unit, national)."


def _dollars(amount: Decimal | None) -> str:
    return "no price" if amount is None else f"${amount:,}"

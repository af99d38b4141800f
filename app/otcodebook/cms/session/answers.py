"""What the open tables say of a session: its pairs, its limits, and what would settle them.

Where a table is open, it takes the place of the catalog's own facts on the same codes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from otcodebook.catalog.billing import LimitKind
from otcodebook.cms.limits import KINDS, LimitAnswer, answer_limits
from otcodebook.cms.pairs import NoTableError, PairAnswer, answer_pairs, pair_table
from otcodebook.cms.session.pricing import Pricing, pricing
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import NEVER, SETTING_NAMES, PairRow, Setting, Table
from otcodebook.settings import Payer
from otcodebook.units.assistant import Share
from otcodebook.units.model import UnitCount
from otcodebook.units.warnings import Remedy, Topic, UnitWarning, limit_text
from otcodebook.wording import listed

X_MODIFIERS = ("XE", "XS", "XP", "XU")
"""What may stand in the place of 59: a separate encounter, structure, practitioner or service."""

_SEPARATE = {"59": ("59",), "X": X_MODIFIERS}
_ANY_SEPARATE = frozenset(("59", *X_MODIFIERS))
_FIRST_COLUMN = "1"


class SessionTables(Struct, frozen=True):
    """What the open tables hold on the codes of a session; None where one is not open.

    `asked` are the codes whose pairs are known, `limited` those whose limits are. `missing` is a
    sentence on a table of pairs that is open, but not for this setting or not for these codes.
    """

    day: date
    pairs: PairAnswer | None
    asked: frozenset[str]
    limits: LimitAnswer | None
    limited: frozenset[str]
    pricing: Pricing | None
    missing: str


def session_tables(
    store: CmsStore, codes: Sequence[str], day: date, setting: Setting
) -> SessionTables:
    """What holds for these codes on a date of service. Raises CmsStoreError."""
    pairs, asked, missing = _pairs(store, codes, day, setting)
    limits = answer_limits(store, codes, day, setting)
    limit_table = store.choose(Table.LIMITS, setting, day)
    limited = store.known_codes(limit_table) if limit_table else frozenset()
    return SessionTables(day, pairs, asked, limits, limited, pricing(store, codes, day), missing)


def table_warnings(
    tables: SessionTables,
    warnings: Sequence[UnitWarning],
    count: UnitCount,
    shares: Sequence[Share],
    line_modifiers: Mapping[str, Collection[str]],
    payer: Payer | None,
) -> tuple[UnitWarning, ...]:
    """The warnings of a session with those of the tables in the place of the catalog's facts.

    `line_modifiers` are those that stand on the lines of single codes already. A code without a
    unit is not on the claim: nothing is said of its pairs.
    """
    billed = [line.code for line in count.lines if line.units]
    kept = [warning for warning in warnings if not _is_replaced(warning, tables)]
    others = [warning for warning in kept if warning.topic is Topic.OTHER]
    facts = [warning for warning in kept if warning.topic is not Topic.OTHER]
    return (
        *_pair_warnings(tables, billed, line_modifiers, payer),
        *facts,
        *_limit_warnings(tables, count, shares),
        *others,
    )


def _pairs(
    store: CmsStore, codes: Sequence[str], day: date, setting: Setting
) -> tuple[PairAnswer | None, frozenset[str], str]:
    if not any(each.table is Table.PAIRS for each in store.tables()):
        return None, frozenset(), ""
    try:
        known = store.known_codes(pair_table(store, day, setting))
    except NoTableError as error:
        return None, frozenset(), error.user_message
    asked = [code for code in codes if code in known]
    unknown = [code for code in codes if code not in known]
    missing = ""
    if unknown:
        missing = (
            f"CMS's table of pairs was read without {listed(unknown)}: open the file again to "
            "have their pairs."
        )
    return answer_pairs(store, asked, day, setting), frozenset(asked), missing


def _is_replaced(warning: UnitWarning, tables: SessionTables) -> bool:
    match warning.topic:
        case Topic.PAIR if tables.pairs is not None:
            codes = set(warning.codes)
            away = [pair for pair in tables.pairs.not_loaded if codes.issuperset(pair)]
            return codes <= tables.asked and not away
        case Topic.LIMIT:
            return tables.limited.issuperset(warning.codes)
        case _:
            return False


def _pair_warnings(
    tables: SessionTables,
    billed: Sequence[str],
    line_modifiers: Mapping[str, Collection[str]],
    payer: Payer | None,
) -> Iterator[UnitWarning]:
    if len(billed) < 2:
        return
    if tables.missing:
        yield UnitWarning((), tables.missing, topic=Topic.PAIR)
    if tables.pairs is None or len(tables.asked.intersection(billed)) < 2:
        return
    answer = tables.pairs.among(billed)
    source = _source("CMS code pairs", answer.edition, answer.setting)
    if answer.is_stale:
        yield UnitWarning((), f"Code pairs: {answer.remark}", source, topic=Topic.PAIR)
    elif answer.remark:
        source = f"{source}. {answer.remark}"
    never: dict[str, list[str]] = {}
    open_pairs: dict[str, list[str]] = {}
    for row in answer.pairs:
        if row.indicator == NEVER:
            _note(never, row.column2, row.column1)
        elif not _is_settled(row, line_modifiers, payer):
            is_first = _wants_first(payer)
            ones = (row.column1, row.column2) if is_first else (row.column2, row.column1)
            _note(open_pairs, *ones)
    for denied, others in never.items():
        text = (
            f"{listed(others)} with {denied}: Medicare never pays them together on one day. "
            f"{denied} is the one denied."
        )
        yield UnitWarning((*others, denied), text, source, topic=Topic.PAIR)
    marks = _SEPARATE[payer.separate if payer else "59"]
    named = marks[0] if len(marks) == 1 else "an X modifier"
    for code, others in open_pairs.items():
        denied = listed(others) if _wants_first(payer) else code
        is_ = "are" if _wants_first(payer) and len(others) > 1 else "is"
        text = (
            f"{code} with {listed(others)}: {named} goes on {code}, but only if the services were "
            f"truly separate and the note shows it. Without it {denied} {is_} denied."
        )
        remedy = Remedy(code, marks)
        yield UnitWarning((code, *others), text, source, topic=Topic.PAIR, remedy=remedy)
    if answer.not_known:
        yield UnitWarning((), answer.not_known, source, topic=Topic.PAIR)


def _wants_first(payer: Payer | None) -> bool:
    return payer is not None and payer.column == _FIRST_COLUMN


def _is_settled(
    row: PairRow, line_modifiers: Mapping[str, Collection[str]], payer: Payer | None
) -> bool:
    """Whether a modifier stands where this payer wants it; Medicare takes it on either code."""
    wanted = _ANY_SEPARATE if payer is None else frozenset(_SEPARATE[payer.separate])
    columns = {"1": (row.column1,), "2": (row.column2,)}
    codes = columns.get(payer.column if payer else "", (row.column1, row.column2))
    return any(not wanted.isdisjoint(line_modifiers.get(code, ())) for code in codes)


def _limit_warnings(
    tables: SessionTables, count: UnitCount, shares: Sequence[Share]
) -> Iterator[UnitWarning]:
    answer = tables.limits
    if answer is None:
        return
    source = _source("CMS unit limits (MUE)", answer.edition, answer.setting)
    billed = {line.code for line in count.lines if line.units}
    if billed & answer.limits.keys() and answer.edition.last < tables.day:
        yield UnitWarning((), f"Unit limits: {answer.remark}", source, topic=Topic.LIMIT)
    elif answer.remark:
        source = f"{source}. {answer.remark}"
    with_co = {share.code: share.with_co for share in shares}
    for line in count.lines:
        limit = answer.limits.get(line.code)
        if limit is None:
            continue
        kind = KINDS[limit.indicator]
        units = line.units
        if kind is LimitKind.LINE:
            # The units with CO stand on a line of their own.
            units = max(with_co.get(line.code, 0), line.units - with_co.get(line.code, 0))
        if units > limit.units:
            text = limit_text(line.code, units, limit.units, kind)
            yield UnitWarning((line.code,), text, source, topic=Topic.LIMIT)


def _note(groups: dict[str, list[str]], code: str, other: str) -> None:
    others = groups.setdefault(code, [])
    if other not in others:
        others.append(other)


def _source(name: str, edition: Quarter, setting: Setting) -> str:
    return f"{name}, {edition.words}, {SETTING_NAMES[setting]}"

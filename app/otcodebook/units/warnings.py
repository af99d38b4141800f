"""What to check before a session is billed, from the catalog's codes and its dated rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from otcodebook.catalog.billing import (
    AssistantRule,
    LimitKind,
    PairRule,
    PaymentRule,
    UnitLimit,
)
from otcodebook.catalog.model import OT_MODIFIER, Catalog, Code, Pooled
from otcodebook.units.assistant import Share
from otcodebook.units.model import LONGER_PERIODS, Kind, Rule, SessionEntry, UnitCount
from otcodebook.units.validate import checked_session
from otcodebook.units.words import units_text
from otcodebook.wording import as_of_text, listed


class Topic(StrEnum):
    """Which table of CMS's, once it is open, takes the place of a warning."""

    PAIR = "pair"
    LIMIT = "limit"
    OTHER = "other"
    """None."""


class Remedy(Struct, frozen=True):
    """What would settle a warning: one of `modifiers` on the claim lines of `code`."""

    code: str
    modifiers: tuple[str, ...]


class UnitWarning(Struct, frozen=True):
    """One thing to check: the codes concerned, what is wrong, and what to do.

    `source` and `as_of` are those of the dated rule behind it; without such a rule they are empty.
    """

    codes: tuple[str, ...]
    text: str
    source: str = ""
    as_of: str = ""
    topic: Topic = Topic.OTHER
    remedy: Remedy | None = None

    @property
    def origin(self) -> str:
        """Source and date, such as "CMS NCCI code pairs, July 2024"; may be empty."""
        return ", ".join(filter(None, (self.source, as_of_text(self.as_of))))


def session_warnings(
    entries: Sequence[SessionEntry],
    count: UnitCount,
    catalog: Catalog,
    shares: Sequence[Share] = (),
) -> tuple[UnitWarning, ...]:
    """Everything to check in this session; `count` and `shares` are its results.

    Raises UnitsError for a wrong session, as counting does.
    """
    session = checked_session(entries, catalog)
    entered = [code.code for code, _ in session]
    with_units = {line.code for line in count.lines if line.units}
    billed = [code.code for code, _ in session if code.code in with_units]
    timed = [code.code for code, _ in session if isinstance(code.timing, Pooled)]
    timed = [code for code in timed if code in with_units]
    assisted = [code.code for code, entry in session if entry.assistant]
    rules = catalog.billing
    return (
        *_add_ons(entered, count, catalog),
        *_first_units(count, catalog),
        *_payment(rules.payment, entered),
        *_together(rules.together, billed, timed),
        *_limits(rules.limits, count),
        *_never_co(rules.assistant, assisted),
        *_co(shares),
        *_without_go(count, rules.payment),
    )


def _add_ons(entered: list[str], count: UnitCount, catalog: Catalog) -> Iterator[UnitWarning]:
    """Add-ons without their base, and bases that would be billed more than once."""
    shared = {member.codes for member in count.members if len(member.codes) > 1}
    units = {line.code: line.units for line in count.lines}
    for add_on in catalog.codes:
        if add_on.add_on_to is None or {add_on.code, add_on.add_on_to}.isdisjoint(entered):
            continue
        base, period = add_on.add_on_to, getattr(add_on.timing, "per", "day")
        is_shared = (base, add_on.code) in shared
        if base not in entered:
            same = "on the same day" if period not in LONGER_PERIODS else f"in the same {period}"
            text = f"{add_on.code} is an add-on, never billed without {base} {same}"
            end = ": the first of its minutes are counted as that." if is_shared else "."
            yield UnitWarning((add_on.code, base), text + end)
        elif is_shared and add_on.code not in entered and units.get(add_on.code):
            yield UnitWarning(
                (base, add_on.code),
                f"{base} is billed once per {period}, never more: its further time is "
                f"{add_on.code}.",
            )


def _first_units(count: UnitCount, catalog: Catalog) -> Iterator[UnitWarning]:
    """Pooled pairs, of which no source says how Medicare pools them; bases without an add-on."""
    pool = [member for member in count.members if member.kind is Kind.POOLED]
    for member in pool:
        if len(member.codes) > 1 and len(pool) > 1 and count.rule is Rule.CMS:
            yield UnitWarning(
                member.codes,
                f"The minutes of {listed(member.codes)} are pooled with the other timed "
                "codes: ask the payer whether it does the same.",
            )
        base = catalog.find(member.codes[0])
        is_first = isinstance(base, Code) and base.timing == Pooled("first")
        if is_first and len(member.codes) == 1 and member.units > 1:
            yield UnitWarning(
                member.codes,
                f"{member.codes[0]} is billed once a day, and the code list has no add-on for its "
                "further time: ask the payer.",
            )


def _payment(rules: Sequence[PaymentRule], entered: list[str]) -> Iterator[UnitWarning]:
    for rule in rules:
        codes = [code for code in entered if code in rule.codes]
        if codes:
            text = _filled(rule.text, codes=codes)
            yield UnitWarning(tuple(codes), text, rule.source, rule.as_of)


def _together(
    rules: Sequence[PairRule], entered: list[str], timed: list[str]
) -> Iterator[UnitWarning]:
    for rule in rules:
        ones = [code for code in entered if code in rule.ones]
        others = timed if rule.others is None else [c for c in entered if c in rule.others]
        codes = list(dict.fromkeys((*ones, *others)))
        # A code may be in both lists: by itself it is no pair.
        if ones and others and len(codes) > 1:
            text = _filled(rule.text, ones=ones, others=others, codes=codes)
            topic = Topic.PAIR if rule.in_table else Topic.OTHER
            yield UnitWarning(tuple(codes), text, rule.source, rule.as_of, topic)


def pair_warnings(codes: Sequence[str], catalog: Catalog) -> list[UnitWarning]:
    """What the catalog says on billing these codes on one day, whatever their minutes."""
    entered = list(codes)
    found = [catalog.find(code) for code in entered]
    timed = [e.code for e in found if isinstance(e, Code) and isinstance(e.timing, Pooled)]
    return list(_together(catalog.billing.together, entered, timed))


def _limits(rules: Sequence[UnitLimit], count: UnitCount) -> Iterator[UnitWarning]:
    """Codes with more units than Medicare pays on one day."""
    limits = {code: rule for rule in rules for code in rule.codes}
    for line in count.lines:
        rule = limits.get(line.code)
        if rule is not None and line.units > rule.units:
            text = limit_text(line.code, line.units, rule.units, rule.kind)
            yield UnitWarning((line.code,), text, rule.source, rule.as_of, Topic.LIMIT)


def limit_text(code: str, units: int, limit: int, kind: LimitKind) -> str:
    """The sentence on a code with more units than Medicare's limit."""
    match kind:
        case _ if limit == 0:
            told = "Medicare's limit is 0: it pays none."
        case LimitKind.LINE:
            told = f"Medicare pays {limit} per claim line. Split the line only with a modifier that"
            told += " fits."
        case LimitKind.DAY:
            told = f"Medicare pays {limit} a day. The limit is absolute: bill {limit}."
        case LimitKind.APPEAL:
            told = f"Medicare's limit is {limit} a day. Write down the reasons and appeal."
    return f"{code}: {units_text(units)}, {told}"


def _never_co(rules: Sequence[AssistantRule], assisted: list[str]) -> Iterator[UnitWarning]:
    """Codes with assistant minutes that an assistant may not do, or that are supplies."""
    for rule in rules:
        codes = [code for code in assisted if code in rule.codes]
        if codes:
            text = _filled(rule.text, codes=codes)
            yield UnitWarning(tuple(codes), text, rule.source, rule.as_of)


def _without_go(count: UnitCount, payment: Sequence[PaymentRule]) -> Iterator[UnitWarning]:
    """Billed codes that get no GO. Those that Medicare does not pay as they are have their say."""
    explained = {code for rule in payment for code in rule.codes}
    codes = [line.code for line in count.lines if line.units and not line.takes_go]
    codes = [code for code in codes if code not in explained]
    if codes:
        yield UnitWarning(
            tuple(codes),
            f"{listed(codes)}: no {OT_MODIFIER} on the line, because it is not known to be a "
            "therapy code. Ask the payer.",
        )


def _filled(text: str, **codes: list[str]) -> str:
    # Not str.format(): the text may come from a user's file, and format() reads attributes.
    for gap, found in codes.items():
        text = text.replace(f"{{{gap}}}", listed(found))
    return text


def _co(shares: Sequence[Share]) -> Iterator[UnitWarning]:
    for share in shares:
        if share.with_co:
            yield UnitWarning((share.code,), f"{share.code}: modifier CO. {share.reason}")

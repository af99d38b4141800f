"""Counts units by Medicare's rule and by the per-code midpoint, in whole numbers throughout."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from otcodebook.catalog.counting import UNIT_MINUTES
from otcodebook.catalog.model import OT_MODIFIER, Band, Blocks, Catalog, Code, Pooled, Untimed
from otcodebook.units import words
from otcodebook.units.model import (
    LONGER_PERIODS,
    Choice,
    Kind,
    Line,
    Member,
    Rule,
    SessionEntry,
    UnitCount,
    chart_row,
    chart_units,
)
from otcodebook.units.validate import checked_session


@dataclass(frozen=True)
class _Group:
    """A code, or a base with its add-on: the minutes of each, and its place in the session."""

    base: Code
    add_on: Code | None
    entered: dict[str, int]
    places: dict[str, int]

    @property
    def minutes(self) -> int:
        return sum(self.entered.values())

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.base.code,) if self.add_on is None else (self.base.code, self.add_on.code)


def count_units(
    entries: Sequence[SessionEntry],
    catalog: Catalog,
    rule: Rule = Rule.CMS,
    chosen: Collection[str] = (),
) -> UnitCount:
    """The units of one client's day under a rule. Raises UnitsError for a wrong session.

    Medicare's rule (Claims Processing Manual, chapter 5, section 20.2): the minutes of all
    15-minute codes are added, the chart turns the total into units, each code gets the units of its
    whole quarter hours, and what remains goes one by one to the codes with the most minutes left
    over. The midpoint method puts each code through the same chart on its own. Codes with another
    timing are counted alike under both. A tie is a choice: the codes in `chosen` come first (as
    `Choice.among` names them), then those entered first.
    """
    session = checked_session(entries, catalog)
    groups = _groups(session, catalog)
    pooled = [group for group in groups if isinstance(group.base.timing, Pooled)]
    total = sum(group.minutes for group in pooled)
    if rule is Rule.CMS:
        shared, choices = _by_total(pooled, total, chosen)
    else:
        shared, choices = [_by_itself(group) for group in pooled], ()
    by_codes = {member.codes: member for member in shared}
    members = [by_codes.get(group.codes) or _outside_pool(group) for group in groups]
    placed: list[tuple[tuple[int, int], Line]] = []
    for group, member in zip(groups, members, strict=True):
        situation = words.Situation(rule, total, tuple(shared), catalog)
        placed += _lines(group, member, situation)
    lines = tuple(line for _, line in sorted(placed, key=lambda item: item[0]))
    whole = sum(member.whole for member in shared)
    return UnitCount(
        rule=rule,
        timed_minutes=total,
        treatment_minutes=sum(entry.minutes or 0 for code, entry in session if _of_the_day(code)),
        without_minutes=tuple(entry.code for _, entry in session if entry.minutes is None),
        chart=chart_row(total) if rule is Rule.CMS else None,
        whole_units=whole,
        remaining_units=sum(member.units for member in shared) - whole,
        units=sum(line.units for line in lines),
        lines=lines,
        choices=choices,
        members=tuple(members),
    )


def _groups(session: list[tuple[Code, SessionEntry]], catalog: Catalog) -> list[_Group]:
    """The codes of the session; a base and an add-on that share their minutes are one group."""
    groups: dict[str, _Group] = {}
    for place, (code, entry) in enumerate(session):
        base, add_on = _pair(code, catalog)
        group = groups.setdefault(base.code, _Group(base, add_on, {}, {}))
        group.entered[code.code] = entry.minutes or 0
        group.places[code.code] = place
    return list(groups.values())


def _pair(code: Code, catalog: Catalog) -> tuple[Code, Code | None]:
    """The base and the add-on that the code's minutes belong to; without a pair, the code alone.

    The minutes of a pair are one stretch: its first part is the base's, the rest the add-on's.
    """
    base = catalog.find(code.add_on_to) if code.add_on_to is not None else code
    if not isinstance(base, Code):
        return code, None
    add_on = catalog.add_on_of(base.code)
    match base.timing, add_on.timing if add_on else None:
        case (Pooled(scope="first"), Pooled()) | (Blocks(single=True), Blocks()):
            return (base, add_on) if add_on and code in (base, add_on) else (code, None)
        case _:
            return code, None


def _by_total(
    groups: list[_Group], total: int, chosen: Collection[str]
) -> tuple[list[Member], tuple[Choice, ...]]:
    """Medicare's rule over the pooled codes: chart of the total, then the largest remainders."""
    plain = [_member(group) for group in groups]
    remaining = chart_units(total) - sum(member.whole for member in plain)
    ranked = sorted((member.remainder for member in plain), reverse=True)
    cut = ranked[remaining - 1] if remaining else UNIT_MINUTES
    level = [member for member in plain if member.remainder == cut]
    open_units = remaining - sum(member.remainder > cut for member in plain)
    is_tie = 0 < open_units < len(level)
    # Sorting is stable: among equals the code that was entered first stays first.
    given = sorted(level, key=lambda member: member.takes not in chosen)[:open_units]
    winners = {member.codes for member in plain if member.remainder > cut}
    winners |= {member.codes for member in given}
    members = [
        _member(group, member.codes in winners, is_tie and member in level)
        for group, member in zip(groups, plain, strict=True)
    ]
    if not is_tie:
        return members, ()
    among = sorted(member.takes for member in level)
    return members, (Choice(open_units, tuple(among), tuple(member.takes for member in given)),)


def _by_itself(group: _Group) -> Member:
    """The per-code midpoint: the chart on this code's minutes alone, whatever else was done."""
    return _member(group, chart_units(group.minutes) > group.minutes // UNIT_MINUTES)


def _member(group: _Group, extra: bool = False, tied: bool = False) -> Member:
    whole, remainder = divmod(group.minutes, UNIT_MINUTES)
    return Member(
        codes=group.codes,
        kind=Kind.POOLED,
        minutes=group.minutes,
        units=whole + extra,
        takes=group.codes[-1] if whole else group.base.code,
        whole=whole,
        remainder=remainder,
        extra=extra,
        tied=tied,
    )


def _outside_pool(group: _Group) -> Member:
    """Every code that is not in the pool, by its own timing."""
    minutes = group.minutes
    match group.base.timing:
        case Untimed():
            kind, units = Kind.UNTIMED, 1
        case Blocks() as timing:
            kind, units = Kind.BLOCKS, _blocks(timing, minutes)
            if units and group.add_on is not None and isinstance(group.add_on.timing, Blocks):
                units += _blocks(group.add_on.timing, minutes - timing.minutes)
        case Band() as timing:
            fits = timing.at_least <= minutes <= (timing.at_most or minutes)
            kind, units = Kind.BAND, int(fits)
        case _:
            kind, units = Kind.UNSTATED, 0
    return Member(codes=group.codes, kind=kind, minutes=minutes, units=units, takes=group.base.code)


def _blocks(timing: Blocks, minutes: int) -> int:
    """The blocks that so many minutes make: each needs the threshold beyond those before it."""
    units = max(0, (minutes - timing.threshold) // timing.minutes + 1)
    return min(units, 1) if timing.single else units


def _of_the_day(code: Code) -> bool:
    match code.timing:
        case Untimed(per=per) | Blocks(per=per) | Band(per=per):
            return per not in LONGER_PERIODS
        case _:
            return True


def _lines(
    group: _Group, member: Member, situation: words.Situation
) -> list[tuple[tuple[int, int], Line]]:
    """The lines of a group, each with its place; a code not entered follows its partner."""
    parts = {group.base.code: (member.minutes, member.units)}
    if group.add_on is not None:
        parts = _split(group, member, group.add_on.code)
    first = min(group.places.values())
    lines = []
    for code, (minutes, units) in parts.items():
        reason = words.reason(code, minutes, units, member, situation)
        takes_go, takes_co = _modifiers(code, situation.catalog)
        place = (group.places.get(code, first), group.codes.index(code))
        lines.append((place, Line(code, minutes, units, reason, takes_go, takes_co)))
    return lines


def _modifiers(code: str, catalog: Catalog) -> tuple[bool, bool]:
    """Whether the code's claim line may carry GO, and whether it may carry CO beside it.

    GO belongs on therapy codes; CO stands beside GO only. Source: Claims Processing Manual,
    chapter 5, section 20.1. A list that says of no code whether it is therapy leaves it to the
    user; one on top may say itself that a code of its own takes GO.
    """
    entry = catalog.find(code)
    is_therapy = isinstance(entry, Code) and entry.medicare.therapy is not None
    takes_go = is_therapy or not catalog.states_therapy or _is_listed_with_go(code, catalog)
    never_co = any(code in rule.codes for rule in catalog.billing.assistant)
    return takes_go, takes_go and not never_co


def _is_listed_with_go(code: str, catalog: Catalog) -> bool:
    """Whether only a clinic's list has the code, and has it with modifier GO."""
    if not catalog.listed:
        return False
    # Imported here: most sessions have no list on top.
    from otcodebook.lists.overlay import only_listed

    entry = only_listed(code, catalog)
    return entry is not None and OT_MODIFIER in entry.modifier.split()


def _split(group: _Group, member: Member, add_on: str) -> dict[str, tuple[int, int]]:
    """Minutes and units of base and add-on: the first unit is the base's, the rest the add-on's.

    A code that was not entered is listed only if it gets units.
    """
    base = group.base.code
    if member.units == 0:
        return {code: (minutes, 0) for code, minutes in group.entered.items()}
    if member.units == 1 and add_on not in group.entered:
        return {base: (member.minutes, 1)}
    timing = group.base.timing
    length = timing.minutes if isinstance(timing, Blocks) else UNIT_MINUTES
    of_base = min(member.minutes, length)
    return {base: (of_base, 1), add_on: (member.minutes - of_base, member.units - 1)}

"""Describes how units came about: the reason of each line, the working, the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otcodebook.catalog.counting import FIRST_UNIT_MINUTES
from otcodebook.catalog.model import Band, Blocks, Catalog, Code, Untimed
from otcodebook.units.model import ChartRow, Kind, Member, Rule, UnitCount, chart_row
from otcodebook.wording import counted, listed

RULE_NAMES = {
    Rule.CMS: "Medicare's 8-minute rule",
    Rule.MIDPOINT: "Per-code midpoint",
}

NOT_BILLED = "Document only; no unit to bill."
_NO_MINUTES = "Enter minutes."


@dataclass(frozen=True)
class Situation:
    """What a reason may refer to: the rule, the timed minutes and every pooled member."""

    rule: Rule
    timed_minutes: int
    pool: tuple[Member, ...]
    catalog: Catalog


def reason(code: str, minutes: int, units: int, member: Member, situation: Situation) -> str:
    """Why this line has its units, in a sentence or two."""
    match member.kind:
        case Kind.POOLED if situation.rule is Rule.CMS:
            text = _by_total(member, situation)
        case Kind.POOLED:
            text = _by_itself(member)
        case _:
            text = _outside_pool(member, situation.catalog)
    if len(member.codes) > 1 and member.units:
        base, add_on = member.codes
        if code == add_on:
            return _of_add_on(base, minutes, units, member)
        text += f" The first unit is {base}, any more are {add_on}."
    elif len(member.codes) > 1:
        text = f"{' and '.join(member.codes)} share their minutes. {text}"
    if units or member.kind is Kind.UNSTATED or text == _NO_MINUTES:
        return text
    return f"{text} {NOT_BILLED}"


def sums(count: UnitCount) -> list[str]:
    """The sums of minutes that belong in the note: timed minutes, treatment minutes.

    Medicare wants both sums of minutes. Source: Benefit Policy Manual, chapter 15, section 220.3.
    """
    missing = listed(count.without_minutes)
    lines = [
        f"Total timed minutes: {count.timed_minutes}",
        f"Total treatment minutes: {count.treatment_minutes}"
        + (f", without {missing}" if missing else ""),
    ]
    longer = sum(line.minutes for line in count.lines) - count.treatment_minutes
    if longer:
        lines.append(f"Counted over a week or month, not in these totals: {minutes_text(longer)}")
    return lines


def answer_text(count: UnitCount, catalog: Catalog) -> str:
    """The units in words, wherever a number alone could be misread: "5 units = 4 timed + 1 ..."."""
    mix = unit_mix(count, catalog)
    return f"{units_text(count.units)} = {mix}" if mix else units_text(count.units)


def unit_mix(count: UnitCount, catalog: Catalog) -> str:
    """What the units are made of, such as "4 timed + 1 evaluation"; empty without units.

    "timed" are 15-minute codes only; a code with times of its own is "other".
    """
    parts: dict[str, int] = {}
    for member in count.members:
        kind = _unit_kind(member, catalog)
        parts[kind] = parts.get(kind, 0) + member.units
    order = sorted(parts, key=lambda kind: kind != "timed")
    return " + ".join(
        counted(parts[kind], kind) if kind.endswith("evaluation") else f"{parts[kind]} {kind}"
        for kind in order
        if parts[kind]
    )


def _unit_kind(member: Member, catalog: Catalog) -> str:
    base = catalog.find(member.codes[0])
    match base.timing if isinstance(base, Code) else None:
        case Untimed(per=per):
            return per if per.endswith("evaluation") else "untimed"
        case _:
            return "timed" if member.kind is Kind.POOLED else "other"


def working(count: UnitCount) -> list[str]:
    """How the units of the 15-minute codes were found, step by step; empty without such codes."""
    pool = [member for member in count.members if member.kind is Kind.POOLED]
    if not pool:
        return []
    if count.chart is None:
        return [
            "Each 15-minute code on its own: "
            + listed([f"{name(member)} {_parts(member)}" for member in pool])
            + f". Total: {units_text(sum(member.units for member in pool))}."
        ]
    row = count.chart
    lines = [
        total_words(count.timed_minutes, row),
        f"Full 15-minute units: {count.whole_units}. "
        + listed([f"{name(member)} {_parts(member)}" for member in pool])
        + ".",
    ]
    if count.remaining_units:
        lines.append(_remaining(pool))
    for choice in count.choices:
        lines.append(
            f"Tie: {units_text(choice.units)} for any {choice.units} of {listed(choice.among)}. "
            f"For now on {listed(choice.given)}; you choose."
        )
    return lines


def difference(cms: UnitCount, midpoint: UnitCount) -> str:
    """Why the two rules give the same session different units, or that they do not."""
    if cms.units == midpoint.units:
        return f"Both methods give {units_text(cms.units)}."
    timed = cms.whole_units + cms.remaining_units
    alone = midpoint.whole_units + midpoint.remaining_units
    total = minutes_text(cms.timed_minutes)
    if cms.units > midpoint.units:
        return (
            f"Medicare pools the {total} and gives {counted(timed, 'timed unit')}; per-code "
            f"midpoint gives {alone}, because it needs {FIRST_UNIT_MINUTES} minutes on each code."
        )
    return (
        f"Per-code midpoint gives {counted(alone, 'timed unit')}; Medicare pools the {total} and "
        f"gives {timed}."
    )


def total_words(minutes: int, row: ChartRow) -> str:
    """The row of the chart for a total, such as "56 total minutes = 4 units (53-67)."."""
    total = counted(minutes, "total minute")
    return f"{total} = {units_text(row.units)} ({row.at_least}-{row.at_most})."


def minutes_text(minutes: int) -> str:
    """Such as "1 minute" and "33 minutes"."""
    return counted(minutes, "minute")


def units_text(units: int) -> str:
    """Such as "1 unit" and "3 units"."""
    return counted(units, "unit")


def name(member: Member) -> str:
    """The member's code, or its pair of codes as "97129/97130"."""
    return "/".join(member.codes)


def _remaining(pool: Sequence[Member]) -> str:
    """Where the units go that the total has beyond the full units."""
    left = sorted(pool, key=lambda member: -member.remainder)
    winners = [member for member in left if member.extra]
    takers = listed([member.takes for member in winners])
    if len(winners) != 1:
        rests = listed([f"{name(member)} {member.remainder}" for member in left])
        return f"{len(winners)} remaining units go to {takers} (leftover minutes: {rests})."
    others = listed([str(member.remainder) for member in left if not member.extra])
    against = f" vs {others}" if others else ""
    return f"Remaining unit goes to {takers} ({winners[0].remainder} leftover{against})."


def _parts(member: Member) -> str:
    return f"{member.whole} with {member.remainder} left" if member.remainder else f"{member.whole}"


def _by_total(member: Member, situation: Situation) -> str:
    if member.minutes == 0:
        return _NO_MINUTES
    if member.whole:
        text = counted(member.whole, "full unit")
        if member.remainder == 0:
            return f"{text}, no minutes left over."
        text += f", {minutes_text(member.remainder)} left over"
    else:
        text = f"No full unit, {minutes_text(member.remainder)} left over"
    rivals = [
        other.takes
        for other in situation.pool
        if other.tied and other.extra != member.extra and other is not member
    ]
    if member.tied and member.extra:
        return f"{text}. Tied with {listed(rivals)}; the unit is here for now, you choose."
    if member.tied:
        return f"{text}. Tied with {listed(rivals)}, where the unit is for now; you choose."
    if member.extra:
        most = all(
            other.remainder < member.remainder for other in situation.pool if other != member
        )
        if most:
            rank = f"Most leftover minutes ({member.remainder}), so it gets the remaining unit"
        else:
            rank = f"Among the most leftover minutes ({member.remainder}), so it gets a unit"
        return f"{text}. {rank}."
    if any(other.extra for other in situation.pool):
        return f"{text}. Other codes have more leftover minutes."
    total = counted(situation.timed_minutes, "total minute")
    return f"{text} ({total} allow no more)."


def _of_add_on(base: str, minutes: int, units: int, member: Member) -> str:
    shared = f"the {minutes_text(member.minutes)} shared with {base}"
    if units:
        text = f"Of {shared}, {units_text(units)} beyond the first."
        tied = member.tied and member.extra
        return f"{text} One of them is tied: see {base}." if tied else text
    text = f"Of {shared}, the only unit is {base}."
    return f"{text} {NOT_BILLED}" if minutes else f"{text} No minutes are left for this code."


def _by_itself(member: Member) -> str:
    row = chart_row(member.minutes)
    text = minutes_text(member.minutes)
    if row.units == 0:
        return f"{text}: no unit (it takes {FIRST_UNIT_MINUTES})."
    return f"{text} = {units_text(row.units)} ({row.at_least}-{row.at_most})."


def _outside_pool(member: Member, catalog: Catalog) -> str:
    base = catalog.find(member.codes[0])
    timing = base.timing if isinstance(base, Code) else None
    given = minutes_text(member.minutes)
    match timing:
        case Untimed(per=per):
            return f"Untimed: 1 unit per {per}, any length."
        case Blocks() if member.units:
            return f"{given} = {units_text(member.units)} by the code's own times."
        case Blocks(threshold=threshold):
            return f"{given}: the first unit needs {threshold}."
        case Band() as band if member.units:
            return f"{given}: within its {_span(band)} per {band.per}."
        case Band() as band:
            text = f"{given}: outside its {_span(band)} per {band.per}."
            fitting = _fitting(member, band, catalog)
            return f"{text} Look at {listed(fitting)}." if fitting else text
        case _:
            return f"The code list does not say how {member.codes[0]} is counted: ask the payer."


def _fitting(member: Member, band: Band, catalog: Catalog) -> list[str]:
    """The related codes, counted over the same period, whose time these minutes would fit."""
    code = catalog.find(member.codes[0])
    fitting = []
    for other in map(catalog.find, code.related if isinstance(code, Code) else ()):
        match other:
            case Code(code=number, timing=Band(per=band.per) as timing) if (
                timing.at_least <= member.minutes <= (timing.at_most or member.minutes)
            ):
                fitting.append(number)
            case Code(code=number, timing=Blocks(per=band.per, single=True) as timing) if (
                member.minutes >= timing.threshold
            ):
                fitting.append(number)
            case _:
                pass
    return fitting


def _span(band: Band) -> str:
    if band.at_most is None:
        return f"{band.at_least} minutes or more"
    return f"{band.at_least} to {band.at_most} minutes"

"""The facts about a code that its page shows at a glance, each with an explanation."""

from __future__ import annotations

from typing import NamedTuple

from otcodebook.catalog.billing import LimitKind
from otcodebook.catalog.counting import (
    FIRST_UNIT_MINUTES,
    UNIT_MINUTES,
    counting_label,
    duration,
)
from otcodebook.catalog.model import (
    OT_MODIFIER,
    Band,
    Blocks,
    Catalog,
    Code,
    Entry,
    OtherProfessionCode,
    Pooled,
    Retired,
    System,
    Untimed,
)
from otcodebook.wording import as_of_text, counted

_SYSTEMS = {
    System.CPT_1: ("CPT", "CPT Category I: everyday codes"),
    System.CPT_2: ("CPT II", "CPT Category II: codes that track quality and are not paid"),
    System.CPT_3: ("CPT III", "CPT Category III: temporary codes for new services"),
    System.HCPCS: ("HCPCS", "HCPCS Level II: devices, supplies and services that CPT lacks"),
    System.MODIFIER: ("Modifier", "Goes after a code on the claim line"),
}
_UNITS_SHOWN = 3
_LIMITS = {
    LimitKind.LINE: ("line", "a claim line: more may go on another line with a modifier that fits"),
    LimitKind.DAY: ("day", "a day to one practice, and makes no exception"),
    LimitKind.APPEAL: ("day", "a day to one practice. More can be appealed with a good reason"),
}
_POOL = "Medicare adds up the minutes of all 15-minute codes of the day first."


class Fact(NamedTuple):
    """A fact in a few words, and the sentence that explains it."""

    text: str
    meaning: str


def facts(entry: Entry, catalog: Catalog, limit: Fact | None = None) -> list[Fact]:
    """The facts from data alone: counting, units, modifier, limit, Medicare, code set.

    `limit` takes the place of the catalog's own: that of an open CMS table.
    """
    match entry:
        case Retired():
            return [Fact(f"Retired, {entry.gone}", "No longer billed: see what to use instead")]
        case OtherProfessionCode():
            return [Fact(f"For {entry.belongs_to}", "Not an occupational therapy code")]
        case Code():
            found = [*_counting(entry, catalog), *_add_on(entry)]
            limits = _limit(entry, catalog) if limit is None else [limit]
            found += [*_modifier(entry), *limits, *_payment(entry, catalog)]
            if entry.system in _SYSTEMS:
                found.append(Fact(*_SYSTEMS[entry.system]))
            return found


def _counting(code: Code, catalog: Catalog) -> list[Fact]:
    """How the code is counted, and the minutes of its first units."""
    timing = code.timing
    match timing:
        case Untimed():
            return [
                Fact("Untimed", "Counted once, however long it takes"),
                Fact(f"1 unit per {timing.per}", "Its minutes are not part of the timed minutes"),
            ]
        case Pooled(scope="first"):
            return [_timed(f"first {UNIT_MINUTES} min"), _at_least(FIRST_UNIT_MINUTES, "day")]
        case Pooled(scope="additional"):
            units = _units(UNIT_MINUTES, FIRST_UNIT_MINUTES, UNIT_MINUTES)
            return [_timed(f"each extra {UNIT_MINUTES} min"), Fact(units, _together(code))]
        case Pooled():
            units = _units(UNIT_MINUTES, FIRST_UNIT_MINUTES)
            return [
                _timed(counting_label(timing)),
                Fact(units, f"Minutes and their units. {_POOL}"),
            ]
        case Blocks():
            return _blocks(code, timing, catalog)
        case Band():
            if timing.at_most is None:
                return [_timed(""), _at_least(timing.at_least, timing.per)]
            bounds = f"{timing.at_least}-{timing.at_most} min = 1 unit per {timing.per}"
            return [_timed(""), Fact(bounds, "Fewer or more minutes are another code, or none")]
        case _:
            return []


def _blocks(code: Code, timing: Blocks, catalog: Catalog) -> list[Fact]:
    length = duration(timing.minutes)
    if timing.single:
        return [
            _timed(f"first {length.removeprefix('1 ')}"),
            _at_least(timing.threshold, timing.per),
        ]
    period = "" if timing.per == "day" else f" per {timing.per}"
    if code.add_on_to is None:
        units = _units(timing.minutes, timing.threshold)
        return [_timed(length), Fact(units + period, "Minutes of this code, and their units")]
    base = catalog.find(code.add_on_to)
    found = [_timed(f"each extra {length.removeprefix('1 ')}")]
    if isinstance(base, Code) and isinstance(base.timing, Blocks):
        units = _units(timing.minutes, timing.threshold, base.timing.minutes)
        found.append(Fact(units + period, _together(code)))
    return found


def _timed(how: str) -> Fact:
    return Fact(f"Timed, {how}" if how else "Timed", "Its minutes decide the units")


def _at_least(minutes: int, per: str) -> Fact:
    return Fact(f"{minutes} min or more = 1 unit per {per}", f"Under {minutes} minutes: no unit")


def _together(code: Code) -> str:
    base = code.add_on_to or "the first code"
    return f"Minutes of {base} and {code.code} together, and the units of {code.code}"


def _units(minutes: int, threshold: int, before: int = 0) -> str:
    """The minutes of the first units: "8-22 min = 1, 23-37 = 2, 38-52 = 3".

    A unit has `minutes` and is earned by `threshold` of them; `before` are counted elsewhere.
    """
    first = before + threshold
    starts = [first + place * minutes for place in range(_UNITS_SHOWN)]
    bounds = [f"{start}-{start + minutes - 1}" for start in starts]
    return ", ".join(
        f"{bound}{' min' if units == 1 else ''} = {units}"
        for units, bound in enumerate(bounds, start=1)
    )


def _add_on(code: Code) -> list[Fact]:
    if code.add_on_to is None:
        return []
    return [Fact(f"Add-on to {code.add_on_to}", "Billed only together with it, never alone")]


def _modifier(code: Code) -> list[Fact]:
    match code.medicare.therapy:
        case "always":
            meaning = "Always therapy: every line needs a therapy modifier, for OT it is"
            return [Fact(f"Modifier {OT_MODIFIER}", f"{meaning} {OT_MODIFIER}")]
        case "sometimes":
            meaning = f"Sometimes therapy: {OT_MODIFIER} goes on the line when an OT performs it"
            return [Fact(f"Modifier {OT_MODIFIER} if therapy", meaning)]
        case None:
            return []


def _limit(code: Code, catalog: Catalog) -> list[Fact]:
    """The most units that Medicare pays to one practice, as it is counted in Units."""
    for rule in catalog.billing.limits:
        if code.code in rule.codes:
            per, meaning = _LIMITS[rule.kind]
            most = f"Medicare pays at most {counted(rule.units, 'unit')} {meaning}"
            source = f"{rule.source}, {as_of_text(rule.as_of)}"
            return [Fact(f"Limit {rule.units} a {per}", f"{most} ({source})")]
    return []


def _payment(code: Code, catalog: Catalog) -> list[Fact]:
    rules = [rule for rule in catalog.billing.payment if code.code in rule.codes]
    meaning = " ".join(
        f"{rule.text.replace('{codes}', code.code)} ({rule.source}, {as_of_text(rule.as_of)})"
        for rule in rules
    )
    return [Fact("Medicare may not pay", meaning)] if rules else []

"""A catalog with every way of counting, and short ways to count with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from otcodebook.catalog.billing import BillingRules, PairRule, PaymentRule
from otcodebook.catalog.model import (
    Band,
    Blocks,
    Catalog,
    Code,
    Edition,
    Family,
    OtherProfessionCode,
    Pooled,
    Retired,
    System,
    Timing,
    Untimed,
)
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry, UnitCount

PLAIN = ("97110", "97112", "97116", "97140", "97530", "97035")
POOLED_PAIRS = (("97129", "97130"), ("90912", "90913"))
MONTH = "calendar month"

_TIMINGS: dict[str, tuple[Timing, str | None]] = {
    **{code: (Pooled(), None) for code in PLAIN},
    "97129": (Pooled("first"), None),
    "97130": (Pooled("additional"), "97129"),
    "90912": (Pooled("first"), None),
    "90913": (Pooled("additional"), "90912"),
    "97165": (Untimed("evaluation"), None),
    "97010": (Untimed("day"), None),
    "97150": (Untimed("person per session"), None),
    "97597": (Untimed("session"), None),
    "97598": (Untimed("further 20 sq cm"), "97597"),
    "97545": (Blocks(120, 61, single=True), None),
    "97546": (Blocks(60, 31), "97545"),
    "97550": (Blocks(30, 16, single=True), None),
    "97551": (Blocks(15, 8), "97550"),
    "96112": (Blocks(60, 31, single=True), None),
    "96113": (Blocks(30, 16), "96112"),
    "98980": (Blocks(20, 20, single=True, per=MONTH), None),
    "98981": (Blocks(20, 20, per=MONTH), "98980"),
    "96125": (Blocks(60, 31), None),
    "98979": (Band(at_least=10, at_most=19, per=MONTH), None),
    "98970": (Band(at_least=5, at_most=10, per="7 days"), None),
    "98971": (Band(at_least=11, at_most=20, per="7 days"), None),
    "98972": (Band(at_least=21, per="7 days"), None),
}

_RELATED = {"98979": ("98980",), "98970": ("98971",), "98971": ("98970", "98972")}

CATALOG = Catalog(
    format=1,
    title="Ways of counting",
    edition=Edition(year=2026, effective=date(2026, 1, 1), expires=date(2099, 12, 31)),
    families=(Family("all", "All"),),
    codes=(
        *(
            Code(
                code=code,
                name=f"Service {code}",
                family="all",
                timing=timing,
                add_on_to=base,
                related=_RELATED.get(code, ()),
            )
            for code, (timing, base) in _TIMINGS.items()
        ),
        Code(code="X1", name="=1+1", family="all"),
        Code(code="GO", name="OT plan of care", family="all", system=System.MODIFIER),
    ),
    retired=(Retired("97003", "OT evaluation", "1 January 2017", ("97165",)),),
    elsewhere=(OtherProfessionCode("97161", "PT evaluation", "physical therapists", ("97165",)),),
    billing=BillingRules(
        together=(
            PairRule(
                ones=("97150",),
                others=None,
                text="{ones} is a group, {others} one-on-one.",
                source="NCCI edits",
                as_of="2024-07",
            ),
            PairRule(
                ones=("97597", "97035"),
                others=("97035", "97010"),
                text="Not {codes}.",
                source="A manual",
                as_of="2025",
            ),
        ),
        payment=(
            PaymentRule(
                codes=("97545", "97546"), text="Not {codes}.", source="A list", as_of="2026-07-01"
            ),
        ),
    ),
)


def session(minutes: dict[str, int | None]) -> list[SessionEntry]:
    """Entries in the order of the dictionary."""
    return [SessionEntry(code, each) for code, each in minutes.items()]


def count(
    minutes: dict[str, int | None] | dict[str, int] | Any,
    rule: Rule = Rule.CMS,
    chosen: Collection[str] = (),
) -> UnitCount:
    """The units of a session given as code and minutes."""
    return count_units(session(dict(minutes)), CATALOG, rule, chosen)


def units(minutes: Any, rule: Rule = Rule.CMS, chosen: Collection[str] = ()) -> dict[str, int]:
    """The units of every line, by code."""
    return {line.code: line.units for line in count(minutes, rule, chosen).lines}

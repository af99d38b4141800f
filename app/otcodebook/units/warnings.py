"""What to look at before a session is billed: told from the catalog and from dated rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from otcodebook.catalog.model import Catalog, Code, Pooled
from otcodebook.units.assistant import Share
from otcodebook.units.model import LONGER_PERIODS, Kind, Rule, SessionEntry, UnitCount
from otcodebook.units.validate import checked_session
from otcodebook.units.words import listed


class UnitWarning(Struct, frozen=True):
    """One thing to check: the codes it is about, and a sentence or two."""

    codes: tuple[str, ...]
    text: str


class Together(Struct, frozen=True):
    """Codes that need a look when one of `ones` and one of `others` stand on the same day.

    `others` None: any 15-minute code. `{ones}` and `{others}` in the text become those entered.
    """

    ones: frozenset[str]
    others: frozenset[str] | None
    text: str
    source: str
    as_of: str


class Payment(Struct, frozen=True):
    """What Medicare does with codes that it does not pay on their own."""

    codes: frozenset[str]
    text: str
    source: str
    as_of: str


TOGETHER = (
    Together(
        frozenset({"97165", "97166", "97167", "97168"}),
        frozenset({"97140", "97150", "97530"}),
        "{ones} and {others} on the same day may need modifier 59, which goes on the column-2 "
        "code. NCCI edits change quarterly: check this quarter's.",
        "NCCI edits, October 2020: aota.org, NCCI quarterly edits; apta.org, CCI",
        "2020-10",
    ),
    Together(
        frozenset({"97140"}),
        frozenset({"97530"}),
        "{ones} and {others} on the same day may need modifier 59 and separate blocks of time. "
        "NCCI edits change quarterly: check this quarter's.",
        "NCCI edits: aota.org, NCCI quarterly edits",
        "2020-10",
    ),
    Together(
        frozenset({"97150"}),
        None,
        "Group ({ones}) and one-on-one ({others}) on the same day: count only minutes alone with "
        "the patient as one-on-one, and write both times down. NCCI edits change quarterly: check "
        "this quarter's.",
        "apta.org, group code 97150",
        "2020-10",
    ),
)
"""Dated rules on codes of the same day; each is a prompt to look, never a verdict."""

PAYMENT = (
    Payment(
        frozenset({"97010", "97602", "99366", "99368"}),
        "Medicare bundles {codes}: it makes no separate payment. Ask other payers.",
        "Medicare Physician Fee Schedule status B: aapc.com; codingahead, 99366",
        "2026",
    ),
    Payment(
        frozenset({"97014"}),
        "Medicare does not take {codes}: use G0283 there.",
        "codingahead, undeny.ai: 97014 and G0283",
        "2026",
    ),
    Payment(
        frozenset({"97545", "97546"}),
        "Medicare makes no payment for {codes}: it is for workers' compensation.",
        "codingahead, carecloud: 97545",
        "2026",
    ),
)
"""Dated facts on what Medicare does not pay."""


def session_warnings(
    entries: Sequence[SessionEntry],
    count: UnitCount,
    catalog: Catalog,
    shares: Sequence[Share] = (),
) -> tuple[UnitWarning, ...]:
    """All that is worth a look in this session; `count` and `shares` are what came of it.

    Raises UnitsError for a wrong session, as counting does.
    """
    codes = [code for code, _ in checked_session(entries, catalog)]
    entered = [code.code for code in codes]
    timed = [code.code for code in codes if isinstance(code.timing, Pooled)]
    return (
        *_add_ons(entered, count, catalog),
        *_first_units(count, catalog),
        *_payment(entered),
        *_together(entered, timed),
        *_co(shares),
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
                f"The minutes of {listed(list(member.codes))} are pooled with the other timed "
                "codes: ask the payer whether it does the same.",
            )
        base = catalog.find(member.codes[0])
        is_first = isinstance(base, Code) and base.timing == Pooled("first")
        if is_first and len(member.codes) == 1 and member.units > 1:
            yield UnitWarning(
                member.codes,
                f"{member.codes[0]} is billed once a day, and the catalog has no add-on for its "
                "further time: ask the payer.",
            )


def _payment(entered: list[str]) -> Iterator[UnitWarning]:
    for rule in PAYMENT:
        found = [code for code in entered if code in rule.codes]
        if found:
            yield UnitWarning(tuple(found), rule.text.format(codes=listed(found)))


def _together(entered: list[str], timed: list[str]) -> Iterator[UnitWarning]:
    for rule in TOGETHER:
        ones = [code for code in entered if code in rule.ones]
        others = timed if rule.others is None else [c for c in entered if c in rule.others]
        if ones and others:
            text = rule.text.format(ones=listed(ones), others=listed(others))
            yield UnitWarning((*ones, *others), text)


def _co(shares: Sequence[Share]) -> Iterator[UnitWarning]:
    for share in shares:
        if share.with_co:
            yield UnitWarning((share.code,), f"{share.code}: modifier CO. {share.reason}")

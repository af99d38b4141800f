"""What to check before a session is billed, from the catalog's codes and its dated rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from otcodebook.catalog.billing import PaymentRule, Together
from otcodebook.catalog.model import Catalog, Code, Pooled
from otcodebook.units.assistant import Share
from otcodebook.units.model import LONGER_PERIODS, Kind, Rule, SessionEntry, UnitCount
from otcodebook.units.validate import checked_session
from otcodebook.wording import listed


class UnitWarning(Struct, frozen=True):
    """One thing to check: the codes concerned, and a sentence or two.

    `source` and `as_of` are those of the rule it comes from, empty where it comes from the count.
    """

    codes: tuple[str, ...]
    text: str
    source: str = ""
    as_of: str = ""

    @property
    def origin(self) -> str:
        """Source and date in a few words, such as "NCCI edits, 2024-07"; may be empty."""
        return ", ".join(filter(None, (self.source, self.as_of)))


def session_warnings(
    entries: Sequence[SessionEntry],
    count: UnitCount,
    catalog: Catalog,
    shares: Sequence[Share] = (),
) -> tuple[UnitWarning, ...]:
    """Everything to check in this session; `count` and `shares` are its results.

    Raises UnitsError for a wrong session, as counting does.
    """
    codes = [code for code, _ in checked_session(entries, catalog)]
    entered = [code.code for code in codes]
    timed = [code.code for code in codes if isinstance(code.timing, Pooled)]
    return (
        *_add_ons(entered, count, catalog),
        *_first_units(count, catalog),
        *_payment(catalog.billing.payment, entered),
        *_together(catalog.billing.together, entered, timed),
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
                f"The minutes of {listed(member.codes)} are pooled with the other timed "
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


def _payment(rules: Sequence[PaymentRule], entered: list[str]) -> Iterator[UnitWarning]:
    for rule in rules:
        codes = [code for code in entered if code in rule.codes]
        if codes:
            text = _filled(rule.text, codes=codes)
            yield UnitWarning(tuple(codes), text, rule.source, rule.as_of)


def _together(
    rules: Sequence[Together], entered: list[str], timed: list[str]
) -> Iterator[UnitWarning]:
    for rule in rules:
        ones = [code for code in entered if code in rule.ones]
        others = timed if rule.others is None else [c for c in entered if c in rule.others]
        codes = list(dict.fromkeys((*ones, *others)))
        # A code may be in both lists: by itself it is no pair.
        if ones and others and len(codes) > 1:
            text = _filled(rule.text, ones=ones, others=others, codes=codes)
            yield UnitWarning(tuple(codes), text, rule.source, rule.as_of)


def _filled(text: str, **codes: list[str]) -> str:
    # Not format(): the text may come from a user's file, and format() reads attributes.
    for gap, found in codes.items():
        text = text.replace(f"{{{gap}}}", listed(found))
    return text


def _co(shares: Sequence[Share]) -> Iterator[UnitWarning]:
    for share in shares:
        if share.with_co:
            yield UnitWarning((share.code,), f"{share.code}: modifier CO. {share.reason}")

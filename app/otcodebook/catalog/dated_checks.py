"""What does not fit together in the days of a catalog: every problem, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from otcodebook.catalog.dated import (
    DATED_PARTS,
    changed_values,
    code_on,
    is_dated,
    period_starts,
    rule_lists,
)
from otcodebook.catalog.days import ALWAYS, Dated, Days
from otcodebook.catalog.editions import covered_day
from otcodebook.catalog.model import Band, Catalog, Change, Code, Problem
from otcodebook.wording import long_date

_REVERSED = "the last day is before the first"


def day_problems(catalog: Catalog) -> Iterator[Problem]:
    """Reversed and overlapping days, and references to what is not valid on the same day."""
    yield from _edition_problems(catalog)
    if not is_dated(catalog):
        return
    for part in DATED_PARTS:
        for i, item in enumerate(getattr(catalog, part)):
            yield from _reversed(item.valid, f"$.{part}[{i}].valid")
    yield from _rule_problems(catalog)
    for i, code in enumerate(catalog.codes):
        yield from _change_problems(code, catalog, f"$.codes[{i}]")
    yield from _reference_problems(catalog)


def repeated(earlier: list[Days], item: object) -> bool:
    """Whether an item with the days of earlier ones of its name overlaps any; notes its days.

    An item that cannot be dated is valid always.
    """
    days = item.valid if isinstance(item, Dated) else ALWAYS
    overlaps = any(days.overlaps(other) for other in earlier)
    earlier.append(days)
    return overlaps


def _edition_problems(catalog: Catalog) -> Iterator[Problem]:
    if catalog.edition is None and catalog.editions:
        yield Problem("$.edition", "the first edition goes here, further ones in editions")
        return
    for i, edition in enumerate(catalog.editions):
        if edition.expires < edition.effective:
            place = f"$.editions[{i}].expires"
            yield Problem(place, "the edition expires before it takes effect")
        for other in (catalog.edition, *catalog.editions[:i]):
            if other and Days(other.effective, other.expires).overlaps(
                Days(edition.effective, edition.expires)
            ):
                yield Problem(f"$.editions[{i}]", f"it overlaps the edition of {other.year}")


def _reversed(days: Days, place: str) -> Iterator[Problem]:
    if days.is_reversed:
        yield Problem(place, _REVERSED)


def _rule_problems(catalog: Catalog) -> Iterator[Problem]:
    for name, rules in rule_lists(catalog.billing).items():
        for i, rule in enumerate(rules):
            yield from _reversed(rule.valid, f"$.billing.{name}[{i}].valid")


def _change_problems(code: Code, catalog: Catalog, place: str) -> Iterator[Problem]:
    sources = {source.id for source in catalog.sources}
    known = {entry.code for entry in catalog.entries()}
    for i, change in enumerate(code.changes):
        here = f"{place}.changes[{i}]"
        values = changed_values(change)
        yield from _reversed(change.valid, f"{here}.valid")
        if not values:
            yield Problem(here, "the change names no value")
        if not change.valid.is_reversed and not change.valid.overlaps(code.valid):
            yield Problem(f"{here}.valid", f"{code.code} is not valid on these days")
        for mark in values.get("sources", ()):
            if mark not in sources:
                yield Problem(f"{here}.sources", f"there is no source {mark}")
        for name in ("related", "add_on_to"):
            named = values.get(name) or ()
            for other in (named,) if isinstance(named, str) else named:
                if other not in known:
                    yield Problem(f"{here}.{name}", f"there is no code {other} in this code list")
        if values.get("add_on_to") == code.code:
            yield Problem(f"{here}.add_on_to", "a code cannot be an add-on to itself")
        timing = values.get("timing")
        if isinstance(timing, Band) and (timing.at_most or 1440) < timing.at_least:
            yield Problem(f"{here}.timing", "the band ends before it begins")
    yield from _overlapping_changes(code.changes, place)


def _overlapping_changes(changes: Sequence[Change], place: str) -> Iterator[Problem]:
    for (i, one), (j, other) in combinations(enumerate(changes), 2):
        if one.valid.overlaps(other.valid):
            for name in changed_values(other):
                if name in changed_values(one):
                    message = f"changes[{i}] replaces it too, on some of the same days"
                    yield Problem(f"{place}.changes[{j}].{name}", message)


def _reference_problems(catalog: Catalog) -> Iterator[Problem]:
    """References to what exists, but not on all the days on which it is referred to."""
    seen: set[tuple[str, str]] = set()
    ever = {entry.code for entry in catalog.entries()}
    for day in sorted({covered_day(catalog, start) for start in period_starts(catalog)}):
        codes = {code.code for code in catalog.codes if day in code.valid}
        others = {entry.code for entry in catalog.retired if day in entry.valid}
        others |= {entry.code for entry in catalog.elsewhere if day in entry.valid}
        for place, named in _references_on(catalog, day):
            must = codes if place.endswith("add_on_to") else codes | others
            if named in ever and named not in must and (place, named) not in seen:
                seen.add((place, named))
                yield Problem(place, f"{named} is not a code on {long_date(day)}")


def _references_on(catalog: Catalog, day: date) -> Iterator[tuple[str, str]]:
    """Every place that names a code on this day, with the code."""
    for i, code in enumerate(catalog.codes):
        if day in code.valid:
            then = code_on(code, day)
            for other in then.related:
                yield f"$.codes[{i}].related", other
            if then.add_on_to is not None:
                yield f"$.codes[{i}].add_on_to", then.add_on_to
    for part, key in (("retired", "use"), ("elsewhere", "use"), ("lookalikes", "codes")):
        for i, item in enumerate(getattr(catalog, part)):
            if day in item.valid:
                for other in getattr(item, key):
                    yield f"$.{part}[{i}].{key}", other

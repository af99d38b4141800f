"""A catalog as it is on a date of service: the entries, values and rules that are valid then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

from msgspec import UNSET
from msgspec.structs import asdict, fields, replace

from otcodebook.catalog.billing import BillingRules
from otcodebook.catalog.days import ALWAYS, Dated, Days
from otcodebook.catalog.editions import covered_day, edition_on, editions_of
from otcodebook.catalog.model import Catalog, Change, Code

DATED_PARTS = ("codes", "retired", "elsewhere", "lookalikes", "faq", "guide")
"""The parts of a catalog whose items may be valid on certain days only, besides billing rules."""

_Part = TypeVar("_Part", bound=Dated)


def is_dated(catalog: Catalog) -> bool:
    """Whether anything depends on the date of service; most catalogs hold one year, undated."""
    catalog = catalog.dated_part
    has_changes = any(code.changes for code in catalog.codes)
    return bool(catalog.editions) or has_changes or any(d != ALWAYS for d in all_days(catalog))


def all_days(catalog: Catalog) -> Iterator[Days]:
    """The days of every entry, change and rule."""
    for part in DATED_PARTS:
        for item in getattr(catalog, part):
            yield item.valid
    for code in catalog.codes:
        for change in code.changes:
            yield change.valid
    for rules in rule_lists(catalog.billing).values():
        for rule in rules:
            yield rule.valid


def catalog_on(catalog: Catalog, day: date) -> Catalog:
    """The catalog as it is on a date of service; the same object where nothing depends on it.

    The result has one edition and no changes left. A day that no edition covers gives the nearest
    edition: `edition.expires` and `edition.effective` tell. Give it the whole catalog, not a
    result of it. Days on which nothing changes share one result.
    """
    if not is_dated(catalog):
        return catalog
    day = covered_day(catalog, day)
    start = max(first for first in period_starts(catalog) if first <= day)
    if start not in catalog.by_period:
        catalog.by_period[start] = _made_on(catalog, day)
    return catalog.by_period[start]


def period_starts(catalog: Catalog) -> list[date]:
    """The days that begin something: the first of all, and each that differs from the last."""
    spans = [*all_days(catalog), *(Days(e.effective, e.expires) for e in editions_of(catalog))]
    starts = {date.min}
    for span in spans:
        if span.first is not None:
            starts.add(span.first)
        if span.last is not None and span.last < date.max:
            starts.add(span.last + timedelta(days=1))
    return sorted(starts)


def code_on(code: Code, day: date) -> Code:
    """The code with the values that hold on this day."""
    values: dict[str, Any] = {}
    for change in code.changes:
        if day in change.valid:
            values |= changed_values(change)
    return replace(code, changes=(), **values) if code.changes else code


def changed_values(change: Change) -> dict[str, Any]:
    """The fields that a change replaces, with their new values."""
    values = asdict(change)
    del values["valid"]
    changed = {name: value for name, value in values.items() if value is not UNSET}
    return {"patient_es": "", **changed} if "patient" in changed else changed


def _made_on(catalog: Catalog, day: date) -> Catalog:
    rules = {name: _valid(rules, day) for name, rules in rule_lists(catalog.billing).items()}
    return replace(
        catalog,
        edition=edition_on(catalog, day),
        editions=(),
        codes=tuple(code_on(code, day) for code in _valid(catalog.codes, day)),
        billing=replace(catalog.billing, **rules),
        **{part: _valid(getattr(catalog, part), day) for part in DATED_PARTS[1:]},
    )


def _valid(items: tuple[_Part, ...], day: date) -> tuple[_Part, ...]:
    return tuple(item for item in items if day in item.valid)


def rule_lists(billing: BillingRules) -> dict[str, tuple[Dated, ...]]:
    """The lists of dated rules, by their names."""
    values = {field.name: getattr(billing, field.name) for field in fields(billing)}
    return {name: value for name, value in values.items() if isinstance(value, tuple)}

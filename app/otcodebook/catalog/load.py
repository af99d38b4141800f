"""Reads and checks catalogs; what to say of an expired edition."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from otcodebook.catalog.billing import BillingRules, ClaimModifiers
from otcodebook.catalog.model import OT_MODIFIER, Catalog, CatalogError, Edition
from otcodebook.errors import AppError
from otcodebook.resources import read_resource
from otcodebook.wording import long_date


def load_catalog(data: bytes) -> Catalog:
    """Decodes and checks a catalog. Raises CatalogError with every problem and its place."""
    # Imported here: the bundled catalog, which the window opens with, needs no check.
    from otcodebook.catalog import checks

    catalog = _decoded(data)
    problems = checks.repeated_key_problems(data)
    problems += checks.character_problems(data)
    problems += checks.cross_reference_problems(catalog)
    if problems:
        raise CatalogError(problems)
    return catalog


@lru_cache(maxsize=1)
def load_bundled() -> Catalog:
    """The bundled catalog, read once. Raises AppError where the installation is damaged.

    Its references are checked before it ships (tests/shipped), not again at each start. A list on
    top shares it with the window.
    """
    return _decoded(read_resource("catalog.json"))


def _decoded(data: bytes) -> Catalog:
    try:
        return msgspec.json.decode(data, type=Catalog)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        from otcodebook.catalog.checks import decode_problems

        raise CatalogError(decode_problems(data, error)) from error


def claim_modifiers(catalog: Catalog) -> ClaimModifiers:
    """The modifiers offered for claim lines; GO alone where no rules are known."""
    return catalog.billing.modifiers or ClaimModifiers(
        every_line=(OT_MODIFIER,), one_line=(), source="", as_of=""
    )


def with_billing_rules(catalog: Catalog) -> Catalog:
    """The catalog with the bundled billing rules where it brings none, as a clinic's list.

    The rules go by code number, so they hold for these codes whatever list they stand in.
    """
    rules = catalog.billing
    if rules.modifiers is not None:
        return catalog
    try:
        bundled = load_bundled().billing
    except AppError:
        return catalog  # the damage is reported where the bundled catalog is opened
    if rules == BillingRules():
        return replace(catalog, billing=bundled)
    rates = rules.rates or bundled.rates
    return replace(catalog, billing=replace(rules, modifiers=bundled.modifiers, rates=rates))


def expiry_notice(edition: Edition | None, day: date | None = None) -> str:
    """What to do about an edition whose last day is before `day`, or today; else empty."""
    if edition is None or (day or date.today()) <= edition.expires:
        return ""
    return (
        f"These codes are for {edition.year} and expired on {long_date(edition.expires)}. "
        "Open a newer edition before you bill."
    )

"""Reads and checks catalogs; the schema of their JSON; what to say of an expired edition."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any

import msgspec

from otcodebook.catalog import checks
from otcodebook.catalog.billing import ClaimModifiers
from otcodebook.catalog.model import OT_MODIFIER, Catalog, CatalogError, Edition
from otcodebook.errors import AppError
from otcodebook.resources import read_resource
from otcodebook.wording import long_date


def load_catalog(data: bytes) -> Catalog:
    """Decodes and checks a catalog. Raises CatalogError with every problem and its place."""
    try:
        catalog = msgspec.json.decode(data, type=Catalog)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogError(checks.decode_problems(data, error)) from error
    problems = checks.character_problems(data)
    problems += checks.cross_reference_problems(catalog)
    if problems:
        raise CatalogError(problems)
    return catalog


def load_bundled() -> Catalog:
    """The bundled catalog. Raises AppError where the installation is damaged."""
    return load_catalog(read_resource("catalog.json"))


def claim_modifiers(catalog: Catalog) -> ClaimModifiers:
    """The modifiers offered for claim lines; a list without its own gets the bundled ones."""
    if catalog.billing.modifiers is not None:
        return catalog.billing.modifiers
    try:
        bundled = load_bundled().billing.modifiers
    except AppError:
        bundled = None  # the damage is reported where the bundled catalog is opened
    return bundled or ClaimModifiers(
        every_line=(OT_MODIFIER,), one_line=(), source="OT Codebook", as_of="2026"
    )


def expiry_notice(edition: Edition | None, day: date | None = None) -> str:
    """What to do about an edition whose last day is before `day`, or today; else empty."""
    if edition is None or (day or date.today()) <= edition.expires:
        return ""
    return (
        f"These codes are for {edition.year} and expired on {long_date(edition.expires)}. "
        "Open a newer edition before you bill."
    )


def catalog_schema() -> bytes:
    """The JSON schema of a catalog, generated from the structs; the same by every Python."""
    schema = _with_clean_descriptions(msgspec.json.schema(Catalog))
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1) + b"\n"


def _with_clean_descriptions(part: Any) -> Any:
    """The descriptions come from docstrings, which Python dedents itself since 3.13."""
    if isinstance(part, list):
        return [_with_clean_descriptions(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: inspect.cleandoc(value)
        if key == "description" and isinstance(value, str)
        else _with_clean_descriptions(value)
        for key, value in part.items()
    }

"""Reads and checks catalogs; what to say of an expired edition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TypeVar, overload

import msgspec
from msgspec.structs import replace

from otcodebook.catalog.billing import BillingRules, ClaimModifiers
from otcodebook.catalog.model import OT_MODIFIER, Catalog, CatalogError
from otcodebook.catalog.term import TermGroup
from otcodebook.errors import AppError
from otcodebook.resources import read_resource

_Decoded = TypeVar("_Decoded")


def load_catalog(data: bytes) -> Catalog:
    """Decodes and checks a catalog. Raises CatalogError with every problem and its place."""
    # Imported here: the bundled catalog, which the window opens with, needs no check.
    from otcodebook.catalog import checks

    catalog = _decoded(data, Catalog)
    problems = checks.repeated_key_problems(data.decode("utf-8"))
    problems += checks.character_problems(data)
    problems += checks.cross_reference_problems(catalog)
    if problems:
        raise CatalogError(problems)
    return catalog


@lru_cache(maxsize=1)
def load_bundled() -> Catalog:
    """The bundled catalog, read once. Raises AppError where the installation is damaged.

    Its references are checked before it ships (tests/shipped), not again at each start. A list on
    top shares it with the window. Its terms, a third of the file, are decoded when a query needs
    them; that raises CatalogError if they are damaged.
    """
    catalog = _decoded(read_resource("catalog.json"), _Bundled)
    # A copy: the undecoded terms alone would hold the whole file in memory.
    return replace(catalog, terms=_LateTerms(catalog.terms.copy()))


class _LateTerms(Sequence[TermGroup]):
    """The terms of the bundled catalog, decoded when they are first looked at."""

    def __init__(self, undecoded: msgspec.Raw) -> None:
        self._undecoded = undecoded

    @cached_property
    def _groups(self) -> tuple[TermGroup, ...]:
        groups = _decoded(bytes(self._undecoded), tuple[TermGroup, ...])
        self._undecoded = msgspec.Raw()
        return groups

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def __len__(self) -> int:
        return len(self._groups)

    @overload
    def __getitem__(self, at: int) -> TermGroup: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[TermGroup]: ...
    def __getitem__(self, at: int | slice) -> TermGroup | Sequence[TermGroup]:
        return self._groups[at]


class _Bundled(Catalog, frozen=True, dict=True, gc=True):
    """The bundled catalog with its terms as they stand in the file."""

    terms: msgspec.Raw = msgspec.Raw(b"[]")  # type: ignore[assignment]  # decoded late


def _decoded(data: bytes, type_: type[_Decoded]) -> _Decoded:
    try:
        return msgspec.json.decode(data, type=type_)
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

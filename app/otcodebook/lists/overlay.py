"""A clinic's list on top of the built-in reference: her own words for the codes that it knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import asdict

from otcodebook.catalog.fields import OWN_FAMILY_ID
from otcodebook.catalog.model import Catalog, Code, Entry, Family, System, Timing, Unstated
from otcodebook.progress import Progress, told
from otcodebook.wording import counted, elided

LINE_LENGTH = 300
"""How long a name or another text of one line may be; a longer name stands whole in the summary."""
TEXT_LENGTH = 4000
"""How long a summary or a note may be."""

_MOST_FAMILIES = 500
_EVERY = Family("all", "All codes")
_OWN = Family(OWN_FAMILY_ID, "My list")
_SYSTEMS = {
    re.compile(r"\d{5}"): System.CPT_1,
    re.compile(r"\d{4}F"): System.CPT_2,
    re.compile(r"\d{4}[TU]"): System.CPT_3,
    re.compile(r"[A-V]\d{4}"): System.HCPCS,
    re.compile(r"[A-Z][A-Z0-9]|\d[A-Z0-9]"): System.MODIFIER,
}


class ClinicEntry(Struct, frozen=True, kw_only=True, gc=False):
    """One row of a clinic's list: a code with the clinic's own fields, as they stand there.

    `line` is where it stands in the file. `timing` is Unstated where the list does not say clearly
    how the code is counted. `extra` are further columns: title and cell.
    """

    line: int
    code: str
    name: str = ""
    summary: str = ""
    charge: str = ""
    modifier: str = ""
    family: str = ""
    note: str = ""
    timing: Timing = Unstated()
    aliases: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def charge_text(self) -> str:
        """The charge as it is told: "$45.00", or "charge 45.00" where it has no currency."""
        return f"charge {self.charge}" if self.charge[:1].isdigit() else self.charge


class Overlay(Catalog, frozen=True, kw_only=True):
    """A reference with a clinic's list on top.

    What the reference knows keeps its page, its timing and its place there, and gets the clinic's
    fields beside. The other codes follow in the order of the file, made of their entries alone.
    `clinic_entries` is the list, `list_title` what it is called; `reference` is None where the
    built-in catalog cannot be read.
    """

    clinic_entries: tuple[ClinicEntry, ...]
    list_title: str
    reference: Catalog | None

    @property
    def dated_part(self) -> Catalog:
        """The reference: a list has one value for all days."""
        return self.reference or self

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The codes of the list, in its order."""
        return tuple(entry.code for entry in self.clinic_entries)

    @cached_property
    def known(self) -> dict[str, Entry]:
        """What the reference knows of the list, retired and other professions' codes too."""
        found = {code: self.reference.find(code) for code in self.listed} if self.reference else {}
        return {code: entry for code, entry in found.items() if entry is not None}

    @cached_property
    def _entry_of(self) -> dict[str, ClinicEntry]:
        return {entry.code: entry for entry in self.clinic_entries}

    def clinic_entry(self, code: str) -> ClinicEntry | None:
        """What the list says of a code; None where it does not have it."""
        return self._entry_of.get(code)

    def has_alone(self, code: str) -> bool:
        """Whether the list has a code that the reference does not know."""
        return code in self._entry_of and code not in self.known

    def prepare(self) -> None:
        """Builds what finds codes, so that the window need not wait for it."""
        _ = self.listed, self.known, self.family_names
        for lookup in (self.find, self.clinic_entry, self.add_on_of):
            lookup("")


def only_listed(code: str, catalog: Catalog) -> ClinicEntry | None:
    """The entry of a code that only a list on top has; None for any other code."""
    overlay = overlay_of(catalog)
    return overlay.clinic_entry(code) if overlay and overlay.has_alone(code) else None


def overlay_of(catalog: Catalog) -> Overlay | None:
    """The catalog as one with a list on top; None where there is none."""
    return catalog if isinstance(catalog, Overlay) else None


def overlaid(
    entries: Sequence[ClinicEntry],
    reference: Catalog | None,
    title: str,
    *,
    has_code_sets: bool = True,
    progress: Progress | None = None,
) -> tuple[Overlay, list[str]]:
    """The list on top of the reference, and remarks on what became of its families.

    `has_code_sets` is false for a list of diagnoses, whose codes only look like procedures.
    """
    title = elided(title or "A list of codes", LINE_LENGTH)
    base = reference or Catalog(format=1, title=title, edition=None, families=(), codes=())
    unknown = [entry for entry in told(entries, progress, 0, 0.2) if base.find(entry.code) is None]
    families, remarks = _families(unknown, base)
    rest = _OWN if reference else _EVERY
    systems = _systems(unknown) if has_code_sets else [System.OTHER] * len(unknown)
    codes = [
        _code(entry, families.get(entry.family.casefold(), rest).id, system)
        for entry, system in zip(told(unknown, progress, 0.3), systems, strict=True)
    ]
    used = {code.family for code in codes}
    new = [
        family
        for family in (*families.values(), rest)
        if family.id in used and family not in base.families
    ]
    values = asdict(base) | {
        "families": (*base.families, *dict.fromkeys(new)),
        "codes": (*base.codes, *codes),
    }
    overlay = Overlay(
        **values, clinic_entries=tuple(entries), list_title=title, reference=reference
    )
    return overlay, remarks


def _code(entry: ClinicEntry, family: str, system: System) -> Code:
    """A code that the reference does not know; its charge and the like stay in its entry."""
    name = entry.name or entry.code
    is_long = len(name) > LINE_LENGTH
    return Code(
        code=entry.code,
        system=system,
        name=elided(name, LINE_LENGTH),
        summary=elided(entry.summary or (name if is_long else ""), TEXT_LENGTH),
        family=family,
        timing=entry.timing,
        aliases=tuple(elided(alias, LINE_LENGTH) for alias in entry.aliases),
    )


def _families(entries: Sequence[ClinicEntry], base: Catalog) -> tuple[dict[str, Family], list[str]]:
    """The families of the list by their names in one case; one that the reference has is that."""
    names: dict[str, str] = {}
    for entry in entries:
        names.setdefault(entry.family.casefold(), entry.family)
    if set(names) <= {""}:
        return {}, []
    if len(names) > _MOST_FAMILIES:
        count = counted(len(names), "family", "families")
        return {}, [f"All codes are in one family: {count} are too many to choose from."]
    known = {family.name.casefold(): family for family in base.families}
    if base.families:
        names.pop("", None)  # they are in the family of the list
    return {
        key: known.get(key) or Family(f"family-{number}", elided(name, LINE_LENGTH) or "Other")
        for number, (key, name) in enumerate(names.items(), 1)
    }, []


def _systems(entries: Sequence[ClinicEntry]) -> list[System]:
    """The code set of each, if every code of the list looks like one."""
    found: list[System] = []
    for entry in entries:
        matching = (system for pattern, system in _SYSTEMS.items() if pattern.fullmatch(entry.code))
        if (system := next(matching, None)) is None:
            return [System.OTHER] * len(entries)
        found.append(system)
    return found

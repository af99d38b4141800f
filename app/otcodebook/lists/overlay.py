"""A clinic's list on top of the built-in reference: her own words for the codes that it knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from otcodebook.catalog.model import Catalog, Code, Family, System, Timing, Unstated
from otcodebook.wording import counted, elided

LINE_LENGTH = 300
"""How long a name or another text of one line may be; a longer name stands whole in the summary."""
TEXT_LENGTH = 4000
"""How long a summary or a note may be."""

_MOST_FAMILIES = 500
_EVERY = Family("all", "All codes")
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


@dataclass(frozen=True)
class Overlay:
    """The entries of a list in the order of its file, on top of a reference.

    A code that the reference knows keeps its page and its timing there and gets the clinic's
    fields beside; one that it does not know has the fields of its entry alone.
    """

    entries: tuple[ClinicEntry, ...]
    reference: Catalog | None

    @cached_property
    def known(self) -> dict[str, Code]:
        """The codes of the list that the reference knows, as they stand there."""
        if self.reference is None:
            return {}
        listed = {entry.code for entry in self.entries}
        return {code.code: code for code in self.reference.codes if code.code in listed}

    def code(self, entry: ClinicEntry, *, family: str, system: System) -> Code:
        """The entry as a code of its own; its family and code set are those of the list."""
        known = self.known.get(entry.code)
        name = entry.name or (known.name if known else entry.code)
        is_long = len(name) > LINE_LENGTH
        return Code(
            code=entry.code,
            system=system,
            name=elided(name, LINE_LENGTH),
            summary=elided(entry.summary or (name if is_long else ""), TEXT_LENGTH),
            family=family,
            timing=known.timing if known else entry.timing,
            add_on_to=known.add_on_to if known and known.add_on_to in self.known else None,
            cautions=(elided(entry.note, TEXT_LENGTH),) if entry.note else (),
            aliases=tuple(elided(alias, LINE_LENGTH) for alias in entry.aliases),
        )


def list_catalog(overlay: Overlay, title: str, *, has_code_sets: bool) -> tuple[Catalog, list[str]]:
    """The list by itself as a catalog, and remarks on what became of its families.

    `has_code_sets` is false for a list of diagnoses, whose codes only look like procedures.
    """
    families, remarks = _families(overlay.entries)
    systems = _systems(overlay.entries) if has_code_sets else [System.OTHER] * len(overlay.entries)
    codes = [
        overlay.code(entry, family=families.get(entry.family.casefold(), _EVERY).id, system=system)
        for entry, system in zip(overlay.entries, systems, strict=True)
    ]
    catalog = Catalog(
        format=1,
        title=elided(title or "A list of codes", LINE_LENGTH),
        edition=None,
        families=tuple(families.values()) or (_EVERY,),
        codes=tuple(codes),
    )
    if overlay.reference is not None:
        # The rules go by code number, so they hold whatever list the codes stand in.
        catalog = replace(catalog, billing=overlay.reference.billing)
    return catalog, remarks


def _families(entries: Sequence[ClinicEntry]) -> tuple[dict[str, Family], list[str]]:
    names: dict[str, str] = {}
    for entry in entries:
        names.setdefault(entry.family.casefold(), entry.family)
    if set(names) <= {""}:
        return {}, []
    if len(names) > _MOST_FAMILIES:
        count = counted(len(names), "family", "families")
        return {}, [f"All codes are in one family: {count} are too many to choose from."]
    return {
        key: Family(f"family-{number}", elided(name, LINE_LENGTH) or "Other")
        for number, (key, name) in enumerate(names.items(), 1)
    }, []


def _systems(entries: Sequence[ClinicEntry]) -> list[System]:
    """The code set of each, if every code of the list looks like one."""
    found = [
        system
        for entry in entries
        for pattern, system in _SYSTEMS.items()
        if pattern.fullmatch(entry.code)
    ]
    return found if len(found) == len(entries) else [System.OTHER] * len(entries)

"""Checks a session against the catalog before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.catalog.model import Catalog, Code, OtherProfessionCode, Retired, System, Unstated
from otcodebook.units.model import SessionEntry, UnitsError
from otcodebook.wording import counted, elided

DAY_MINUTES = 1440
"""The most minutes of one code: a whole day."""


def checked_session(
    entries: Sequence[SessionEntry], catalog: Catalog
) -> list[tuple[Code, SessionEntry]]:
    """The session with each code's catalog entry, in order of entry.

    Raises UnitsError for the first error: a code that is unknown, retired, another profession's, a
    modifier or entered twice; minutes below 0 or over 1,440; more assistant minutes than minutes.
    """
    session = []
    seen: set[str] = set()
    for entry in entries:
        code = service(entry.code, catalog)
        if entry.code in seen:
            raise UnitsError(f"{entry.code} is there twice. Add its minutes together.")
        seen.add(entry.code)
        if entry.minutes is not None:
            check_minutes(entry.minutes, f"{entry.code}: ")
        check_minutes(entry.assistant, f"{entry.code}, OTA: ")
        if entry.assistant > (entry.minutes or 0):
            raise UnitsError(f"{entry.code}: {too_many_assistant_minutes(entry)}")
        session.append((code, entry))
    return session


def service(code: str, catalog: Catalog) -> Code:
    """The catalog's entry for a code that has units. Raises UnitsError for any other."""
    match catalog.find(code):
        case Code(system=System.MODIFIER):
            raise UnitsError(f"{code} is a modifier: units are counted for the code it goes with.")
        case Code() as found:
            return found
        case Retired(use=use, gone=gone):
            raise UnitsError(f"{code} is retired ({gone}): {_instead(use)}.")
        case OtherProfessionCode(use=use, belongs_to=owner):
            raise UnitsError(f"{code} belongs to {owner}: {_instead(use)}.")
        case _:
            raise UnitsError(f"There is no code {short(code)} in this code list: check the number.")


def can_count(catalog: Catalog | None) -> bool:
    """Whether any code of the catalog says how it is counted."""
    return catalog is not None and any(
        not isinstance(code.timing, Unstated) for code in catalog.codes
    )


def check_minutes(minutes: int, prefix: str = "") -> int:
    """Returns minutes that fit into a day; raises UnitsError for others."""
    if minutes < 0:
        raise UnitsError(f"{prefix}{minutes} minutes are less than none: type 0 or more.")
    if minutes > DAY_MINUTES:
        raise UnitsError(
            f"{prefix}{minutes:,} minutes are more than the {DAY_MINUTES:,} of a whole day."
        )
    return minutes


def short(text: str) -> str:
    """Typed text for a message: one printable line of at most 30 characters."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return elided(printable, 30)


def too_many_assistant_minutes(entry: SessionEntry) -> str:
    """The sentence for an entry with more OTA minutes than minutes, and what would be right."""
    if not entry.minutes:
        given = counted(entry.assistant, "OTA minute")
        return f"{given}, but no total minutes: type those first."
    total = entry.minutes + entry.assistant
    sentence = f"OTA minutes ({entry.assistant:,}) can't exceed total minutes ({entry.minutes:,})"
    return f"{sentence}: make it {total:,}." if total <= DAY_MINUTES else f"{sentence}."


def _instead(use: tuple[str, ...]) -> str:
    return f"use {' or '.join(use)} instead" if use else "there is no code to use instead"

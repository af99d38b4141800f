"""What to check before a session is billed: all of it in one list, as the window shows it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from otcodebook.settings import Payer
from otcodebook.units.model import Rule
from otcodebook.units.payers import payer_warnings
from otcodebook.units.warnings import Remedy, UnitWarning
from otcodebook.units.worksheet import WorksheetResult
from otcodebook.wording import listed


class Check(Struct, frozen=True):
    """A sentence with its source, which may be empty, and what would settle it, if anything."""

    text: str
    origin: str = ""
    remedy: Remedy | None = None


def session_checks(
    result: WorksheetResult,
    rule: Rule,
    payer: Payer | None = None,
    warnings: Sequence[UnitWarning] | None = None,
) -> list[Check]:
    """What to check in a session under a rule.

    `warnings` take the place of those in the result where a table of CMS's is open.
    """
    found = tuple(result.warnings.get(rule, ()) if warnings is None else warnings)
    if payer is not None and rule in result.counts:
        found += payer_warnings(payer, result.counts[rule], found)
    checks = [Check(warning.text, warning.origin, warning.remedy) for warning in found]
    if result.missing_minutes:
        checks.insert(0, Check(missing_minutes_text(result.missing_minutes)))
    return checks


def missing_minutes_text(codes: tuple[str, ...]) -> str:
    """A sentence on timed codes that still need their minutes."""
    needs = "is timed and has" if len(codes) == 1 else "are timed and have"
    return f"{listed(codes)} {needs} no minutes yet."


def checks_title(number: int) -> str:
    """The count of checks, in the summary and over their list."""
    return f"{number} to check"

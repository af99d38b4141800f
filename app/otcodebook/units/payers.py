"""What a payer of the user's own list asks for, beside the count: limit, modifier, note."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.settings import Payer
from otcodebook.units.model import Rule, UnitCount
from otcodebook.units.warnings import UnitWarning
from otcodebook.units.words import RULE_NAMES, units_text

_SOURCE = "Your payers, in Preferences"
_SEPARATE = {"59": "modifier 59", "X": "an X modifier (XE, XP, XS or XU)"}
_COLUMNS = {"1": "the column 1 code", "2": "the column 2 code", "": "either code"}


def payer_warnings(
    payer: Payer, count: UnitCount, warnings: Sequence[UnitWarning]
) -> tuple[UnitWarning, ...]:
    """What to check for this payer; `warnings` are those of the session."""
    told = []
    if payer.rule != count.rule:
        told.append(
            f"{payer.name} counts by {RULE_NAMES[Rule(payer.rule)]}, but these units are by "
            f"{RULE_NAMES[count.rule]}. Find out which one holds."
        )
    if payer.max_units and count.units > payer.max_units:
        told.append(
            f"{payer.name}: {units_text(count.units)}, but your list says {payer.max_units} a day. "
            "Ask before you bill more."
        )
    if any(warning.remedy or "modifier 59" in warning.text for warning in warnings):
        told.append(
            f"{payer.name}: for separate services {_SEPARATE[payer.separate]} on "
            f"{_COLUMNS[payer.column]}."
        )
    if payer.note:
        told.append(f"{payer.name}: {payer.note}")
    return tuple(UnitWarning((), text, _SOURCE) for text in told)


def payer_text(payer: Payer) -> str:
    """The payer in a line, such as for a list."""
    parts = [
        RULE_NAMES[Rule(payer.rule)],
        f"{_SEPARATE[payer.separate]} on {_COLUMNS[payer.column]}",
    ]
    if payer.max_units:
        parts.append(f"at most {units_text(payer.max_units)} a day")
    return f"{payer.name}: {', '.join(parts)}" + (f". {payer.note}" if payer.note else "")

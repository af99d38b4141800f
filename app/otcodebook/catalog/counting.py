"""Describes how a code's minutes become units, from its timing data."""

from __future__ import annotations

from otcodebook.catalog.model import Band, Blocks, Catalog, Code, Pooled, Timing, Untimed
from otcodebook.wording import counted

UNIT_MINUTES = 15
"""One unit of a pooled code. Source: Claims Processing Manual, chapter 5, section 20.2."""

FIRST_UNIT_MINUTES = 8
"""The fewest minutes that make a unit of a pooled code (same source)."""


def is_timed(timing: Timing) -> bool | None:
    """Whether minutes decide the units; None where the catalog does not say."""
    match timing:
        case Pooled() | Blocks() | Band():
            return True
        case Untimed():
            return False
        case _:
            return None


def counting_label(timing: Timing) -> str:
    """A few words for a row of the list, such as "15 min" or "untimed"; may be empty."""
    match timing:
        case Pooled():
            return f"{UNIT_MINUTES} min"
        case Untimed():
            return "untimed"
        case Blocks():
            return duration(timing.minutes)
        case Band():
            return f"{_band_minutes(timing)} min"
        case _:
            return ""


def counting_lines(code: Code, catalog: Catalog) -> list[str]:
    """The sentences under "Billing units": from the timing data, then the code's own notes."""
    add_on = catalog.add_on_of(code.code)
    further = f" Bill further time with {add_on.code}." if add_on else ""
    match code.timing:
        case Pooled(scope="each"):
            lines = [
                "Timed: 8 to 22 minutes make 1 unit, 23 to 37 make 2, 38 to 52 make 3, "
                "and each further 15 minutes one more.",
                "Medicare applies this to the total of all 15-minute codes of the day. "
                "Payers that use the per-code midpoint apply it to each code alone.",
            ]
        case Pooled(scope="first"):
            lines = [f"Timed: the first 15 minutes, 1 unit a day, from 8 minutes on.{further}"]
        case Pooled():
            lines = [
                f"Timed: each 15 minutes beyond the unit of {code.add_on_to or 'the first code'}, "
                "each from 8 minutes on."
            ]
        case Untimed():
            lines = [
                f"Untimed: 1 unit per {code.timing.per}, any length. Not part of timed minutes."
            ]
        case Blocks():
            lines = [_blocks_sentence(code.timing, code.add_on_to) + further]
        case Band():
            lines = [
                f"Timed: 1 unit for {_band_minutes(code.timing)} minutes per {code.timing.per}. "
                "Not part of the 15-minute total."
            ]
        case _:
            lines = []
    if code.add_on_to is not None:
        lines.append(f"An add-on: bill it only together with {code.add_on_to}, never alone.")
    return [*lines, *code.counting]


def duration(minutes: int) -> str:
    """Minutes as they are said: "30 min", "1 hour", "2 hours"."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"{minutes} min"
    return counted(hours, "hour")


def _blocks_sentence(timing: Blocks, base: str | None) -> str:
    unit = duration(timing.minutes)
    period = "" if timing.per == "day" else f" per {timing.per}"
    if timing.single:
        text = f"Timed: the first {unit}{period}, 1 unit, from {timing.threshold} minutes on."
    elif base is not None:
        text = f"Timed: each further {unit}{period} beyond {base}, each from "
        text += f"{timing.threshold} minutes on."
    else:
        second = timing.minutes + timing.threshold
        text = f"Timed: 1 unit per {unit}{period}. The first needs {timing.threshold} minutes, "
        text += f"the second {second}."
    return f"{text} Not part of the 15-minute total."


def _band_minutes(timing: Band) -> str:
    if timing.at_most is None:
        return f"{timing.at_least} or more"
    return f"{timing.at_least} to {timing.at_most}"

"""Whose units they are when an OT assistant took part: which of them carry modifier CO.

The units come first, then their share. Source: CMS, CQ and CO billing examples for 2022 and later
(42 CFR 410.59): a service counts as the assistant's when the assistant worked more than 10 % of it
without the therapist. For 15-minute codes this is looked at unit by unit, and a unit in which the
therapist alone reached 8 minutes is the therapist's. Minutes worked side by side are the
therapist's too.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from otcodebook.catalog.counting import FIRST_UNIT_MINUTES, UNIT_MINUTES
from otcodebook.units.model import Kind, Line, Member, SessionEntry, UnitCount
from otcodebook.units.words import minutes_text, units_text

DE_MINIMIS_PERCENT = 10
"""Up to this part of a service the assistant's work does not count (source as above)."""


class Share(Struct, frozen=True):
    """How a line's units are divided: `with_co` of its `units` carry modifier CO."""

    code: str
    units: int
    with_co: int
    reason: str


def assistant_shares(count: UnitCount, entries: Sequence[SessionEntry]) -> tuple[Share, ...]:
    """The division of every line that is billed and that an assistant had a part in.

    `entries` are those that were counted. Without any assistant minutes the answer is empty.
    """
    by_code = {entry.code: entry for entry in entries}
    lines = {line.code: line for line in count.lines if line.units}
    shares: dict[str, Share] = {}
    for member in count.members:
        entered = [by_code[code] for code in member.codes if code in by_code]
        assistant = sum(entry.assistant for entry in entered)
        billed = [lines[code] for code in member.codes if code in lines]
        if not assistant or not billed:
            continue
        therapist = member.minutes - assistant
        if member.kind is Kind.POOLED:
            with_co, reason = _by_unit(member.units, therapist, assistant)
            shares |= _divided(billed, member, with_co, reason, by_code)
        else:
            for line in billed:
                with_co, reason = _by_service(line.units, therapist, assistant)
                shares[line.code] = Share(line.code, line.units, with_co, reason)
    return tuple(shares[line.code] for line in count.lines if line.code in shares)


def _by_unit(units: int, therapist: int, assistant: int) -> tuple[int, str]:
    """The units with CO of a 15-minute code, and why."""
    own, own_left = divmod(therapist, UNIT_MINUTES)
    others, others_left = divmod(assistant, UNIT_MINUTES)
    text = f"Therapist {minutes_text(therapist)}, assistant {minutes_text(assistant)}."
    if own or others:
        text += f" Whole quarter hours: {own} without CO, {others} with CO."
    remaining = units - own - others
    if remaining <= 0:
        return others, text
    left = f"{own_left} of the therapist and {others_left} of the assistant left over"
    if own_left >= FIRST_UNIT_MINUTES:
        if remaining == 1 or others_left == 0:
            return others, (
                f"{text} Of the {left}, the therapist's reach {FIRST_UNIT_MINUTES}: "
                f"{units_text(remaining)} without CO."
            )
        return others + 1, (
            f"{text} {units_text(remaining)} remain with {left}: 1 without CO, 1 with CO."
        )
    if others_left == 0:
        return others, f"{text} The minutes left over are the therapist's: without CO."
    return others + remaining, (
        f"{text} Of the {left}, the therapist's do not reach {FIRST_UNIT_MINUTES} and the "
        f"assistant's are over {DE_MINIMIS_PERCENT}%: {units_text(remaining)} with CO."
    )


def _by_service(units: int, therapist: int, assistant: int) -> tuple[int, str]:
    """The units with CO of a code that is not counted in quarter hours: all or none."""
    minutes = therapist + assistant
    over = assistant * 100 > minutes * DE_MINIMIS_PERCENT
    text = (
        f"The assistant's part is {assistant} of {minutes_text(minutes)}: "
        f"{'over' if over else 'not over'} {DE_MINIMIS_PERCENT}% of the service, "
    )
    return (units, f"{text}so with CO.") if over else (0, f"{text}so without CO.")


def _divided(
    billed: list[Line],
    member: Member,
    with_co: int,
    reason: str,
    by_code: dict[str, SessionEntry],
) -> dict[str, Share]:
    """The pair's division over its lines.

    Where some units are the assistant's, the base is only if it was entered with its own minutes
    and most of them are the assistant's: otherwise the therapist's units come first.
    """
    shares = {}
    base = by_code.get(member.codes[0])
    base_first = (
        len(billed) > 1
        and base is not None
        and base.assistant * 2 > (base.minutes or 0)
        and member.codes[1] in by_code
    )
    free = sum(line.units for line in billed) - with_co
    order = list(reversed(billed)) if base_first else billed
    for line in order:
        without = min(free, line.units)
        free -= without
        shares[line.code] = Share(line.code, line.units, line.units - without, reason)
    return shares

"""Which units carry modifier CO when an OT assistant (OTA) did part of a session.

The units are counted first, as if one person had done everything; then they are divided. Sources:
42 CFR 410.59; Claims Processing Manual, chapter 5, section 20.1; CMS's billing examples for CQ and
CO, 2022 and later.

1. An assistant's work counts when the assistant did more than 10% of a service without the
   therapist. Minutes worked side by side are the therapist's.
2. 15-minute codes are tested unit by unit. Each whole quarter hour of one person is that person's
   unit. The last unit is the therapist's if the therapist alone reached 8 minutes of it, however
   long the assistant worked; if not, any minutes of the assistant are over 10% of it. Where two
   units remain and the therapist has 8 minutes or more, each gets one. (In CMS's words: both have
   9 to 14 minutes, 23 to 28 together.)
3. Every other service is tested as a whole, and CMS allows two ways (rule of 2020, 84 FR 62702):
   - percentage: the assistant's minutes divided by all minutes are more than 10%;
   - simple: the assistant has at least as many minutes as all minutes divided by 10, rounded to the
     nearest whole number (a half goes up), plus 1.
   The percentage decides here. It is never the laxer one: where the simple way asks for CO, so does
   the percentage. Where only the percentage asks for it, the reason says so.
4. Some codes never carry CO: an assistant may not evaluate, and supplies are no services. Which
   codes these are stands in the catalog (`billing.assistant`); counting marks their lines.
5. All this is for Medicare Part B. Critical access hospitals do not use CO.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from otcodebook.catalog.counting import FIRST_UNIT_MINUTES, UNIT_MINUTES
from otcodebook.units.model import Kind, Line, Member, SessionEntry, UnitCount
from otcodebook.units.words import minutes_text, units_text
from otcodebook.wording import counted

DE_MINIMIS_PERCENT = 10
"""An assistant's part of a service up to this does not count (sources above)."""


class Share(Struct, frozen=True):
    """How a line's units are divided: `with_co` of its `units` carry modifier CO."""

    code: str
    units: int
    with_co: int
    reason: str


def assistant_shares(count: UnitCount, entries: Sequence[SessionEntry]) -> tuple[Share, ...]:
    """How the units of each billed line with assistant minutes are divided, in line order.

    `entries` are the session that was counted. Lines that never carry CO have no share.
    """
    by_code = {entry.code: entry for entry in entries}
    lines = {line.code: line for line in count.lines if line.units and line.takes_co}
    shares: dict[str, Share] = {}
    for member in count.members:
        assistant = sum(by_code[code].assistant for code in member.codes if code in by_code)
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


def exceeds_percentage(assistant: int, total: int) -> bool:
    """Whether the assistant's minutes are more than 10% of all: CMS's percentage way."""
    return assistant * 100 > total * DE_MINIMIS_PERCENT


def simple_minimum(total: int) -> int:
    """The assistant's minutes from which on CMS's simple way asks for CO."""
    tenth_rounded = (total * DE_MINIMIS_PERCENT + 50) // 100
    return tenth_rounded + 1


def _by_unit(units: int, therapist: int, assistant: int) -> tuple[int, str]:
    """The units with CO of a 15-minute code, and why."""
    own, own_left = divmod(therapist, UNIT_MINUTES)
    others, others_left = divmod(assistant, UNIT_MINUTES)
    text = f"Therapist {minutes_text(therapist)}, assistant {minutes_text(assistant)}."
    if own or others:
        text += f" Full units: {own} without CO, {others} with CO."
    remaining = units - own - others
    if remaining <= 0:
        return others, text
    own_words = f"therapist's {counted(own_left, 'leftover minute')}"
    others_words = f"assistant's {others_left}"
    if own_left >= FIRST_UNIT_MINUTES and (remaining == 1 or others_left == 0):
        text += f" The {own_words} reach {FIRST_UNIT_MINUTES}: {units_text(remaining)} without CO."
        return others, text
    if own_left >= FIRST_UNIT_MINUTES:
        text += (
            f" {units_text(remaining)} remain for the {own_words} and the {others_words}: 1 "
            "without CO, 1 with CO."
        )
        return others + 1, text
    if others_left == 0:
        return others, f"{text} The leftover minutes are the therapist's: without CO."
    if own_left == 0:
        reason = f"{counted(others_left, 'leftover minute')} of assistant time only"
    else:
        verb = "does" if own_left == 1 else "do"
        reason = (
            f"The {own_words} {verb} not reach {FIRST_UNIT_MINUTES}, and the {others_words} are "
            f"over {DE_MINIMIS_PERCENT}%"
        )
    return others + remaining, f"{text} {reason}: {units_text(remaining)} with CO."


def _by_service(units: int, therapist: int, assistant: int) -> tuple[int, str]:
    """The units with CO of a code that is not counted in quarter hours: all or none."""
    total = therapist + assistant
    text = f"The assistant's part is {assistant} of {minutes_text(total)}: "
    if not exceeds_percentage(assistant, total):
        return 0, f"{text}not over {DE_MINIMIS_PERCENT}% of the service, so without CO."
    text += f"over {DE_MINIMIS_PERCENT}% of the service, so with CO."
    needed = simple_minimum(total)
    if assistant < needed:
        text += f" By CMS's simple way CO starts at {needed} minutes; either way is allowed."
    return units, text


def _divided(
    billed: list[Line],
    member: Member,
    with_co: int,
    reason: str,
    by_code: dict[str, SessionEntry],
) -> dict[str, Share]:
    """The division of a base and its add-on over their lines.

    The therapist's units come first. Only where the base was entered with its own minutes, and most
    of them are the assistant's, do the assistant's units come first.
    """
    shares = {}
    base = by_code.get(member.codes[0])
    base_is_assistants = (
        len(billed) > 1
        and base is not None
        and base.assistant * 2 > (base.minutes or 0)
        and member.codes[1] in by_code
    )
    without_co = max(sum(line.units for line in billed) - with_co, 0)
    for line in reversed(billed) if base_is_assistants else billed:
        without = min(without_co, line.units)
        without_co -= without
        shares[line.code] = Share(line.code, line.units, line.units - without, reason)
    return shares

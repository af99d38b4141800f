"""20,000 random sessions against a second count, written from the manuals' text alone.

It shares no code and no table with the program. Sources: Medicare Claims Processing Manual, chapter
5, sections 20.1 (modifiers) and 20.2 (units), CMS's billing examples for CQ and CO, and the CPT
rule that a unit is earned once more than half of its time has passed. Minutes are taken off one
quarter hour after the other, as the manual tells it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from otcodebook.catalog.load import load_bundled
from otcodebook.export.units_text import claim_lines
from otcodebook.units.assistant import assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry

SESSIONS = 20_000
SEED = 2026

# What the manual calls timed codes, each 15 minutes.
TIMED = [
    "97110",
    "97112",
    "97113",
    "97116",
    "97124",
    "97140",
    "97530",
    "97533",
    "97535",
    "97537",
    "97542",
    "97032",
    "97035",
    "97760",
]
TIMED_PAIRS = {"97129": "97130", "90912": "90913"}
# Codes of other lengths: minutes of the first unit and of each further one, and its code.
LONGER = {
    "96125": (60, 60, "96125"),
    "97550": (30, 15, "97551"),
    "97545": (120, 60, "97546"),
}
ONE_UNIT = ["97165", "97168", "97150", "97010", "97016", "98975", "98977", "L3906"]

BASE_OF = {"97130": "97129", "90913": "90912", "97551": "97550", "97546": "97545"}
NO_THERAPY = {"97010", "L3906", "97545", "97546"}
NEVER_CO = {*NO_THERAPY, "97165", "97168", "98977"}


@dataclass
class Service:
    """What was done under one code, or under a base and its add-on together."""

    base: str
    therapist: int = 0
    assistant: int = 0
    entered: list[str] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return self.therapist + self.assistant


def services(session: list[SessionEntry]) -> dict[str, Service]:
    found: dict[str, Service] = {}
    for entry in session:
        base = BASE_OF.get(entry.code, entry.code)
        service = found.setdefault(base, Service(base))
        service.assistant += entry.assistant
        service.therapist += (entry.minutes or 0) - entry.assistant
        service.entered.append(entry.code)
    return found


def on_the_chart(minutes: int) -> int:
    """8 to 22 minutes are 1 unit, 23 to 37 are 2, and so on."""
    units, first, last = 0, 0, 7
    while not first <= minutes <= last:
        units, first, last = units + 1, last + 1, last + 15
    return units


def by_medicare(timed: list[Service]) -> dict[str, int]:
    """Quarter hours first; then the rest of the total, one unit after the other."""
    units = {service.base: 0 for service in timed}
    left = {service.base: service.minutes for service in timed}
    for base in left:
        while left[base] >= 15:
            left[base] -= 15
            units[base] += 1
    while sum(units.values()) < on_the_chart(sum(service.minutes for service in timed)):
        # The most minutes left over; among equals the one entered first, which comes first here.
        most = max(left, key=lambda base: left[base])
        units[most] += 1
        left[most] = -1
    return units


def halves(minutes: int, first: int, further: int) -> int:
    """Units of a code whose units are earned past their half."""
    units, length = 0, first
    while minutes > length / 2:
        units += 1
        minutes -= length
        length = further
    return units


def units_with_co(service: Service, units: int) -> int:
    """Of a 15-minute code: who did which unit."""
    therapist, assistant, with_co, without = service.therapist, service.assistant, 0, 0
    while therapist >= 15:
        therapist, without = therapist - 15, without + 1
    while assistant >= 15:
        assistant, with_co = assistant - 15, with_co + 1
    match units - with_co - without:
        case 2 if therapist >= 8:
            return with_co + 1
        case 2:
            return with_co + 2
        case 1 if therapist < 8 and assistant > (therapist + assistant) / 10:
            return with_co + 1
        case _:
            return with_co


def expected(session: list[SessionEntry], rule: Rule) -> dict[str, tuple[int, int]]:
    """By base code: the units of it and its add-on, and how many of them carry CO."""
    done = services(session)
    timed = [each for each in done.values() if each.base in TIMED or each.base in TIMED_PAIRS]
    if rule is Rule.CMS:
        units = by_medicare(timed)
    else:
        units = {each.base: on_the_chart(each.minutes) for each in timed}
    answer = {}
    for base, service in done.items():
        if base in units:
            answer[base] = (units[base], units_with_co(service, units[base]))
            continue
        number = 1 if base in ONE_UNIT else halves(service.minutes, *LONGER[base][:2])
        over = service.assistant > service.minutes / 10 and base not in NEVER_CO
        answer[base] = (number, number if over else 0)
    return answer


def lines_of(answer: dict[str, tuple[int, int]]) -> dict[str, int]:
    """The units of every code: the first of a pair is the base's, the rest the add-on's."""
    add_ons = {base: add_on for add_on, base in BASE_OF.items()}
    units = {}
    for base, (number, _) in answer.items():
        if base in add_ons:
            units[base], units[add_ons[base]] = min(number, 1), max(number - 1, 0)
        else:
            units[base] = number
    return {code: number for code, number in units.items() if number}


def a_session(chance: random.Random) -> list[SessionEntry]:
    pool = TIMED + [*TIMED_PAIRS, *TIMED_PAIRS.values()] * 2
    pool += [*LONGER, *(each[2] for each in LONGER.values()), *ONE_UNIT]
    entries = []
    for code in dict.fromkeys(chance.choices(pool, k=chance.randint(1, 8))):
        longest = chance.choice([8, 23, 40, 40, 90, 300])
        minutes = chance.randint(0, longest)
        assistant = chance.choice([0, 0, minutes, minutes // 10, chance.randint(0, minutes)])
        entries.append(SessionEntry(code, minutes, assistant))
    return entries


def test_random_sessions_equal_the_manual() -> None:
    catalog = load_bundled()
    chance = random.Random(SEED)
    wrong: list[object] = []
    seen = {"with CO": 0, "tied": 0, "pairs": 0}
    for _ in range(SESSIONS):
        session = a_session(chance)
        for rule in Rule:
            count = count_units(session, catalog, rule)
            shares = assistant_shares(count, session)
            answer = expected(session, rule)
            billed: dict[str, int] = {}
            with_co: dict[str, int] = dict.fromkeys(answer, 0)
            for line in claim_lines(count, shares=shares).splitlines():
                (code, *modifiers), units = line.split(" x")[0].split("-"), int(line.split(" x")[1])
                billed[code] = billed.get(code, 0) + units
                if "CO" in modifiers:
                    with_co[BASE_OF.get(code, code)] += units
                if ("GO" in modifiers) == (code in NO_THERAPY):
                    wrong.append((session, rule, line))
            if billed != lines_of(answer) or with_co != {b: co for b, (_, co) in answer.items()}:
                wrong.append((session, rule, (answer, billed, with_co)))
            seen["with CO"] += any(with_co.values())
            seen["tied"] += bool(count.choices)
            seen["pairs"] += any(code in BASE_OF for code in billed)
    assert wrong[:3] == []
    assert min(seen.values()) > SESSIONS // 20, seen

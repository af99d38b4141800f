"""20,000 random sessions against a second count, written from the manual's text alone.

Claims Processing Manual, chapter 5, section 20.2: "when only one service is provided in a day,
providers should not bill for services performed for less than 8 minutes"; 1 unit from 8 minutes to
22, 2 from 23 to 37, and so on; the total of timed minutes decides the total of units; each service
of at least 15 minutes is billed one unit for each, and what is left goes to the service with the
most minutes. Section 20.1 and CMS's examples on CQ and CO: see `units_with_co`.
"""

from __future__ import annotations

import random
from collections import Counter

from otcodebook.catalog.load import load_bundled
from otcodebook.export.units_text import claim_lines
from otcodebook.units.assistant import assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry

CATALOG = load_bundled()
_SESSIONS = 20_000
_TIMED = ("97110", "97112", "97116", "97140", "97530", "97535", "97035", "97542", "97760")
_PAIRS = (("97129", "97130"), ("90912", "90913"))
_UNTIMED_WITH_CO = ("97150", "G0283", "97022")
_NEVER_CO = ("97165", "97166", "97168", "L3906", "98977")
_EDGES = (1, 2, 7, 8, 9, 14, 15, 16, 22, 23, 24, 29, 30, 31, 37, 38)

_Session = list[tuple[str, int, int]]
"""Code, minutes in all, minutes of the OT assistant alone."""


def units_of(minutes: int) -> int:
    """The manual's table, row by row."""
    units, last = 0, 7
    while minutes > last:
        units, last = units + 1, last + 15
    return units


def services(session: _Session) -> dict[str, list[int]]:
    """Minutes in all and of the assistant by service: an add-on goes on with its base's time."""
    base_of = {add_on: base for base, add_on in _PAIRS}
    found: dict[str, list[int]] = {}
    for code, minutes, assistant in session:
        if code in _UNTIMED_WITH_CO or code in _NEVER_CO:
            continue
        both = found.setdefault(base_of.get(code, code), [0, 0])
        both[0] += minutes
        both[1] += assistant
    return found


def medicare(minutes: dict[str, int]) -> tuple[dict[str, int], set[str], int]:
    """Units that are certain, the services of a tie, and how many units the tie has."""
    total = units_of(sum(minutes.values()))
    units, left = {}, {}
    for code, time in minutes.items():
        units[code] = 0
        while time >= 15:
            units[code], time = units[code] + 1, time - 15
        left[code] = time
    while sum(units.values()) < total:
        most = max(left.values())
        first = {code for code, time in left.items() if time == most}
        open_units = total - sum(units.values())
        if len(first) > open_units:
            return units, first, open_units
        for code in first:
            units[code], left[code] = units[code] + 1, -1
    return units, set(), 0


def units_with_co(units: int, therapist: int, assistant: int) -> int:
    """CMS: full units first, then the last ones: 8 minutes of the therapist keep one of them."""
    with_co = without = 0
    while therapist >= 15 and with_co + without < units:
        therapist, without = therapist - 15, without + 1
    while assistant >= 15 and with_co + without < units:
        assistant, with_co = assistant - 15, with_co + 1
    while with_co + without < units:
        if assistant == 0 or therapist >= 8:
            therapist, without = 0, without + 1
        else:
            # Less than 8 minutes of the therapist: any of the assistant's are over 10 percent.
            with_co += 1
    return with_co


def random_session(pick: random.Random) -> _Session:
    codes = pick.sample(_TIMED, pick.randint(0, 5))
    for base, add_on in _PAIRS:
        codes += pick.choice(([], [], [base], [base, add_on]))
    codes += pick.sample(_UNTIMED_WITH_CO, pick.randint(0, 2))
    codes += pick.sample(_NEVER_CO, pick.randint(0, 1))
    pick.shuffle(codes)
    session = []
    for code in codes:
        minutes = pick.choice((pick.choice(_EDGES), pick.randint(1, 75)))
        assistant = pick.choice((0, 0, minutes, pick.randint(0, minutes)))
        session.append((code, minutes, assistant))
    return session


def _line_units(text: str) -> tuple[Counter[str], Counter[str]]:
    """All units and those with CO, by code, as they stand on the claim lines."""
    units: Counter[str] = Counter()
    with_co: Counter[str] = Counter()
    for line in text.splitlines():
        service, _, number = line.partition(" x")
        code, *modifiers = service.split("-")
        units[code] += int(number)
        with_co[code] += int(number) * ("CO" in modifiers)
    return units, with_co


def _faults(session: _Session, rule: Rule) -> list[str]:
    entries = [SessionEntry(*each) for each in session]
    count = count_units(entries, CATALOG, rule)
    units, with_co = _line_units(claim_lines(count, shares=assistant_shares(count, entries)))
    faults = []
    minutes = services(session)
    certain, tied, open_units = medicare({code: both[0] for code, both in minutes.items()})
    if rule is Rule.MIDPOINT:
        tied, open_units = set(), 0
        certain = {code: units_of(both[0]) for code, both in minutes.items()}
    add_on_of = dict(_PAIRS)
    given = set()
    for code, (total, assistant) in minutes.items():
        add_on = add_on_of.get(code, "")
        found = units[code] + units[add_on]
        if code in tied and found == certain[code] + 1:
            given.add(code)
        elif found != certain[code]:
            faults.append(f"{code}: {found} units, not {certain[code]}")
        if add_on and found and units[code] != 1:
            faults.append(f"{code}: {units[code]} units of the base")
        wanted = units_with_co(found, total - assistant, assistant)
        if with_co[code] + with_co[add_on] != wanted:
            faults.append(f"{code}: {with_co[code] + with_co[add_on]} with CO, not {wanted}")
    if len(given) != open_units:
        faults.append(f"{len(given)} of {open_units} tied units are given")
    for code, total, assistant in session:
        if code in _UNTIMED_WITH_CO and (units[code], with_co[code]) != (
            1,
            int(assistant * 10 > total),
        ):
            faults.append(f"{code}: {units[code]} units, {with_co[code]} with CO")
        if code in _NEVER_CO and (units[code], with_co[code]) != (1, 0):
            faults.append(f"{code}: {units[code]} units, {with_co[code]} with CO")
    return faults


def test_random_sessions_equal_the_manual() -> None:
    pick = random.Random(20_261_127)
    wrong = []
    for _ in range(_SESSIONS):
        session = random_session(pick)
        rule = pick.choice(list(Rule))
        if session and (faults := _faults(session, rule)):
            wrong.append((rule.value, session, faults))
    assert not wrong, wrong[:5]

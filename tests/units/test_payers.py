from __future__ import annotations

from otcodebook.settings import Payer
from otcodebook.units.model import Rule
from otcodebook.units.payers import payer_text, payer_warnings
from otcodebook.units.warnings import UnitWarning
from units_support import count

AETNA = Payer("Aetna", "midpoint", "X", "2", 4, "Send the plan of care.")
PAIR = UnitWarning(("97150",), "97150 with 97530: put modifier 59 on either code.")


def told(payer, minutes, warnings=()):
    result = count(minutes, Rule(payer.rule))
    return [warning.text for warning in payer_warnings(payer, result, warnings)]


def test_limit_modifier_and_note_are_told_where_they_matter():
    assert told(AETNA, {"97110": 60}) == ["Aetna: Send the plan of care."]
    assert told(AETNA, {"97110": 75}, (PAIR,)) == [
        "Aetna: 5 units, but your list says 4 a day. Ask before you bill more.",
        "Aetna: for separate services an X modifier (XE, XP, XS or XU) on the column 2 code.",
        "Aetna: Send the plan of care.",
    ]
    assert told(Payer("B"), {"97110": 600}) == []
    assert told(Payer("B"), {"97110": 15}, (PAIR,)) == [
        "B: for separate services modifier 59 on either code."
    ]
    other, note = payer_warnings(AETNA, count({"97110": 15}), ())
    assert other.text == (
        "Aetna counts by Per-code midpoint, but these units are by Medicare's 8-minute rule. "
        "Find out which one holds."
    )
    assert note.origin == "Your payers, in Preferences"


def test_a_payer_is_one_line_in_the_list():
    assert payer_text(AETNA) == (
        "Aetna: Per-code midpoint, an X modifier (XE, XP, XS or XU) on the column 2 code, "
        "at most 4 units a day. Send the plan of care."
    )
    assert payer_text(Payer("B")) == "B: Medicare's 8-minute rule, modifier 59 on either code"

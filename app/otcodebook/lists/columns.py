"""The columns of a clinic's list: what they are usually called, and how a counting cell is read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from otcodebook.catalog.model import Blocks, Pooled, Timing, Unstated, Untimed

# What the columns are usually called, the most telling name first: lower case, letters and digits
# only. A column is used once, by the first field that claims it.
COLUMN_NAMES = {
    "code": "code codes cpt cptcode cpthcpcs cpthcpcscode hcpcscpt hcpcscptcode hcpcs hcpcscode "
    "hcpc hcpccode procedurecode proccode billingcode servicecode chargecode cptcodes hcpcscodes "
    "icd10cm icd10cmcode icd10 icd10code icdcode icd diagnosiscode dxcode dx modifier modifiercode",
    "name": "name codename title shortname shortdescription shortdesc shortdescriptor description "
    "desc descriptor codedescription codedescriptor procedurename proceduredescription procedure "
    "servicename servicedescription service diagnosisdescription diagnosisname diagnosis "
    "longdescription longdesc longdescriptor fulldescription label meaning",
    "summary": "summary details detail definition explanation longdescription longdesc "
    "longdescriptor fulldescription description desc descriptor shortdescription",
    "family": "family category group section familyname categoryname groupname sectionname "
    "codefamily codecategory codegroup codesection chapter",
    "minutes": "minutes unitminutes minutesperunit minperunit unittime timeperunit timeminutes "
    "timemin timeinminutes unitlength min mins time timing timed timeduntimed timedoruntimed "
    "timedcode duration counting",
    "aliases": "aliases alias keywords keyword synonyms synonym searchterms searchwords tags "
    "alsoknownas abbreviations abbreviation abbr",
    "note": "note notes comment comments remark remarks caution cautions",
}

# These headers say that a number below them is minutes; "time" or "timed" do not.
_IN_MINUTES = frozenset(
    {
        "minutes",
        "unitminutes",
        "minutesperunit",
        "minperunit",
        "timeminutes",
        "timemin",
        "timeinminutes",
        "min",
        "mins",
    }
)
# "Min" beside one of these is the lowest of a range: a fee, an age, a number of units.
_RANGE = re.compile(r"max\w*|highest|high|upper|avg|average|mean|median|typical")
_RANGE_ENDS = frozenset({"min", "mins"})
_USUAL_MINUTES = 15
"""The one length of a unit that a bare number may give where its header does not say minutes."""

_TIME = re.compile(
    r"(?:each |per |every )?(\d{1,4})(?:\.0+)?"
    r"(?: ?-?(?:(mins?|minutes?)|(h|hrs?|hours?))\.?)?"
)
_UNTIMED = {"untimed", "un-timed", "not timed", "non-timed", "no", "n", "none", "false", "0"}


def match_columns(cells: Sequence[str]) -> dict[str, int]:
    """The fields that a header row names, each with the index of its column."""
    plain = [_plain(cell) for cell in cells]
    has_range = any(_RANGE.fullmatch(header) for header in plain)
    columns: dict[str, int] = {}
    for name, usual in COLUMN_NAMES.items():
        known = (
            plain.index(header)
            for header in usual.split()
            if header in plain and not (has_range and header in _RANGE_ENDS)
        )
        at = next((at for at in known if at not in columns.values()), None)
        if at is not None:
            columns[name] = at
    return columns


def is_in_minutes(header: str) -> bool:
    """Whether a column with this header holds minutes, as far as the header says so."""
    return _plain(header) in _IN_MINUTES


def read_timing(cell: str, *, in_minutes: bool) -> Timing | None:
    """How a code is counted, from its cell in lower case; None for what is not clear.

    A number is minutes only if the cell says so, the column's header does (`in_minutes`), or it is
    the usual 15; any other word after it, such as in "1 visit" and "90 days", makes it unclear.
    """
    if not cell:
        return Unstated()
    if cell in _UNTIMED:
        return Untimed(per="service")
    found = _TIME.fullmatch(cell)
    if found is None:
        return None
    number, is_minutes, is_hours = found.groups()
    minutes = int(number) * (60 if is_hours else 1)
    if minutes == 0:
        return Untimed(per="service")
    if not (is_minutes or is_hours or in_minutes or minutes == _USUAL_MINUTES):
        return None
    if minutes == _USUAL_MINUTES:
        return Pooled()
    # A unit is earned once its midpoint is passed.
    return Blocks(minutes=minutes, threshold=minutes // 2 + 1) if minutes <= 1440 else None


def _plain(header: str) -> str:
    return "".join(filter(str.isalnum, header.casefold()))

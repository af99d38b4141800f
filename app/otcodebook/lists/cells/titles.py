"""What the title of a column says: its usual names, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from otcodebook.wording import as_displayed, elided, listed


class Role(StrEnum):
    """What a column is used as."""

    CODE = "code"
    NAME = "name"
    CHARGE = "charge"
    TIMING = "timing"
    MODIFIER = "modifier"
    FAMILY = "family"
    NOTE = "note"
    SUMMARY = "summary"
    ALIASES = "search words"
    EXTRA = "extra"
    IGNORE = "ignore"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONGEST_TITLE = 60
_MOST_ASKED = 6
_WORD = re.compile(r"[^\W\d_a-z]+(?=[A-Z][a-z])|[^\W\d_a-z]?[^\W\d_A-Z]+|[^\W\d_a-z]+|\d+")
_NAMES = {
    Role.NAME: (
        "name codename title shortname shortdescription shortdesc shortdescriptor description "
        "desc descr descriptor descripton codedescription codedesc codedescriptor cptdescription "
        "hcpcsdescription hcpcsdesc cptdesc procedurename proceduredescription proceduredesc "
        "procdesc procedure servicename servicedescription servicedesc service services treatment "
        "diagnosisdescription diagnosisname diagnosis longdescription longdesc longdescriptor "
        "fulldescription label meaning chargedescription itemdescription billingdescription"
    ),
    Role.SUMMARY: (
        "summary details detail definition explanation longdescription longdesc longdescriptor "
        "fulldescription description desc descriptor shortdescription"
    ),
    Role.FAMILY: (
        "family category group section familyname categoryname groupname sectionname codefamily "
        "codecategory codegroup codesection chapter subcategory"
    ),
    Role.ALIASES: (
        "aliases alias keywords keyword synonyms synonym searchterms searchwords tags alsoknownas "
        "abbreviations abbreviation abbr"
    ),
    Role.NOTE: (
        "note notes comment comments remark remarks caution cautions billingnotes clinicnotes "
        "billingnote"
    ),
    Role.MODIFIER: (
        "modifier modifiers mod mods modifier1 mod1 usualmodifier defaultmodifier "
        "requiredmodifier modifiercode modifiercodes modcd modcode"
    ),
}
_USUAL = {role: names.split() for role, names in _NAMES.items()}

_CODE_SETS = _words("cpt hcpcs hcpc hcpccode icd icd10 icd10cm dx cdt procedure proc")
_CODE_WORDS = frozenset(["code", "codes", "cd", "cds"])
_PLAIN_CODE = _words("code codes cd no number nr num billing service svc tx treatment")
_NO_CODE = _words(
    "name desc descr description descriptor descripton modifier modifiers mod mods category "
    "type status class flag indicator group family charge fee price amount short long"
)
_OTHER_CODE = _words(
    "status stat revenue rev zip zipcode postal place pos charge item account acct gl "
    "location loc dept department provider npi tax taxonomy phone fax patient mrn id ids "
    "payer payor plan specialty type reason denial ndc internal locality mac carrier row line "
    "seq seqnum sequence order cdm sku modifier mod action area state county ledger coverage "
    "cov pricing betos tos client member claim cross xref previous old deleted crosswalk "
    "replacement related"
)
_CHARGE = _words("charge charges fee fees price prices rate rates amount amt cost ucr dollars usd")
_CHARGE_PLAIN = _words(
    "charge charges fee fees price amount amt rate our clinic standard usual gross billed "
    "billing unit per customary dollars usd us in the"
)
_NO_CHARGE = _words(
    "min max minimum maximum lowest highest low high code codes date effective type class "
    "description desc schedule source notes note indicator flag id number no status"
)
_OTHERS_CHARGE = _words(
    "total totals sum allowed allowable paid payment payments payer payor contract contracted "
    "insurance network medicare medicaid bcbs aetna cigna uhc united humana tricare cost average "
    "avg expected limiting reimbursement"
)
_MINUTES = frozenset(["minutes", "minute", "min", "mins"])
_UNIT_OF_TIME = _words(
    "unit units per each length time timed a of in billing code increment one block"
)
_TIME = _words("time timed untimed timing duration counting increment timebased")
_RANGE_END = re.compile(r"max\w*|highest|high|upper|avg|average|mean|median|typical|low|mid\w*")


def words_of(title: str) -> list[str]:
    """The words of a title in lower case, letters apart from digits: UnitMinutes has two."""
    return [word.casefold() for word in _WORD.findall(title)]


def plain(title: str) -> str:
    """The title as one word of lower-case letters and digits."""
    return "".join(filter(str.isalnum, title.casefold()))


def usual_rank(title: str, role: Role) -> int | None:
    """How usual the title is for this role, 0 the most; None for one that is not."""
    name = plain(title)
    return _USUAL[role].index(name) if name in _USUAL[role] else None


def code_rank(title: str) -> int:
    """3: names a code set, 2: a code, 1: says nothing, 0: another kind of code or number."""
    words = set(words_of(title))
    name = plain(title)
    if words & _CODE_SETS and not words & _NO_CODE and not words & (_OTHER_CODE - {"mod"}):
        return 3 if words - {"procedure", "proc"} or words <= {"procedure", "proc"} else 2
    if words and words <= _PLAIN_CODE and words & (_CODE_WORDS | {"billing"}):
        return 2
    if name in {"servicecode", "billingcode", "proccode", "procedurecode"}:
        return 3
    return 0 if words & _OTHER_CODE else 1


def names_code(title: str) -> bool:
    """Whether the title says that the column holds the codes."""
    return code_rank(title) >= 2


def names_name(title: str) -> bool:
    """Whether the title says that the column holds the names."""
    return usual_rank(title, Role.NAME) is not None


def charge_rank(title: str) -> int:
    """2: the charge, 1: a charge of some kind, 0: none."""
    words = set(words_of(title))
    if not words & _CHARGE or words & _NO_CHARGE:
        return 0
    return 2 if words <= _CHARGE_PLAIN else 1


def may_be_others_charge(title: str) -> bool:
    """Whether the title of a charge may say what others pay, or the sum of many."""
    return bool(set(words_of(title)) & _OTHERS_CHARGE)


def is_known(title: str) -> bool:
    """Whether the title is one of those that columns of codes, names, charges and such have."""
    return (
        names_code(title)
        or charge_rank(title) > 0
        or says_time(title)
        or any(usual_rank(title, role) is not None for role in _USUAL)
    )


def says_minutes(title: str, all_titles: list[str]) -> bool:
    """Whether a number below the title is the minutes of one unit.

    "Min" beside "Max" is the lowest of a range, and the minutes of a visit are no unit.
    """
    words = set(words_of(title))
    if not words & _MINUTES or words - _MINUTES - _UNIT_OF_TIME:
        return False
    others = [words_of(other) for other in all_titles]
    has_range = any(_RANGE_END.fullmatch(word) for other in others for word in other)
    return bool(words & {"minutes", "minute"}) or not has_range


def says_time(title: str) -> bool:
    """Whether the title is about time or about what is timed."""
    words = set(words_of(title))
    others = words - _MINUTES - _UNIT_OF_TIME - _TIME
    if words & {"min", "mins"} and not all(map(str.isdecimal, others)):
        return False
    return bool(words & (_TIME | _MINUTES)) or plain(title) in {"unitlength", "unittime"}


def says_timed(title: str) -> bool:
    """Whether a yes below the title means that the code is timed."""
    words = set(words_of(title))
    return bool(words & {"timed", "timebased", "time"}) and not words & {"untimed", "not", "non"}


def says_untimed(title: str) -> bool:
    """Whether a yes below the title means that the code is not timed."""
    words = set(words_of(title))
    return "untimed" in words and "timed" not in words


def quote_title(title: str, at: int) -> str:
    """What a column is called in a sentence: by its title, else by its letter."""
    return f'"{elided(as_displayed(title), _LONGEST_TITLE)}"' if title else f"column {_letter(at)}"


def name_columns(titles: Sequence[str], places: Sequence[int]) -> str:
    """What columns are called in a question; those of one title by their letters too."""
    named = [titles[at] for at in places]
    names = [
        f"column {_letter(at)} ({quote_title(title, at)})"
        if title and named.count(title) > 1
        else quote_title(title, at)
        for at, title in list(zip(places, named, strict=True))[:_MOST_ASKED]
    ]
    return listed(names, "or") if len(names) == 2 else ", ".join(names)


def _letter(at: int) -> str:
    """The name of a column in a spreadsheet: A to Z, then AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""Questions in a therapist's words, and what answers them: small patterns, no guessing beyond them.

A pattern takes a whole query. What it asks about is searched for like any query, and is answered
only where that is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from otcodebook.catalog.counting import UNIT_MINUTES, is_timed
from otcodebook.catalog.model import OT_MODIFIER, Band, Catalog, Code, Pooled
from otcodebook.search.words.text import normalize
from otcodebook.units.model import chart_row
from otcodebook.units.warnings import Topic, pair_warnings
from otcodebook.wording import counted, listed

if TYPE_CHECKING:
    from otcodebook.cms.pairs import ShortAnswer

_MINUTES = r"(?P<minutes>\d{1,3}) ?-? ?(?:min|mins|minute|minutes)"
_UNITS = r"(?:billable |billing |timed )?units?"
_TYPICAL = re.compile(r"typical time is about (\d+) minutes")
_MOST_MINUTES = 720
_MOST_UNITS = 48
_FIRST = 2
"""How many of the codes found may have the add-on code that is asked for."""
_DIAGNOSIS = "This looks like a diagnosis code (ICD-10). This list has the codes of services."


class Ask(Enum):
    """What a question asks for."""

    UNITS = auto()
    MINUTES = auto()
    LEVEL = auto()
    PAIR = auto()
    COMPARE = auto()
    MODIFIER = auto()
    GROUP = auto()
    EXTRA = auto()
    LENGTH = auto()
    DIAGNOSIS = auto()


_LINK = r"(?: (?:is|are|for|in|of|do|can|does|i|we|bill|get|make|makes|need|to))*"
_EVAL = r"(?:ot |initial )*eval(?:uation)?s?"
_MORE = (
    r"(?:second|third|fourth|2nd|3rd|4th|next|another|additional|extra|each extra|each additional)"
)
_TIMES = r"(?:\d\d|half)"
_TIME = r"(?:units?|hours?|minutes?|mins?|blocks?|time)"
_IN_ALL = r"(?: (?:total|in all|altogether|spent|long|today|this week|this month))*"
_CODE = r"(?:\d{5}|[a-z]\d{4})"
_SAME_DAY = r"(?: (?:together|same day|on the same day|the same day|in one visit))*"
PATTERNS: tuple[tuple[Ask, str], ...] = (
    (Ask.UNITS, rf"how many {_UNITS}{_LINK} {_MINUTES}(?: of [a-z ]+)?"),
    (Ask.UNITS, rf"(?:how many )?{_UNITS} (?:for|in|of|from) {_MINUTES}"),
    (Ask.UNITS, rf"{_MINUTES}(?: (?:is|are|equals?|makes?|in|to|into|how|many|=))* {_UNITS}"),
    (Ask.MINUTES, rf"how (?:many min(?:ute)?s?|long){_LINK} (?P<units>\d{{1,2}}) {_UNITS}"),
    (Ask.MINUTES, rf"(?P<units>\d{{1,2}}) {_UNITS}{_LINK}(?: how many)? min(?:ute)?s?"),
    (Ask.LEVEL, rf"{_EVAL}(?: (?:of|for|in|takes|took|lasted|was))* {_MINUTES}"),
    (Ask.LEVEL, rf"{_MINUTES} {_EVAL}"),
    (Ask.LEVEL, rf"(?:which|what) {_EVAL}(?: code| level)?(?: for| is)* {_MINUTES}"),
    (
        Ask.PAIR,
        rf"(?:(?:bill|code|charge)(?:ing)? )?(?P<one>{_CODE}) (?:with|and|plus) (?P<other>{_CODE})"
        rf"{_SAME_DAY}(?: (?:ok|allowed|okay))?",
    ),
    (
        Ask.PAIR,
        r"(?:can|may|could|should|is it ok to|ok to) (?:(?:i|we|you|ot|one) )?"
        r"(?:bill|code|charge|use|do) (?P<one>.+?) "
        rf"(?:with|and|plus|together with|on the same day as) (?P<other>.+?){_SAME_DAY}",
    ),
    (
        Ask.PAIR,
        r"(?:do|does|are) (?P<one>.+?) (?:and|with) (?P<other>.+?) "
        r"(?:bundled?|(?:go|paid|billed|allowed) together)",
    ),
    (
        Ask.COMPARE,
        r"(?:what is |what's |whats )?(?:the )?differences? (?:between|of) "
        r"(?P<one>.+?) (?:and|or|vs|versus) (?P<other>.+)",
    ),
    (Ask.COMPARE, r"(?:which )?(?P<one>.+?) (?:vs|versus|or) (?P<other>.+)"),
    (
        Ask.MODIFIER,
        r"(?:what|which) (?:\w+ )?modifiers?"
        r"(?: (?:do|does|is|are|i|we|use|used|need|needed|goes|go|to|put|add))* "
        r"(?:for|with|on|when|if) (?P<one>.+)",
    ),
    (Ask.MODIFIER, r"modifiers? (?:for|with|on) (?P<one>.+)"),
    (
        Ask.GROUP,
        r"(?P<one>group(?: therapy)?) (?:of|with) (?:\d{1,2}|two|three|four|five|six)(?: \w+)?",
    ),
    (Ask.EXTRA, rf"(?:the |a |an )?{_MORE}(?: {_TIMES})? {_TIME}(?: (?:of|for|in))? (?P<one>.+)"),
    (
        Ask.EXTRA,
        rf"(?:the |a |an )?{_MORE} (?P<one>.+?) {_TIME}(?: (?:past|over|after|beyond) .+)?",
    ),
    (Ask.EXTRA, rf"(?P<one>.+?) {_MORE}(?: {_TIMES})? {_TIME}"),
    (Ask.LENGTH, rf"(?P<one>.+?)(?: (?:for|of|x|took|takes|lasted))? {_MINUTES}{_IN_ALL}"),
    (Ask.LENGTH, rf"{_MINUTES}(?: of)? (?P<one>.+)"),
    (Ask.DIAGNOSIS, r"[a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4}"),
)
"""The questions; the first that fits the whole query and can be answered is the answer."""

_OF_UNITS = ("faq:medicare-8-minute-rule", "faq:per-code-midpoint")
_COMPILED = tuple((ask, re.compile(pattern)) for ask, pattern in PATTERNS)
_HINTS = re.compile(
    r"\d\w\.|\d ?-?min|units?\b"
    r"|\b(?:can|may|ok|could|should|do|does|are|or|vs|versus|differences?|modifiers?|group)\b"
    r"|\d (?:with|and|plus) [a-z]?\d"
    r"|\b(?:second|third|fourth|2nd|3rd|4th|next|another|additional|extra)\b"
)
_NOISE = re.compile(r"[?!,;:\"“”]+|\.(?!\d)")


class Reply(NamedTuple):
    """The answer to a question.

    `notice` is a sentence, `codes` what is exact for it, `answers` the ids of the answers
    ("faq:ID"), best first. `answers_first`: it is these that were asked for. `words` is the part of
    the question that named the codes.
    """

    notice: str = ""
    codes: Sequence[str] = ()
    answers: Sequence[str] = ()
    answers_first: bool = False
    words: str = ""


Resolve = Callable[[str], Sequence[Code]]
"""The codes that a part of a question names, best first; none where that is not exact."""


PairLookup = Callable[[Sequence[str]], "ShortAnswer | None"]
"""What CMS's open table of pairs says on codes; None where none is open."""


class Questions:
    """Answers questions about a catalog. `resolve` finds the codes that words name.

    What `pair_lookup` says takes the place of the catalog's rules that restate CMS's table.
    """

    def __init__(
        self, catalog: Catalog, resolve: Resolve, pair_lookup: PairLookup | None = None
    ) -> None:
        self._catalog = catalog
        self._resolve = resolve
        self._pair_lookup = pair_lookup

    def reply(self, text: str, asked: Sequence[Ask]) -> Reply | None:
        """What answers the query, if it is one of these kinds of questions; None otherwise."""
        plain = " ".join(_NOISE.sub(" ", normalize(text)).split())
        if not _HINTS.search(plain):
            return None
        for ask, pattern in _COMPILED:
            if ask not in asked or (match := pattern.fullmatch(plain)) is None:
                continue
            parts = match.groupdict()
            minutes, units = (int(parts.get(part) or 0) for part in ("minutes", "units"))
            one, other = (self._resolve(parts.get(part) or "") for part in ("one", "other"))
            if minutes <= _MOST_MINUTES and (
                reply := self._answer(ask, minutes or units, one, other)
            ):
                of_words = ask in (Ask.GROUP, Ask.EXTRA, Ask.LENGTH)
                return reply._replace(words=parts["one"]) if of_words else reply
        return None

    def _answer(
        self, ask: Ask, minutes: int, one: Sequence[Code], other: Sequence[Code]
    ) -> Reply | None:
        match ask:
            case Ask.UNITS:
                return Reply(_units(minutes), (), _OF_UNITS, answers_first=True)
            case Ask.MINUTES if 0 < minutes <= _MOST_UNITS:
                return Reply(_minutes_of(minutes), (), _OF_UNITS, answers_first=True)
            case Ask.LEVEL:
                return self._level(minutes)
            case Ask.PAIR if one and other and one[0] is not other[0]:
                return self.pair([one[0].code, other[0].code])
            case Ask.COMPARE if one and other:
                return self._compare(one[0], other[0])
            case Ask.MODIFIER if one:
                return self._modifier(one[0])
            case Ask.GROUP if one:
                return Reply(codes=[code.code for code in one])
            case Ask.EXTRA if one:
                return self._extra(one)
            case Ask.DIAGNOSIS:
                return Reply(_DIAGNOSIS, (), ("faq:cpt-and-icd",), answers_first=True)
            case Ask.LENGTH if one:
                return _length(minutes, one)
        return None

    def _level(self, minutes: int) -> Reply | None:
        """The levels of the evaluation, the one with the nearest typical time first."""
        typical: dict[str, int] = {}
        for code in self._catalog.codes:
            for line in code.counting:
                if found := _TYPICAL.search(line):
                    typical[code.code] = int(found[1])
        if not typical:
            return None
        nearest = sorted(typical, key=lambda code: abs(typical[code] - minutes))
        return Reply(
            f"{counted(minutes, 'minute')} do not choose the level: the complexity does. "
            f"The typical time of {nearest[0]} is about {typical[nearest[0]]} minutes.",
            nearest,
            ("compare:evaluation-tiers", "faq:evaluation-levels"),
        )

    def pair(self, codes: Sequence[str]) -> Reply:
        """What CMS's open table, or else the catalog, says on billing these codes on one day."""
        rules = pair_warnings(codes, self._catalog)
        answer = self._pair_lookup(codes) if self._pair_lookup is not None else None
        if answer is not None:
            # Where the table does not know, what the catalog says is still something.
            unknown = [set(pair) for pair in answer.unknown]
            rules = [
                rule
                for rule in rules
                if rule.topic is not Topic.PAIR or any(pair <= set(rule.codes) for pair in unknown)
            ]
        told = [f"{rule.text} ({rule.source}, {rule.as_of})" for rule in rules]
        notice = " ".join([*([answer.text] if answer else []), *told]) or (
            f"This list has no rule on {listed(codes)} together. "
            "Check CMS's pairs of this quarter and ask the payer."
        )
        return Reply(notice, codes, ("faq:ncci-quarterly", "faq:modifier-59-and-x"))

    def _extra(self, codes: Sequence[Code]) -> Reply | None:
        """More time of a service: its add-on code first, where it has one."""
        bases = dict.fromkeys(code.add_on_to or code.code for code in codes[:_FIRST])
        found = [code for base in bases for code in (self._catalog.add_on_of(base),) if code]
        if not found:
            return None
        notice = (
            f"{found[0].code} is an add-on: it stands beside {found[0].add_on_to}, never alone."
        )
        return Reply(notice, [code.code for code in (*found, *codes)])

    def _compare(self, one: Code, other: Code) -> Reply | None:
        both = {one.code, other.code}
        found = [item for item in self._catalog.lookalikes if both <= set(item.codes)]
        if not found or one is other:
            return None
        found.sort(key=lambda item: len(item.codes))
        answers = [f"compare:{item.id}" for item in found]
        return Reply("", [one.code, other.code], answers, answers_first=True)

    def _modifier(self, code: Code) -> Reply | None:
        therapy = code.medicare.therapy
        if therapy is None:
            return None
        notice = (
            f"Medicare counts {code.code} {therapy} as therapy: {OT_MODIFIER} goes on its line "
            "under an OT plan of care."
        )
        answers = ("faq:modifier-go-every-line", "guide:modifiers")
        return Reply(notice, (OT_MODIFIER,) if self._catalog.find(OT_MODIFIER) else (), answers)


def _units(minutes: int) -> str:
    row = chart_row(minutes)
    units = counted(row.units, "unit")
    return (
        f"{counted(minutes, 'minute')}: {units} by Medicare's 8-minute rule "
        f"({row.at_least} to {row.at_most} minutes in all). By the per-code midpoint {units} too "
        "if it is one code; of several codes each counts alone."
    )


def _minutes_of(units: int) -> str:
    row = chart_row(units * UNIT_MINUTES)
    return (
        f"{counted(units, 'unit')}: {row.at_least} to {row.at_most} minutes in all "
        "by Medicare's 8-minute rule."
    )


def _length(minutes: int, codes: Sequence[Code]) -> Reply | None:
    """Codes with the time that was spent: the one whose limits it fits first, else their units."""
    bands = [code for code in codes if isinstance(code.timing, Band)]
    if bands:
        fitting = [code for code in bands if _fits(code.timing, minutes)]
        first = [code.code for code in (*fitting, *codes)]
        return Reply(codes=list(dict.fromkeys(first))) if fitting else None
    best = codes[0]
    notice = _units(minutes) if isinstance(best.timing, Pooled) else ""
    if is_timed(best.timing) is False:
        notice = f"{best.code} is untimed: {counted(minutes, 'minute')} make no difference."
    return Reply(notice, [code.code for code in codes])


def fitting_bands(text: str, codes: Sequence[Code]) -> list[str]:
    """The codes whose limits of time the minutes in the text fit; none if the first has none."""
    minutes = re.search(_MINUTES, normalize(text))
    if minutes is None or not codes or not isinstance(codes[0].timing, Band):
        return []
    return [code.code for code in codes if _fits(code.timing, int(minutes["minutes"]))]


def _fits(timing: object, minutes: int) -> bool:
    if not isinstance(timing, Band):
        return False
    return timing.at_least <= minutes and (timing.at_most is None or minutes <= timing.at_most)

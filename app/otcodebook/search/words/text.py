"""Turns text into words to search by: the same way for the catalog and for what is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_PLAIN_WORD = re.compile(r"[a-z0-9]+")

STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "by", "for", "from", "in", "is", "my", "of", "on", "or", "the", "to"),
        *("with", "i", "do", "does", "did", "how", "what", "which", "when", "can", "we"),
        *("bill", "code", "codes", "cpt"),
    )
)
"""Words that say nothing about a service: they never exclude a result."""

FILLER_WORDS = STOP_WORDS | frozenset(
    (
        *("put", "putting", "use", "used", "using", "work", "worked", "working", "practice"),
        *("practiced", "practicing", "practise", "practised", "practising", "train", "trained"),
        *("training", "teach", "teaching", "taught", "learn", "learning", "learned", "doing"),
        *("done", "did", "perform", "performing", "performed", "try", "trying", "tried", "help"),
        *("helping", "helped", "assist", "assisted", "assisting", "assistance", "cue", "cues"),
        *("cueing", "cued", "show", "showing", "showed", "shown", "instruct", "instructed"),
        *("instructing", "instruction", "educate", "educated", "educating", "demonstrate"),
        *("demonstrated", "focus", "focused", "focusing", "address", "addressed", "provide"),
        *("provided", "complete", "completed", "start", "started", "begin", "began", "continue"),
        *("continued", "went", "got", "getting", "need", "needs", "needed", "want", "wants"),
        *("trouble", "difficulty", "difficulties", "problem", "problems", "issue", "issues"),
        *("hard", "patient", "patients", "pt", "pts", "client", "clients", "resident", "residents"),
        *("child", "kid", "kids", "adult", "adults", "man", "woman", "male", "female", "lady"),
        *("boy", "girl", "elderly", "senior", "his", "her", "their", "him", "them", "he", "she"),
        *("they", "himself", "herself", "themselves", "wife", "husband", "spouse", "daughter"),
        *("son", "mom", "mother", "dad", "father", "s", "session", "sessions", "visit", "visits"),
        *("today", "yesterday", "daily", "weekly", "week", "weeks", "day", "days", "after"),
        *("before", "during", "while", "then", "at", "as", "into", "onto", "up", "out", "down"),
        *("it", "its", "this", "that", "was", "were", "is", "are", "be", "been", "via", "per"),
        *("one", "handed", "left", "right", "side", "sided", "affected", "involved", "dominant"),
        *("nondominant", "weak", "safe", "safely", "independent", "independently", "independence"),
        *("supervised", "verbal", "skill", "skills", "task", "tasks", "technique", "techniques"),
        *("strategy", "strategies", "program", "treatment", "therapy", "intervention"),
        *("interventions", "goal", "goals", "new", "ot", "due", "dx", "hx", "status", "post", "sp"),
        *("test", "tests", "testing", "score", "scores", "scale", "tool", "billing", "billed"),
        *("charge", "measure", "some", "more", "min", "mins", "minutes", "mod", "max", "adapted"),
        *("adaptive", "modified", "gentle", "slow", "both", "bilateral", "severe", "mild"),
        *("moderate", "bedside", "clinic", "room", "gym", "snf", "inpatient", "outpatient"),
        *("acute"),
    )
)
"""Words around a term that do not change what it leads to, such as "putting on a bra one handed".

Numbers, and words that name a code's kind such as "evaluation", "custom", "group" or "extra", are
not among them.
"""

MAX_TOKENS = 12
"""Words of a query that are used: nobody types more on purpose, and a pasted page stays cheap."""

_LONGEST_QUERY = 1000
"""Characters of a query that are looked at."""
_MIN_STEM = 4
"""The fewest letters that remain of a word without its ending."""
_IRREGULAR_FORMS = (
    "ate:eat eaten:eat fed:feed drank:drink drove:drive driven:drive wrote:write written:write "
    "wore:wear worn:wear fell:fall fallen:fall rode:ride ridden:ride threw:throw thrown:throw "
    "swam:swim spoke:speak forgot:forget forgotten:forget swept:sweep bought:buy held:hold "
    "caught:catch knelt:kneel stood:stand sat:sit lying:lie tying:tie tied:tie slept:sleep "
    "bent:bend swung:swing spun:spin teeth:tooth feet:foot knives:knife mice:mouse "
    "children:child shelves:shelf burnt:burn"
)
_IRREGULAR = dict(pair.split(":") for pair in _IRREGULAR_FORMS.split())
"""Forms that no ending tells, each with the plain form."""
_BRITISH_FORMS = (
    "isation:ization isations:izations ise:ize ised:ized ises:izes ising:izing yse:yze "
    "ysed:yzed ysing:yzing colour:color behaviour:behavior favour:favor labour:labor "
    "tumour:tumor neighbour:neighbor oedema:edema haem:hem paed:ped oesoph:esoph "
    "centre:center fibre:fiber tyre:tire programme:program jewellery:jewelry pyjama:pajama "
    "grey:gray manoeuvre:maneuver splintage:splint"
)
_AMERICAN = dict(pair.split(":") for pair in _BRITISH_FORMS.split())
_BRITISH = (  # as text: `re` compiles it with the first query
    r"(?<=[a-z]{4})(?:isations?|is(?:e|ed|es|ing)|ys(?:e|ed|ing))$|colour|behaviour|favour|labour"
    r"|tumour|neighbour|oedema|haem|paed|oesoph|centre|fibre|tyre|programme|jewellery|pyjama|grey"
    r"|manoeuvre|splintage"
)
_NOT_BRITISH = ("exerc", "pract", "superv", "prom", "surpr", "compr", "televis", "franch")
"""Beginnings of words that end so in American English too."""
_NOUN_ENDINGS = (("ization", "iz"), ("ation", "at"), ("ction", "ct"))
"""Endings of nouns and what is left of them in the verb."""
_PUNCTUATION = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())


def normalize(text: str) -> str:
    """The text in lower case without accents, so that neither makes a difference."""
    if text.isascii():
        return text.lower()
    # Imported here: most texts are plain ASCII.
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokenize(text: str) -> list[str]:
    """The words of a query, in order."""
    return _words_of(normalize(text[:_LONGEST_QUERY]))[:MAX_TOKENS]


@cache
def _word() -> re.Pattern[str]:
    """A word of any script; Chinese and Japanese put no space between words: each sign is one.

    Compiled with the first query: it takes longer than painting the rows.
    """
    return re.compile(rf"(?=[{_IDEOGRAPHS}])[^\W_]|(?:(?![{_IDEOGRAPHS}])[^\W_])+")


@cache
def _compound() -> re.Pattern[str]:
    """Words with signs between them, compiled likewise."""
    return re.compile(r"[^\W_]+(?:['’/&.\-][^\W_]+)+")  # noqa: RUF001 (typed apostrophe)


def _words_of(plain: str) -> list[str]:
    return (_PLAIN_WORD if plain.isascii() else _word()).findall(plain)


def compact(text: str) -> str:
    """The text without anything but letters and digits: "self-care", "self care" -> "selfcare"."""
    if text.isascii() and (text.isalnum() or (text := text.replace(".", "")).isalnum()):
        return text.lower()
    return "".join(_words_of(normalize(text)))


def words(text: str) -> set[str]:
    """The words to index: each one, and compounds also in one piece ("w/c" -> w, c, wc)."""
    return plain_words(text).union(compounds(text))


def plain_words(text: str) -> set[str]:
    """The words of a text, compounds taken apart ("w/c" -> w, c)."""
    plain = normalize(text)
    bare = plain.strip(_PUNCTUATION)
    if bare.isascii() and bare.isalnum():
        return {bare}
    return set(_words_of(plain))


def compounds(text: str) -> dict[str, str]:
    """The compounds of a text in one piece, each with how it is written ("wc" -> "w/c")."""
    plain = normalize(text)
    if plain.isascii() and plain.isalnum():
        return {}
    return {compact(written): written for written in _compound().findall(plain)}


def stems(token: str) -> list[str]:
    """Other forms of a typed word, to try as more prefixes; none where none is known.

    That is the word without its ending, a British word as Americans write it, and the plain form of
    an irregular one. Typed words are changed and never those that are searched, so half-typed words
    match.
    """
    if token in _IRREGULAR:
        return [_IRREGULAR[token]]
    american = _american(token)
    bare = _without_ending(american)
    return [bare] if bare else [american] if american != token else []


def _american(word: str) -> str:
    """A word in American spelling: "coloured" -> "colored", "mobilise" -> "mobilize"."""
    if len(word) <= _MIN_STEM or not re.search(_BRITISH, word) or word.startswith(_NOT_BRITISH):
        return word
    return re.sub(_BRITISH, lambda match: _AMERICAN[match[0]], word)


def _without_ending(word: str) -> str:
    """The word without its ending, empty where no ending is known."""
    if not word.endswith(("s", "ing", "ed")):
        return ""
    for ending in ("ings", "ing", "ies", "es", "ed", "s"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _MIN_STEM and stem.isalpha():
            return stem[:-1] if stem[-1] == stem[-2] and len(stem) > _MIN_STEM else stem
    return ""


def root(word: str, *, is_american: bool = False) -> str:
    """A word without its ending, in a form that serves comparison only.

    "shave", "shaving" and "shaved" have one root, so do "memory" and "memories", "evaluate" and
    "evaluation". Short words and words with digits stay as they are. `is_american`: it is no
    British spelling, which saves a look.
    """
    if word in FILLER_WORDS:
        return word  # "putting" is not "putty"
    if is_american:
        bare = _IRREGULAR.get(word) or _without_ending(word) or word
    else:
        bare = next(iter(stems(word)), word)
    if len(bare) == _MIN_STEM and bare.endswith("s") and bare[-2] not in "isu":
        bare = bare[:-1]  # "bras" is too short for `stems`; "axis" and "pass" keep their ending
    for ending, verb in _NOUN_ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _MIN_STEM:
            bare = bare.removesuffix(ending) + verb
            break
    shorter = bare.rstrip("eiy")
    return shorter if len(shorter) >= _MIN_STEM - 1 and bare.isalpha() else bare


Span = tuple[int, int]
"""A stretch of a text: the index of its first character and the index after its last one."""


def spans(text: str, tokens: Sequence[str]) -> list[Span]:
    """Where words of the text begin with one of the tokens, in order and apart."""
    if text.isascii():
        return [match.span() for match in _beginnings(tuple(tokens)).finditer(text.lower())]
    found: list[Span] = []
    for match in _word().finditer(text):
        word = normalize(match.group())
        same_length = len(word) == len(match.group())
        best = max((len(token) for token in tokens if word.startswith(token)), default=0)
        if best:
            found.append((match.start(), match.start() + best if same_length else match.end()))
    return found


@lru_cache(maxsize=64)
def _beginnings(tokens: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the longest token that a word begins with."""
    longest_first = sorted(set(filter(None, tokens)), key=len, reverse=True)
    return re.compile(f"(?<![a-z0-9])(?:{'|'.join(longest_first) or '(?!)'})")


def compact_span(text: str, typed: str) -> list[Span]:
    """The beginning of the text whose compact form is `typed`, as the only span; none otherwise."""
    if not typed or not compact(text).startswith(typed):
        return []
    seen = 0
    for end, char in enumerate(text, start=1):
        seen += len(compact(char))
        if seen >= len(typed):
            return [(0, end)]
    return []

"""What the search offers instead of a typing error: words as the shipped catalog writes them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog, Code, Entry, OtherProfessionCode
from otcodebook.resources import read_resource
from otcodebook.search.codes import CodeSearch

SHOWING = "Showing results for "
NOTHING = "qqqz"
"""No word of the catalog is like it, so that a query with it finds nothing."""


@cache
def shipped() -> Catalog:
    return load_catalog(read_resource("catalog.json"))


@cache
def search() -> CodeSearch:
    return CodeSearch(shipped())


def texts(entry: Entry) -> Iterator[str]:
    """All texts of an entry that are searched."""
    yield from entry.aliases
    match entry:
        case Code():
            yield from (entry.name, entry.summary, entry.patient, *entry.documentation)
            yield shipped().family_names[entry.family]
        case OtherProfessionCode():
            yield from (entry.name, entry.belongs_to, entry.note)
        case _:
            yield from (entry.was, entry.note)


@cache
def written() -> frozenset[str]:
    """Every word as the catalog writes it: with its hyphens, and the parts that they join."""
    searched = [text for entry in shipped().entries() for text in texts(entry)]
    whole = " ".join(
        [*searched, *(term for group in shipped().terms for term in group.terms)]
    ).lower()
    compounds = re.findall(r"[^\W_]+(?:['’/&.\-][^\W_]+)*", whole)
    return frozenset([*compounds, *re.findall(r"[^\W_]+", whole)])


def glued() -> list[str]:
    """The aliases of several words, typed without the space."""
    aliases = {alias.lower() for entry in shipped().entries() for alias in entry.aliases}
    return sorted(alias.replace(" ", "") for alias in aliases if " " in alias)


def with_typo(word: str, rng: random.Random) -> str:
    """The word with two letters swapped, one left out, one doubled or one replaced."""
    i = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word[:i] + rng.choice("aeiourstn") + word[i + 1 :],
        )
    )


def typos() -> Iterator[str]:
    """A typing error in every word and in every glued alias that is long enough for one."""
    rng = random.Random(12)
    for word in [*sorted(written()), *glued()]:
        if len(word) >= 4:
            yield with_typo(word, rng)


def test_every_suggested_word_is_written_so_in_the_catalog() -> None:
    strange: dict[str, list[str]] = {}
    suggested = set()
    for typo in typos():
        words = search().words_like(f"{NOTHING} {typo}")
        suggested.update(words)
        if unknown := [word for word in words if word not in written()]:
            strange[typo] = unknown
    assert strange == {}
    assert len(suggested) > 500


def test_a_corrected_query_has_words_of_the_catalog_and_finds_what_is_said() -> None:
    every = list(typos())
    strange, wrong = {}, {}
    corrected = 0
    # Each word is compared with all that there are: a sample from end to end.
    for typo in [*every[::20], *(f"group {typo}" for typo in every[::100])]:
        found = search().search(typo)
        if not found.notice.startswith(SHOWING):
            continue
        corrected += 1
        shown = found.notice.removeprefix(SHOWING).strip("“”.")
        known = written().union(re.findall(r"[a-z0-9]+", typo))
        if unknown := [word for word in shown.split() if word not in known]:
            strange[typo] = unknown
        same = {hit.document.code for hit in search().search(shown)}
        if not {hit.document.code for hit in found} <= same:
            wrong[typo] = shown
    assert (strange, wrong) == ({}, {})
    assert corrected > 250


def test_glued_queries_still_find_their_code() -> None:
    lost = {}
    for entry in shipped().codes:
        for alias in entry.aliases:
            typed = alias.replace(" ", "").replace("-", "")
            if entry.code not in [hit.document.code for hit in search().search(typed)]:
                lost[typed] = entry.code
    assert lost == {}


def test_suggestions_keep_hyphens_and_split_glued_words() -> None:
    assert search().search("splintcehck").notice == f"{SHOWING}“splint check”."
    assert search().search("selfcrae").notice == f"{SHOWING}“self-care”."
    assert search().words_like(f"{NOTHING} selfcrae")[0] == "self-care"
    assert search().words_like(f"{NOTHING} cognitve")[0] == "cognitive"
    assert search().words_like("97 12345 ab") == []


def test_only_a_few_errors_are_corrected_at_once() -> None:
    """What has more of them was pasted from elsewhere, and each costs a look at all words."""
    typed = ["therapuetic", "exercice", "schedulle", "evaluatoin", "strenghtening", "cognitve"]
    meant = ["therapeutic", "exercise", "schedule", "evaluation", "strengthening", "cognitive"]
    assert search().search(" ".join(typed[:4])).notice == f"{SHOWING}“{' '.join(meant[:4])}”."
    assert not search().search(" ".join(typed)).notice.startswith(SHOWING)

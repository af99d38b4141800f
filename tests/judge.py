"""Judges the search by phrases with known answers: `make judge`, or with files of your own.

A file has one phrase a line and, after a tab, what is acceptable on top: codes, "faq:ID",
"guide:ID" or "compare:ID", with commas. What counts are the rows as the window shows them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from otcodebook.catalog.load import load_bundled
from otcodebook.search.codes import CodeSearch
from otcodebook.search.lookup import Lookup, kind_and_id

DATA = Path(__file__).resolve().parent / "data"
FILES = (
    *("queries.tsv", "phrases.tsv", "own_queries.tsv", "own_phrases.tsv"),
    *("heldback_1.tsv", "heldback_2.tsv", "heldback_3.tsv", "heldback_4.tsv"),
    "fresh_phrases.tsv",
)
TOP = 3


class Judged(NamedTuple):
    """One phrase: what is acceptable, what was shown in the first places, whether it was sure."""

    phrase: str
    wanted: frozenset[str]
    shown: tuple[str, ...]
    is_exact: bool

    def within(self, places: int) -> bool:
        """Whether something acceptable stands in the first places."""
        return bool(self.wanted.intersection(self.shown[:places]))

    @property
    def is_wrong_with_confidence(self) -> bool:
        """Whether the first row is shown as a match and is not acceptable."""
        return self.is_exact and bool(self.shown) and not self.within(1)

    def __str__(self) -> str:
        sure = "" if self.is_exact else " (closest)"
        got = ", ".join(self.shown) or "nothing"
        return f"{self.phrase}: wanted {', '.join(sorted(self.wanted))}; got {got}{sure}"


class Verdict(NamedTuple):
    """The judgment on one file."""

    name: str
    judged: tuple[Judged, ...]

    def share_within(self, places: int) -> float:
        """The share of phrases with something acceptable in the first places."""
        return sum(one.within(places) for one in self.judged) / len(self.judged)

    @property
    def nothing_found(self) -> float:
        """The share of phrases without any row."""
        return sum(not one.shown for one in self.judged) / len(self.judged)

    @property
    def wrong_with_confidence(self) -> float:
        """The share of phrases whose first row is shown as a match and is wrong."""
        return sum(one.is_wrong_with_confidence for one in self.judged) / len(self.judged)

    def __str__(self) -> str:
        return (
            f"{self.name:<18} {len(self.judged):>4} phrases   first {self.share_within(1):6.1%}   "
            f"in three {self.share_within(TOP):6.1%}   nothing {self.nothing_found:5.1%}   "
            f"wrong with confidence {self.wrong_with_confidence:5.1%}"
        )

    def misses(self) -> str:
        """The phrases whose first row is not acceptable, one a line."""
        return "\n".join(f"  {one}" for one in self.judged if not one.within(1))


def judge(path: Path, lookup: Lookup) -> Verdict:
    """Looks every phrase of a file up."""
    judged = []
    for line in path.read_text("utf-8").splitlines():
        phrase, _tab, acceptable = line.partition("\t")
        if acceptable == "acceptable on top":
            continue
        found = lookup.find(phrase)
        named = (kind_and_id(hit.document.item) for hit in found.rows[:TOP])
        shown = tuple(name if kind == "code" else f"{kind}:{name}" for kind, name in named)
        wanted = frozenset(acceptable.split(","))
        judged.append(Judged(phrase, wanted, shown, found.is_exact))
    return Verdict(path.name, tuple(judged))


def main() -> int:
    """Prints a line for each file; with --misses what was not first too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was not first")
    options = parser.parse_args()
    lookup = Lookup(CodeSearch(load_bundled()))
    for path in options.files or [DATA / name for name in FILES]:
        verdict = judge(path, lookup)
        print(verdict)
        if options.misses:
            print(verdict.misses())
    return 0


if __name__ == "__main__":
    sys.exit(main())

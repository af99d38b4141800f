"""Keys: how much has to be typed until a right code is on top."""

from __future__ import annotations

from statistics import mean
from typing import NamedTuple

from bench.table import Row, at_most, show, title
from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource
from otcodebook.search.codes import CodeSearch
from support import ROOT

_DATA = ROOT / "tests" / "data"
_SAMPLE = "queries.tsv"
_WORST = 10


class Typed(NamedTuple):
    """A query, its right codes, and the shortest prefix that shows one first ("" for never)."""

    query: str
    wanted: str
    prefix: str

    @property
    def keys(self) -> int:
        """The keys to press, Enter included; a query that fails counts as typed in full."""
        return len(self.prefix or self.query) + 1


def measure() -> list[Row]:
    """Prints mean and worst; returns the figures that are promised."""
    title("Keys to the right code on top, Enter included")
    search = CodeSearch(load_catalog(read_resource("catalog.json")))
    rows = []
    everything: list[Typed] = []
    for name in (_SAMPLE, "own_queries.tsv"):
        lines = (_DATA / name).read_text("utf-8").splitlines()
        typed = [_typed(search, *line.split("\t")) for line in lines]
        everything += typed
        keys, what = mean(t.keys for t in typed), f"keys, {name} ({len(typed)})"
        if name == _SAMPLE:
            rows.append(at_most(what, keys, 5, "keys"))
        else:  # many of them are sentences, which nobody types to the end for a short one
            rows.append(Row(what, f"{keys:.2f} keys", "(told, not promised)"))
    worst = sorted(everything, key=lambda t: (bool(t.prefix), -t.keys))[:_WORST]
    show(
        ("the worst", "typed", "keys", "right"),
        [
            (t.query, repr(t.prefix) if t.prefix else "never first", str(t.keys), t.wanted)
            for t in worst
        ],
    )
    never = sum(not t.prefix for t in everything)
    print(f"\nNever first: {never} of {len(everything)}.")
    return rows


def _typed(search: CodeSearch, query: str, wanted: str) -> Typed:
    right = set(wanted.split(","))
    for length in range(1, len(query) + 1):
        found = search.search(query[:length])
        if found and found[0].document.code in right:
            return Typed(query, wanted, query[:length])
    return Typed(query, wanted, "")

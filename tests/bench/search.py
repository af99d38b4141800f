"""Search at 1,000, 10,000 and 98,505 rows of ICD-10-CM, beside two usual ways to do it."""

from __future__ import annotations

import gc
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from msgspec import structs

from bench import engines
from bench.engines import IcdRow, Search
from bench.on_top import Opened, open_list, show_opened, write_list
from bench.table import Row, at_least, at_most, ms, percentile, show, title
from bench.typed import Answer, Typist, middle, show_answers
from otcodebook.catalog.load import load_bundled
from otcodebook.search.codes import CodeSearch
from otcodebook.ui.app import build_window
from ui.filling import wait_until_filled

_SIZES = (1_000, 10_000, 98_505)
_FOUND = "OT Codebook, found and ranked"
_OURS = "OT Codebook, a screenful marked"
_PROXY = "QSortFilterProxyModel"
_FTS = "FTS5, first 100"
_FTS_ALL = "FTS5, all rows"

QUERIES = (
    "carpal tunnel syndrome",
    "fracture distal radius",
    "hemiplegia following cerebral infarction",
    "left hemiplegia",
    "osteoarthritis hand",
    "rheumatoid arthritis wrist",
    "muscle weakness",
    "lack of coordination",
    "cognitive communication deficit",
    "traumatic brain injury",
    "multiple sclerosis",
    "parkinson",
    "dementia with behavioral",
    "autism",
    "developmental coordination disorder",
    "cerebral palsy spastic",
    "down syndrome",
    "lateral epicondylitis",
    "trigger finger",
    "de quervain",
    "adhesive capsulitis shoulder",
    "rotator cuff tear",
    "burn second degree hand",
    "amputation finger",
    "spinal cord injury c5",
    "low vision",
    "dysphagia oral phase",
    "repeated falls",
    "pain in right shoulder",
    "stiffness of joint",
    "difficulty in walking",
    "fall from bed",
    "attention deficit",
    "lymphedema",
    "unspecified",
    "initial encounter",
    "G56.01",
    "M62.81",
    "S52.5",
    "I69.351",
    "g81",
)


def measure(*, quick: bool) -> list[Row]:
    """Prints a table for each size; returns the figures that are promised."""
    rows = engines.icd_rows()
    assert len(rows) == _SIZES[-1], f"ICD-10-CM has {len(rows)} rows now"
    promises: list[Row] = []
    for size in _SIZES:
        title(f"Search, {size:,} rows of ICD-10-CM, every prefix of {len(QUERIES)} queries")
        few = quick or size > 10_000
        promises = _compare(engines.spread(rows, size), rounds=1 if quick else 2 if few else 3)
    return [*promises, *_growth_by_terms(), *_in_the_window(rows, rounds=1 if quick else 3)]


def _growth_by_terms() -> list[Row]:
    """What the terms add to the index of the built-in codes: time to build it, and memory."""
    catalog = load_bundled()
    terms = sum(len(group.terms) for group in catalog.terms)
    figures = []
    for built in (structs.replace(catalog, terms=()), catalog):
        begun = time.thread_time()
        CodeSearch(built).prepare()
        took = time.thread_time() - begun
        tracemalloc.start()
        search = CodeSearch(built)
        search.prepare()
        figures.append((took * 1000, tracemalloc.get_traced_memory()[0] / 1_000_000))
        tracemalloc.stop()
        del search
    (bare_ms, bare_mb), (all_ms, all_mb) = figures
    growth = f"{bare_ms:.0f} to {all_ms:.0f} ms, {bare_mb:.1f} to {all_mb:.1f} MB"
    return [Row(f"index of the built-in codes, with {terms:,} terms", growth, "(told)")]


def _prefixes() -> list[str]:
    """Each prefix once, in the order of typing."""
    return list(dict.fromkeys(query[: at + 1] for query in QUERIES for at in range(len(query))))


def _typed() -> list[list[str]]:
    """The prefixes query by query."""
    seen: set[str] = set()
    queries = []
    for query in QUERIES:
        prefixes = [query[: at + 1] for at in range(len(query))]
        queries.append([prefix for prefix in prefixes if prefix not in seen])
        seen.update(prefixes)
    return queries


def _compare(rows: Sequence[IcdRow], rounds: int) -> list[Row]:
    catalog = engines.as_catalog(rows)
    others = {
        _PROXY: engines.proxy_model(rows),
        _FTS: engines.full_text(rows, engines.FIRST_PAGE),
        _FTS_ALL: engines.full_text(rows, None),
    }
    times: dict[str, dict[str, list[float]]] = {}
    builds = []
    for _ in range(rounds):
        begun = time.thread_time()
        search = CodeSearch(catalog)  # a new one each round: it remembers what was typed
        search.prepare()
        builds.append(time.thread_time() - begun)
        marking = CodeSearch(catalog)  # of its own: what the other one remembers would help it
        marking.prepare()
        compared: dict[str, Search] = {
            _FOUND: engines.found(search),
            _OURS: engines.ours(marking),
            **others,
        }
        # In turns query by query, not key by key: nobody types each key into five programs, and
        # what the others leave in the processor's caches would be measured.
        for typed in _typed():
            for name, run in compared.items():
                for prefix in typed:
                    times.setdefault(name, {}).setdefault(prefix, []).append(_time(run, prefix))
    medians = {
        name: {prefix: median(took) for prefix, took in by.items()} for name, by in times.items()
    }
    middles = {name: median(by.values()) for name, by in medians.items()}
    # Like with like: the others find and order rows, and mark nothing in them.
    mine = middles[_FOUND]
    show(
        (f"{len(_prefixes())} prefixes", "median", "p95", "worst", "of ours", "worst for"),
        [
            (
                name,
                ms(middles[name]),
                ms(percentile([*by.values()], 0.95)),
                ms(max(by.values())),
                f"{middles[name] / mine:.1f} x",
                repr(max(by, key=by.__getitem__)),
            )
            for name, by in medians.items()
        ],
    )
    _show_by_kind(search, medians)
    per_100_000 = median(builds) * 100_000 / len(rows)
    print(f"\nOur index: {median(builds):.2f} s ({per_100_000:.2f} s per 100,000 rows).")
    return [
        at_least(f"times faster than {_PROXY}, median", middles[_PROXY] / mine, 5, "x"),
        # Beside it, no promise: it neither ranks by meaning nor corrects.
        Row(f"times faster than {_FTS}, median", f"{middles[_FTS] / mine:.2f} x"),
        at_most("index of 100,000 rows built", per_100_000, 0.7, "s"),
    ]


def _time(run: Search, text: str) -> float:
    begun = time.thread_time()
    run(text)
    return time.thread_time() - begun


def _show_by_kind(search: CodeSearch, medians: dict[str, dict[str, float]]) -> None:
    """Prints the medians for short and long prefixes, and for those that nothing matches.

    A long prefix matches few rows, which costs an index next to nothing; where nothing matches,
    ours alone goes on and looks for the nearest.
    """
    kinds: dict[str, list[str]] = {}
    for prefix in _prefixes():
        if search.search(prefix).notice or not search.search(prefix):
            kind = "no exact match"
        else:
            kind = "up to 4 letters" if len(prefix) <= 4 else "5 letters and more"
        kinds.setdefault(kind, []).append(prefix)
    print()
    show(
        ("median for", *medians),
        [
            (
                f"{kind} ({len(prefixes)})",
                *(ms(median(by[prefix] for prefix in prefixes)) for by in medians.values()),
            )
            for kind, prefixes in kinds.items()
        ],
    )


def _in_the_window(rows: Sequence[IcdRow], rounds: int) -> list[Row]:
    title(f"Opened on top, and key to list, {len(rows):,} rows, real window")
    answers: list[dict[str, Answer]] = []
    openings: list[Opened] = []
    # The rows and engines that the bench holds are nothing the program's collector has to look at.
    gc.freeze()
    with tempfile.TemporaryDirectory() as data:
        window = build_window(data_dir=Path(data))
        window.show()
        wait_until_filled(window)
        path = write_list(rows, Path(data))
        typist = Typist(window)
        for _ in range(rounds):
            openings.append(open_list(window, path))
            typed: dict[str, Answer] = {}
            for query in QUERIES:
                # The first time of a prefix counts: the search remembers what was typed.
                typed = typist.type(query) | typed
            answers.append(typed)
        window.close()
    promised = show_opened(openings)
    print()
    by_prefix = middle(answers)
    show_answers(by_prefix)
    worst = max(answer.painted for answer in by_prefix.values()) * 1000
    settled = max(answer.settled for answer in by_prefix.values()) * 1000
    return [
        *promised,
        at_most("key to rows painted, 98,505 rows on top, worst", worst, 16, "ms"),
        Row("  and the whole window painted, worst", f"{settled:.2f} ms"),
    ]

"""Lists of codes as JSON: an array of entries, or an object with the codes as its keys."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from typing import Any

from otcodebook.catalog.checks import repeated_key_problems
from otcodebook.catalog.model import CatalogError, Problem
from otcodebook.lists.cells.repair import is_code_like
from otcodebook.lists.cells.table import Row, Table
from otcodebook.progress import Progress, told

_CATALOG_KEYS = frozenset(
    {
        *("format", "families", "edition", "editions", "retired", "elsewhere"),
        *("lookalikes", "faq", "guide", "terms", "sources", "billing"),
    }
)
_CODE = "code"
_NAME = "name"
_STEP = 64
_MOST_ENTRIES, _MOST_CELLS, _LONGEST_CELL = 500_000, 10_000_000, 1_000_000
"""As many as a table has: each entry gets a cell for each key that any of them has."""
_BLANKS = re.compile(r"[ \t\n\r]*")


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON."""


def json_table(text: str, progress: Progress | None = None) -> Table | None:
    """The entries of a list in JSON; None for a catalog of ours and for what is no list.

    Raises CatalogError for a list with a key given twice, because nobody knows which one was meant,
    and for one that is too large.
    """
    try:
        value, is_repeating = _decoded(text, progress)
    except (ValueError, RecursionError):
        return None
    entries, titles = _entries(value)
    if not entries:
        return None
    if is_repeating:
        raise CatalogError(repeated_key_problems(text))
    _check_count(len(entries), 1)
    every = told(entries, progress, 0, 0.5)
    if all(isinstance(entry, _Pairs) for entry in entries):
        titles = list(dict.fromkeys([*titles, *(key for entry in entries for key, _ in entry)]))
        _check_count(len(entries), len(titles))
        rows = [[_cell(dict(entry).get(title)) for title in titles] for entry in every]
    elif all(type(entry) is list for entry in entries):
        _check_count(len(entries), max(map(len, entries)))
        rows = [[_cell(cell) for cell in entry] for entry in every]
    elif not any(isinstance(entry, list) for entry in entries):
        rows = [[_cell(entry)] for entry in every]
    else:
        return None
    for number, cells in enumerate(rows, 1):
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            told_long = f"a cell has at most {_LONGEST_CELL:,} characters"
            raise CatalogError([Problem(f"entry {number}", told_long)])
    numbered = [Row(number, tuple(cells)) for number, cells in enumerate(rows, 1)]
    if titles:
        numbered.insert(0, Row(0, tuple(titles)))
    return Table(tuple(numbered), "", place="entry")


def _check_count(entries: int, titles: int) -> None:
    """Raises CatalogError for a table that is too large to be made."""
    most = min(_MOST_ENTRIES, _MOST_CELLS // max(titles, 1))
    if entries > most:
        beside = f" and {_MOST_CELLS:,} cells" if titles > 1 else ""
        message = f"lists have at most {_MOST_ENTRIES:,} entries{beside}"
        raise CatalogError([Problem(f"entry {most + 1}", message)])


def _decoded(text: str, progress: Progress | None) -> tuple[Any, bool]:
    """The JSON in the text, and whether a key is given twice in it. Raises ValueError.

    An array is taken apart entry by entry, and each object tells the progress: other threads run
    now and then, which one call for all of a long list would not let them, and the reading can be
    stopped.
    """
    count = itertools.count()
    is_repeating = False

    def tell() -> None:
        if progress is not None and next(count) % _STEP == 0:
            progress(0)

    def entry(pairs: list[tuple[str, Any]]) -> _Pairs:
        nonlocal is_repeating
        tell()
        is_repeating = is_repeating or len({key for key, _ in pairs}) < len(pairs)
        return _Pairs(pairs)

    decoder = json.JSONDecoder(
        object_pairs_hook=entry, parse_int=str, parse_float=str, parse_constant=str
    )
    at = _after_blanks(text, 0)
    if text[at : at + 1] != "[":
        return decoder.decode(text), is_repeating
    values: list[Any] = []
    at = _after_blanks(text, at + 1)
    while values or text[at : at + 1] != "]":
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        tell()
        at = _after_blanks(text, at)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            raise ValueError("an array goes on with a comma, or ends")
        at = _after_blanks(text, at + 1)
    if _after_blanks(text, at + 1) != len(text):
        raise ValueError("there is more after the array")
    return values, is_repeating


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _entries(value: Any) -> tuple[Sequence[Any], list[str]]:
    """The entries of a list, and the titles that are known beforehand."""
    if type(value) is list:
        return value, []
    if not isinstance(value, _Pairs) or _CATALOG_KEYS & {key for key, _ in value}:
        return [], []
    if value and all(is_code_like(key) for key, _ in value):
        if all(isinstance(item, _Pairs) for _, item in value):
            return [_Pairs([(_CODE, key), *item]) for key, item in value], [_CODE]
        if not any(isinstance(item, list) for _, item in value):
            return [_Pairs([(_CODE, key), (_NAME, item)]) for key, item in value], [_CODE, _NAME]
    lists = [item for _, item in value if type(item) is list and item]
    return (lists[0], []) if len(lists) == 1 else ([], [])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _Pairs):
        return "; ".join(f"{key}: {_cell(item)}" for key, item in value)
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return str(value)

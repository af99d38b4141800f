"""Finds keys that a JSON object gives twice: the decoders take the last one, and say nothing.

Import this module late: the files that ship have none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

_MOST_KEYS = 100
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]', re.DOTALL)


class _RepeatedError(Exception):
    """An object has a key twice."""


def repeated_keys(text: str) -> list[tuple[str, int]]:
    """The keys that an object has already, each with its index in the text; the first hundred.

    The text is sound JSON; of what is not, nothing is said.
    """
    try:
        # Ten times as fast as to look where they are. Numbers are not read: some are too long.
        json.loads(
            text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"),
            object_pairs_hook=_refuse,
            parse_int=str,
            parse_float=str,
        )
    except _RepeatedError:
        return list(islice(_repeated(text), _MOST_KEYS))
    except (ValueError, RecursionError):
        pass  # whoever reads the file says so
    return []


def _refuse(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _RepeatedError


def _repeated(text: str) -> Iterator[tuple[str, int]]:
    # For each open bracket the keys so far; an array has none.
    open_ones: list[set[str] | None] = []
    latest: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{":
                open_ones.append(set())
            case "[":
                open_ones.append(None)
            case "}" | "]":
                open_ones.pop()
            case ":" if latest is not None and open_ones and (keys := open_ones[-1]) is not None:
                key = json.loads(latest[0])
                if key in keys:
                    yield key, latest.start()
                keys.add(key)
            case _:
                latest = token

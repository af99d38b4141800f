"""Three thousand damaged parts of the shipped catalog: each loads or gives one clear message.

Each part is a tenth of it, so that a test takes seconds; together they are nearly all of it.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import msgspec

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import CatalogError
from otcodebook.errors import AppError
from otcodebook.lists.file import parse_catalog
from otcodebook.resources import read_resource

MUTATIONS = 3_000
PARTS = 10
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")

OTHER_TYPES: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", "\u202e", "x" * 5000, [], [[]], {})


def flip(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def delete(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice((1, 2, 40, 5000)) :]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    junk = chance.choice(
        (b"\0", b"\xff", b'"', b"\\", b"{", b"[" * 3000, b"\xe2\x80\xae", b"9" * 5000)
    )
    return data[:at] + chance.choice((junk, chance.randbytes(3))) + data[at:]


def truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def repeat(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at : at + chance.randint(1, 3000)] + data[at:]


class TypeSwaps:
    """Puts a value of another type, or nothing, in one place of the catalog's data."""

    def __init__(self, data: bytes) -> None:
        self.raw = msgspec.json.decode(data)
        self.code = copy.deepcopy(self.raw["codes"][0])
        self.spots: list[tuple[Any, Any]] = []
        self._collect(self.raw)

    def _collect(self, value: Any) -> None:
        keys = range(len(value)) if isinstance(value, list) else value
        for key in keys:
            self.spots.append((value, key))
            if isinstance(value[key], dict | list):
                self._collect(value[key])

    def __call__(self, _data: bytes, chance: random.Random) -> bytes:
        parent, key = chance.choice(self.spots)
        before = parent[key]
        shorter = before[:1] if isinstance(before, str | list) else 0
        parent[key] = chance.choice((*OTHER_TYPES, self.code, shorter))
        try:
            return msgspec.json.encode(self.raw)
        finally:
            parent[key] = before


def parts_of_the_shipped() -> Iterator[bytes]:
    """Every tenth entry of each kind, and what of the billing rules is about these."""
    for part in range(PARTS):
        raw = msgspec.json.decode(read_resource("catalog.json"))
        for kind in ("codes", "retired", "elsewhere", "lookalikes", "faq", "guide", "terms"):
            raw[kind] = raw[kind][part::PARTS]
        while dangling := troubled_items(msgspec.json.encode(raw)):
            for *way, number in sorted(dangling, reverse=True):
                del reduce(getitem, way, raw)[number]
        yield msgspec.json.encode(raw)


def troubled_items(data: bytes) -> list[list[Any]]:
    """The innermost items of lists in which a catalog has a problem, as paths."""
    try:
        load_catalog(data)
    except CatalogError as error:
        items = {problem.place[: problem.place.rindex("]") + 1] for problem in error.problems}
        return [
            [int(number) if number else key for key, number in _STEP.findall(item)]
            for item in items
        ]
    return []


def refusal(data: bytes) -> str:
    """The one message that a catalog is refused with; empty if it loads."""
    try:
        parse_catalog(data, Path("catalog.json"))
    except AppError as error:
        return error.user_message
    return ""


def test_a_damaged_catalog_loads_or_gives_one_message() -> None:
    messages: list[str] = []
    for part, data in enumerate(parts_of_the_shipped()):
        assert refusal(data) == ""
        assert len(data) > 40_000
        mutators = (flip, delete, insert, truncate, repeat, TypeSwaps(data))
        for number in range(part, MUTATIONS, PARTS):
            damaged = mutators[number // PARTS % len(mutators)](data, random.Random(number))
            messages.append(refusal(damaged))
    told = [message for message in messages if message]
    assert len(messages) == MUTATIONS
    assert len(told) > len(messages) / 4
    for message in told:
        assert message.startswith(
            ("catalog.json has an error at line ", "catalog.json has an error at $")
        )
        assert message.isprintable()
        assert len(message) < 800

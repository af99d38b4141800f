"""The corrections of November 2026, row by row: where each stands in the code list that ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource

TABLE = Path(__file__).resolve().parents[1] / "data" / "corrections.tsv"
CATALOG = load_catalog(read_resource("catalog.json"))

SECTIONS = {
    *(f"1.{i}" for i in range(1, 21)),
    *(f"2.{i}" for i in range(1, 17)),
    "3",
    "4",
}


class Correction(NamedTuple):
    """A fragment that stands at its home; with "!" before it: that stands nowhere there.

    `home` is a kind and a name. Of the kinds "therapy", "codes", "retired" and "elsewhere" without
    a name the fragment is a list of codes.
    """

    row: str
    about: str
    home: str
    fragment: str


def corrections() -> list[Correction]:
    head, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == list(Correction._fields)
    return [Correction(*row.split("\t")) for row in rows]


def strings(value: object) -> Iterator[str]:
    """Every text inside; the cells of a table's row are parted by bars."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "rows":
                yield from (" | ".join(row) for row in item)
            elif key != "aliases":
                yield from strings(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)


DATA = msgspec.to_builtins(CATALOG)
ENTRIES = {
    (kind, entry[key]): entry
    for kind, part, key in (
        ("code", "codes", "code"),
        ("retired", "retired", "code"),
        ("elsewhere", "elsewhere", "code"),
        ("faq", "faq", "id"),
        ("guide", "guide", "id"),
        ("lookalike", "lookalikes", "id"),
    )
    for entry in DATA[part]
}


def texts_at(kind: str, name: str) -> list[str]:
    if kind == "all":
        return list(strings(DATA))
    if kind == "sources":
        return [source.title for source in CATALOG.sources]
    if kind == "alias":
        return [
            alias
            for (_, key), entry in ENTRIES.items()
            if key == name
            for alias in entry.get("aliases", ())
        ]
    return list(strings(ENTRIES[kind, name]))


def codes_of(kind: str, name: str) -> set[str]:
    match kind:
        case "therapy":
            return {code.code for code in CATALOG.codes if code.medicare.therapy == name}
        case "codes":
            return {code.code for code in CATALOG.codes}
        case "retired":
            return {code.code for code in CATALOG.retired}
        case _:
            return {code.code for code in CATALOG.elsewhere}


def fault(item: Correction) -> str:
    """What is wrong with a row, or nothing."""
    kind, _, name = item.home.partition(":")
    if kind == "therapy" or (not name and kind in ("codes", "retired", "elsewhere")):
        listed, there = set(item.fragment.split()), codes_of(kind, name)
        # A status is that of these codes and no others.
        return " ".join(sorted(listed ^ there if kind == "therapy" else listed - there))
    try:
        texts = texts_at(kind, name)
    except KeyError:
        return "its home is not there"
    if item.fragment.startswith("!"):
        return "; ".join(text for text in texts if item.fragment[1:].lower() in text.lower())
    return "" if any(item.fragment in text for text in texts) else "not there"


def test_every_correction_stands_where_the_table_says() -> None:
    faults = [
        f"{item.row} {item.about}, {item.home}: {wrong}"
        for item in corrections()
        if (wrong := fault(item))
    ]
    assert not faults, "\n".join(faults)


def test_every_row_of_the_corrections_is_ticked_off() -> None:
    assert {item.row for item in corrections()} == SECTIONS
    assert len(set(corrections())) == len(corrections())

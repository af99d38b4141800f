"""What the types of a catalog cannot say: every problem of a file is found, with its place."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from otcodebook.catalog.model import Band, Block, Catalog, Problem, System, Table, UnitsExample

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTION = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
BAD_IN_FILE = re.compile(f"[{_CONTROL}{_DIRECTION}]")
"""Control characters other than tab and line ends, and those that change the reading direction."""
BAD_IN_TEXT = re.compile(f"[{_CONTROL}\t\n\r{_DIRECTION}]")
"""The same, and tab and line ends: every text of a catalog is one line."""

_ASCII = bytes(range(128))
# Not compiled yet: most catalogs are sound, and each start loads this module.
_BYTE = r"(.*) \(byte (\d+)\)"
_BRACKETS = rb'(?s)"(?:[^"\\]|\\.)*"|([\[{])|([\]}])'
_DEEPEST = 50
_MESSAGE_LENGTH = 300
_MOST_PROBLEMS = 1000
# Whoever wrote the file does not read regular expressions.
_PATTERNS = {
    "^[A-Z": "expected a code: at most 20 capital letters, digits, dots and dashes",
    "^[a-z": "expected an id: at most 60 small letters, digits and dashes",
}


def as_displayed(text: str) -> str:
    """The text as a message can quote it: no bad characters, and not endless."""
    clean = BAD_IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
    return clean if len(clean) <= _MESSAGE_LENGTH else f"{clean[:_MESSAGE_LENGTH]}..."


def character_name(character: str) -> str:
    """What a message calls a character that nobody sees: "the control character U+0000"."""
    # Imported here: it is needed for bad files only.
    import unicodedata

    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    return f"the character {number} ({name})" if name else f"the control character {number}"


def place_in(text: str, at: int) -> str:
    """The place of the character at this index: "line 3, column 7"."""
    ends = text.count("\n", 0, at) + text.count("\r", 0, at) - text.count("\r\n", 0, at)
    begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return f"line {ends + 1}, column {at - begin + 1}"


def decode_problems(data: bytes, error: Exception) -> list[Problem]:
    """Why the bytes are not a catalog; for wrong types one problem for each entry concerned."""
    if isinstance(error, msgspec.ValidationError):
        return _validation_problems(data) or [_problem(error)]
    if isinstance(error, RecursionError):
        return [_nesting_problem(data)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode("utf-8")
        message = f"the byte 0x{data[bad.start]:02X} is not UTF-8"
        return [Problem(place_in(before, len(before)), message)]
    found = re.fullmatch(_BYTE, str(error))
    if found is None:
        return [Problem(place_in(text, len(text)), "the file ends too early: it was cut off")]
    what, _, detail = found[1].partition(": ")
    at = len(data[: int(found[2])].decode("utf-8", "replace"))
    return [Problem(place_in(text, at), f"{what} ({detail})" if detail else what)]


def character_problems(data: bytes) -> list[Problem]:
    """Control and direction-changing characters in the texts of a catalog that was decoded."""
    # Most catalogs are cleared here, without a look at each text: no escapes but quotation marks,
    # and nothing bad among the few characters beyond ASCII.
    escapes = (after[:1] for after in data.split(b"\\")[1:])
    if b"\x7f" not in data and all(escape == b'"' for escape in escapes):
        beyond_ascii = data.translate(None, _ASCII).decode("utf-8")
        if BAD_IN_TEXT.search(beyond_ascii) is None:
            return []
    return list(_bad_texts(msgspec.json.decode(data), "$"))


def text_problems(text: str) -> list[Problem]:
    """Control and direction-changing characters in a file of lines; the first hundred."""
    return [
        Problem(place_in(text, bad.start()), f"{character_name(bad.group())} is not allowed")
        for bad in islice(BAD_IN_FILE.finditer(text), 100)
    ]


def cross_reference_problems(catalog: Catalog) -> Iterator[Problem]:
    """What does not fit together: duplicates, dangling references, tables out of shape."""
    edition = catalog.edition
    if edition is not None and edition.expires < edition.effective:
        yield Problem("$.edition.expires", "the edition expires before it takes effect")
    yield from _duplicates(catalog)
    known = {entry.code for entry in catalog.entries()}
    families = {family.id for family in catalog.families}
    sources = {source.id for source in catalog.sources}
    gone = known - {code.code for code in catalog.codes}
    for place, named in _references(catalog):
        if named not in known:
            yield Problem(place, f"there is no code {named} in this catalog")
    for i, code in enumerate(catalog.codes):
        if code.family not in families:
            yield Problem(f"$.codes[{i}].family", f"there is no family {code.family}")
        for j, mark in enumerate(code.sources):
            if mark not in sources:
                yield Problem(f"$.codes[{i}].sources[{j}]", f"there is no source {mark}")
        if code.add_on_to == code.code:
            yield Problem(f"$.codes[{i}].add_on_to", "a code cannot be an add-on to itself")
        elif code.add_on_to in gone:
            yield Problem(f"$.codes[{i}].add_on_to", f"{code.add_on_to} is not a current code")
        if isinstance(code.timing, Band) and (code.timing.at_most or 1440) < code.timing.at_least:
            yield Problem(f"$.codes[{i}].timing", "the band ends before it begins")
    services = {code.code for code in catalog.codes if code.system is not System.MODIFIER}
    for place, block in _blocks(catalog):
        yield from _block_problems(place, block, services)


def _validation_problems(data: bytes) -> list[Problem]:
    """Checks every entry by itself: the decoder stops at the first that is wrong."""
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if not isinstance(raw, dict):
        return []
    entry_types = _entry_types()
    problems: list[Problem] = []
    rest: dict[str, Any] = {}
    for part, value in raw.items():
        listed = part in entry_types and isinstance(value, list)
        rest[part] = [] if listed else value
        for i, entry in enumerate(value if listed else []):
            try:
                msgspec.convert(entry, entry_types[part])
            except msgspec.ValidationError as error:
                problems.append(_problem(error, f"$.{part}[{i}]"))
                if len(problems) == _MOST_PROBLEMS:
                    return [*problems, Problem(f"$.{part}[{i + 1}]", "the rest was not checked")]
    try:
        msgspec.convert(rest, Catalog)
    except msgspec.ValidationError as error:
        problems.append(_problem(error))
    return problems


def _entry_types() -> dict[str, Any]:
    """What the lists of a catalog hold, by the lists' names."""
    return {
        field.encode_name: typing.get_args(field.type)[0]
        for field in msgspec.structs.fields(Catalog)
        if typing.get_origin(field.type) is tuple
    }


def _problem(error: Exception, within: str = "$") -> Problem:
    """Splits msgspec's "what - at `$.path`" into place and message."""
    what, _, place = str(error).rpartition(" - at `")
    # Of a wrong key msgspec says "key` in `$.path".
    place = place.rpartition("` in `")[2]
    if not what:
        what, place = place, "$"
    for pattern, told in _PATTERNS.items():
        if f"matching regex '{pattern}" in what:
            what = told
    what = as_displayed(what)
    return Problem(as_displayed(within + place.rstrip("`")[1:]), what[:1].lower() + what[1:])


def _nesting_problem(data: bytes) -> Problem:
    depth = 0
    for match in re.finditer(_BRACKETS, data):
        depth += bool(match[1]) - bool(match[2])
        if depth > _DEEPEST:
            before = data[: match.start()].decode("utf-8", "replace")
            message = f"the brackets are nested more than {_DEEPEST} deep"
            return Problem(place_in(before, len(before)), message)
    return Problem("$", "the file is nested too deeply")


def _bad_texts(value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, str):
        bad = BAD_IN_TEXT.search(value)
        if bad is not None:
            what = character_name(bad.group())
            yield Problem(place, f"{what} is not allowed (character {bad.start() + 1} of the text)")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _bad_texts(part, f"{place}.{key}")
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _bad_texts(part, f"{place}[{i}]")


def _duplicates(catalog: Catalog) -> Iterator[Problem]:
    parts = {
        "families": ("family", "id"),
        "lookalikes": ("look-alike", "id"),
        "faq": ("question", "id"),
        "guide": ("guide page", "id"),
        "sources": ("source", "id"),
        "codes": ("code", "code"),
        "retired": ("code", "code"),
        "elsewhere": ("code", "code"),
    }
    seen: set[tuple[str, str]] = set()
    for part, (what, key) in parts.items():
        for i, item in enumerate(getattr(catalog, part)):
            value: str = getattr(item, key)
            if (what, value) in seen:
                yield Problem(f"$.{part}[{i}].{key}", f"the {what} {value} stands here twice")
            seen.add((what, value))


def _references(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every place that names a code, with the code."""
    lists = {"codes": "related", "retired": "use", "elsewhere": "use", "lookalikes": "codes"}
    for part, key in lists.items():
        for i, item in enumerate(getattr(catalog, part)):
            for j, other in enumerate(getattr(item, key)):
                yield f"$.{part}[{i}].{key}[{j}]", other
    for i, code in enumerate(catalog.codes):
        if code.add_on_to is not None:
            yield f"$.codes[{i}].add_on_to", code.add_on_to


def _block_problems(place: str, block: Block, services: set[str]) -> Iterator[Problem]:
    match block:
        case Table(head=head, rows=rows):
            for i, row in enumerate(rows):
                if len(row) != len(head):
                    message = f"the row has {len(row)} cells, the head has {len(head)}"
                    yield Problem(f"{place}.rows[{i}]", message)
        case UnitsExample(minutes=minutes):
            for code in minutes:
                if code not in services:
                    yield Problem(f"{place}.minutes", f"there are no units for {code}")


def _blocks(catalog: Catalog) -> Iterator[tuple[str, Block]]:
    texts = {"lookalikes": "answer", "faq": "answer", "guide": "body"}
    for part, key in texts.items():
        for i, item in enumerate(getattr(catalog, part)):
            for j, block in enumerate(getattr(item, key)):
                yield f"$.{part}[{i}].{key}[{j}]", block

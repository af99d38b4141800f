"""What the types of a catalog cannot say: every problem of a file is found, with its place."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from otcodebook.catalog.content import Block, Table, UnitsExample
from otcodebook.catalog.dated_checks import day_problems, repeated
from otcodebook.catalog.days import Days
from otcodebook.catalog.fields import AS_OF_PATTERN, CODE_PATTERN, SLUG_PATTERN
from otcodebook.catalog.model import Band, Catalog, Problem, System
from otcodebook.catalog.term import TARGET_PATTERN, TermGroup
from otcodebook.wording import UNSHOWABLE_IN_LINE, listed, quoted
from otcodebook.wording import as_displayed as as_displayed

_ASCII = bytes(range(128))
# Strings, compiled at first use: most catalogs are sound and every start loads this module.
# msgspec gives its errors as messages only; one that has another form is quoted whole.
_WITH_BYTE = r"(.*) \(byte (\d+)\)"
_WITH_PATH = r"(?s)(.+) - at `(?:key` in `)?\$([^`]*)`"
_TRUNCATED = "Input data was truncated"
_HALF_CHARACTER = "[\ud800-\udfff]"
_BRACKETS = rb'(?s)"(?:[^"\\]|\\.)*"|([\[{])|([\]}])'
_PLACEHOLDER = r"\{(\w*)\}"
_DEEPEST = 50
_MOST_PROBLEMS = 1000
# Whoever wrote the file does not read regular expressions.
_PATTERNS = {
    CODE_PATTERN: "expected a code: at most 20 capital letters, digits, dots and dashes",
    SLUG_PATTERN: "expected an id: at most 60 small letters, digits and dashes",
    AS_OF_PATTERN: "expected a date such as 2026, 2026-07 or 2026-07-01",
    TARGET_PATTERN: "expected a code, or faq: or guide: and the id of an answer",
}


def character_name(character: str) -> str:
    """A name for a character that cannot be seen, such as "the control character U+0000"."""
    # Imported here: it is needed for bad files only.
    import unicodedata

    number = f"U+{ord(character):04X}"
    if "\ud800" <= character <= "\udfff":
        return f"the half character {number}"
    name = unicodedata.name(character, "").lower()
    return f"the character {number} ({name})" if name else f"the control character {number}"


def place_in(text: str, at: int) -> str:
    """The place of the character at this index, such as "line 3, column 7"."""
    ends = text.count("\n", 0, at) + text.count("\r", 0, at) - text.count("\r\n", 0, at)
    begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return f"line {ends + 1}, column {at - begin + 1}"


def decode_problems(data: bytes, error: Exception) -> list[Problem]:
    """Why the bytes are not a catalog; for wrong types one problem for each entry concerned."""
    if isinstance(error, msgspec.ValidationError):
        return _validation_problems(data) or [problem_of(error)]
    if isinstance(error, RecursionError):
        return [_nesting_problem(data)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode("utf-8")
        message = f"the byte 0x{data[bad.start]:02X} is not UTF-8"
        return [Problem(place_in(before, len(before)), message)]
    if half := _half_characters(text):
        return half
    if found := re.fullmatch(_WITH_BYTE, str(error)):
        what, _, detail = found[1].partition(": ")
        at = len(data[: int(found[2])].decode("utf-8", "replace"))
        message = as_displayed(f"{what} ({detail})" if detail else what)
        return [Problem(place_in(text, at), message)]
    if str(error) == _TRUNCATED:
        return [Problem(place_in(text, len(text)), "the file ends too early: it was cut off")]
    return [Problem("$", f"the file cannot be read as JSON ({as_displayed(str(error))})")]


def _half_characters(text: str) -> list[Problem]:
    """Escapes such as U+D800 alone, which msgspec reports as truncated or malformed data."""
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return list(_bad_texts(value, "$", re.compile(_HALF_CHARACTER)))


def repeated_key_problems(text: str) -> list[Problem]:
    """The keys that are given twice in one place of JSON that was decoded."""
    # Imported here: the catalog that ships has none.
    from otcodebook.json_keys import repeated_keys

    return [
        Problem(place_in(text, at), f"{quoted(as_displayed(key))} is given twice in one place")
        for key, at in repeated_keys(text)
    ]


def character_problems(data: bytes) -> list[Problem]:
    """Control and direction-changing characters in the texts of a catalog that was decoded."""
    # Most catalogs are cleared here, without a look at each text: no escapes but quotation marks,
    # and nothing bad among the few characters beyond ASCII.
    escapes = (after[:1] for after in data.split(b"\\")[1:])
    if b"\x7f" not in data and all(escape == b'"' for escape in escapes):
        beyond_ascii = data.translate(None, _ASCII).decode("utf-8")
        if re.search(UNSHOWABLE_IN_LINE, beyond_ascii) is None:
            return []
    return list(_bad_texts(msgspec.json.decode(data), "$", re.compile(UNSHOWABLE_IN_LINE)))


def cross_reference_problems(catalog: Catalog) -> Iterator[Problem]:
    """What does not fit together: duplicates, dangling references, tables out of shape."""
    edition = catalog.edition
    if edition is not None and edition.expires < edition.effective:
        yield Problem("$.edition.expires", "the edition expires before it takes effect")
    yield from _duplicates(catalog)
    yield from day_problems(catalog)
    known = {entry.code for entry in catalog.entries()}
    families = {family.id for family in catalog.families}
    sources = {source.id for source in catalog.sources}
    gone = known - {code.code for code in catalog.codes}
    for place, named in _references(catalog):
        if named not in known:
            yield Problem(place, f"there is no code {named} in this code list")
    for i, code in enumerate(catalog.codes):
        if code.family not in families:
            yield Problem(f"$.codes[{i}].family", f"there is no family {code.family}")
        if code.add_on_to == code.code:
            yield Problem(f"$.codes[{i}].add_on_to", "a code cannot be an add-on to itself")
        elif code.add_on_to in gone:
            yield Problem(f"$.codes[{i}].add_on_to", f"{code.add_on_to} is not a current code")
        if code.patient_es and not code.patient:
            yield Problem(f"$.codes[{i}].patient_es", "there is no English text that it translates")
        if isinstance(code.timing, Band) and (code.timing.at_most or 1440) < code.timing.at_least:
            yield Problem(f"$.codes[{i}].timing", "the band ends before it begins")
    for part in ("codes", "lookalikes", "faq", "guide"):
        for i, item in enumerate(getattr(catalog, part)):
            for j, mark in enumerate(item.sources):
                if mark not in sources:
                    yield Problem(f"$.{part}[{i}].sources[{j}]", f"there is no source {mark}")
    services = {code.code for code in catalog.codes if code.system is not System.MODIFIER}
    for place, block in _blocks(catalog):
        yield from _block_problems(place, block, services)
    yield from _term_problems(catalog, known)
    yield from _billing_problems(catalog, services)


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
        is_list = part in entry_types and isinstance(value, list)
        rest[part] = [] if is_list else value
        for i, entry in enumerate(value if is_list else []):
            try:
                msgspec.convert(entry, entry_types[part])
            except msgspec.ValidationError as error:
                problems.append(problem_of(error, f"$.{part}[{i}]"))
                if len(problems) == _MOST_PROBLEMS:
                    return [*problems, Problem(f"$.{part}[{i + 1}]", "the rest was not checked")]
    try:
        msgspec.convert(rest, Catalog)
    except msgspec.ValidationError as error:
        problems.append(problem_of(error))
    return problems


def _entry_types() -> dict[str, Any]:
    """What the lists of a catalog hold, by the lists' names."""
    return {
        field.encode_name: typing.get_args(field.type)[0]
        for field in msgspec.structs.fields(Catalog)
        if typing.get_origin(field.type) is tuple
    }


def problem_of(error: Exception, within: str = "$") -> Problem:
    """What msgspec means with "what - at `$.path`": the place, and the message in words."""
    whole = str(error)
    found = re.fullmatch(_WITH_PATH, whole)
    what, place = (found[1], found[2]) if found else (whole, "")
    for pattern, expected in _PATTERNS.items():
        if repr(pattern) in what:
            what = expected
    what = as_displayed(what)
    return Problem(as_displayed(within + place), what[:1].lower() + what[1:])


def _nesting_problem(data: bytes) -> Problem:
    depth = 0
    for match in re.finditer(_BRACKETS, data):
        depth += bool(match[1]) - bool(match[2])
        if depth > _DEEPEST:
            before = data[: match.start()].decode("utf-8", "replace")
            message = f"the brackets are nested more than {_DEEPEST} deep"
            return Problem(place_in(before, len(before)), message)
    return Problem("$", "the file is nested too deeply")


def _bad_texts(value: Any, place: str, bad: re.Pattern[str]) -> Iterator[Problem]:
    if isinstance(value, str):
        found = bad.search(value)
        if found is not None:
            what = character_name(found.group())
            at = found.start() + 1
            yield Problem(place, f"{what} is not allowed (character {at} of the text)")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _bad_texts(part, f"{place}.{key}", bad)
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _bad_texts(part, f"{place}[{i}]", bad)


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
    seen: dict[tuple[str, str], list[Days]] = {}
    for part, (what, key) in parts.items():
        for i, item in enumerate(getattr(catalog, part)):
            value: str = getattr(item, key)
            if repeated(seen.setdefault((what, value), []), item):
                yield Problem(f"$.{part}[{i}].{key}", f"the {what} {value} is here twice")


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


def _term_problems(catalog: Catalog, known: set[str]) -> Iterator[Problem]:
    """Terms without a letter or digit, terms that stand here twice, and targets that do not exist.

    Two terms are the same if they differ in case, spaces and punctuation only.
    """
    targets = known.union(f"faq:{item.id}" for item in catalog.faq)
    targets |= {f"guide:{page.id}" for page in catalog.guide}
    seen: dict[str, str] = {}
    for i, group in enumerate(catalog.terms):
        for j, term in enumerate(group.terms):
            place = f"$.terms[{i}].terms[{j}]"
            compact = term.casefold().replace(" ", "")
            if not compact.isalnum():
                compact = "".join(filter(str.isalnum, compact))
            if not compact:
                yield Problem(place, "the term has no letter or digit")
            elif other := seen.get(compact):
                also = "" if other == term else f", also as {other}"
                yield Problem(place, f"the term {term} is here twice{also}")
            seen[compact] = term
        if not targets.issuperset(group.targets) or len(set(group.targets)) < len(group.targets):
            yield from _target_problems(f"$.terms[{i}].targets", group, targets)


def _target_problems(place: str, group: TermGroup, targets: set[str]) -> Iterator[Problem]:
    for j, target in enumerate(group.targets):
        if target in group.targets[:j]:
            yield Problem(f"{place}[{j}]", f"{target} is here twice")
        elif target not in targets:
            kind = "answer" if ":" in target else "code"
            yield Problem(f"{place}[{j}]", f"there is no {kind} {target} in this code list")


def _billing_problems(catalog: Catalog, services: set[str]) -> Iterator[Problem]:
    """Rules on codes that are no current services, and texts with a gap that nothing fills."""
    rules = catalog.billing
    for i, pair in enumerate(rules.together):
        place = f"$.billing.together[{i}]"
        yield from _not_among(services, pair.ones, f"{place}.ones")
        yield from _not_among(services, pair.others or (), f"{place}.others")
        yield from _gap_problems(f"{place}.text", pair.text, ("ones", "others", "codes"))
    for i, payment in enumerate(rules.payment):
        place = f"$.billing.payment[{i}]"
        yield from _not_among(services, payment.codes, f"{place}.codes")
        yield from _gap_problems(f"{place}.text", payment.text, ("codes",))
    limited: dict[str, list[Days]] = {}
    for i, limit in enumerate(rules.limits):
        place = f"$.billing.limits[{i}].codes"
        yield from _not_among(services, limit.codes, place)
        for j, code in enumerate(limit.codes):
            if repeated(limited.setdefault(code, []), limit):
                yield Problem(f"{place}[{j}]", f"the limit of {code} is here twice")
    for i, assistant in enumerate(rules.assistant):
        place = f"$.billing.assistant[{i}]"
        yield from _not_among(services, assistant.codes, f"{place}.codes")
        yield from _gap_problems(f"{place}.text", assistant.text, ("codes",))
    given: dict[str, list[Days]] = {}
    for i, rate in enumerate(rules.rates):
        if repeated(given.setdefault(rate.kind, []), rate):
            yield Problem(f"$.billing.rates[{i}].kind", f"the rate {rate.kind} is here twice")
    if rules.modifiers is None:
        return
    modifiers = {code.code for code in catalog.codes if code.system is System.MODIFIER}
    seen: set[str] = set()
    for key in ("every_line", "one_line"):
        for i, modifier in enumerate(getattr(rules.modifiers, key)):
            place = f"$.billing.modifiers.{key}[{i}]"
            if modifier not in modifiers:
                yield Problem(place, f"there is no modifier {modifier} in this code list")
            elif modifier in seen:
                yield Problem(place, f"the modifier {modifier} is here twice")
            seen.add(modifier)


def _not_among(services: set[str], codes: Sequence[str], place: str) -> Iterator[Problem]:
    for i, code in enumerate(codes):
        if code not in services:
            yield Problem(f"{place}[{i}]", f"{code} is not a current code in this code list")


def _gap_problems(place: str, text: str, known: Sequence[str]) -> Iterator[Problem]:
    for gap in re.findall(_PLACEHOLDER, text):
        if gap not in known:
            usable = listed([f"{{{name}}}" for name in known])
            yield Problem(place, f"nothing fills {{{as_displayed(gap)}}}: use {usable}")

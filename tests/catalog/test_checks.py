"""The checks beyond the types: syntax, characters, every wrong entry, references, with places."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from otcodebook.catalog.checks import decode_problems, place_in
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import CatalogError
from support import as_bytes, small_catalog

MARK = "\N{REPLACEMENT CHARACTER}"


def problems(data: bytes) -> list[str]:
    with pytest.raises(CatalogError) as caught:
        load_catalog(data)
    return [str(problem) for problem in caught.value.problems]


def lines(catalog: dict[str, Any]) -> bytes:
    return json.dumps(catalog, indent=1, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{\n "format": 1,\n}', "line 3, column 1: JSON is malformed (trailing comma in object)"),
        (b'{"format": 1\n "x"}', "line 2, column 2: JSON is malformed (expected ',' or '}')"),
        (b'{"format": 1', "line 1, column 13: the file ends too early: it was cut off"),
        (b'{"title": "\xc3\xa9\n"}', "line 1, column 13: JSON is malformed (invalid character)"),
        (b'{"title": "\0"}', "line 1, column 12: JSON is malformed (invalid character)"),
        (b'{\n"title": "\xc3\xa9\xff"}', "line 2, column 12: the byte 0xFF is not UTF-8"),
        (b"[]", "$: expected `object`, got `array`"),
        (b'{"format": ' + b"9" * 5000 + b"}", "$.format: number out of range"),
        (b'{"\\u202e": 1}', "$: object contains unknown field `\N{REPLACEMENT CHARACTER}`"),
    ],
)
def test_what_is_no_catalog_is_told_with_its_place(data, told):
    assert problems(data) == [told]


def test_a_key_given_twice_is_told_with_its_place():
    """Decoders take the last of them in silence; the escaped one is the same key."""
    data = lines(small_catalog())
    whole = data.replace(b'"format": 1', b'"format": 1,\n "form\\u0061t": 1')
    entry = data.replace(b'"code": "97110"', b'"code": "97110", "code": "97110"')
    told = "“{}” is given twice in one place"
    assert problems(whole) == [f"line 3, column 2: {told.format('format')}"]
    before = data.decode().split('"code": "97110"')[0].split("\n")
    place = f"line {len(before)}, column {len(before[-1]) + 18}"
    assert problems(entry) == [f"{place}: {told.format('code')}"]
    both = entry.replace(b'"title": "Small', b'"title": "{\\"", "title": "Small')
    assert [line.partition(": ")[2] for line in problems(both)] == [
        told.format("title"),
        told.format("code"),
    ]
    assert load_catalog(data.replace(b'"title": "Small', b'"title": "\\"title\\": 1, Small'))


def test_deep_nesting_is_told_with_its_place():
    inside = b'{"format": 1, "title": "x", "faq": [{"id": "a", "answer": [\n{"x": '
    assert problems(inside + b"[" * 100_000) == [
        "line 2, column 52: the brackets are nested more than 50 deep"
    ]


def test_brackets_inside_texts_are_no_nesting():
    inside = b'{"title": "\\"' + b"[" * 60 + b'", "faq": [{"answer": [{"x": '
    (told,) = problems(inside + b"[" * 100_000)
    assert told.startswith(f"line 1, column {len(inside) + 46}: the brackets")


def test_every_wrong_entry_is_told_at_once():
    data = small_catalog()
    data["codes"][0]["name"] = 5
    data["codes"][2]["code"] = "9 7"
    data["codes"][3]["timing"] = {"kind": "hourly"}
    data["guide"][1]["body"] = []
    data["families"][0]["id"] = "Not A Slug"
    data["edition"]["year"] = "2026"
    assert problems(as_bytes(data)) == [
        "$.families[0].id: expected an id: at most 60 small letters, digits and dashes",
        "$.codes[0].name: expected `str`, got `int`",
        "$.codes[2].code: expected a code: at most 20 capital letters, digits, dots and dashes",
        "$.codes[3].timing.kind: invalid value 'hourly'",
        "$.guide[1].body: expected `array` of length >= 1",
        "$.edition.year: expected `int`, got `str`",
    ]


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (("codes", 0, "name"), "$.codes[0].name: expected `str` of length <= 300"),
        (("codes", 0, "summary"), "$.codes[0].summary: expected `str` of length <= 4000"),
        (("guide", 0, "body", 2, "rows", 0, 1), "$.guide[0].body[2].rows[0][1]: expected `str` of"),
    ],
)
def test_huge_texts_are_told(part, place):
    data: Any = small_catalog()
    spot = data
    for key in part[:-1]:
        spot = spot[key]
    spot[part[-1]] = "x" * 1_000_000
    (told,) = problems(as_bytes(data))
    assert told.startswith(place)


def test_a_huge_unknown_key_is_not_repeated_in_full():
    data = small_catalog() | {"x" * 100_000: 1}
    (told,) = problems(as_bytes(data))
    assert len(told) < 400


@pytest.mark.parametrize("write", [as_bytes, lines])
@pytest.mark.parametrize(
    ("character", "told"),
    [
        ("\x7f", "the control character U+007F"),
        ("\x9b", "the control character U+009B"),
        ("\u202e", "the character U+202E (right-to-left override)"),
        ("\u200f", "the character U+200F (right-to-left mark)"),
        ("\u2028", "the character U+2028 (line separator)"),
        ("\0", "the control character U+0000"),
        ("\n", "the control character U+000A"),
    ],
)
def test_bad_characters_are_told_with_the_json_path(write, character, told):
    data = small_catalog()
    data["codes"][1]["aliases"][2] = f"st{character}rength"
    data["guide"][0]["body"][2]["rows"][0][1] = character
    assert problems(write(data)) == [
        f"$.codes[1].aliases[2]: {told} is not allowed (character 3 of the text)",
        f"$.guide[0].body[2].rows[0][1]: {told} is not allowed (character 1 of the text)",
    ]


def test_harmless_characters_pass():
    data = small_catalog()
    data["codes"][1]["summary"] = 'é "quoted" \\ 中文 \U0001f9e0'
    for write in (as_bytes, lines):
        assert load_catalog(write(data)).codes[1].summary == data["codes"][1]["summary"]


def test_characters_and_references_are_told_together():
    data = small_catalog()
    data["codes"][0]["related"] = ["11111"]
    data["codes"][0]["name"] = "a\u202eb"
    data["codes"][2]["code"] = "97110"
    places = [told.partition(": ")[0] for told in problems(as_bytes(data))]
    assert places[:2] == ["$.codes[0].name", "$.codes[2].code"]
    assert "$.codes[0].related[0]" in places


def test_a_catalog_may_leave_its_edition_open_but_must_say_so():
    data = small_catalog()
    data["edition"] = None
    assert load_catalog(as_bytes(data)).edition is None
    del data["edition"]
    assert problems(as_bytes(data)) == ["$: object missing required field `edition`"]


@pytest.mark.timeout(30)  # where each is looked for among all, it takes minutes
def test_a_hundred_thousand_add_ons_are_checked():
    data = small_catalog()
    template = data["codes"][2]
    data["codes"] += [
        template | {"code": f"X{number}", "add_on_to": "97530"} for number in range(100_000)
    ]
    assert len(load_catalog(as_bytes(data)).codes) > 100_000


def test_no_end_of_wrong_entries_is_told_to_an_end():
    data = small_catalog()
    data["codes"] = [1] * 100_000
    told = problems(as_bytes(data))
    assert len(told) == 1001
    assert told[-1] == "$.codes[1000]: the rest was not checked"


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("", "line 1, column 1"),
        ("ab", "line 1, column 3"),
        ("a\nb", "line 2, column 2"),
        ("a\r\nb\r", "line 3, column 1"),
        ("\r\r\n\n", "line 4, column 1"),
    ],
)
def test_places_count_every_kind_of_line_end(before, place):
    assert place_in(f"{before}xyz", len(before)) == place


def test_an_error_in_unknown_words_is_quoted_and_not_guessed_at():
    """msgspec gives messages only: one in another form must not become a wrong sentence."""
    data = as_bytes(small_catalog())
    cases = {
        msgspec.DecodeError("Some\nnew"): f"$: the file cannot be read as JSON (Some{MARK}new)",
        msgspec.ValidationError("Something new"): "$: something new",
        msgspec.ValidationError("Odd at $.codes"): "$: odd at $.codes",
        msgspec.ValidationError("Odd - at `codes`"): "$: odd - at `codes`",
    }
    found = {error: [str(each) for each in decode_problems(data, error)] for error in cases}
    assert found == {error: [told] for error, told in cases.items()}


def test_half_a_character_is_named_and_is_no_file_cut_off():
    data = small_catalog()
    told = "the half character U+D800 is not allowed (character 3 of the text)"
    data["codes"][1]["aliases"][2] = "st\ud800rength"
    assert problems(as_bytes(data)) == [f"$.codes[1].aliases[2]: {told}"]
    # So near to the end, msgspec says that the data was truncated.
    assert problems(b'{"title": "ab\\ud800"}') == [f"$.title: {told}"]


def test_a_mark_without_its_source_is_told_wherever_it_stands():
    data = small_catalog()
    places = [(part, 1) for part in ("codes", "faq", "guide")] + [("lookalikes", 0)]
    for part, at in places:
        data[part][at]["sources"] = ["S1", "S9"]
    assert sorted(problems(as_bytes(data))) == sorted(
        f"$.{part}[{at}].sources[1]: there is no source S9" for part, at in places
    )

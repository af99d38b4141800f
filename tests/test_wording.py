"""Counts, lists, quotations, file names and foreign text, as messages put them."""

from __future__ import annotations

import re
from pathlib import Path

from otcodebook.wording import (
    UNSHOWABLE,
    UNSHOWABLE_IN_LINE,
    as_displayed,
    as_of_text,
    counted,
    displayed_name,
    displayed_path,
    elided,
    listed,
    quoted,
)

MARK = "\N{REPLACEMENT CHARACTER}"


def test_a_number_takes_the_form_of_its_noun():
    assert [counted(number, "code") for number in (0, 1, 2, 98_505)] == [
        "0 codes",
        "1 code",
        "2 codes",
        "98,505 codes",
    ]
    assert counted(1, "code of others", "codes of others") == "1 code of others"
    assert counted(2, "code of others", "codes of others") == "2 codes of others"


def test_lists_read_as_sentences():
    assert [listed(text) for text in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert listed(("a", "b")) == "a and b"


def test_the_date_of_a_source_is_in_words():
    told = {
        "2026": "2026",
        "2024-07": "July 2024",
        "2026-10-01": "October 1, 2026",
        "2026-13": "2026-13",
        "": "",
    }
    assert {given: as_of_text(given) for given in told} == told


def test_a_quotation_has_curly_marks():
    assert quoted("ther ex") == "“ther ex”"


def test_a_long_text_is_cut_to_the_limit():
    assert elided("abcdef", 6) == "abcdef"
    assert elided("abcdefg", 6) == "abcde…"
    assert elided("abcd efg", 6) == "abcd…"
    assert elided("abcdefg", 6, keep_end=True) == "…cdefg"
    assert elided("", 1) == ""
    assert elided("abc", 1) == elided("abc", 1, keep_end=True) == "…"


def test_foreign_text_is_displayed_in_one_short_printable_line():
    assert as_displayed("a\n\u202e\x1b[1m") == f"a{MARK * 3}[1m"
    assert as_displayed("a\udcffb") == "a?b"
    assert len(as_displayed("x" * 10_000)) == 300
    assert as_displayed("Größe 中文") == "Größe 中文"
    assert as_displayed("a\N{NO-BREAK SPACE}b\N{IDEOGRAPHIC SPACE}c") == "a b c"
    assert as_displayed("a\U000e1000b\ue000c") == f"a{MARK}b{MARK}c"  # unassigned, private


def test_every_unshowable_character_is_replaced():
    unshowable = [
        *map(chr, [*range(0x20), *range(0x7F, 0xA0)]),
        *"\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufff9\ufffb",
    ]
    assert [char for char in unshowable if as_displayed(char) != MARK] == []
    kept = [char for char in unshowable if not re.search(UNSHOWABLE, char)]
    assert kept == ["\t", "\n", "\r"]
    assert all(re.search(UNSHOWABLE_IN_LINE, char) for char in kept)


def test_paths_are_displayed_whatever_their_bytes():
    path = Path("/a\nb") / "c\udcff.csv"
    assert displayed_path(path) == f"/a{MARK}b/c?.csv".replace("/", str(Path("/")))
    assert displayed_name(path) == "c?.csv"
    assert displayed_name(Path("/")) == str(Path("/"))


def test_a_date_of_a_rule_is_read_as_americans_write_it():
    dates = ("2026", "2024-07", "2026-01-09", "2026-13", "spring")
    written = ["2026", "July 2024", "January 9, 2026", "2026-13", "spring"]
    assert [as_of_text(day) for day in dates] == written

"""Search over a catalog: filters, retired and foreign codes, corrections."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog, Code
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Grade, MatchReason
from support import as_bytes, small_catalog

CATALOG = load_catalog(as_bytes(small_catalog()))
SEARCH = CodeSearch(CATALOG)
CURRENT = [code.code for code in CATALOG.codes]


def codes(typed: str, family: str = "", timed: bool | None = None) -> list[str]:
    return [hit.document.code for hit in SEARCH.search(typed, family, timed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ther ex", "97110"),
        ("therex", "97110"),
        ("530", "97530"),
        ("97165", "97165"),
        ("group", "97150"),
        ("transfers", "97530"),
        ("TE", "97110"),
        ("functional aim", "97530"),
        ("load", "97110"),
    ],
)
def test_therapists_words_put_the_right_code_first(typed: str, first: str) -> None:
    assert codes(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   "])
def test_without_words_all_current_codes_stand_in_their_order(typed: str) -> None:
    assert codes(typed) == CURRENT


@pytest.mark.parametrize("typed", ["?", "***", "\N{WATERMELON}", "шина", "手", "θεραπεία"])
def test_signs_and_unknown_scripts_find_nothing(typed: str) -> None:
    results = SEARCH.search(typed)
    assert list(results) == []
    assert results.grade is Grade.CLOSEST


@pytest.mark.parametrize("code", CURRENT)
def test_every_code_and_each_of_its_aliases_finds_it_first(code: str) -> None:
    entry = CATALOG.find(code)
    assert isinstance(entry, Code)
    for typed in (entry.code, entry.name, *entry.aliases):
        assert codes(typed)[0] == code


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_codes_that_are_gone_or_foreign_answer_with_what_to_use(code: str) -> None:
    found = codes(code)
    assert code in found
    assert "97165" in found


def test_a_hit_carries_the_entry_of_the_catalog() -> None:
    assert SEARCH.search("97003")[-1].document.item is CATALOG.retired[0]
    assert SEARCH.search("97110")[0].document.item is CATALOG.find("97110")


@pytest.mark.parametrize(
    ("family", "timed", "found"),
    [
        ("evaluation", None, ["97165"]),
        ("procedure", None, ["97110", "97530", "97150"]),
        ("", True, ["97110", "97530"]),
        ("", False, ["97165", "97150"]),
        ("procedure", False, ["97150"]),
        ("evaluation", True, []),
        ("no such family", None, []),
    ],
)
def test_filters_keep_what_fits(family: str, timed: bool | None, found: list[str]) -> None:
    assert codes("", family, timed) == found


def test_retired_and_foreign_codes_pass_no_filter() -> None:
    assert codes("97003", "evaluation") == []
    assert codes("97161", timed=False) == []


def test_a_query_within_a_filter_finds_only_what_passes() -> None:
    assert codes("therap", "procedure", timed=True) == ["97110", "97530"]
    assert codes("97165", "procedure") == []


def test_a_slip_still_finds_the_code_and_says_so() -> None:
    results = SEARCH.search("theraputic excercise")
    assert results[0].document.code == "97110"
    assert results.notice
    assert SEARCH.search("therapeutic exercise").notice == ""


def test_a_hit_that_was_not_typed_says_so() -> None:
    reasons = {
        "97003": MatchReason.INSTEAD,
        "97161": MatchReason.INSTEAD,
        "97111": MatchReason.INSTEAD,
        "exercise strength qqqz": MatchReason.SOME_WORDS,
    }
    assert {typed: SEARCH.search(typed)[0].reason for typed in reasons} == reasons
    warnings = {typed: SEARCH.search(typed)[0].warning for typed in reasons}
    assert warnings == {
        "97003": "instead of 97003, retired 1 January 2017",
        "97161": "instead of 97161, which is for physical therapists",
        "97111": "not 97111",
        "exercise strength qqqz": "",
    }


def test_a_hit_by_the_users_note_says_so_whatever_stands_before_it() -> None:
    search = CodeSearch(CATALOG)
    search.set_notes({"97110": "BlueCross, was 97003", "97150": "bluecross"})
    for typed in ("bluecross", "97003"):
        hits = {hit.document.code: hit for hit in search.search(typed)}
        assert hits["97110"].reason is MatchReason.OWN_NOTE, typed
        assert hits["97110"].reason_text == hits["97110"].warning == "in your note"
    among = search.search("bluecross", only=["97150", "97530"])
    assert [(hit.document.code, hit.reason) for hit in among] == [("97150", MatchReason.OWN_NOTE)]


def test_preparing_changes_no_result() -> None:
    prepared = CodeSearch(CATALOG)
    prepared.prepare()
    assert list(prepared.search("ther")) == list(CodeSearch(CATALOG).search("ther"))


def test_an_empty_catalog_finds_nothing() -> None:
    empty = Catalog(1, "Empty", CATALOG.edition, (), ())
    for typed in ("", "97110", "97003", "exercise"):
        assert list(CodeSearch(empty).search(typed)) == []


@settings(deadline=None)
@given(
    st.text(max_size=30)
    | st.text("97531 0", max_size=8)
    | st.lists(st.sampled_from(["exercse", "group", "97003", "the", "97999", "evl"])).map(" ".join),
    st.sampled_from(["", "evaluation", "procedure", "nobody"]),
    st.sampled_from([None, True, False]),
)
def test_no_input_raises_and_every_result_passes_the_filters(
    typed: str, family: str, timed: bool | None
) -> None:
    hits = list(SEARCH.search(typed, family, timed))
    found = [hit.document.code for hit in hits]
    assert len(found) == len(set(found))
    assert list(SEARCH.search(typed, family, timed)) == hits
    if not family and timed is None:
        return
    for hit in hits:
        entry = hit.document.item
        assert isinstance(entry, Code)
        assert family in ("", entry.family)
        assert timed in (None, is_timed(entry.timing))

"""Terms in queries: what they lead to, where they rank, what the row says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog, Faq
from otcodebook.search.answers import AnswerSearch
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Grade, MatchReason
from otcodebook.search.words.text import root
from support import as_bytes, small_catalog

TERMS: dict[str, list[str]] = {
    "bra": ["97530", "97110"],
    "long handled shoehorn": ["97530"],
    "aid for socks": ["97530"],
    "stroke": ["faq:what-is-cpt", "97530", "97110"],
    "unit rule": ["faq:how-many-units"],
    "first page": ["guide:start", "faq:how-many-units"],
    "exercise": ["97150"],
    "group": ["97530", "97150"],
    "therapeutic putty": ["97110"],
    "shoelaces": ["97530"],
    "memory book": ["97150"],
}


def catalog_with(terms: dict[str, list[str]]) -> Catalog:
    data: dict[str, Any] = small_catalog()
    data["terms"] = [
        {"terms": [term], "targets": targets, "source": "Tests"} for term, targets in terms.items()
    ]
    return load_catalog(as_bytes(data))


CATALOG = catalog_with(TERMS)
SEARCH = CodeSearch(CATALOG)
ANSWERS = AnswerSearch(CATALOG)


def codes(typed: str) -> list[str]:
    return [hit.document.code for hit in SEARCH.search(typed)]


def answers(typed: str) -> list[str]:
    found = (hit.document.item for hit in ANSWERS.search(typed))
    return [item.id for item in found]


def test_a_term_leads_to_its_codes_in_their_order() -> None:
    for term, targets in TERMS.items():
        wanted = [target for target in targets if ":" not in target]
        if term not in ("group", "exercise"):
            assert codes(term)[: len(wanted)] == wanted, term


@pytest.mark.parametrize(
    "typed",
    [
        "BRA",
        "  bra ",
        "bras",
        "putting on a bra one handed",
        "patient practiced a bra",
        "bra training with max assist",
    ],
)
def test_case_spaces_endings_and_filler_words_change_nothing(typed: str) -> None:
    hits = SEARCH.search(typed)
    assert [hit.document.code for hit in hits][:2] == ["97530", "97110"]
    assert [(hit.reason, hit.alias) for hit in hits][:2] == [(MatchReason.TERM, "bra")] * 2
    assert hits.notice == ""


def test_the_row_shows_the_term_with_the_words_that_were_typed() -> None:
    hit = SEARCH.search("shoehorn, long handled")[0]
    assert hit.alias == "long handled shoehorn"
    assert hit.reason_text == "found by long handled shoehorn"
    assert [hit.alias[start:end] for start, end in hit.alias_spans] == [
        "long",
        "handled",
        "shoehorn",
    ]


def test_an_exact_code_alias_or_name_stands_before_a_term() -> None:
    assert codes("group")[0] == "97150"
    assert codes("97110")[0] == "97110"
    assert codes("therapeutic exercise")[0] == "97110"


def test_a_term_stands_before_words_of_names() -> None:
    assert codes("exercise")[:2] == ["97150", "97110"]


def test_words_typed_together_or_apart_find_the_term() -> None:
    for typed in ("shoe laces", "Shoe-laces", "memorybook", "tying shoe laces"):
        assert codes(typed)[:1] == codes("shoelaces" if "hoe" in typed else "memory book")[:1], (
            typed
        )


def test_the_beginning_of_a_term_finds_it_while_typing() -> None:
    assert codes("shoel") == ["97530"]
    assert "97530" not in codes("sh")


def test_several_terms_and_aliases_make_a_match_together() -> None:
    hits = SEARCH.search("strengthening after stroke")
    assert [hit.document.code for hit in hits][:1] == ["97110"]
    assert codes("aid for socks and long handled shoehorn")[0] == "97530"


def test_a_term_among_unknown_words_is_good() -> None:
    results = SEARCH.search("bra qqqz")
    assert results[0].document.code == "97530"
    assert (results.grade, results.notice) == (Grade.GOOD, "")


def test_a_term_beside_a_word_of_another_entry_is_only_the_closest() -> None:
    results = SEARCH.search("bra eval qqqz")
    assert results.grade is Grade.CLOSEST
    assert results.notice


def test_a_word_of_a_term_is_corrected_like_any_other() -> None:
    results = SEARCH.search("shoelcaes")
    assert results.notice == "Showing results for “shoelaces”."
    assert results[0].document.code == "97530"


def test_words_that_lead_to_an_answer_are_never_corrected_to_a_code() -> None:
    assert codes("unit rule") == []
    assert answers("unit rule")[0] == "how-many-units"


def test_a_term_lists_its_answers_first() -> None:
    assert answers("stroke")[0] == "what-is-cpt"
    assert answers("first page")[:2] == ["start", "how-many-units"]
    hit = ANSWERS.search("patient with stroke")[0]
    assert isinstance(hit.document.item, Faq)
    assert (hit.reason, hit.alias) == (MatchReason.TERM, "stroke")


def test_terms_keep_to_filters_and_to_the_codes_in_sight() -> None:
    assert [hit.document.code for hit in SEARCH.search("bra", "evaluation")] == []
    among = SEARCH.search("bra", only=["97150", "97110"])
    assert [hit.document.code for hit in among] == ["97110"]
    assert [hit.document.code for hit in SEARCH.search("group", timed=True)] == ["97530"]


def test_words_of_one_kind_have_one_root() -> None:
    for kind in (
        ("shave", "shaving", "shaved"),
        ("memory", "memories"),
        ("zipper", "zippers"),
        ("planner", "planners"),
        ("lens", "lenses"),
        ("bra", "bras"),
    ):
        assert len({root(word) for word in kind}) == 1, kind
    apart = ("putty", "putting", "bus", "bush", "9hpt", "hands", "handed")
    assert len({root(word) for word in apart}) == len(apart)


words = st.sampled_from(
    ["bra", "stroke", "the", "socks", "aid", "for", "unit", "patient", "group", "qq"]
)


@given(st.lists(words | st.text(max_size=5), max_size=6).map(" ".join))
def test_no_input_raises_and_no_code_stands_twice(typed: str) -> None:
    found = codes(typed)
    assert len(found) == len(set(found))
    listed = answers(typed)
    assert len(listed) == len(set(listed))

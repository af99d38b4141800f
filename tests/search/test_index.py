"""The search index: what matches, in which order, and where."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from otcodebook.search.hits import Document, Hit, MatchReason
from otcodebook.search.index import SearchIndex
from otcodebook.search.words.text import compact

WORDS = tuple(
    "therapeutic exercise activities training splint splints orthosis self-care home group the of "  # noqa: SIM905
    "wheelchair w/c balance hand handwriting evaluation re-evaluation eval US AT ther ex custom "
    "fitting first 15 minutes modality ultrasound transfer transfers walking walk".split()
)
CODES = tuple(
    "97110 97112 97530 97535 97150 9753 530 G0283 G0281 L3908 0123T M54.5 M54.50 GO 59".split()  # noqa: SIM905
)

PHRASES = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
DOCUMENTS = st.lists(
    st.builds(
        Document,
        code=st.sampled_from(CODES),
        name=PHRASES,
        aliases=st.lists(PHRASES, max_size=3).map(tuple),
        texts=st.tuples(PHRASES),
        item=st.none(),
    ),
    max_size=8,
    unique_by=lambda document: document.code,
)
TYPED = (
    st.text(max_size=30)
    | st.text("aeiou st-/'.975301\u0301 É", max_size=30)
    | st.lists(st.sampled_from([*WORDS, *CODES]), max_size=5).map(" ".join)
)


def document(
    code: str, name: str = "", aliases: Sequence[str] = (), text: str = ""
) -> Document[object]:
    return Document(code, name, tuple(aliases), (text,), f"item of {code}")


def codes(index: SearchIndex[object], typed: str) -> list[str]:
    return [hit.document.code for hit in index.search(typed)]


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


# What matches


LIST = SearchIndex(
    [
        document("97110", "Therapeutic exercise", ["ther-ex", "TE"], "Strength and range."),
        document("97530", "Therapeutic activities", ["ther act", "TA", "transfers"]),
        document("97535", "Self-care training", ["ADL"], "Dressing, also from a w/c."),
        document("G0283", "Electrical stimulation", ["e-stim"], "Unattended."),
        document("M54.5", "Low back pain"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("97110", ["97110"]),
        ("g0283", ["G0283"]),
        ("9753", ["97530", "97535"]),
        ("530", ["97530"]),
        ("therapeutic", ["97110", "97530"]),
        ("thera act", ["97530"]),
        ("act thera", ["97530"]),
        ("ther ex", ["97110"]),
        ("therex", ["97110"]),
        ("ther-ex", ["97110"]),
        ("selfcare", ["97535"]),
        ("self care", ["97535"]),
        ("self-care", ["97535"]),
        ("estim", ["G0283"]),
        ("e stim", ["G0283"]),
        ("wc", ["97535"]),
        ("w/c", ["97535"]),
        ("strength", ["97110"]),
        ("exercises", ["97110"]),
        ("transferring", ["97530"]),
        ("the exercise", ["97110"]),
        ("training for dressing", ["97535"]),
        ("exercise 97110", ["97110"]),
        ("te", ["97110"]),
        ("xyzzy", []),
        ("exercise xyzzy", []),
        ("M54.5", ["M54.5"]),
        ("back m54.5", ["M54.5"]),
    ],
)
def test_every_word_of_the_query_must_match(typed: str, found: list[str]) -> None:
    result = codes(LIST, typed)
    # Where one is right by its name or code, weaker matches may follow it.
    assert result[: len(found)] == found
    assert len(result) == len(found) or typed == "te"


@pytest.mark.parametrize("typed", ["", "  ", "\n", "!?", "-", "\0"])
def test_a_query_without_words_finds_all_in_their_order(typed: str) -> None:
    assert codes(LIST, typed) == ["97110", "97530", "97535", "G0283", "M54.5"]


def test_an_index_of_nothing_finds_nothing() -> None:
    index: SearchIndex[object] = SearchIndex([])
    assert len(index) == 0
    for typed in ("", "97110", "word"):
        assert list(index.search(typed)) == []


def test_a_search_can_be_limited_to_some_documents() -> None:
    only = LIST.selection([1, 2])
    found = [hit.document.code for hit in LIST.search("9", only)]
    assert found == ["97530", "97535"]
    assert [hit.document.code for hit in LIST.search("", only)] == ["97530", "97535"]
    assert list(LIST.search("97110", only)) == []
    assert list(LIST.search("", LIST.selection([]))) == []


def test_a_hit_hands_back_the_item_of_its_document() -> None:
    assert LIST.search("97110")[0].document.item == "item of 97110"


def test_results_are_a_sequence() -> None:
    results = LIST.search("")
    assert len(results) == 5
    assert results[-1] == list(results)[-1]
    assert results[1:3] == list(results)[1:3]
    with pytest.raises(IndexError):
        results[5]


# In which order


def test_a_better_match_comes_first() -> None:
    best_first = [
        document("530", "exact code"),
        document("A1", "exact alias", ["530"]),
        document("53011", "beginning of the code"),
        document("97530", "end of the code"),
        document("B1", "a 530 word of the name"),
        document("B2", "word of an alias", ["form 530 here"]),
        document("C1", "word of the text", text="See 530 there."),
    ]
    index = SearchIndex(reversed(best_first))
    assert codes(index, "530") == [each.code for each in best_first]


def test_a_whole_word_comes_before_a_beginning() -> None:
    index = SearchIndex(
        [document("1", "usual care"), document("2", "using US"), document("3", "US now")]
    )
    assert codes(index, "us") == ["2", "3"]  # two letters begin no word
    assert codes(index, "usi") == ["2"] == codes(index, "using")


def test_a_name_comes_before_an_alias_and_an_alias_before_a_text() -> None:
    index = SearchIndex(
        [
            document("1", "x", text="some balance work"),
            document("2", "x", ["some balance work"]),
            document("3", "some balance work"),
        ]
    )
    assert codes(index, "balance") == ["3", "2", "1"]


def test_the_order_of_the_words_makes_no_difference() -> None:
    for typed, turned in (("ther ex", "ex ther"), ("act thera", "thera act")):
        assert codes(LIST, typed) == codes(LIST, turned)


def test_ties_keep_the_given_order() -> None:
    index = SearchIndex([document(str(code), "Same name") for code in (5, 3, 9, 1)])
    assert codes(index, "same") == ["5", "3", "9", "1"]
    many = SearchIndex([document(f"X{i}", "Same name") for i in range(2000)])
    assert codes(many, "same name") == [f"X{i}" for i in range(2000)]


# Where, and why


@pytest.mark.parametrize(
    ("typed", "code", "in_code", "in_name", "alias", "in_alias"),
    [
        ("97530", "97530", ["97530"], [], "", []),
        ("975", "97530", ["975"], [], "", []),
        ("530", "97530", ["530"], [], "", []),
        ("thera exer", "97110", [], ["Thera", "exer"], "", []),
        ("self-care", "97535", [], ["Self", "care"], "", []),
        ("selfc", "97535", [], ["Self-c"], "", []),
        ("adl", "97535", [], [], "ADL", ["ADL"]),
        ("transf", "97530", [], [], "transfers", ["transf"]),
        ("e-stim", "G0283", [], ["E", "stim"], "e-stim", ["e", "stim"]),
        ("dressing", "97535", [], [], "", []),
    ],
)
def test_a_hit_marks_where_it_matched(
    typed: str, code: str, in_code: list[str], in_name: list[str], alias: str, in_alias: list[str]
) -> None:
    hit = LIST.search(typed)[0]
    assert hit.document.code == code
    assert marked(code, hit.code_spans) == in_code
    assert marked(hit.document.name, hit.name_spans) == in_name
    assert hit.alias == alias
    assert marked(hit.alias, hit.alias_spans) == in_alias


def test_a_hit_says_why_it_matched() -> None:
    reasons = {
        "97535": MatchReason.CODE,
        "9753": MatchReason.CODE_START,
        "530": MatchReason.CODE_END,
        "training": MatchReason.NAME,
        "adl": MatchReason.ALIAS,
        "dressing": MatchReason.TEXT,
    }
    assert {typed: LIST.search(typed)[0].reason for typed in reasons} == reasons
    assert LIST.search("adl")[0].reason_text == "also called ADL"
    assert LIST.search("530")[0].reason_text == "last digits"


def test_without_a_query_there_is_nothing_to_explain() -> None:
    hit = LIST.search("")[0]
    assert hit == Hit(hit.document, MatchReason.NONE)
    assert hit.reason_text == ""


# Whatever is typed


def assert_marks_lie_apart(text: str, spans: Sequence[tuple[int, int]]) -> None:
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        end = stop


def assert_is_sound(hit: Hit[object]) -> None:
    assert_marks_lie_apart(hit.document.code, hit.code_spans)
    assert_marks_lie_apart(hit.document.name, hit.name_spans)
    assert_marks_lie_apart(hit.alias, hit.alias_spans)
    assert not hit.alias or hit.alias in hit.document.aliases


@settings(deadline=None)
@given(DOCUMENTS, TYPED)
def test_no_input_raises_and_results_are_stable(
    documents: list[Document[object]], typed: str
) -> None:
    index = SearchIndex(documents)
    hits = list(index.search(typed))
    for hit in hits:
        assert_is_sound(hit)
    found = [hit.document.code for hit in hits]
    assert len(found) == len(set(found))
    assert set(found) <= {each.code for each in documents}
    assert list(index.search(typed)) == hits
    assert list(SearchIndex(documents).search(typed)) == hits


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Document,
            code=st.text(max_size=6),
            name=st.text(max_size=20),
            aliases=st.lists(st.text(max_size=8), max_size=2),
            texts=st.lists(st.text(max_size=20), max_size=2),
            item=st.none(),
        ),
        max_size=5,
    ),
    st.text(max_size=12),
)
def test_no_documents_raise(documents: list[Document[object]], typed: str) -> None:
    for hit in SearchIndex(documents).search(typed):
        assert_is_sound(hit)


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_the_exact_code_comes_first(documents: list[Document[object]], data: st.DataObject) -> None:
    assume(documents)
    wanted = data.draw(st.sampled_from(documents)).code
    for typed in (wanted, wanted.lower(), f"  {wanted}. "):
        assert codes(SearchIndex(documents), typed)[0] == wanted


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_adding_a_word_never_adds_a_result(
    documents: list[Document[object]], data: st.DataObject
) -> None:
    assume(documents)
    one = data.draw(st.sampled_from(documents))
    # Words of one document: so both queries match as they stand, without any correction.
    own = sorted({one.code, *f"{one.name} {' '.join(one.aliases)} {' '.join(one.texts)}".split()})
    assume(len(own) > 1)
    *fewer, more = data.draw(st.lists(st.sampled_from(own), min_size=2, max_size=4, unique=True))
    index = SearchIndex(documents)
    narrow, wide = set(codes(index, " ".join([*fewer, more]))), set(codes(index, " ".join(fewer)))
    assert one.code in narrow
    assert narrow <= wide


ACCENTS = ("", "\u0301", "\u0308")


@settings(deadline=None)
@given(
    DOCUMENTS,
    st.lists(st.sampled_from([*WORDS, *CODES]), min_size=1, max_size=4),
    st.lists(
        st.sampled_from([" ", "  ", ", ", " - ", "/", "\t", " (", ". "]), min_size=5, max_size=5
    ),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(ACCENTS),
)
def test_case_accents_punctuation_and_spaces_change_nothing(
    documents: list[Document[object]],
    typed: list[str],
    signs: list[str],
    case: type[str],
    accent: str,
) -> None:
    index = SearchIndex(documents)
    dressed = signs[-1] + "".join(
        case("".join(char + accent if char.isalpha() else char for char in word)) + sign
        for word, sign in zip(typed, signs, strict=False)
    )
    assert compact(dressed) == compact(" ".join(typed))
    assert codes(index, dressed) == codes(index, " ".join(typed))


@settings(deadline=None)
@given(DOCUMENTS, TYPED, st.sets(st.integers(0, 7)))
def test_a_limit_keeps_the_order_of_what_it_lets_pass(
    documents: list[Document[object]], typed: str, ids: set[int]
) -> None:
    index = SearchIndex(documents)
    chosen = [document for document in ids if document < len(documents)]
    passing = {documents[document].code for document in chosen}
    limited = [hit.document.code for hit in index.search(typed, index.selection(chosen))]
    assert limited == [code for code in codes(index, typed) if code in passing]

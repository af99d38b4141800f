"""Text becomes words: the same for what is searched and for what is typed."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.search.words.text import (
    MAX_TOKENS,
    compact,
    compact_span,
    normalize,
    root,
    spans,
    stems,
    tokenize,
    words,
)

PLAIN_WORD = re.compile(r"[a-z0-9]+")
TEXT = st.text(max_size=60) | st.text("aZé9 -/.'’&ßﬁ\u0301", max_size=60)
ASCII_WORD = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Therapeutic EXERCISE", "therapeutic exercise"),
        ("Éxercice à la carte", "exercice a la carte"),
        ("e\u0301", "e"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("\uff21\uff22\uff11", "ab1"),  # full width
        ("", ""),
    ],
)
def test_case_and_accents_make_no_difference(text: str, plain: str) -> None:
    assert normalize(text) == plain


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("ther ex", ["ther", "ex"]),
        ("  Self-Care/home  mgmt. ", ["self", "care", "home", "mgmt"]),
        ("97530:", ["97530"]),
        ('"97110" AND (x OR y*)', ["97110", "and", "x", "or", "y"]),
        ("w/c", ["w", "c"]),
        ("\t\n\r\0", []),
        ("!?-\N{EM DASH}", []),
        ("Лечебная гимнастика", ["лечебная", "гимнастика"]),
        ("Θεραπεία", ["θεραπεια"]),
        ("הערכה ראשונה", ["הערכה", "ראשונה"]),
        ("矫形器训练", ["矫", "形", "器", "训", "练"]),
        ("", []),
    ],
)
def test_a_query_becomes_its_words_in_order(typed: str, tokens: list[str]) -> None:
    assert tokenize(typed) == tokens


@given(TEXT)
def test_every_word_of_a_query_is_small_letters_and_digits(typed: str) -> None:
    assert all(token.isalnum() and token == normalize(token) for token in tokenize(typed))
    assert not typed.isascii() or all(PLAIN_WORD.fullmatch(token) for token in tokenize(typed))


def test_a_pasted_page_stays_cheap() -> None:
    assert len(tokenize("word " * 1_000_000)) == MAX_TOKENS
    assert len("".join(tokenize("x" * 1_000_000))) <= 1000


@given(TEXT)
def test_whatever_is_typed_as_it_stands_in_a_text_is_among_its_words(text: str) -> None:
    assert set(tokenize(text)) <= words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self-care", {"self", "care", "selfcare"}),
        ("w/c training", {"w", "c", "wc", "training"}),
        ("patient's", {"patient", "s", "patients"}),
        ("patient’s", {"patient", "s", "patients"}),
        ("a. b", {"a", "b"}),
        ("R&D", {"r", "d", "rd"}),
        ("", set()),
    ],
)
def test_a_compound_is_indexed_in_parts_and_in_one_piece(text: str, expected: set[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self-care", "selfcare"),
        ("Self care", "selfcare"),
        ("M54.5", "m545"),
        ("m54 5", "m545"),
        (" 97 530 ", "97530"),
        ("É.", "e"),
        ("-", ""),
        ("...", ""),
    ],
)
def test_the_compact_form_is_letters_and_digits_only(text: str, expected: str) -> None:
    assert compact(text) == expected


@given(TEXT)
def test_a_compact_form_is_its_own_compact_form(text: str) -> None:
    once = compact(text)
    assert not once or once.isalnum()
    assert compact(once) == once


@given(TEXT)
def test_the_words_of_a_query_make_its_compact_form(text: str) -> None:
    tokens = tokenize(text)
    if len(tokens) < MAX_TOKENS:
        assert "".join(tokens) == compact(text)


@given(ASCII_WORD)
def test_another_form_of_a_word_is_another_word(token: str) -> None:
    for stem in stems(token):
        assert stem
        assert stem != token
        assert not stem.isdigit()


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        *(("behaviours", "behavior"), ("colouring", "color"), ("oedema", "edema")),
        *(("mobilise", "mobilize"), ("paediatric", "pediatric"), ("desensitising", "desensitiz")),
        *(("drove", "drive"), ("fed", "feed"), ("teeth", "tooth"), ("tying", "tie")),
    ],
)
def test_british_words_and_irregular_forms_are_understood(typed: str, form: str) -> None:
    assert stems(typed) == [form]


@pytest.mark.parametrize("typed", ["exercise", "practise", "supervise", "compromise", "promise"])
def test_words_that_end_like_british_ones_stay(typed: str) -> None:
    assert stems(typed) == []


@pytest.mark.parametrize(
    "forms",
    [
        ("evaluate", "evaluated", "evaluation", "evaluations"),
        ("mobilize", "mobilise", "mobilization", "mobilisations"),
    ],
)
def test_forms_of_a_word_have_one_root(forms: tuple[str, ...]) -> None:
    assert len({root(form) for form in forms}) == 1


@pytest.mark.parametrize("token", ["splints", "exercises", "stretching", "trained", "feedings"])
def test_an_ending_is_taken_off_a_long_word(token: str) -> None:
    assert stems(token)


@pytest.mark.parametrize("token", ["us", "as", "bed", "ring", "ies", "97530", "te", ""])
def test_a_short_word_keeps_its_ending(token: str) -> None:
    assert stems(token) == []


def cut(text: str, found: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "tokens", "marked"),
    [
        ("Therapeutic exercise", ["ther", "ex"], ["Ther", "ex"]),
        ("Therapeutic exercise", ["ex", "ther"], ["Ther", "ex"]),
        ("Therapeutic exercise", ["rap", "cise"], []),
        ("Group group GROUP", ["group"], ["Group", "group", "GROUP"]),
        ("Self-care", ["care"], ["care"]),
        ("Exercise", ["e", "exer", "ex"], ["Exer"]),
        ("Éxercice", ["exer"], ["Éxer"]),
        ("ﬁne motor", ["fi"], ["ﬁne"]),  # a ligature cannot be cut
        ("Anything", [], []),
        ("", ["a"], []),
    ],
)
def test_the_beginnings_of_words_are_marked(
    text: str, tokens: list[str], marked: list[str]
) -> None:
    assert cut(text, spans(text, tokens)) == marked


@given(TEXT, st.lists(ASCII_WORD, max_size=4))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, tokens: list[str]) -> None:
    end = 0
    for start, stop in spans(text, tokens):
        assert end <= start < stop <= len(text)
        assert any(normalize(text[start:]).startswith(token) for token in tokens)
        end = stop


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Self-care training", "selfc", ["Self-c"]),
        ("97530", "975", ["975"]),
        ("M54.5", "m545", ["M54.5"]),
        ("W/C", "wc", ["W/C"]),
        ("97530", "530", []),
        ("97530", "", []),
        ("", "a", []),
    ],
)
def test_what_is_typed_in_one_piece_is_marked_from_the_start(
    text: str, typed: str, marked: list[str]
) -> None:
    assert cut(text, compact_span(text, typed)) == marked


@given(TEXT, st.integers(1, 60))
def test_the_mark_of_a_compact_form_covers_what_was_typed(text: str, length: int) -> None:
    typed = compact(text)[:length]
    found = compact_span(text, typed)
    if typed:
        ((start, end),) = found
        assert start == 0
        assert compact(text[:end]).startswith(typed)
    else:
        assert found == []

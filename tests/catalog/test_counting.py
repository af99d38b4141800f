"""How minutes become units, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.catalog.counting import counting_label, counting_lines, duration, is_timed
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import (
    Band,
    Blocks,
    Catalog,
    Code,
    Pooled,
    Timing,
    Unstated,
    Untimed,
)
from support import as_bytes, small_catalog

NO_POOL = "Not part of"


def catalog_with(*codes: Code) -> Catalog:
    small = load_catalog(as_bytes(small_catalog()))
    return Catalog(1, "Test", small.edition, small.families, codes)


def code_with(timing: Timing, code: str = "11111", add_on_to: str | None = None) -> Code:
    return Code(code=code, name="A code", family="p", timing=timing, add_on_to=add_on_to)


def sentences(code: Code, *others: Code) -> str:
    return " ".join(counting_lines(code, catalog_with(code, *others)))


@pytest.mark.parametrize(
    ("timing", "timed", "label"),
    [
        (Pooled(), True, "15 min"),
        (Pooled("first"), True, "15 min"),
        (Untimed("day"), False, "untimed"),
        (Blocks(60, 31), True, "1 hour"),
        (Blocks(30, 16), True, "30 min"),
        (Blocks(120, 61, single=True), True, "2 hours"),
        (Band(at_least=10, at_most=19, per="month"), True, "10 to 19 min"),
        (Band(at_least=21, per="week"), True, "21 or more min"),
        (Unstated(), None, ""),
    ],
)
def test_a_row_tells_in_a_few_words_how_a_code_is_counted(
    timing: Timing, timed: bool | None, label: str
) -> None:
    assert is_timed(timing) is timed
    assert counting_label(timing) == label


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 min"),
        (15, "15 min"),
        (59, "59 min"),
        (60, "1 hour"),
        (61, "61 min"),
        (90, "90 min"),
        (120, "2 hours"),
        (1440, "24 hours"),
    ],
)
def test_a_duration_is_said_as_people_say_it(minutes: int, said: str) -> None:
    assert duration(minutes) == said


@given(st.integers(min_value=1, max_value=1440))
def test_a_duration_says_the_same_minutes(minutes: int) -> None:
    number, unit = duration(minutes).split()
    assert int(number) * {"min": 1, "hour": 60, "hours": 60}[unit] == minutes


@pytest.mark.parametrize(
    ("timing", "figures"),
    [
        (Pooled(), ["8 to 22", "23 to 37", "38 to 52"]),
        (Pooled("first"), ["first 15 minutes", "8 minutes"]),
        (Untimed("evaluation"), ["Untimed", "per evaluation", NO_POOL]),
        (Blocks(60, 31), ["1 hour", "first needs 31 minutes", "second 91", NO_POOL]),
        (Blocks(30, 16, single=True), ["the first 30 min", "from 16 minutes", NO_POOL]),
        (Blocks(20, 20, per="month"), ["20 min per month", "second 40", NO_POOL]),
        (Band(at_least=5, at_most=10, per="7 days"), ["5 to 10 minutes per 7 days", NO_POOL]),
        (Band(at_least=21, per="7 days"), ["21 or more minutes per 7 days", NO_POOL]),
    ],
)
def test_the_page_tells_the_minutes_that_matter(timing: Timing, figures: list[str]) -> None:
    told = sentences(code_with(timing))
    for figure in figures:
        assert figure in told


def test_medicares_pool_and_the_per_code_midpoint_are_told_apart() -> None:
    told = sentences(code_with(Pooled()))
    assert "total of all 15-minute codes" in told
    assert "midpoint" in told


def test_a_code_of_which_nothing_is_known_tells_only_its_own_notes() -> None:
    code = code_with(Unstated())
    assert counting_lines(code, catalog_with(code)) == []
    noted = Code(code="1", name="A", family="p", counting=("Ask the payer.",))
    assert counting_lines(noted, catalog_with(noted)) == ["Ask the payer."]


@pytest.mark.parametrize(
    ("first", "further"),
    [(Pooled("first"), Pooled("additional")), (Blocks(60, 31, single=True), Blocks(30, 16))],
)
def test_a_base_code_and_its_add_on_name_each_other(first: Timing, further: Timing) -> None:
    base, add_on = code_with(first, "11111"), code_with(further, "22222", "11111")
    assert "further time with 22222" in sentences(base, add_on)
    told = sentences(add_on, base)
    assert "beyond" in told
    assert "only together with 11111" in told


@given(
    st.sampled_from(
        [
            *(Pooled(scope) for scope in ("each", "first", "additional")),
            *(
                Blocks(30, 16, single=single, per=per)
                for single in (False, True)
                for per in ("day", "x")
            ),
            Untimed("visit"),
            Band(at_least=1, per="day"),
            Unstated(),
        ]
    ),
    st.none() | st.just("97110"),
    st.lists(st.sampled_from(["One note.", "Another note."]), max_size=2),
)
def test_every_line_is_a_sentence_and_own_notes_come_last(
    timing: Timing, base: str | None, notes: list[str]
) -> None:
    code = Code(
        code="1", name="A", family="p", timing=timing, add_on_to=base, counting=tuple(notes)
    )
    lines = counting_lines(code, catalog_with(code))
    assert all(line.endswith(".") and "None" not in line for line in lines)
    assert lines[len(lines) - len(notes) :] == notes

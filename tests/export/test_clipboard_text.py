"""What a copy puts on the clipboard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from otcodebook.catalog.billing import Medicare
from otcodebook.catalog.model import Code, System
from otcodebook.export.clipboard_text import checklist_text, codes_text
from otcodebook.settings import CopyFormat

EXERCISE = Code(
    code="97110", name="Therapeutic exercise", family="p", documentation=("Impairment", "Sets")
)
GROUP = Code(code="97150", name="Group therapy", family="p")


def test_one_code_is_copied_bare() -> None:
    assert codes_text([EXERCISE]) == "97110"


def test_several_codes_are_copied_one_a_line_in_the_order_given() -> None:
    assert codes_text([GROUP, EXERCISE]) == "97150\n97110"


def test_code_and_name_are_copied_one_pair_a_line() -> None:
    expected = "97110 Therapeutic exercise\n97150 Group therapy"
    assert codes_text([EXERCISE, GROUP], CopyFormat.CODE_AND_NAME) == expected


def test_the_checklist_is_copied_one_point_a_line() -> None:
    assert checklist_text(EXERCISE) == "- Impairment\n- Sets"
    assert checklist_text(GROUP) == ""


def test_points_of_the_checklist_are_copied_alone_in_its_order() -> None:
    assert checklist_text(EXERCISE, [1]) == "- Sets"
    assert checklist_text(EXERCISE, [1, 0]) == "- Impairment\n- Sets"
    assert checklist_text(EXERCISE, []) == checklist_text(EXERCISE)


def test_nothing_chosen_is_nothing_copied() -> None:
    assert {codes_text([], form) for form in CopyFormat} == {""}


@given(st.lists(st.sampled_from([EXERCISE, GROUP]), min_size=1))
def test_a_copy_has_as_many_lines_as_codes_and_no_line_end(codes: list[Code]) -> None:
    for copied in (codes_text(codes, form) for form in CopyFormat):
        assert copied.count("\n") == len(codes) - 1
        assert not copied.endswith("\n")


def test_go_is_copied_with_therapy_codes_only() -> None:
    always, sometimes, unknown = Medicare("always"), Medicare("sometimes"), Medicare()
    codes = [
        Code(code=code, name="x", family="p", system=system, medicare=medicare)
        for code, system, medicare in (
            ("97110", System.CPT_1, always),
            ("G0283", System.HCPCS, always),
            ("29125", System.CPT_1, sometimes),
            ("97010", System.CPT_1, unknown),
            ("L3906", System.HCPCS, unknown),
            ("GO", System.MODIFIER, unknown),
            ("M25.641", System.OTHER, unknown),
        )
    ]
    copied = codes_text(codes, CopyFormat.CODE_WITH_MODIFIER)
    assert copied == "97110-GO\nG0283-GO\n29125-GO\n97010\nL3906\nGO\nM25.641"

"""What a printed list says, and its CSV: read back by the project's own reader."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import (
    Catalog,
    Code,
    Edition,
    Family,
    Pooled,
    Timing,
    Untimed,
)
from otcodebook.export.clipboard_text import defused
from otcodebook.export.printed_list import (
    CSV_COLUMNS,
    ListContent,
    PrintedList,
    Row,
    csv_bytes,
    file_name,
    list_title,
    printed_list,
)
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.file import parse_catalog
from otcodebook.lists.reading import Mapping
from otcodebook.userdata.store import plain_note
from support import as_bytes, small_catalog

CATALOG = load_catalog(as_bytes(small_catalog()))
_FORMULAS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


def listed(*codes: str, **more: Any) -> ListContent:
    """A list of these codes of the small catalog."""
    entries = [entry for entry in map(CATALOG.find, codes) if entry is not None]
    assert len(entries) == len(codes)
    return ListContent(entries, **more)


def cells(printed: PrintedList) -> list[list[str]]:
    data = csv_bytes(printed)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({}, "All codes"),
        ({"scope": "Favorites"}, "Favorites"),
        ({"query": " splint  wrist "}, "Codes for “splint wrist”"),
        ({"query": "97115", "nearest": True}, "Codes nearest to “97115”"),
        ({"family": "Evaluation"}, "Evaluation"),
        ({"timed": True}, "Codes, timed"),
        ({"timed": False, "family": "Evaluation"}, "Evaluation, untimed"),
        ({"scope": "Favorites", "query": "x"}, "Favorites for “x”"),
        ({"scope": "Recent codes", "family": "Tests"}, "Recent codes, Tests"),
        ({"query": "x" * 61}, f"Codes for “{'x' * 59}…”"),
    ],
)
def test_the_title_says_what_list_it_is(asked: dict[str, Any], title: str) -> None:
    assert list_title(listed("97110", **asked)) == title


def test_rows_have_the_lists_order_and_the_users_notes() -> None:
    printed = printed_list(
        listed("97530", "97165", scope="Favorites"), CATALOG, {"97165": " Once a year.\n"}
    )
    assert printed.rows == (
        Row("97530", "Therapeutic activities", "Therapeutic procedure", "15 min", ""),
        Row("97165", "OT evaluation, low complexity", "Evaluation", "untimed", "Once a year."),
    )
    assert (printed.count, printed.notes, printed.left_out) == ("2 codes", 1, "")
    assert printed.without_notes().notes == 0
    assert len(printed.without_notes().rows) == 2


def test_what_is_no_code_to_bill_is_left_out_and_that_is_told() -> None:
    printed = printed_list(listed("97165", "97003", "97161", answers=2), CATALOG, {})
    assert [row.code for row in printed.rows] == ["97165"]
    told = "Left out: 1 retired code, 1 code of other professions, 2 answers."
    assert (printed.count, printed.left_out) == ("1 code", told)


@pytest.mark.parametrize(
    ("asked", "by_family"),
    [
        (listed("97165", "97110", "97530"), True),
        (listed("97110", "97530"), False),
        (listed("97110", "97165", "97530"), False),
        (listed("97165", "97110", query="x"), False),
        (listed("97165", "97110", scope="Favorites"), False),
    ],
)
def test_families_head_the_rows_where_each_stands_together(
    asked: ListContent, by_family: bool
) -> None:
    assert printed_list(asked, CATALOG, {}).by_family is by_family


def test_the_foot_has_edition_and_notices() -> None:
    foot = printed_list(listed("97110"), CATALOG, {}).foot
    assert foot == (
        "OT Codebook. 2026 edition, effective January 1, 2026, valid through December 31, 2099."
        " For tests only."
    )


@pytest.mark.parametrize("edition", [None, Edition(2026, date(2026, 1, 1), date(2026, 12, 31))])
def test_a_list_without_notices_gets_ours(edition: Edition | None) -> None:
    foot = printed_list(listed("97110"), _catalog([], edition), {}).foot
    assert ("edition" in foot) is (edition is not None)
    assert "CPT is a registered trademark of the American Medical Association." in foot
    assert "not affiliated with and not endorsed by the AMA" in foot


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Favorites", "Favorites.pdf"),
        ("Codes for “a/b:c”", "Codes for a b c.pdf"),
        ("Codes for “…”", "Codes for ….pdf"),
        ("..\\..", "Codes.pdf"),
        ("x" * 300, f"{'x' * 80}.pdf"),
    ],
)
def test_the_files_name_can_be_one(title: str, name: str) -> None:
    assert file_name(title, "pdf") == name


def test_the_column_of_notes_is_there_only_with_notes() -> None:
    without = printed_list(listed("97110"), CATALOG, {"97530": "not listed"})
    assert cells(without) == [
        ["Code", "Name", "Family", "Counting"],
        ["97110", "Therapeutic exercise", "Therapeutic procedure", "15 min"],
    ]
    with_note = printed_list(listed("97110"), CATALOG, {"97110": "=1+1\nand more"})
    assert cells(with_note)[0] == list(CSV_COLUMNS)
    assert cells(with_note)[1][-1] == "'=1+1\nand more"


def test_of_a_very_long_list_all_is_exported() -> None:
    codes = [Code(code=f"A{number}", name="x", family="f") for number in range(20_000)]
    printed = printed_list(ListContent(codes), _catalog(codes), {})
    assert len(cells(printed)) == 20_001


def _catalog(codes: list[Code], edition: Edition | None = None) -> Catalog:
    family = Family("f", "-a family")
    return Catalog(
        format=1, title="A list.", edition=edition, families=(family,), codes=tuple(codes)
    )


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp")))
TIMINGS: st.SearchStrategy[Timing] = st.sampled_from([Pooled(), Untimed(per="service")])
CODES = st.lists(
    st.builds(
        Code,
        code=st.from_regex(r"[A-Z][0-9]-[A-Z0-9.\-]{0,6}", fullmatch=True),
        name=st.builds(
            lambda begin, rest: f"{begin}{rest}",
            st.sampled_from(["", "=", "+", "-", "@", "＝", '"', ",", ";"]),
            TEXTS.map(str.strip).filter(bool),
        ),
        family=st.just("f"),
        timing=TIMINGS,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda code: code.code,
)
NOTES = st.lists(st.text(_FORMULAS + " a\"',;é").map(plain_note), max_size=8)


@settings(deadline=None, max_examples=300)
@given(CODES, NOTES)
def test_no_cell_is_a_formula_and_every_row_is_read_back(
    codes: list[Code], notes: list[str]
) -> None:
    own = {code.code: note for code, note in zip(codes, notes, strict=False)}
    printed = printed_list(ListContent(codes), _catalog(codes), own)
    head, *rows = cells(printed)
    assert len(rows) == len(codes)
    for row in rows:
        assert len(row) == len(head)
        assert not any(cell.lstrip(" ").startswith(tuple(_FORMULAS)) for cell in row)
    roles = (Role.CODE, Role.NAME, Role.FAMILY, Role.TIMING, Role.NOTE)
    loaded = parse_catalog(csv_bytes(printed), Path("again.csv"), mapping=Mapping(1, roles))
    assert loaded.problems == ()
    assert loaded.overlay is not None
    read = loaded.overlay.clinic_entries
    assert [entry.code for entry in read] == [code.code for code in codes]
    for again, code in zip(read, codes, strict=True):
        assert again.name == " ".join(defused(code.name).split())
        assert counting_label(again.timing) == counting_label(code.timing)
    assert read[0].family == "'-a family"


@pytest.mark.parametrize("text", ["", "plain", "1-2", "a=b", " a", "97110", "'=1"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert defused(text) == text

"""A clinic's own list: which columns are found, what becomes of each row, and what is told."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
import simple_icd_10_cm as icd
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.catalog.checks import cross_reference_problems
from otcodebook.catalog.model import (
    Catalog,
    CatalogError,
    Code,
    Pooled,
    System,
)
from otcodebook.lists.delimited import Column, ImportReport, has_header, read_delimited


def read(text: str) -> tuple[Catalog, ImportReport]:
    return read_delimited(text, "List")


def codes(text: str) -> list[Code]:
    return list(read(text)[0].codes)


def problems(text: str) -> list[str]:
    with pytest.raises(CatalogError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator_is_told_by_the_header(separator):
    text = "Code|Name|Minutes\n97110|Exercise|15\n".replace("|", separator)
    (code,) = codes(text)
    assert (code.code, code.name, code.timing) == ("97110", "Exercise", Pooled())


def test_every_field_finds_its_column_by_a_usual_name():
    text = (
        "CPT® Code;Short Description;LONG_DESCRIPTION;Category;Unit minutes;Key-words;Notes;Fee\n"
        "97110;Exercise;Exercise for strength;Procedures;15;TE|ther ex;Careful;30\n"
    )
    catalog, import_report = read(text)
    (code,) = catalog.codes
    assert code == Code(
        code="97110",
        system=System.CPT_1,
        name="Exercise",
        summary="Exercise for strength",
        family="family-1",
        timing=Pooled(),
        aliases=("TE", "ther ex"),
        cautions=("Careful",),
    )
    assert catalog.family_names == {"family-1": "Procedures"}
    assert catalog.edition is None
    assert [column.field for column in import_report.columns] == [
        *("code", "name", "summary", "family", "minutes", "aliases", "note"),
        "",
    ]
    assert import_report.columns[-1] == Column("Fee", "")
    assert not import_report.problems
    assert 'Columns not used: "Fee".' in import_report.lines()


@pytest.mark.parametrize(
    "header",
    ["code", "CPT", "cpt code", "HCPCS", "Procedure Code", "ICD", "ICD-10", "Diagnosis code"],
)
@pytest.mark.parametrize(
    "name", ["name", "Description", "short description", "Long Description", "descriptor", "TITLE"]
)
def test_usual_names_of_the_needed_columns(header, name):
    assert codes(f"{name},{header}\nExercise,97110\n")[0].code == "97110"


def test_rows_that_are_left_out_are_told_with_their_line():
    catalog, import_report = read(
        "code,name\n,No code\n97110,\nab cd,Bad\n\n 97112 ,Balance\n97112,Again\ng0283,Current\n"
    )
    assert [code.code for code in catalog.codes] == ["97112", "G0283"]
    assert [str(problem) for problem in import_report.skipped] == [
        "line 2: there is no code (skipped)",
        "line 3: 97110 has no name (skipped)",
        'line 4: "AB CD" is not a code (skipped)',
        "line 7: 97112 is already on line 6 (skipped)",
    ]
    assert import_report.rows == 2
    assert import_report.blank_rows == 1


def test_lines_are_counted_through_cells_with_line_breaks():
    _, import_report = read('code,name\r\n97110,"Exercise\r\nfor strength"\r\n,Nothing\r\n')
    assert [problem.place for problem in import_report.skipped] == ["line 4"]


def test_a_line_break_in_a_cell_is_a_space():
    assert codes('code,name\n97110,"Exercise\n for\tstrength"\n')[0].name == "Exercise for strength"


def test_cells_beyond_the_header_are_told():
    _, import_report = read("code,name\n97110,Exercise, strength,\n")
    assert [str(problem) for problem in import_report.unclear] == [
        "line 2: cells beyond the header are left out (1); a quotation mark may be missing"
    ]


@pytest.mark.parametrize(
    ("text", "found", "needed"),
    [
        ("Name,Fee\nx,1\n", '"Name", "Fee"', ["code"]),
        ('"Code";"Fee"\n1;2\n', '"Code", "Fee"', ["name"]),
        ("hello\n", '"hello"', ["code", "name"]),
        ("\n \n", "none", ["code", "name"]),
    ],
)
def test_missing_columns_are_told_with_those_that_were_found(text, found, needed):
    told = {
        "code": 'a column for the code, such as "code" or "CPT code"',
        "name": 'a column for the name, such as "name" or "description"',
    }
    missing = " and ".join(told[name] for name in needed)
    assert problems(text) == [f"line 1: the columns found are {found}; needed is {missing}"]


def test_a_header_below_a_title_is_found_and_told():
    catalog, import_report = read("Clinic list\n\ncode,name\n97110,Exercise\n")
    assert len(catalog.codes) == 1
    assert "The header is on line 3. Rows above it are ignored." in import_report.lines()


def test_a_header_without_rows_is_told():
    assert problems("code,name\n,Nothing\n") == [
        "line 1: there is no row with a code and a name below the header",
        "line 2: there is no code (skipped)",
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('97110,"Exercise\n97112,Balance\n', "a quotation mark opens in this row"),
        ('97110,"Exercise" for strength\n', "the row cannot be read"),
        (f"97110,{'x' * 200_000}\n", "a cell is longer than 131,072 characters"),
    ],
)
def test_rows_that_csv_cannot_read_are_told(row, told):
    (problem,) = problems(f"code,name\n97150,Group\n{row}")
    assert problem.startswith(f"line 3: {told}")


@pytest.mark.parametrize(
    ("character", "told"),
    [
        ("\0", "the control character U+0000"),
        ("\x1b", "the control character U+001B"),
        ("\x85", "the control character U+0085"),
        ("\u202e", "the character U+202E (right-to-left override)"),
        ("\u2066", "the character U+2066 (left-to-right isolate)"),
    ],
)
def test_bad_characters_are_told_with_line_and_column(character, told):
    text = f"code,name\r\n97110,Ex{character}ercise\r\n"
    assert problems(text) == [f"line 2, column 9: {told} is not allowed"]


def test_no_end_of_bad_characters_is_told_to_an_end():
    assert len(problems("\0" * 100_000)) == 100


@pytest.mark.parametrize(
    ("text", "place"), [("code,name\n" * 500_001, "line 500001"), ("code," * 200_001, "line 1")]
)
def test_lists_without_end_are_told(text, place):
    told = "lists have at most 500,000 lines of 1,000,000 characters"
    assert problems(text) == [f"{place}: {told}"]


def test_without_families_all_codes_are_in_one():
    catalog, _ = read("code,name\n97110,Exercise\n")
    assert [family.name for family in catalog.families] == ["All codes"]


def test_families_differing_in_case_are_one_and_a_missing_one_is_other():
    catalog, _ = read("code,name,group\nA1,x,Eval\nA2,y,EVAL\nA3,z,\n")
    assert [family.name for family in catalog.families] == ["Eval", "Other"]
    assert [code.family for code in catalog.codes] == ["family-1", "family-1", "family-2"]


def test_too_many_families_become_one():
    rows = "".join(f"A{i},x,Group {i}\n" for i in range(501))
    catalog, import_report = read(f"code,name,group\n{rows}")
    assert len(catalog.families) == 1
    assert {code.family for code in catalog.codes} == {catalog.families[0].id}
    assert any("501 families" in line for line in import_report.lines())


@pytest.mark.parametrize(
    ("text", "systems"),
    [
        ("code,name\n97110,x\nG0283,y\n0733T,z\n1111F,u\nGO,v\n", "12345"),
        ("code,name\n97110,x\nM25.511,y\n", "00"),
        ("diagnosis code,name\nE1165,x\n", "0"),
    ],
)
def test_the_code_set_is_given_only_where_all_codes_look_like_it(text, systems):
    kinds = [System.OTHER, System.CPT_1, System.HCPCS, System.CPT_3, System.CPT_2, System.MODIFIER]
    assert [code.system for code in codes(text)] == [kinds[int(number)] for number in systems]


def test_a_long_name_is_cut_and_stands_whole_in_the_summary():
    (code,) = codes(f"code,name\n97110,{'word ' * 100}end\n")
    assert len(code.name) == 300
    assert code.summary.endswith("word end")


def test_texts_without_end_are_cut_and_told():
    catalog, import_report = read(f"code,name,note\n97110,Exercise,{'x' * 5000}\n")
    assert len(catalog.codes[0].cautions[0]) == 4000
    assert [problem.place for problem in import_report.unclear] == ["line 2"]


def test_a_spreadsheets_way_to_keep_zeros_is_undone():
    assert codes('code,name\n"=""0097""",Exercise\n')[0].code == "0097"


def test_progress_is_told_and_may_end_the_reading():
    text = "code,name\n" + "".join(f"A{i},x\n" for i in range(20_000))
    told: list[float] = []
    read_delimited(text, "List", told.append)
    assert told == sorted(told)
    assert len(told) == 5
    assert 0 <= told[0] < told[-1] <= 1

    def stop(_done: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_delimited(text, "List", stop)


def test_has_header():
    assert has_header("code;name\n")
    assert not has_header('code,"name')
    assert not has_header('{"code": "name"}')


def test_a_real_list_of_98505_rows_loads():
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(["ICD-10-CM code", "Description"])
    rows.writerows((code, icd.get_description(code)) for code in icd.get_all_codes(True))
    text = file.getvalue()
    catalog, import_report = read(text)
    assert len(catalog.codes) + len(import_report.skipped) == 98_505
    assert catalog.codes[-1].system is System.OTHER


CELLS = st.text(st.sampled_from('97110AG.-,;\t"\n\r|= é\u202e\0minutesuntimed'), max_size=12)
HEADERS = st.sampled_from(
    ["code", "name", "minutes", "family", "aliases", "note", "summary", "fee"]
)


@st.composite
def lists(draw: st.DrawFn) -> str:
    separator = draw(st.sampled_from(",;\t"))
    header = [*draw(st.lists(HEADERS, max_size=4)), "Code", "Description"]
    file = io.StringIO(newline="")
    rows = csv.writer(file, delimiter=separator)
    rows.writerow(draw(st.permutations(header)))
    rows.writerows(draw(st.lists(st.lists(CELLS, max_size=7), max_size=6)))
    return file.getvalue()


@given(st.one_of(lists(), st.text(max_size=60), CELLS))
def test_any_text_gives_a_sound_catalog_or_problems_with_places(text):
    try:
        catalog, import_report = read(text)
    except CatalogError as error:
        found = error.problems
    else:
        assert msgspec.convert(msgspec.to_builtins(catalog), Catalog) == catalog
        assert not list(cross_reference_problems(catalog))
        assert import_report.rows == len(catalog.codes) > 0
        found = list(import_report.problems)
    assert all(problem.place.startswith("line ") for problem in found)
    assert all(str(problem).isprintable() for problem in found)

"""A clinic's own list: which rows and cells are found, what becomes of each, and what is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest
import simple_icd_10_cm as icd
from hypothesis import given, settings
from hypothesis import strategies as st

from otcodebook.catalog.checks import cross_reference_problems
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog, CatalogError, Code, Pooled, System
from otcodebook.errors import AppError
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.file import parse_catalog
from otcodebook.lists.overlay import overlaid
from otcodebook.lists.reading import ListReading, Mapping, read_table
from otcodebook.lists.rows import Why

BUNDLED = load_bundled()


def read(text: str) -> tuple[Catalog, ListReading]:
    """The list by itself, on top of nothing, and how it was read."""
    loaded = parse_catalog(text.encode(), Path("List.csv"))
    reading = loaded.reading
    assert reading is not None
    assert loaded.catalog.listed == tuple(entry.code for entry in reading.entries)
    has_code_sets = "diagnosis" not in text
    overlay, _ = overlaid(reading.entries, None, "List", has_code_sets=has_code_sets)
    return overlay, reading


def codes(text: str) -> list[Code]:
    return list(read(text)[0].codes)


def problems(text: str) -> list[str]:
    with pytest.raises(CatalogError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_each_separator_is_told_by_the_header(separator):
    text = "Code|Name|Minutes\n99990|Exercise|15\n".replace("|", separator)
    (code,) = codes(text)
    assert (code.code, code.name, code.timing) == ("99990", "Exercise", Pooled())


@pytest.mark.parametrize("separator", [";", ",", "\t", "^"])
def test_a_separator_that_the_first_line_names(separator):
    text = f"sep={separator}\nCode|Name\n97110|Exercise, for; strength\n".replace("|", separator)
    quoted = text.replace("Exercise, for; strength", '"Exercise, for; strength"')
    assert codes(quoted)[0].name == "Exercise, for; strength"


def test_every_field_finds_its_column_by_a_usual_name():
    text = (
        "CPT® Code;Short Description;LONG_DESCRIPTION;Category;Unit minutes;Key-words;Notes;Fee\n"
        "97110;Exercise;Exercise for strength;Procedures;15;TE|ther ex;Careful;30\n"
    )
    catalog, reading = read(text)
    (code,) = catalog.codes
    assert code == Code(
        code="97110",
        system=System.CPT_1,
        name="Exercise",
        summary="Exercise for strength",
        family="family-1",
        timing=Pooled(),
        aliases=("TE", "ther ex"),
    )
    assert catalog.family_names == {"family-1": "Procedures"}
    assert catalog.edition is None
    assert [column.role for column in reading.columns] == [
        *(Role.CODE, Role.NAME, Role.SUMMARY, Role.FAMILY, Role.TIMING, Role.ALIASES, Role.NOTE),
        Role.CHARGE,
    ]
    assert (reading.entries[0].charge, reading.entries[0].note) == ("30", "Careful")
    assert reading.is_whole


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
    catalog, reading = read(
        "code,name\n,No code\n99990,\nab cd,Bad\n\n 97112 ,Balance\n97112,Again\ng0283,Current\n"
    )
    assert [code.code for code in catalog.codes] == ["97112", "G0283"]
    assert [str(problem) for problem in reading.skipped] == [
        "line 2: there is no code",
        "line 3: 99990 has no name",
        'line 4: "ab cd" is not a code: the others are five characters, as CPT and HCPCS codes',
        "line 7: 97112 is already on line 6",
    ]
    assert reading.blank_rows == 1
    assert not reading.is_whole


def test_lines_are_counted_through_cells_with_line_breaks():
    _, reading = read('code,name\r\n97110,"Exercise\r\nfor strength"\r\n,Nothing\r\n')
    assert [problem.place for problem in reading.skipped] == ["line 4"]


def test_a_line_break_in_a_cell_is_a_space():
    assert codes('code,name\n97110,"Exercise\n for\tstrength"\n')[0].name == "Exercise for strength"


def test_a_row_with_more_cells_than_the_header_is_left_out():
    rows = "".join(f"9711{at},Name {at}\n" for at in range(9))
    catalog, reading = read(f"code,name\n{rows}97150,Exercise, strength\n")
    assert len(catalog.codes) == 9
    assert [str(problem) for problem in reading.skipped] == [
        "line 11: 1 cell more than the header: a text with a separator needs quotation marks"
    ]


def test_a_header_that_does_not_fit_its_rows_is_asked_about():
    _, reading = read("Code,Name Minutes,Charge\n97110,Exercise,15,45.00\n97530,Tasks,15,52.00\n")
    assert reading.questions[0] == (
        "The header has 3 titles, the rows have 4 cells: which column is which?"
    )
    assert [entry.charge for entry in reading.entries] == ["", ""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Name,Fee\nx,1\n", '"Name", "Fee"'),
        ("hello,you\n", '"hello", "you"'),
        ("\n x,\n,y\n", '"x"'),
    ],
)
def test_a_missing_column_of_codes_is_told_with_those_that_were_found(text, found):
    needed = 'needed is a column for the code, such as "code" or "CPT code"'
    assert [told.partition(": ")[2] for told in problems(text)] == [
        f"the columns found are {found}; {needed}"
    ]


@pytest.mark.parametrize("text", ["hello\n", "\n x\n", "CODE   NAME\n97110  Exercise\n"])
def test_a_text_without_columns_is_told(text):
    assert [told.partition(": ")[2] for told in problems(text)] == [
        "There is one column, and its cells are no codes: save the list as CSV or XLSX"
    ]


def test_codes_alone_are_a_list():
    catalog, reading = read("Code;Fee\n97110;30\n99990;40\n")
    assert [code.name for code in catalog.codes] == ["97110", "99990"]
    assert reading.is_whole


def test_a_header_below_a_title_is_found_and_told():
    for titles in (1, 40):
        catalog, reading = read("Clinic list\n" * titles + "\ncode,name\n97110,Exercise\n")
        assert len(catalog.codes) == 1
        told = f"The header is on line {titles + 2}. Rows above it are ignored."
        assert told in reading.lines()
        assert reading.is_whole


def test_a_header_without_rows_is_told():
    assert problems("code,name\n,Nothing\n") == [
        'line 1: the columns found are "code", "name"; needed is a column for the code, '
        'such as "code" or "CPT code"'
    ]


QUOTES = {
    '97112,"Balance\n': "open",
    '97112,Bal"ance\n': "whole",
    '97112,"Quick" balance\n': "whole",
    '97112,"Balance "" on one leg"\n': "whole",
    '97112,"Balance\non one leg"\n': "whole",
    f"97112,{'x' * 200_000}\n": "whole",
    f'97112,"{"x" * 200_000}\n': "open",
}


def test_a_stray_quotation_mark_costs_a_row_at_most():
    wrong = []
    for row, kind in QUOTES.items():
        catalog, reading = read(f'code,name\n97110,Exercise\n{row}97530,"Tasks"\n97535,Dress\n')
        found = [code.code for code in catalog.codes]
        if found != ["97110", "97112", "97530", "97535"] or reading.is_whole != (kind == "whole"):
            wrong.append((row[:40], found, reading.problems))
    assert wrong == []


def test_bad_characters_are_told_with_line_and_column():
    for character, told in (("\0", "U+0000"), ("\x1b", "U+001B"), ("\x7f", "U+007F")):
        text = f"code,name\r\n97110,Ex{character}ercise\r\n"
        (problem,) = problems(text)
        assert problem == f"line 2, column 9: the control character {told} is not allowed"


def test_marks_and_breaks_that_nobody_sees_are_no_trouble():
    marks = "\u200b\u200e\u202e\u2066\ufeff\xad\u2060"
    breaks = "\x0b\x0c\x85\u2028\u2029\x1c"
    rows = "".join(f"9{at:04},Ex{mark}ercise\n" for at, mark in enumerate(marks + breaks))
    loaded = parse_catalog(f"code,name\n{rows}\x1a".encode(), Path("x.csv"))
    assert loaded.is_whole
    assert loaded.reading is not None
    names = [entry.name for entry in loaded.reading.entries]
    assert names == ["Exercise"] * len(marks) + ["Ex ercise"] * len(breaks)


def test_no_end_of_bad_characters_is_told_to_an_end():
    assert len(problems("code," + "\x01" * 100_000)) == 100


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
    catalog, _ = read(f"code,name,group\n{rows}")
    assert len(catalog.families) == 1
    assert {code.family for code in catalog.codes} == {catalog.families[0].id}
    loaded = parse_catalog(f"code,name,group\n{rows}".encode(), Path("x.csv"))
    assert any("501 families" in line for line in loaded.lines())


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
    _, reading = read(f"code,name,note\n97110,Exercise,{'x' * 5000}\n")
    assert len(reading.entries[0].note) == 4000
    assert [problem.place for problem in reading.unclear] == ["line 2"]


def test_a_spreadsheets_way_to_keep_zeros_is_undone():
    assert codes('code,name\n"=""0097""",Exercise\n')[0].code == "0097"


def test_progress_is_told_and_may_end_the_reading():
    data = ("code,name\n" + "".join(f"A{i},x\n" for i in range(20_000))).encode()
    told: list[float] = []
    parse_catalog(data, Path("x.csv"), told.append)
    assert told == sorted(told)
    assert len(told) > 500  # often: whoever is told may stop, or wait for the window
    assert 0 <= told[0] < told[-1] <= 1

    def stop(_done: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        parse_catalog(data, Path("x.csv"), stop)


def test_a_mapping_of_the_user_reads_any_list():
    text = "x;12;GO;97110.0;Exercise;30\ny;13;;97530;Tasks;15\n"
    roles = (Role.IGNORE, Role.EXTRA, Role.MODIFIER, Role.CODE, Role.NAME, Role.TIMING)
    table = read_delimited(text)
    reading = read_table(table, frozenset(), Mapping(None, roles))
    assert [(entry.code, entry.name, entry.modifier) for entry in reading.entries] == [
        ("97110", "Exercise", "GO"),
        ("97530", "Tasks", ""),
    ]
    assert reading.entries[0].extra == (("", "12"),)
    assert reading.entries[1].timing == Pooled()
    assert reading.questions == ()
    titled = read_delimited(f"a;b;c;d;e;f\n{text}")
    assert read_table(titled, frozenset(), Mapping(1, roles)).entries[0].extra == (("b", "12"),)


ENDS = "TOTAL,3 codes\nTotal: 3,\nEND,end of the report\nSubtotal,\nGrand Total,\nPage 1 of 2,\n"


def test_totals_ends_headings_and_repeated_headers_are_harmless():
    _, reading = read(
        f"Code,Description\n97110,One\nModalities,\n97010,Two\nCODE,description\n{ENDS}"
    )
    assert [entry.code for entry in reading.entries] == ["97110", "97010"]
    assert [row.why for row in reading.left_out] == [Why.TITLE, Why.TITLE, *[Why.END] * 6]
    assert reading.is_whole


def test_a_real_list_of_98505_rows_loads():
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(["ICD-10-CM code", "Description"])
    rows.writerows((code, icd.get_description(code)) for code in icd.get_all_codes(True))
    text = file.getvalue()
    catalog, reading = read(text)
    assert len(catalog.codes) + len(reading.skipped) == 98_505
    # What is left out are the chapters and the ranges of the headings.
    assert len(reading.skipped) < 400
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


@settings(deadline=None)
@given(st.one_of(lists(), st.text(max_size=60), CELLS))
def test_any_text_gives_a_sound_catalog_or_problems_with_places(text):
    try:
        catalog, reading = read(text)
    except CatalogError as error:
        found = error.problems
    except AppError:
        found = []  # there is no cell
        assert not any(map(str.isalnum, text))
    else:
        for sound in (catalog, overlaid(reading.entries, BUNDLED, "List")[0]):
            plain = msgspec.to_builtins(sound, enc_hook=list)  # the terms come late
            for field in ("clinic_entries", "list_title", "reference"):
                del plain[field]
            again = msgspec.convert(plain, Catalog)
            assert (again.codes, again.families) == (sound.codes, sound.families)
            assert not list(cross_reference_problems(again)) or again.billing.together
        assert len(reading.entries) == len(catalog.codes) > 0
        found = list(reading.problems)
    assert all(problem.place.startswith(("line ", "entry ", "$")) for problem in found)
    assert all(str(problem).isprintable() for problem in found)

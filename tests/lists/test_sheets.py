"""Spreadsheets: each becomes a list, a question, or one sentence with the next step."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from lists_support import HCPCS
from otcodebook.errors import AppError
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.file import LoadedCatalog, parse_catalog, understood
from otcodebook.lists.reading import ListReading, Mapping
from otcodebook.lists.source import Choice, source_of
from xlsx import DATE_STYLE, Cell, Rows, xlsx

LIST: Rows = [
    ["Code", "Description", "Charge"],
    [97110, "Exercise", 45],
    [97530, "Activities", 52.5],
    [97165, "Evaluation", 180],
]


def understand(data: bytes, choice: Choice | None = None) -> LoadedCatalog:
    return understood(source_of(data, Path("list.xlsx")), choice)


def reading_of(data: bytes, choice: Choice | None = None) -> ListReading:
    reading = understand(data, choice).reading
    assert reading is not None
    return reading


def codes(reading: ListReading) -> list[str]:
    return [entry.code for entry in reading.entries]


def refusal(data: bytes) -> str:
    with pytest.raises(AppError) as caught:
        parse_catalog(data, Path("list.xlsx"))
    return caught.value.user_message


def test_codes_as_numbers_and_amounts_as_spreadsheets_compute_them():
    rows: Rows = [
        *LIST,
        ["G0283", "Stimulation", 33.300000000000004],
        [100, "Anesthesia", 12],
        ["97010", "Hot pack", None],
    ]
    loaded = parse_catalog(xlsx({"Charges": rows}), Path("list.xlsx"))
    reading = loaded.reading
    assert reading is not None
    assert codes(reading) == ["97110", "97530", "97165", "G0283", "00100", "97010"]
    assert [entry.charge for entry in reading.entries] == ["45", "52.50", "180", "33.30", "12", ""]
    assert [(each.line, each.before, each.after) for each in reading.repaired] == [
        (6, "100", "00100")
    ]
    assert reading.is_whole
    assert "Rows read: 6." in loaded.lines()
    assert not any("encoding" in line for line in loaded.lines())


def test_cells_of_every_kind():
    cells = (
        '<row r="3"><c r="B3" t="inlineStr"><is><t>Code</t></is></c>'
        '<c r="C3" t="inlineStr"><is><t>Name</t></is></c>'
        '<c r="D3" t="inlineStr"><is><t>Since</t></is></c>'
        '<c r="E3" t="inlineStr"><is><t>Active</t></is></c>'
        '<c r="F3" t="inlineStr"><is><t>Fee</t></is></c></row>'
        '<row r="5"><c r="B5"><f>97000+110</f><v>97110</v></c>'
        '<c r="C5" t="str"><f>A1</f><v>Exercise</v></c>'
        f'<c r="D5" s="{DATE_STYLE}"><v>46023</v></c>'
        '<c r="E5" t="b"><v>1</v></c><c r="F5"><v>45</v></c></row>'
        '<row r="6"><c r="B6" t="e"><v>#REF!</v></c><c r="C6" t="inlineStr"><is><t>Lost</t></is>'
        f'</c><c r="D6" s="{DATE_STYLE}"/><c r="F6"><f>1+1</f></c></row>'
        '<row r="7"><c r="B7"><v>97530</v></c><c r="C7" t="inlineStr"><is><t>Tasks</t></is></c>'
        '<c r="F7"><f>1+1</f></c></row>'
    )
    reading = reading_of(xlsx({"Sheet1": cells}))
    assert codes(reading) == ["97110", "97530"]
    assert reading.header_line == 3
    assert reading.entries[0].name == "Exercise"
    assert reading.entries[0].extra == (("Since", "2026-01-01"), ("Active", "true"))
    assert [entry.charge for entry in reading.entries] == ["45", ""]
    lost = [(row.line, row.reason) for row in reading.left_out if not row.is_harmless]
    assert lost == [(6, "there is no code")]


def test_title_rows_and_a_total():
    rows: Rows = [["Hand Center"], ["Charges of 2026"], [], *LIST, [None, "TOTAL", 277.5]]
    reading = reading_of(xlsx({"Sheet1": rows}))
    assert (codes(reading), reading.header_line) == (["97110", "97530", "97165"], 4)
    assert reading.is_whole


WORDS: Rows = [["Read me"], ["These are our charges."], ["Ask the front desk."]]
OTHER: Rows = [["CPT", "Name"], [97112, "Balance"], [97140, "Manual therapy"]]


def test_the_sheet_whose_cells_are_codes_is_taken_and_several_are_asked():
    one = reading_of(xlsx({"Notes": WORDS, "Charges": LIST, "Empty": []}))
    assert codes(one) == ["97110", "97530", "97165"]
    assert "Sheet: \N{LEFT DOUBLE QUOTATION MARK}Charges\N{RIGHT DOUBLE QUOTATION MARK}." in (
        one.remarks
    )
    two = xlsx({"Notes": WORDS, "Charges": LIST, "Old": OTHER})
    asked = reading_of(two)
    assert codes(asked) == []
    assert asked.questions == ("Which sheet is the list: “Charges” or “Old”?",)
    assert "Which sheet is the list" in refusal(two)
    assert codes(reading_of(two, Choice(sheet="Old"))) == ["97112", "97140"]
    roles = (Role.CODE, Role.EXTRA, Role.NAME)
    chosen = reading_of(two, Choice(Mapping(1, roles), "Charges"))
    assert [entry.name for entry in chosen.entries] == ["45", "52.5", "180"]


def test_a_hidden_sheet_is_taken_only_where_no_other_has_codes_and_told():
    assert codes(reading_of(xlsx({"Charges": LIST, "Old": OTHER}, hidden=["Old"]))) == [
        *("97110", "97530", "97165")
    ]
    reading = reading_of(xlsx({"Notes": WORDS, "Old": OTHER}, hidden=["Old"]))
    assert codes(reading) == ["97112", "97140"]
    assert any("is hidden" in remark for remark in reading.remarks)


def test_the_hcpcs_file_of_cms_opens_with_no_question():
    reading = reading_of(xlsx({"HCPC2026_OCT_ANWEB": list(csv.reader(HCPCS.splitlines()))}))
    assert reading.is_whole
    assert reading.questions == ()
    assert codes(reading) == ["A1", "GO", "G0129", "L3906", "G0283"]
    assert reading.entries[3].summary == (
        "Wrist hand orthosis without joints with straps and custom made"
    )


def packed(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsx({"Charges": LIST}))) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    return packed(members | {name: content})


def far(place: str) -> bytes:
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c></row>'
    return xlsx({"Charges": f'{first}<row><c r="{place}"><v>1</v></c></row>'})


def long_texts() -> bytes:
    shared = b"<sst><si><t>" + b"x" * 300_000 + b"</t></si></sst>"
    return with_member("xl/sharedStrings.xml", shared)


def test_what_is_no_sheet_with_codes_is_refused_in_one_sentence():
    good = xlsx({"Charges": LIST})
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    cases = {
        "a broken file": (good[: len(good) // 2], "damaged spreadsheet"),
        "its first bytes": (b"PK\x03\x04", "damaged spreadsheet"),
        "a damaged sheet": (with_member("xl/worksheets/sheet1.xml", b"<worksh"), "spreadsheet"),
        "no sheet": (with_member("xl/workbook.xml", b"<workbook/>"), "no cells"),
        "nothing in it": (xlsx({"Sheet1": []}), "no cells"),
        "an archive": (packed({"a.txt": b"97110"}), "save the list as XLSX or CSV"),
        "another document": (packed({"content.xml": b"<x/>"}), "save the list as XLSX or CSV"),
        "a password": (old + "EncryptedPackage".encode("utf-16-le"), "save it without a password"),
        "the old format": (old, "save it as XLSX or CSV"),
        "a zip bomb": (with_member("xl/media/x", bytes(301 * 1024 * 1024)), "unpacks to more"),
        "a cell far down": (far("A1048576"), "reaches to row 1,048,576"),
        "a cell far away": (far("XFD400000"), "column 16,384"),
        "a row beyond all": (far("A999999999"), "reaches to row"),
        "a long text": (long_texts(), "too long"),
        "no codes": (xlsx({"Notes": WORDS}), "needed is a column for the code"),
    }
    wrong = []
    for kind, (data, part) in cases.items():
        told = refusal(data)
        if part not in told or not told.startswith("list.xlsx") or len(told) > 250:
            wrong.append((kind, told))
    assert wrong == []


def test_cells_with_a_format_alone_are_not_counted():
    formats = "".join(f'<row r="{row}"><c r="XFD{row}" s="1"/></row>' for row in range(2, 1000))
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>97110</t></is></c></row>'
    assert codes(reading_of(xlsx({"Charges": first + formats}))) == ["97110"]


def test_a_damaged_spreadsheet_gives_a_list_or_one_sentence():
    chance = random.Random(17)
    good = xlsx({"Charges": LIST, "Old": OTHER})
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    outcomes: Counter[str] = Counter()
    for _ in range(400):
        changed = bytearray(good if chance.random() < 0.5 else sheet)
        is_whole = len(changed) == len(good)
        for _ in range(chance.randint(1, 4)):
            signs = range(256) if is_whole else b'<>/"&0987 =crv'
            changed[chance.randrange(4, len(changed))] = chance.choice(signs)
        data = bytes(changed)
        try:
            understand(data if is_whole else with_member("xl/worksheets/sheet1.xml", data))
            outcomes["read"] += 1
        except AppError as error:
            outcomes[error.user_message.partition(" ")[0]] += 1
    assert outcomes.keys() == {"read", "list.xlsx"}
    assert min(outcomes.values()) > 50


HCPCS_TITLES = next(
    csv.reader(
        [
            "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,"
            "MULT_PI,CIM1,CIM2,CIM3,MCM1,MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,"
            "LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,XREF2,XREF3,XREF4,XREF5,COV,ASC_GRP,ASC_DT,"
            "PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,OPPS_PI,OPPS_PI_DT,ANEST_BU,ADD DT,"
            "ACT EFF DT,TERM DT,ACTION CD,NOTE"
        ]
    )
)


def hcpcs_row(code: str, seqnum: int, recid: int, text: str, **more: str | int) -> list[Cell]:
    """A row as CMS's file has it: numbers and dates as numbers, most cells blank."""
    cells: dict[str, Cell] = {"HCPC": code, "SEQNUM": seqnum, "RECID": recid}
    cells |= {"LONG DESCRIPTION": text, "ADD DT": 19970101, "ACTION CD": "N", **more}
    return [cells.get(title) for title in HCPCS_TITLES]


def test_all_columns_of_cms_with_numbers_as_numbers():
    rows: list[list[Cell]] = [
        [*HCPCS_TITLES],
        hcpcs_row("   A1", 100, 7, "Dressing for one wound"),
        hcpcs_row("   GO", 100, 7, "Services under an ot plan"),
        hcpcs_row("G0129", 100, 3, "Services in a partial program", XREF1="G0128", PRICE1=0),
        hcpcs_row("L3906", 100, 3, "Wrist hand orthosis", XREF1="L3907", PRICE1=38, COV="C"),
        hcpcs_row("L3906", 200, 4, "without joints,"),
        hcpcs_row("L3906", 300, 4, "custom made"),
        hcpcs_row("E0110", 100, 3, "Crutches", **{"TERM DT": 20251231}),
    ]
    reading = reading_of(xlsx({"HCPC2026_OCT_ANWEB": rows}))
    assert len(HCPCS_TITLES) == 48
    assert reading.questions == ()
    assert reading.is_whole
    assert codes(reading) == ["A1", "GO", "G0129", "L3906", "E0110"]
    name = reading.entries[3].name
    assert name.startswith("Wrist hand orthosis")
    whole = f"{name} {reading.entries[3].summary}"
    assert "custom made" in whole
    assert {entry.charge for entry in reading.entries} == {""}
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["" if c is None else c for c in row] for row in rows])
    again = parse_catalog(text.getvalue().encode(), Path("HCPC2026_OCT_ANWEB.csv")).reading
    assert again is not None
    assert again.is_whole
    assert codes(again) == codes(reading)
    assert [entry.summary for entry in again.entries] == [e.summary for e in reading.entries]

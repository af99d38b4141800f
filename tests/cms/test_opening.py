"""CMS's files as a user opens them: recognized by content, or refused with one clear sentence."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cms_files import (
    MUE_ROWS,
    PTP_HEAD,
    PTP_ROWS,
    mue_text,
    ptp_text,
    write,
    write_mue,
    write_ptp,
    write_zip,
)
from fee_files import fee_text, locality_text, write_fee_zip
from otcodebook.cms.complete import EditionUnknownError, SettingUnknownError, check_complete
from otcodebook.cms.files.opening import answered, read_files
from otcodebook.cms.files.recognize import is_table
from otcodebook.cms.files.words import Fact, part_facts, part_text
from otcodebook.cms.known import known_codes
from otcodebook.cms.tables.editions import Quarter, quarters_named
from otcodebook.cms.tables.model import LimitRow, Setting, Table
from otcodebook.errors import AppError
from otcodebook.lists.file import read_catalog
from xlsx import xlsx

KNOWN = frozenset(["97110", "97116", "97140", "97150", "97165", "97530", "97537", "97750"])
Q4 = Quarter(2026, 4)


def refused(path: Path, *others: Path) -> str:
    with pytest.raises(AppError) as caught:
        check_complete(read_files([path, *others], KNOWN))
    return caught.value.user_message


def test_a_zip_and_its_bare_text_give_the_same_rows(tmp_path: Path) -> None:
    bare = write(tmp_path / "CCIPRA-v323r0-f4.txt", ptp_text())
    zipped, alone = read_files([write_ptp(tmp_path)], KNOWN), read_files([bare], KNOWN)
    assert [part.rows for part in zipped] == [part.rows for part in alone]
    (part,) = zipped
    assert (part.table, part.setting, part.edition) == (Table.PAIRS, Setting.PRACTITIONER, Q4)
    assert (part.number, part.rows_read, len(part.rows)) == (4, len(PTP_ROWS), len(PTP_ROWS) - 1)
    assert part_text(part) == (
        "ccipra-v323r0-f4.TXT: NCCI code pairs, private practice, 2026 Q4. 8 rows read, 7 kept. "
        "Codes 97140 to 99999."
    )


def test_limits_are_read_with_their_notice_over_several_lines(tmp_path: Path) -> None:
    (part,) = read_files([write_mue(tmp_path)], KNOWN)
    assert (part.table, part.setting, part.edition) == (Table.LIMITS, Setting.PRACTITIONER, Q4)
    assert part.rows_read == len(MUE_ROWS)
    assert {row.code: (row.units, row.indicator) for row in part.rows} == {
        "97110": (6, 3),
        "97150": (1, 3),
        "97165": (1, 2),
        "97530": (6, 1),
    }
    hospital = mue_text(who="Outpatient Hospital Services")
    path = write(tmp_path / "MCR_MUE_OutpatientHospitalServices_Eff_10-01-2026.csv", hospital)
    assert read_files([path], KNOWN)[0].setting is Setting.HOSPITAL
    assert isinstance(part.rows[0], LimitRow)


def test_titles_may_be_wrapped_or_not(tmp_path: Path) -> None:
    lines = ptp_text().split(b"\r\n")
    titles = (
        b"Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data"
        b"\tModifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale"
    )
    path = write(tmp_path / "ccipra-v323r0-f4.TXT", b"\r\n".join([*lines[:2], titles, *lines[6:]]))
    assert read_files([path], KNOWN)[0].rows_read == len(PTP_ROWS)
    text = mue_text(who="Facility Outpatient Hospital Services").replace(b"HCPCS/\n", b"HCPCS/")
    (part,) = read_files([write(tmp_path / "MUE 2026Q4.csv", text)], KNOWN)
    assert (part.setting, part.rows_read) == (Setting.HOSPITAL, len(MUE_ROWS))


def test_notes_in_a_zip_are_passed_over(tmp_path: Path) -> None:
    notes = b"Each edit has a Column 1 and a Column 2 code.\r\nSee also the MUE table.\r\n"
    files = {"readme.txt": notes, "ccipra-v323r0-f4.TXT": ptp_text(), "empty.txt": b""}
    path = write_zip(tmp_path / "ccipra.zip", {**files, "__MACOSX/._f4.TXT": b"\0\1"})
    assert [part.source.name for part in read_files([path], KNOWN)] == ["ccipra-v323r0-f4.TXT"]


def test_several_files_at_once_and_no_more_than_known_codes(tmp_path: Path) -> None:
    paths = [
        write_ptp(tmp_path),
        write_ptp(tmp_path, [("20560", "20561", "20200101", "*", "0")], part=1),
        write_ptp(tmp_path, setting="hospital"),
        write_mue(tmp_path),
    ]
    done: list[float] = []
    parts = read_files(paths, KNOWN, progress=done.append)
    assert [(part.table, part.setting, part.number) for part in parts] == [
        (Table.PAIRS, Setting.PRACTITIONER, 4),
        (Table.PAIRS, Setting.PRACTITIONER, 1),
        (Table.PAIRS, Setting.HOSPITAL, 4),
        (Table.LIMITS, Setting.PRACTITIONER, 0),
    ]
    assert done == sorted(done)
    assert done[-1] == 1
    codes = {code for row in parts[0].rows for code in (row.column1, row.column2)}
    assert codes <= KNOWN
    assert parts[1].rows == ()


def test_the_quarter_comes_from_any_of_the_names() -> None:
    for name, wanted in (
        ("medicare-ncci-2026q4-practitioner-ptp-edits-ccipra-v323r0-f1.zip", {Q4}),
        ("ccipra-v320r0-f4.TXT", {Quarter(2026, 1)}),
        ("ccioph-v302r1-f4.TXT", {Quarter(2024, 3)}),
        ("ccipra-v324r0-f4.TXT", set()),
        ("medicare-ncci-2026-q4-practitioner-services-mue-table.zip", {Q4}),
        ("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", {Q4}),
        ("MCR_MUE_PractitionerServices_Eff_11-15-2026.csv", set()),
        ("rvu26d-updated.zip", {Q4}),
        ("PPRRVU2026_Oct_nonQPP.csv", {Q4}),
        ("pairs from Q3 2026.txt", {Quarter(2026, 3)}),
        ("ccipra-v322r0-f1-2026q4.txt", {Quarter(2026, 3), Q4}),
        ("pairs.txt", set()),
        ("20261127.txt", set()),
    ):
        assert quarters_named(name.casefold()) == wanted, name
    assert [Quarter.parse(text) for text in ("2026Q4", "2026 q4", "2026", "2026Q5", "Q4")] == [
        *(Q4, Q4, Quarter(2026, 0)),
        *(None, None),
    ]
    assert (Q4.first, Q4.last, Q4.next) == (
        *(date(2026, 10, 1), date(2026, 12, 31)),
        Quarter(2027, 1),
    )
    assert (Quarter(2026, 0).first, Quarter(2026, 0).last) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
    )


def test_what_neither_name_nor_content_says_is_asked(tmp_path: Path) -> None:
    old = [row for row in PTP_ROWS if row[2] < "2021"]
    path = write(tmp_path / "practitioner pairs.txt", ptp_text(old))
    parts = read_files([path], KNOWN)
    with pytest.raises(EditionUnknownError, match="does not say of which quarter it is") as caught:
        check_complete(parts)
    assert caught.value.parts == parts
    assert "Its newest pairs begin on October 1, 2020." in caught.value.user_message
    assert "edition unknown" in part_text(parts[0])
    check_complete(answered(parts, edition=Quarter(2024, 3)))
    with pytest.raises(AppError, match="has pairs from October 1, 2020 on, so it is not"):
        answered(parts, edition=Quarter(2019, 1))
    with pytest.raises(AppError, match="is the table of a quarter: say it, such as 2026Q4"):
        answered(parts, edition=Quarter(2026, 0))

    path = write(tmp_path / "2026q4 pairs.txt", ptp_text())
    parts = read_files([path], KNOWN)
    assert parts[0].edition == Q4
    with pytest.raises(
        SettingUnknownError, match=r"for private practice \(practitioner\) or for outpatient h"
    ):
        check_complete(parts)
    (part,) = answered(parts, setting=Setting.HOSPITAL)
    assert part.setting is Setting.HOSPITAL


def test_a_name_and_a_content_that_differ_are_asked_too(tmp_path: Path) -> None:
    path = write(tmp_path / "ccipra-v322r0-f4.TXT", ptp_text())
    told = refused(path)
    assert told == (
        "ccipra-v322r0-f4.TXT is named as the table of 2026 Q3, but has pairs from October 1, 2026 "
        "on: say which quarter it is."
    )
    zipped = write_zip(tmp_path / "2026q4-ccipra.zip", {"ccipra-v322r0-f4.TXT": ptp_text()})
    assert "say 2026 Q3 and 2026 Q4: say which quarter it is" in refused(zipped)


def test_pairs_that_begin_in_this_quarter_say_it(tmp_path: Path) -> None:
    begun = Quarter.containing(date.today())
    rows = [*PTP_ROWS[:5], ("97530", "97750", f"{begun.first:%Y%m%d}", "*", "1")]
    path = write(tmp_path / "practitioner.txt", ptp_text(rows))
    assert read_files([path], KNOWN)[0].edition == begun


Made = Callable[[Path], "Path | list[Path]"]


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """The traps of others, and whatever else a user may take for CMS's file."""
    page = b"\xef\xbb\xbf<!DOCTYPE html>\r\n<html><title>License</title></html>"
    six = re.sub(r"\t\*?=in existence|\tprior to 1996", "", PTP_HEAD).encode()
    row = b"97530\t97116\t20200101\t*\t1\tMisuse\r\n"
    changes = b"Additions, Deletions and Revisions\r\nColumn 1\tColumn 2\tEffective\r\n" + row
    name = "ccipra-v323r0-f4"
    text = ptp_text()
    cases: dict[str, tuple[dict[str, bytes], str]] = {
        "the license page": ({f"{name}.zip": page}, "is a web page, not a table: accept the"),
        "a page as TXT": ({f"{name}.TXT": page}, "is a web page, not a table: accept the"),
        "an empty file": ({f"{name}.TXT": b" \r\n"}, "is empty: download it again"),
        "Medicaid's": (
            {"medicaid-2026q4-practitioner.TXT": six + row},
            "is a table of Medicaid. Open the one of Medicare",
        ),
        "six columns": ({f"{name}.TXT": six + row}, "has six columns, as Medicaid's"),
        "changes only": ({f"{name}.TXT": changes}, "has only what changed in a quarter"),
        "changes in the whole layout": (
            {"2026q4-practitioner-quarterly-additions-deletions-revisions.TXT": text},
            "has only what changed in a quarter. Open the whole table of pairs, f1 to f4",
        ),
        "other columns": (
            {f"{name}.TXT": b"Column1/Column2 Edits\r\nColumn 1,Column 2\r\n"},
            "has pairs in other columns than CMS's table",
        ),
        "no titles": ({f"{name}.TXT": text[len(PTP_HEAD) :]}, "in other columns"),
        "a cut header": ({f"{name}.TXT": text.replace(b"Effective", b"", 1)}, "in other columns"),
        "no rows": ({f"{name}.TXT": PTP_HEAD.encode()}, "holds no code pairs"),
        "codes as numbers": (
            {f"{name}.TXT": text.replace(b"97150", b"97150.0")},
            "line 8, is no code pair: \u201c97150.0 ",
        ),
        "no such day": ({f"{name}.TXT": text.replace(b"20191231", b"20191331")}, "a date that is"),
        "prose in between": (
            {f"{name}.TXT": text.replace(b"97530\t97116", b"See the manual.\r\n97530\t97116")},
            "line 12, is no code pair: \u201cSee the manual.",
        ),
        "no tabs": ({f"{name}.TXT": text + b"97530 97535 20200101 * 1 Misuse"}, "line 15"),
        "cut off": ({f"{name}.TXT": text[:-30]}, "breaks off in line 14"),
        "cut off in a day": ({f"{name}.TXT": text[:-60]}, "line 14, is no code pair: \u201c99999 "),
        "no row of ours": (
            {f"{name}.TXT": ptp_text(PTP_ROWS[-1:])},
            "has nothing on the codes of this reference (NCCI code pairs, private practice, codes "
            "99999 to 99999): open another part",
        ),
        "a PDF": ({f"{name}.zip": b"%PDF-1.7"}, "is a PDF document"),
        "words": ({"notes.txt": b"Dear colleague,\r\n"}, "is none of CMS's tables"),
        "UTF-16": ({f"{name}.TXT": text.decode("latin-1").encode("utf-16")}, "is none of CMS's"),
        "Medicaid's limits": (
            {"MUE_2026q4.csv": b'"HCPCS/\nCPT Code",MUE Values,Rationale\r\n97110,6,x\r\n'},
            "has limits in another form",
        ),
        "limits of suppliers": (
            {"MUE_2026q4.csv": mue_text(who="DME Supplier Services")},
            "has the limits of DME Supplier services. Open CMS's table for private practice",
        ),
        "a limit that is none": (
            {"MUE_2026q4.csv": mue_text([*MUE_ROWS, ("97537", "many", "3 Date")])},
            "line 11, is no unit limit: \u201c97537,many",
        ),
        "limits cut off": ({"MUE_2026q4.csv": mue_text()[:-8]}, "breaks off in line 10"),
        "swallowed limits": (
            {"MUE_2026q4.csv": mue_text().replace(b"97150,1,3 D", b'97150,1,"3 D') + b'x"\r\n'},
            "is no unit limit",
        ),
        "an open quotation": (
            {"MUE_2026q4.csv": mue_text().replace(b"97150,1,3 D", b'97150,1,"3 D')},
            "cannot be read as CSV",
        ),
    }
    wrong = {}
    for case, (files, wanted) in cases.items():
        paths = [write(tmp_path / each, data) for each, data in files.items()]
        told = refused(*paths)
        if wanted not in told or not told.endswith(".") or paths[0].name not in told:
            wrong[case] = told
    assert not wrong


def test_zips_that_hold_no_table_are_refused_in_a_sentence(tmp_path: Path) -> None:
    name = "ccipra-v323r0-f4"
    book = write_zip(tmp_path / f"{name}.xlsx", {"[Content_Types].xml": b"", "xl/book.xml": b""})
    assert refused(book) == (
        f"{name}.xlsx is a spreadsheet, which is not read: take the TXT beside it, or the CSV for "
        "unit limits and fees."
    )
    only = write_zip(tmp_path / "sheet.zip", {f"{name}.xlsx": b"PK"})
    assert "sheet.zip holds a spreadsheet only, which is not read: take the TXT" in refused(only)
    nothing = write_zip(tmp_path / "pictures.zip", {"one.png": b"", "two.png": b""})
    assert "pictures.zip holds none of CMS's tables" in refused(nothing)
    nested = write_zip(tmp_path / "all.zip", {"one.zip": b"PK", "two.zip": b"PK"})
    assert refused(nested) == "all.zip holds zips: unpack it, then open them."
    page = {f"{name}.TXT": ptp_text(), "ccipra-v323r0-f3.TXT": b"<html>License"}
    assert "f3.TXT is a web page" in refused(write_zip(tmp_path / "parts.zip", page))
    whole = write_ptp(tmp_path).read_bytes()
    cut = write(tmp_path / f"{name}-cut.zip", whole[: len(whole) // 2])
    assert "is damaged or not whole: download it again" in refused(cut)
    bare = write_zip(tmp_path / f"{name}.zip", {f"{name}.TXT": ptp_text()})
    data = bytearray(bare.read_bytes())
    data[80] ^= 0xFF
    assert "is damaged or not whole" in refused(write(tmp_path / "flipped.zip", bytes(data)))
    away = tmp_path / "away.zip"
    assert refused(away) == "away.zip does not exist: choose another file."
    assert "is no file" in refused(tmp_path)


def test_parts_of_different_quarters_are_never_mixed(tmp_path: Path) -> None:
    old = [row for row in PTP_ROWS if row[2] < "2026"]
    third = write_ptp(tmp_path, old, version="v322", part=2)
    fourth = write_ptp(tmp_path)
    assert refused(fourth, third) == (
        "These files are of different quarters: ccipra-v323r0-f4.TXT is of 2026 Q4, "
        "ccipra-v322r0-f2.TXT is of 2026 Q3. Open those of one quarter together."
    )
    mixed = {path.name: ptp_text(old) for path in (tmp_path / "ccipra-v322r0-f1.TXT",)}
    mixed["ccipra-v323r0-f4.TXT"] = ptp_text()
    assert "different quarters" in refused(write_zip(tmp_path / "both.zip", mixed))
    hospital = write_ptp(tmp_path, old, version="v322", setting="hospital")
    assert len(read_files([fourth, hospital], KNOWN)) == 2


def test_remarks_below_the_last_row_are_no_rows(tmp_path: Path) -> None:
    remark = b"\r\nCPT only copyright 2025 American Medical Association.\t\t\t\t\t\t\r\n"
    path = write(tmp_path / "ccipra-v323r0-f4.TXT", ptp_text() + remark)
    assert read_files([path], KNOWN)[0].rows_read == len(PTP_ROWS)
    limits = mue_text() + b'"Copyright 2025 American Medical Association.",,,\r\n'
    path = write(tmp_path / "MUE_Eff_10-01-2026.csv", limits)
    assert read_files([path], KNOWN)[0].rows_read == len(MUE_ROWS)


def test_a_table_of_few_localities_says_that_it_is_not_whole(tmp_path: Path) -> None:
    few = locality_text()
    (part,) = read_files([write(tmp_path / "GPCI2026.csv", few.encode("latin-1"))], KNOWN)
    told = "CMS's own table has more than 100 localities; this file has fewer."
    assert told in part_text(part)
    assert Fact("Check", told) in part_facts(part, date(2026, 11, 27))
    rows = [f"{1112 + at:05},AL,{at % 100:02},PLACE,1.000,0.869,0.575" for at in range(109)]
    whole = locality_text(rows).encode("latin-1")
    (part,) = read_files([write(tmp_path / "GPCI2026.csv", whole)], KNOWN)
    assert part_text(part) == "GPCI2026.csv: Localities (GPCI), 2026. 109 rows read, 109 kept."


def test_latin_1_is_read_as_such(tmp_path: Path) -> None:
    path = write(tmp_path / "ccipra-v323r0-f4.TXT", ptp_text(reason="Caf\xe9 \xa7 4"))
    assert {row.rationale for row in read_files([path], KNOWN)[0].rows} == {"Caf\xe9 \xa7 4"}


def test_the_known_codes_are_all_procedure_codes_of_the_reference() -> None:
    codes = known_codes()
    assert {"97530", "97161", "G0283", "97003", "L3908"} <= codes
    assert {"GO", "59"}.isdisjoint(codes)


def test_reading_can_be_given_up(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(_part: float) -> None:
        raise StopError

    with pytest.raises(StopError):
        read_files([write_ptp(tmp_path)], KNOWN, progress=stop)


def test_a_table_of_cms_is_no_code_list(tmp_path: Path) -> None:
    fees = write_fee_zip(tmp_path)
    files = {
        "pairs.txt": ptp_text(),
        "limits.csv": mue_text(),
        "fees.csv": fee_text().encode("latin-1"),
        "places.csv": locality_text().encode("latin-1"),
    }
    paths = [write(tmp_path / name, data) for name, data in files.items()]
    for path in (write_ptp(tmp_path), fees, *paths):
        with pytest.raises(AppError) as caught:
            read_catalog(path)
        assert caught.value.user_message == (
            f"{path.name} is a table of CMS's, not a code list: open it with File > Open CMS file."
        )
    other = write_zip(tmp_path / "list.zip", {"list.csv": b"Code,Name\r\n97530,Activities\r\n"})
    with pytest.raises(AppError, match=r"list\.zip is an archive"):
        read_catalog(other)
    names = ("HCPCS/ CPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator")
    books: dict[str, list[list[str | int]]] = {
        "pairs.xlsx": [["Column 1", "Column 2", "PTP Edit Rationale"], ["97530", "97537", "x"]],
        "limits.xlsx": [[*names, "MUE Rationale"], ["97530", 6, "3 Date", "x"]],
        "fees.xlsx": [list(row) for row in csv.reader(fee_text().splitlines())],
        "places.xlsx": [list(row) for row in csv.reader(locality_text().splitlines())],
    }
    for name, rows in books.items():
        path = write(tmp_path / name, xlsx({"Sheet1": rows}))
        assert is_table(path)
        assert "is a spreadsheet, which is not read: take the TXT beside it" in refused(path)
        with pytest.raises(AppError, match=rf"{name} is a table of CMS's as a spreadsheet, not a"):
            read_catalog(path)
    own: list[list[str | int]] = [
        ["Code", "Medicare Physician Fee Schedule", "MUE Values"],
        ["97530", 35, 6],
    ]
    assert not is_table(write(tmp_path / "own.xlsx", xlsx({"Sheet1": own})))
    mine = write(tmp_path / "mine.csv", b"Code,Medicare Administrative Contractor\r\n97530,x\r\n")
    assert read_catalog(mine).count

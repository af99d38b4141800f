"""Lists as front desks, records and billing programs export them: read right, told, or asked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from otcodebook.errors import AppError
from otcodebook.lists.file import LoadedCatalog, understood
from otcodebook.lists.source import source_of


@dataclass(frozen=True)
class _Case:
    """A list, what its rows give (code, modifier, name, charge), and what is told of the rest.

    `told` are the reasons by line, `asked` the questions.
    """

    text: str
    rows: str
    told: dict[int, str]
    asked: tuple[str, ...] = ()


_FIVE = "the others are five characters, as CPT and HCPCS codes"
_MORE = "97112,Neuro,1\n97116,Gait,2\n97150,Group,3\n97535,Self,4\n97542,Wheel,5\n"
_MORE_ROWS = "97112||Neuro|1 97116||Gait|2 97150||Group|3 97535||Self|4 97542||Wheel|5"

_CASES = {
    "modifiers in the cell of the code": _Case(
        "Code,Name,Fee\n97110-GO,Ex,65\n97140/59,Man,60\n97530GO,Act,70\n97535-GO-CO,Self,7\n"
        "97150 59,Grp,5\n97110 - GO,Again,65\nX1234AB,Own,9\n97165,Eval,120\n97116: XE,Gait,3\n",
        "97110|GO|Ex|65 97140|59|Man|60 97530|GO|Act|70 97535|GO CO|Self|7 97150|59|Grp|5"
        " 97165||Eval|120 97116|XE|Gait|3",
        {7: "97110 is already on line 2", 8: f'"X1234AB" is not a code: {_FIVE}'},
    ),
    "modifiers in other forms": _Case(
        "CPT,Name\n97110.GO,Ex\n97530 (59),Act\n97535(GO),Self\n97140.59,Man\n",
        "97110|GO|Ex| 97530|59|Act| 97535|GO|Self|",
        {5: f'"97140.59" is not a code: {_FIVE}'},
    ),
    "the code set before the code": _Case(
        "Code,Name\nCPT97110,Ex\nCPT 97530-GO,Act\nHCPCS: L3906,WHO\ncpt-97535,Self\nCPT4,Bad\n",
        "97110||Ex| 97530|GO|Act| L3906||WHO| 97535||Self|",
        {6: f'"CPT4" is not a code: {_FIVE}'},
    ),
    "codes that go on": _Case(
        "CPT,Name\n97110X1,Ex\n97530X1,Act\n97535GOX,Self\n",
        "",
        {},
        ('Are the cells in "CPT" the codes?',),
    ),
    "a modifier that may be the end of a range": _Case(
        f"Code,Name,Fee\n97161-63,PT,9\n97165-68,OT,8\n97110-59,Ex,7\n97140-25,Man,6\n{_MORE}",
        f"97110|59|Ex|7 97140|25|Man|6 {_MORE_ROWS}",
        dict.fromkeys((2, 3), "may be a range or a modifier: give each code a row"),
    ),
    "mostly ranges": _Case(
        "CPT,Description,Fee\n97161-97163,PT,1\n97165-97168,OT,2\n97110,Ex,3\n97530-97535,F,4\n",
        "97110||Ex|3",
        dict.fromkeys((2, 3, 5), "is a range, not one code"),
    ),
    "dates where codes were": _Case(
        "Code,Description\n97110,Ex\n1/5/2026,Bad\n97-110,Typo\n97530,Act\nMay-97,Bad\n5-May,Bad\n"
        "2026-01-31,Bad\n2026-01-31 00:00:00,Bad\n97535,Self\n",
        "97110||Ex| 97530||Act| 97535||Self|",
        {
            4: f'"97-110" is not a code: {_FIVE}',
            **dict.fromkeys((3, 6, 7, 8, 9), "is a date, not a code"),
        },
    ),
    "code and name in one cell": _Case(
        "Procedure,Fee\n97110 - Therapeutic exercise,65\n97530: Activities (15 min),70\n"
        "97535 \N{EN DASH} Self care,70\n97110 - 97112 Exercise,1\nTotal,206\n",
        "97110||Therapeutic exercise|65 97530||Activities (15 min)|70 97535||Self care|70",
        {5: f'"97110 - 97112 Exercise" is not a code: {_FIVE}', 6: '"Total" is no code'},
    ),
    "such cells beside a column of codes": _Case(
        "CPT,Procedure,Fee\n97110,97110 - Exercise,65\n97530,97530 - Activities,70\n",
        "97110||97110 - Exercise|65 97530||97530 - Activities|70",
        {},
    ),
    "two lists side by side": _Case(
        "CPT,Text,Fee,CPT,Text,Fee\n97165,Low,1,97110,Ex,2\n97166,Mod,3,97530,Act,4\n",
        "",
        {},
        (
            'Which column has the codes: column A ("CPT") or column D ("CPT")?',
            'Which column is your charge: column C ("Fee") or column F ("Fee")?',
        ),
    ),
    "rules between rows": _Case(
        "| Code | Name | Fee |\n|------|:-----|----:|\n| 97110 | Ex | 65 |\n|=====|==|==|\n"
        "| 97530 | Act | 70 |\n| 97535 | Self | 70 |\n",
        "97110||Ex|65 97530||Act|70 97535||Self|70",
        {2: "a line without words", 4: "a line without words"},
    ),
    "many charges are words": _Case(
        "Code,Name,Charge\n97110,Ex,-65.00\n97530,Act,$ 70\n97535,Self,TBD\n97112,Neuro,n/c\n"
        "97140,Man,65 per unit\n97165,Ev,120\n97166,Ev,130\n",
        "97110||Ex|-65.00 97530||Act|$ 70 97535||Self| 97112||Neuro| 97140||Man| 97165||Ev|120"
        " 97166||Ev|130",
        dict.fromkeys((4, 5, 6), "is not an amount: the charge is left open"),
    ),
    "a front desk's schedule": _Case(
        'Sunrise Therapy,,,\n"Fees, 1/1/2026",,,\n,,,\nCPT,Service,Rate,Notes\n'
        '97110,Ther Ex,"$65.00 ",\n97165,OT Eval,"$1,120.00 ",ask\n,,,\nPrinted 1/5/2026,,,\n',
        "97110||Ther Ex|$65.00 97165||OT Eval|$1,120.00",
        {1: "above the header", 2: "above the header", 7: "blank", 8: "is not a code"},
    ),
    "a hospital's charge master": _Case(
        "CDM,Rev Code,CPT/HCPCS,Description,Price\n4300001,0430,97110,HC OT THER EX,125.00\n"
        "4300002,0430,97530,HC OT THER ACT,135.00\n",
        "97110||HC OT THER EX|125.00 97530||HC OT THER ACT|135.00",
        {},
    ),
    "what others pay, and sums": _Case(
        "Code,Name,Medicare Allowed Amount\n97110,Ex,28.10\n97530,Act,35.20\n",
        "97110||Ex| 97530||Act|",
        {},
        ('Is "Medicare Allowed Amount" your charge?',),
    ),
    "a report of sums": _Case(
        "Procedure Code,Total Charges,Total Units,Name\n97110,12350.00,190,Ex\n97530,8.00,1,Act\n",
        "97110||Ex| 97530||Act|",
        {},
        ('Is "Total Charges" your charge?',),
    ),
    "a record's export": _Case(
        '"Charge ID","Procedure Code","Procedure Description","Modifiers","Units","Charge Amount"\n'
        '"10231","97110","THER EX\nstrength","GO","1","65.00"\n'
        '"10232","97530","He said ""yes""","GO,59","1","70.00"\n',
        '97110|GO|THER EX strength|65.00 97530|GO 59|He said "yes"|70.00',
        {},
    ),
}


def _read(text: str | bytes, name: str = "list.csv") -> LoadedCatalog:
    data = text.encode() if isinstance(text, str) else text
    return understood(source_of(data, Path(name)))


def _differences(case: _Case) -> list[str]:
    reading = _read(case.text).reading
    assert reading is not None
    rows = [
        "|".join((each.code, each.modifier, each.name, each.charge)) for each in reading.entries
    ]
    told = {row.line: row.reason for row in reading.left_out}
    told |= {int(each.place.split()[1]): each.message for each in reading.unclear}
    found = []
    if " ".join(rows) != case.rows:
        found.append(f"rows: {rows}")
    if told.keys() != case.told.keys() or any(case.told[at] not in told[at] for at in case.told):
        found.append(f"told: {told}")
    if reading.questions != case.asked:
        found.append(f"asked: {reading.questions}")
    return found


def test_lists_from_practice() -> None:
    wrong = {name: found for name, case in _CASES.items() if (found := _differences(case))}
    assert not wrong


def test_timed_in_a_title_with_the_minutes_of_a_unit() -> None:
    reading = _read("CPT,Name,Timed (15 min)\n97110,Ex,1\n97165,Ev,0\n97530,Act,1\n").reading
    assert reading is not None
    assert [column.yes_is_timed for column in reading.columns] == [None, None, True]


def _archive(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


_REFUSED = {
    "is empty: choose another file.": b"  \r\n",
    "has no cells: choose another file.": b",,,\n,,\n",
    "is a shortcut: choose the file that it leads to.": b"L\0\0\0\x01\x14\x02\0" + bytes(80),
    "is a web page, or a table saved as one: open it in your spreadsheet program": (
        b"\r\n <HTML><table><tr><td>97110</td><td>Exercise</td></tr></table>"
    ),
    "is a spreadsheet of another format (OpenDocument): open it in your spreadsheet": _archive(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    ),
    "is an archive or a document of another kind": _archive({"word/document.xml": "<x/>"}),
    "is a spreadsheet of the old format (.xls): open it": b"\xd0\xcf\x11\xe0" + bytes(600),
    "is protected by a password: open it in your spreadsheet program, save it without": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    ),
    "is a program, not a code list": b"MZ\x90\0" + bytes(80),
}


@pytest.mark.parametrize("sentence", _REFUSED)
def test_what_is_no_list_is_named(sentence: str) -> None:
    with pytest.raises(AppError) as refused:
        _read(_REFUSED[sentence], "my list.csv")
    assert refused.value.user_message.startswith(f"my list.csv {sentence}")

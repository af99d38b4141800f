"""Relative values and localities as CMS writes them: read right, or one sentence."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fee_files import FACTOR, LOCALITIES, ROWS, fee_row, fee_text, locality_text
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import (
    Fee,
    FeeTable,
    Participation,
    is_fee_table,
    read_fees,
)
from otcodebook.cms.tables.gpci import is_locality_table, locality_key, read_localities
from otcodebook.errors import AppError

Q4 = Quarter(2026, 4)
NAME = "rvu26d.zip/PPRRVU2026_Oct_nonQPP.csv"
CODES = frozenset(row.split()[0] for row in ROWS)


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def read(text: str, name: str = NAME) -> FeeTable:
    return read_fees(lines(text), name, CODES)


def refusal(text: str, name: str = NAME) -> str:
    with pytest.raises(AppError) as caught:
        read(text, name)
    return caught.value.user_message


def test_every_row_that_was_asked_for_is_read_as_it_stands():
    table = read(fee_text())
    assert table.edition == Q4
    assert table.participation is Participation.STANDARD
    assert table.conversion_factor == Decimal(FACTOR)
    assert table.rows_read == len(ROWS)
    for row in ROWS:
        code, status, *texts, multiple = row.split()
        work, practice, facility, malpractice = map(Decimal, texts)
        fee = Fee(code, status, work, practice, facility, malpractice, int(multiple))
        assert table.fees[code] == fee
    assert table.fees["97530"].is_therapy
    assert not table.fees["97129"].is_therapy
    assert table.fees["97129"].expense(facility=True) == Decimal("0.08")
    assert table.fees["97129"].expense(facility=False) == Decimal("0.16")


def test_only_known_codes_without_a_modifier_are_kept():
    other = fee_row("99213 A 1.30 1.33 0.55 0.10 0")
    part = fee_row("97110 A 9.00 9.00 9.00 9.00 5").replace("97110,", "97110,26", 1)
    table = read(fee_text() + other + "\r\n" + part + "\r\n")
    assert set(table.fees) == CODES
    assert table.fees["97110"].work == Decimal("0.45")
    assert table.rows_read == len(ROWS) + 2


def test_prose_below_the_rows_is_no_data():
    below = '"CPT codes are in use, until told otherwise",,,\r\n\r\nEND OF FILE\r\n'
    assert read(fee_text() + below) == read(fee_text())


def test_edition_and_factor_by_name_and_title():
    cases = {
        "PPRRVU2026_Oct_QPP.csv": (Q4, Participation.APM),
        "PPRRVU2026_Oct_nonQPP.csv": (Q4, Participation.STANDARD),
        "PPRRVU26_OCT.csv": (Q4, Participation.UNSTATED),
        "fees of ours.csv": (Q4, Participation.UNSTATED),
        "rvu26d-updated-10-05-2026.zip/PPRRVU2026_Oct_nonQPP.csv": (
            Q4,
            Participation.STANDARD,
        ),
    }
    wrong = []
    for name, expected in cases.items():
        table = read(fee_text(), name)
        if (table.edition, table.participation) != expected:
            wrong.append((name, table.edition, table.participation))
    assert not wrong
    assert read(fee_text(title="Fees"), "fees.csv").edition is None
    july = "2026 National Physician Fee Schedule Relative Value File July Release"
    assert read(fee_text(title=july), "fees.csv").edition == Quarter(2026, 3)
    assert read(fee_text(title=july)).edition is None  # its name says October: it is asked
    assert read(fee_text(title="Fees"), "rvu24a.zip/PPRRVU24_JAN.csv").edition == Quarter(2024, 1)


def test_a_file_that_is_none_is_refused_with_its_reason():
    rows = lines(fee_text())
    head, data = rows[:10], rows[10:]
    shifted = [row.replace(",", ",,", 1) for row in head]
    cases = {
        "no labels": ("".join(data), "is not CMS's table of relative values"),
        "empty": ("", "is not CMS's table of relative values"),
        "other columns": ("".join([*shifted, *data]), "is not CMS's table of relative values"),
        "no rows": ("".join(head), "has no row for any of your codes"),
        "codes as numbers": (
            fee_text().replace("\n97110,", "\n97110.0,"),
            "has codes as numbers (97110.0)",
        ),
        "cut row": ("".join([*head, "97110,,x,A,,0.45"]), "too few columns for 97110 in line 11"),
        "no number": (
            "".join([*head, data[4].replace("0.45", "x")]),
            "no number in column 6 for 97110 in line 11",
        ),
        "damaged number": (
            "".join([*head, data[4].replace("0.45", "0.54")]),
            "relative values that do not make their total for 97110 in line 11",
        ),
        "two factors": (
            fee_text() + fee_row("97750 A 0.45 0.55 0.55 0.01 5", "32.3465") + "\r\n",
            "has several conversion factors (32.3465 and 33.4009)",
        ),
        "no factor": (fee_text(factor="0.0000"), "no conversion factor for 97010"),
        "two rows": (
            fee_text() + fee_row("97110 A 0.46 0.41 0.41 0.01 5") + "\r\n",
            "has 97110 twice with different values",
        ),
        "open quote": (
            fee_text().replace("97110,,service", '97110,,"service'),
            "quotation mark that is not closed",
        ),
        "a factor that cannot be": (
            fee_text(factor="9"),
            "no conversion factor for 97010 in line 11",
        ),
        "a status that CMS does not have": (
            "".join([*head, data[4].replace(",A,", ",Z,")]),
            "no status for 97110 in line 11",
        ),
        "a total that is no number": (
            "".join([*head, data[4].replace("0.87", "O.87", 1)]),
            "no number in column 12 for 97110",
        ),
        "a lost column": (
            "".join([*head, *data[:4], data[4].replace("0.00,", "", 1), *data[5:]]),
            "has another number of columns than in the rows above in line 15",
        ),
        "a label line less": ("".join([*head[:9], *data]), "has no last line of labels"),
        "a lost code": (
            fee_text().replace("97110,,service", ",,service"),
            "has relative values without a code in line 15",
        ),
        "a code with a letter too many": (
            fee_text().replace("97110,,service", "97110A,,service"),
            "has relative values without a code in line 15",
        ),
        "a row without its commas": (
            "".join([*head, *data, data[4].replace(",", " ")]),
            f"has relative values without a code in line {11 + len(data)}",
        ),
    }
    wrong = {}
    for name, (text, expected) in cases.items():
        known = CODES | {"97750"}
        try:
            wrong[name] = str(read_fees(lines(text), NAME, known).fees)
        except AppError as error:
            if expected not in error.user_message or not error.user_message.endswith("."):
                wrong[name] = error.user_message
    assert not wrong


def test_a_table_is_known_by_its_labels():
    assert is_fee_table(lines(fee_text()))
    assert is_locality_table(lines(locality_text()))
    for text in (locality_text(), "<html><body>License</body></html>", "", '"'):
        assert not is_fee_table(lines(text)), text
    for text in (fee_text(), "<html><body>License</body></html>", "", '"'):
        assert not is_locality_table(lines(text)), text


@settings(max_examples=1500, deadline=None)
@given(st.data())
def test_a_damaged_table_is_a_sentence_or_its_true_rows(data: st.DataObject):
    text = fee_text()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        piece = data.draw(st.sampled_from(['"', ",", "\n", "\0", "x", "", "\xa0", "97110"]))
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 40)) :]
    true = read(fee_text())
    found: FeeTable | str
    try:
        found = read(text)
    except AppError as error:
        found = error.user_message
    if isinstance(found, str):
        assert re.fullmatch(r"PPRRVU2026_Oct_nonQPP\.csv .+\.", found)
    else:
        assert found.fees.items() <= true.fees.items()
        assert found.conversion_factor == true.conversion_factor


def test_localities_are_read_with_their_keys_and_footnotes_left_out():
    table = read_localities(lines(locality_text()), "GPCI2026.csv")
    assert table.year == 2026
    assert list(table.localities) == ["10112-00", "02102-01", "01112-05"]
    alaska, california = table.localities["02102-01"], table.localities["01112-05"]
    assert (alaska.name, alaska.state, alaska.work) == ("ALASKA", "AK", Decimal("1.500"))
    assert california.name == "SAN FRANCISCO, SAN MATEO (COUNTIES)"
    assert california.practice_expense == Decimal("1.387")


def test_a_spreadsheet_took_the_zeros_of_contractors_away():
    text = locality_text(["1112,CA,5,SAN FRANCISCO,1.072,1.387,0.436"])
    assert list(read_localities(lines(text), "x.csv").localities) == ["01112-05"]
    typed = {"10112-00": "10112-00", " 1112 - 5 ": "01112-05", "10112": "", "x-00": "", "-": ""}
    assert {text: locality_key(text) for text in typed} == typed


def test_the_index_with_the_floor_is_the_one_that_pays():
    text = locality_text(["10112,AL,00,ALABAMA,0.9,1.000,0.869,0.575"]).replace(
        "2026 PW GPCI (with", "2026 PW GPCI (without 1.0 Floor),2026 PW GPCI (with"
    )
    table = read_localities(lines(text), "x.csv")
    assert table.localities["10112-00"].work == 1


SAN_FRANCISCO = LOCALITIES[2]


def test_an_index_that_lost_a_digit_stands_out_among_the_others():
    rows = [
        f"10112,AL,{number:02},PLACE {number},1.000,0.869,0.{500 + number}" for number in range(99)
    ]
    text = locality_text(rows)
    assert len(read_localities(lines(text), "GPCI.csv").localities) == len(rows)
    with pytest.raises(AppError, match="more or fewer digits than the others in line 11"):
        read_localities(lines(text.replace("0.507", "0.57")), "GPCI.csv")
    # A spreadsheet takes zeros at the end away: no digit is missing then.
    short = re.sub(r"(\.\d*?)0+(?=,|\r)", r"\1", text.replace("1.000", "1"))
    assert len(read_localities(lines(short), "GPCI.csv").localities) == len(rows)


def test_a_locality_table_that_is_none_is_refused_with_its_reason():
    good = "10112,AL,00,ALABAMA,1.000,0.869,0.575"
    cases = {
        "no header": (good, "is not CMS's table of localities"),
        "no rows": (locality_text([]), "has no locality"),
        "no index": (locality_text(["10112,AL,00,ALABAMA,1.000,,0.575"]), "has no index in line 4"),
        "zero": (
            locality_text(["10112,AL,00,ALABAMA,1.000,0.0,0.575"]),
            "has an index of practice expense that cannot be (0.0) in line 4",
        ),
        "a lost dot": (locality_text(["10112,AL,00,ALABAMA,1000,0.869,0.575"]), "has no index in"),
        "too high": (
            locality_text(["10112,AL,00,ALABAMA,1.000,0.869,5.750"]),
            "has an index of malpractice that cannot be (5.750) in line 4",
        ),
        "no name": (
            locality_text(["10112,AL,00,,1.000,0.869,0.575"]),
            "has a locality without its state or name in line 4",
        ),
        "a long state": (
            locality_text(["10112,ALA,00,ALABAMA,1.000,0.869,0.575"]),
            "has a locality without its state or name in line 4",
        ),
        "a contractor that lost a digit": (
            locality_text([good, "0212,AK,01,ALASKA,1.500,1.081,0.592", SAN_FRANCISCO]),
            "has 0212 with a digit less in line 5",
        ),
        "a locality number that lost a digit": (
            locality_text([good, "02102,AK,1,ALASKA,1.500,1.081,0.592"]),
            "has 1 with a digit less in line 5",
        ),
        "no commas": (
            locality_text([good, good.replace(",", " ")]),
            "has a locality without its commas in line 5",
        ),
        "an open quotation": (
            locality_text([good, SAN_FRANCISCO.replace('COUNTIES)"', "COUNTIES)")]),
            "has a quotation mark that is not closed",
        ),
        "cut off": (
            locality_text([good, SAN_FRANCISCO]).partition("0.436")[0] + "0.4",
            "breaks off in line 5",
        ),
        "as numbers": (
            locality_text(["10112.0,AL,00,ALABAMA,1.000,0.869,0.575"]),
            "has no contractor or no locality number in line 4",
        ),
        "two rows": (
            locality_text([good, "10112,AL,00,ALABAMA,1.1,0.869,0.575"]),
            "has 10112-00 twice with different values",
        ),
        "two years": (
            locality_text().replace("2026 MP", "2025 MP"),
            "does not name one year over its indices (2025 and 2026)",
        ),
    }
    wrong = {}
    for name, (text, expected) in cases.items():
        try:
            wrong[name] = str(read_localities(lines(text), "GPCI.csv"))
        except AppError as error:
            if expected not in error.user_message:
                wrong[name] = error.user_message
    assert not wrong

"""Header rows as clinics, payers and programs write them: each column is read right or asked."""

from __future__ import annotations

import csv
import io

from otcodebook.lists.cells.titles import Role
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.reading import ListReading, read_table

KNOWN = frozenset({"97110", "97530", "97165", "97010", "97760", "G0283"})

# What stands below a title: five cells of a kind.
CELLS = {
    "code": "97110 97530 97165 97010 97760",
    "hcpcs": "G0283 L3906 L3908 A4565 E0110",
    "other code": "10001 10002 10003 10004 10005",
    "icd": "M25.511 S52.501A G56.01 M18.11 I69.351",
    "own": "TE-1 TA-1 EV-1 HP-1 SP-1",
    "name": "Exercise|Activities|Evaluation, low|Hot pack|Splint training",
    "long": "Exercise for strength|Tasks of the day|A first visit|A pack of heat|Use of a splint",
    "money": "45.00 52.50 180.00 12.00 60.00",
    "dollars": "$45.00|$52.50|$1,180.00|$12.00|$60.00",
    "whole": "45 52 180 12 60",
    "minutes": "15 15 0 0 15",
    "longer": "15 15 45 15 30",
    "said": "15 min|15 min|untimed|untimed|15 minutes",
    "flag": "1 1 0 0 1",
    "yes": "Y Y N N Y",
    "timed": "timed timed untimed untimed timed",
    "x": "x|x|||x",
    "status": "A A A B A",
    "zip": "90210 10001 60601 73301 94105",
    "revenue": "0430 0430 0434 0430 0430",
    "modifier": "GO|GO|GO||GO",
    "modifiers": "GO CO|GO, 59|GO||GO",
    "group": "Procedures|Procedures|Evaluations|Modalities|Procedures",
    "note": "|Ask first|||Only with an order",
    "date": "1/1/2026 1/1/2026 1/1/2026 1/1/2026 1/1/2026",
    "units": "4 4 1 1 4",
    "rvu": "0.45 0.44 1.54 0.06 0.50",
    "number": "1 2 3 4 5",
    "blank": "||||",
}

# title: what is below: the role, "-" for one that is only kept beside, "?" for one that is asked.
HEADERS = """
CPT Code: code: code / Description: name: name
CPT® Code: code: code / Short Description: name: name / Long Description: long: summary
HCPCS: code: code / MOD: modifier: modifier / DESCRIPTION: name: name / CODE: status: - /
    AMOUNT: whole: charge
CODE: status: - / CPT: code: code / DESCRIPTOR: name: name
HCPCS Code: hcpcs: code / Description: name: name / Fee: money: charge
Procedure Code: code: code / Procedure Description: name: name / Charge: dollars: charge
Proc Cd: code: code / Proc Desc: name: name / Std Charge: money: charge
Procedure: code: code / Description: name: name / Price: money: charge
Code: code: code / Procedure: name: name / Charge Amount: money: charge
CPT/HCPCS: code: code / Service: name: name / Unit Charge: dollars: charge
HCPCS/CPT Code: code: code / Name: name: name / Rate: money: charge
Service Code: code: code / Service Description: name: name / Fee: money: charge
Billing Code: code: code / Service: name: name / Category: group: family /
    Gross Charge: money: charge
Charge Code: other code: - / CPT: code: code / Charge Description: name: name / Price: money: charge
Item: other code: - / CPT Code: code: code / Item Description: name: name / Charge: money: charge
Rev Code: revenue: - / CPT: code: code / Description: name: name / Charge: money: charge
Revenue Code: revenue: - / HCPCS: code: code / Charge Description: name: name /
    Standard Charge: money: charge
CPT: code: ? / HCPCS: hcpcs: ? / Description: name: name
Column 1: code: ? / Column 2: other code: ? / Modifier: flag: ?
ZIP Code: zip: - / CPT Code: code: code / Description: name: name / Rate: money: charge
Location: zip: - / Code: code: code / Description: name: name
Status Code: status: - / Code: code: code / Description: name: name
Place of Service: units: - / CPT: code: code / Description: name: name
Code: code: code / Description: name: name / Minutes: minutes: timing
Code: code: code / Description: name: name / Min: longer: timing
Code: code: code / Description: name: name / Min: money: - / Max: money: -
Code: code: code / Description: name: name / Min: longer: - / Max: whole: -
Code: code: code / Description: name: name / Min Age: number: - / Max Age: whole: -
Code: code: code / Description: name: name / Min: money: ?
Code: code: code / Description: name: name / Time: longer: ?
Code: code: code / Description: name: name / Duration: said: timing
Code: code: code / Description: name: name / Time: said: timing / Fee: money: charge
Code: code: code / Description: name: name / Unit Minutes: longer: timing
Code: code: code / Description: name: name / Minutes per Unit: minutes: timing
Code: code: code / Description: name: name / Total Minutes: longer: -
Code: code: code / Description: name: name / Typical Time: longer: -
Code: code: code / Description: name: name / Visit Minutes: longer: -
Code: code: code / Description: name: name / Timed: flag: timing
Code: code: code / Description: name: name / Timed: yes: timing
Code: code: code / Description: name: name / Timed Code: x: timing
Code: code: code / Description: name: name / Timed/Untimed: timed: timing
Code: code: code / Description: name: name / Timed/Untimed: yes: ?
Code: code: code / Description: name: name / Untimed: yes: timing
Code: code: code / Description: name: name / Minutes: flag: ?
Code: code: code / Description: name: name / Active: flag: - / Units: units: -
Code: code: code / Description: name: name / Max Units: units: - / MUE: units: -
Code: code: code / Description: name: name / Fee: money: charge / Effective Date: date: -
Code: code: code / Description: name: name / Fee 2025: money: ? / Fee 2026: money: ?
Code: code: code / Description: name: name / Charge: money: charge / Medicare Fee: money: -
Code: code: code / Description: name: name / Non-Facility Fee: money: ? / Facility Fee: money: ?
Code: code: code / Description: name: name / Cash Price: money: ? / Insurance Price: money: ?
Code: code: code / Description: name: name / Work RVU: rvu: - / Fee: money: charge
Code: code: code / Description: name: name / Modifier: modifier: modifier / Notes: note: note
Code: code: code / Description: name: name / Modifiers: modifiers: modifier / Comments: note: note
Code: code: code / Description: name: name / Mod 1: modifier: modifier / Mod 2: modifier: -
Code: code: code / Description: name: name / Group: group: family / Keywords: name: search words
Description: name: name / Code: code: code
No.: number: - / Code: code: code / Description: name: name / Fee: money: charge
#: number: - / CPT Code: code: code / Treatment: name: name / Our Fee: dollars: charge
ICD-10 Code: icd: code / Description: name: name
Dx Code: icd: code / Diagnosis: name: name / CPT Code: blank: -
Code: own: code / Name: name: name / Price: money: charge
Internal Code: own: - / CPT: code: code / Internal Name: name: name
Código: code: code / Descripción: name: name / Precio: dollars: -
Tarifa: dollars: - / Código: hcpcs: code / Servicio: name: name
Reference: other code: ? / Text: name: name
Provider Name: name: - / CPT: code: code / Description: name: name
Payer: group: - / CPT Code: code: code / Modifier: modifier: modifier /
    Allowed Amount: money: ?
Code: code: code / Fee: money: charge
cpt_code: code: code / cpt_description: name: name / charge_amount: money: charge /
    is_timed: flag: timing
CptCode: code: code / ShortDesc: name: name / UnitMinutes: longer: timing / Price: money: charge
PROC_CD: code: code / PROC_DESC: name: name / MOD_CD: modifier: modifier
Proc Code: code: code / Proc Name: name: name / Std Fee: money: charge / Default Units: units: - /
    Time Based: yes: timing
CPT: code: code / Charge Name: name: name / Charge Amt: dollars: charge / GL Account: other code: -
ProcedureCode: code: code / ProcedureDescription: name: name / DefaultCharge: money: charge /
    DefaultUnits: units: - / RevenueCode: revenue: - / NDC: blank: -
Service Code: code: code / Description: name: name / Duration (min): longer: ? /
    Price: dollars: charge
Item Code: own: ? / Item: name: ? / Price: money: ? / Tax: yes: ?
EAP ID: other code: - / EAP Name: name: name / CPT/HCPCS: code: code / Price: money: charge
CDM #: other code: - / CDM Description: name: name / HCPCS/CPT: code: code / Rev Code: revenue: - /
    Gross Charge: dollars: charge
Charge Description: name: name / HCPCS: code: code / Inpatient: money: - / Outpatient: money: -
Payer: group: - / Plan: group: - / CPT: code: code / Contracted Rate: money: ?
CPT Code: code: code / Mod: modifier: modifier / Medicare Allowable: money: - /
    Locality: zip: -
HCPCS: code: code / MOD: blank: - / DESCRIPTION: name: name / STATUS CODE: status: - /
    NON-FAC FEE: money: ? / FAC FEE: money: ?
Code: code: code / Type: group: - / Description: name: name / Bill Rate: money: charge
Discipline: group: - / CPT: code: code / Description: name: name / Units: said: timing
CPT Code: code: code / CPT Description: name: name / Timed or Untimed: timed: timing
CPT: code: code / Intervention: name: name / Tx Minutes: longer: ?
Code: code: code / Procedure/Modality: name: name / 8-Minute Rule: yes: ?
Code: code: code / Description: name: name / # of Units: units: - / Charge per Unit: money: charge
Line: number: - / CPT: code: code / POS: units: - / Mod1: modifier: modifier / Mod2: modifier: - /
    Charges: money: charge
Effective: date: - / Terminated: blank: - / Code: code: code / Short Desc: name: name /
    Fee: money: charge
Fee Schedule: group: - / Procedure: code: code / Modifier: modifier: modifier /
    Amount: money: charge
Favorite: x: - / CPT: code: code / My Name: name: name / My Fee: money: charge
CPT4: code: code / Desc: name: name / UCR: money: charge
HCPCS Cd: code: code / Descr: name: name / Bill Amt: money: charge
Billing Code: code: code / Billing Description: name: name / Unit Type: said: timing /
    Rate: money: charge
OT Codes: code: code / What it is: name: name
CODIGO CPT: code: code / NOMBRE: name: name
HCPCS/ CPT Code: code: code / Practitioner Services MUE Values: units: - / MUE Rationale: group: -
"""

ASKED = "?"
BESIDE = "-"


def below(kind: str) -> list[str]:
    cells = CELLS[kind]
    return cells.split("|" if "|" in cells else " ")


def read(titles: list[str], kinds: list[str]) -> ListReading:
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(titles)
    rows.writerows(zip(*map(below, kinds), strict=True))
    return read_table(read_delimited(file.getvalue()), KNOWN)


def test_each_header_is_read_right_or_asked():
    wrong: list[object] = []
    lines = HEADERS.strip().replace(" /\n   ", " /").splitlines()
    for line in lines:
        parts = [part.rsplit(":", 2) for part in line.split(" / ")]
        titles, kinds, roles = ([part[at].strip() for part in parts] for at in range(3))
        reading = read(titles, kinds)
        found = []
        for title, column in zip(titles, reading.columns, strict=True):
            is_asked = any(f'"{title}"' in question for question in reading.questions)
            beside = column.role in (Role.EXTRA, Role.IGNORE)
            found.append(ASKED if is_asked else BESIDE if beside else column.role.value)
        if found != roles:
            wrong.append((line, found, reading.questions))
        if ASKED not in roles and not reading.is_whole:
            wrong.append((line, "asks or loses", [*reading.questions, *map(str, reading.problems)]))
    assert wrong == []
    assert len(lines) >= 95


def test_a_list_without_a_header_is_read_by_its_cells():
    rows = "97110,Exercise,45.00\n97530,Activities,52.50\n97165,Evaluation,180.00\n"
    reading = read_table(read_delimited(rows), KNOWN)
    assert reading.header_line is None
    assert [entry.code for entry in reading.entries] == ["97110", "97530", "97165"]
    assert [entry.name for entry in reading.entries] == ["Exercise", "Activities", "Evaluation"]
    assert reading.questions == ("Is column C your charge?",)

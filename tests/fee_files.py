"""Small files in CMS's layout of relative values and localities, made up by the tests."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

FACTOR = "33.4009"
APM_FACTOR = "33.5675"

# code, status, work, practice expense, of a facility, malpractice, MULT PROC: the worked figures.
ROWS = """
97010 B 0.06 0.13 0.13 0.01 9
97014 I 0.18 0.19 0.19 0.01 9
97026 R 0.06 0.13 0.13 0.01 5
97037 N 0.00 0.00 0.00 0.00 9
97110 A 0.45 0.41 0.41 0.01 5
97129 A 0.50 0.16 0.08 0.01 0
97130 A 0.48 0.15 0.07 0.00 0
97139 C 0.00 0.00 0.00 0.00 0
97165 A 1.54 1.46 1.46 0.01 5
97530 A 0.44 0.60 0.60 0.01 5
97535 A 0.45 0.51 0.51 0.01 5
97537 A 0.48 0.47 0.47 0.01 5
97545 R 0.00 0.00 0.00 0.00 0
97755 A 0.62 0.50 0.50 0.01 5
""".strip().splitlines()

LOCALITIES = (
    "10112,AL,00,ALABAMA,1.000,0.869,0.575",
    "02102,AK,01,ALASKA*,1.500,1.081,0.592",
    '01112,CA,05,"SAN FRANCISCO, SAN MATEO (COUNTIES)",1.072,1.387,0.436',
)


def fee_row(row: str, factor: str = FACTOR) -> str:
    """A row of PPRRVU, with its 32 columns; the description is a made-up word."""
    code, status, work, practice, facility, malpractice, multiple = row.split()
    cells = [""] * 32
    cells[:4] = [code, "", "service", status]
    cells[5], cells[6], cells[8], cells[9] = work, practice, facility, "NA"
    cells[10] = malpractice
    for at, expense in ((11, practice), (12, facility)):
        cells[at] = str(Decimal(work) + Decimal(expense) + Decimal(malpractice))
    cells[13:18] = ["7", "XXX", "0.00", "0.00", "0.00"]
    cells[18:26] = [multiple, "0", "0", "0", "0", "9", "", factor]
    cells[26:] = ["09", "0", "99", "0.00", "0.00", "0.00"]
    return ",".join(cells)


def fee_text(
    rows: Iterable[str] = ROWS,
    factor: str = FACTOR,
    title: str = "2026 National Physician Fee Schedule Relative Value File October Release",
) -> str:
    """A PPRRVU file: ten lines above the rows, of which the last four are stacked labels."""

    def line(**labels: str) -> str:
        cells = [""] * 32
        for at, text in labels.items():
            cells[int(at[1:])] = text
        return ",".join(cells)

    lines = [
        f"{title},,,",
        "Numbers of this file were made up by a test.,,,",
        line(),
        '"Released 10/01/2026, made up"' + "," * 31,
        line(),
        line(),
        line(_4="NOT", _7="NON-FAC", _9="FACILITY"),
        line(_4="USED FOR", _6="NON-FAC", _8="FACILITY", _11="NON-", _13="PCTC"),
        line(_3="STATUS", _5="WORK", _6="PE", _8="PE", _10="MP", _18="MULT", _25="CONV"),
        line(_0="HCPCS", _1="MOD", _2="DESCRIPTION", _3="CODE", _5="RVU", _18="PROC", _25="FACTOR"),
        *(fee_row(row, factor) for row in rows),
    ]
    return "\r\n".join(lines) + "\r\n"


def locality_text(localities: Iterable[str] = LOCALITIES, year: int = 2026) -> str:
    """A GPCI file: two lines above the header, footnotes below the rows."""
    header = (
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
        f"{year} PW GPCI (with 1.0 Floor)***,{year} PE GPCI,{year} MP GPCI"
    )
    return "\r\n".join(
        [
            f"ADDENDUM E. FINAL CY {year} GEOGRAPHIC PRACTICE COST INDICES,,,,,,",
            ",,,,,,",
            header,
            *localities,
            ",,,,,,",
            '"* A footnote, made up",,,,,,',
            f"{year} footnote without a mark,,,,,,",
        ]
    )


def write_fee_zip(folder: Path, *, quarter: str = "d", month: str = "Oct") -> Path:
    """CMS's zip with both conversion factors and the localities."""
    path = folder / f"rvu26{quarter}.zip"
    long = {"Jan": "January", "Apr": "April", "Jul": "July", "Oct": "October"}[month]
    title = f"2026 National Physician Fee Schedule Relative Value File {long} Release"
    with ZipFile(path, "w") as archive:
        for part, factor in (("nonQPP", FACTOR), ("QPP", APM_FACTOR)):
            text = fee_text(factor=factor, title=title)
            archive.writestr(f"PPRRVU2026_{month}_{part}.csv", text.encode("latin-1"))
        archive.writestr("GPCI2026.csv", locality_text().encode("latin-1"))
    return path

"""Small files in the layouts in which CMS publishes its tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PTP_HEAD = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
MISUSE = "Misuse of Column Two code with Column One code"

PtpRow = tuple[str, str, str, str, str]
"""Column 1, column 2, effective, deletion or "*", indicator."""

PTP_ROWS: tuple[PtpRow, ...] = (
    ("97140", "97530", "19960101", "20191231", "1"),
    ("97150", "97110", "20200101", "*", "1"),
    ("97150", "97530", "20180701", "*", "1"),
    ("97165", "97110", "20201001", "20201001", "9"),
    ("97165", "97750", "20180701", "*", "0"),
    ("97530", "97116", "20200101", "20260930", "1"),
    ("97530", "97750", "20261001", "*", "1"),
    ("99999", "00100", "20180701", "*", "0"),
)
"""Pairs of every kind, as of the last quarter of 2026."""

MUE_ROWS: tuple[tuple[str, str, str], ...] = (
    ("0001U", "1", "2 Date of Service Edit: Policy"),
    ("97110", "6", "3 Date of Service Edit: Clinical"),
    ("97150", "1", "3 Date of Service Edit: Clinical"),
    ("97165", "1", "2 Date of Service Edit: Policy"),
    ("97530", "6", "1 Line Edit"),
)


def ptp_text(rows: Iterable[PtpRow] = PTP_ROWS, reason: str = MISUSE) -> bytes:
    """The TXT of a table of pairs."""
    lines = []
    for one, other, first, last, indicator in rows:
        mark = "*" if first < "19970101" else ""
        lines.append("\t".join((one, other, mark, first, last, indicator, reason)) + "\r\n")
    return (PTP_HEAD + "".join(lines)).encode("latin-1")


def write_ptp(
    folder: Path,
    rows: Iterable[PtpRow] = PTP_ROWS,
    *,
    setting: str = "practitioner",
    version: str = "v323",
    part: int = 4,
) -> Path:
    """A zip of pairs as CMS names it, with the TXT and a spreadsheet beside it."""
    short = {"practitioner": "ccipra", "hospital": "ccioph"}[setting]
    name = f"{short}-{version}r0-f{part}"
    path = folder / f"medicare-ncci-{setting}-ptp-edits-{name}.zip"
    return write_zip(path, {f"{name}.TXT": ptp_text(rows), f"{name}.xlsx": b"PK\x03\x04"})


def mue_text(rows: Iterable[Sequence[str]] = MUE_ROWS, who: str = "Practitioner Services") -> bytes:
    """The CSV of a table of limits."""
    notice = (
        '"Current Procedural Terminology (CPT) codes, descriptions and other data only are\r\n'
        'copyright 2025 American Medical Association.\r\nCPT\xae is a trademark.",,,\r\n'
    )
    header = f'"HCPCS/\nCPT Code",{who} MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n'
    lines = [",".join((*row, "Code Descriptor / CPT Instruction")) + "\r\n" for row in rows]
    return (notice + header + "".join(lines)).encode("latin-1")


def write_mue(folder: Path, rows: Iterable[Sequence[str]] = MUE_ROWS) -> Path:
    """A zip of practitioners' limits of the last quarter of 2026, as CMS names it."""
    path = folder / "medicare-ncci-2026-q4-practitioner-services-mue-table.zip"
    name = "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
    return write_zip(path, {name: mue_text(rows)})


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def write(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(data)
    return path

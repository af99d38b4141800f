"""Damaged tables: the rows that are in the file, or one sentence; never a wrong row, none lost."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from cms_files import MUE_ROWS, PTP_ROWS, mue_text, ptp_text, write_zip
from fee_files import ROWS, fee_text, locality_text
from otcodebook.cms.complete import check_complete
from otcodebook.cms.files.opening import read_files
from otcodebook.errors import AppError

_KNOWN = frozenset(["97110", "97116", "97140", "97150", "97165", "97530", "97537", "97750"])
_PIECES = (
    *(b"\t", b"\r", b"\n", b'"', b",", b" ", b"*", b"9", b"0", b"\x00", b"\xef\xbb\xbf", b"\xa0"),
    *(b"\x1a", b"97530", b"<html>", b"See the manual.", b".0", b"-", b"\r\n\r\n", b"\t\t"),
)
_TABLES = 5_000
_CODE = re.compile(r"\b(?=\w*\d)[0-9A-Z]{5}\b")
_DECIMAL = re.compile(r"(?<![\d.])\d\.\d{2,3}(?![\d.])")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The data with one to three of the accidents that befall files."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(len(data) + 1)
        lines = data.split(b"\n")
        line = chance.randrange(len(lines))
        match chance.randrange(11):
            case 0:
                data = data[:at] + data[at + chance.choice([1, 1, 2, 40]) :]
            case 1:
                data = data[:at] + chance.choice(_PIECES) + data[at:]
            case 2:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 3:
                data = data[:at]
            case 4:
                lines[line] = lines[line].replace(b"\t", b" ").replace(b",", b" ")
                data = b"\n".join(lines)
            case 5:
                cells = lines[line].split(b"\t")
                cells.pop(chance.randrange(len(cells)))
                lines[line] = b"\t".join(cells)
                data = b"\n".join(lines)
            case 6:
                lines.insert(chance.randrange(len(lines)), lines[line])
                data = b"\n".join(lines)
            case 7:
                lines[line] = b'"' + lines[line].replace(b"\t", b'"\t"') + b'"'
                data = b"\n".join(lines)
            case 8:
                data = chance.choice([data.replace(b"\r\n", b"\n"), data.replace(b"\n", b"\r")])
            case 9:
                changes = [(b"97530", b"97530.0"), (b"97150", b"9715O"), (b"1\t", b"")]
                data = data.replace(*chance.choice(changes), chance.choice([1, -1]))
            case 10:
                data = chance.choice([data.upper(), data + data, data.decode("latin-1").encode()])
    return data or b"-"


def plain_pairs(data: bytes) -> tuple[set[tuple[str, ...]], list[str]]:
    """A second reader: the rows of known codes, and the lines below the titles that are none."""
    rows, others = set[tuple[str, ...]](), list[str]()
    below = False
    for line in data.decode("latin-1").split("\n"):
        cells = [cell.strip(" \r") for cell in line.split("\t")]
        below = below or cells[0].lower() == "column 1"
        is_row = (
            len(cells) == 7
            and all(re.fullmatch("[0-9A-Z]{5}", cell, re.ASCII) for cell in cells[:2])
            and cells[2] in ("", "*")
            and re.fullmatch(r"\d{8}", cells[3], re.ASCII)
            and re.fullmatch(r"\d{8}|\*", cells[4], re.ASCII)
            and cells[5] in ("0", "1", "9")
            and "\r" not in cells[6]
        )
        if is_row and {cells[0], cells[1]} <= _KNOWN:
            rows.add((*cells[:2], *cells[3:6]))
        if below and not is_row and cells[0].lower() != "column 1":
            others.append(line.strip())
    return rows, others


def plain_limits(data: bytes) -> tuple[set[tuple[str, ...]], list[str]]:
    """A second reader of limits."""
    rows, others = set[tuple[str, ...]](), list[str]()
    below = False
    for line in re.split("\r\n|\n|\r", data.decode("latin-1")):
        cells = [cell.strip().strip('"') for cell in line.split(",")]
        if below and re.fullmatch("[0-9A-Z]{5}", cells[0], re.ASCII) and len(cells) > 3:
            if cells[0] in _KNOWN:
                rows.add((cells[0], str(int(cells[1])), cells[2][0]))
        elif below:
            others.append(line.strip())
        below = below or "mueadjudicationindicator" in "".join(line.lower().split())
    return rows, others


def plain_fees(data: bytes) -> tuple[set[tuple[str, ...]], list[str]]:
    """A second reader of relative values: what stands where CMS has it."""
    rows, others = set[tuple[str, ...]](), list[str]()
    below = False
    for line in re.split("\r\n|\n|\r", data.decode("latin-1")):
        cells = [cell.strip().strip('"').strip() for cell in line.split(",")]
        if below and cells[0] in _KNOWN and len(cells) > 25 and not cells[1]:
            rows.add((cells[0], cells[3], *(cells[at] for at in (5, 6, 8, 10, 18))))
        elif below and not re.fullmatch("[0-9A-Z]{5}", cells[0], re.ASCII):
            others.append(line)
        below = below or "MULT" in cells
    return rows, others


def plain_places(data: bytes) -> tuple[set[tuple[str, ...]], list[str]]:
    """A second reader of localities."""
    rows, others = set[tuple[str, ...]](), list[str]()
    for line in re.split("\r\n|\n|\r", data.decode("latin-1").removeprefix("\xef\xbb\xbf")):
        cells = [cell.strip().strip('"').strip() for cell in line.split(",")]
        if re.fullmatch(r"\d{5}", cells[0], re.ASCII) and len(cells) > 6:
            rows.add((cells[0], cells[2], *cells[4:7]))
        else:
            others.append(line)
    return rows, others


def walk(
    path: Path,
    original: bytes,
    read: Callable[[bytes], tuple[set[tuple[str, ...]], list[str]]],
    fields: Callable[..., tuple[str, ...]],
    number: re.Pattern[str] = _CODE,
    most: int = 1,
) -> tuple[int, list[object]]:
    chance = random.Random(path.name)
    taken, wrong = 0, list[object]()
    for _ in range(_TABLES // 4):
        data = damaged(original, chance)
        path.write_bytes(data)
        try:
            parts = read_files([path], _KNOWN)
            check_complete(parts)
        except AppError as error:
            told = error.user_message
            if not told.endswith(".") or not told.isprintable() or len(told) > 400:
                wrong.append((told, data))
            continue
        taken += 1
        found = {fields(row) for row in parts[0].rows}
        wanted, others = read(data)
        lost = [line for line in others if len(number.findall(line)) > most]
        if found != wanted or lost:
            wrong.append((found ^ wanted, lost, data))
    return taken, wrong


def test_damaged_pairs_are_the_rows_of_the_file_or_a_sentence(tmp_path: Path) -> None:
    taken, wrong = walk(
        tmp_path / "ccipra-v323r0-f4.TXT",
        ptp_text(PTP_ROWS * 2),
        plain_pairs,
        lambda row: (
            row.column1,
            row.column2,
            f"{row.effective:%Y%m%d}",
            f"{row.deletion:%Y%m%d}" if row.deletion else "*",
            str(row.indicator),
        ),
    )
    assert not wrong
    assert taken > 100


def test_damaged_limits_are_the_rows_of_the_file_or_a_sentence(tmp_path: Path) -> None:
    taken, wrong = walk(
        tmp_path / "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
        mue_text(MUE_ROWS),
        plain_limits,
        lambda row: (row.code, str(row.units), str(row.indicator)),
    )
    assert not wrong
    assert taken > 100


def test_damaged_fees_are_the_rows_of_the_file_or_a_sentence(tmp_path: Path) -> None:
    taken, wrong = walk(
        tmp_path / "PPRRVU2026_Oct_nonQPP.csv",
        fee_text(ROWS * 2).encode("latin-1"),
        plain_fees,
        lambda row: (
            *(row.code, row.status, str(row.work), str(row.practice_expense)),
            *(str(row.facility_practice_expense), str(row.malpractice), str(row.multiple)),
        ),
        *(_DECIMAL, 2),
    )
    assert not wrong
    assert taken > 100


def test_damaged_localities_are_the_rows_of_the_file_or_a_sentence(tmp_path: Path) -> None:
    rows = [f"{1112 + at:05},AL,{at:02},PLACE {at},1.000,0.869,0.{500 + at}" for at in range(99)]
    taken, wrong = walk(
        tmp_path / "GPCI2026.csv",
        locality_text(rows).encode("latin-1"),
        plain_places,
        lambda row: (
            *(row.contractor, row.number),
            *(str(row.work), str(row.practice_expense), str(row.malpractice)),
        ),
        *(_DECIMAL, 2),
    )
    assert not wrong
    assert taken > 100


def test_damaged_zips_are_the_whole_table_or_a_sentence(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "whole.zip", {"ccipra-v323r0-f4.TXT": ptp_text()})
    data = whole.read_bytes()
    wanted = read_files([whole], _KNOWN)[0].rows
    path = tmp_path / "ccipra.zip"
    chance = random.Random(18)
    wrong = list[object]()
    for _ in range(1_000):
        mutated = bytearray(data)
        for _ in range(chance.choice([1, 1, 3])):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        path.write_bytes(mutated[: chance.choice([len(mutated), chance.randrange(len(mutated))])])
        try:
            rows = read_files([path], _KNOWN)[0].rows
        except AppError as error:
            if not error.user_message.endswith(".") or not error.user_message.isprintable():
                wrong.append(error.user_message)
            continue
        if rows != wanted:
            wrong.append(rows)
    assert not wrong

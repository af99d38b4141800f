"""Thousands of damaged lists: nothing is read wrong in silence, as a second reader sees it.

`python tests/lists/test_mutated_lists.py 50000` tries as many as it is told.
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.load import load_bundled
from otcodebook.lists.delimited import read_delimited
from otcodebook.lists.encodings import text_problems
from otcodebook.lists.reading import ListReading, read_table

MUTATIONS = 3_000
KNOWN = frozenset(code.code for code in load_bundled().codes)

ROWS = [
    ("97110", "Exercise for strength", "15", "45.25", "GO"),
    ("97112", "Balance, on one leg", "15", "46.10", "GO"),
    ("97530", "Activities of the day", "15", "52.50", "GO"),
    ("97535", 'Dressing, "buttons" first', "15", "51.75", ""),
    ("97165", "First visit: low", "0", "180.00", "GO"),
    ("97010", "Hot pack", "0", "12.20", ""),
    ("G0283", "Stimulation", "0", "14.40", "GO"),
    ("97760", "Splint training", "15", "60.35", "GO"),
    ("L3908", "Wrist splint", "", "85.90", ""),
    ("99990", "Our group\nof four", "30", "25.00", ""),
    ("97542", "Wheelchair training", "15", "48.15", "GO"),
    ("0552T", "Laser", "", "99.95", ""),
]
TITLES = ["CPT code", "Description", "Minutes", "Charge", "Modifier"]
CODE, NAME, MINUTES, CHARGE, MODIFIER = range(5)

INSERTED = [
    *(",", ";", "\t", '"', '""', "\n", "\r\n", " ", "'", "=", "0", "7", ".", "-", "E", "$", "x"),
    *("\N{NO-BREAK SPACE}", "\u200b", "\u200e", "\ufeff", "\x0b", "\x0c", "\x85", "\u2028", "\x1a"),
    *("\n\n", ",,", "\nTOTAL,,,645.55\n", "\nPage 1 of 2\n", "\nModalities\n", "Caf\xe9"),
]


@dataclass(frozen=True)
class Damaged:
    text: str
    separator: str


def damaged(number: int) -> Damaged:
    chance = random.Random(number)
    separator = chance.choice(",;\t")
    file = io.StringIO(newline="")
    rows = csv.writer(file, delimiter=separator, lineterminator=chance.choice(("\n", "\r\n")))
    if chance.random() < 0.3:
        rows.writerows([["Fees of the clinic"], []])
    rows.writerow(TITLES)
    rows.writerows(ROWS)
    text = file.getvalue()
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(WAYS)(text, chance)
    return Damaged(text, separator)


def insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(INSERTED) + text[at:]


def delete(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.choice((1, 1, 1, 2, 7, 30)) :]


def replace(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(INSERTED) + text[at + 1 :]


def swap_lines(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "".join(lines)


def repeat_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "".join(lines)


def cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) // 3, len(text))]


def respell(text: str, chance: random.Random) -> str:
    """A code as a spreadsheet spoils it."""
    code = chance.choice(ROWS)[0]
    spoiled = [f"{code}.0", f"'{code}", f'="{code}"', f" {code}", f"{code}\xa0", f"{code}\u200b"]
    spoiled += [f"{code[0]}.{code[1:]}E+04", f"{code}-97112", f"{code[:2]},{code[2:]}", code[1:]]
    return text.replace(code, chance.choice(spoiled), 1)


WAYS = [insert, insert, delete, delete, replace, swap_lines, repeat_line, cut, respell]


def silent_faults(each: Damaged) -> Iterator[str]:
    """What a list was read as, though it does not stand there, and nothing was told of it."""
    if text_problems(each.text):
        return  # one sentence says why nothing is read
    reading = read_table(read_delimited(each.text), KNOWN)
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", each.text)
    told_lines = {row.line for row in reading.left_out}
    told_lines |= {int(problem.place.removeprefix("line ")) for problem in reading.unclear}
    if any("which column is which" in question for question in reading.questions):
        return  # titles and cells do not fit: it is asked before anything is used
    if not reading.entries:
        if not reading.questions:
            yield "nothing is read, and nothing is asked"
        return
    yield from _kept_wrong(reading, lines, each, told_lines)
    yield from _lost(reading, lines, each, told_lines)


def _kept_wrong(
    reading: ListReading, lines: list[str], each: Damaged, told_lines: set[int]
) -> Iterator[str]:
    truth = {row[CODE]: row for row in ROWS}
    repaired = {repair.line for repair in reading.repaired}
    for entry in reading.entries:
        readings = list(_second_readings(lines, entry.line, each.separator))
        if not any(_codes_alike(entry.code, cells[CODE]) for cells in readings if cells):
            if entry.line not in repaired:
                yield f"line {entry.line}: no code {entry.code} there"
            continue
        found = {NAME: entry.name, CHARGE: entry.charge, MODIFIER: entry.modifier}
        # A row of full width has its cells where they are; another is held against what was.
        rows = [cells for cells in readings if len(cells) == len(TITLES)]
        if entry.code in truth:
            rows.append(list(truth[entry.code]))
        for at, value in found.items():
            fits = any(_plain(value) == _plain(cells[at]) for cells in rows)
            if value and not fits and entry.line not in told_lines:
                yield f"line {entry.line}: {TITLES[at]} {value!r} of {entry.code}"
        label = counting_label(entry.timing)
        labels = {_label(cells[MINUTES]) for cells in rows}
        if label and label not in labels and entry.line not in told_lines:
            yield f"line {entry.line}: {label} of {entry.code}"


def _second_readings(lines: list[str], line: int, separator: str) -> Iterator[list[str]]:
    """The cells of a row by Python's reader over the lines from there, and by its line alone."""
    yield next(csv.reader(lines[line - 1 :], delimiter=separator, skipinitialspace=True), [])
    alone = lines[line - 1].rstrip("\r\n")
    yield next(csv.reader([alone], delimiter=separator, skipinitialspace=True), [])
    yield alone.split(separator)


def _lost(
    reading: ListReading, lines: list[str], each: Damaged, told_lines: set[int]
) -> Iterator[str]:
    """Lines that plainly begin with a code, and are neither kept nor told."""
    kept = {entry.line for entry in reading.entries}
    inside: set[int] = set()
    reader = csv.reader(lines, delimiter=each.separator)
    begin = 1
    for _ in reader:
        inside.update(range(begin + 1, reader.line_num + 1))
        begin = reader.line_num + 1
    for number, line in enumerate(lines, 1):
        code, found, _ = line.partition(each.separator)
        is_code = found and re.fullmatch(r"\d{5}|[A-Z]\d{4}|\d{4}T", code)
        if is_code and number not in kept | told_lines | inside:
            yield f"line {number}: {code} is lost"


def _plain(cell: str) -> str:
    return re.sub(r"[\s\"]+", " ", re.sub("[\u200b\u200e\ufeff]", "", cell)).strip().upper()


def _codes_alike(code: str, cell: str) -> bool:
    return code == _plain(cell)


def _label(cell: str) -> str:
    minutes = _plain(cell)
    if minutes == "0":
        return "untimed"
    if minutes.isdecimal() and int(minutes) % 60 == 0:
        return "1 hour" if minutes == "60" else f"{int(minutes) // 60} hours"
    return f"{minutes.removesuffix('.0')} min"


def faults(count: int) -> dict[int, list[str]]:
    found = {number: list(silent_faults(damaged(number))) for number in range(count)}
    return {number: wrong for number, wrong in found.items() if wrong}


def test_nothing_is_read_wrong_in_silence():
    assert faults(MUTATIONS) == {}


def test_the_undamaged_list_is_read_whole():
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(TITLES)
    rows.writerows(ROWS)
    reading = read_table(read_delimited(file.getvalue()), KNOWN)
    assert reading.is_whole
    assert [entry.code for entry in reading.entries] == [row[CODE] for row in ROWS]
    assert [entry.charge for entry in reading.entries] == [row[CHARGE] for row in ROWS]


if __name__ == "__main__":
    tried = int(sys.argv[1])
    silent = faults(tried)
    for number, wrong in list(silent.items())[:20]:
        print(number, wrong)
    print(f"{len(silent)} of {tried} lists were read wrong in silence")

"""CMS's table of pairs in full size, 2.6 million rows in four zips: opened, stored, asked.

The rows are made up, in CMS's layout, and the cuts and the share of history are CMS's.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.table import Row, at_most, show, title
from cms_files import PTP_HEAD
from otcodebook.cms.known import known_codes
from support import ROOT

_CUTS = (("0001A", "25441"), ("25442", "37252"), ("37253", "62322"), ("62323", "U0003"))
_ROWS_A_PART = 658_000
_STATES = (
    ("19960101", "*", "1"),
    ("20180701", "*", "1"),
    ("20220101", "*", "0"),
    ("20180701", "20231231", "1"),
    ("20261001", "20261001", "9"),
)
_REASON = "Standards of medical/surgical practice"
_CHILD = """
import json, sys, time
from datetime import date
from pathlib import Path
from otcodebook.catalog.load import load_bundled
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.tables.model import Setting
from otcodebook.cms.pairs import code_pairs
from otcodebook.cms.store import CmsStore

def peak():  # not ru_maxrss, which begins with that of the parent
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024

known = known_codes()
before = peak()
begun, used = time.monotonic(), time.process_time()
parts = read_files([Path(name) for name in sys.argv[2:]], known)
read = time.monotonic()
store = CmsStore(Path(sys.argv[1]))
store.add(parts, known, keep_older=False)
stored = time.monotonic()
found = code_pairs(store, "97530", date(2026, 11, 27), Setting.PRACTITIONER)
asked = time.monotonic()
used = time.process_time() - used
print(json.dumps({
    "rows": sum(part.rows_read for part in parts),
    "kept": sum(len(part.rows) for part in parts),
    "opened": stored - begun,
    "stored": stored - read,
    "asked": asked - stored,
    "used": used,
    "memory": peak() - before,
}))
"""


class _Figures(msgspec.Struct):
    rows: int
    kept: int
    opened: float
    stored: float
    asked: float
    used: float
    memory: float


def measure() -> list[Row]:
    """Opens the four parts in a program of its own; returns the figures that are promised."""
    title("CMS's table of pairs in full size, four zips")
    with tempfile.TemporaryDirectory() as folder:
        paths = list(_write_parts(Path(folder)))
        out = subprocess.run(
            [sys.executable, "-c", _CHILD, f"{folder}/data", *map(str, paths)],
            env={"PYTHONPATH": str(ROOT / "app"), "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    found = msgspec.json.decode(out, type=_Figures)
    show(
        ("", "rows", "kept", "opened", "processor", "stored", "all pairs of a code", "memory"),
        [
            (
                "practitioners",
                *(f"{found.rows:,}", f"{found.kept:,}"),
                *(f"{found.opened:.2f} s", f"{found.used:.2f} s", f"{found.stored:.2f} s"),
                *(f"{found.asked * 1000:.1f} ms", f"{found.memory:.1f} MB"),
            )
        ],
    )
    return [
        at_most("CMS pairs: 2.6 million rows opened", found.opened, 10, "s"),
        at_most("CMS pairs: memory while opening", found.memory, 150, "MB"),
    ]


def _write_parts(folder: Path) -> Iterator[Path]:
    chance = random.Random(18)
    ours = sorted(known_codes())
    codes = {f"{number:05}" for number in range(100, 100_000, 9)}
    codes |= {f"{number:04}{letter}" for number in range(1, 900, 3) for letter in "TUAF"}
    codes |= {f"{letter}{number:04}" for number in range(0, 1000, 3) for letter in "ACGJQS"}
    ordered = sorted({*codes, *ours})
    for number, (first, last) in enumerate(_CUTS, 1):
        mine = [code for code in ordered if first <= code <= last]
        each = _ROWS_A_PART // len(mine) + 1
        name = f"ccipra-v323r0-f{number}"
        path = folder / f"medicare-ncci-2026q4-practitioner-ptp-edits-{name}.zip"
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(f"{name}.TXT", "w") as table,
        ):
            table.write(PTP_HEAD.encode("latin-1"))
            for one in mine:
                others = chance.sample(ordered, each) + chance.sample(ours, 30) * (one in ours)
                table.write("".join(_row(one, other, chance) for other in others).encode())
        yield path


def _row(one: str, other: str, chance: random.Random) -> str:
    first, last, indicator = chance.choice(_STATES)
    mark = "*" if first < "1997" else ""
    return f"{one}\t{other}\t{mark}\t{first}\t{last}\t{indicator}\t{_REASON}\r\n"

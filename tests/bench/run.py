"""Measures what the project promises, each beside what it is measured against: `make bench`.

It prints and does not judge: the status is 0 unless something crashed. Figures of one run compare
with each other; those of two runs or machines do not. The start is measured by the clock, the rest
in processor time, which other programs on the machine disturb less; all of it runs in one thread.

`life`, 30,000 random actions, runs only where it is named. `--quick` runs everything less often;
naming parts runs only those: `make bench ARGS="start keys"`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import keys, life, package, search, start, tables, typed
from bench.table import Row, show, title, verdict

PARTS = ("start", "typed", "search", "keys", "tables", "package")
LONG_PARTS = ("life",)
"""Run only where they are named: ten minutes and more."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what the project promises.")
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"any of: {' '.join(PARTS + LONG_PARTS)}"
    )
    options = parser.parse_args()
    parts = options.parts or list(PARTS)
    if strange := set(parts).difference(PARTS, LONG_PARTS):
        parser.error(f"no such part: {' '.join(sorted(strange))}")
    begun = time.monotonic()
    print(
        f"{time.strftime('%Y-%m-%d')}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    rows: list[Row] = []
    if "start" in parts:
        rows += start.measure(quick=options.quick)
    # The start alone is measured on a screen.
    app = QApplication(["bench", "-style", "fusion", "-platform", "offscreen"])
    if "typed" in parts:
        rows += typed.measure(quick=options.quick)
    if "search" in parts:
        rows += search.measure(quick=options.quick)
    if "keys" in parts:
        rows += keys.measure()
    if "tables" in parts:
        rows += tables.measure()
    if "life" in parts:
        rows += life.measure(quick=options.quick)
    if "package" in parts:
        rows += package.measure(quick=options.quick)
    title("The promises")
    show(
        ("what", "figure", "promise", ""),
        [(row.what, row.figure, row.promise, verdict(row)) for row in rows],
    )
    print(f"\n{time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f}")
    del app


if __name__ == "__main__":
    main()

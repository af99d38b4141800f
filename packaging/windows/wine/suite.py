"""The suite's unit and ui tests in Wine, a few rooms at a time, and the sum of it.

In parts, as a test that hangs ends its process: the others are run all the same.
"""

from __future__ import annotations

import queue
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

from windows.wine.machine import FONTS, HERE, ROOT, TrialError, Wine, windows_path

# They build, need an X server or measure.
_LEFT_OUT = ("packaging", "stories", "bench")
_ROOMS_AT_ONCE = 3
_TIMEOUT_S = 2400.0

# Wine does not hand on what the host's QT_ variables say.
_PYTEST = """
import os, sys, pytest
os.environ["QT_QPA_FONTDIR"] = sys.argv[1]
sys.exit(pytest.main(sys.argv[2:]))
"""


def rooms(tests: Path) -> list[str]:
    """The folders and files of tests to be run, those of the window room by room."""
    inside = [*tests.iterdir(), *(tests / "ui").iterdir()]
    left_out = [tests / room for room in (*_LEFT_OUT, "ui")]
    kept = [path for path in inside if path not in left_out and _has_tests(path)]
    return sorted(path.relative_to(tests.parent).as_posix() for path in kept)


def _has_tests(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob("test_*.py"))
    return path.match("test_*.py")


def run(
    wines: Sequence[Wine],
    python: str,
    settings: Mapping[str, str],
    work: Path,
    options: Sequence[str],
) -> str:
    """Runs all parts, or one with these arguments for pytest; what fails is in exceptions.tsv.

    Each of the Wines takes the next part when it is done with one.
    """
    everything = rooms(ROOT / "tests")
    starts = range(0, len(everything), _ROOMS_AT_ONCE)
    parts = [everything[at : at + _ROOMS_AT_ONCE] for at in starts]
    free = queue.SimpleQueue[Wine]()
    for wine in wines:
        free.put(wine)

    def in_turn(number: int, part: Sequence[str]) -> str | None:
        wine = free.get()
        try:
            return _part(wine, [python, *part], settings, work / f"suite-{number}.xml")
        finally:
            free.put(wine)

    with ThreadPoolExecutor(len(wines)) as pool:
        found = list(pool.map(in_turn, count(1), [options] if options else parts))
    reports = [report for report in found if report is not None]
    if len(reports) < len(found):
        raise TrialError("not all parts came to their end.")
    return judged(reports, (HERE / "exceptions.tsv").read_text("utf-8"), whole=not options)


def _part(
    wine: Wine, command: Sequence[str], settings: Mapping[str, str], report: Path
) -> str | None:
    """Runs some rooms; their report in JUnit's notation, or none if pytest did not end."""
    python, *part = command
    report.unlink(missing_ok=True)
    # Fonts as on Linux: what Wine brings has no bold letters, and Windows' own are not here.
    # -u and -v: where a test hangs, the last line of the log is its name.
    program = [python, "-u", "-c", _PYTEST, windows_path(FONTS), "-v", "--timeout=300"]
    program += ["-p", "no:cacheprovider", f"--junitxml={windows_path(report)}", *part]
    log, started = report.with_suffix(".txt"), time.monotonic()
    # What is too slow has been ended.
    with suppress(TrialError):
        wine.ask(program, settings, timeout=_TIMEOUT_S, folder=ROOT, log=log)
    text = report.read_text("utf-8") if report.exists() else None
    told = figures([text]) if text else log.read_text("utf-8", "replace")[-300:].strip()
    print(f"  {time.monotonic() - started:5.0f} s  {', '.join(part)}: {told}", flush=True)
    return text


def figures(reports: Iterable[str]) -> str:
    """How many tests passed, failed and were skipped, and which failed."""
    passed, failed, skipped = _results(reports)
    names = "".join(f"\n         {name}" for name in sorted(failed))
    return f"{len(passed)} passed, {len(failed)} failed, {sum(skipped.values())} skipped{names}"


def judged(reports: Iterable[str], exceptions: str, whole: bool = True) -> str:
    """The figures of JUnit reports. Raises TrialError for a failure that is not named.

    `exceptions` has a line for each test that may fail: its name, a tab, the reason. One that
    passes all the same must go; so must one that is not there, if these are the whole suite.
    """
    named = {line.partition("\t")[0] for line in exceptions.splitlines() if "\t" in line}
    passed, failed, skipped = _results(reports)
    if not passed:
        raise TrialError("no tests were run")
    strange = sorted(failed - named)
    strange += [f"{name} (named, but it passes)" for name in sorted(passed & named - failed)]
    if whole:
        gone = sorted(named - failed - passed)
        strange += [f"{name} (named, but it is not there)" for name in gone]
    told = f"{len(passed)} passed, {len(failed)} failed"
    if strange:
        raise TrialError(f"{told}; not as named in exceptions.tsv:\n" + "\n".join(strange))
    reasons = ", ".join(f"{count} {why}" for why, count in skipped.most_common())
    return f"{told} as named, {sum(skipped.values())} skipped ({reasons})"


def _results(reports: Iterable[str]) -> tuple[set[str], set[str], Counter[str]]:
    """The tests that passed and those that failed; how many were skipped for which reason."""
    passed, failed, skipped = set[str](), set[str](), Counter[str]()
    for report in reports:
        for case in ElementTree.fromstring(report).iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            why = case.find("skipped")
            if why is not None:
                skipped[why.get("message", "")] += 1
            elif case.find("failure") is not None or case.find("error") is not None:
                failed.add(name)
            else:
                passed.add(name)
    return passed - failed, failed, skipped

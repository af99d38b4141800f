"""What was shown as saved is on disk: the writing process is killed hundreds of times."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import needs
from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import open_userdata
from support import ROOT

KILLS = 240
SEED = 7
# A kill waits for so many numbers and then for a moment within the next writes; kills that wait for
# none fall on the opening as well.
MOST_NUMBERS = 5
LONGEST_S = 0.008

# Forks a writer for each line "folder seed". The writer does the changes below, numbered, and
# tells each number once the change has returned.
WRITER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from otcodebook.userdata.store import open_userdata
from userdata.test_killed import change

for line in sys.stdin:
    folder, first = line.rstrip("\\n").rsplit(" ", 1)
    child = os.fork()
    if child == 0:
        os.write(1, f"pid {os.getpid()}\\n".encode())
        data = open_userdata(Path(folder), datetime.now)
        number = int(first)
        while not data.trouble:
            change(data, number)
            os.write(1, f"{number}\\n".encode())
            number += 1
        os.write(1, f"{data.trouble}\\n".encode())
        signal.pause()
    os.waitpid(child, 0)
    os.write(1, b"gone\\n")
"""


def text_of(number: int) -> str:
    """Some notes fit in a row of the file, others need pages of their own."""
    return f"{number} " + "payer rule " * random.Random(number).choice((0, 2, 30, 700))


def change(data, number: int) -> None:
    """The numbered change: notes above all; favorites and copies in between."""
    code = f"C{number % 5}"
    if number % 7 == 3:
        data.set_favorite(code, number % 2 == 0)
    elif number % 7 == 5:
        data.record_copies([code, f"C{number % 3}"])
    elif number % 11 == 0:
        data.set_note(code, "")
    else:
        data.set_note(code, text_of(number))


class Expected:
    """What the store holds after the changes up to a number."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.favorites: list[str] = []
        self.recents: list[str] = []

    def set_note(self, code: str, text: str) -> None:
        self.notes.pop(code, None)
        if text:
            self.notes[code] = text

    def set_favorite(self, code: str, on: bool) -> None:
        if on and code not in self.favorites:
            self.favorites.append(code)
        elif not on and code in self.favorites:
            self.favorites.remove(code)

    def record_copies(self, codes: list[str]) -> None:
        for code in codes:
            self.recents = [code, *(other for other in self.recents if other != code)]

    def state(self) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
        return dict(self.notes), tuple(self.favorites), tuple(self.recents)


@pytest.fixture
def writer() -> Iterator[subprocess.Popen[bytes]]:
    folders = os.pathsep.join((str(ROOT / "app"), str(ROOT / "tests")))
    with subprocess.Popen(
        [sys.executable, "-c", WRITER],
        env={**os.environ, "PYTHONPATH": folders},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0


class Lines:
    """The lines of a pipe, as far as they have come until a moment."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self.come: list[str] = []
        self.rest = b""

    def next(self, until: float) -> str | None:
        while not self.come:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.pipe], [], [], left)[0]:
                return None
            *lines, self.rest = (self.rest + os.read(self.pipe, 65536)).split(b"\n")
            self.come += [line.decode() for line in lines]
        return self.come.pop(0)


def killed_after(
    writer: subprocess.Popen[bytes], lines: Lines, command: str, numbers: int, wait: float
) -> list[int]:
    """Has the writer begin, kills it after so many numbers and seconds; all numbers it told."""
    assert writer.stdin is not None
    writer.stdin.write(command.encode())
    writer.stdin.flush()
    last = time.monotonic() + 20
    what, pid = (lines.next(last) or "none came").split()
    assert what == "pid"
    shown = [lines.next(last) or "none came" for _ in range(numbers)]
    kill_at = time.monotonic() + wait
    while (line := lines.next(kill_at)) is not None:
        shown.append(line)
    os.kill(int(pid), signal.SIGKILL)
    while (line := lines.next(last)) != "gone":
        assert line is not None
        shown.append(line)
    return [int(number) for number in shown]


@needs.fork
def test_everything_shown_as_saved_survives_hundreds_of_kills(
    tmp_path: Path, writer: subprocess.Popen[bytes]
) -> None:
    chance = random.Random(SEED)
    assert writer.stdout is not None
    lines = Lines(writer.stdout.fileno())
    happened: Counter[str] = Counter()
    folder, next_number, expected = tmp_path / "0", 0, Expected()
    for kill in range(KILLS):
        if kill % 10 == 0:
            folder, next_number, expected = tmp_path / str(kill), 0, Expected()
        numbers, wait = chance.randint(0, MOST_NUMBERS), chance.uniform(0, LONGEST_S)
        shown = killed_after(writer, lines, f"{folder} {next_number}\n", numbers, wait)
        happened["half written"] += (folder / f"{FILE_NAME}-journal").exists()
        assert shown == list(range(next_number, next_number + len(shown)))
        for number in shown:
            change(expected, number)
        next_number += len(shown)

        data = open_userdata(folder, datetime.now)
        found = (dict(data.all_notes()), data.favorites(), data.recents())
        assert data.trouble == ""
        data.close()
        if found != expected.state():
            # Killed between the end of the write and the telling of it.
            change(expected, next_number)
            next_number += 1
            happened["saved, not shown yet"] += 1
        assert found == expected.state(), f"kill {kill} of seed {SEED}, after change {next_number}"
        happened["shown"] += len(shown)
        happened["killed before the first"] += not shown
    print(f"{KILLS} kills: {dict(happened)}")
    assert happened["half written"] >= KILLS / 20
    assert happened["shown"] >= KILLS

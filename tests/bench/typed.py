"""Key to list: real keys into the real window."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from bench.in_use import fill_store
from bench.table import Row, at_most, ms, percentile, show, title
from otcodebook.ui.app import build_window
from otcodebook.ui.window.main_window import MainWindow
from support import ROOT
from ui.filling import wait_until_filled

QUERIES = ROOT / "tests" / "data" / "queries.tsv"


class Answer(NamedTuple):
    """Processor seconds that a key takes until the list is updated, and until what follows it.

    When the key is handled, the page of the first code is laid out too. `settled` is when the
    whole window is painted and no event is left.
    """

    updated: float
    handled: float
    painted: float
    settled: float


class Typist:
    """Types into a window's search box and takes the times."""

    def __init__(self, window: MainWindow) -> None:
        field = window.findChild(QLineEdit, "searchField")
        codes = window.findChild(QListView, "codeList")
        assert field is not None
        assert codes is not None
        self._field = field
        self._codes = codes
        self._codes.model().modelReset.connect(self._note)
        self._reset = 0.0
        self._canvas = QPixmap(self._codes.viewport().size())
        self._field.setFocus()

    def _note(self) -> None:
        self._reset = time.thread_time()

    def type(self, query: str) -> dict[str, Answer]:
        """The answer to each prefix of the query."""
        self._field.clear()
        QApplication.processEvents()
        return {query[: at + 1]: self._key(char) for at, char in enumerate(query)}

    def _key(self, char: str) -> Answer:
        begun = time.thread_time()
        QTest.keyClicks(self._field, char)
        handled = time.thread_time()
        QApplication.processEvents()
        settled = time.thread_time()
        self._codes.viewport().render(self._canvas)  # the rows alone, which Qt paints with the rest
        drawn = time.thread_time() - settled
        dealt = handled - begun
        return Answer(self._reset - begun, dealt, dealt + drawn, settled - begun)


def middle(rounds: Iterable[dict[str, Answer]]) -> dict[str, Answer]:
    """Each prefix's medians over the rounds: what the program takes, not what the machine adds."""
    by_prefix: dict[str, list[Answer]] = {}
    for answers in rounds:
        for prefix, answer in answers.items():
            by_prefix.setdefault(prefix, []).append(answer)
    return {
        prefix: Answer(*(median(values) for values in zip(*answers, strict=True)))
        for prefix, answers in by_prefix.items()
    }


def show_answers(answers: dict[str, Answer]) -> None:
    """Prints a line for each step of an answer."""
    steps = {
        "list updated": "updated",
        "and the page of the first code": "handled",
        "and the visible rows painted": "painted",
        "and the whole window painted": "settled",
    }
    lines = []
    for step, field in steps.items():
        by_prefix = {prefix: getattr(answer, field) for prefix, answer in answers.items()}
        values = list(by_prefix.values())
        slowest = max(by_prefix, key=by_prefix.__getitem__)
        figures = (median(values), percentile(values, 0.95), max(values))
        lines.append((step, *map(ms, figures), repr(slowest)))
    show((f"{len(answers)} prefixes", "median", "p95", "worst", "worst for"), lines)


def measure(*, quick: bool) -> list[Row]:
    """Types every sample query into new windows with the bundled catalog."""
    queries = [line.split("\t")[0] for line in QUERIES.read_text("utf-8").splitlines()]
    rounds = 1 if quick else 5
    title("Key to list, bundled catalog, real window")
    with tempfile.TemporaryDirectory() as data:
        plain = _typed(queries, Path(data), rounds)
    title("The same with 200 favorites, 500 notes and CMS tables")
    with tempfile.TemporaryDirectory() as data:
        fill_store(Path(data))
        in_use = _typed(queries, Path(data), rounds)
    return [*_promised(plain, "bundled catalog"), *_promised(in_use, "with notes and CMS tables")]


def _typed(queries: Sequence[str], folder: Path, rounds: int) -> dict[str, Answer]:
    """The answers of a window on this store, which are printed too."""
    answers: list[dict[str, Answer]] = []
    for _ in range(rounds):
        window = build_window(data_dir=folder)
        window.show()
        wait_until_filled(window)
        typist = Typist(window)
        typed: dict[str, Answer] = {}
        for query in queries:
            typed |= typist.type(query)
        answers.append(typed)
        window.close()
        window.deleteLater()
    by_prefix = middle(answers)
    show_answers(by_prefix)
    return by_prefix


def _promised(answers: dict[str, Answer], what: str) -> list[Row]:
    updated = median(answer.updated for answer in answers.values()) * 1000
    painted = median(answer.painted for answer in answers.values()) * 1000
    return [
        at_most(f"key to list updated, {what}, median", updated, 2, "ms"),
        Row("  with the code's page and the rows painted", f"{painted:.2f} ms"),
    ]

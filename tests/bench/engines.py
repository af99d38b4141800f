"""The searches that are compared: ours, a Qt proxy model, SQLite's full-text index."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRegularExpression, QSortFilterProxyModel, QStringListModel

from otcodebook.catalog.model import Catalog, Code, Family
from otcodebook.search.codes import CodeSearch
from otcodebook.search.words.text import tokenize

IcdRow = tuple[str, str]
Search = Callable[[str], int]
"""Answers a query; returns how many rows it handed over."""

SCREENFUL = 25
FIRST_PAGE = 100

_PRINT_ICD = """
import simple_icd_10_cm as icd
for code in icd.get_all_codes(with_dots=True):
    print(code, " ".join(icd.get_description(code).split()))
"""


def icd_rows() -> list[IcdRow]:
    """Every code of ICD-10-CM with its description.

    Read by another process: what the package keeps in memory would slow this one's collector.
    """
    env = {"PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", _PRINT_ICD]
    out = subprocess.run(command, env=env, capture_output=True, check=True).stdout
    lines = (line.partition(" ") for line in out.decode("utf-8").splitlines())
    return [(code, name) for code, _, name in lines]


def spread(rows: Sequence[IcdRow], count: int) -> list[IcdRow]:
    """So many rows, evenly from all chapters."""
    return [rows[at * len(rows) // count] for at in range(count)]


def as_catalog(rows: Sequence[IcdRow]) -> Catalog:
    """The rows as a catalog; built directly, so that all of them are there."""
    family = Family("icd", "Diagnosis")
    codes = tuple(Code(code=code, name=name, family="icd") for code, name in rows)
    return Catalog(1, "ICD-10-CM", None, (family,), codes)


def found(search: CodeSearch) -> Search:
    """The search of the Codes tab: all results found, counted and ranked."""

    def run(text: str) -> int:
        return len(search.search(text))

    return run


def ours(search: CodeSearch) -> Search:
    """The search of the Codes tab, and the hits of a screenful of rows with their marks."""

    def run(text: str) -> int:
        return len(search.search(text)[:SCREENFUL])

    return run


def proxy_model(rows: Sequence[IcdRow]) -> Search:
    """QSortFilterProxyModel over a QStringListModel: all words anywhere, case-insensitive.

    The pattern is anchored, which spares it from trying each place of a row that does not match.
    """
    source = QStringListModel([f"{code} {name}" for code, name in rows])
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(source)
    ignore_case = QRegularExpression.PatternOption.CaseInsensitiveOption

    def run(text: str, _keep: object = source) -> int:
        words = (QRegularExpression.escape(word) for word in text.split())
        pattern = "^" + "".join(f"(?=.*{word})" for word in words)
        proxy.setFilterRegularExpression(QRegularExpression(pattern, ignore_case))
        return proxy.rowCount()

    return run


def full_text(rows: Sequence[IcdRow], limit: int | None) -> Search:
    """SQLite FTS5 in memory, every word a prefix, `ORDER BY rank`."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE entry USING fts5(code, name)")
    database.executemany("INSERT INTO entry VALUES (?, ?)", rows)
    database.commit()
    statement = "SELECT code, name FROM entry WHERE entry MATCH ? ORDER BY rank"
    if limit is not None:
        statement += f" LIMIT {limit}"

    def run(text: str) -> int:
        colors = tokenize(text)
        if not colors:
            return 0
        match = " ".join(f'"{token}"*' for token in colors)
        return len(database.execute(statement, (match,)).fetchall())

    return run

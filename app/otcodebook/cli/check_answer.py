"""How a list is understood, as the answer of `ot-codebook check --json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from otcodebook.catalog.model import Problem
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.file import LoadedCatalog
from otcodebook.lists.reading import ListReading

_SINGLE = (
    Role.CODE,
    Role.NAME,
    Role.CHARGE,
    Role.TIMING,
    Role.MODIFIER,
    Role.FAMILY,
    Role.NOTE,
    Role.SUMMARY,
    Role.ALIASES,
)


def as_json(loaded: LoadedCatalog) -> dict[str, Any]:
    """Codes, columns by role (the titles as in the file, None for none), and what is not whole.

    A part of a row that is left out stands in `left_out` too: its line is used but for that.
    """
    reading = loaded.reading
    if reading is None:
        return {**_nothing(), "codes": [code.code for code in loaded.catalog.codes]}
    unclear = [{"line": _line(problem), "reason": problem.message} for problem in reading.unclear]
    return {
        "codes": [entry.code for entry in reading.entries],
        "columns": _columns(reading),
        "left_out": [
            *({"line": row.line, "reason": row.reason} for row in reading.left_out),
            *unclear,
        ],
        "repaired": [
            {"line": each.line, "from": each.before, "to": each.after} for each in reading.repaired
        ],
        "questions": list(reading.questions),
    }


def refused_as_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """The answer for a file that cannot be used at all."""
    left_out = [{"line": _line(each), "reason": each.message} for each in problems]
    return {**_nothing(), "left_out": left_out}


def _nothing() -> dict[str, Any]:
    columns = dict.fromkeys([role.value for role in (*_SINGLE, Role.EXTRA)])
    return {"codes": [], "columns": columns, "left_out": [], "repaired": [], "questions": []}


def _columns(reading: ListReading) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for role in _SINGLE:
        column = reading.column(role)
        columns[role.value] = reading.called(column).strip('"') if column else None
    extra = [
        reading.called(column).strip('"') for column in reading.columns if column.role is Role.EXTRA
    ]
    return {**columns, Role.EXTRA.value: extra or None}


def _line(problem: Problem) -> int | None:
    """The number in a place such as "line 3" and "line 3, column 1"; None for a path."""
    words = problem.place.replace(",", " ").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else None

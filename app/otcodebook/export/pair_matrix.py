"""The pairs of some codes, all with all, as a table to print: by CMS's table that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from otcodebook.catalog.model import Catalog, Code, System
from otcodebook.cms.pairs import answer_pairs, pair_table
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.model import NEVER, SETTING_NAMES, Setting
from otcodebook.errors import AppError
from otcodebook.pages.html import Html, h1, join, p, table, text
from otcodebook.wording import listed, long_date

TITLE = "Code pairs of my favorites"
NEVER_TEXT, ON_ROW, ON_COLUMN, NOT_OPEN = "never", "59", "(59)", "?"
"""What stands in a cell; an empty one says that there is no pair."""

_LEGEND = (
    f"{ON_ROW}: paid together only with 59 or an X modifier, on the code of the row, if the "
    "services were truly separate.",
    f"{ON_COLUMN}: the same, on the code above.",
    f"{NEVER_TEXT}: Medicare never pays both on one day.",
    "Empty: no pair.",
)
_NOT_OPEN_LEGEND = f"{NOT_OPEN}: not known, in a part of the table that is not open"
_ACROSS, _DOWN = 12, 26
"""So many codes stand side by side on a page, and so many below each other."""


class PairMatrix(Struct, frozen=True):
    """The codes with their names, in order; `cells` has a text for row and column.

    edition: which table this is. remark: a sentence where it is not that of the day, or empty.
    to_open: which parts are to be opened for pairs that are not known; empty without such.
    left_out: codes whose pairs the table was read without.
    """

    codes: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, str], str]
    edition: str
    remark: str
    to_open: str
    left_out: tuple[str, ...]


def pair_matrix(
    store: CmsStore, codes: Sequence[str], catalog: Catalog, day: date, setting: Setting
) -> PairMatrix:
    """What the open table says of these codes; modifiers and other marks are passed over.

    Raises AppError where no table is open, or fewer than two of the codes are in it.
    """
    stored = pair_table(store, day, setting)
    known = store.known_codes(stored)
    entries = [catalog.find(code) for code in codes]
    billed = {e.code: e.name for e in entries if isinstance(e, Code) and _is_billed(e)}
    inside = [code for code in billed if code in known]
    if len(inside) < 2:
        raise AppError("Pairs need two codes: make at least two codes favorites first.")
    answer = answer_pairs(store, inside, day, setting)
    cells: dict[tuple[str, str], str] = {}
    for row in answer.pairs:
        is_never = row.indicator == NEVER
        cells[row.column2, row.column1] = NEVER_TEXT if is_never else ON_ROW
        cells[row.column1, row.column2] = NEVER_TEXT if is_never else ON_COLUMN
    for one, other in answer.not_loaded:
        cells[one, other] = cells[other, one] = NOT_OPEN
    return PairMatrix(
        tuple((code, billed[code]) for code in inside),
        cells,
        f"CMS's table of {answer.edition.words}, {SETTING_NAMES[setting]}, as of {long_date(day)}",
        answer.remark,
        answer.to_open if answer.not_loaded else "",
        tuple(code for code in billed if code not in known),
    )


def matrix_html(matrix: PairMatrix) -> Html:
    """The matrix, so many codes across; those that do not fit follow on further pages."""
    pages = [
        join(_page(matrix, part, rows))
        for rows in _parts(matrix.codes, _DOWN)
        for part in _parts(matrix.codes, _ACROSS)
    ]
    return Html(p(Html(""), "page").join(pages))


def _page(
    matrix: PairMatrix, part: Sequence[tuple[str, str]], down: Sequence[tuple[str, str]]
) -> Iterator[Html]:
    yield h1(TITLE)
    yield p(text(f"{matrix.edition}."))
    if matrix.remark:
        yield p(text(matrix.remark), "warning")
    across = [code for code, _ in part]
    cells = matrix.cells | {(code, code): "\N{EM DASH}" for code in across}
    rows = [
        [f"{code} {name}", *(cells.get((code, other), "") for other in across)]
        for code, name in down
    ]
    yield table(["", *across], rows, text)
    gaps = [f"{_NOT_OPEN_LEGEND}: open {matrix.to_open}."] if matrix.to_open else []
    for line in (*_LEGEND, *gaps):
        yield p(text(line), "muted")
    if matrix.left_out:
        told = f"Not in the table as it was read: {listed(matrix.left_out)}."
        yield p(text(told), "muted")


def _parts(codes: Sequence[tuple[str, str]], most: int) -> Iterator[Sequence[tuple[str, str]]]:
    for start in range(0, len(codes), most):
        yield codes[start : start + most]


def _is_billed(code: Code) -> bool:
    return code.system is not System.MODIFIER

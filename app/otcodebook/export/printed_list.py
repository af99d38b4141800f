"""The contents of a printed list: what the Codes tab lists, for paper or a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.model import (
    ASSISTANT_MODIFIER,
    Catalog,
    Code,
    Entry,
    OtherProfessionCode,
    Pooled,
    Retired,
)
from otcodebook.export.clipboard_text import defused
from otcodebook.lists.overlay import Overlay, overlay_of
from otcodebook.pages.edition import edition_text
from otcodebook.units.model import chart_row
from otcodebook.wording import counted, elided, long_date, quoted

MOST_ON_PAPER = 2000
"""The most codes on paper: about fifty pages, laid out before the window seems to hang."""

CSV_COLUMNS = ("Code", "Name", "Family", "Counting", "My note")

_CLINIC_COLUMNS = ("My name", "Charge", "Modifier", "Comment")

CHART_UNITS = 8
"""The rows of the printed 8-minute chart: up to two hours and seven minutes."""

_LONGEST_QUERY = 60
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\u201c\u201d]+')
_NOTICES = (
    "CPT is a registered trademark of the American Medical Association.",
    "OT Codebook is not affiliated with and not endorsed by the AMA, CMS or AOTA.",
)


class ListContent(Struct, frozen=True):
    """What the Codes tab lists.

    `scope` names the list that is searched, empty for the whole catalog; `family` is the name of
    the chosen family, `timed` the chosen counting; `nearest`: nothing matched the query, these are
    the closest results; `answers` is how many rows below the entries are FAQ answers, not codes.
    `is_clinic_list`: the scope is a clinic's list on top, which has fields of its own.
    """

    entries: Sequence[Entry]
    query: str = ""
    scope: str = ""
    family: str = ""
    timed: bool | None = None
    nearest: bool = False
    answers: int = 0
    is_clinic_list: bool = False


class Row(Struct, frozen=True):
    """One code; `counting` and `note` may be empty.

    `clinic` are the fields of a clinic's list, titles and cells, where that is what is printed.
    """

    code: str
    name: str
    family: str
    counting: str
    note: str
    clinic: tuple[tuple[str, str], ...] = ()


class QuickReference(Struct, frozen=True):
    """What fills the rest of the last page where there is room.

    `chart` holds minutes and units of the 8-minute chart, `modifiers` codes and names; either may
    be empty.
    """

    chart: tuple[tuple[str, str], ...] = ()
    modifiers: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.chart or self.modifiers)


class PrintedList(Struct, frozen=True):
    """A title, rows, and the foot of each page.

    `by_family`: the rows of each family are together, so that its name can head them;
    `left_out` is a sentence on the rows of the list that are not printed, or empty;
    `reference` goes below the last row where there is room.
    """

    title: str
    rows: tuple[Row, ...]
    by_family: bool
    left_out: str
    foot: str
    reference: QuickReference = QuickReference()

    @property
    def notes(self) -> int:
        """How many codes have a note."""
        return sum(1 for row in self.rows if row.note)

    @property
    def count(self) -> str:
        """How many codes there are, in words."""
        return counted(len(self.rows), "code")

    def without_notes(self) -> PrintedList:
        """The same list without the user's notes."""
        return replace(self, rows=tuple(replace(row, note="") for row in self.rows))


def printed_list(listed: ListContent, catalog: Catalog, notes: Mapping[str, str]) -> PrintedList:
    """The codes of the list in its order, with a remark on rows that are not codes to bill."""
    families = catalog.family_names
    overlay = overlay_of(catalog) if listed.is_clinic_list else None
    taken = frozenset(title.casefold() for title in (*CSV_COLUMNS, *_CLINIC_COLUMNS))
    rows = tuple(
        Row(
            code=entry.code,
            name=entry.name,
            family=families.get(entry.family, ""),
            counting=counting_label(entry.timing),
            note=notes.get(entry.code, "").strip(),
            clinic=_clinic_fields(entry, overlay, taken) if overlay else (),
        )
        for entry in listed.entries
        if isinstance(entry, Code)
    )
    in_catalog_order = not (listed.query.strip() or listed.scope or listed.family)
    return PrintedList(
        title=list_title(listed),
        rows=rows,
        by_family=in_catalog_order and _together([row.family for row in rows]),
        left_out=_left_out(listed),
        foot=" ".join(_foot(catalog)),
        reference=_quick_reference(catalog),
    )


def list_title(listed: ListContent) -> str:
    """What the list is, such as "Favorites" or 'Codes for "splint"'."""
    query = elided(" ".join(listed.query.split()), _LONGEST_QUERY)
    whole = "Codes" if query or listed.timed is not None else "All codes"
    parts = [part for part in (listed.scope, listed.family) if part] or [whole]
    if listed.timed is not None:
        parts.append("timed" if listed.timed else "untimed")
    title = ", ".join(parts)
    if not query:
        return title
    how = "nearest to" if listed.nearest else "for"
    return f"{title} {how} {quoted(query)}"


def file_name(title: str, ending: str) -> str:
    """A file name for a printed list that every file system accepts."""
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", title).split())[:80].strip(" .")
    return f"{plain or 'Codes'}.{ending}"


def csv_bytes(printed: PrintedList) -> bytes:
    """The rows as CSV, formulas defused; the byte order mark tells Excel that it is UTF-8.

    The column of notes is there only if there are notes, those of a clinic's list only if it has
    them. The project's own reader takes the file.
    """
    found = dict.fromkeys(title for row in printed.rows for title, _ in row.clinic)
    usual = [title for title in _CLINIC_COLUMNS if title in found]
    titles = list(dict.fromkeys([*usual, *found]))
    columns = (*CSV_COLUMNS[:-1], *titles, *(CSV_COLUMNS[-1:] if printed.notes else ()))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([defused(title) for title in columns])
    for row in printed.rows:
        clinic = dict(row.clinic)
        own = (clinic.get(title, "") for title in titles)
        cells = (row.code, row.name, row.family, row.counting, *own, row.note)
        writer.writerow([defused(cell) for cell in cells[: len(columns)]])
    return text.getvalue().encode("utf-8-sig")


def _clinic_fields(
    code: Code, overlay: Overlay, taken: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """What the clinic's list says of the code, without what is empty or printed already.

    `taken` are the titles that its further columns may not have.
    """
    entry = overlay.clinic_entry(code.code)
    if entry is None:
        return ()
    more = (
        (f"{title} (my list)" if title.casefold() in taken else title or "More", cell)
        for title, cell in entry.extra
    )
    name = "" if entry.name == code.name else entry.name
    own = zip(_CLINIC_COLUMNS, (name, entry.charge, entry.modifier, entry.note), strict=True)
    return tuple((title, cell) for title, cell in (*own, *more) if cell)


def _together(families: Sequence[str]) -> bool:
    """Whether there are several families, each in one piece."""
    begins = [at for at, family in enumerate(families) if at == 0 or families[at - 1] != family]
    return len(begins) > 1 and len(begins) == len(set(families))


def _left_out(listed: ListContent) -> str:
    kinds = Counter(type(entry) for entry in listed.entries)
    parts = [
        counted(count, *what)
        for count, *what in (
            (kinds[Retired], "retired code"),
            (
                kinds[OtherProfessionCode],
                "code of other professions",
                "codes of other professions",
            ),
            (listed.answers, "answer"),
        )
        if count
    ]
    return f"Left out: {', '.join(parts)}." if parts else ""


def _quick_reference(catalog: Catalog) -> QuickReference:
    """The 8-minute chart where codes are counted by it, and the modifiers of claim lines."""
    chart: list[tuple[str, str]] = []
    if any(isinstance(code.timing, Pooled) for code in catalog.codes):
        row = chart_row(0)
        while len(chart) < CHART_UNITS:
            row = chart_row(row.at_most + 1)
            chart.append((f"{row.at_least}-{row.at_most}", counted(row.units, "unit")))
    offered = catalog.billing.modifiers
    codes: tuple[str, ...] = ()
    if offered is not None:
        first, *others = (*offered.every_line, *offered.one_line)
        codes = (first, ASSISTANT_MODIFIER, *others)
    entries = (catalog.find(code) for code in codes)
    return QuickReference(
        tuple(chart), tuple((item.code, item.name) for item in entries if isinstance(item, Code))
    )


def _foot(catalog: Catalog) -> list[str]:
    edition = catalog.edition
    if edition is None:
        return [f"OT Codebook. {catalog.title.removesuffix('.')}.", *_NOTICES]
    validity = f"{edition_text(edition)}, valid through {long_date(edition.expires)}"
    return [f"OT Codebook. {validity}.", *(edition.notices or _NOTICES)]

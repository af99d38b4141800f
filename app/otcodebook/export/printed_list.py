"""The list of the Codes tab as a sheet to print or to open in a spreadsheet: what stands on it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.model import Catalog, Code, Entry, OtherProfessionCode, Retired
from otcodebook.export.clipboard_text import defused
from otcodebook.pages.edition import edition_text

MOST_ON_PAPER = 2000
"""The most codes of a sheet: some fifty pages, laid out before the window seems to stand still."""

CSV_COLUMNS = ("Code", "Name", "Family", "Counting", "My note")

_LONGEST_QUERY = 60
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\u201c\u201d]+')
_NOTICES = (
    "CPT is a registered trademark of the American Medical Association.",
    "OT Codebook is not affiliated with and not endorsed by the AMA, CMS or AOTA.",
)


class ListContent(Struct, frozen=True):
    """What the Codes tab lists.

    `scope` names the list that is searched, empty for the whole catalog; `family` is the name of
    the chosen family, `timed` the chosen counting; `nearest` says that nothing matched the query
    and these come nearest; `answers` is how many rows beneath the entries are no codes.
    """

    entries: Sequence[Entry]
    query: str = ""
    scope: str = ""
    family: str = ""
    timed: bool | None = None
    nearest: bool = False
    answers: int = 0


class Row(Struct, frozen=True):
    """One code; `counting` and `note` may be empty."""

    code: str
    name: str
    family: str
    counting: str
    note: str


class PrintedList(Struct, frozen=True):
    """A title, rows, and what stands in the foot of each page.

    `by_family` says that the rows of a family stand together, so that its name can head them;
    `left_out` tells in a sentence which rows of the list are not on the sheet, or is empty.
    """

    title: str
    rows: tuple[Row, ...]
    by_family: bool
    left_out: str
    foot: str

    @property
    def notes(self) -> int:
        """How many codes have a note."""
        return sum(1 for row in self.rows if row.note)

    @property
    def count(self) -> str:
        """How many codes there are, in words."""
        return _counted(len(self.rows), "code")

    def without_notes(self) -> PrintedList:
        """The same sheet, the user's own notes left out."""
        return replace(self, rows=tuple(replace(row, note="") for row in self.rows))


def printed_list(listed: ListContent, catalog: Catalog, notes: Mapping[str, str]) -> PrintedList:
    """The codes of the list in its order; what is no code to bill is left out, and that is told."""
    families = catalog.family_names
    rows = tuple(
        Row(
            code=entry.code,
            name=entry.name,
            family=families.get(entry.family, ""),
            counting=counting_label(entry.timing),
            note=notes.get(entry.code, "").strip(),
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
    )


def list_title(listed: ListContent) -> str:
    """What the list is, such as "Favorites" or 'Codes for "splint"'."""
    query = " ".join(listed.query.split())
    if len(query) > _LONGEST_QUERY:
        query = f"{query[:_LONGEST_QUERY].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    whole = "Codes" if query or listed.timed is not None else "All codes"
    parts = [part for part in (listed.scope, listed.family) if part] or [whole]
    if listed.timed is not None:
        parts.append("timed" if listed.timed else "untimed")
    title = ", ".join(parts)
    if not query:
        return title
    how = "nearest to" if listed.nearest else "for"
    return f"{title} {how} \N{LEFT DOUBLE QUOTATION MARK}{query}\N{RIGHT DOUBLE QUOTATION MARK}"


def file_name(title: str, ending: str) -> str:
    """A name for the file of a sheet that every file system takes."""
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", title).split())[:80].strip(" .")
    return f"{plain or 'Codes'}.{ending}"


def csv_bytes(sheet: PrintedList) -> bytes:
    """The rows as CSV, formulas defused; the byte order mark tells Excel that it is UTF-8.

    The column of notes is there only if there are notes. The project's own reader takes the file.
    """
    width = len(CSV_COLUMNS) if sheet.notes else len(CSV_COLUMNS) - 1
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS[:width])
    for row in sheet.rows:
        cells = (row.code, row.name, row.family, row.counting, row.note)
        writer.writerow([defused(cell) for cell in cells[:width]])
    return text.getvalue().encode("utf-8-sig")


def _together(families: Sequence[str]) -> bool:
    """Whether there are several families, each in one piece."""
    begins = [at for at, family in enumerate(families) if at == 0 or families[at - 1] != family]
    return len(begins) > 1 and len(begins) == len(set(families))


def _left_out(listed: ListContent) -> str:
    kinds = Counter(type(entry) for entry in listed.entries)
    parts = [
        _counted(count, what)
        for count, what in (
            (kinds[Retired], "retired code"),
            (kinds[OtherProfessionCode], "code of other professions"),
            (listed.answers, "answer"),
        )
        if count
    ]
    return f"Left out: {', '.join(parts)}." if parts else ""


def _foot(catalog: Catalog) -> list[str]:
    edition = catalog.edition
    if edition is None:
        return [f"OT Codebook. {catalog.title.removesuffix('.')}, no edition stated.", *_NOTICES]
    day = edition.expires
    told = f"{edition_text(edition)}, valid until {day.day} {day:%B} {day.year}"
    return [f"OT Codebook. {told}.", *(edition.notices or _NOTICES)]


def _counted(number: int, noun: str) -> str:
    head, _, rest = noun.partition(" of ")
    plural = head if number == 1 else f"{head}s"
    return f"{number:,} {plural}{f' of {rest}' if rest else ''}"

"""What a clinic's list on top says of a code, as a band on its page and as plain lines."""

from __future__ import annotations

from typing import Any

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.model import Catalog, Code
from otcodebook.lists.overlay import LINE_LENGTH, ClinicEntry, overlay_of
from otcodebook.pages.html import Html, join, p, span, text
from otcodebook.wording import elided, quoted

_DOT = " \N{MIDDLE DOT} "
_ONLY_HERE = "Only your list has this code. The built-in reference does not."
_NO_COUNTING = (
    "How it is counted is not known: your list does not say it clearly. Ask the payer, or choose "
    "the column that says it: File > Columns of the list."
)


def clinic_band(code: str, catalog: Catalog) -> Html:
    """The band; nothing where no list has the code."""
    entry, known = _entry(code, catalog)
    if entry is None:
        return Html("")
    title = span(text("From your list"), "key")
    rest = _DOT.join(_said(entry, known))
    lines = [p(join([title, text(f": {rest}" if rest else "")]))]
    lines += [
        p(join([span(text(label), "muted"), text(f"  {value}")]), "row")
        for label, value in entry.extra
    ]
    lines += [p(text(remark), "muted") for remark in _remarks(code, catalog, known)]
    # Qt's pages have no boxes but tables.
    cell = f'<td class="band">{join(lines)}</td>'
    table = f'<table class="band" cellspacing="0" cellpadding="8" width="100%"><tr>{cell}</tr>'
    return Html(f"{table}</table>")


def clinic_lines(code: str, catalog: Catalog) -> list[str]:
    """The same as plain lines; none where no list has the code."""
    entry, known = _entry(code, catalog)
    if entry is None:
        return []
    extra = [f"{label}: {value}" for label, value in entry.extra]
    return [_DOT.join(_said(entry, known)), *extra, *_remarks(code, catalog, known)]


def clinic_json(code: str, catalog: Catalog) -> dict[str, Any] | None:
    """The same for programs; None where no list has the code."""
    entry, _known = _entry(code, catalog)
    if entry is None:
        return None
    return {
        "line": entry.line,
        "name": entry.name,
        "charge": entry.charge,
        "modifier": entry.modifier,
        "comment": entry.note,
        "more": dict(entry.extra),
    }


def _entry(code: str, catalog: Catalog) -> tuple[ClinicEntry | None, str]:
    """What the list says of the code, and the name that the reference has for it, if it does."""
    overlay = overlay_of(catalog)
    if overlay is None:
        return None, ""
    known = overlay.known.get(code)
    name = (known.name if isinstance(known, Code) else code) if known is not None else ""
    return overlay.clinic_entry(code), name


def _said(entry: ClinicEntry, known: str) -> list[str]:
    is_own_name = known and entry.name and entry.name.casefold() != known.casefold()
    parts = [
        quoted(elided(entry.name, LINE_LENGTH)) if is_own_name else "",
        entry.charge_text,
        f"modifier {entry.modifier}" if entry.modifier else "",
        elided(entry.family, LINE_LENGTH) if known else "",
        quoted(entry.note) if entry.note else "",
    ]
    return [part for part in parts if part]


def _remarks(code: str, catalog: Catalog, known: str) -> list[str]:
    entry = catalog.find(code)
    if known or not isinstance(entry, Code):
        return []
    return [_ONLY_HERE, *([_NO_COUNTING] if is_timed(entry.timing) is None else [])]

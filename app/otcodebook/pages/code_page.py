"""The page of a code: of one that can be billed, a retired one, or another profession's."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.catalog.counting import counting_lines
from otcodebook.catalog.model import (
    Catalog,
    Code,
    Entry,
    OtherProfessionCode,
    Retired,
)
from otcodebook.pages.blocks import blocks_html, code_linker
from otcodebook.pages.edition import edition_foot
from otcodebook.pages.html import Html, bullets, h2, join, link, p, section, span, text


def entry_page(entry: Entry, catalog: Catalog) -> Html:
    """The page of whatever has a code."""
    match entry:
        case Code():
            return code_page(entry, catalog)
        case Retired():
            return retired_page(entry, catalog)
        case OtherProfessionCode():
            return other_profession_page(entry, catalog)


def code_page(code: Code, catalog: Catalog) -> Html:
    """All there is to read about one code; its number and name stand above the page."""
    linked = code_linker(catalog, without=code.code)
    parts = [p(linked(code.summary), "lead")] if code.summary else []
    counting = join(p(linked(line)) for line in counting_lines(code, catalog))
    parts += section("How it is counted", counting)
    if code.documentation:
        parts.append(_heading_with_copy("What to write", "copy:checklist"))
        parts.append(bullets(code.documentation, linked, "unchecked"))
    parts += section("Watch out for", bullets(code.cautions, linked))
    parts += section("Medicare", bullets(_medicare_lines(code), linked))
    for item in catalog.lookalikes_of(code.code):
        question = span(Html(f"&nbsp;&nbsp;{text(item.question)}"), "note")
        parts += [h2("Look-alikes", question), blocks_html(item.answer, catalog, linked)]
    if code.patient:
        parts.append(_heading_with_copy("Tell the patient", "copy:patient"))
        parts.append(p(text(code.patient), "quote"))
    parts += section("Related", _code_rows(code.related, catalog))
    parts.append(_foot(code, catalog))
    return join(parts)


def retired_page(entry: Retired, catalog: Catalog) -> Html:
    """What a retired code stood for, and what to use instead."""
    linked = code_linker(catalog, without=entry.code)
    parts = [
        p(text(f"{entry.code} is no longer a code: it was retired ({entry.gone})."), "warning"),
        p(text(f"It stood for: {entry.was}.")),
    ]
    if entry.note:
        parts.append(p(linked(entry.note)))
    parts += section("Use instead", _code_rows(entry.use, catalog))
    return join([*parts, _edition_line(catalog)])


def other_profession_page(entry: OtherProfessionCode, catalog: Catalog) -> Html:
    """Whose code it is, and what an occupational therapist uses instead."""
    linked = code_linker(catalog, without=entry.code)
    parts = [
        p(text(f"{entry.code} is not an occupational therapy code."), "warning"),
        p(text(f"It belongs to {entry.belongs_to}.")),
    ]
    if entry.note:
        parts.append(p(linked(entry.note)))
    parts += section("What an OT uses", _code_rows(entry.use, catalog))
    return join([*parts, _edition_line(catalog)])


def _medicare_lines(code: Code) -> list[str]:
    match code.medicare.therapy:
        case "always":
            status = ["Always therapy: the line needs a therapy modifier (modifier GO for OT)."]
        case "sometimes":
            status = ["Sometimes therapy: when a therapist performs it, it needs modifier GO."]
        case None:
            status = []
    return [*status, *code.medicare.notes]


def _code_rows(codes: Sequence[str], catalog: Catalog) -> Html:
    """A row for each code: its link and, unless it is retired or unknown, its name."""
    rows = []
    for code in codes:
        entry = catalog.find(code)
        name = entry.name if isinstance(entry, Code | OtherProfessionCode) else ""
        rows.append(
            Html(f"<p class='row'>{link(f'code:{code}', code)}&nbsp;&nbsp;{text(name)}</p>")
        )
    return join(rows)


def _foot(code: Code, catalog: Catalog) -> Html:
    """Beneath a rule: the code in one line, its sources, the edition."""
    lines = [f"{code.code} {code.name}."]
    if code.since:
        lines[0] += f" {code.since.removesuffix('.')}."
    titles = {source.id: source.title for source in catalog.sources}
    if code.sources:
        lines.append(f"Facts from: {'; '.join(titles[mark] for mark in code.sources)}.")
    parts = [p(text(line), "muted") for line in lines]
    return join([p(Html("&nbsp;"), "rule"), *parts, _edition_line(catalog)])


def _edition_line(catalog: Catalog) -> Html:
    return p(text(edition_foot(catalog)), "muted")


def _heading_with_copy(title: str, target: str) -> Html:
    """A heading with a link that copies what stands beneath it."""
    return h2(title, span(Html(f"&nbsp;&nbsp;{link(target, 'Copy')}"), "tool"))

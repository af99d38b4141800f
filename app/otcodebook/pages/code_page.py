"""The page of a code: of one that can be billed, a retired one, or another profession's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from otcodebook.catalog.counting import counting_lines
from otcodebook.catalog.model import (
    Catalog,
    Code,
    Entry,
    LookAlike,
    OtherProfessionCode,
    Retired,
)
from otcodebook.pages.blocks import blocks_html, code_linker
from otcodebook.pages.edition import edition_foot
from otcodebook.pages.folds import SOURCES, fold, sources_fold
from otcodebook.pages.html import Html, bullets, h2, join, link, p, section, span, text
from otcodebook.settings import PatientLanguage

if TYPE_CHECKING:
    from otcodebook.pages.cms_tables import CodeTables

NOT_REVIEWED = "Not reviewed by a certified translator."
"""Stands wherever the Spanish for the patient is shown."""


def entry_page(
    entry: Entry,
    catalog: Catalog,
    opened: Collection[str] = (),
    language: PatientLanguage = PatientLanguage.ENGLISH,
    tables: CodeTables | None = None,
) -> Html:
    """The page of whatever has a code; `opened` are the folds that are open (see `folds`).

    `language` is that of the words for the patient; `tables` is what the open CMS tables say.
    """
    match entry:
        case Code():
            return code_page(entry, catalog, opened, language, tables)
        case Retired():
            return retired_page(entry, catalog)
        case OtherProfessionCode():
            return other_profession_page(entry, catalog)


def code_page(
    code: Code,
    catalog: Catalog,
    opened: Collection[str] = (),
    language: PatientLanguage = PatientLanguage.ENGLISH,
    tables: CodeTables | None = None,
) -> Html:
    """All there is to read about one code; its number, name and facts stand above the page.

    A part that is folded is one line, a link `fold:NAME`; those named in `opened` are shown whole.
    The words for the patient are in `language`, with a link `language:es` or `language:en` to the
    other one; in English where the catalog has no Spanish.
    """
    linked = code_linker(catalog, without=code.code)
    parts = [p(linked(code.summary), "lead")] if code.summary else []
    parts.append(_clinic_band(code, catalog))
    if code.documentation:
        tip = "Copy the checked points, or all points when none is checked"
        copy = link("copy:checklist", "Copy", tip)
        parts.append(_heading_with_tools("Document in the note", [copy]))
        parts.append(bullets(code.documentation, linked, "checklist"))
    parts += section("Watch out for", bullets(code.cautions, linked))
    parts += section("Compare", _comparisons(code, catalog, opened))
    counting = join(p(linked(line)) for line in counting_lines(code, catalog))
    parts += section("Billing units", counting)
    parts += section("Medicare", bullets(_medicare_lines(code, tables), linked))
    if tables is not None:
        # Imported here: most users open no table.
        from otcodebook.pages.cms_tables import table_sections

        parts += table_sections(code.code, tables, catalog)
    if code.patient:
        parts += _for_the_patient(code, language)
    parts += section("Related", _code_rows(code.related, catalog))
    sources = sources_fold(code.sources, catalog, opened, code.since)
    return join(
        [*parts, sources, *([] if is_only_listed(code, catalog) else [_edition_line(catalog)])]
    )


def folds(code: Code, catalog: Catalog) -> list[str]:
    """The names of the parts of a code's page that can be folded."""
    return [*map(_comparison_name, catalog.lookalikes_of(code.code)), SOURCES]


def retired_page(entry: Retired, catalog: Catalog) -> Html:
    """What a retired code stood for, and what to use instead."""
    linked = code_linker(catalog, without=entry.code)
    parts = [
        p(text(f"{entry.code} is no longer a code: it was retired ({entry.gone})."), "warning"),
        p(text(f"It stood for: {entry.was}.")),
    ]
    if entry.note:
        parts.append(p(linked(entry.note)))
    parts.append(_clinic_band(entry, catalog))
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
    parts.append(_clinic_band(entry, catalog))
    parts += section("What an OT uses", _code_rows(entry.use, catalog))
    return join([*parts, _edition_line(catalog)])


def patient_text(code: Code, language: PatientLanguage) -> str:
    """The words for the patient as the page shows them: in English where there is no Spanish."""
    in_spanish = language is PatientLanguage.SPANISH and code.patient_es
    return code.patient_es if in_spanish else code.patient


def _for_the_patient(code: Code, language: PatientLanguage) -> list[Html]:
    """Heading, remark and words; the switch of languages stands where there are two."""
    in_spanish = language is PatientLanguage.SPANISH
    tools = [link("copy:patient", "Copy", "Copy the explanation")]
    if code.patient_es:
        tools.append(_language_switch(language))
    remark = ""
    if in_spanish:
        remark = NOT_REVIEWED if code.patient_es else "There is no Spanish for this code."
    return [
        _heading_with_tools("Explain to the patient", tools),
        *([p(text(remark), "muted")] if remark else []),
        p(text(patient_text(code, language))),
    ]


def _language_switch(language: PatientLanguage) -> Html:
    """Both languages: the one that is shown as a word, the other one as a link."""
    if language is PatientLanguage.SPANISH:
        english = link("language:en", "English", "Show the explanation in English")
        spanish = span(text("Español"), "chosen")
    else:
        english = span(text("English"), "chosen")
        spanish = link("language:es", "Español", "Show the explanation in Spanish")
    return join([english, Html("&nbsp;/&nbsp;"), spanish])


def _comparisons(code: Code, catalog: Catalog, opened: Collection[str]) -> Html:
    linked = code_linker(catalog, without=code.code)
    return join(
        fold(
            _comparison_name(item),
            item.question,
            blocks_html(item.answer, catalog, linked),
            opened,
        )
        for item in catalog.lookalikes_of(code.code)
    )


def _comparison_name(item: LookAlike) -> str:
    return f"compare-{item.id}"


def _medicare_lines(code: Code, tables: CodeTables | None) -> list[str]:
    """What Medicare does with the code; what an open table says is not told here as well."""
    match code.medicare.therapy:
        case "always":
            status = ["Every line needs a therapy modifier: modifier GO for OT."]
        case "sometimes":
            status = ["When an OT performs it as therapy, the line needs modifier GO."]
        case None:
            status = []
    return [*status, *medicare_notes(code, tables)]


def medicare_notes(code: Code, tables: CodeTables | None) -> list[str]:
    """The catalog's notes on Medicare, without those whose place an open table takes."""
    told = code.medicare
    limit = told.limit if tables is None or tables.limits is None else ""
    pairs = told.pairs if tables is None or tables.pairs is None else ""
    return [*told.notes, *filter(None, (limit, pairs))]


def _code_rows(codes: Sequence[str], catalog: Catalog) -> Html:
    """A row for each code: its link and, unless it is retired or unknown, its name."""
    rows = []
    for code in codes:
        entry = catalog.find(code)
        name = entry.name if isinstance(entry, Code | OtherProfessionCode) else ""
        rows.append(p(join([link(f"code:{code}", code), Html("&nbsp;&nbsp;"), text(name)]), "row"))
    return join(rows)


def is_only_listed(code: Code, catalog: Catalog) -> bool:
    """Whether only a clinic's list on top has the code: then it is of no edition."""
    if not catalog.listed:
        return False
    # Imported here, like below: most sessions have no list on top.
    from otcodebook.lists.overlay import only_listed

    return only_listed(code.code, catalog) is not None


def _clinic_band(entry: Entry, catalog: Catalog) -> Html:
    """What a clinic's list on top says of the code; usually nothing."""
    if not catalog.listed:
        return Html("")
    from otcodebook.pages.clinic_band import clinic_band

    return clinic_band(entry.code, catalog)


def _edition_line(catalog: Catalog) -> Html:
    return p(text(edition_foot(catalog)), "muted") if catalog.edition else Html("")


def _heading_with_tools(title: str, tools: Sequence[Html]) -> Html:
    """A heading with links that do something with what stands beneath it."""
    return h2(title, join(span(Html(f"&nbsp;&nbsp; {tool}"), "tool") for tool in tools))

"""Catalog texts as HTML for the document view: the one place that makes and escapes HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NewType

from otcodebook.catalog.counting import counting_lines
from otcodebook.catalog.model import (
    Block,
    Bullets,
    Catalog,
    Code,
    Edition,
    Entry,
    Faq,
    GuidePage,
    Heading,
    LookAlike,
    OtherProfessionCode,
    Paragraph,
    Retired,
    Table,
    UnitsExample,
)

Html = NewType("Html", str)
"""Text that is safe to hand to the document view."""

_CODE = re.compile(r"\b(?:[A-Z]\d{4}|\d{5}|\d{4}[A-Z])\b|(?<=\bmodifier )[A-Z0-9]{2}\b")
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)

# What html.escape does, without the two thousand names of characters that come with it.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def text(plain: str) -> Html:
    """Plain text as HTML. Control and direction-changing characters show as a visible mark."""
    return Html(_UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", plain).translate(_ESCAPED))


def link(target: str, label: str) -> Html:
    """A link that the window follows itself, such as `code:97110`."""
    return Html(f'<a href="{text(target)}">{text(label)}</a>')


def code_page(code: Code, catalog: Catalog) -> Html:
    """All there is to read about one code, without its heading."""
    linked = _linker(catalog, but=code.code)
    parts = [_p(linked(code.summary), "lead")] if code.summary else []
    parts += _section("How it is counted", _paragraphs(counting_lines(code, catalog), linked))
    if code.documentation:
        heading = _copying_h2("What to write", "copy:checklist")
        parts += [heading, _checklist(code.documentation, linked)]
    parts += _section("Watch out for", _list(code.cautions, linked))
    parts += _section("Medicare", _list(_medicare_lines(code), linked))
    for item in catalog.lookalikes_of(code.code):
        parts += [_h2("Look-alikes", text(item.question)), *_blocks(item.answer, linked, catalog)]
    if code.patient:
        heading = _copying_h2("Tell the patient", "copy:patient")
        parts += [heading, _p(text(code.patient), "quote")]
    parts += _section("Related", _related(code.related, catalog))
    parts.append(_foot(code, catalog))
    return _join(parts)


def retired_page(entry: Retired, catalog: Catalog) -> Html:
    """What a code that is gone was, and what to use instead."""
    linked = _linker(catalog, but=entry.code)
    parts = [
        _p(text(f"{entry.code} is no longer a code: it was retired ({entry.gone})."), "warning"),
        _p(text(f"It stood for: {entry.was}.")),
    ]
    if entry.note:
        parts.append(_p(linked(entry.note)))
    parts += _section("Use instead", _related(entry.use, catalog))
    return _join([*parts, _edition_line(catalog.edition)])


def elsewhere_page(entry: OtherProfessionCode, catalog: Catalog) -> Html:
    """Whose code it is, and what an occupational therapist uses instead."""
    linked = _linker(catalog, but=entry.code)
    parts = [
        _p(text(f"{entry.code} is not an occupational therapy code."), "warning"),
        _p(text(f"It belongs to {entry.belongs_to}.")),
    ]
    if entry.note:
        parts.append(_p(linked(entry.note)))
    parts += _section("What an OT uses", _related(entry.use, catalog))
    return _join([*parts, _edition_line(catalog.edition)])


def entry_page(entry: Entry, catalog: Catalog) -> Html:
    """The page of whatever stands behind a code."""
    match entry:
        case Code():
            return code_page(entry, catalog)
        case Retired():
            return retired_page(entry, catalog)
        case _:
            return elsewhere_page(entry, catalog)


def faq_page(item: Faq, catalog: Catalog) -> Html:
    """A question with its answer."""
    return _article(item.question, item.answer, item.as_of, catalog)


def guide_page(page: GuidePage, catalog: Catalog) -> Html:
    """One page of the guide."""
    return _article(page.title, page.body, page.as_of, catalog)


def answer_page(item: Faq | GuidePage | LookAlike, catalog: Catalog) -> Html:
    """The page of an answer of any kind."""
    match item:
        case Faq():
            return faq_page(item, catalog)
        case GuidePage():
            return guide_page(item, catalog)
        case LookAlike():
            return lookalike_page(item, catalog)


def keys_page(groups: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> Html:
    """The keyboard page: for each group a table of keys and what they do."""
    parts: list[Html] = []
    for title, rows in groups:
        parts.append(Html(f"<tr><td>{_h2(title)}</td><td></td></tr>"))
        parts += [
            Html(f'<tr><td class="key">{text(keys)}</td><td>{text(does)}</td></tr>')
            for keys, does in rows
        ]
    return Html(f'<table cellpadding="5">{_join(parts)}</table>')


def about_page(catalog: Catalog | None, versions: Sequence[tuple[str, str]]) -> Html:
    """Version, edition, notices, sources and licenses."""
    app, *libraries = versions
    parts = [_p(text(f"{app[0]} {app[1]}"), "lead")]
    parts.append(_p(text("The desk reference for occupational therapy billing codes.")))
    if catalog is not None:
        parts += [_h2("Edition"), _p(text(f"{catalog.title}. {edition_text(catalog.edition)}"))]
        notices = catalog.edition.notices if catalog.edition else ()
        parts += _section("Notices", _join(_p(text(notice)) for notice in notices))
        sources = [f"{source.id}: {source.title}" for source in catalog.sources]
        parts += _section("Sources", _list(sources, text))
    parts += [
        _h2("Licenses"),
        _p(text("OT Codebook's own code: MIT license.")),
        _list([f"{name} {version}" for name, version in libraries], text),
        _p(
            text(
                "Qt and PySide6 are used under the GNU Lesser General Public License, version 3: "
                "you may replace them with your own build. Python is used under the PSF License, "
                "msgspec under the BSD License."
            )
        ),
        _h2("Your data"),
        _p(text("OT Codebook never connects to a network and keeps no patient data.")),
    ]
    return _join(parts)


def notice_page(sentence: str) -> Html:
    """A page that says one thing, such as that nothing was found."""
    return _p(text(sentence), "muted")


def edition_text(edition: Edition | None) -> str:
    """The edition in one line: "2026 edition, effective 1 January 2026"."""
    if edition is None:
        return "No edition stated"
    day = edition.effective
    return f"{edition.year} edition, effective {day.day} {day:%B} {day.year}"


def lookalike_page(item: LookAlike, catalog: Catalog) -> Html:
    """A decision between look-alikes as a page of its own."""
    return _article(item.question, item.answer, "", catalog)


def _article(title: str, blocks: Sequence[Block], as_of: str, catalog: Catalog) -> Html:
    linked = _linker(catalog)
    parts = [Html(f"<h1>{text(title)}</h1>"), *_blocks(blocks, linked, catalog)]
    if as_of:
        parts.append(_p(text(f"As of {as_of}."), "muted"))
    return _join(parts)


def _linker(catalog: Catalog, but: str = "") -> Callable[[str], Html]:
    """Escapes a text and makes links of the codes in it that the catalog can answer."""

    def linked(plain: str) -> Html:
        parts: list[Html] = []
        end = 0
        for match in _CODE.finditer(plain):
            code = match.group()
            if code != but and catalog.find(code) is not None:
                parts += [text(plain[end : match.start()]), link(f"code:{code}", code)]
                end = match.end()
        return _join([*parts, text(plain[end:])])

    return linked


def _blocks(blocks: Iterable[Block], linked: Callable[[str], Html], catalog: Catalog) -> list[Html]:
    return [_block(block, linked, catalog) for block in blocks]


def _block(block: Block, linked: Callable[[str], Html], catalog: Catalog) -> Html:
    match block:
        case Paragraph():
            return _p(linked(block.text))
        case Heading():
            return _h2(block.text)
        case Bullets():
            return _list(block.items, linked)
        case Table():
            return _table(block, linked)
        case UnitsExample():
            # Imported here: most pages have no example.
            from otcodebook.units.example import example_blocks

            return _join(_blocks(example_blocks(block, catalog), linked, catalog))


def _table(block: Table, linked: Callable[[str], Html]) -> Html:
    head = _join(Html(f'<th align="left">{linked(cell)}</th>') for cell in block.head)
    rows = _join(
        Html(f"<tr>{_join(Html(f'<td>{linked(cell)}</td>') for cell in row)}</tr>")
        for row in block.rows
    )
    return Html(
        '<table class="grid" cellspacing="0" cellpadding="6" width="100%">'
        f'<tr>{head}</tr>{rows}</table><p class="gap">&nbsp;</p>'
    )


def _medicare_lines(code: Code) -> list[str]:
    match code.medicare.therapy:
        case "always":
            status = ["Always therapy: the line needs a therapy modifier (modifier GO for OT)."]
        case "sometimes":
            status = ["Sometimes therapy: when a therapist performs it, it needs modifier GO."]
        case None:
            status = []
    return [*status, *code.medicare.notes]


def _related(codes: Sequence[str], catalog: Catalog) -> Html:
    rows = []
    for code in codes:
        entry = catalog.find(code)
        name = entry.name if isinstance(entry, Code | OtherProfessionCode) else ""
        rows.append(
            Html(f"<p class='row'>{link(f'code:{code}', code)}&nbsp;&nbsp;{text(name)}</p>")
        )
    return _join(rows)


def _foot(code: Code, catalog: Catalog) -> Html:
    lines = [f"{code.code} {code.name}."]
    if code.since:
        lines[0] += f" {code.since.removesuffix('.')}."
    titles = {source.id: source.title for source in catalog.sources}
    if code.sources:
        lines.append(f"Facts from: {'; '.join(titles[mark] for mark in code.sources)}.")
    parts = [_p(text(line), "muted") for line in lines]
    return _join([_p(Html("&nbsp;"), "rule"), *parts, _edition_line(catalog.edition)])


def _edition_line(edition: Edition | None) -> Html:
    return _p(text(f"{edition_text(edition)}."), "muted")


def _section(title: str, body: Html) -> list[Html]:
    return [_h2(title), body] if body else []


def _copying_h2(title: str, target: str) -> Html:
    """A heading with a link that copies what stands beneath it."""
    copy = f'<span class="tool">&nbsp;&nbsp;{link(target, "Copy")}</span>'
    return Html(f"<h2>{text(title)}{copy}</h2>")


def _h2(title: str, note: Html | None = None) -> Html:
    extra = f'<span class="note">&nbsp;&nbsp;{note}</span>' if note else ""
    return Html(f"<h2>{text(title)}{extra}</h2>")


def _p(inner: Html, css_class: str = "") -> Html:
    return Html(f'<p class="{css_class}">{inner}</p>' if css_class else f"<p>{inner}</p>")


def _paragraphs(lines: Iterable[str], linked: Callable[[str], Html]) -> Html:
    return _join(_p(linked(line)) for line in lines)


def _list(items: Iterable[str], linked: Callable[[str], Html]) -> Html:
    rows = _join(Html(f"<li>{linked(item)}</li>") for item in items)
    return Html(f"<ul>{rows}</ul>" if rows else "")


def _checklist(items: Iterable[str], linked: Callable[[str], Html]) -> Html:
    rows = _join(Html(f'<li class="unchecked">{linked(item)}</li>') for item in items)
    return Html(f"<ul>{rows}</ul>" if rows else "")


def _join(parts: Iterable[Html]) -> Html:
    return Html("".join(parts))

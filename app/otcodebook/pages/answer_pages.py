"""Pages that explain: questions, the guide, comparisons of codes, and those of the Help menu."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Block, Catalog, Faq, GuidePage, LookAlike
from otcodebook.pages.blocks import blocks_html, code_linker
from otcodebook.pages.edition import edition_foot, expired_notice
from otcodebook.pages.html import Html, bullets, h1, h2, join, p, section, text


def answer_page(item: Faq | GuidePage | LookAlike, catalog: Catalog) -> Html:
    """The page of an answer of any kind."""
    match item:
        case Faq():
            return faq_page(item, catalog)
        case GuidePage():
            return guide_page(item, catalog)
        case LookAlike():
            return lookalike_page(item, catalog)


def faq_page(item: Faq, catalog: Catalog) -> Html:
    """A question with its answer."""
    return _article(item.question, item.answer, item.as_of, catalog)


def guide_page(page: GuidePage, catalog: Catalog) -> Html:
    """One page of the guide."""
    return _article(page.title, page.body, page.as_of, catalog)


def lookalike_page(item: LookAlike, catalog: Catalog) -> Html:
    """A comparison of codes as a page of its own."""
    return _article(item.question, item.answer, "", catalog)


def keys_page(groups: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> Html:
    """The keyboard page. A group is its title and its rows, a row the keys and what they do."""
    parts: list[Html] = []
    for title, rows in groups:
        parts.append(Html(f"<tr><td>{h2(title)}</td><td></td></tr>"))
        parts += [
            Html(f'<tr><td class="key">{text(keys)}</td><td>{text(description)}</td></tr>')
            for keys, description in rows
        ]
    return Html(f'<table cellpadding="5">{join(parts)}</table>')


def about_page(catalog: Catalog | None, versions: Sequence[tuple[str, str]]) -> Html:
    """Version, edition, notices, sources and licenses.

    `versions` are names with their versions: of this program first, then of its libraries.
    """
    (app, app_version), *libraries = versions
    parts = [p(text(f"{app} {app_version}"), "lead")]
    parts.append(p(text("The desk reference for occupational therapy billing codes.")))
    if catalog is not None:
        parts += [h2("Edition"), p(text(f"{catalog.title}. {edition_foot(catalog)}"))]
        notices = catalog.edition.notices if catalog.edition else ()
        parts += section("Notices", join(p(text(notice)) for notice in notices))
        sources = [f"{source.id}: {source.title}" for source in catalog.sources]
        parts += section("Sources", bullets(sources, text))
    parts += [
        h2("Licenses"),
        p(text("OT Codebook's own code: MIT license.")),
        bullets([f"{name} {version}" for name, version in libraries], text),
        p(
            text(
                "Qt and PySide6 are used under the GNU Lesser General Public License, version 3: "
                "you may replace them with your own build. Python is used under the PSF License, "
                "msgspec under the BSD License."
            )
        ),
        h2("Your data"),
        p(text("OT Codebook never connects to a network and keeps no patient data.")),
    ]
    return join(parts)


def notice_page(sentence: str) -> Html:
    """A page that says one thing, such as that nothing was found."""
    return p(text(sentence), "muted")


def _article(title: str, blocks: Sequence[Block], as_of: str, catalog: Catalog) -> Html:
    parts = [h1(title), blocks_html(blocks, catalog, code_linker(catalog))]
    if as_of:
        parts.append(p(text(f"As of {as_of}."), "muted"))
    if expired_notice(catalog, today()):
        parts.append(p(text(edition_foot(catalog)), "muted"))
    return join(parts)

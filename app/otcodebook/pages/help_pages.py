"""The pages of the Help menu that are made from data: the keyboard and About."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.catalog.model import Catalog
from otcodebook.pages.edition import edition_foot
from otcodebook.pages.html import Html, bullets, h2, join, p, section, text

KeyGroup = tuple[str, Sequence[tuple[str, str]]]
"""A title and its rows: the keys and what they do."""

LINKS = (
    ("Medicare therapy services", "www.cms.gov/medicare/coding-billing/therapy-services"),
    (
        "Code pairs and unit limits (NCCI)",
        "www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits",
    ),
    ("CPT at the American Medical Association", "www.ama-assn.org/practice-management/cpt"),
    ("American Occupational Therapy Association", "www.aota.org"),
    ("Qt, and how to replace it", "download.qt.io"),
)
"""Where to read on. They are text: the program opens no address, so the reader copies them."""

_SPANISH = "The Spanish for the patient was not reviewed by a certified translator."

_LINE_LENGTH = 44
"""About so many letters of a description fit on one line of a column."""


def keys_page(groups: Sequence[KeyGroup], columns: int = 2) -> Html:
    """The keyboard page, its groups side by side in columns of about the same height."""
    cells = [
        Html(f'<td width="{100 // columns}%">{_key_table(column)}</td>')
        for column in _balanced(groups, columns)
    ]
    return Html(f'<table width="100%" cellspacing="0"><tr>{join(cells)}</tr></table>')


def about_page(catalog: Catalog | None, versions: Sequence[tuple[str, str]]) -> Html:
    """Edition, notices, data, licenses, addresses and sources.

    `versions` are names with their versions: of this program first, then of its libraries.
    """
    libraries = [f"{name} {version}" for name, version in versions[1:]]
    parts: list[Html] = []
    if catalog is not None:
        title = f"{catalog.title.removesuffix('.')}. {edition_foot(catalog)}".rstrip()
        parts += [h2("Code list"), p(text(title))]
        if any(code.patient_es for code in catalog.codes):
            parts.append(p(text(_SPANISH)))
        notices = catalog.edition.notices if catalog.edition else ()
        parts += section("Notices", join(p(text(notice)) for notice in notices))
    parts += [
        h2("Your data"),
        p(text("OT Codebook never connects to a network and stores no patient data.")),
        h2("Licenses"),
        p(text("OT Codebook's own code: MIT License.")),
        bullets(libraries, text),
        p(
            text(
                "Qt and PySide6 are used under the GNU Lesser General Public License, version 3: "
                "you may replace them with your own build. Python is used under the PSF License, "
                "msgspec under the BSD License."
            )
        ),
        h2("Links"),
        bullets([f"{name}: {address}" for name, address in LINKS], text),
    ]
    if catalog is not None:
        parts += section("Sources", bullets([source.title for source in catalog.sources], text))
    return join(parts)


def _key_table(groups: Sequence[KeyGroup]) -> Html:
    """One column, whose groups share the width of their keys."""
    parts: list[Html] = []
    for title, rows in groups:
        gap = Html(f"<tr><td>{p(Html('&nbsp;'), 'gap')}</td><td></td></tr>") if parts else ""
        parts.append(Html(f"{gap}<tr><td>{h2(title)}</td><td></td></tr>"))
        parts += [
            Html(f'<tr><td class="key">{text(keys)}</td><td>{text(description)}</td></tr>')
            for keys, description in rows
        ]
    return Html(f'<table cellpadding="1">{join(parts)}</table>')


def _balanced(groups: Sequence[KeyGroup], columns: int) -> list[Sequence[KeyGroup]]:
    """The groups in their order, in columns of about the same number of lines."""
    total = sum(map(_lines, groups))
    filled: list[list[KeyGroup]] = [[] for _ in range(columns)]
    before = 0
    for group in groups:
        # A group goes where its middle lies.
        middle = before + _lines(group) / 2
        filled[min(int(middle * columns / total), columns - 1)].append(group)
        before += _lines(group)
    return [column for column in filled if column]


def _lines(group: KeyGroup) -> int:
    """About how many lines a group takes, its heading with two of them."""
    return 2 + sum(1 + len(description) // _LINE_LENGTH for _, description in group[1])

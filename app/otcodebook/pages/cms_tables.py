"""What the CMS tables that are open say of a code: the sections of its page, and its limit.

Import this module late: most users open no table.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from otcodebook.catalog.model import Catalog
from otcodebook.cms.editions import Quarter
from otcodebook.cms.limits import LimitAnswer, limit_text
from otcodebook.cms.model import SETTING_NAMES, PairRow, Setting
from otcodebook.cms.pairs import CodePairs
from otcodebook.pages.blocks import code_linker
from otcodebook.pages.facts import Fact
from otcodebook.pages.html import Html, bullets, h2, join, p, section, text
from otcodebook.wording import long_date

_MODIFIERS = "59 (or XE, XS, XP, XU)"


class CodeTables(Struct, frozen=True):
    """What the open tables hold on one code; None for a table that is not open.

    `trouble`: a sentence where the tables cannot be read.
    """

    pairs: CodePairs | None = None
    limits: LimitAnswer | None = None
    trouble: str = ""


def table_sections(code: str, tables: CodeTables, catalog: Catalog) -> list[Html]:
    """The sections on pairs and on the limit; nothing where no table is open."""
    parts = section(
        "CMS tables", p(text(tables.trouble), "warning") if tables.trouble else Html("")
    )
    if tables.pairs is not None:
        parts += [h2("Code pairs"), _pairs(tables.pairs, catalog)]
    if tables.limits is not None:
        parts += section("Unit limit", _limit(code, tables.limits))
    return parts


def limit_fact(code: str, tables: CodeTables) -> Fact | None:
    """The limit by the open table, for the strip of facts; None where it says none."""
    answer = tables.limits
    row = answer.limits.get(code) if answer is not None else None
    if answer is None or row is None:
        return None
    per = "line" if row.indicator == 1 else "day"
    origin = _origin(answer.edition, answer.setting)
    return Fact(f"Limit {row.units} a {per}", f"{limit_text(row)} ({origin})")


def _pairs(pairs: CodePairs, catalog: Catalog) -> Html:
    code = pairs.code
    linked = code_linker(catalog, without=code)
    parts: list[Html] = []
    if pairs.never:
        parts.append(p(text("Never paid together on one day:")))
        lines = _by_denied(pairs.never, code, f"{code} is denied beside", "Denied beside it:")
        parts.append(bullets(lines, linked))
    if pairs.with_modifier:
        told = f"Paid together only with {_MODIFIERS}, if the services were truly separate:"
        parts.append(p(text(told)))
        on_this, on_other = f"The modifier goes on {code} beside", "The modifier goes on the other:"
        parts.append(bullets(_by_denied(pairs.with_modifier, code, on_this, on_other), linked))
    if not parts:
        parts.append(p(text("No pair with another code of this reference.")))
    if pairs.ended:
        ends = (
            f"{_other(row, code)} on {long_date(row.deletion)}"
            for row in pairs.ended
            if row.deletion
        )
        parts.append(p(linked(f"Ended within a year: {', '.join(ends)}.")))
    if not pairs.is_loaded:
        told = "The part of the table with this code is not open, so there may be more pairs."
        parts.append(p(text(told), "warning"))
    return join([*parts, _foot(pairs.edition, pairs.setting, pairs.remark)])


def _by_denied(rows: Sequence[PairRow], code: str, this: str, others: str) -> list[str]:
    """A line for the rows in which this code is the one denied, and one for the others."""
    groups = {
        this: [row.column1 for row in rows if row.column2 == code],
        others: [row.column2 for row in rows if row.column1 == code],
    }
    return [f"{told} {', '.join(sorted(codes))}" for told, codes in groups.items() if codes]


def _other(row: PairRow, code: str) -> str:
    return row.column2 if row.column1 == code else row.column1


def _limit(code: str, answer: LimitAnswer) -> Html:
    row = answer.limits.get(code)
    told = f"At most {limit_text(row)}." if row else f"The table has no limit for {code}."
    return join([p(text(told)), _foot(answer.edition, answer.setting, answer.remark)])


def _foot(edition: Quarter, setting: Setting, remark: str) -> Html:
    """Which table this is from; a remark on its days stands out."""
    told = p(text(f"From CMS's table of {_origin(edition, setting)}."), "muted")
    return join([p(text(remark), "warning"), told]) if remark else told


def _origin(edition: Quarter, setting: Setting) -> str:
    return f"{edition.words}, {SETTING_NAMES[setting]}"

"""What the CMS tables that are open say of a code: the sections of its page, and its limit.

Import this module late: most users open no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from otcodebook.catalog.model import Catalog
from otcodebook.cms.limits import LimitAnswer, answer_limits, limit_text
from otcodebook.cms.pairs import CodePairs, code_pairs
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import SETTING_NAMES, PairRow, Setting, Table
from otcodebook.errors import AppError
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


def ask_tables(store: CmsStore, code: str, day: date, setting: Setting) -> CodeTables | None:
    """What the tables that are open for a day and a setting hold on a code; None without any."""
    try:
        table = store.choose(Table.PAIRS, setting, day)
        pairs = code_pairs(store, code, day, setting) if table else None
        limits_table = store.choose(Table.LIMITS, setting, day)
        is_known = limits_table is not None and code in store.known_codes(limits_table)
        limits = answer_limits(store, [code], day, setting) if is_known else None
    except AppError as error:
        return CodeTables(trouble=error.user_message)
    return CodeTables(pairs, limits) if pairs or limits else None


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


def pair_lines(pairs: CodePairs) -> list[str]:
    """What the section on pairs says, as plain lines."""
    lines = [f"{told} {'. '.join(lines)}." for told, lines in _groups(pairs)]
    told = [*(lines or [_no_pair(pairs)]), _ended(pairs), _missing(pairs), pairs.remark]
    return [*filter(None, told), _source(pairs.edition, pairs.setting, pairs.remark)]


def limit_lines(code: str, answer: LimitAnswer) -> list[str]:
    """What the section on the limit says, as plain lines."""
    source = _source(answer.edition, answer.setting, answer.remark)
    return [*filter(None, [_limit_told(code, answer), answer.remark]), source]


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
    linked = code_linker(catalog, without=pairs.code)
    parts: list[Html] = []
    for told, lines in _groups(pairs):
        parts += [p(text(told)), bullets(lines, linked)]
    if not parts:
        parts.append(p(text(_no_pair(pairs))))
    if pairs.ended:
        parts.append(p(linked(_ended(pairs))))
    if missing := _missing(pairs):
        parts.append(p(text(missing), *([] if pairs.is_loaded else ["warning"])))
    return join([*parts, _foot(pairs.edition, pairs.setting, pairs.remark)])


def _groups(pairs: CodePairs) -> list[tuple[str, list[str]]]:
    """What holds of some pairs, and the lines that name their codes."""
    code = pairs.code
    never = _by_denied(pairs.never, code, f"{code} is denied beside", "Denied beside it:")
    on_this, on_other = f"The modifier goes on {code} beside", "The modifier goes on the other:"
    marked = _by_denied(pairs.with_modifier, code, on_this, on_other)
    told = f"Paid together only with {_MODIFIERS}, if the services were truly separate:"
    groups = [("Never paid together on one day:", never), (told, marked)]
    return [group for group in groups if group[1]]


def _no_pair(pairs: CodePairs) -> str:
    where = "in the open parts of the table" if pairs.missing else "of this reference"
    return f"No pair with another code {where}."


def _ended(pairs: CodePairs) -> str:
    """A sentence on the pairs that ended lately; empty if there are none."""
    ends = (
        f"{_other(row, pairs.code)} on {long_date(row.deletion)}"
        for row in pairs.ended
        if row.deletion
    )
    return f"Ended within a year: {', '.join(ends)}." if pairs.ended else ""


def _missing(pairs: CodePairs) -> str:
    """A sentence on pairs that a part may hold that is not open; empty if there is none."""
    if not pairs.is_loaded:
        return (
            "The part of the table with this code is not open, so there may be more pairs: "
            f"open {pairs.to_open}."
        )
    return f"{pairs.missing} There may be pairs with these." if pairs.missing else ""


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
    told = p(text(_limit_told(code, answer)))
    return join([told, _foot(answer.edition, answer.setting, answer.remark)])


def _limit_told(code: str, answer: LimitAnswer) -> str:
    row = answer.limits.get(code)
    return f"At most {limit_text(row)}." if row else f"The table has no limit for {code}."


def _foot(edition: Quarter, setting: Setting, remark: str) -> Html:
    """Which table this is from; a remark on its days stands out."""
    told = p(text(_source(edition, setting, remark)), "muted")
    return join([p(text(remark), "warning"), told]) if remark else told


def _source(edition: Quarter, setting: Setting, remark: str) -> str:
    """Which table it is, and its last day unless the remark on its days says enough."""
    until = "" if remark else f" Valid until {long_date(edition.last)}."
    return f"From CMS's table of {_origin(edition, setting)}.{until}"


def _origin(edition: Quarter, setting: Setting) -> str:
    return f"{edition.words}, {SETTING_NAMES[setting]}"

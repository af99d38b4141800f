"""Whether what was read from CMS's files can be stored: whose it is, and of which quarter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from otcodebook.cms.tables.model import Part, Setting, Table
from otcodebook.errors import AppError


class EditionUnknownError(AppError):
    """Nothing says which quarter a table is of: the user has to; `parts` are what was read."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(next(part.question for part in parts if part.edition is None))
        self.parts = tuple(parts)


class SettingUnknownError(AppError):
    """Nothing says whether a table is for practices or hospitals: the user has to."""

    def __init__(self, parts: Sequence[Part]) -> None:
        part = next(part for part in parts if part.has_settings and part.setting is None)
        super().__init__(
            f"{part.source.shown} does not say whose pairs it has: say whether it is the table for "
            "private practice (practitioner) or for outpatient hospital."
        )
        self.parts = tuple(parts)


def check_complete(parts: Sequence[Part]) -> None:
    """Raises EditionUnknownError or SettingUnknownError where a part leaves it open."""
    if any(part.edition is None for part in parts):
        raise EditionUnknownError(parts)
    if any(part.has_settings and part.setting is None for part in parts):
        raise SettingUnknownError(parts)
    check_one_quarter(parts)


def check_one_quarter(parts: Iterable[Part]) -> None:
    """Raises AppError where parts that were opened together are of different quarters."""
    found: dict[tuple[Table, Setting | None], Part] = {}
    for part in parts:
        if part.edition is None:
            continue
        first = found.setdefault((part.table, part.setting), part)
        if first.edition != part.edition:
            one, other = (
                f"{each.source.shown} is of {each.edition.words}"
                for each in (first, part)
                if each.edition is not None
            )
            raise AppError(
                f"These files are of different quarters: {one}, {other}. Open those of one "
                "quarter together."
            )

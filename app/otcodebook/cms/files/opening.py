"""Opens CMS's files: what they are, whose and of when they are, and their rows on known codes.

Nothing is stored here. What comes out of `read_files` is shown to the user, who may have to say
what the files do not (`answered`), and then goes into the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from otcodebook.catalog.editions import today
from otcodebook.cms.complete import check_one_quarter
from otcodebook.cms.files.recognize import part_number, recognized, setting_named
from otcodebook.cms.files.sources import File, find_files
from otcodebook.cms.tables.editions import Quarter, quarters_named
from otcodebook.cms.tables.fees import read_fees
from otcodebook.cms.tables.gpci import read_localities
from otcodebook.cms.tables.model import SETTING_NAMES, TABLE_NAMES, Part, Setting, Table
from otcodebook.cms.tables.mue import read_limits
from otcodebook.cms.tables.ptp import read_pairs
from otcodebook.errors import AppError
from otcodebook.progress import Progress
from otcodebook.wording import listed, long_date

_WHOLE_PART = 100_000
"""A part of so many rows has some that begin in its own quarter."""


def read_files(
    paths: Iterable[Path],
    known: Collection[str],
    *,
    edition: Quarter | None = None,
    setting: Setting | None = None,
    progress: Progress | None = None,
) -> tuple[Part, ...]:
    """The tables in these files and zips, in their order, with the rows of the known codes.

    `edition` and `setting` are what the user says; they fill in what the files leave open.
    `progress` may raise to stop. Raises AppError, a sentence, for a file that is no table of CMS's,
    parts of different quarters, and tables without any known code. What remains open is None in
    the parts: see `answered` and `check_complete`.
    """
    files = [each for path in paths for each in recognized(find_files(path))]
    total = sum(file.size for file, _ in files) or 1
    done = 0

    def step(size: int) -> None:
        nonlocal done
        done += size
        if progress is not None:
            progress(min(done / total, 1.0))

    known = frozenset(known)
    parts = [_read(file, table, known, step) for file, table in files]
    parts = list(answered(parts, edition=edition, setting=setting))
    check_one_quarter(parts)
    _check_not_empty(parts)
    return tuple(parts)


def answered(
    parts: Iterable[Part], *, edition: Quarter | None = None, setting: Setting | None = None
) -> tuple[Part, ...]:
    """The parts with what the user said in the place of what they leave open.

    Raises AppError where the user's edition cannot be that of a table.
    """
    return tuple(_answered(part, edition, setting) for part in parts)


def _read(file: File, table: Table, known: frozenset[str], step: Callable[[int], None]) -> Part:
    if table is Table.PAIRS:
        return _read_pairs(file, known, step)
    with_zip = f"{file.source.outer_name}/{file.source.name}" if file.source.member else file.name
    lines = file.lines()
    step(0)
    if table is Table.LIMITS:
        limits = read_limits(lines, known, file.name)
        part = Part(
            table=table,
            source=file.source,
            setting=limits.setting,
            rows_read=limits.rows_read,
            rows=limits.rows,
            first=limits.first,
            last=limits.last,
        )
        part = _with_edition(part)
    elif table is Table.FEES:
        fees = read_fees(lines, with_zip, known)
        codes = sorted(fees.fees)
        part = Part(
            table=table,
            source=file.source,
            edition=fees.edition,
            rows_read=fees.rows_read,
            rows=tuple(fees.fees.values()),
            first=codes[0],
            last=codes[-1],
            question="" if fees.edition else _question(file.name),
            factor=fees.conversion_factor,
            participation=fees.participation,
        )
    else:
        gpci = read_localities(lines, with_zip)
        places = tuple(gpci.localities.values())
        part = Part(
            table=table,
            source=file.source,
            edition=Quarter(gpci.year, 0),
            rows_read=len(places),
            rows=places,
        )
    step(file.size)
    return part


def _read_pairs(file: File, known: frozenset[str], step: Callable[[int], None]) -> Part:
    table = read_pairs(file.blocks(), known, file.name, step)
    part = Part(
        table=Table.PAIRS,
        source=file.source,
        setting=setting_named(file),
        number=part_number(file.source.name) or part_number(file.source.outer_name),
        rows_read=table.rows_read,
        rows=table.rows,
        first=table.first,
        last=table.last,
        newest=table.newest,
    )
    return _with_edition(part)


def _with_edition(part: Part) -> Part:
    """The part with its edition by its names and its content, or with the question for it."""
    source = part.source
    named = quarters_named(source.name) | quarters_named(source.outer_name)
    begun = Quarter.containing(part.newest) if part.newest else None
    name = source.shown
    if len(named) > 1:
        told = listed([quarter.words for quarter in sorted(named)])
        return replace(part, question=f"The names of {name} say {told}: say which quarter it is.")
    edition = next(iter(named), None)
    if begun is None or part.newest is None:
        return replace(part, edition=edition, question="" if edition else _question(name))
    if edition is None and (begun >= Quarter.containing(today()) or part.rows_read >= _WHOLE_PART):
        edition = begun
    if edition is None:
        newest = f" Its newest pairs begin on {long_date(part.newest)}."
        return replace(part, question=_question(name) + newest)
    if edition < begun:
        question = (
            f"{name} is named as the table of {edition.words}, but has pairs from "
            f"{long_date(part.newest)} on: say which quarter it is."
        )
        return replace(part, question=question)
    return replace(part, edition=edition)


def _question(name: str) -> str:
    return f"{name} does not say of which quarter it is: say which."


def _answered(part: Part, edition: Quarter | None, setting: Setting | None) -> Part:
    if part.has_settings and part.setting is None and setting is not None:
        part = replace(part, setting=setting)
    if edition is None or part.edition is not None:
        return part
    if part.newest and edition < Quarter.containing(part.newest):
        raise AppError(
            f"{part.source.shown} has pairs from {long_date(part.newest)} on, so it is not the "
            f"table of {edition.words}: say another quarter."
        )
    if not edition.number:
        raise AppError(f"{part.source.shown} is the table of a quarter: say it, such as 2026Q4.")
    return replace(part, edition=edition, question="")


def _check_not_empty(parts: Sequence[Part]) -> None:
    """Raises AppError where all the files of a table hold nothing on any known code."""
    for table, setting in dict.fromkeys((part.table, part.setting) for part in parts):
        mine = [part for part in parts if (part.table, part.setting) == (table, setting)]
        if any(part.rows for part in mine):
            continue
        names = listed([part.source.shown for part in mine])
        have = "has" if len(mine) == 1 else "have"
        span = f"codes {mine[0].first} to {mine[0].last}" if mine[0].first else "other codes"
        what = f"{TABLE_NAMES[table]}, {SETTING_NAMES[setting]}" if setting else TABLE_NAMES[table]
        raise AppError(
            f"{names} {have} nothing on the codes of this reference ({what}, {span}): open another "
            "part."
        )

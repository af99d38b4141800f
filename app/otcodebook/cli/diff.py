"""The command `diff`: what changed between two catalogs, or editions of CMS's tables."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from otcodebook.catalog.diff import Difference, catalog_diff, grouped
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog
from otcodebook.cli.status import NO_ANSWER
from otcodebook.cms.tables.editions import Quarter
from otcodebook.errors import AppError
from otcodebook.lists.file import read_catalog
from otcodebook.userdata.location import default_folder

if TYPE_CHECKING:
    from otcodebook.cms.diff import EditionRows

_CMS_FILES = (".zip", ".txt", ".csv")

BUNDLED = "bundled"
"""The word for the bundled catalog; a file of this name is `./bundled`."""


def add_diff_command(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `diff`, which ends with 0: nothing changed, 1: something did, 2: no such answer."""
    diff = add_parser("diff", help="print what changed between two code lists or CMS editions")
    which = (
        f'a code list, "{BUNDLED}" for the built-in codes, a CMS file, or an edition of the CMS '
        "tables that you opened, such as 2026Q4"
    )
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help=which)
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(command=_diff)


class _Changes(NamedTuple):
    """What is printed: the changes, and their titles with sentences."""

    changes: Sequence[Difference]
    groups: list[tuple[str, list[str]]]
    remarks: list[str]


def _diff(options: argparse.Namespace) -> int:
    # Imported here: it brings SQLite.
    from otcodebook.userdata.stored_favorites import stored_favorites

    favorites = stored_favorites(default_folder())
    try:
        found = _cms_changes(options, favorites)
        if found is None:
            differences = catalog_diff(_read(options.old), _read(options.new))
            found = _Changes(differences, grouped(differences, favorites), [])
    except AppError as error:
        # Not status 1, which says that something changed.
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return NO_ANSWER
    if options.json:
        rows = [
            {**msgspec.to_builtins(each), "favorite": not favorites.isdisjoint(each.codes)}
            for each in found.changes
        ]
        print(json.dumps({"changes": sorted(rows, key=lambda row: not row["favorite"])}))
    elif not found.changes:
        print("Nothing changed.")
    else:
        blocks = [
            "\n".join([f"{title}:", *(f"  {text}" for text in texts)])
            for title, texts in found.groups
        ]
        print("\n\n".join(blocks))
    for remark in found.remarks:
        print(f"ot-codebook: {remark}", file=sys.stderr)
    return 1 if found.changes else 0


def _cms_changes(options: argparse.Namespace, favorites: Collection[str]) -> _Changes | None:
    """What changed between two editions of CMS's tables; None if neither side is one."""
    from otcodebook.cms.diff import cms_diff, not_compared

    sides = [_edition(named) for named in (options.old, options.new)]
    old, new = sides
    if old is None and new is None:
        return None
    if old is None or new is None:
        raise AppError(
            "A code list and a CMS table cannot be compared: name two lists, or two editions."
        )
    differences = cms_diff(old, new)
    groups = grouped(differences, favorites)
    return _Changes(differences, groups, not_compared(old, new))


def _edition(named: str) -> EditionRows | None:
    """The edition of CMS's tables that is meant: a stored one, or a file; None for a code list."""
    # Imported here: they bring SQLite and zip files.
    from otcodebook.cms.complete import check_complete
    from otcodebook.cms.diff import edition_of, stored_edition
    from otcodebook.cms.files.opening import read_files
    from otcodebook.cms.files.recognize import recognized
    from otcodebook.cms.files.sources import find_files
    from otcodebook.cms.known import known_codes
    from otcodebook.cms.store import CmsStore

    path = Path(named)
    quarter = Quarter.parse(named)
    if quarter is not None and quarter.number and not path.exists():
        return stored_edition(CmsStore(default_folder()), quarter)
    if path.suffix.casefold() not in _CMS_FILES:
        return None
    try:
        recognized(find_files(path))
    except AppError:
        if path.suffix.casefold() == ".zip":
            raise  # no code list comes in one
        return None  # reading it as a code list says what is wrong with it
    known = known_codes()
    parts = read_files([path], known)
    check_complete(parts)
    return edition_of(parts, known)


def _read(named: str) -> Catalog:
    return load_bundled() if named == BUNDLED else read_catalog(Path(named)).catalog

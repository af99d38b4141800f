"""The command `cms`: opens CMS's tables, lists what is stored, and removes it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from otcodebook.catalog.editions import today
from otcodebook.cli.user_settings import user_settings
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import SETTING_NAMES, Part, Setting, Table
from otcodebook.errors import AppError
from otcodebook.userdata.location import default_folder

if TYPE_CHECKING:
    from otcodebook.cms.store_file import StoredTable


def add_cms_command(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `cms add`, `cms list` and `cms remove`."""
    cms = add_parser("cms", help="open CMS's tables (pairs, limits, fees), list or remove them")
    commands = cms.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = commands.add_parser("add", help="read CMS's files and keep the rows on your codes")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="zip, TXT or CSV of CMS's")
    add.add_argument(
        "--setting",
        choices=[each.value for each in Setting],
        help="whose pairs they are, where the name does not say it",
    )
    add.add_argument(
        "--edition",
        type=_edition,
        metavar="2026Q4",
        help="the quarter, where neither name nor content says it",
    )
    add.add_argument(
        "--replace", action="store_true", help="remove the older editions of the same tables"
    )
    add.set_defaults(command=_add)
    listing = commands.add_parser("list", help="list the tables with their editions")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(command=_list)
    remove = commands.add_parser("remove", help="remove tables: all of them, or those named")
    remove.add_argument(
        "table", nargs="?", choices=[each.value for each in Table], help="which kind of table"
    )
    remove.add_argument("--setting", choices=[each.value for each in Setting])
    remove.add_argument("--edition", type=_edition, metavar="2026Q4")
    remove.set_defaults(command=_remove)


def _edition(typed: str) -> Quarter:
    edition = Quarter.parse(typed)
    if edition is None:
        raise argparse.ArgumentTypeError(f"{typed} is no quarter: type it such as 2026Q4")
    return edition


def _add(options: argparse.Namespace) -> int:
    # Imported here, as below: they bring SQLite and zip files.
    from otcodebook.cms.complete import EditionUnknownError, SettingUnknownError
    from otcodebook.cms.files.opening import read_files
    from otcodebook.cms.files.words import coverage_lines, part_text
    from otcodebook.cms.store import CmsStore

    known = _known(options.catalog)
    setting = Setting(options.setting) if options.setting else None
    parts = read_files(options.files, known, edition=options.edition, setting=setting)
    _check_said(parts, options.edition, setting)
    store = CmsStore(default_folder())
    try:
        store.add(parts, known, keep_older=not options.replace)
    except EditionUnknownError as error:
        raise AppError(f"{error.user_message} Add --edition 2026Q4.") from error
    except SettingUnknownError as error:
        raise AppError(f"{error.user_message} Add --setting practitioner or hospital.") from error
    for part in parts:
        print(part_text(part))
    added = {(part.table, part.setting, part.edition) for part in parts}
    for table in store.tables():
        if (table.table, table.setting, table.edition) in added:
            print("\n".join(coverage_lines(table, known)), end="\n" * (table.table is Table.PAIRS))
            if ended := table.edition.ended_text(today()):
                print(f"ot-codebook: {ended}", file=sys.stderr)
    return 0


def _check_said(parts: Sequence[Part], edition: Quarter | None, setting: Setting | None) -> None:
    """Raises AppError where all of the files say otherwise than the options."""
    of_setting = [part for part in parts if part.has_settings]
    if edition and all(part.edition not in (None, edition) for part in parts):
        told = next(part.edition.words for part in parts if part.edition)
        raise AppError(f"{parts[0].source.shown} is the table of {told}, not of {edition.words}.")
    if setting and of_setting and all(part.setting not in (None, setting) for part in of_setting):
        told = next(SETTING_NAMES[part.setting] for part in of_setting if part.setting)
        raise AppError(
            f"{of_setting[0].source.shown} is the table for {told}, not for "
            f"{SETTING_NAMES[setting]}."
        )


def _known(catalog: Path | None) -> frozenset[str]:
    """The codes of the reference and of the list: the one that the options name, or the user's."""
    from otcodebook.cms.known import known_codes
    from otcodebook.lists.file import read_catalog

    mine = catalog
    if mine is None and (path := user_settings().catalog):
        mine = Path(path)
    if mine is None:
        return known_codes()
    try:
        return known_codes(read_catalog(mine).catalog)
    except AppError as error:
        if catalog is not None:
            raise
        print(
            f"ot-codebook: {error.user_message} The codes of your list are left out.",
            file=sys.stderr,
        )
        return known_codes()


def _list(options: argparse.Namespace) -> int:
    from otcodebook.cms.files.words import coverage_lines, stored_text
    from otcodebook.cms.store import CmsStore

    store = CmsStore(default_folder())
    tables = store.tables()
    if options.json:
        print(json.dumps({"tables": [_as_json(table) for table in tables]}))
        return 0
    if not tables:
        print("There are no CMS tables: add some with ot-codebook cms add FILE.")
    known = _known(options.catalog) if tables else frozenset()
    for table in tables:
        print(stored_text(table, today()))
        for line in coverage_lines(table, known):
            print(f"  {line}")
    return 0


def _as_json(table: StoredTable) -> dict[str, object]:
    return {
        "table": table.table.value,
        "setting": table.setting.value if table.setting else None,
        "edition": str(table.edition),
        "last_day": table.last_day.isoformat(),
        "ended": table.last_day < today(),
        "files": [
            {
                "name": part.source.name,
                "path": part.source.path,
                "rows_read": part.rows_read,
                "rows_kept": part.rows_kept,
                "first": part.first,
                "last": part.last,
            }
            for part in table.parts
        ],
    }


def _remove(options: argparse.Namespace) -> int:
    from otcodebook.cms.files.words import table_text
    from otcodebook.cms.store import CmsStore

    gone = CmsStore(default_folder()).remove(
        Table(options.table) if options.table else None,
        Setting(options.setting) if options.setting else None,
        options.edition,
    )
    for table in gone:
        print(f"Removed {table_text(table.table, table.setting)}, {table.edition.words}.")
    if not gone:
        raise AppError("There is no such CMS table: see ot-codebook cms list.")
    return 0

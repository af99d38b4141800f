"""The command `diff`: what changed between two catalogs, in words or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from otcodebook.catalog.diff import catalog_diff, grouped
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog
from otcodebook.errors import AppError
from otcodebook.lists.file import read_catalog
from otcodebook.userdata.location import default_folder

_TROUBLE = 2

BUNDLED = "bundled"
"""The word for the bundled catalog; a file of this name is `./bundled`."""


def add_diff_command(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `diff`, which ends with 0: nothing changed, 1: something did, 2: no such answer."""
    diff = add_parser("diff", help="print what changed between two code lists")
    which = f'a code list, or "{BUNDLED}" for the built-in codes'
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help=which)
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(command=_diff)


def _diff(options: argparse.Namespace) -> int:
    try:
        differences = catalog_diff(_read(options.old), _read(options.new))
    except AppError as error:
        # Not status 1, which says that something changed.
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return _TROUBLE
    # Imported here: it brings SQLite.
    from otcodebook.userdata.stored_favorites import stored_favorites

    favorites = stored_favorites(default_folder())
    if options.json:
        rows = [
            {**msgspec.to_builtins(each), "favorite": not favorites.isdisjoint(each.codes)}
            for each in differences
        ]
        print(json.dumps({"changes": sorted(rows, key=lambda row: not row["favorite"])}))
    elif not differences:
        print("Nothing changed.")
    else:
        blocks = [
            "\n".join([f"{title}:", *(f"  {text}" for text in texts)])
            for title, texts in grouped(differences, favorites)
        ]
        print("\n\n".join(blocks))
    return 1 if differences else 0


def _read(named: str) -> Catalog:
    return load_bundled() if named == BUNDLED else read_catalog(Path(named)).catalog

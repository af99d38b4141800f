"""The option `--catalog`: the codes that a command answers from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog
from otcodebook.cli.date_option import on_date
from otcodebook.wording import counted, displayed_name

if TYPE_CHECKING:
    from otcodebook.lists.file import LoadedCatalog


def chosen_catalog(options: argparse.Namespace) -> Catalog:
    """The catalog of the options on their date of service, today by default.

    A list that is named lies on top of the built-in codes; a line on stderr tells what of it is
    not used or open. Raises AppError.
    """
    path: Path | None = options.catalog
    if path is None:
        return on_date(load_bundled(), options.date)
    # Imported here: the bundled catalog does not need it.
    from otcodebook.lists.file import read_catalog

    loaded = read_catalog(path)
    if told := _told(loaded):
        name = displayed_name(path)
        print(f"ot-codebook: {name}: {told}. See: ot-codebook check {name}", file=sys.stderr)
    return on_date(loaded.catalog, options.date)


def _told(loaded: LoadedCatalog) -> str:
    reading = loaded.reading
    if reading is None:
        return ""
    parts = [
        f"{counted(len(reading.skipped), 'row')} left out" if reading.skipped else "",
        f"{counted(len(reading.unclear), 'row')} read only in part" if reading.unclear else "",
        f"{counted(len(reading.questions), 'question')} open" if reading.questions else "",
    ]
    return ", ".join(part for part in parts if part)

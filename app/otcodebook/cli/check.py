"""The command `check`: how a code list or a catalog is understood, in words or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from otcodebook.catalog.editions import editions_of, today
from otcodebook.catalog.model import CatalogError, Problem
from otcodebook.errors import AppError
from otcodebook.pages.edition import edition_text, ending_notice, expired_notice
from otcodebook.wording import as_displayed, counted, displayed_name

if TYPE_CHECKING:
    from otcodebook.lists.reading import ListReading


def add_check_command(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `check`, which ends with 1 where something of the file is lost or is asked."""
    check = add_parser("check", help="check a code list and print how it is understood")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    return _check_as_json(options.file) if options.json else _check_in_words(options.file)


def _check_as_json(path: Path) -> int:
    # Imported here: the other commands do not need them.
    from otcodebook.cli.check_answer import as_json, refused_as_json
    from otcodebook.lists.file import understand

    try:
        loaded = understand(path)
    except AppError as error:
        # The sentence is for people; what reads the answer gets an answer all the same.
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        known = error.problems if isinstance(error, CatalogError) else []
        print(json.dumps(refused_as_json(known or [Problem("", error.user_message)])))
        return 1
    print(json.dumps(as_json(loaded)))
    return 0 if loaded.is_whole else 1


def _check_in_words(path: Path) -> int:
    from otcodebook.lists.file import read_catalog

    name = displayed_name(path)
    try:
        loaded = read_catalog(path)
    except CatalogError as error:
        for problem in error.problems:
            print(f"{name}: {problem}", file=sys.stderr)
        return 1
    codes = counted(loaded.count, "code")
    told = ""
    if loaded.reading is None:
        told = ", ".join(edition_text(edition) for edition in editions_of(loaded.catalog))
    print(f"{name}: {'. '.join(filter(None, (codes, told)))}.")
    for line in loaded.lines():
        print(f"{name}: {line}")
    day = today()
    if loaded.reading is not None:
        _print_rows(name, loaded.reading)
    elif notice := expired_notice(loaded.catalog, day) or ending_notice(loaded.catalog, day):
        print(f"{name}: {notice}", file=sys.stderr)
    if loaded.is_whole:
        print(f"{name}: No problems.")
    return 0 if loaded.is_whole else 1


def _print_rows(name: str, reading: ListReading) -> None:
    """Repairs and harmless rows on stdout; what is lost, unclear or asked on stderr."""
    for each in reading.repaired:
        before = as_displayed(each.before)
        print(f"{name}: {reading.place} {each.line}: {before} is read as {each.after}")
    for row in reading.left_out:
        if not row.is_harmless:
            print(f"{name}: {reading.place} {row.line}: {row.reason}", file=sys.stderr)
        elif row.why.is_worth_telling:
            print(f"{name}: {reading.place} {row.line}: left out, {row.reason}")
    for problem in reading.unclear:
        print(f"{name}: {problem}", file=sys.stderr)
    for question in reading.questions:
        print(f"{name}: {question}", file=sys.stderr)

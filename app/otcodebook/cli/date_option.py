"""The option `--date`: the date of service that a command answers for."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.editions import check_covered, today
from otcodebook.catalog.model import Catalog
from otcodebook.pages.edition import dated_edition_text, ending_notice, expired_notice
from otcodebook.wording import as_displayed, long_date

_FORM = r"\d{4}-\d{2}-\d{2}"


def add_date_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--date`; what it gives is a date, or None for today."""
    parser.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="the date of service; today without it",
    )


def on_date(catalog: Catalog, day: date | None) -> Catalog:
    """The catalog on this day, or today; stderr tells where its edition ends soon or has ended.

    Raises AppError for a day that was asked for and that no edition covers.
    """
    if day is not None:
        check_covered(catalog, day)
    else:
        now = today()
        if notice := expired_notice(catalog, now) or ending_notice(catalog, now):
            print(f"ot-codebook: {notice}", file=sys.stderr)
    return catalog_on(catalog, day or today())


def print_edition(catalog: Catalog, day: date | None) -> None:
    """Prints which edition an answer rests on, where a date of service was asked for."""
    if day is not None:
        print(f"\nFor {long_date(day)}: {dated_edition_text(catalog, day)}.")


def _date(typed: str) -> date:
    try:
        # The form first: Python reads more of them, such as 2026-W01-1.
        if re.fullmatch(_FORM, typed, re.ASCII):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(
        f"{as_displayed(typed)} is not a date: type it such as 2026-11-27"
    )

"""The command `pay`: what Medicare pays for a session, by the fee table that was opened."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from otcodebook.catalog.model import Catalog
from otcodebook.cli.date_option import add_date_option


def add_pay_command(
    add_parser: Callable[..., argparse.ArgumentParser],
    load: Callable[[argparse.Namespace], Catalog],
) -> None:
    """Adds `pay`, which ends with 2 where there is no fee table or something typed is wrong."""
    command = add_parser("pay", help="what Medicare pays for a session, by CMS's fee table")
    command.add_argument(
        "units",
        nargs="+",
        metavar="CODExUNITS",
        help="such as 97530x2 or 97110; claim lines do as well, such as 97530-GO-CO x2",
    )
    command.add_argument(
        "--locality",
        metavar="MAC-NN",
        help="Medicare's payment locality, such as 10112-00; without it the one chosen in the "
        'window, or "national"',
    )
    command.add_argument(
        "--facility",
        action=argparse.BooleanOptionalAction,
        help="the facility rate, or not; without it as chosen in the window",
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    add_date_option(command)
    command.set_defaults(command=lambda options: _pay(options, load(options)))


def _pay(options: argparse.Namespace, catalog: Catalog) -> int:
    # Imported here: the other commands need neither SQLite nor decimal numbers.
    from otcodebook.cli.pay_answer import answer_pay

    return answer_pay(options, catalog)

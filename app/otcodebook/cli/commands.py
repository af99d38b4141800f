"""The commands of the command line; find, show and selftest are here, the others beside it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from otcodebook import __version__
from otcodebook.catalog.counting import counting_label, counting_lines
from otcodebook.catalog.model import (
    Answer,
    Catalog,
    Code,
    Entry,
    Faq,
    LookAlike,
    OtherProfessionCode,
    Retired,
)
from otcodebook.cli.check import add_check_command
from otcodebook.cli.cms import add_cms_command
from otcodebook.cli.code_list import chosen_catalog
from otcodebook.cli.date_option import add_date_option
from otcodebook.cli.diff import add_diff_command
from otcodebook.cli.pairs import add_pairs_command, code_tables, pair_lookup
from otcodebook.cli.pay import add_pay_command
from otcodebook.cli.units import add_units_command
from otcodebook.errors import AppError
from otcodebook.pages.clinic_band import clinic_json, clinic_lines
from otcodebook.pages.code_page import NOT_REVIEWED, is_only_listed, medicare_notes
from otcodebook.pages.edition import edition_foot
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Hit, MatchReason
from otcodebook.search.lookup import Lookup, kind_and_id

if TYPE_CHECKING:
    from otcodebook.pages.cms_tables import CodeTables

_LABEL_WIDTH = 15


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; wrong usage exits with status 2, --help and --version with 0."""
    parser = argparse.ArgumentParser(
        prog="ot-codebook",
        description="The desk reference for occupational therapy billing codes. "
        "Without a command it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"OT Codebook {__version__}")
    parser.add_argument(
        "--catalog",
        type=Path,
        metavar="FILE",
        help="lay this code list on top of the built-in codes; one in our JSON replaces them",
    )
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    find = commands.add_parser(
        "find", help="find codes and answers by words, digits or abbreviations"
    )
    find.add_argument("query", nargs="+")
    find.add_argument("--limit", type=_count, metavar="N", help="print the best N results only")
    find.add_argument("--json", action="store_true", help="print JSON")
    add_date_option(find)
    find.set_defaults(command=_find)
    show = commands.add_parser("show", help="print everything about one code")
    show.add_argument("code")
    show.add_argument("--json", action="store_true", help="print the entry as JSON")
    add_date_option(show)
    show.set_defaults(command=_show)
    add_units_command(commands.add_parser, chosen_catalog)
    add_pairs_command(commands.add_parser)
    add_cms_command(commands.add_parser)
    add_pay_command(commands.add_parser, chosen_catalog)
    add_diff_command(commands.add_parser)
    add_check_command(commands.add_parser)
    selftest = commands.add_parser("selftest", help="check that this installation works")
    selftest.set_defaults(command=_selftest)
    return parser.parse_args(arguments)


def _count(typed: str) -> int:
    if not typed.isdecimal() or int(typed) == 0:
        raise argparse.ArgumentTypeError(f"{typed} is not a number of results")
    return int(typed)


def _find(options: argparse.Namespace) -> int:
    query = " ".join(options.query)
    found = Lookup(CodeSearch(chosen_catalog(options)), pair_lookup(options.date)).find(query)
    rows = found.rows[: options.limit]
    exact = bool(rows) and found.is_exact
    if options.json:
        hits = [_json_hit(hit) for hit in rows]
        if hits and found.is_reply:
            hits[0]["why"] = found.notice
        _print_json({"query": query, "exact": exact, "hits": hits})
    else:
        width = max((len(_label(hit)) for hit in rows), default=0)
        if found.is_reply:
            print(found.notice)
        for hit in rows:
            print(f"{_label(hit):<{width}}  {hit.document.name}  ({_note(hit)})")
    if not rows:
        reason = found.notice or "try other words."
        print(f'ot-codebook: nothing matches "{query}": {reason}', file=sys.stderr)
    elif not exact:
        print(f"ot-codebook: {found.notice}", file=sys.stderr)
    return 0 if exact else 1


def _json_hit(hit: Hit[Entry] | Hit[Answer]) -> dict[str, str]:
    kind, identity = kind_and_id(hit.document.item)
    key = "code" if kind == "code" else "id"
    return {"kind": kind, key: identity, "name": hit.document.name, "why": hit.reason_text}


def _label(hit: Hit[Entry] | Hit[Answer]) -> str:
    kind, identity = kind_and_id(hit.document.item)
    return identity if kind == "code" else f"{kind}:{identity}"


def _note(hit: Hit[Entry] | Hit[Answer]) -> str:
    match hit.document.item:
        case Code() as entry:
            counting = counting_label(entry.timing) or entry.system.value
            is_clinic = hit.reason is MatchReason.OWN_LIST
            return f"{counting}, {hit.reason_text}" if is_clinic else counting
        case Retired() as entry:
            return f"retired {entry.gone}: use {', '.join(entry.use) or 'none'}"
        case OtherProfessionCode() as entry:
            return f"for {entry.belongs_to}"
        case LookAlike():
            return "compare"
        case Faq():
            return "question and answer"
        case _:
            return "guide"


def _show(options: argparse.Namespace) -> int:
    catalog = chosen_catalog(options)
    wanted = options.code.strip().upper()
    entry = catalog.find(wanted)
    if entry is None:
        raise AppError(f"There is no code {wanted} in this code list: try ot-codebook find.")
    if options.json:
        own = {"your_list": clinic_json(entry.code, catalog)} if catalog.listed else {}
        _print_json(msgspec.to_builtins(entry) | own)
        return 0
    match entry:
        case Code():
            _print_code(entry, catalog, code_tables(entry.code, options.date))
        case Retired():
            print(f"{entry.code}  is retired ({entry.gone}). It stood for: {entry.was}.")
            _print_field("Use instead", [", ".join(entry.use) or "none", entry.note])
        case OtherProfessionCode():
            print(f"{entry.code}  {entry.name}: belongs to {entry.belongs_to}.")
            _print_field("OT uses", [", ".join(entry.use) or "none", entry.note])
    if not isinstance(entry, Code):
        _print_field("Your list", clinic_lines(entry.code, catalog))
    return 0


def _print_code(code: Code, catalog: Catalog, tables: CodeTables | None) -> None:
    print(f"{code.code}  {code.name}")
    family = catalog.family_names.get(code.family, "")
    _print_field("Kind", [f"{code.system.value}, {family}"])
    _print_field("Summary", [code.summary])
    _print_field("Your list", clinic_lines(code.code, catalog))
    _print_field("Billing units", counting_lines(code, catalog))
    _print_field("Document", code.documentation)
    _print_field("Watch out", code.cautions)
    _print_field("Medicare", medicare_notes(code, tables))
    if tables is not None:
        # Imported here: most users open no table.
        from otcodebook.pages.cms_tables import limit_lines, pair_lines

        _print_field("CMS tables", [tables.trouble])
        _print_field("Code pairs", pair_lines(tables.pairs) if tables.pairs else [])
        _print_field("Unit limit", limit_lines(code.code, tables.limits) if tables.limits else [])
    _print_field("For patient", [code.patient])
    if code.patient_es:
        _print_field("In Spanish", [code.patient_es, f"({NOT_REVIEWED})"])
    _print_field("Related", [", ".join(code.related)])
    _print_field("Edition", [] if is_only_listed(code, catalog) else [edition_foot(catalog)])


def _print_field(label: str, lines: Sequence[str]) -> None:
    for row, line in enumerate(filter(None, lines)):
        print(f"{label if row == 0 else '':<{_LABEL_WIDTH}}{line}")


def _selftest(options: argparse.Namespace) -> int:
    # Imported here: it is the one command that needs Qt.
    from otcodebook.selftest import selftest

    report = selftest()
    _print_json(report)
    return 0 if report["ok"] else 1


def _print_json(value: Any) -> None:
    # In ASCII: typed words may hold bytes that are no text, and a pipe may have any encoding.
    print(json.dumps(value))

"""The command `pairs`: which of these codes CMS's open table lets stand together on a day."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from otcodebook.catalog.editions import today
from otcodebook.cli.date_option import add_date_option
from otcodebook.cli.status import NO_ANSWER
from otcodebook.cli.user_settings import user_settings
from otcodebook.cms import FILE_NAME
from otcodebook.errors import AppError
from otcodebook.userdata.location import default_folder
from otcodebook.wording import as_displayed, long_date

if TYPE_CHECKING:
    from otcodebook.cms.pairs import PairAnswer, ShortAnswer
    from otcodebook.pages.cms_tables import CodeTables

_SETTINGS = ("practitioner", "hospital")
_LEAST = 2
_CODE = re.compile("[0-9A-Z]{5}", re.ASCII)


def add_pairs_command(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `pairs`, which ends with 0: no pair, 1: some, 2: wrong usage, or no table to ask."""
    pairs = add_parser("pairs", help="look codes up in CMS's table of pairs that you opened")
    pairs.add_argument("codes", nargs="+", metavar="CODE", help="two codes or more, of one day")
    add_setting_option(pairs)
    pairs.add_argument("--json", action="store_true", help="print JSON")
    add_date_option(pairs)
    pairs.set_defaults(command=_pairs)


def add_setting_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--setting`; what it gives is "practitioner", "hospital" or None."""
    parser.add_argument(
        "--setting",
        choices=_SETTINGS,
        help="practitioner: private practices; hospital: hospital outpatients, and Part B in "
        "nursing facilities and home health; without it as chosen in the preferences",
    )


def pair_lookup(day: date | None) -> Callable[[Sequence[str]], ShortAnswer | None]:
    """What the open table says on codes, for searching: None where no table is open."""

    def told(codes: Sequence[str]) -> ShortAnswer | None:
        if not os.path.exists(default_folder() / FILE_NAME):
            return None
        # Imported here: it brings SQLite.
        from otcodebook.cms.pairs import short_answer
        from otcodebook.cms.store import CmsStore
        from otcodebook.cms.tables.model import SETTINGS_CHOSEN

        setting = SETTINGS_CHOSEN[user_settings().billing_setting]
        return short_answer(CmsStore(default_folder()), codes, day or today(), setting)

    return told


def code_tables(code: str, day: date | None) -> CodeTables | None:
    """What the open tables hold on a code; None where none is open."""
    if not os.path.exists(default_folder() / FILE_NAME):
        return None
    # Imported here: it brings SQLite.
    from otcodebook.cms.store import CmsStore
    from otcodebook.cms.tables.model import SETTINGS_CHOSEN
    from otcodebook.pages.cms_tables import ask_tables

    setting = SETTINGS_CHOSEN[user_settings().billing_setting]
    return ask_tables(CmsStore(default_folder()), code, day or today(), setting)


def _pairs(options: argparse.Namespace) -> int:
    codes = list(dict.fromkeys(code.strip().upper() for code in options.codes))
    try:
        wrong = [code for code in codes if not _CODE.fullmatch(code)]
        if wrong:
            raise AppError(f"{as_displayed(wrong[0])} is no code: type five characters, as 97530.")
        if len(codes) < _LEAST:
            raise AppError("Type two codes or more, such as: pairs 97530 97150.")
        return _answer(options, codes)
    except AppError as error:
        # Not status 1, which says that there is a pair.
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return NO_ANSWER


def _answer(options: argparse.Namespace, codes: list[str]) -> int:
    # Imported here: it brings SQLite.
    from otcodebook.cms.pairs import (
        NoTableError,
        answer_pairs,
        no_pair_text,
        pair_text,
    )
    from otcodebook.cms.store import CmsStore
    from otcodebook.cms.tables.model import SETTING_NAMES, SETTINGS_CHOSEN, Setting

    if options.setting:
        setting = Setting(options.setting)
    else:
        setting = SETTINGS_CHOSEN[user_settings().billing_setting]
    try:
        answer = answer_pairs(CmsStore(default_folder()), codes, options.date or today(), setting)
    except NoTableError as error:
        way = "with ot-codebook cms add FILE."
        raise AppError(f"{error.user_message.removesuffix('.')} {way}") from error
    if options.json:
        print(json.dumps(_as_json(answer)))
    else:
        for row in answer.pairs:
            print(f"{pair_text(row)} ({row.rationale})")
        if answer.none:
            print(no_pair_text(answer.none))
        source = f"NCCI code pairs, {SETTING_NAMES[setting]}, {answer.edition.words}"
        until = answer.remark or f"Valid until {long_date(answer.edition.last)}."
        print(f"\n{source}, for {long_date(answer.day)}. {until}")
    if answer.not_known:
        print(f"ot-codebook: {answer.not_known}", file=sys.stderr)
    if answer.pairs:
        return 1
    return NO_ANSWER if answer.not_loaded else 0


def _as_json(answer: PairAnswer) -> dict[str, object]:
    rows = [
        {
            "column1": row.column1,
            "column2": row.column2,
            "indicator": row.indicator,
            "effective": row.effective.isoformat(),
            "deletion": row.deletion.isoformat() if row.deletion else None,
            "rationale": row.rationale,
        }
        for row in answer.pairs
    ]
    told: dict[str, object] = {
        "edition": str(answer.edition),
        "setting": answer.setting.value,
        "date": answer.day.isoformat(),
        "pairs": rows,
        "none": answer.none,
    }
    if answer.not_loaded:
        told["not_loaded"] = answer.not_loaded
    if answer.remark:
        told["remark"] = answer.remark
    return told

"""The answer of the command `pay`, in words or as JSON."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date

import msgspec

from otcodebook.catalog.billing import PaymentRate
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import ASSISTANT_MODIFIER, Catalog
from otcodebook.cli.status import NO_ANSWER
from otcodebook.cli.user_settings import user_settings
from otcodebook.cms.session.payment import BilledCode, Payment, pay
from otcodebook.cms.session.pricing import Pricing, pricing
from otcodebook.cms.session.words import (
    AMA_SENTENCE,
    OTHER_THERAPY,
    basis_text,
    factor_text,
    full_text,
    line_texts,
    lost_locality_text,
    no_amount_texts,
    sums,
)
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.gpci import Locality, locality_key
from otcodebook.errors import AppError
from otcodebook.units.validate import service, short
from otcodebook.userdata.location import default_folder

_NATIONAL = "national"
_MOST_UNITS = 999
_TIMES = "[Xx*\N{MULTIPLICATION SIGN}]"
_LINE = re.compile(
    rf"(?P<code>[A-Z0-9]{{5}})(?P<modifiers>(?:-[A-Z0-9]{{2}})*)(?:{_TIMES}(?P<units>\d{{1,3}}))?",
    re.ASCII,
)


def parse_session(arguments: Sequence[str], catalog: Catalog) -> list[BilledCode]:
    """The session from words such as "97530x2", "97110" and "97110-GO-CO x1".

    Lines of one code are added. Raises AppError for the first word that is none.
    """
    # A claim line has a space before its units: "97110-GO x2".
    words = re.sub(rf"\s+({_TIMES})\s*(?=\d)", r"\1", " ".join(arguments)).split()
    units: dict[str, int] = {}
    with_co: dict[str, int] = {}
    for word in words:
        found = _LINE.fullmatch(word.upper())
        if found is None:
            raise AppError(f'"{short(word)}" is no code with units: type it such as 97530x2.')
        code, number = found["code"], int(found["units"] or 1)
        service(code, catalog)
        if not number:
            raise AppError(f"{code} has no units: leave it out, or type such as {code}x1.")
        units[code] = units.get(code, 0) + number
        if ASSISTANT_MODIFIER in found["modifiers"].split("-"):
            with_co[code] = with_co.get(code, 0) + number
        if units[code] > _MOST_UNITS:
            raise AppError(f"{code} has more than {_MOST_UNITS} units: check the number.")
    return [BilledCode(code, number, with_co.get(code, 0)) for code, number in units.items()]


def answer_pay(options: argparse.Namespace, catalog: Catalog) -> int:
    """Prints the answer; returns the exit status."""
    day, chosen = options.date or today(), user_settings()
    facility = chosen.facility_rate if options.facility is None else options.facility
    try:
        session = parse_session(options.units, catalog)
        found = _pricing(session, day)
        locality = _locality(options.locality, chosen.locality, found)
    except AppError as error:
        # Not status 1: nothing was answered.
        print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        return NO_ANSWER
    rates = catalog.billing.rates
    payment = pay(session, found.table, rates, locality, facility=facility)
    if options.json:
        # It is in the answer too, but who reads that answer may not look.
        for remark in found.remarks:
            print(f"ot-codebook: {remark}", file=sys.stderr)
        answer = _as_json(payment, found, locality, day, facility=facility)
        # Amounts are numbers with two decimals, exact as they stand.
        print(msgspec.json.Encoder(decimal_format="number").encode(answer).decode())
    else:
        print("\n\n".join(_as_text(payment, found, locality, rates, facility=facility)))
    return 0


def _as_text(
    payment: Payment,
    found: Pricing,
    locality: Locality,
    rates: Sequence[PaymentRate],
    *,
    facility: bool,
) -> list[str]:
    """Units, who is full, the sums and what they rest on, in blocks of lines."""
    units, totals = line_texts(payment, rates), sums(payment, rates)
    told = [full_text(payment), OTHER_THERAPY if payment.full else "", *no_amount_texts(payment)]
    blocks = (
        _aligned(units),
        list(filter(None, told)),
        _aligned(totals),
        [
            basis_text(locality, facility=facility),
            f"Fee table of {found.edition.words}. {factor_text(found.table, found.other)}",
            *found.remarks,
            AMA_SENTENCE,
        ],
    )
    return ["\n".join(block) for block in blocks if block]


def _aligned(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    width = max((len(name) for name, _, _ in rows), default=0)
    return [f"{name:<{width}}  {amount:>9}  {remark}".rstrip() for name, amount, remark in rows]


def _pricing(session: Sequence[BilledCode], day: date) -> Pricing:
    found = pricing(CmsStore(default_folder()), [each.code for each in session], day)
    if found is None:
        raise AppError(
            "No fee table is open: get CMS's relative values (rvu...zip, PPRRVU) and type "
            "ot-codebook cms add FILE."
        )
    return found


def _locality(typed: str | None, chosen: str, found: Pricing) -> Locality:
    """The locality that was typed, or else the one that was chosen in the window."""
    if typed is None:
        locality = found.locality(chosen)
        if locality is None:
            print(f"ot-codebook: {lost_locality_text(chosen)}", file=sys.stderr)
            locality = found.locality("")
    else:
        key = "" if typed.strip().casefold() == _NATIONAL else locality_key(typed)
        locality = found.locality(key) if key or typed.strip().casefold() == _NATIONAL else None
    if locality is None:
        told = f'There is no locality "{short(typed or "")}"'
        if not found.localities:
            raise AppError(
                f"{told}, because no table of localities is open: get CMS's GPCI file and type "
                "ot-codebook cms add FILE."
            )
        example = next(iter(found.localities))
        raise AppError(f"{told} in CMS's table: type contractor and number, such as {example}.")
    return locality


def _as_json(
    payment: Payment, found: Pricing, locality: Locality, day: date, *, facility: bool
) -> dict[str, object]:
    return {
        "edition": str(found.edition),
        "date": day.isoformat(),
        "locality": locality.key if locality.contractor else None,
        "facility": facility,
        "conversion_factor": found.table.conversion_factor,
        "participation": found.table.participation.value,
        "other_conversion_factor": found.other.conversion_factor if found.other else None,
        "lines": [
            {
                "code": line.code,
                "unit": line.unit,
                "full_practice_expense": line.full_practice_expense,
                "amount": line.amount,
                "assistant": line.assistant,
            }
            for line in payment.lines
        ],
        "not_computed": [msgspec.to_builtins(each) for each in payment.not_computed],
        "restricted": payment.restricted,
        "full": payment.full.code if payment.full else None,
        "allowed": payment.allowed,
        "without_mppr": payment.unreduced,
        "medicare": payment.medicare,
        "after_sequestration": payment.after_sequestration,
        "patient": payment.patient,
        "basis": basis_text(locality, facility=facility),
        "remarks": found.remarks,
        "notice": AMA_SENTENCE,
    }

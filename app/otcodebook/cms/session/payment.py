"""What Medicare pays for a session by the fee schedule, unit by unit, before the deductible.

1. A unit is (work x its index + practice expense x its index + malpractice x its index) x the
   conversion factor, in exact decimals, rounded to the cent once.
2. MPPR: of all therapy units of the day (MULT PROC 5) the one with the highest relative value of
   practice expense is whole; of equal ones that with the higher total. Every other unit, further
   units of the same code included, keeps half of its practice expense. Other codes keep all.
3. A unit with modifier CO is paid at 85% of that.
4. Medicare pays 80% of the allowed amount; sequestration takes 2% of this part. The patient owes
   the other 20%.

The percentages stand in the catalog (`billing.rates`), each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from otcodebook.catalog.billing import PaymentRate, RateKind
from otcodebook.cms.tables.fees import Fee, FeeTable
from otcodebook.cms.tables.gpci import NATIONAL, Locality
from otcodebook.errors import AppError

_CENT = Decimal("0.01")
_NOT_PAID = {
    "B": "bundled into other services: no payment of its own",
    "C": "the contractor sets the price",
    "I": "not valid for Medicare: another code is used",
    "N": "not covered by Medicare",
    "X": "excluded from the fee schedule by law",
}
_RESTRICTED = "R"
_PAYABLE = frozenset({"A", _RESTRICTED})


class BilledCode(Struct, frozen=True):
    """The units of a code in a session; `with_co` of them carry modifier CO."""

    code: str
    units: int
    with_co: int = 0


class PaidUnit(Struct, frozen=True):
    """One unit: the first of its code is `unit` 1.

    `full_practice_expense`: MPPR leaves it whole. `assistant`: it carries CO. `unreduced` is what
    it would be without MPPR.
    """

    code: str
    unit: int
    full_practice_expense: bool
    amount: Decimal
    assistant: bool
    unreduced: Decimal


class NotComputed(Struct, frozen=True):
    """A code of the session without an amount, and why."""

    code: str
    reason: str


class FullUnit(Struct, frozen=True):
    """The code whose first unit keeps all of its practice expense, and why.

    `expense` is its relative value; the codes in `rivals` have one as high, and a lower or an equal
    total.
    """

    code: str
    expense: Decimal
    rivals: tuple[str, ...]


class Payment(Struct, frozen=True):
    """The amounts of a session in dollars, each to the cent.

    `lines` stand in the order of the session, the units of the therapist before those with CO.
    `medicare` and `patient` add up to `allowed`. `full` is the therapy unit that MPPR leaves whole,
    None where it cuts none. `restricted` are codes whose payment the contractor decides.
    """

    lines: tuple[PaidUnit, ...]
    not_computed: tuple[NotComputed, ...]
    restricted: tuple[str, ...]
    full: FullUnit | None
    allowed: Decimal
    unreduced: Decimal
    medicare: Decimal
    after_sequestration: Decimal
    patient: Decimal


class _Unit(Struct, frozen=True):
    fee: Fee
    unit: int
    assistant: bool


def pay(
    session: Sequence[BilledCode],
    table: FeeTable,
    rates: Iterable[PaymentRate],
    locality: Locality = NATIONAL,
    *,
    facility: bool = False,
) -> Payment:
    """The payment of one client's day. `rates` are those of the date of service.

    Raises AppError where a rate is missing.
    """
    percent = _percentages(rates)
    units: list[_Unit] = []
    not_computed: list[NotComputed] = []
    restricted: list[str] = []
    for billed in session:
        fee = table.fees.get(billed.code)
        if reason := _no_amount(fee, facility):
            not_computed.append(NotComputed(billed.code, reason))
        elif fee is not None:
            without_co = billed.units - min(billed.with_co, billed.units)
            units += [_Unit(fee, at + 1, at >= without_co) for at in range(billed.units)]
            if fee.status == _RESTRICTED:
                restricted.append(billed.code)
    whole = _whole(units, facility)
    lines = []
    for unit in units:
        is_whole = not unit.fee.is_therapy or unit is whole
        kept = Decimal(1) if is_whole else percent[RateKind.PRACTICE_EXPENSE]
        share = percent[RateKind.ASSISTANT] if unit.assistant else Decimal(1)
        values = (unit.fee, table.conversion_factor, locality, facility, share)
        amount, unreduced = _amount(*values, kept), _amount(*values, Decimal(1))
        lines.append(
            PaidUnit(unit.fee.code, unit.unit, is_whole, amount, unit.assistant, unreduced)
        )
    allowed = sum((line.amount for line in lines), Decimal("0.00"))
    medicare = _cents(allowed * percent[RateKind.MEDICARE])
    return Payment(
        tuple(lines),
        tuple(not_computed),
        tuple(restricted),
        _full_unit(whole, units, facility) if whole else None,
        allowed,
        sum((line.unreduced for line in lines), Decimal("0.00")),
        medicare,
        _cents(medicare * (1 - percent[RateKind.SEQUESTRATION])),
        allowed - medicare,
    )


def _percentages(rates: Iterable[PaymentRate]) -> dict[RateKind, Decimal]:
    percent = {rate.kind: Decimal(rate.percent) / 100 for rate in rates}
    if set(RateKind) - percent.keys():
        raise AppError(
            "This code list has no percentages of Medicare's payment: open the built-in codes."
        )
    return percent


def _no_amount(fee: Fee | None, facility: bool) -> str:
    """Why a code has no amount; empty if it has one."""
    if fee is None:
        return "not in the fee table"
    if fee.status not in _PAYABLE:
        told = _NOT_PAID.get(fee.status, "Medicare pays it by other rules")
        return f"status {fee.status}, {told}"
    if fee.work + fee.expense(facility=facility) + fee.malpractice == 0:
        return f"status {fee.status}, no national price: the contractor decides"
    return ""


def _whole(units: Sequence[_Unit], facility: bool) -> _Unit | None:
    """The therapy unit that MPPR leaves whole, whatever the order of the session."""
    therapy = [unit for unit in units if unit.fee.is_therapy]

    def rank(unit: _Unit) -> tuple[Decimal, Decimal, bool, str, int]:
        expense = unit.fee.expense(facility=facility)
        total = unit.fee.work + expense + unit.fee.malpractice
        return -expense, -total, unit.assistant, unit.fee.code, unit.unit

    return min(therapy, key=rank, default=None)


def _full_unit(whole: _Unit, units: Sequence[_Unit], facility: bool) -> FullUnit | None:
    others = [unit.fee for unit in units if unit.fee.is_therapy and unit is not whole]
    if not others:
        return None
    expense = whole.fee.expense(facility=facility)
    rivals = [fee.code for fee in others if fee.expense(facility=facility) == expense]
    different = dict.fromkeys(code for code in rivals if code != whole.fee.code)
    return FullUnit(whole.fee.code, expense, tuple(different))


def _amount(
    fee: Fee,
    factor: Decimal,
    locality: Locality,
    facility: bool,
    share: Decimal,
    kept: Decimal,
) -> Decimal:
    value = (
        fee.work * locality.work
        + fee.expense(facility=facility) * locality.practice_expense * kept
        + fee.malpractice * locality.malpractice
    )
    return _cents(value * factor * share)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)

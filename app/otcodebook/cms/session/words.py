"""What Medicare pays for a session, in words: line by line, then the sums and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from otcodebook.catalog.billing import PaymentRate, RateKind
from otcodebook.cms.session.payment import PaidUnit, Payment
from otcodebook.cms.tables.fees import FeeTable, Participation
from otcodebook.cms.tables.gpci import NATIONAL, Locality
from otcodebook.wording import listed

AMA_SENTENCE = (
    "Relative values, conversion factors and fees are not assigned by the AMA and are not part of "
    "CPT; the AMA does not recommend their use."
)
OTHER_THERAPY = "Units of PT and speech therapy on the same day count for this cut too."


def money(amount: Decimal) -> str:
    """Dollars to the cent, such as "$1,149.47"."""
    return f"${amount:,.2f}"


def headline(payment: Payment) -> str:
    """The allowed amount, in a line, and the codes that it lacks.

    That it is before the deductible, the basis says.
    """
    codes = listed([each.code for each in payment.not_computed])
    without = f", without {codes}" if codes else ""
    return f"Medicare's allowed amount: {money(payment.allowed)}{without}"


def line_texts(payment: Payment, rates: Iterable[PaymentRate]) -> list[tuple[str, str, str]]:
    """For each unit: its name, its amount, and what was taken off or why nothing was."""
    percent = {rate.kind: rate.percent for rate in rates}
    several = {line.code for line in payment.lines if line.unit > 1}
    return [
        (
            f"{line.code}, unit {line.unit}" if line.code in several else line.code,
            money(line.amount),
            _why(line, payment, percent),
        )
        for line in payment.lines
    ]


def full_text(payment: Payment) -> str:
    """Which unit keeps its whole practice expense, and why; empty where MPPR cuts none."""
    full = payment.full
    if full is None:
        return ""
    text = (
        f"Full: one unit of {full.code}. Its practice expense value, {full.expense}, is the "
        "highest of the therapy units of the day. The order of lines does not matter."
    )
    if full.rivals:
        has = "has" if len(full.rivals) == 1 else "have"
        text += f" {listed(full.rivals)} {has} the same value, but no higher total."
    return text


def sums(payment: Payment, rates: Iterable[PaymentRate]) -> list[tuple[str, str, str]]:
    """The sums: name, amount and a remark, which may be empty."""
    percent = {rate.kind: rate.percent for rate in rates}
    cut = ""
    if payment.unreduced != payment.allowed:
        cut = f"without MPPR {money(payment.unreduced)}"
    share, off = percent[RateKind.MEDICARE], percent[RateKind.SEQUESTRATION]
    return [
        ("Allowed amount", money(payment.allowed), cut),
        (f"Medicare's {share}%", money(payment.medicare), ""),
        ("After sequestration", money(payment.after_sequestration), f"{off}% less"),
        (f"Patient's {100 - share}%", money(payment.patient), ""),
    ]


def no_amount_texts(payment: Payment) -> list[str]:
    """The codes without an amount, and those whose amount is not sure."""
    texts = [f"{each.code} has no amount: {each.reason}." for each in payment.not_computed]
    if payment.restricted:
        codes = listed(payment.restricted)
        texts.append(f"{codes}: restricted, the contractor decides whether Medicare pays.")
    return texts


def basis_text(locality: Locality, *, facility: bool) -> str:
    """What kind of amount it is: national or of a locality, at the facility rate or the other."""
    place = "National amount"
    if locality != NATIONAL:
        place = f"Amount for locality {locality_text(locality)}"
    rate = "facility rate" if facility else "non-facility rate"
    return f"{place}, before the deductible, at the {rate}."


def lost_locality_text(key: str) -> str:
    """A sentence on a locality that was chosen and that no open table has."""
    return f"Locality {key} is not in the open table: these are national amounts."


def locality_text(locality: Locality) -> str:
    """A locality for people: "10112-00 ALABAMA, AL"."""
    if locality == NATIONAL:
        return locality.name
    return f"{locality.key} {locality.name}" + (f", {locality.state}" if locality.state else "")


def factor_text(table: FeeTable, other: FeeTable | None) -> str:
    """The conversion factor in use, and the one of the other file where it is open."""
    used = f"Conversion factor {table.conversion_factor}"
    match table.participation:
        case Participation.APM:
            text = f"{used} (file QPP: clinicians who qualify in an advanced payment model)."
            if other is None:
                return f"{text} Everyone else has another: open the file nonQPP."
            return f"{text} Everyone else: {other.conversion_factor}."
        case Participation.STANDARD:
            text = f"{used} (file nonQPP)."
            if other is None:
                return (
                    f"{text} Clinicians who qualify in an advanced payment model have another: "
                    "the file QPP has it."
                )
            return (
                f"{text} For clinicians who qualify in an advanced payment model: "
                f"{other.conversion_factor} (file QPP)."
            )
        case Participation.UNSTATED:
            return f"{used} (from the file)."


def _why(line: PaidUnit, payment: Payment, percent: dict[RateKind, int]) -> str:
    parts = []
    if not line.full_practice_expense:
        parts.append(f"{percent[RateKind.PRACTICE_EXPENSE]}% of practice expense (MPPR)")
    elif payment.full is not None:
        is_full = payment.full.code == line.code
        parts.append("full practice expense" if is_full else "full: MPPR does not apply")
    if line.assistant:
        parts.append(f"CO: {percent[RateKind.ASSISTANT]}%")
    return ", ".join(parts)

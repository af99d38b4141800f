"""What Medicare pays for a session: worked figures, traps, and what holds of every session."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fee_files import ROWS, fee_text, locality_text
from otcodebook.catalog.billing import RateKind
from otcodebook.catalog.load import load_bundled
from otcodebook.cms.session.payment import BilledCode, Payment, pay
from otcodebook.cms.session.words import (
    basis_text,
    factor_text,
    full_text,
    headline,
    line_texts,
    no_amount_texts,
    sums,
)
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Fee, FeeTable, Participation, read_fees
from otcodebook.cms.tables.gpci import NATIONAL, Locality, read_localities
from otcodebook.errors import AppError

NAME = "PPRRVU2026_Oct_nonQPP.csv"
CODES = frozenset(row.split()[0] for row in ROWS)
TABLE = read_fees(fee_text().splitlines(keepends=True), NAME, CODES)
RATES = load_bundled().billing.rates
PLACES = read_localities(locality_text().splitlines(keepends=True), "GPCI.csv").localities


def session(text: str) -> list[BilledCode]:
    """Such as "97530x2/1 97110": two units, one of them with CO."""
    billed = []
    for part in text.split():
        code, _, units = part.partition("x")
        number, _, with_co = units.partition("/")
        billed.append(BilledCode(code, int(number or 1), int(with_co or 0)))
    return billed


def paid(text: str, locality: Locality = NATIONAL, *, facility: bool = False) -> Payment:
    return pay(session(text), TABLE, RATES, locality, facility=facility)


def amounts(payment: Payment) -> list[str]:
    return [
        f"{line.code}:{line.amount}{'*' if line.full_practice_expense else ''}"
        for line in payment.lines
    ]


def test_the_worked_figures_come_out_to_the_cent():
    cases = {
        "97530x2 97110": ("97530:35.07* 97530:25.05 97110:22.21", "82.33", "99.20"),
        "97165 97535 97530": ("97165:100.54* 97535:23.88 97530:25.05", "149.47", "168.01"),
        "97129 97530 97110": ("97129:22.38* 97530:35.07* 97110:22.21", "79.66", "86.51"),
        # Ranked by practice expense, not by fee: 97755 has the higher total.
        "97755 97530": ("97755:29.39 97530:35.07*", "64.46", "72.81"),
    }
    wrong = {}
    for text, (lines, allowed, unreduced) in cases.items():
        payment = paid(text)
        found = (" ".join(amounts(payment)), str(payment.allowed), str(payment.unreduced))
        if found != (lines, allowed, unreduced):
            wrong[text] = found
    assert not wrong


def test_medicare_and_the_patient_share_what_is_allowed():
    payment = paid("97165 97535 97530")
    assert (payment.medicare, payment.patient) == (Decimal("119.58"), Decimal("29.89"))
    assert payment.after_sequestration == Decimal("117.19")


def test_units_with_co_are_paid_at_85_percent():
    payment = paid("97530x2/1 97110x1/1")
    # 35.0709, then 25.0507 and 22.2116 at 85%, each rounded once.
    assert amounts(payment) == ["97530:35.07*", "97530:21.29", "97110:18.88"]
    assert [line.assistant for line in payment.lines] == [False, True, True]
    assert payment.allowed == Decimal("75.24")


def test_a_locality_and_a_facility_have_their_own_amounts():
    place = PLACES["01112-05"]
    # (0.44 x 1.072 + 0.60 x 1.387 + 0.01 x 0.436) x 33.4009
    assert paid("97530", place).allowed == Decimal("43.70")
    assert paid("97129", facility=True).allowed == Decimal("19.71")
    assert paid("97129").allowed == Decimal("22.38")


def test_codes_without_a_price_are_said_and_not_computed():
    payment = paid("97010 97014 97037 97139 97545 97112 97110")
    assert amounts(payment) == ["97110:29.06*"]
    assert payment.full is None
    assert headline(payment) == (
        "Medicare's allowed amount: $29.06, without 97010, 97014, 97037, 97139, 97545 and 97112"
    )
    assert no_amount_texts(payment) == [
        "97010 has no amount: status B, bundled into other services: no payment of its own.",
        "97014 has no amount: status I, not valid for Medicare: another code is used.",
        "97037 has no amount: status N, not covered by Medicare.",
        "97139 has no amount: status C, the contractor sets the price.",
        "97545 has no amount: status R, no national price: the contractor decides.",
        "97112 has no amount: not in the fee table.",
    ]


def test_a_restricted_code_with_a_price_is_computed_and_said():
    payment = paid("97026 97530")
    assert amounts(payment) == ["97026:4.51", "97530:35.07*"]
    assert no_amount_texts(payment) == [
        "97026: restricted, the contractor decides whether Medicare pays."
    ]


def test_of_equal_practice_expense_the_higher_total_is_full():
    expense, malpractice = Decimal("0.50"), Decimal("0.01")
    fees = {
        code: Fee(code, "A", Decimal(work), expense, expense, malpractice, 5)
        for code, work in (("90001", "0.40"), ("90002", "0.60"), ("90003", "0.40"))
    }
    table = FeeTable(Quarter(2026, 4), Participation.STANDARD, Decimal(30), fees, 3)
    for order in permutations(fees):
        payment = pay([BilledCode(code, 1) for code in order], table, RATES)
        assert payment.full is not None
        assert payment.full.code == "90002"
        assert set(payment.full.rivals) == {"90001", "90003"}
        assert "same value, but no higher total" in full_text(payment)


def test_words_say_who_is_full_and_what_the_sums_are():
    payment = paid("97165 97535x1/1 97129")
    assert headline(payment) == "Medicare's allowed amount: $143.22"
    assert line_texts(payment, RATES) == [
        ("97165", "$100.54", "full practice expense"),
        ("97535", "$20.30", "50% of practice expense (MPPR), CO: 85%"),
        ("97129", "$22.38", "full: MPPR does not apply"),
    ]
    full = full_text(payment)
    assert full.startswith("Full: one unit of 97165. Its practice expense value, 1.46, is the")
    assert sums(payment, RATES) == [
        ("Allowed amount", "$143.22", "without MPPR $150.46"),
        ("Medicare's 80%", "$114.58", ""),
        ("After sequestration", "$112.29", "2% less"),
        ("Patient's 20%", "$28.64", ""),
    ]
    assert basis_text(NATIONAL, facility=False) == (
        "National amount, before the deductible, at the non-facility rate."
    )
    assert basis_text(PLACES["10112-00"], facility=True) == (
        "Amount for locality 10112-00 ALABAMA, AL, before the deductible, at the facility rate."
    )


def test_both_conversion_factors_are_named_where_both_files_are_open():
    other = read_fees(
        fee_text(factor="33.5675").splitlines(keepends=True), "PPRRVU2026_Oct_QPP.csv", CODES
    )
    assert factor_text(TABLE, other) == (
        "Conversion factor 33.4009 (file nonQPP). For clinicians who qualify in an advanced "
        "payment model: 33.5675 (file QPP)."
    )
    assert "the file QPP has it" in factor_text(TABLE, None)
    assert "Everyone else: 33.4009." in factor_text(other, TABLE)
    assert "open the file nonQPP" in factor_text(other, None)


def test_a_missing_percentage_is_a_sentence():
    for kind in RateKind:
        with pytest.raises(AppError, match="no percentages of Medicare's payment"):
            pay(session("97530"), TABLE, [rate for rate in RATES if rate.kind is not kind])


_CODES = st.sampled_from(sorted(CODES))
_SESSIONS = st.lists(
    st.tuples(_CODES, st.integers(1, 6), st.integers(0, 6)),
    min_size=1,
    max_size=7,
    unique_by=lambda each: each[0],
)
_INDEX = st.decimals("0.3", "2.0", places=3)
_PLACES = st.builds(
    Locality, st.just("10112"), st.just("00"), st.just("AL"), st.just("A"), _INDEX, _INDEX, _INDEX
)


@settings(max_examples=400, deadline=None)
@given(_SESSIONS, st.randoms(), _PLACES, st.booleans())
def test_order_changes_nothing_and_mppr_only_takes(session_, random, place, facility):
    billed = [BilledCode(code, units, min(units, with_co)) for code, units, with_co in session_]
    shuffled = list(billed)
    random.shuffle(shuffled)
    one, other = (pay(each, TABLE, RATES, place, facility=facility) for each in (billed, shuffled))
    key = lambda line: (line.code, line.unit)  # noqa: E731
    assert sorted(one.lines, key=key) == sorted(other.lines, key=key)
    assert (one.allowed, one.medicare, one.after_sequestration, one.patient) == (
        other.allowed,
        other.medicare,
        other.after_sequestration,
        other.patient,
    )
    assert one.allowed <= one.unreduced
    assert one.allowed == sum(line.amount for line in one.lines)
    assert one.medicare + one.patient == one.allowed
    assert one.after_sequestration <= one.medicare
    therapy = [line for line in one.lines if TABLE.fees[line.code].is_therapy]
    assert sum(line.full_practice_expense for line in therapy) == min(len(therapy), 1)
    assert all(line.full_practice_expense for line in one.lines if line not in therapy)
    for line in one.lines:
        assert line.amount == line.amount.quantize(Decimal("0.01"))
        assert line.amount <= line.unreduced

"""What changed between two editions: only what both can say, pay in percent."""

from __future__ import annotations

from decimal import Decimal

from otcodebook.catalog.diff import grouped
from otcodebook.cms.diff import CmsChangeKind, EditionRows, cms_diff, not_compared
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Fee, Participation
from otcodebook.cms.tables.model import LimitRow, Setting, Table


def fee(code: str, expense: str, status: str = "A") -> Fee:
    work, malpractice = Decimal("0.44"), Decimal("0.01")
    return Fee(code, status, work, Decimal(expense), Decimal(expense), malpractice, 5)


def edition(quarter: int, fees: list[Fee], factor: str, codes: list[str]) -> EditionRows:
    return EditionRows(
        edition=Quarter(2026, quarter),
        limits={Setting.PRACTITIONER: {"97530": LimitRow("97530", quarter, 3, "Clinical")}},
        fees={each.code: each for each in fees},
        factors={Participation.STANDARD: Decimal(factor)},
        codes={
            (Table.FEES, None): frozenset(codes),
            (Table.LIMITS, Setting.PRACTITIONER): frozenset(["97530"]),
        },
    )


def test_pay_changes_in_percent_of_a_full_unit() -> None:
    codes = ["97110", "97530", "97535", "97537", "97150"]
    old = edition(
        3,
        [fee("97110", "0.40"), fee("97530", "0.60"), fee("97535", "0.45"), fee("97537", "0.30")],
        "33.4009",
        [*codes, "97140"],
    )
    new = edition(
        4,
        [fee("97110", "0.40"), fee("97530", "0.54"), fee("97535", "0.45", "N"), fee("97140", "1")],
        "33.4009",
        codes,
    )
    pay = [each for each in cms_diff(old, new) if each.kind is CmsChangeKind.PAY]
    assert [each.text for each in pay] == [
        "97530: $35.07 becomes $33.07, -5.7% (one full unit, national).",
        "97535: $30.06 becomes no price.",
        "97537: $25.05 becomes no price.",
    ]
    assert cms_diff(old, old) == ()


def test_favorites_stand_first_and_what_one_edition_lacks_is_said() -> None:
    old = edition(3, [fee("97530", "0.60"), fee("97110", "0.40")], "33.4009", ["97530", "97110"])
    new = edition(4, [fee("97530", "0.60"), fee("97110", "0.40")], "33.5675", ["97530", "97110"])
    groups = grouped(cms_diff(old, new), {"97530"})
    assert groups == [
        (
            "Your favorites",
            [
                "Unit limits: 97530: 3 units a day; more can be appealed with reasons becomes 4 "
                "units a day; more can be appealed with reasons. (private practice)",
                "What Medicare pays: 97530: $35.07 becomes $35.25, +0.5% (one full unit, "
                "national).",
            ],
        ),
        (
            "What Medicare pays",
            ["97110: $28.39 becomes $28.53, +0.5% (one full unit, national)."],
        ),
    ]
    new.factors.clear()
    del new.codes[Table.FEES, None]
    assert [each.kind for each in cms_diff(old, new)] == [CmsChangeKind.LIMIT]
    assert not_compared(old, new) == [
        "Not compared: Fee schedule (relative values), not open for 2026 Q4."
    ]

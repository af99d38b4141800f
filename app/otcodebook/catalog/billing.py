"""The dated rules on billing a session, as a catalog holds them: prompts to look, never verdicts.

They change by year or quarter, so each has a source and a date. `as_of` is the year, month or day
of the source's state. In a text `{codes}` stands for the codes of the rule that were entered.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from otcodebook.catalog.days import Dated
from otcodebook.catalog.fields import AsOf, CodeText, Line, Part, Remark, SomeCodes, Text


class PairRule(Dated, frozen=True, kw_only=True):
    """A code of `ones` and another one of `others` in the same session need a look.

    `others` null: any 15-minute code. In the text `{ones}` and `{others}` stand for the codes that
    were entered, `{codes}` for all of them. `in_table`: CMS's table of pairs states it, so that an
    open table takes its place.
    """

    ones: SomeCodes
    others: SomeCodes | None
    text: Text
    in_table: bool = False
    source: Line
    as_of: AsOf


class PaymentRule(Dated, frozen=True, kw_only=True):
    """What Medicare does not pay, or pays under conditions only."""

    codes: SomeCodes
    text: Text
    source: Line
    as_of: AsOf


class LimitKind(StrEnum):
    """What a limit of units means: CMS's adjudication indicators 1, 2 and 3."""

    LINE = "line"
    """Of one claim line; more may stand on another line with a modifier."""

    DAY = "day"
    """Of the day, absolute."""

    APPEAL = "appeal"
    """Of the day; more can be appealed with reasons."""


class UnitLimit(Dated, frozen=True, kw_only=True):
    """The most units of each of these codes that Medicare pays to one practice on one day."""

    codes: SomeCodes
    units: Annotated[int, Meta(ge=1, le=999)]
    kind: LimitKind
    source: Line
    as_of: AsOf


class AssistantRule(Dated, frozen=True, kw_only=True):
    """Codes that never carry modifier CO: an OT assistant may not do them, or they are supplies.

    The text is shown where such a code was given OT assistant minutes.
    """

    codes: SomeCodes
    text: Text
    source: Line
    as_of: AsOf


class RateKind(StrEnum):
    """What a percentage of Medicare's payment is of."""

    PRACTICE_EXPENSE = "practice_expense"
    """Of its practice expense, what a therapy unit beside a fuller one keeps (MPPR)."""

    ASSISTANT = "assistant"
    """Of its amount, what a unit with modifier CO is paid."""

    MEDICARE = "medicare"
    """Of the allowed amount, what Medicare pays after the deductible; the patient owes the rest."""

    SEQUESTRATION = "sequestration"
    """Of Medicare's part, what is taken off."""


class PaymentRate(Dated, frozen=True, kw_only=True):
    """A percentage that Medicare's payment of a session is computed with."""

    kind: RateKind
    percent: Annotated[int, Meta(ge=0, le=100)]
    source: Line
    as_of: AsOf


class ClaimModifiers(Part, frozen=True, kw_only=True):
    """The modifiers offered for claim lines, in the order in which they stand on a line.

    `every_line` may go on all lines of a session, `one_line` on the line of a single code.
    """

    every_line: tuple[CodeText, ...]
    one_line: tuple[CodeText, ...]
    source: Line
    as_of: AsOf


class BillingRules(Part, frozen=True):
    """All dated rules of a catalog; each code has at most one limit, each rate stands once."""

    together: tuple[PairRule, ...] = ()
    payment: tuple[PaymentRule, ...] = ()
    modifiers: ClaimModifiers | None = None
    limits: tuple[UnitLimit, ...] = ()
    assistant: tuple[AssistantRule, ...] = ()
    rates: tuple[PaymentRate, ...] = ()


class Medicare(Part, frozen=True):
    """What Medicare does with the code.

    `therapy`: "always" means that the line needs a therapy modifier whoever performs it,
    "sometimes" that it is therapy whenever a therapist performs it; None that no source says.
    `limit` and `pairs` are what CMS's tables said of the code when the catalog was made, with their
    date: a table that the user opens takes their place.
    """

    therapy: Literal["always", "sometimes"] | None = None
    notes: tuple[Text, ...] = ()
    limit: Remark = ""
    pairs: Remark = ""

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes with limit and pairs."""
        return (*self.notes, *filter(None, (self.limit, self.pairs)))

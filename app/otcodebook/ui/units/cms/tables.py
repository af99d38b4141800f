"""What CMS's open tables say of the session in the Units tab: checks, limits, pay.

Import this module late: only a window with such tables needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from otcodebook.catalog.model import Catalog
from otcodebook.cms.limits import limit_text
from otcodebook.cms.session.answers import SessionTables, session_tables, table_warnings
from otcodebook.cms.session.payment import BilledCode, pay
from otcodebook.cms.session.pricing import Pricing
from otcodebook.cms.session.words import (
    AMA_SENTENCE,
    OTHER_THERAPY,
    basis_text,
    factor_text,
    full_text,
    headline,
    line_texts,
    lost_locality_text,
    no_amount_texts,
    sums,
)
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.gpci import NATIONAL, Locality
from otcodebook.cms.tables.model import SETTINGS_CHOSEN
from otcodebook.errors import AppError
from otcodebook.settings import Payer, Settings
from otcodebook.ui.units.cms.pay_card import PayCard, PayText
from otcodebook.units.model import Rule
from otcodebook.units.warnings import UnitWarning
from otcodebook.units.words import RULE_NAMES
from otcodebook.units.worksheet import Worksheet, WorksheetResult
from otcodebook.wording import long_date

_NO_LOCALITIES = "Open CMS's table of localities (GPCI) to have the amounts of yours."


class SessionTablesController(QObject):
    """Looks the codes of a session up, once for each choice of codes, day and setting.

    Signals:
        locality_chosen: a locality was chosen in the card (its key, empty for the national amount).
        facility_chosen: the facility rate was chosen in the card, or the other one (a bool).
        changed: a choice in the card changes the amounts.
    """

    locality_chosen = Signal(str)
    facility_chosen = Signal(bool)
    changed = Signal()

    def __init__(self, folder: Path, settings: Settings) -> None:
        super().__init__()
        self._store = CmsStore(folder)
        self._settings = settings
        self._key: object = None
        self._tables: SessionTables | None = None
        self._trouble = ""
        self.card = PayCard()
        self.card.fix(settings.fixed)
        self.card.locality_chosen.connect(self._choose_locality)
        self.card.facility_chosen.connect(self._choose_facility)
        self.card.toggled.connect(lambda is_open: self.changed.emit() if is_open else None)

    def follow_settings(self, settings: Settings) -> None:
        """Another setting or locality may have been chosen."""
        self._settings = settings

    def warnings(
        self, result: WorksheetResult, worksheet: Worksheet, rule: Rule, payer: Payer | None
    ) -> Sequence[UnitWarning]:
        """The warnings of a session with those of the tables in the place of the facts."""
        facts = result.warnings.get(rule, ())
        count = result.counts.get(rule)
        if self._trouble:
            return (*facts, UnitWarning((), self._trouble))
        if count is None or self._tables is None:
            return facts
        shares, by_code = result.shares[rule], worksheet.modifiers_by_code()
        return table_warnings(self._tables, facts, count, shares, by_code, payer)

    def limits(self) -> Mapping[str, str]:
        """The limit of each code of the session, in words."""
        answer = self._tables.limits if self._tables else None
        if answer is None:
            return {}
        return {
            code: f"Medicare's limit: {limit_text(row)} ({answer.edition.words})."
            for code, row in answer.limits.items()
        }

    def look_up(self, codes: Sequence[str], day: date) -> None:
        """Reads what the tables hold on these codes, if it was not read yet."""
        setting = SETTINGS_CHOSEN[self._settings.billing_setting]
        key = (tuple(codes), day, setting, self._store.version())
        if key == self._key:
            return
        self._key, self._tables, self._trouble = key, None, ""
        try:
            self._tables = session_tables(self._store, codes, day, setting)
        except AppError as error:
            self._trouble = error.user_message

    def show_pay(self, result: WorksheetResult, rule: Rule, catalog: Catalog | None) -> None:
        """Shows what Medicare pays, counted by its own rule; hidden without a fee table."""
        count = result.counts.get(Rule.CMS)
        found = self._tables.pricing if self._tables else None
        if count is None or found is None or catalog is None:
            self.card.show_text(None)
            return
        with_co = {share.code: share.with_co for share in result.shares[Rule.CMS]}
        session = [
            BilledCode(line.code, line.units, with_co.get(line.code, 0))
            for line in count.lines
            if line.units
        ]
        if not session:
            self.card.show_text(None)
            return
        try:
            self.card.show_text(self._text(session, found, rule, catalog))
        except AppError:
            # A catalog of the user's own without the percentages.
            self.card.show_text(None)

    def _text(
        self, session: Sequence[BilledCode], found: Pricing, rule: Rule, catalog: Catalog
    ) -> PayText:
        rates = catalog.billing.rates
        wanted = self._settings.locality
        locality = found.locality(wanted) or NATIONAL
        lost = "" if locality.key == wanted or not wanted else wanted
        facility = self._settings.facility_rate
        payment = pay(session, found.table, rates, locality, facility=facility)
        if not self.card.is_open:
            # While minutes are typed only the heading is seen.
            return PayText(headline(payment))
        notes = [full_text(payment), OTHER_THERAPY if payment.full else ""]
        if rule is not Rule.CMS:
            notes.insert(0, f"Units by {RULE_NAMES[Rule.CMS]}, as Medicare counts them.")
        if lost:
            notes.append(lost_locality_text(lost))
        basis = [
            basis_text(locality, facility=facility),
            f"{_edition_text(found.edition)} {factor_text(found.table, found.other)}",
            "" if found.localities else _NO_LOCALITIES,
            AMA_SENTENCE,
        ]
        ordered = sorted(found.localities.values(), key=lambda each: (each.state, each.name))
        localities = [("", "National"), *((each.key, _choice_text(each)) for each in ordered)]
        return PayText(
            title=headline(payment),
            lines=line_texts(payment, rates),
            sums=sums(payment, rates),
            notes=[*filter(None, notes), *no_amount_texts(payment)],
            basis=list(filter(None, basis)),
            ended=" ".join(found.remarks),
            localities=localities if found.localities else [],
            locality=locality.key if locality.contractor else "",
            facility=facility,
        )

    def _choose_facility(self, chosen: bool) -> None:
        self._settings = self._settings._replace(facility_rate=chosen)
        self.facility_chosen.emit(chosen)
        self.changed.emit()

    def _choose_locality(self, key: str) -> None:
        self._settings = self._settings._replace(locality=key)
        self.locality_chosen.emit(key)
        self.changed.emit()


def _edition_text(edition: Quarter) -> str:
    return f"Fee table of {edition.words}, up to {long_date(edition.last)}."


def _choice_text(locality: Locality) -> str:
    return f"{locality.state}: {locality.name} ({locality.key})"

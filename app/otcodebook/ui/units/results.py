"""The results of a session: both methods side by side, the difference, and what to check."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QButtonGroup,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.model import Catalog
from otcodebook.ui.codes.delegate import bold, code_font
from otcodebook.ui.units.chart import UnitsChart, next_unit_words
from otcodebook.ui.units.modifiers import ModifierButton
from otcodebook.ui.units.rule_card import RuleCard
from otcodebook.ui.widgets.card import Card, label, set_text_color
from otcodebook.ui.widgets.warning_label import WarningLabel
from otcodebook.ui.window.theme import LIGHT, Colors, scaled
from otcodebook.units.clipboard_text import claim_lines
from otcodebook.units.model import Kind, Rule
from otcodebook.units.words import difference, sums
from otcodebook.units.worksheet import Worksheet, WorksheetResult
from otcodebook.wording import listed

_CARD_MARGINS = 40
_NARROW = 66
"""The width, in average characters, from which both cards fit side by side."""


class ResultsPane(QWidget):
    """The results of counting; hidden while there are none.

    Signals:
        rule_chosen: another method is used for copying.
        tie_decided: the codes that tied units go to (a tuple).
        modifiers_chosen: modifiers of every line, and (code, modifier) pairs of single lines.
    """

    rule_chosen = Signal()
    tie_decided = Signal(object)
    modifiers_chosen = Signal(tuple, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._totals = label("unitsTotals")
        self._chart = UnitsChart()
        self._chart_words = label("unitsChartWords")
        self.cards = {rule: RuleCard(rule) for rule in Rule}
        self._rules = QButtonGroup(self)
        self._cards_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._claims_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._difference_card = Card("unitsDifferenceCard")
        self._difference_card.set_tinted()
        self._difference = label("unitsDifference")
        self._checks_card = Card("unitsChecks")
        self._checks_head = label()
        self._checks: list[WarningLabel] = []
        self._claims_card = Card("unitsClaims")
        self._claims_head = label(wraps=False)
        self._claims = label("unitsClaimLines")
        self.modifiers = ModifierButton()
        self._colors = LIGHT
        self._lay_out()
        for card in self.cards.values():
            self._rules.addButton(card.radio)
            card.radio.setToolTip("Copy the units by this method")
            card.chosen.connect(self.rule_chosen)
            card.tie_decided.connect(self.tie_decided)
        self.modifiers.chosen.connect(self.modifiers_chosen)
        self.cards[Rule.CMS].radio.setChecked(True)

    @property
    def rule(self) -> Rule:
        """The method whose units are copied."""
        midpoint = self.cards[Rule.MIDPOINT].radio.isChecked()
        return Rule.MIDPOINT if midpoint else Rule.CMS

    def show_result(self, result: WorksheetResult, worksheet: Worksheet, catalog: Catalog) -> None:
        """Shows the results of a session that was counted."""
        count = result.counts[self.rule]
        self._totals.setText("   \N{MIDDLE DOT}   ".join(sums(count)[:-1]))
        pooled = any(member.kind is Kind.POOLED for member in count.members)
        self._chart.setVisible(pooled)
        self._chart_words.setVisible(pooled)
        self._chart.set_minutes(count.timed_minutes)
        self._chart_words.setText(next_unit_words(count.timed_minutes))
        for rule, card in self.cards.items():
            card.show_count(result.counts[rule], result.shares[rule], catalog)
        self._difference.setText(difference(result.counts[Rule.CMS], result.counts[Rule.MIDPOINT]))
        checks = [(warning.text, warning.origin) for warning in result.warnings[self.rule]]
        if result.missing_minutes:
            checks.insert(0, (missing_minutes_text(result.missing_minutes), ""))
        self._show_checks(checks)
        lines = claim_lines(
            count, worksheet.modifiers, worksheet.own_modifiers(), result.shares[self.rule]
        )
        self._claims.setText(lines or "No code has a unit to bill.")
        billed = tuple(line.code for line in count.lines if line.units)
        self.modifiers.show_worksheet(worksheet, billed, catalog)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        font = QApplication.font()
        self._chart.set_colors(colors)
        for card in self.cards.values():
            card.set_colors(colors)
        for plain in (self._difference_card, self._checks_card, self._claims_card):
            plain.set_card_colors(colors)
        for warning in self._checks:
            warning.set_colors(colors)
        self._colors = colors
        self._totals.setFont(bold(font))
        self._checks_head.setFont(bold(font))
        self._claims_head.setFont(bold(font))
        self._claims.setFont(code_font(font))
        self._chart_words.setFont(scaled(font, 0.9))
        set_text_color(self._chart_words, colors.muted)
        self._fit_cards()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stacks the cards where they do not fit side by side."""
        super().resizeEvent(event)
        self._fit_cards()

    def _fit_cards(self) -> None:
        fits = self.width() >= _NARROW * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction
        self._cards_row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        wanted = self._claims_head.sizeHint().width() + self.modifiers.sizeHint().width()
        fits = wanted + _CARD_MARGINS <= self.width()
        self._claims_row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def _show_checks(self, checks: list[tuple[str, str]]) -> None:
        """Shows what to check: sentences, each with its origin."""
        while len(self._checks) < len(checks):
            warning = WarningLabel()
            warning.set_colors(self._colors)
            self._checks.append(warning)
            self._checks_card.column.addWidget(warning)
        for at, warning in enumerate(self._checks):
            warning.setVisible(at < len(checks))
            warning.set_text(*(checks[at] if at < len(checks) else ("", "")))
        self._checks_card.setVisible(bool(checks))

    def _lay_out(self) -> None:
        self._cards_row.setSpacing(12)
        for card in self.cards.values():
            self._cards_row.addWidget(card, 1)
        self._difference_card.column.addWidget(self._difference)
        self._checks_head.setText("Check before you bill")
        self._checks_card.column.addWidget(self._checks_head)
        head = self._claims_row
        self._claims_head.setText("Claim lines")
        head.addWidget(self._claims_head)
        head.addStretch(1)
        head.addWidget(self.modifiers)
        self._claims_card.column.addLayout(head)
        self._claims_card.column.addWidget(self._claims)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._totals)
        column.addWidget(self._chart)
        column.addWidget(self._chart_words)
        column.addLayout(self._cards_row)
        column.addWidget(self._difference_card)
        column.addWidget(self._checks_card)
        column.addWidget(self._claims_card)


def missing_minutes_text(codes: tuple[str, ...]) -> str:
    """A sentence on timed codes that still need their minutes."""
    needs = "is timed and has" if len(codes) == 1 else "are timed and have"
    return f"{listed(codes)} {needs} no minutes yet."

"""The page of the Units tab under its box: the session, the tie, the chart, what can be opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget

from otcodebook.catalog.model import Catalog
from otcodebook.ui.look.theme import Colors, scaled
from otcodebook.ui.units.results.chart import UnitsChart, next_unit_words
from otcodebook.ui.units.results.checks import Checks
from otcodebook.ui.units.results.tie import TieChoice
from otcodebook.ui.units.results.working import Working
from otcodebook.ui.units.worksheet.table import WorksheetView
from otcodebook.ui.widgets.card import label, set_text_color
from otcodebook.ui.widgets.warning_label import WarningLabel
from otcodebook.units.checks import Check
from otcodebook.units.model import Kind, Rule
from otcodebook.units.worksheet import WorksheetResult

_HINT = "Minutes: 33 or 9:05-9:38. OTA: how many of those the assistant worked alone."


class SessionPane(QScrollArea):
    """Lays the parts out and scrolls them as one page; it decides nothing."""

    def __init__(self, table: WorksheetView) -> None:
        super().__init__()
        self.setObjectName("unitsPane")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self.empty = label("unitsEmpty")
        self.notice = WarningLabel()
        self.notice.setObjectName("unitsProblem")
        self.table = table
        self.offer = QPushButton()
        self.offer.setObjectName("unitsOffer")
        self._hint = label("unitsHint")
        self._hint.setText(_HINT)
        self.tie = TieChoice(self.offer)
        self._chart_head = label("unitsChartHead", wraps=False)
        self._chart_head.setText("Timed units")
        self._chart = UnitsChart()
        self._chart_words = label("unitsChartWords")
        self.checks = Checks()
        self.working = Working()
        self._lay_out()

    def show_state(self, *, empty: str, notice: str, offer: str) -> None:
        """Shows the session, or what to do first; what to know; what would mend a row."""
        self.empty.setText(empty)
        self.empty.setVisible(bool(empty))
        self.table.setVisible(not empty)
        self._hint.setVisible(not empty)
        self.notice.set_text(notice)
        self.notice.setVisible(bool(notice))
        self.offer.setText(offer)
        self.offer.setVisible(bool(offer) and not empty)

    def show_result(
        self,
        result: WorksheetResult,
        rule: Rule,
        checks: Sequence[Check],
        limits: Mapping[str, str],
        catalog: Catalog | None,
    ) -> None:
        """Shows what was counted, if anything was; `limits` are sentences on codes."""
        count = result.counts.get(rule)
        self.checks.show_checks(checks)
        self.working.show_counts(result.counts, rule, limits)
        pooled = count is not None and any(member.kind is Kind.POOLED for member in count.members)
        chart: tuple[QWidget, ...] = (self._chart_head, self._chart, self._chart_words)
        for part in chart:
            part.setVisible(pooled and rule is Rule.CMS)
        if count is None or catalog is None:
            self.tie.hide()
            return
        self._chart.set_minutes(count.timed_minutes)
        self._chart_words.setText(next_unit_words(count.timed_minutes))
        self.tie.show_choice(count.choices[0] if count.choices else None, catalog)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        font = QApplication.font()
        self._hint.setFont(scaled(font, 0.9))
        self._chart_words.setFont(scaled(font, 0.9))
        for quiet in (self._hint, self._chart_words, self._chart_head):
            set_text_color(quiet, colors.muted)
        self.empty.setFont(scaled(font, 1.1))
        for colored in (self.notice, self.table, self.tie, self._chart, self.checks, self.working):
            colored.set_colors(colors)

    @property
    def key_stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches after the table, in its order."""
        return self.offer, self.checks.head, self.working.head

    def add_card(self, card: QWidget, *, stops: Sequence[QWidget]) -> None:
        """Shows a card between the checks and the working; `stops` are what Tab reaches in it."""
        self._column.insertWidget(self._column.indexOf(self.working), card)
        before: QWidget = self.checks.head
        for stop in stops:
            self.setTabOrder(before, stop)
            before = stop

    def show_field(self) -> None:
        """Scrolls to the row that is worked on."""
        rect = self.table.visualRect(self.table.currentIndex())
        place = self.table.viewport().mapTo(self._body, rect.center())
        self.ensureVisible(0, place.y(), 0, rect.height())

    def open_checks(self) -> None:
        """Opens the warnings and goes there; closes them where they are open and in view."""
        self.checks.set_open(self.checks.body.visibleRegion().isEmpty())
        if self.checks.is_open:
            # Once it is laid out.
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.checks, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page is as wide as the pane."""
        super().resizeEvent(event)
        self._body.setMaximumWidth(self.viewport().width())

    def _lay_out(self) -> None:
        column = self._column
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(10)
        above: tuple[QWidget, ...] = (self.empty, self.notice, self.table)
        for part in above:
            column.addWidget(part)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        below: tuple[QWidget, ...] = (self._hint, self.tie, self._chart_head, self._chart)
        for part in (*below, self._chart_words):
            column.addWidget(part)
        for fold in (self.checks, self.working):
            column.addWidget(fold)
        column.addStretch(1)
        self.setWidget(self._body)
        for ground in (self, self._body):
            ground.setBackgroundRole(QPalette.ColorRole.Base)
            ground.setAutoFillBackground(True)

"""The result of a session, always in view: units in words, method, claim lines, copying."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.model import Catalog
from otcodebook.export.units_text import claim_lines
from otcodebook.settings import Payer
from otcodebook.ui.look.icons import IconName, set_icon
from otcodebook.ui.look.row_text import bold, code_font
from otcodebook.ui.look.set_by_clinic import gray
from otcodebook.ui.look.theme import LIGHT, Colors, scaled
from otcodebook.ui.units.results.claim_list import ClaimList
from otcodebook.ui.units.results.modifiers import ModifierButton
from otcodebook.ui.widgets.card import label, set_text_color
from otcodebook.units.checks import checks_title
from otcodebook.units.model import Rule
from otcodebook.units.words import RULE_NAMES, answer_text, unit_mix, units_text
from otcodebook.units.worksheet import Worksheet, WorksheetResult

_SHORT_NAMES = {Rule.CMS: "&Medicare", Rule.MIDPOINT: "M&idpoint"}
_WIDTH = 44
"""The width beside the table, in average characters."""
_GAP = 6


class Summary(QWidget):
    """Beside the table, or above it as a bar.

    Signals:
        rule_chosen: another method is used.
        payer_chosen: a payer of the user's list was chosen, or none.
        modifiers_chosen: modifiers of every line, and (code, modifier) pairs of single lines.
        copy_requested, note_requested: a button was pressed.
        lines_requested: single claim lines are to be copied (a list of them).
        checks_requested: the count of warnings was pressed.
    """

    rule_chosen = Signal()
    payer_chosen = Signal()
    modifiers_chosen = Signal(tuple, tuple)
    copy_requested = Signal()
    note_requested = Signal()
    lines_requested = Signal(list)
    checks_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("unitsSummary")
        self._colors = LIGHT
        self._is_bar: bool | None = None
        self._is_unfinished = False
        self._is_rule_fixed = False
        self._total = label("unitsTotal", wraps=False)
        self._mix = label("unitsMix")
        self._minutes = label("unitsTotals")
        self._state = label("unitsState")
        self._radios = {rule: _radio(rule) for rule in Rule}
        self._group = QButtonGroup(self)
        self._methods = QVBoxLayout()
        self._payers: tuple[Payer, ...] = ()
        self.payer_box = QComboBox()
        self.payer_box.setObjectName("unitsPayer")
        self.payer_box.setAccessibleName("Payer")
        self.payer_box.hide()
        self.checks = _button("unitsCheckCount", "", "Show what to check before you bill")
        self._claims_head = label(wraps=False)
        self._claims_head.setText("Claim lines")
        self.modifiers = ModifierButton()
        self.claims = ClaimList()
        self.copy = _button("unitsCopy", "Copy lines", "Copy the claim lines (Ctrl+Shift+C)")
        self.copy.setProperty("primary", True)
        self.copy_note = _button("unitsCopyNote", "Copy for note", "Copy the text for the note")
        self._blocks = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._answer = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lay_out()
        for radio in self._radios.values():
            self._group.addButton(radio)
        # One of the two is always chosen: either of them tells of a change.
        self._radios[Rule.MIDPOINT].toggled.connect(lambda _on: self.rule_chosen.emit())
        self.payer_box.activated.connect(lambda _at: self.payer_chosen.emit())
        self.modifiers.chosen.connect(self.modifiers_chosen)
        self.copy.clicked.connect(self.copy_requested)
        self.copy_note.clicked.connect(self.note_requested)
        self.claims.copy_requested.connect(self.lines_requested)
        self.checks.clicked.connect(self.checks_requested)

    @property
    def rule(self) -> Rule:
        """The method in use."""
        return Rule.MIDPOINT if self._radios[Rule.MIDPOINT].isChecked() else Rule.CMS

    def set_rule(self, rule: Rule) -> None:
        """Uses a method, unless it is fixed."""
        if not self._is_rule_fixed:
            self._radios[rule].setChecked(True)

    def fix_rule(self) -> None:
        """Keeps to the method of now: the clinic has decided it, for all payers."""
        self._is_rule_fixed = True
        gray("units_rule", tuple(self._radios.values()), self._methods)

    @property
    def payer(self) -> Payer | None:
        """The payer that was chosen, if any."""
        at = self.payer_box.currentIndex() - 1
        return self._payers[at] if 0 <= at < len(self._payers) else None

    def set_payers(self, payers: tuple[Payer, ...], name: str) -> None:
        """Offers these payers, with this one chosen; hidden where there are none."""
        self._payers = payers
        self.payer_box.clear()
        self.payer_box.addItems(["No payer chosen", *(payer.name for payer in payers)])
        names = [payer.name for payer in payers]
        self.payer_box.setCurrentIndex(names.index(name) + 1 if name in names else 0)
        self.payer_box.setVisible(bool(payers))

    @property
    def key_stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in its order."""
        radios = tuple(self._radios.values())
        return (
            self.payer_box,
            *radios,
            self.checks,
            self.modifiers,
            self.claims,
            self.copy,
            self.copy_note,
        )

    def show_result(
        self,
        result: WorksheetResult,
        worksheet: Worksheet,
        catalog: Catalog | None,
        checks: int,
        state: str,
    ) -> None:
        """Shows what was counted, with so many things to check.

        `state` is what is to be known about it, usually empty.
        """
        count = result.counts.get(self.rule)
        self._total.setText(units_text(count.units if count else 0))
        mix = unit_mix(count, catalog) if count and catalog else ""
        self._mix.setText(f"= {mix}" if mix else "")
        self._mix.setVisible(bool(mix))
        timed = count.timed_minutes if count else 0
        treatment = count.treatment_minutes if count else 0
        self._minutes.setText(f"{timed:,} timed \N{MIDDLE DOT} {treatment:,} treatment min")
        for rule, radio in self._radios.items():
            units = result.counts[rule].units if result.counts else 0
            radio.setText(f"{_SHORT_NAMES[rule]} {units}")
            radio.setAccessibleName(f"{RULE_NAMES[rule]}: {units_text(units)}")
        self.checks.setText(checks_title(checks))
        self.checks.setVisible(checks > 0)
        self._state.setText(state)
        self._state.setVisible(bool(state))
        lines = ""
        if count:
            shares = result.shares[self.rule]
            by_code = worksheet.modifiers_by_code()
            lines = claim_lines(count, worksheet.modifiers, by_code, shares)
        self.claims.show_lines(lines.splitlines())
        billed = tuple(line.code for line in count.lines if line.units) if count else ()
        if catalog is not None:
            self.modifiers.show_worksheet(worksheet, billed, catalog)
        told = answer_text(count, catalog) if count and catalog else units_text(0)
        self.setAccessibleName(f"Result: {told}")
        for button in (self.copy, self.copy_note):
            button.setEnabled(count is not None)

    def set_unfinished(self, is_unfinished: bool) -> None:
        """Marks the result as that of before the entry that is being typed."""
        if is_unfinished != self._is_unfinished:
            self._is_unfinished = is_unfinished
            self._color_answer()

    def set_bar(self, is_bar: bool) -> None:
        """Lies above the table instead of standing beside it."""
        if is_bar == self._is_bar:
            return
        self._is_bar = is_bar
        direction = QBoxLayout.Direction
        across, down = direction.LeftToRight, direction.TopToBottom
        self._blocks.setDirection(across if is_bar else down)
        self._answer.setDirection(across if is_bar else down)
        for at, stretch in enumerate((1, 1, 0) if is_bar else (0, 0, 1)):
            self._blocks.setStretch(at, stretch)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred if is_bar else policy.Fixed, policy.Preferred)
        self.fit()

    def wanted_width(self) -> int:
        """What it takes beside the table."""
        return _WIDTH * self.fontMetrics().averageCharWidth()

    def fit(self) -> None:
        """Takes the text size of now."""
        self.claims.fit()
        if self._is_bar:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
            self.claims.setMaximumHeight(self.claims.minimumSizeHint().height() * 3 // 2)
        else:
            self.setFixedWidth(self.wanted_width())
            self.claims.setMaximumHeight(16_777_215)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        font = QApplication.font()
        self._colors = colors
        self._total.setFont(code_font(scaled(font, 1.9)))
        self._mix.setFont(bold(font))
        self._claims_head.setFont(bold(font))
        self._state.setFont(bold(font))
        set_text_color(self._minutes, colors.muted)
        set_text_color(self._state, colors.warning)
        set_icon(self.checks, IconName.WARNING, colors, "warning")
        self._color_answer()
        self.fit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its ground, and a line against the table."""
        painter = QPainter(self)
        rect = self.rect()
        painter.fillRect(rect, QColor(self._colors.panel))
        painter.setPen(QColor(self._colors.line))
        if self._is_bar:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        else:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.end()

    def _color_answer(self) -> None:
        color = self._colors.muted if self._is_unfinished else self._colors.text
        for part in (self._total, self._mix):
            set_text_color(part, color)

    def _lay_out(self) -> None:
        answer = QWidget()
        first = QVBoxLayout(answer)
        self._answer.setSpacing(_GAP)
        self._answer.addWidget(self._total, 0, Qt.AlignmentFlag.AlignBottom)
        self._answer.addWidget(self._mix, 1, Qt.AlignmentFlag.AlignBottom)
        methods = QHBoxLayout()
        for radio in self._radios.values():
            methods.addWidget(radio)
        methods.addStretch(1)
        first.addLayout(self._answer)
        first.addWidget(self._minutes)
        first.addWidget(self._state)
        first.addWidget(self.payer_box)
        self._methods.addLayout(methods)
        first.addLayout(self._methods)
        first.addWidget(self.checks, 0, Qt.AlignmentFlag.AlignLeft)
        lines = QWidget()
        second = QVBoxLayout(lines)
        head = QHBoxLayout()
        head.addWidget(self._claims_head)
        head.addStretch(1)
        head.addWidget(self.modifiers)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.copy_note)
        buttons.addStretch(1)
        second.addLayout(head)
        second.addWidget(self.claims)
        second.addLayout(buttons)
        for block in (first, second):
            block.setContentsMargins(0, 0, 0, 0)
            block.setSpacing(_GAP)
            block.addStretch(1)
        self._blocks.setContentsMargins(16, 12, 16, 12)
        self._blocks.setSpacing(14)
        self._blocks.addWidget(answer)
        self._blocks.addWidget(lines)
        self._blocks.addStretch(1)


def _radio(rule: Rule) -> QRadioButton:
    radio = QRadioButton()
    radio.setObjectName(f"unitsRule{rule.value.capitalize()}")
    radio.setChecked(rule is Rule.CMS)
    radio.setToolTip(f"{RULE_NAMES[rule]}. The payer says which method holds.")
    return radio


def _button(name: str, text: str, meaning: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleDescription(meaning)
    button.setToolTip(meaning)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button

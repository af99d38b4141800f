"""What can be opened under the table: what to check before billing, and how it was counted."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel

from otcodebook.settings import Payer
from otcodebook.ui.codes.delegate import code_font
from otcodebook.ui.units.results.fold import Fold
from otcodebook.ui.widgets.card import label, set_text_color
from otcodebook.ui.widgets.warning_label import WarningLabel
from otcodebook.ui.window.theme import LIGHT, Colors
from otcodebook.units.model import Rule, UnitCount
from otcodebook.units.payers import payer_warnings
from otcodebook.units.words import RULE_NAMES, difference, units_text, working
from otcodebook.units.worksheet import WorksheetResult
from otcodebook.wording import listed


def checks_of(
    result: WorksheetResult, rule: Rule, payer: Payer | None = None
) -> list[tuple[str, str]]:
    """What to check before billing: sentences, each with its source, which may be empty."""
    warnings = result.warnings.get(rule, ())
    if payer is not None and rule in result.counts:
        warnings += payer_warnings(payer, result.counts[rule], warnings)
    checks = [(warning.text, warning.origin) for warning in warnings]
    if result.missing_minutes:
        checks.insert(0, (missing_minutes_text(result.missing_minutes), ""))
    return checks


def missing_minutes_text(codes: tuple[str, ...]) -> str:
    """A sentence on timed codes that still need their minutes."""
    needs = "is timed and has" if len(codes) == 1 else "are timed and have"
    return f"{listed(codes)} {needs} no minutes yet."


def checks_title(number: int) -> str:
    """The count of warnings, in the summary and over their list."""
    return f"{number} to check"


class Checks(Fold):
    """The warnings, one each with its source."""

    def __init__(self) -> None:
        super().__init__("unitsChecks")
        self._labels: list[WarningLabel] = []

    def show_checks(self, checks: list[tuple[str, str]]) -> None:
        """Shows sentences, each with its source."""
        while len(self._labels) < len(checks):
            warning = WarningLabel()
            warning.set_colors(self._colors)
            self._labels.append(warning)
            self.column.addWidget(warning)
        for at, warning in enumerate(self._labels):
            warning.setVisible(at < len(checks))
            warning.set_text(*(checks[at] if at < len(checks) else ("", "")))
        self.set_title(checks_title(len(checks)))
        self.setVisible(bool(checks))

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self.set_fold_colors(colors)
        for warning in self._labels:
            warning.set_colors(colors)


class Working(Fold):
    """How the units came about: the methods compared, the steps, a line for each code."""

    def __init__(self) -> None:
        super().__init__("unitsWorking")
        self._colors = LIGHT
        self._difference = label("unitsDifference")
        self._steps = label("unitsSteps")
        self._lines: list[tuple[QLabel, QLabel]] = []
        self.column.addWidget(self._difference)
        self.column.addWidget(self._steps)
        self.set_title("How it was counted")

    def show_counts(self, counts: dict[Rule, UnitCount], rule: Rule) -> None:
        """Shows the working of the method in use."""
        count = counts[rule]
        self._difference.setText(difference(counts[Rule.CMS], counts[Rule.MIDPOINT]))
        steps = "\n".join(working(count))
        self._steps.setText(f"{RULE_NAMES[rule]}:\n{steps}" if steps else "")
        self._steps.setVisible(bool(steps))
        while len(self._lines) < len(count.lines):
            pair = (label(), label())
            self._lines.append(pair)
            for part in pair:
                self.column.addWidget(part)
            self._style(pair)
        for at, pair in enumerate(self._lines):
            shown = at < len(count.lines)
            for part in pair:
                part.setVisible(shown)
            if shown:
                line = count.lines[at]
                units = units_text(line.units) if line.units else "no unit"
                pair[0].setText(f"{line.code}   {units}")
                pair[1].setText(line.reason)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self.set_fold_colors(colors)
        for pair in self._lines:
            self._style(pair)

    def _style(self, pair: tuple[QLabel, QLabel]) -> None:
        pair[0].setFont(code_font(QApplication.font()))
        set_text_color(pair[1], self._colors.muted)

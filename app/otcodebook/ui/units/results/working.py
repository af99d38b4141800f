"""How a session was counted, opened under the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QApplication, QLabel

from otcodebook.ui.look.row_text import code_font
from otcodebook.ui.look.theme import LIGHT, Colors
from otcodebook.ui.widgets.card import discard, label, set_text_color
from otcodebook.ui.widgets.fold import Fold
from otcodebook.units.model import Line, Rule, UnitCount
from otcodebook.units.words import RULE_NAMES, difference, units_text, working


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

    def show_counts(
        self, counts: dict[Rule, UnitCount], rule: Rule, limits: Mapping[str, str]
    ) -> None:
        """Shows the working of the method in use; hidden where nothing was counted.

        `limits` are sentences on codes.
        """
        count = counts.get(rule)
        self.setVisible(count is not None)
        self._show_lines(count.lines if count else (), limits)
        if count is None:
            return
        self._difference.setText(difference(counts[Rule.CMS], counts[Rule.MIDPOINT]))
        steps = "\n".join(working(count))
        self._steps.setText(f"{RULE_NAMES[rule]}:\n{steps}" if steps else "")
        self._steps.setVisible(bool(steps))

    def _show_lines(self, lines: Sequence[Line], limits: Mapping[str, str]) -> None:
        while len(self._lines) < len(lines):
            pair = (label(), label())
            self._lines.append(pair)
            for part in pair:
                self.column.addWidget(part)
                part.show()
            self._style(pair)
        while len(self._lines) > len(lines):
            discard(*self._lines.pop())
        for pair, line in zip(self._lines, lines, strict=True):
            units = units_text(line.units) if line.units else "no unit"
            pair[0].setText(f"{line.code}   {units}")
            pair[1].setText(" ".join(filter(None, (line.reason, limits.get(line.code)))))

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self.set_fold_colors(colors)
        for pair in self._lines:
            self._style(pair)

    def _style(self, pair: tuple[QLabel, QLabel]) -> None:
        pair[0].setFont(code_font(QApplication.font()))
        set_text_color(pair[1], self._colors.muted)

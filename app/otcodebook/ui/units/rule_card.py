"""One method's result: its units, the reason of each line, and the choice where units are tied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.model import Catalog, Code
from otcodebook.ui.codes.delegate import bold, code_font
from otcodebook.ui.widgets.card import Card, Texts, label, set_text_color
from otcodebook.ui.window.theme import Colors, scaled
from otcodebook.units.assistant import Share
from otcodebook.units.model import Choice, Rule, UnitCount
from otcodebook.units.words import RULE_NAMES, units_text, working
from otcodebook.wording import listed


class RuleCard(Card):
    """The units by one method, with the working.

    Signals:
        chosen: this method was chosen for copying.
        tie_decided: the codes that tied units go to (a tuple).
    """

    chosen = Signal()
    tie_decided = Signal(object)

    def __init__(self, rule: Rule) -> None:
        name = rule.value.capitalize()
        super().__init__(f"unitsCard{name}")
        self.radio = QRadioButton(RULE_NAMES[rule])
        self.radio.setObjectName(f"unitsRule{name}")
        self.radio.toggled.connect(self._toggle)
        self._total = label(f"unitsTotal{name}")
        self._lines = Texts()
        self._choice = TieChoice(self.radio)
        self._choice.decided.connect(self.tie_decided)
        self._steps = label(f"unitsWorking{name}")
        for part in (self.radio, self._total, self._choice, self._lines, self._steps):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_count(self, count: UnitCount, shares: tuple[Share, ...], catalog: Catalog) -> None:
        """Shows what came of counting."""
        self._total.setText(units_text(count.units))
        with_co = {share.code: share for share in shares if share.with_co}
        texts = []
        for line in count.lines:
            units = units_text(line.units) if line.units else "no unit"
            head = f"{line.code}   {units}"
            if share := with_co.get(line.code):
                part = "" if share.with_co == line.units else f"{share.with_co} "
                head += f", {part}with CO"
            texts.append((head, line.reason))
        self._lines.set_texts(texts)
        self._steps.setText("\n".join(working(count)))
        self._choice.show_choice(count.choices[0] if count.choices else None, catalog)
        told = "; ".join(". ".join(text) for text in texts)
        self.radio.setAccessibleDescription(f"{units_text(count.units)}. {told}")
        self.setAccessibleName(f"{self.radio.text()}: {units_text(count.units)}")

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        font = QApplication.font()
        self.set_card_colors(colors)
        self._total.setFont(code_font(scaled(font, 1.9)))
        self._lines.set_colors(colors, code_font(font))
        self._choice.set_colors(colors)
        self._steps.setFont(scaled(font, 0.9))
        set_text_color(self._steps, colors.muted)
        self.radio.setFont(bold(font))

    def _toggle(self, on: bool) -> None:
        self.set_marked(on)
        if on:
            self.chosen.emit()


class TieChoice(QWidget):
    """The tied codes as buttons to choose from; hidden where nothing is tied.

    Signals:
        decided: the codes that the units go to (a tuple).
    """

    decided = Signal(object)

    def __init__(self, before: QWidget) -> None:
        super().__init__()
        self._before = before  # in the order of the Tab key
        self.setObjectName("unitsTie")
        self._shown: tuple[int, tuple[str, ...]] | None = None
        self._given: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QAbstractButton] = {}
        self._question = label("unitsTieQuestion")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(4)
        self._column.addWidget(self._question)
        self.hide()

    def show_choice(self, choice: Choice | None, catalog: Catalog) -> None:
        """Offers the codes of a tie; the buttons stay while the tie is the same."""
        self.setVisible(choice is not None)
        if choice is None:
            return
        if self._shown != (choice.units, choice.among):
            self._shown = (choice.units, choice.among)
            self._rebuild(choice, catalog)
        self._given = choice.given
        for code, button in self._buttons.items():
            button.setChecked(code in choice.given)
            # Of round buttons Tab reaches the chosen one; Qt sees to that only once it was there.
            reached = button.isChecked() or choice.units > 1
            policy = Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def set_colors(self, colors: Colors) -> None:
        """The question stands out by its weight and by its place."""
        self._question.setFont(bold(QApplication.font()))

    def _rebuild(self, choice: Choice, catalog: Catalog) -> None:
        single = choice.units == 1
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        self._group.setExclusive(single)
        what = "1 unit is" if single else f"{choice.units} units are"
        end = "Which code gets it?" if single else f"Which {choice.units} codes get one?"
        self._question.setText(f"{what} tied. {end}")
        before: QWidget = self._before
        for code in choice.among:
            entry = catalog.find(code)
            name = entry.name if isinstance(entry, Code) else ""
            text = f"{code} {name}".strip().replace("&", "&&")
            button = QRadioButton(text) if single else QCheckBox(text)
            button.setObjectName(f"unitsTie{code}")
            button.setAccessibleDescription(f"The tie is between {listed(list(choice.among))}")
            button.clicked.connect(lambda _on=False, code=code: self._decide(code))
            self._group.addButton(button)
            self._column.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = self._buttons[code] = button

    def _decide(self, code: str) -> None:
        """The clicked code gets a unit; of several, the one chosen longest ago gives its up."""
        units = len(self._given)
        given = (*(other for other in self._given if other != code), code)[-units:]
        self._buttons[code].setChecked(True)
        self.decided.emit(given)

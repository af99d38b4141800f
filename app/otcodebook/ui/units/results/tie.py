"""The choice where units are tied: the tied codes as buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QWidget,
)

from otcodebook.catalog.model import Catalog, Code
from otcodebook.ui.look.row_text import bold
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.widgets.card import Card, label
from otcodebook.units.model import Choice
from otcodebook.wording import listed


class TieChoice(Card):
    """The tied codes to choose from; hidden where nothing is tied.

    Signals:
        decided: the codes that the units go to (a tuple).
    """

    decided = Signal(object)

    def __init__(self, before: QWidget) -> None:
        super().__init__("unitsTie")
        self._before = before  # in the order of the Tab key
        self.set_marked(True)
        self._shown: tuple[int, tuple[str, ...]] | None = None
        self._given: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QAbstractButton] = {}
        self._question = label("unitsTieQuestion")
        self.column.addWidget(self._question)
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
        self.set_card_colors(colors)
        self._question.setFont(bold(QApplication.font()))

    def _rebuild(self, choice: Choice, catalog: Catalog) -> None:
        single = choice.units == 1
        for button in self._buttons.values():
            self._group.removeButton(button)
            self.column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        self._group.setExclusive(single)
        what = "1 unit is" if single else f"{choice.units} units are"
        end = "Which code gets it?" if single else f"Which {choice.units} codes get one?"
        self._question.setText(f"{what} tied. {end}")
        before = self._before
        for code in choice.among:
            entry = catalog.find(code)
            name = entry.name if isinstance(entry, Code) else ""
            text = f"{code} {name}".strip().replace("&", "&&")
            button = QRadioButton(text) if single else QCheckBox(text)
            button.setObjectName(f"unitsTie{code}")
            button.setAccessibleDescription(f"The tie is between {listed(list(choice.among))}")
            button.clicked.connect(lambda _on=False, code=code: self._decide(code))
            self._group.addButton(button)
            self.column.addWidget(button)
            self.setTabOrder(before, button)
            before = self._buttons[code] = button

    def _decide(self, code: str) -> None:
        """The clicked code gets a unit; of several, the one chosen longest ago gives its up."""
        units = len(self._given)
        given = (*(other for other in self._given if other != code), code)[-units:]
        self._buttons[code].setChecked(True)
        self.decided.emit(given)

"""What to check before a session is billed, opened under the table, with a button to settle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from otcodebook.ui.look.theme import Colors
from otcodebook.ui.widgets.card import discard
from otcodebook.ui.widgets.fold import Fold
from otcodebook.ui.widgets.warning_label import WarningLabel
from otcodebook.units.checks import Check, checks_title
from otcodebook.units.warnings import Remedy

_Choose = Callable[[str, str], object]
_GAP = 8


class Checks(Fold):
    """The checks, one each with its source.

    It opens by itself where one click would settle a check, unless the user has closed it.

    Signals:
        remedy_chosen: a modifier is to be put on the lines of a code (code and modifier).
    """

    remedy_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("unitsChecks")
        self._rows: list[_Row] = []
        self._opens_itself = True

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Shows what is to be checked; hidden where there is nothing."""
        while len(self._rows) < len(checks):
            row = _Row(self.remedy_chosen.emit)
            row.set_colors(self._colors)
            self._rows.append(row)
            self.column.addWidget(row)
            row.show()
        while len(self._rows) > len(checks):
            discard(self._rows.pop())
        for row, check in zip(self._rows, checks, strict=True):
            row.show_check(check)
        before: QWidget = self.head
        for row in self._rows:
            if row.button is not None:
                self.setTabOrder(before, row.button)
                before = row.button
        self.set_title(checks_title(len(checks)))
        self.setVisible(bool(checks))
        if self._opens_itself and not self.is_open and any(check.remedy for check in checks):
            self.set_open(True)

    def set_open(self, is_open: bool) -> None:
        """Opens or closes it; once it is closed it stays so until it is opened again."""
        self._opens_itself = is_open
        super().set_open(is_open)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self.set_fold_colors(colors)
        for row in self._rows:
            row.set_colors(colors)


class _Row(QWidget):
    """A check and the button that settles it, which is made when one first can be settled."""

    def __init__(self, choose: _Choose) -> None:
        super().__init__()
        self._choose = choose
        self._remedy: Remedy | None = None
        self.button: QPushButton | None = None
        self._warning = WarningLabel()
        self._under = QHBoxLayout()
        self._under.addSpacing(self.fontMetrics().height() + _GAP)  # under the words of the check
        self._under.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._warning)
        column.addLayout(self._under)

    def show_check(self, check: Check) -> None:
        self._warning.set_text(check.text, check.origin)
        if check.remedy != self._remedy:
            self._remedy = check.remedy
            self._replace_button()
        if self.button is not None:
            self.button.setAccessibleDescription(check.text)

    def set_colors(self, colors: Colors) -> None:
        self._warning.set_colors(colors)

    def _replace_button(self) -> None:
        if self.button is not None:
            discard(self.button)
            self.button = None
        if self._remedy is not None:
            self.button = _remedy_button(self._remedy, self._choose)
            self._under.insertWidget(1, self.button)


def _remedy_button(remedy: Remedy, choose: _Choose) -> QPushButton:
    """Puts the modifier on the code; of several ones the user chooses."""
    code = remedy.code
    button = QPushButton()
    button.setObjectName(f"unitsRemedy{code}")
    if len(remedy.modifiers) == 1:
        button.setText(f"Put {remedy.modifiers[0]} on {code}")
        button.clicked.connect(lambda: choose(code, remedy.modifiers[0]))
        return button
    button.setText(f"Put an X modifier on {code}")
    menu = QMenu(button)
    for modifier in remedy.modifiers:
        action = menu.addAction(modifier)
        action.setObjectName(f"unitsRemedy{code}-{modifier}")
        action.triggered.connect(partial(choose, code, modifier))
    button.setMenu(menu)
    return button

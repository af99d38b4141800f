"""What Medicare pays for the session, folded under the table: units, sums, what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from otcodebook.ui.look.row_text import bold, code_font
from otcodebook.ui.look.set_by_clinic import gray
from otcodebook.ui.look.theme import Colors, scaled
from otcodebook.ui.widgets.card import discard, label, set_text_color
from otcodebook.ui.widgets.fold import Fold
from otcodebook.ui.widgets.no_wheel import NoWheelComboBox
from otcodebook.ui.widgets.warning_label import WarningLabel

_COLUMN_GAP = 16


class PayText(Struct, frozen=True):
    """The card in words.

    `lines` are the units: name, amount, what was taken off. `sums` are name, amount and remark.
    `notes` say who is full, and which codes have no amount; `basis` is what the amounts rest on.
    `ended` says that the fee table has ended, else it is empty. `localities` are the localities to
    choose from, each with its key; `locality` is the key of the chosen one. `facility`: these are
    amounts at the facility rate.
    """

    title: str
    lines: Sequence[tuple[str, str, str]] = ()
    sums: Sequence[tuple[str, str, str]] = ()
    notes: Sequence[str] = ()
    basis: Sequence[str] = ()
    ended: str = ""
    localities: Sequence[tuple[str, str]] = ()
    locality: str = ""
    facility: bool = False


class PayCard(Fold):
    """The card; closed until the user opens it.

    Signals:
        locality_chosen: a locality was chosen (its key, empty for the national amount).
        facility_chosen: the user chose the facility rate, or the other one (a bool).
    """

    locality_chosen = Signal(str)
    facility_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__("unitsPay")
        self.column.setSpacing(10)
        self._lines = _Rows(is_code=True)
        self._sums = _Rows(is_code=False)
        self._notes = label("unitsPayNotes")
        self._ended = WarningLabel()
        self._basis = label("unitsPayBasis")
        self._localities: Sequence[tuple[str, str]] = ()
        self._locality = NoWheelComboBox()
        self._locality.setObjectName("unitsLocality")
        self._locality.setAccessibleName("Locality")
        self._locality.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._locality.setMinimumContentsLength(24)
        self._locality.activated.connect(
            lambda at: self.locality_chosen.emit(self._localities[at][0])
        )
        self._facility = QCheckBox("Facility rate")
        self._facility.setObjectName("unitsFacility")
        self._facility.setToolTip("In a facility other than the therapist's own office")
        self._facility.clicked.connect(self.facility_chosen)
        title = QLabel("Locality")
        title.setBuddy(self._locality)
        self._where, self._where_row = _row(title, self._locality)
        rate, self._rate_row = _row(self._facility)
        for part in (self._ended, self._lines, self._notes, self._sums):
            self.column.addWidget(part)
        for choice in (self._where, rate):
            self.column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._basis)

    @property
    def key_stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in its order."""
        return self.head, self._locality, self._facility

    def fix(self, fields: Collection[str]) -> None:
        """Grays what the clinic has decided, by fields of `Settings`."""
        if "locality" in fields:
            gray("locality", (self._locality,), self._where_row)
        if "facility_rate" in fields:
            gray("facility_rate", (self._facility,), self._rate_row)

    def show_text(self, text: PayText | None) -> None:
        """Shows the amounts of a session, its title alone while closed; hidden without any."""
        self.setVisible(text is not None)
        if text is not None:
            self.set_title(text.title)
        if text is None or not self.is_open:
            for rows in (self._lines, self._sums):
                rows.show_rows(())
            return
        self._ended.set_text(text.ended)
        self._ended.setVisible(bool(text.ended))
        self._lines.show_rows(text.lines)
        self._sums.show_rows(text.sums)
        self._notes.setText("\n".join(text.notes))
        self._notes.setVisible(bool(text.notes))
        self._basis.setText("\n".join(text.basis))
        self._show_localities(text.localities, text.locality)
        self._facility.setChecked(text.facility)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes."""
        self.set_fold_colors(colors)
        self._lines.set_colors(colors)
        self._sums.set_colors(colors)
        self._ended.set_colors(colors)
        self._basis.setFont(scaled(QApplication.font(), 0.9))
        set_text_color(self._basis, colors.muted)

    def _show_localities(self, localities: Sequence[tuple[str, str]], chosen: str) -> None:
        if localities != self._localities:
            self._localities = localities
            self._locality.clear()
            self._locality.addItems([text for _, text in localities])
        keys = [key for key, _ in localities]
        self._locality.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)
        self._where.setVisible(bool(localities))


def _row(*parts: QWidget) -> tuple[QWidget, QHBoxLayout]:
    """Controls side by side, and the layout that takes a remark after them."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part)
    return made, row


class _Rows(QWidget):
    """Rows of a name, an amount and a remark, under each other."""

    def __init__(self, *, is_code: bool) -> None:
        super().__init__()
        self._is_code = is_code
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._colors: Colors | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_COLUMN_GAP)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        while len(self._rows) < len(rows):
            self._add_row()
        while len(self._rows) > len(rows):
            discard(*self._rows.pop())
        for labels, texts in zip(self._rows, rows, strict=True):
            for part, text in zip(labels, texts, strict=True):
                part.setText(text)

    def set_colors(self, colors: Colors) -> None:
        self._colors = colors
        for labels in self._rows:
            self._style(labels)

    def _add_row(self) -> None:
        at, side = len(self._rows), Qt.AlignmentFlag
        name, amount, remark = label(wraps=False), label(wraps=False), label()
        self._grid.addWidget(name, at, 0, side.AlignLeft | side.AlignTop)
        self._grid.addWidget(amount, at, 1, side.AlignRight | side.AlignTop)
        self._grid.addWidget(remark, at, 2)
        for part in (name, amount, remark):
            part.show()
        self._rows.append((name, amount, remark))
        self._style(self._rows[-1])

    def _style(self, labels: tuple[QLabel, QLabel, QLabel]) -> None:
        name, amount, remark = labels
        font = QApplication.font()
        name.setFont(code_font(font) if self._is_code else font)
        amount.setFont(bold(font))
        if self._colors is not None:
            set_text_color(remark, self._colors.muted)

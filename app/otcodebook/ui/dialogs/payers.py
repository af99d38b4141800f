"""The user's list of payers, in the preferences: names with what each wants."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from otcodebook.settings import (
    COLUMNS,
    NAME_LIMIT,
    PAYER_NOTE_LIMIT,
    SEPARATE,
    UNITS_LIMIT,
    UNITS_RULES,
    Payer,
    valid_payers,
)
from otcodebook.ui.look.set_by_clinic import gray
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.ui.widgets.limited_line import LimitedLine
from otcodebook.units.model import Rule
from otcodebook.units.payers import payer_text
from otcodebook.units.words import RULE_NAMES

_SEPARATE_NAMES = ("Modifier 59", "An X modifier (XE, XP, XS, XU)")
_COLUMN_NAMES = ("Either code", "The column 1 code", "The column 2 code")
_ROWS = 3


class _Rows(QListWidget):
    """Asks for a few rows; as high as there is room for."""

    def sizeHint(self) -> QSize:
        """Of the usual height of a list, a low screen with large text has none to spare."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Rows of two lines."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() * 2 * _ROWS)


class PayersGroup(QGroupBox):
    """The list, and buttons that change it."""

    def __init__(self, service: SettingsService) -> None:
        super().__init__("Payers, for Units")
        self._payers = service.settings.payers
        self._fixed = service.settings.fixed
        self._service = service
        self._rows = _Rows()
        self._rows.setObjectName("payerList")
        self._rows.setAccessibleName("Payers")
        self._rows.setWordWrap(True)
        self._rows.itemDoubleClicked.connect(lambda _row: self._edit())
        self._rows.currentRowChanged.connect(lambda _row: self._enable())
        self._buttons = {}
        row = QHBoxLayout()
        for name, text, does in (
            ("payerAdd", "&Add\N{HORIZONTAL ELLIPSIS}", self._add),
            ("payerEdit", "&Edit\N{HORIZONTAL ELLIPSIS}", self._edit),
            ("payerRemove", "&Remove", self._remove),
        ):
            button = self._buttons[name] = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(does)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self._rows)
        column.addLayout(row)
        self._show()
        if self._is_fixed:
            gray("payers", tuple(self._buttons.values()), column)

    @property
    def _is_fixed(self) -> bool:
        return "payers" in self._fixed

    def _show(self, name: str = "") -> None:
        self._rows.clear()
        self._rows.addItems([payer_text(payer) for payer in self._payers])
        names = [payer.name for payer in self._payers]
        if names:
            self._rows.setCurrentRow(names.index(name) if name in names else 0)
        self._enable()

    def _enable(self) -> None:
        for name in ("payerEdit", "payerRemove"):
            self._buttons[name].setEnabled(self._rows.currentRow() >= 0 and not self._is_fixed)

    def _add(self) -> None:
        self._ask(Payer(""), lambda new: self._keep(new))

    def _edit(self) -> None:
        at = self._rows.currentRow()
        if at >= 0 and not self._is_fixed:
            old = self._payers[at]
            self._ask(old, lambda new: self._keep(new, old))

    def _remove(self) -> None:
        at = self._rows.currentRow()
        self._payers = (*self._payers[:at], *self._payers[at + 1 :])
        self._service.choose(payers=self._payers)
        self._show()

    def _ask(self, payer: Payer, keep: Callable[[Payer], None]) -> None:
        dialog = PayerDialog(payer, self)
        dialog.accepted.connect(lambda: keep(dialog.payer()))
        dialog.open()

    def _keep(self, new: Payer, old: Payer | None = None) -> None:
        # One of the same name is replaced.
        others = [payer for payer in self._payers if payer != old]
        self._payers = valid_payers([*others, new])
        self._service.choose(payers=self._payers)
        self._show(new.name)


class PayerDialog(QDialog):
    """The fields of one payer."""

    def __init__(self, payer: Payer, parent: QWidget) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setObjectName("payerDialog")
        self.setWindowTitle("Payer")
        self._name = LimitedLine(payer.name, NAME_LIMIT)
        self._name.setObjectName("payerName")
        self._rule = _box("payerRule", [RULE_NAMES[Rule(rule)] for rule in UNITS_RULES])
        self._rule.setCurrentIndex(UNITS_RULES.index(payer.rule))
        self._separate = _box("payerSeparate", _SEPARATE_NAMES)
        self._separate.setCurrentIndex(SEPARATE.index(payer.separate))
        self._column = _box("payerColumn", _COLUMN_NAMES)
        self._column.setCurrentIndex(COLUMNS.index(payer.column))
        self._units = QSpinBox()
        self._units.setObjectName("payerUnits")
        self._units.setMaximum(UNITS_LIMIT)
        self._units.setSpecialValueText("No limit")
        self._units.setValue(payer.max_units)
        self._note = LimitedLine(payer.note, PAYER_NOTE_LIMIT)
        self._note.setObjectName("payerNote")
        self._note.setPlaceholderText("Nothing about a patient")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        form = QFormLayout(self)
        for text, part in (
            ("&Name", self._name),
            ("&Method", self._rule),
            ("Separate &services", self._separate),
            ("&On", self._column),
            ("Most &units a day", self._units),
            ("No&te", self._note),
        ):
            form.addRow(text, part)
        form.addRow(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 22)
        self._name.textChanged.connect(self._enable)
        self._enable()

    def payer(self) -> Payer:
        """What was typed and chosen."""
        return Payer(
            " ".join(self._name.text().split()),
            UNITS_RULES[self._rule.currentIndex()],
            SEPARATE[self._separate.currentIndex()],
            COLUMNS[self._column.currentIndex()],
            self._units.value(),
            " ".join(self._note.text().split()),
        )

    def _enable(self) -> None:
        self._ok.setEnabled(bool(self._name.text().strip()))


def _box(name: str, texts: list[str] | tuple[str, ...]) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.addItems(list(texts))
    return box

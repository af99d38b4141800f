"""The preferences: what a copy puts on the clipboard, colors, text size; applied at once.

Import this module late: most sessions never open it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from otcodebook.settings import TEXT_SIZES, CareSetting, CopyFormat, Settings
from otcodebook.ui.accessibility.labels import label_of
from otcodebook.ui.dialogs.page_dialog import resize_on_screen
from otcodebook.ui.dialogs.payers import PayersGroup
from otcodebook.ui.dialogs.scrolled_page import ScrolledPage
from otcodebook.ui.look.set_by_clinic import gray
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.services.actions import ACTIONS, THEME_ACTIONS
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.ui.widgets.no_wheel import NoWheelComboBox

_FORMATS = {
    CopyFormat.CODE: "The &code: 97110",
    CopyFormat.CODE_AND_NAME: "Code and &name: 97110 Therapeutic exercise",
    CopyFormat.CODE_WITH_MODIFIER: "Code with &modifier GO: 97110-GO",
}
_COPYING = (
    "This applies to Enter, Ctrl+C, a double-click and dragging. GO is added to therapy codes "
    "only, not to supplies or modifiers. Leave it out if the payer does not want it."
)

_SETTINGS = {
    CareSetting.PRACTICE: "Private &practice",
    CareSetting.HOSPITAL: "Outpatient &hospital",
}
_WHERE = "CMS has separate tables of code pairs and unit limits for these two."
_SESSIONS = (
    "Units keeps no session: codes and minutes are gone when you quit. Only the method and "
    "the payer used last are remembered."
)


class PreferencesDialog(QDialog):
    """Shows the settings and changes them at once.

    What the clinic has fixed is gray and says so.

    Signals:
        clinic_file_requested: the choices are to be saved as a file for a clinic.
    """

    clinic_file_requested = Signal()

    def __init__(self, service: SettingsService, parent: QWidget) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setWindowTitle("Preferences")
        settings = service.settings
        self._service = service
        self._fixed = settings.fixed
        buttons = QDialogButtonBox()
        for_clinic = buttons.addButton(
            "Save as clinic settings\N{HORIZONTAL ELLIPSIS}",
            QDialogButtonBox.ButtonRole.ActionRole,
        )
        for_clinic.setObjectName("saveClinicSettings")
        for_clinic.setAutoDefault(False)
        for_clinic.setToolTip("For whoever sets up the computers of a clinic")
        for_clinic.clicked.connect(self.clinic_file_requested)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        tabs = QTabWidget()
        self._first: QWidget = tabs
        tabs.setObjectName("preferencesTabs")
        tabs.setAccessibleName("Preferences")
        general, units = QWidget(), QWidget()
        first, second = QVBoxLayout(general), QVBoxLayout(units)
        first.setSpacing(16)
        first.addWidget(self._copying(settings))
        first.addLayout(self._looks(settings))
        first.addStretch(1)
        second.setSpacing(16)
        second.addWidget(self._setting(settings))
        second.addWidget(PayersGroup(service), 1)
        second.addWidget(_wrapped(_SESSIONS))
        self._tabs = tabs
        self.add_page("&General", general)
        self.add_page("&Units", units)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        self._first.setFocus()
        self.setMinimumWidth(self.fontMetrics().height() * 24)

    def add_page(self, title: str, page: QWidget) -> None:
        """Adds a page, perhaps of another room, with its mnemonic in the title."""
        self._tabs.addTab(ScrolledPage(page, title.replace("&", "")), title)

    def make_room(self) -> None:
        """Grows until nothing is scrolled, as far as the screen goes."""
        resize_on_screen(self, *self.sizeHint().expandedTo(self.size()).toTuple())

    def _copying(self, settings: Settings) -> QWidget:
        group = QGroupBox("When you copy a code, copy:")
        column = QVBoxLayout(group)
        for choice, text in _FORMATS.items():
            button = QRadioButton(text)
            button.setObjectName(f"copyFormat-{choice}")
            button.setChecked(choice is settings.copy_format)
            button.clicked.connect(partial(self._service.choose, copy_format=choice))
            if button.isChecked() and "copy_format" not in self._fixed:
                self._first = button
            column.addWidget(button)
        column.addWidget(_wrapped(_COPYING))
        self._gray("copy_format", column, group.findChildren(QRadioButton))
        return group

    def _setting(self, settings: Settings) -> QWidget:
        group = QGroupBox("Where you work:")
        column, row = QVBoxLayout(group), QHBoxLayout()
        column.addLayout(row)
        for choice, text in _SETTINGS.items():
            button = QRadioButton(text)
            button.setObjectName(f"setting-{choice}")
            button.setChecked(choice is settings.billing_setting)
            button.clicked.connect(partial(self._service.choose, billing_setting=choice))
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(_wrapped(_WHERE))
        self._gray("billing_setting", column, group.findChildren(QRadioButton))
        return group

    def _looks(self, settings: Settings) -> QGridLayout:
        themes, sizes = NoWheelComboBox(), NoWheelComboBox()
        for spec in ACTIONS:
            if spec.id in THEME_ACTIONS:
                themes.addItem(spec.text.replace("&", ""), THEME_ACTIONS[spec.id])
        themes.setCurrentIndex(list(THEME_ACTIONS.values()).index(settings.theme))
        for size in TEXT_SIZES:
            sizes.addItem(f"{size}%", size)
        sizes.setCurrentIndex(TEXT_SIZES.index(settings.text_size))
        choices = list(THEME_ACTIONS.values())
        themes.activated.connect(lambda at: self._service.choose(theme=choices[at]))
        sizes.activated.connect(lambda at: self._choose_size(TEXT_SIZES[at]))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        for row, (field, text, box) in enumerate(
            (("theme", "C&olors", themes), ("text_size", "&Text size", sizes))
        ):
            label = label_of(box, text)
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(text))
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(box, 2 * row, 1)
            below = QVBoxLayout()
            grid.addLayout(below, 2 * row + 1, 1)
            self._gray(field, below, [box])
        return grid

    def _choose_size(self, percent: int) -> None:
        self._service.choose(text_size=percent)
        self.make_room()

    def _gray(self, field: str, column: QVBoxLayout, controls: Sequence[QWidget]) -> None:
        if field in self._fixed:
            gray(field, controls, column)


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label

"""Asks how a sheet of codes is to look, before it is saved or printed."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from otcodebook.export.printed_list import PrintedList
from otcodebook.ui.dialogs.page_dialog import add_choice

_MANY = 24
"""From so many codes on two columns are suggested."""
_LONGEST_TITLE = 120


class PrintOptionsDialog(QDialog):
    """Title, columns and own notes of one sheet; `description` is the button that goes on."""

    def __init__(self, title: str, description: str, sheet: PrintedList, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheetDialog")
        self.setWindowTitle(title)
        self._title = QLineEdit(sheet.title)
        self._title.setObjectName("sheetTitle")
        self._title.setMaxLength(_LONGEST_TITLE)
        self._columns = QComboBox()
        self._columns.setObjectName("sheetColumns")
        self._columns.addItems(["One column", "Two columns"])
        self._columns.setCurrentIndex(int(len(sheet.rows) > _MANY))
        self._notes = QCheckBox(f"With my &notes ({sheet.notes:,})")
        self._notes.setObjectName("sheetNotes")
        self._notes.setChecked(sheet.notes > 0)
        self._notes.setVisible(sheet.notes > 0)
        told = QLabel(" ".join(filter(None, (f"{sheet.count}.", sheet.left_out))))
        told.setObjectName("sheetTold")
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        form = QGridLayout()
        form.setVerticalSpacing(12)
        for row, (text, field) in enumerate(
            (("&Title:", self._title), ("&Layout:", self._columns))
        ):
            label = QLabel(text)
            label.setBuddy(field)
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1)
        form.addWidget(self._notes, 2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(told)
        layout.addLayout(form)
        layout.addStretch()
        add_choice(self, layout, description)
        self.resize(self.fontMetrics().height() * 26, self.sizeHint().height())

    @property
    def columns(self) -> int:
        """How many columns are chosen."""
        return self._columns.currentIndex() + 1

    @property
    def sheet(self) -> PrintedList:
        """The sheet with the title and the notes as they are chosen."""
        sheet = self._sheet if self._notes.isChecked() else self._sheet.without_notes()
        return replace(sheet, title=self._title.text().strip() or sheet.title)

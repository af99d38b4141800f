"""Asks how a printed list should look, with a preview, before it is saved or printed."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from otcodebook.export.printed_list import PrintedList, QuickReference
from otcodebook.ui.accessibility.labels import label_of
from otcodebook.ui.dialogs.page_dialog import add_choice, resize_on_screen
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.printing.page_layout import PaperSize, usual_paper
from otcodebook.ui.printing.preview import PagedList, PrintPreview
from otcodebook.ui.widgets.limited_line import LimitedLine

_MANY = 24
"""With this many codes or more, two columns are suggested."""
_LONGEST_TITLE = 120
_SIZE = (62, 42)
"""Width and height in lines of text."""
_FORM_LINES = 20


class PrintOptionsDialog(QDialog):
    """Title, columns, paper and extras of one list; `description` is the button that goes on."""

    def __init__(self, title: str, description: str, printed: PrintedList, parent: QWidget) -> None:
        super().__init__(parent)
        self._printed = printed
        delete_when_closed(self)
        self.setObjectName("printDialog")
        self.setWindowTitle(title)
        self._preview = PrintPreview()
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._summary())
        column.addLayout(self._fields())
        column.addStretch()
        line = self.fontMetrics().height()
        form.setMaximumWidth(line * _FORM_LINES)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(form, 1)
        row.addWidget(self._preview, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(row, 1)
        add_choice(self, layout, description)
        resize_on_screen(self, line * _SIZE[0], line * _SIZE[1])
        self._title.textChanged.connect(self._refresh)
        self._columns.currentIndexChanged.connect(self._refresh_now)
        self._paper.currentIndexChanged.connect(self._refresh_now)
        self._notes.toggled.connect(self._refresh_now)
        self._reference.toggled.connect(self._refresh_now)
        self._preview.laid_out.connect(self._say_what_has_no_room)
        self._refresh_now()

    @property
    def columns(self) -> int:
        """How many columns are chosen."""
        return self._columns.currentIndex() + 1

    @property
    def paper(self) -> PaperSize:
        """The paper that is chosen."""
        return list(PaperSize)[self._paper.currentIndex()]

    @property
    def printed(self) -> PrintedList:
        """The list with the title, the notes and the reference as they are chosen."""
        printed = self._printed if self._notes.isChecked() else self._printed.without_notes()
        reference = printed.reference if self._reference.isChecked() else QuickReference()
        title = self._title.text().strip() or printed.title
        return replace(printed, title=title, reference=reference)

    def _summary(self) -> QLabel:
        printed = self._printed
        told = QLabel(" ".join(filter(None, (f"{printed.count}.", printed.left_out))))
        told.setObjectName("printTold")
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        return told

    def _fields(self) -> QGridLayout:
        printed = self._printed
        self._title = LimitedLine(printed.title, _LONGEST_TITLE)
        self._title.setObjectName("printTitle")
        self._columns = QComboBox()
        self._columns.setObjectName("printColumns")
        self._columns.addItems(["One column", "Two columns"])
        self._columns.setCurrentIndex(int(len(printed.rows) > _MANY))
        self._paper = QComboBox()
        self._paper.setObjectName("printPaper")
        self._paper.addItems(list(PaperSize))
        self._paper.setCurrentIndex(list(PaperSize).index(usual_paper()))
        self._notes = QCheckBox(f"My &notes ({printed.notes:,})")
        self._notes.setObjectName("printNotes")
        self._notes.setChecked(printed.notes > 0)
        self._notes.setVisible(printed.notes > 0)
        self._reference = QCheckBox(_reference_name(printed.reference))
        self._reference.setObjectName("printReference")
        self._reference.setChecked(bool(printed.reference))
        self._reference.setVisible(bool(printed.reference))
        self._no_room = QLabel("The last page has no room for it.")
        self._no_room.setObjectName("printNoRoom")
        self._no_room.setWordWrap(True)
        form = QGridLayout()
        form.setVerticalSpacing(12)
        form.setColumnStretch(1, 1)
        for row, (text, field) in enumerate(
            (("&Title:", self._title), ("&Layout:", self._columns), ("Pa&per:", self._paper))
        ):
            form.addWidget(label_of(field, text), row, 0)
            form.addWidget(field, row, 1)
        for row, extra in enumerate((self._notes, self._reference, self._no_room), 3):
            form.addWidget(extra, row, 0, 1, 2)
        return form

    def _refresh(self) -> None:
        self._preview.show_list(self.printed, self.columns, self.paper)

    def _refresh_now(self) -> None:
        self._preview.show_list(self.printed, self.columns, self.paper, at_once=True)

    def _say_what_has_no_room(self, laid_out: PagedList) -> None:
        self._no_room.setVisible(self._reference.isChecked() and not laid_out.has_reference)


def _reference_name(reference: QuickReference) -> str:
    """The text of the choice: what the reference holds."""
    chart = "8-minute &chart" if reference.chart else ""
    modifiers = "modifiers" if reference.modifiers else ""
    return " and ".join(filter(None, (chart, modifiers)))

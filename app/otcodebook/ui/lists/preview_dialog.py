"""Shows how a list was read, row by row, and lets the user say what its columns are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.lists.cells.table import Table, tidy
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.columns import Column
from otcodebook.lists.file import LoadedCatalog
from otcodebook.lists.reading import ListReading, Mapping
from otcodebook.lists.source import Choice, Source
from otcodebook.ui.accessibility.labels import label_of
from otcodebook.ui.dialogs.page_dialog import add_choice, resize_on_screen, wrapped_text
from otcodebook.ui.lists.column_header import ColumnHeader
from otcodebook.ui.lists.list_reader import ListReader, Read
from otcodebook.ui.lists.preview_model import PreviewModel, RowKind, title_of
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.look.theme import scaled
from otcodebook.wording import as_displayed, counted, displayed_name, elided, listed, quoted

_SIZE = (72, 42)  # in lines of text, like the next
_WIDEST_COLUMN = 18
_NARROW_REMARK, _WIDEST_REMARK = 13, 32
_LOWEST_TABLE = 6
_ROW_HEIGHT = 1.7
_SAMPLE_ROWS, _SAMPLE_CELLS = 200, 4000
"""So many rows, and in a wide list so many cells, tell how wide its columns are."""
_MOST_TITLE_ROWS = 12
_MOST_NAMED = 6
_LONGEST_TITLE = 40
_LONGEST_ROW = 44
_MORE_THAN_ONE = frozenset({Role.EXTRA, Role.IGNORE})
_NO_TITLES = "None: the first row is a code"


class PreviewDialog(QDialog):
    """Asks whether a list was read right: every column has a drop-down, every row is there.

    `read` is the list as it is understood. What the user changes is read again at once; `result`
    says how the list was read last.

    Signals:
        announced: what came of a change, for screen readers (a sentence).
    """

    announced = Signal(str)

    def __init__(self, source: Source, read: Read, parent: QWidget) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setObjectName("previewDialog")
        self._source = source
        self._read = read
        self._name = displayed_name(source.path)
        self._is_changed = False
        self._kind = RowKind.ALL
        self._columns: list[Column] = []
        self._reader = ListReader(self, source)
        self._reader.read.connect(self._show_changed)
        self._reader.failed.connect(self._tell_failure)
        self.setWindowTitle(f"Open {self._name}")
        self._title = wrapped_text("previewTitle", "")
        self._title.setFont(scaled(self.font(), 1.3))
        self._question = wrapped_text("previewQuestion", "")
        self._remarks = wrapped_text("previewRemarks", "")
        self._model = PreviewModel(self)
        self._table = QTableView()
        self._header = ColumnHeader(self._table)
        self._header.role_chosen.connect(self._choose_role)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        for widget in (self._title, self._question):
            layout.addWidget(widget)
        layout.addLayout(self._file_row())
        layout.addLayout(self._filter_row())
        self._set_up_table()
        layout.addWidget(self._table, 1)
        layout.addWidget(self._remarks)
        add_choice(self, layout, "&Use this list")
        self._use = next(each for each in self.findChildren(QPushButton) if each.isDefault())
        self._show(read, is_first=True)
        line = self.fontMetrics().height()
        resize_on_screen(self, line * _SIZE[0], line * _SIZE[1])
        if not self._use.isEnabled():
            self._ask_first()

    @property
    def loaded(self) -> LoadedCatalog:
        """The list as it was read last."""
        return self._read.loaded

    @property
    def choice(self) -> Choice:
        """What the user said, or agreed to, of the file."""
        reading, choice = self._reading, self._read.choice
        encoding = choice.encoding or (self._source.encoding if self._source.question else "")
        is_asked = any(column.is_open for column in reading.columns) or bool(reading.questions)
        mapping = choice.mapping
        if self._is_changed or is_asked:
            roles = tuple(column.role for column in reading.columns)
            mapping = Mapping(reading.header_line, roles)
        return Choice(mapping, self._sheet_name, encoding)

    @property
    def _reading(self) -> ListReading:
        reading = self._read.loaded.reading
        assert reading is not None, "only lists have a preview"
        return reading

    @property
    def _sheet_name(self) -> str:
        return self._read.loaded.sheet or ""

    # What it is made of

    def _file_row(self) -> QHBoxLayout:
        """What holds for the whole file: its sheet, the row with the titles, its encoding."""
        row = QHBoxLayout()
        self._sheet = self._letters = None
        if len(self._source.sheets) > 1:
            self._sheet, _ = _box("previewSheet", "&Sheet:", row, self._choose_sheet)
            for sheet in self._source.sheets:
                hidden = " (hidden)" if sheet.is_hidden else ""
                self._sheet.addItem(f"{as_displayed(sheet.name)}{hidden}", sheet.name)
            self._sheet.setPlaceholderText("Choose\N{HORIZONTAL ELLIPSIS}")
        self._titles, self._titles_label = _box(
            "previewTitles", "Column &titles:", row, self._choose_titles
        )
        # The row of the titles is longer than most names.
        self._titles.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._titles.setMaximumWidth(self.fontMetrics().averageCharWidth() * (_LONGEST_ROW + 8))
        if self._source.other:
            self._letters, _ = _box("previewLetters", "&Letters:", row, self._choose_letters)
            for encoding in (self._source.encoding, self._source.other):
                self._letters.addItem(encoding, encoding)
        row.addStretch()
        return row

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._filters: dict[RowKind, QToolButton] = {}
        group = QButtonGroup(self)
        for kind in RowKind:
            button = QToolButton()
            button.setObjectName(f"preview{kind.name.title().replace('_', '')}")
            button.setCheckable(True)
            button.setProperty("scope", True)
            button.clicked.connect(lambda _, kind=kind: self._filter(kind))
            group.addButton(button)
            row.addWidget(button)
            self._filters[kind] = button
        row.addStretch()
        return row

    def _set_up_table(self) -> None:
        table = self._table
        table.setObjectName("previewTable")
        table.setAccessibleName(f"Rows of {self._name}")
        table.setHorizontalHeader(self._header)
        table.setModel(self._model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        numbers = table.verticalHeader()
        # Of one height: rows without end are not measured one by one.
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultSectionSize(int(table.fontMetrics().height() * _ROW_HEIGHT))
        table.setMinimumHeight(table.fontMetrics().height() * _LOWEST_TABLE)
        table.selectionModel().currentChanged.connect(self._choose_first)

    def _choose_first(self, row: QModelIndex, before: QModelIndex) -> None:
        """The row that the keyboard comes to first, which Qt makes current but does not choose."""
        if not before.isValid():
            self._table.selectRow(row.row())

    def _ask_first(self) -> None:
        """Has the keyboard where the first answer is wanted."""
        columns = self._reading.columns
        asked = (at for at, column in enumerate(columns) if column.is_open)
        if columns:
            self._header.box(next(asked, 0)).setFocus()
        else:
            (self._sheet or self._titles).setFocus()

    # What the user says

    def _choose_role(self, at: int, role: Role) -> None:
        """A role is that of one column: another one that had it is kept beside."""
        if role not in _MORE_THAN_ONE:
            self._columns = [
                replace(each, role=Role.EXTRA) if each.role is role else each
                for each in self._columns
            ]
        self._columns[at] = replace(self._columns[at], role=role, is_open=False)
        # Shown at once: the next choice may come before this one is read.
        self._header.show_columns(self._columns)
        roles = tuple(column.role for column in self._columns)
        still_open = frozenset(place for place, each in enumerate(self._columns) if each.is_open)
        self._again(Mapping(self._reading.header_line, roles), still_open)

    def _choose_sheet(self, name: str) -> None:
        self._start(Choice(None, name, self._read.choice.encoding))

    def _choose_titles(self, line: int | None) -> None:
        self._again(Mapping(line))

    def _choose_letters(self, encoding: str) -> None:
        self._start(replace(self._read.choice, sheet=self._sheet_name, encoding=encoding))

    def _again(self, mapping: Mapping, still_open: frozenset[int] = frozenset()) -> None:
        choice = Choice(mapping, self._sheet_name, self._read.choice.encoding)
        self._start(choice, still_open)

    def _start(self, choice: Choice, still_open: frozenset[int] = frozenset()) -> None:
        self._is_changed = True
        self._use.setEnabled(False)
        self._reader.start(choice, still_open)

    def _filter(self, kind: RowKind) -> None:
        self._kind = kind
        self._model.show_rows(self._read.rows, kind)
        self._size_column(0)
        self._table.scrollToTop()

    # What is shown

    def _show_changed(self, read: Read) -> None:
        self._show(read, is_first=False)
        self.announced.emit(self._told())

    def _told(self) -> str:
        return f"{self._title.text()}. {self._question.text()}"

    def _tell_failure(self, sentence: str) -> None:
        self._question.setText(sentence)
        self.announced.emit(sentence)

    def _show(self, read: Read, *, is_first: bool) -> None:
        had = self._reading.columns
        self._read = read
        reading = self._reading
        count = len(reading.entries)
        codes = counted(count, "code")
        self._title.setText(f"{codes} in {self._name}" if count else f"No codes yet: {self._name}")
        self._question.setText(self._asked())
        self._remarks.setText(" ".join(_remarks(read.loaded)))
        self._remarks.setVisible(bool(self._remarks.text()))
        for kind, button in self._filters.items():
            rows = len(read.rows.of_kind[kind])
            button.setText(f"{kind} ({rows:,})")
            button.setVisible(rows > 0 or kind is RowKind.ALL)
        if not read.rows.of_kind[self._kind]:
            self._kind = RowKind.ALL
        self._filters[self._kind].setChecked(True)
        self._model.show_rows(read.rows, self._kind)
        self._columns = list(reading.columns)
        self._header.show_columns(self._columns)
        self._table.setColumnHidden(0, not self._model.has_remarks)
        if is_first or [each.title for each in had] != [each.title for each in reading.columns]:
            self._size_columns()
        self._show_file_row()
        self._use.setEnabled(count > 0)
        # It has the focus first, and a reader may say that in place of what the dialog says.
        self._use.setAccessibleDescription(self._told())

    def _show_file_row(self) -> None:
        reading = self._reading
        sheet = self._read.source.sheet(self._read.loaded.sheet)
        if self._sheet is not None:
            self._sheet.setCurrentIndex(self._sheet.findData(sheet.name) if sheet else -1)
        if self._letters is not None:
            self._letters.setCurrentText(self._read.loaded.encoding)
        self._titles.clear()
        table = sheet.table if sheet else None
        for line, text in _title_rows(table, reading.header_line) if table else ():
            self._titles.addItem(text, line)
        self._titles.addItem(_NO_TITLES, None)
        self._titles.setCurrentIndex(self._titles.findData(reading.header_line))
        is_json = table is not None and table.place == "entry"
        for part in (self._titles_label, self._titles):
            part.setVisible(table is not None and not is_json)

    def _asked(self) -> str:
        reading = self._reading
        if not reading.columns or (len(reading.columns) == 1 and not reading.entries):
            return " ".join(reading.questions)
        is_asked = self._read.choice.mapping is None and any(map(_is_open, reading.columns))
        if reading.column(Role.CODE) is None and not is_asked:
            return "Which column has the codes? Choose Code above it."
        if reading.questions:
            asked = " ".join(map(_as_sentence, reading.questions[:_MOST_NAMED]))
            return f"{asked} Choose above the columns."
        still_open = [
            title_of(reading.columns, at)
            for at, column in enumerate(reading.columns)
            if column.is_open
        ]
        if still_open:
            named = listed([quoted(elided(each, _LONGEST_TITLE)) for each in still_open])
            are, them = ("are", "them") if len(still_open) > 1 else ("is", "it")
            return f"{named} {are} still open: choose above {them}, or leave {them} as {are}."
        return "Is this right? The box above each column says what it is used as."

    def _size_columns(self) -> None:
        for section in range(self._model.columnCount()):
            self._size_column(section)
        self._header.place_boxes()

    def _size_column(self, section: int) -> None:
        """As wide as its texts within limits; reasons have more room where they are looked for."""
        metrics = self._table.fontMetrics()
        most_rows = min(_SAMPLE_ROWS, _SAMPLE_CELLS // self._model.columnCount() + 1)
        rows = range(min(most_rows, self._model.rowCount()))
        texts = [str(self._model.index(row, section).data()) for row in rows]
        texts.append(str(self._model.headerData(section, Qt.Orientation.Horizontal)))
        wide = max(map(metrics.horizontalAdvance, texts)) + metrics.height()
        most, least = _WIDEST_COLUMN, self._header.box_width()
        if not section:
            most, least = (_NARROW_REMARK if self._kind is RowKind.ALL else _WIDEST_REMARK), 0
        self._table.setColumnWidth(section, max(min(wide, metrics.height() * most), least))


def _box(
    name: str, text: str, row: QHBoxLayout, chosen: Callable[[Any], object]
) -> tuple[QComboBox, QLabel]:
    """A drop-down with its label; `chosen` gets the data of what the user takes."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(text.replace("&", "").rstrip(":"))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(20)
    box.activated.connect(lambda _: chosen(box.currentData()))
    label = label_of(box, text)
    row.addWidget(label)
    row.addWidget(box)
    return box, label


def _title_rows(table: Table, header_line: int | None) -> list[tuple[int, str]]:
    """The rows that may hold the titles: the first ones, and the one that is taken for it."""
    found: list[tuple[int, str]] = []
    for row in table.rows:
        cells = [tidy(cell) for cell in row.cells]
        is_taken = row.line == header_line
        if any(cells) and (len(found) < _MOST_TITLE_ROWS or is_taken):
            text = as_displayed(", ".join(filter(None, cells)))
            found.append((row.line, f"{row.line:,}: {elided(text, _LONGEST_ROW)}"))
        if len(found) >= _MOST_TITLE_ROWS and (header_line is None or row.line >= header_line):
            break
    return found


def _is_open(column: Column) -> bool:
    return column.is_open


def _as_sentence(question: str) -> str:
    shown = question[:1].upper() + question[1:]
    return shown if shown.endswith(("?", ".")) else f"{shown}."


def _remarks(loaded: LoadedCatalog) -> list[str]:
    """Remarks on the list as a whole, in a few sentences."""
    reading = loaded.reading
    if reading is None:
        return []
    remarks = [*reading.remarks, *loaded.remarks]
    if reading.separator and len(reading.columns) > 1:
        remarks.append(
            f"The text is {loaded.encoding}, its columns are separated by {reading.separator}."
        )
    return remarks

"""Shows how a list was read, and asks before it is used."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.counting import counting_label
from otcodebook.lists.columns import Column
from otcodebook.lists.file import LoadedCatalog
from otcodebook.lists.overlay import ClinicEntry
from otcodebook.lists.reading import ListReading
from otcodebook.lists.titles import Role
from otcodebook.ui.dialogs.page_dialog import add_choice, wrapped_text
from otcodebook.ui.window.theme import scaled
from otcodebook.wording import as_displayed, counted, displayed_name, elided, quoted

_SAMPLE = 5
_MOST_PROBLEMS_SHOWN = 200
_MOST_COLUMNS_NAMED = 12
_LONGEST_TITLE = 24
_WIDEST_NAME = 26  # in lines of text, like the next
_WIDEST_COLUMN = 14
# What the window calls a role, in the order of the table's columns.
_FIELDS = {
    Role.CODE: "Code",
    Role.NAME: "Name",
    Role.SUMMARY: "Summary",
    Role.FAMILY: "Family",
    Role.TIMING: "Counting",
    Role.CHARGE: "Charge",
    Role.MODIFIER: "Modifier",
    Role.ALIASES: "Search words",
    Role.NOTE: "Watch out for",
}


class PreviewDialog(QDialog):
    """Asks whether a list was read right: its columns, its first rows, what was left out."""

    def __init__(self, loaded: LoadedCatalog, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("previewDialog")
        name = displayed_name(loaded.path)
        self.setWindowTitle(f"Open {name}")
        title = wrapped_text("previewTitle", f"{counted(loaded.count, 'code')} in {name}")
        title.setFont(scaled(self.font(), 1.3))
        asked = "These are the first rows. Is this right?"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(wrapped_text("previewQuestion", asked))
        table = _sample_table(loaded)
        layout.addWidget(table)
        layout.addWidget(wrapped_text("previewRemarks", "\n".join(_remarks(loaded))))
        if loaded.problems:
            layout.addSpacing(4)
            layout.addWidget(wrapped_text("previewProblemsTitle", _problems_title(loaded)))
            layout.addWidget(_problem_list(loaded), 1)
        layout.addStretch()
        add_choice(self, layout, "&Use this list")
        room = self.screen().availableSize() * 0.9
        margins = layout.contentsMargins()
        wide = _wanted_width(table) + margins.left() + margins.right()
        width = min(max(wide, self.fontMetrics().height() * 44), room.width())
        table.setFixedHeight(_wanted_height(table, scrolls=width < wide))
        self.resize(width, min(layout.totalHeightForWidth(width), room.height()))


def _sample_table(loaded: LoadedCatalog) -> QTableWidget:
    """The first rows; each column is headed by what it is read as and what the list calls it."""
    reading = loaded.reading
    columns = reading.columns if reading else ()
    headers = {column.role: _called(reading, column) for column in columns if reading}
    fields = [field for field in _FIELDS if field in headers]
    entries = reading.entries[:_SAMPLE] if reading else ()
    table = QTableWidget(len(entries), len(fields))
    table.setObjectName("previewTable")
    table.setAccessibleName("First rows of the list")
    table.setHorizontalHeaderLabels(
        [f"{_FIELDS[field]}\nfrom {headers[field]}" for field in fields]
    )
    for row, entry in enumerate(entries):
        for at, field in enumerate(fields):
            text = _cell(entry, field)
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(text)
            table.setItem(row, at, item)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    _size_columns(table, fields)
    return table


def _size_columns(table: QTableWidget, fields: list[Role]) -> None:
    line = table.fontMetrics().height()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setMinimumSectionSize(line * 4)
    table.resizeColumnsToContents()
    for at, field in enumerate(fields):
        widest = line * (_WIDEST_NAME if field is Role.NAME else _WIDEST_COLUMN)
        table.setColumnWidth(at, min(table.columnWidth(at) + line // 2, widest))
    header.setStretchLastSection(True)


def _wanted_width(table: QTableWidget) -> int:
    return sum(map(table.columnWidth, range(table.columnCount()))) + 2 * table.frameWidth()


def _wanted_height(table: QTableWidget, *, scrolls: bool) -> int:
    rows = table.verticalHeader().length() + table.horizontalHeader().sizeHint().height()
    bar = table.horizontalScrollBar().sizeHint().height() if scrolls else 0
    return rows + bar + 2 * table.frameWidth()


def _cell(entry: ClinicEntry, field: Role) -> str:
    match field:
        case Role.TIMING:
            return counting_label(entry.timing) or "not stated"
        case Role.ALIASES:
            return "; ".join(entry.aliases)
        case _:
            return str(getattr(entry, field.value))


def _remarks(loaded: LoadedCatalog) -> list[str]:
    """Remarks on the list as a whole, in a few sentences; what is unsure comes first."""
    reading = loaded.reading
    if reading is None:
        return []
    remarks = [f"Left open: {question}" for question in reading.questions]
    extra = [_called(reading, column) for column in reading.columns if column.role is Role.EXTRA]
    if extra:
        more = len(extra) - _MOST_COLUMNS_NAMED
        named = ", ".join(extra[:_MOST_COLUMNS_NAMED])
        remarks.append(f"More columns: {named}{f' and {more:,} more' if more > 0 else ''}.")
    remarks += [*reading.remarks, *loaded.remarks]
    if reading.repaired:
        first = reading.repaired[0]
        codes = counted(len(reading.repaired), "code")
        remarks.append(
            f"{codes} repaired, such as {first.after} from {quoted(as_displayed(first.before))}."
        )
    if reading.blank_rows:
        remarks.append(f"Skipped blank rows: {reading.blank_rows:,}.")
    if not reading.separator:
        return [*remarks, f"The text is {loaded.encoding}, a list in JSON."]
    columns = f"its columns are separated by {reading.separator}"
    return [*remarks, f"The text is {loaded.encoding}, {columns}."]


def _problems_title(loaded: LoadedCatalog) -> str:
    reading = loaded.reading
    skipped = len(reading.skipped) if reading else 0
    unclear = len(reading.unclear) if reading else 0
    parts = [f"{counted(skipped, 'row')} left out"] if skipped else []
    if unclear:
        parts.append(f"{counted(unclear, 'row')} read only in part")
    return f"{' and '.join(parts)}:"


def _problem_list(loaded: LoadedCatalog) -> QPlainTextEdit:
    problems = loaded.problems
    lines = [str(problem) for problem in problems[:_MOST_PROBLEMS_SHOWN]]
    more = len(problems) - _MOST_PROBLEMS_SHOWN
    if more > 0:
        lines.append(f"and {more:,} more")
    text = QPlainTextEdit("\n".join(lines))
    text.setObjectName("previewProblems")
    text.setAccessibleName("Rows left out or read only in part")
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    line = text.fontMetrics().height()
    text.setMinimumHeight(line * min(len(lines) + 1, 6))
    text.setMaximumHeight(line * (2 * len(lines) + 1))
    return text


def _called(reading: ListReading, column: Column) -> str:
    if not column.title:
        return reading.called(column)
    return quoted(elided(as_displayed(column.title), _LONGEST_TITLE))

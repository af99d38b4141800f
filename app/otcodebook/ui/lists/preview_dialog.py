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
from otcodebook.catalog.model import Code
from otcodebook.lists.file import LoadedCatalog
from otcodebook.ui.dialogs.page_dialog import add_choice, wrapped_text
from otcodebook.ui.window.theme import scaled
from otcodebook.wording import counted, displayed_name, elided, quoted

_SAMPLE = 5
_MOST_PROBLEMS_SHOWN = 200
_MOST_COLUMNS_NAMED = 12
_LONGEST_TITLE = 24
_WIDEST_NAME = 26  # in lines of text, like the next
_WIDEST_COLUMN = 14
# What the window calls a field, in the order of the table's columns.
_FIELDS = {
    "code": "Code",
    "name": "Name",
    "summary": "Summary",
    "family": "Family",
    "minutes": "Counting",
    "aliases": "Search words",
    "note": "Watch out for",
}


class PreviewDialog(QDialog):
    """Asks whether a list was read right: its columns, its first rows, what was left out."""

    def __init__(self, loaded: LoadedCatalog, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("previewDialog")
        name = displayed_name(loaded.path)
        self.setWindowTitle(f"Open {name}")
        title = wrapped_text(
            "previewTitle", f"{counted(len(loaded.catalog.codes), 'code')} in {name}"
        )
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
    columns = loaded.import_report.columns if loaded.import_report else ()
    headers = {column.field: column.header for column in columns if column.field}
    fields = [field for field in _FIELDS if field in headers]
    codes = loaded.catalog.codes[:_SAMPLE]
    families = loaded.catalog.family_names
    table = QTableWidget(len(codes), len(fields))
    table.setObjectName("previewTable")
    table.setAccessibleName("First rows of the list")
    table.setHorizontalHeaderLabels(
        [f"{_FIELDS[field]}\nfrom {_quoted(headers[field])}" for field in fields]
    )
    for row, code in enumerate(codes):
        for at, field in enumerate(fields):
            text = _cell(code, field, families)
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


def _size_columns(table: QTableWidget, fields: list[str]) -> None:
    line = table.fontMetrics().height()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setMinimumSectionSize(line * 4)
    table.resizeColumnsToContents()
    for at, field in enumerate(fields):
        widest = line * (_WIDEST_NAME if field == "name" else _WIDEST_COLUMN)
        table.setColumnWidth(at, min(table.columnWidth(at) + line // 2, widest))
    header.setStretchLastSection(True)


def _wanted_width(table: QTableWidget) -> int:
    return sum(map(table.columnWidth, range(table.columnCount()))) + 2 * table.frameWidth()


def _wanted_height(table: QTableWidget, *, scrolls: bool) -> int:
    rows = table.verticalHeader().length() + table.horizontalHeader().sizeHint().height()
    bar = table.horizontalScrollBar().sizeHint().height() if scrolls else 0
    return rows + bar + 2 * table.frameWidth()


def _cell(code: Code, field: str, families: dict[str, str]) -> str:
    match field:
        case "family":
            return families.get(code.family, "")
        case "minutes":
            return counting_label(code.timing) or "not stated"
        case "aliases":
            return "; ".join(code.aliases)
        case "note":
            return " ".join(code.cautions)
        case _:
            return str(getattr(code, field))


def _remarks(loaded: LoadedCatalog) -> list[str]:
    """Remarks on the list as a whole, in a few sentences."""
    import_report = loaded.import_report
    if import_report is None:
        return []
    remarks = list(import_report.remarks)
    unused = [_quoted(column.header) for column in import_report.columns if not column.field]
    if unused:
        more = len(unused) - _MOST_COLUMNS_NAMED
        named = ", ".join(unused[:_MOST_COLUMNS_NAMED])
        remarks.insert(0, f"Columns not used: {named}{f' and {more:,} more' if more > 0 else ''}.")
    if import_report.blank_rows:
        remarks.append(f"Skipped blank rows: {import_report.blank_rows:,}.")
    encoding, separator = loaded.encoding, import_report.separator
    return [*remarks, f"The text is {encoding}, its columns are separated by {separator}."]


def _problems_title(loaded: LoadedCatalog) -> str:
    import_report = loaded.import_report
    skipped = len(import_report.skipped) if import_report else 0
    unclear = len(import_report.unclear) if import_report else 0
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


def _quoted(header: str) -> str:
    return quoted(elided(header, _LONGEST_TITLE))

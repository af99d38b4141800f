"""The preferences' list of CMS's tables: what is stored, until when it holds, and Remove."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.editions import today
from otcodebook.cms.files.words import coverage_lines, stored_text
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredTable
from otcodebook.errors import AppError
from otcodebook.ui.dialogs.page_dialog import wrapped_text

_WHAT = (
    "OT Codebook comes without CMS's tables. Download them from cms.gov and open them here: code "
    "pairs (NCCI), unit limits (MUE), relative values (PPRRVU), localities (GPCI)."
)


class TablesPage(QWidget):
    """Lists the stored tables. `known` returns the codes that they should cover (or AppError).

    Signals:
        changed: a table was removed.
        open_requested: the user wants to open a file.
    """

    changed = Signal()
    open_requested = Signal()

    def __init__(self, store: CmsStore, known: Callable[[], frozenset[str]]) -> None:
        super().__init__()
        self._store = store
        self._known = known
        self._tables: tuple[StoredTable, ...] = ()
        self._list = QListWidget()
        self._list.setObjectName("cmsTables")
        self._list.setAccessibleName("CMS tables")
        self._list.setWordWrap(True)
        self._list.setSpacing(3)
        self._list.currentRowChanged.connect(self._enable)
        self._trouble = wrapped_text("cmsTablesTrouble", "")
        self._trouble.hide()
        self._open = QPushButton("&Open CMS file\N{HORIZONTAL ELLIPSIS}")
        self._open.setObjectName("cmsOpen")
        self._remove = QPushButton("&Remove")
        self._remove.setObjectName("cmsRemove")
        buttons = QHBoxLayout()
        for button in (self._open, self._remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._open.clicked.connect(self.open_requested)
        self._remove.clicked.connect(self._remove_current)
        column = QVBoxLayout(self)
        column.addWidget(wrapped_text("cmsWhat", _WHAT))
        column.addWidget(self._list, 1)
        column.addWidget(self._trouble)
        column.addLayout(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Lists what is stored now."""
        trouble = ""
        known: frozenset[str] = frozenset()
        try:
            self._tables = self._store.tables() if self._store.exists else ()
            if self._tables:
                known = self._known()
        except AppError as error:
            self._tables, trouble = (), error.user_message
        self._list.clear()
        for table in self._tables:
            lines = [stored_text(table, today()), *coverage_lines(table, known)]
            self._list.addItem(QListWidgetItem("\n".join(lines)))
        if self._tables:
            self._list.setCurrentRow(0)
        elif not trouble:
            none = QListWidgetItem("No table is open.")
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(none)
        self._tell(trouble)
        self._enable()

    def _remove_current(self) -> None:
        table = self._tables[self._list.currentRow()]
        try:
            self._store.remove(table.table, table.setting, table.edition)
        except AppError as error:
            self._tell(error.user_message)
            return
        self.refresh()
        self.changed.emit()

    def _tell(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _enable(self) -> None:
        self._remove.setEnabled(self._list.currentRow() >= 0)

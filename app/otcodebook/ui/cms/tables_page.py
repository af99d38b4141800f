"""The preferences' page of CMS's tables: what is stored, until when it holds, and Remove."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otcodebook.catalog.editions import today
from otcodebook.cms.files.words import coverage_lines, stored_facts, stored_text, table_text
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredTable
from otcodebook.errors import AppError
from otcodebook.ui.cms.table_card import TableCard
from otcodebook.ui.dialogs.page_dialog import wrapped_text

_WHAT = (
    "OT Codebook comes without CMS's tables. Download them from cms.gov and open them here: code "
    "pairs (NCCI), unit limits (MUE), relative values (PPRRVU), localities (GPCI)."
)


class TablesPage(QWidget):
    """A card for each stored table. `known` returns the codes that they should cover.

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
        self._cards: list[TableCard] = []
        self._removers: list[QPushButton] = []
        self._none = QLabel("No table is open.")
        self._none.setObjectName("cmsNone")
        self._trouble = wrapped_text("cmsTablesTrouble", "")
        self._open = QPushButton("&Open CMS file\N{HORIZONTAL ELLIPSIS}")
        self._open.setObjectName("cmsOpen")
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self.open_requested)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(wrapped_text("cmsWhat", _WHAT))
        column.addLayout(row)
        column.addWidget(self._trouble)
        column.addWidget(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column.addLayout(self._list)
        column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is stored now."""
        tables: tuple[StoredTable, ...] = ()
        known: frozenset[str] = frozenset()
        trouble = ""
        try:
            tables = self._store.tables() if self._store.exists else ()
            known = self._known() if tables else known
        except AppError as error:
            tables, trouble = (), error.user_message
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._removers = []
        self._cards = [self._card(table, known) for table in tables]
        for card in self._cards:
            self._list.addWidget(card)
            card.show()  # now: its button may get the focus
        self._none.setVisible(not tables and not trouble)
        self._tell(trouble)

    def _card(self, table: StoredTable, known: frozenset[str]) -> TableCard:
        title = table_text(table.table, table.setting)
        told = " ".join([stored_text(table, today()), *coverage_lines(table, known)])
        card = TableCard(title, told)
        card.setObjectName("cmsStored")
        button = QPushButton("Remove")
        button.setObjectName("cmsRemove")
        button.setAccessibleName(f"Remove {title}, {table.edition.words}")
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._remove, table, len(self._removers)))
        self._removers.append(button)
        card.add_button(button)
        card.add_facts(stored_facts(table, today(), known))
        return card

    def _remove(self, table: StoredTable, at: int) -> None:
        try:
            self._store.remove(table.table, table.setting, table.edition)
        except AppError as error:
            self._tell(error.user_message)
            return
        self.changed.emit()
        self.refresh()
        # The button that had the focus is gone: the next one is near it.
        near = self._removers[min(at, len(self._removers) - 1)] if self._removers else self._open
        near.setFocus()

    def _tell(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

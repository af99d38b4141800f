"""The rows of the list: model and delegate put on the view, and which row is current."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView

from otcodebook.export.clipboard_text import codes_text
from otcodebook.settings import CopyFormat
from otcodebook.ui.codes.delegate import CodeDelegate
from otcodebook.ui.codes.model import AnyHit, CodeListModel
from otcodebook.ui.codes.view import CodeList
from otcodebook.ui.look.theme import Colors


class CodeRows(QObject):
    """Fills a list of codes and moves in it; `model` and `delegate` are what it is made of."""

    def __init__(self, view: CodeList) -> None:
        super().__init__(view)
        self._view = view
        self.model = CodeListModel(self)
        self.delegate = CodeDelegate(view)
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDropIndicatorShown(True)
        view.resizing.connect(self._on_resizing)
        view.end_requested.connect(self.model.fetch_all)

    def _on_resizing(self, height: int) -> None:
        self._view.keep_current_in_view(height)
        self.fit()

    def fit(self) -> None:
        """Lets the rows of a narrow list wrap."""
        self.delegate.fit_rows(self.model.total())

    def set_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of the rows."""
        self._view.keep_current_in_view(self._view.contentsRect().height())
        self.delegate.set_colors(colors, font)
        self.fit()
        self._view.scheduleDelayedItemsLayout()

    def set_copy_format(self, copy_format: CopyFormat) -> None:
        """What codes are when they are dragged out: the same as when they are copied."""
        self.model.to_text = partial(codes_text, copy_format=copy_format)

    def current(self) -> int:
        """The current row; -1 for none."""
        return self._view.currentIndex().row()

    def chosen(self) -> list[AnyHit]:
        """The hits of the selected rows from top to bottom."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())
        return [hit for hit in map(self.model.hit, rows) if hit is not None]

    def listed_codes(self) -> list[str]:
        """The codes of the rows from top to bottom."""
        hits = map(self.model.hit, range(self.model.rowCount()))
        return [hit.document.code for hit in hits if hit is not None and hit.document.code]

    def select(self, row: int) -> None:
        """Makes a row current, in view."""
        index = self.model.index(row, 0)
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._view.selectionModel().setCurrentIndex(index, select)
        self._view.scrollTo(index)

    def select_code(self, code: str) -> bool:
        """Makes the row of a code current; False where it is not listed."""
        row = self.model.row_of(code)
        if row >= 0:
            self.select(row)
        return row >= 0

    def select_none(self) -> None:
        """Leaves no row current."""
        self._view.selectionModel().clear()

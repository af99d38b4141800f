"""A list of titles beside the page of the chosen one: what the FAQ and Guide tabs share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from otcodebook.pages.html import Html
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.title_delegate import TitleDelegate
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.theme import Colors

_ID = Qt.ItemDataRole.UserRole


class Page(Struct, frozen=True):
    """One title of the list; its text is rendered when it is first looked at."""

    id: str
    title: str
    render: Callable[[], Html]


@dataclass(frozen=True)
class TopicState:
    """What a topic tab shows: the id of its page, and the query where it has a search box."""

    page: str = ""
    query: str = ""


class TopicBrowser(QSplitter):
    """Titles on the left, the chosen page on the right.

    `name` is the tab's name in the saved view state.

    Signals:
        link_activated: one of our own links was followed in the page.
    """

    link_activated = Signal(str)

    search_edit: SearchEdit | None = None

    def __init__(
        self,
        name: str,
        titles: QListWidget,
        view: DocumentView,
        search_edit: SearchEdit | None = None,
    ) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(f"{name}Tab")
        self.search_edit = search_edit
        self._by_id: dict[str, Page] = {}
        self.titles = titles
        self.view = view
        self._delegate = TitleDelegate(titles)
        titles.setItemDelegate(self._delegate)
        titles.setWordWrap(True)
        titles.setResizeMode(QListWidget.ResizeMode.Adjust)
        titles.setFrameShape(QListWidget.Shape.NoFrame)
        titles.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        titles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        titles.currentItemChanged.connect(self._show_current)
        view.link_activated.connect(self.link_activated)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 6, 0)
        column.setSpacing(8)
        if search_edit is not None:
            column.addWidget(search_edit)
        column.addWidget(titles, 1)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(view)
        self.setStretchFactor(1, 1)

    def set_pages(self, pages: Sequence[Page], nothing: Html) -> None:
        """Lists these pages; the one being read stays if it is among them.

        `nothing` is shown where there are none.
        """
        kept = self.current_page()
        self._by_id = {page.id: page for page in pages}
        self.titles.blockSignals(True)
        self.titles.clear()
        for page in pages:
            item = QListWidgetItem(page.title)
            item.setData(_ID, page.id)
            self.titles.addItem(item)
        self.titles.blockSignals(False)
        if not pages:
            self.view.show_page(nothing)
        elif not self.show_page(kept):
            self.titles.setCurrentRow(0)

    def current_page(self) -> str:
        """The id of the page that is read; empty where there is none."""
        current = self.titles.currentItem()
        return str(current.data(_ID)) if current else ""

    def show_page(self, page_id: str) -> bool:
        """Makes a page current; False when it is not in the list."""
        for row in range(self.titles.count()):
            if self.titles.item(row).data(_ID) == page_id:
                self.titles.setCurrentRow(row)
                return True
        return False

    def state(self) -> TopicState:
        """What is shown now."""
        query = self.search_edit.text() if self.search_edit is not None else ""
        return TopicState(self.current_page(), query)

    def restore(self, state: TopicState) -> None:
        """Shows a state again; a page that no longer exists is left out."""
        if self.search_edit is not None:
            self.search_edit.setText(state.query)
            self.search_edit.selectAll()
        self.show_page(state.page)

    def set_colors(self, colors: Colors, css: str) -> None:
        """Colors of the list and the page, after a change of theme or text size."""
        self._delegate.set_colors(colors)
        self.titles.scheduleDelayedItemsLayout()
        self.view.set_style(css)

    def _show_current(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self.view.show_page(self._by_id[current.data(_ID)].render())

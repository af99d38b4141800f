"""A list of titles beside the page of the chosen one: what the FAQ and Guide tabs share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from otcodebook.catalog.model import TopicGroup
from otcodebook.pages.html import Html
from otcodebook.pages.topic_foot import Neighbor
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.title_delegate import HEADING, TitleDelegate
from otcodebook.ui.learn.topic_state import TopicState
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.services.actions import NEXT_PAGE, PREVIOUS_PAGE
from otcodebook.ui.widgets.document_view import DocumentView

_ID = Qt.ItemDataRole.UserRole
_OTHERS = "Other topics"


class Page(Struct, frozen=True):
    """One title of the list.

    `render` makes its text when it is looked at, from the pages listed before and after it and the
    names of the folds that are open.
    """

    id: str
    title: str
    render: Callable[[Neighbor | None, Neighbor | None, Collection[str]], Html]
    group: TopicGroup | None = None


class TopicBrowser(QSplitter):
    """Titles on the left, the chosen page on the right.

    `name` is the tab's name in the saved view state, and the scheme of the links to its pages.

    Signals:
        link_activated: one of our own links was followed in the page, or a key asked for the page
            before or after this one ("faq:ID").
        announced: a part of the page was opened or closed, for screen readers (a word).
    """

    link_activated = Signal(str)
    announced = Signal(str)

    search_edit: SearchEdit | None = None

    def __init__(
        self,
        name: str,
        titles: QListWidget,
        view: DocumentView,
        search_edit: SearchEdit | None = None,
        notice: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(f"{name}Tab")
        self.search_edit = search_edit
        self._pages: list[Page] = []
        self._opened: set[str] = set()
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
        view.link_activated.connect(self._follow)
        for keys, steps in ((PREVIOUS_PAGE, -1), (NEXT_PAGE, 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, steps))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 6, 0)
        column.setSpacing(8)
        if search_edit is not None:
            column.addWidget(search_edit)
        if notice is not None:
            column.addWidget(notice)
        column.addWidget(titles, 1)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(view)
        self.setStretchFactor(1, 1)

    def set_pages(self, pages: Sequence[Page], nothing: Html, *, grouped: bool = True) -> None:
        """Lists these pages; the one being read stays if it is among them.

        `nothing` is shown where there are none; `grouped` puts them under the headings of their
        groups, otherwise they keep their order.
        """
        kept = self.current_page()
        self._pages = _by_group(pages) if grouped else list(pages)
        with_headings = grouped and any(page.group for page in pages)
        self.titles.blockSignals(True)
        self.titles.clear()
        group: str | None = None
        for page in self._pages:
            if with_headings and (page.group or _OTHERS) != group:
                group = page.group or _OTHERS
                self.titles.addItem(_heading(group))
            item = QListWidgetItem(page.title)
            item.setData(_ID, page.id)
            self.titles.addItem(item)
        self.titles.blockSignals(False)
        if not pages:
            self.view.show_page(nothing)
        elif not self.show_page(kept):
            self.show_page(self._pages[0].id)

    def current_page(self) -> str:
        """The id of the page that is read; empty where there is none."""
        current = self.titles.currentItem()
        return str(current.data(_ID)) if current else ""

    def show_page(self, page_id: str) -> bool:
        """Makes a page current; False when it is not in the list."""
        for item in self._items():
            if item.data(_ID) == page_id:
                self.titles.setCurrentItem(item)
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

    def _items(self) -> Iterator[QListWidgetItem]:
        """The titles that can be chosen."""
        items = (self.titles.item(row) for row in range(self.titles.count()))
        return (item for item in items if item.data(_ID))

    def _neighbor(self, at: int) -> Neighbor | None:
        if not 0 <= at < len(self._pages):
            return None
        return Neighbor(f"{self.name}:{self._pages[at].id}", self._pages[at].title)

    def _position(self) -> int:
        """The place of the current page among the listed ones."""
        ids = [page.id for page in self._pages]
        current = self.current_page()
        return ids.index(current) if current in ids else -1

    def _step(self, steps: int) -> None:
        if self._pages and (neighbor := self._neighbor(self._position() + steps)):
            self._follow(neighbor.target)

    def _follow(self, target: str) -> None:
        """Has a link followed; who reads on in the page keeps the keyboard there."""
        scheme, _, name = target.partition(":")
        if scheme == "fold":
            self._opened ^= {name}
            self.view.update_page(self._page())
            if self.view.follows_by_keyboard:
                self.view.focus_link(target)
            self.announced.emit("Opened" if name in self._opened else "Closed")
            return
        was_reading = self.view.hasFocus()
        self.link_activated.emit(target)
        if was_reading and target.startswith(f"{self.name}:"):
            self.view.setFocus()

    def _show_current(self, current: QListWidgetItem | None) -> None:
        if current is None or not current.data(_ID):
            return
        at = self._position()
        if at == self._first_of_group(at):
            self._show_heading_above(current)
        self._opened.clear()
        self.view.show_page(self._page())

    def _page(self) -> Html:
        """The current page, with what is opened in it."""
        at = self._position()
        return self._pages[at].render(self._neighbor(at - 1), self._neighbor(at + 1), self._opened)

    def _first_of_group(self, at: int) -> int:
        group = self._pages[at].group
        return next(place for place, page in enumerate(self._pages) if page.group == group)

    def _show_heading_above(self, item: QListWidgetItem) -> None:
        """Scrolls the heading of the group into view with the first title under it."""
        above = self.titles.item(self.titles.row(item) - 1)
        if above is not None:
            self.titles.scrollToItem(above)


def _by_group(pages: Sequence[Page]) -> list[Page]:
    """The pages in the order of their groups; those without a group come last."""
    order: list[TopicGroup | None] = [*TopicGroup, None]
    return sorted(pages, key=lambda page: order.index(page.group))


def _heading(text: str) -> QListWidgetItem:
    """A row that names a group; it cannot be chosen."""
    item = QListWidgetItem(text)
    item.setData(HEADING, True)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item

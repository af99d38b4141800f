"""What the FAQ and Guide tabs share: a box over the titles that finds pages as Codes does."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Generic, TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget

from otcodebook.catalog.model import Catalog, Faq, GuidePage
from otcodebook.pages.answer_pages import answer_page, notice_page
from otcodebook.pages.html import Html, join
from otcodebook.pages.topic_foot import Neighbor, topic_foot
from otcodebook.search.answers import AnswerSearch
from otcodebook.search.results import Results
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.topic_browser import Page, TopicBrowser
from otcodebook.ui.look.search_notice import show_notice
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.wording import counted

_Item = TypeVar("_Item", Faq, GuidePage)


class SearchedTab(TopicBrowser, Generic[_Item]):
    """Finds and shows pages of one kind.

    Signals:
        list_announced: the list of titles changed (how many there are, in words).
    """

    list_announced = Signal(str)
    search_edit: SearchEdit
    kind: type[_Item]
    noun = ""
    none_matches = ""
    none_there = ""

    def __init__(self, name: str, box: SearchEdit, titles: QListWidget, view: DocumentView) -> None:
        self._notice = QLabel()
        self._notice.setObjectName(f"{name}Notice")
        self._notice.setWordWrap(True)
        self._notice.hide()
        super().__init__(name, titles, view, box, self._notice)
        self._catalog: Catalog | None = None
        self._search: AnswerSearch | None = None
        self._meant = ""
        self._notice.linkActivated.connect(self._follow_notice)
        box.textChanged.connect(self._refresh)
        box.list_key_pressed.connect(self._forward_to_list)

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Shows another catalog's pages."""
        self._catalog = catalog
        self._search = AnswerSearch(catalog) if catalog is not None else None
        self._refresh()

    def set_colors(self, colors: Colors, css: str) -> None:
        """Colors of box, list and page, after a change of theme or text size."""
        self.search_edit.fit_icons()
        super().set_colors(colors, css)

    def show_topic(self, topic: str) -> bool:
        """Shows one page, clearing the search where it hides it."""
        if not self.show_page(topic):
            self.search_edit.clear()
        return self.show_page(topic)

    def _refresh(self) -> None:
        catalog, search = self._catalog, self._search
        if catalog is None or search is None:
            self.set_pages((), notice_page("No code list could be opened."))
            return
        text = self.search_edit.text().strip()
        corrected = self.search_edit.may_be_corrected
        found = search.topics(text, self.kind, corrected=corrected)
        none = self.none_matches if search.topics("", self.kind) else self.none_there
        items = [cast(_Item, hit.document.item) for hit in found]
        pages = [
            Page(item.id, _title(item), partial(_page, item, catalog), item.group) for item in items
        ]
        # The best match of a search comes first, whatever its group.
        self.set_pages(pages, notice_page(none), grouped=not text)
        if text and found:
            self.titles.setCurrentRow(0)
        self._tell(text, found)
        count = counted(len(found), self.noun)
        self.list_announced.emit(" ".join(filter(None, (found.notice, count if found else none))))

    def _tell(self, text: str, found: Results[object]) -> None:
        self._meant = found.shown_for
        if found.notice:
            show_notice(self._notice, found.notice, text, found.shown_for)
        self._notice.setVisible(bool(found.notice))

    def _follow_notice(self, link: str) -> None:
        self.search_edit.follow_notice(link, self._meant)

    def _forward_to_list(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.titles, event)


def _title(item: Faq | GuidePage) -> str:
    return item.question if isinstance(item, Faq) else item.title


def _page(
    item: Faq | GuidePage,
    catalog: Catalog,
    before: Neighbor | None,
    after: Neighbor | None,
    opened: Collection[str],
) -> Html:
    return join([answer_page(item, catalog, opened), topic_foot(item, catalog, before, after)])

"""The FAQ tab: search over questions and answers, list, answer."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget

from otcodebook.catalog.model import Catalog, Faq
from otcodebook.pages.answer_pages import faq_page, notice_page
from otcodebook.pages.html import Html, join
from otcodebook.pages.topic_foot import Neighbor, topic_foot
from otcodebook.search.answers import faq_index
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.topic_browser import Page, TopicBrowser
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.theme import Colors
from otcodebook.wording import counted


class FaqTab(TopicBrowser):
    """Finds and shows answers.

    Signals:
        list_told: the list of questions changed (how many there are, in words).
    """

    list_told = Signal(str)
    search_edit: SearchEdit

    def __init__(self) -> None:
        search_edit = SearchEdit(
            "faqSearch", "Search questions and answers", "Search questions and answers"
        )
        questions = QListWidget()
        questions.setObjectName("faqList")
        questions.setAccessibleName("Questions")
        super().__init__("faq", questions, DocumentView("faqView", "Answer"), search_edit)
        self._catalog: Catalog | None = None
        self._index = faq_index(())
        self.search_edit.textChanged.connect(self._refresh)
        self.search_edit.list_key_pressed.connect(self._forward_to_list)

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Shows another catalog's questions."""
        self._catalog = catalog
        self._index = faq_index(catalog.faq if catalog else ())
        self._refresh()

    def set_colors(self, colors: Colors, css: str) -> None:
        """Colors of box, list and page, after a change of theme or text size."""
        self.search_edit.fit_icons()
        super().set_colors(colors, css)

    def show_question(self, question_id: str) -> bool:
        """Shows one question, clearing the search where it hides it."""
        if not self.show_page(question_id):
            self.search_edit.clear()
        return self.show_page(question_id)

    def _refresh(self) -> None:
        catalog = self._catalog
        if catalog is None:
            self.set_pages((), notice_page("No code list could be opened."))
            return
        text = self.search_edit.text().strip()
        found = [hit.document.item for hit in self._index.search(text)]
        none = (
            "No question matches. Try other words."
            if catalog.faq
            else "This code list has no questions and answers."
        )
        self.set_pages(
            [
                Page(item.id, item.question, partial(_page, item, catalog), item.group)
                for item in found
            ],
            notice_page(none),
            # The best match of a search comes first, whatever its group.
            grouped=not text,
        )
        if text and found:
            self.titles.setCurrentRow(0)
        count = counted(len(found), "question")
        self.list_told.emit(count if found else none)

    def _forward_to_list(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.titles, event)


def _page(
    item: Faq,
    catalog: Catalog,
    before: Neighbor | None,
    after: Neighbor | None,
    opened: Collection[str],
) -> Html:
    return join([faq_page(item, catalog, opened), topic_foot(item, catalog, before, after)])

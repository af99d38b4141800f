"""The FAQ tab: search over questions and answers, list, answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget

from otcodebook.catalog.model import Catalog
from otcodebook.pages.answer_pages import faq_page, notice_page
from otcodebook.search.answers import faq_index
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.topic_browser import Page, TopicBrowser
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.wording import counted


class FaqTab(TopicBrowser):
    """Finds and shows answers.

    Signals:
        list_told: the questions were listed anew (how many, in words).
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

    def show_question(self, question_id: str) -> bool:
        """Shows one question, clearing the search where it hides it."""
        if not self.show_page(question_id):
            self.search_edit.clear()
        return self.show_page(question_id)

    def _refresh(self) -> None:
        catalog = self._catalog
        if catalog is None:
            self.set_pages((), notice_page("No catalog could be opened."))
            return
        text = self.search_edit.text()
        found = [hit.document.item for hit in self._index.search(text)]
        none = (
            "No question or answer matches. Try fewer or other words."
            if catalog.faq
            else "This catalog has no questions."
        )
        self.set_pages(
            [Page(item.id, item.question, partial(faq_page, item, catalog)) for item in found],
            notice_page(none),
        )
        if text and found:
            self.titles.setCurrentRow(0)
        count = counted(len(found), "question")
        self.list_told.emit(count if found else none)

    def _forward_to_list(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.titles, event)

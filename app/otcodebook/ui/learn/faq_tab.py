"""The FAQ tab: search over questions and answers, list, answer."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget

from otcodebook.catalog.model import Faq
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.searched_tab import SearchedTab
from otcodebook.ui.widgets.document_view import DocumentView


class FaqTab(SearchedTab[Faq]):
    """Finds and shows answers."""

    kind = Faq
    noun = "question"
    none_matches = "No question matches. Try other words."
    none_there = "This code list has no questions and answers."

    def __init__(self) -> None:
        hint = "Search questions and answers"
        questions = QListWidget()
        questions.setObjectName("faqList")
        questions.setAccessibleName("Questions")
        box = SearchEdit("faqSearch", hint, hint)
        super().__init__("faq", box, questions, DocumentView("faqView", "Answer"))

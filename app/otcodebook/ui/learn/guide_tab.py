"""The Guide tab: search, contents and text."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget

from otcodebook.catalog.model import GuidePage
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.learn.searched_tab import SearchedTab
from otcodebook.ui.widgets.document_view import DocumentView


class GuideTab(SearchedTab[GuidePage]):
    """Finds and shows the guide's pages, group by group."""

    kind = GuidePage
    noun = "page"
    none_matches = "No page of the guide matches. Try other words."
    none_there = "This code list has no guide."

    def __init__(self) -> None:
        contents = QListWidget()
        contents.setObjectName("guideList")
        contents.setAccessibleName("Contents of the guide")
        box = SearchEdit("guideSearch", "Search the guide", "Search the guide")
        super().__init__("guide", box, contents, DocumentView("guideView", "Guide"))

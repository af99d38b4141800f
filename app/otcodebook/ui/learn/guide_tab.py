"""The Guide tab: contents and text."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QListWidget

from otcodebook.catalog.model import Catalog
from otcodebook.pages.answer_pages import guide_page, notice_page
from otcodebook.ui.learn.topic_browser import Page, TopicBrowser
from otcodebook.ui.widgets.document_view import DocumentView


class GuideTab(TopicBrowser):
    """Shows the guide's pages in their order."""

    def __init__(self) -> None:
        contents = QListWidget()
        contents.setObjectName("guideList")
        contents.setAccessibleName("Contents of the guide")
        super().__init__("guide", contents, DocumentView("guideView", "Guide"))

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Shows another catalog's guide."""
        if catalog is None:
            self.set_pages((), notice_page("No catalog could be opened."))
            return
        self.set_pages(
            [
                Page(page.id, page.title, partial(guide_page, page, catalog))
                for page in catalog.guide
            ],
            notice_page("This catalog has no guide."),
        )

"""The Guide tab: contents and text."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtWidgets import QListWidget

from otcodebook.catalog.model import Catalog, GuidePage
from otcodebook.pages.answer_pages import guide_page, notice_page
from otcodebook.pages.html import Html, join
from otcodebook.pages.topic_foot import Neighbor, topic_foot
from otcodebook.ui.learn.topic_browser import Page, TopicBrowser
from otcodebook.ui.widgets.document_view import DocumentView


class GuideTab(TopicBrowser):
    """Shows the guide's pages, group by group."""

    def __init__(self) -> None:
        contents = QListWidget()
        contents.setObjectName("guideList")
        contents.setAccessibleName("Contents of the guide")
        super().__init__("guide", contents, DocumentView("guideView", "Guide"))

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Shows another catalog's guide."""
        if catalog is None:
            self.set_pages((), notice_page("No code list could be opened."))
            return
        self.set_pages(
            [
                Page(page.id, page.title, partial(_page, page, catalog), page.group)
                for page in catalog.guide
            ],
            notice_page("This code list has no guide."),
        )


def _page(
    page: GuidePage,
    catalog: Catalog,
    before: Neighbor | None,
    after: Neighbor | None,
    opened: Collection[str],
) -> Html:
    return join([guide_page(page, catalog, opened), topic_foot(page, catalog, before, after)])

"""The FAQ and Guide tabs: makes them when they are first looked at, and connects them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from otcodebook.ui.services.enums import Tab

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.ui.learn.faq_tab import FaqTab
    from otcodebook.ui.learn.guide_tab import GuideTab
    from otcodebook.ui.learn.topic_browser import TopicBrowser
    from otcodebook.ui.look.theme import Colors
    from otcodebook.ui.widgets.lazy_tab import LazyTab

_Browser = TypeVar("_Browser", "FaqTab", "GuideTab")


class LearnController(QObject):
    """Gives both tabs their catalog and colors, whenever they are made.

    Signals:
        browser_made: a tab was made (its TopicBrowser, its Tab).
        link_activated: one of our own links was followed in a page ("code:97110").
    """

    browser_made = Signal(QObject, object)
    link_activated = Signal(str)

    def __init__(self, faq: LazyTab[FaqTab], guide: LazyTab[GuideTab]) -> None:
        super().__init__(faq)
        self._faq_tab = faq
        self._guide_tab = guide
        self._catalog: Catalog | None = None
        self._style: tuple[Colors, str] | None = None
        faq.made.connect(partial(self._connect, Tab.FAQ))
        guide.made.connect(partial(self._connect, Tab.GUIDE))

    def start(self) -> None:
        """Lets the tabs be made: the one in front at once, the other when it is looked at."""
        self._faq_tab.set_factory(self._make_faq)
        self._guide_tab.set_factory(self._make_guide)

    @property
    def faq(self) -> FaqTab:
        """The FAQ, made when it is first asked for."""
        return self._faq_tab.content

    @property
    def guide(self) -> GuideTab:
        """The guide, made when it is first asked for."""
        return self._guide_tab.content

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Shows another catalog's questions and guide."""
        self._catalog = catalog
        for tab in self._made():
            tab.set_catalog(catalog)

    def set_colors(self, colors: Colors, css: str) -> None:
        """Colors of lists and pages, after a change of theme or text size."""
        self._style = colors, css
        for tab in self._made():
            tab.set_colors(colors, css)

    def _made(self) -> list[FaqTab | GuideTab]:
        return [tab.content for tab in (self._faq_tab, self._guide_tab) if tab.is_made]

    def _make_faq(self) -> FaqTab:
        # Imported here, like below: many sessions need neither.
        from otcodebook.ui.learn.faq_tab import FaqTab

        return self._prepared(FaqTab())

    def _make_guide(self) -> GuideTab:
        from otcodebook.ui.learn.guide_tab import GuideTab

        return self._prepared(GuideTab())

    def _prepared(self, browser: _Browser) -> _Browser:
        if self._style is not None:
            browser.set_colors(*self._style)
        browser.set_catalog(self._catalog)
        return browser

    def _connect(self, tab: Tab, browser: TopicBrowser) -> None:
        browser.link_activated.connect(self.link_activated)
        self.browser_made.emit(browser, tab)

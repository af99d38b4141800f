"""The FAQ and the Guide: each is made when it is first looked at, because many sessions need none.

What comes before that is remembered: the catalog, the colors and the text size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from otcodebook.catalog.model import Catalog
from otcodebook.ui.widgets.place import fill
from otcodebook.ui.window.theme import Colors

if TYPE_CHECKING:
    from otcodebook.ui.learn.faq_tab import FaqTab
    from otcodebook.ui.learn.guide_tab import GuideTab


class Reading(QObject):
    """Both tabs, in the places that the window has for them.

    Signals:
        faq_made: the FAQ is there now (the FaqTab).
        guide_made: the Guide is there now (the GuideTab).
    """

    faq_made = Signal(object)
    guide_made = Signal(object)

    def __init__(self, faq_place: QWidget, guide_place: QWidget) -> None:
        super().__init__(faq_place.window())
        self._faq_place = faq_place
        self._guide_place = guide_place
        self._faq: FaqTab | None = None
        self._guide: GuideTab | None = None
        self._catalog: Catalog | None = None
        self._style: tuple[Colors, str] | None = None

    @property
    def faq(self) -> FaqTab:
        """The FAQ tab."""
        if self._faq is None:
            # Imported here, like below: opening the window does not wait for it.
            from otcodebook.ui.learn.faq_tab import FaqTab

            self._faq = FaqTab()
            self._put(self._faq, self._faq_place)
            self.faq_made.emit(self._faq)
        return self._faq

    @property
    def guide(self) -> GuideTab:
        """The Guide tab."""
        if self._guide is None:
            from otcodebook.ui.learn.guide_tab import GuideTab

            self._guide = GuideTab()
            self._put(self._guide, self._guide_place)
            self.guide_made.emit(self._guide)
        return self._guide

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
        tabs: tuple[FaqTab | GuideTab | None, ...] = (self._faq, self._guide)
        return [tab for tab in tabs if tab is not None]

    def _put(self, tab: FaqTab | GuideTab, place: QWidget) -> None:
        fill(place, tab)
        if self._style is not None:
            tab.set_colors(*self._style)
        tab.set_catalog(self._catalog)

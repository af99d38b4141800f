"""Where the user was: what was looked for and read, so that the next start goes on there.

Nothing of the Units tab is kept: minutes and codes of a session would tell about a patient.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QTabWidget

from otcodebook.ui.codes.panel import CodesPanel
from otcodebook.ui.detail_pane import DetailPane
from otcodebook.ui.document_view import DocumentView
from otcodebook.ui.faq_tab import FaqTab
from otcodebook.ui.guide_tab import GuideTab


class Session(QObject):
    """Takes the state of the tabs down as strings, and brings it back."""

    def __init__(
        self,
        tabs: QTabWidget,
        codes: CodesPanel,
        detail: DetailPane,
        faq: FaqTab,
        guide: GuideTab,
    ) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._codes = codes
        self._faq = faq
        self._guide = guide
        self._scrolled: tuple[tuple[str, int, QAbstractScrollArea], ...] = (
            ("listScroll", 0, codes.list),
            ("detailScroll", 0, detail.view),
            ("faqScroll", 1, faq.view),
            ("guideScroll", 2, guide.view),
        )
        self._waiting: dict[str, int] = {}
        self._wanted: Mapping[str, str] = {}
        self._restored: Mapping[str, str] = {}
        tabs.currentChanged.connect(lambda: QTimer.singleShot(0, self, self._scroll))

    def taken(self) -> dict[str, str]:
        """The state as it is now."""
        scrolls = {
            name: str(self._waiting.get(name, area.verticalScrollBar().value()))
            for name, _, area in self._scrolled
        }
        return {
            **self._codes.position(),
            "faqQuery": self._faq.search_edit.text(),
            "faqPage": self._faq.current_page(),
            "guidePage": self._guide.current_page(),
            **scrolls,
        }

    def restore(self, state: Mapping[str, str]) -> None:
        """Brings a state back; what no longer exists is left out, and what was typed stays."""
        if not state or self._codes.search_edit.text():
            return
        self._codes.go_to_position(state)
        self._codes.search_edit.selectAll()  # so that typing replaces the query
        self._faq.search_edit.setText(state.get("faqQuery", ""))
        self._faq.search_edit.selectAll()
        self._faq.show_page(state.get("faqPage", ""))
        self._guide.show_page(state.get("guidePage", ""))
        for name, _, _ in self._scrolled:
            value = state.get(name, "")
            if value.isdecimal() and len(value) < 9:
                self._waiting[name] = int(value)
        self._scroll()
        self._wanted, self._restored = state, self._codes.position()

    def is_untouched(self) -> bool:
        """Whether the user has not gone on since the state was brought back."""
        return self._codes.position() == self._restored

    def restore_codes(self) -> None:
        """Brings back once more what only the user's own catalogue has, which is read later."""
        self._codes.go_to_position(self._wanted)
        self._codes.search_edit.selectAll()
        self._restored = {}

    def _scroll(self) -> None:
        """Scrolls what is in front; a hidden tab has no size yet, and waits."""
        for name, tab, area in self._scrolled:
            if tab == self._tabs.currentIndex() and name in self._waiting:
                if isinstance(area, DocumentView):
                    area.document().size()  # lays the page out, which gives it its height
                else:
                    self._codes.list.doItemsLayout()
                area.verticalScrollBar().setValue(self._waiting.pop(name))

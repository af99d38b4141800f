"""What the window shows: searches, rows, pages and scroll positions, restored at the next start.

Nothing of the Units tab is part of it: codes and minutes of a session would tell about a patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QTabWidget

from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.scope import Scope
from otcodebook.ui.codes.state import CodesState
from otcodebook.ui.detail.detail_pane import DetailPane
from otcodebook.ui.learn.topic_state import TopicState
from otcodebook.ui.services.enums import Tab
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.history import Place

if TYPE_CHECKING:
    from otcodebook.ui.learn.topic_browser import TopicBrowser

_LIST, _DETAIL = "list", "detail"
_TOPIC_TABS = ("faq", "guide")
_LONGEST = 1000
"""The most letters of a query, and far more than any id has."""


@dataclass(frozen=True)
class ViewState:
    """The state of the tabs; one that was never looked at has no part in it.

    `topics` are the FAQ and the guide by their names; `scrolls` are vertical scroll positions in
    pixels, by "list", "detail" or the name of a topic tab.
    """

    codes: CodesState = field(default_factory=CodesState)
    topics: Mapping[str, TopicState] = field(default_factory=dict)
    scrolls: Mapping[str, int] = field(default_factory=dict)

    def to_strings(self) -> dict[str, str]:
        """The state as window.ini holds it."""
        codes = self.codes
        strings = {
            "query": codes.query,
            "scope": str(int(codes.scope)),
            "family": codes.family,
            "counting": str(codes.counting),
            "code": codes.code,
            "row": str(codes.row),
            "linked": str(int(codes.linked)),
        }
        for name, topic in self.topics.items():
            strings |= {f"{name}Page": topic.page, f"{name}Query": topic.query}
        return strings | {f"{name}Scroll": str(value) for name, value in self.scrolls.items()}

    @classmethod
    def from_strings(cls, strings: Mapping[str, str]) -> ViewState:
        """The state that window.ini holds; what is missing or makes no sense is the default."""
        strings = {key: text for key, text in strings.items() if len(text) <= _LONGEST}
        scope = _number(strings.get("scope", ""))
        codes = CodesState(
            query=strings.get("query", ""),
            scope=Scope(scope) if scope in tuple(Scope) else Scope.ALL,
            family=strings.get("family", ""),
            counting=max(_number(strings.get("counting", "")), 0),
            code=strings.get("code", ""),
            row=_number(strings.get("row", "")),
            linked=strings.get("linked", "") == "1",
        )
        topics = {
            name: TopicState(strings.get(f"{name}Page", ""), strings.get(f"{name}Query", ""))
            for name in _TOPIC_TABS
            if f"{name}Page" in strings
        }
        scrolls = {
            name: _number(strings.get(f"{name}Scroll", ""))
            for name in (_LIST, _DETAIL, *_TOPIC_TABS)
        }
        return cls(codes, topics, {name: value for name, value in scrolls.items() if value >= 0})


def _number(text: str) -> int:
    """A small number without a sign; -1 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


class ViewStateController(QObject):
    """Reads the state of the tabs, and restores it: now, or once a tab is made and laid out."""

    def __init__(self, tabs: QTabWidget, codes: CodesController, detail: DetailPane) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._codes = codes
        self._browsers: list[TopicBrowser] = []
        self._scroll_areas: list[tuple[str, Tab, QAbstractScrollArea]] = [
            (_LIST, Tab.CODES, codes.code_list),
            (_DETAIL, Tab.CODES, detail.view),
        ]
        self._pending_scrolls: dict[str, int] = {}
        self._scrolled_pages: dict[str, str] = {}
        self._saved = ViewState()
        self._restored: CodesState | None = None
        tabs.currentChanged.connect(lambda: QTimer.singleShot(0, self, self._scroll))

    def follow(self, browser: TopicBrowser, tab: Tab) -> None:
        """Restores a tab that was just made; from now on it is part of the state."""
        self._browsers.append(browser)
        self._scroll_areas.append((browser.name, tab, browser.view))
        self._restore_browser(browser)
        self._scroll_later(browser.name)

    def current(self) -> ViewState:
        """The state as it is now."""
        return ViewState(
            codes=self._codes.state(),
            topics={browser.name: browser.state() for browser in self._browsers},
            scrolls={
                name: self._pending_scrolls.get(name, area.verticalScrollBar().value())
                for name, _, area in self._scroll_areas
            },
        )

    def place(self, tab: Tab) -> Place:
        """What a tab shows now, for the history."""
        scrolls = {
            name: area.verticalScrollBar().value()
            for name, its_tab, area in self._scroll_areas
            if its_tab is tab
        }
        if tab is Tab.CODES:
            return Place(tab, self._codes.state(), scrolls)
        shown = [browser.state() for browser in self._browsers if browser.name in scrolls]
        return Place(tab, shown[0] if shown else None, scrolls)

    def show(self, place: Place) -> None:
        """Shows a place of the history in its tab, which is in front."""
        if isinstance(place.state, CodesState):
            self._codes.restore(place.state)
            self._codes.search_edit.offer_replacing()
        elif place.state is not None:
            for browser in self._browsers:
                if browser.name in place.scrolls:
                    browser.restore(place.state)
                    self._scrolled_pages[browser.name] = place.state.page
        self._pending_scrolls |= place.scrolls
        self._scroll()

    def restore(self, state: ViewState) -> None:
        """Shows a state again. What no longer exists is left out; what was typed stays."""
        if self._codes.search_edit.text():
            return
        self._saved = state
        self._restore_codes()
        self._restored = self._codes.state()
        for browser in self._browsers:
            self._restore_browser(browser)
        for name, _, _ in self._scroll_areas:
            self._scroll_later(name)
        QTimer.singleShot(0, self, self._scroll)  # once the splitters are in their places

    def is_untouched(self) -> bool:
        """Whether the Codes tab is still as it was restored."""
        return self._codes.state() == self._restored

    def restore_codes_again(self) -> None:
        """Restores what only a list of the user's own has, once that is read."""
        self._restore_codes()
        self._restored = None

    def _restore_codes(self) -> None:
        self._codes.restore(self._saved.codes)
        self._codes.search_edit.offer_replacing()

    def _restore_browser(self, browser: TopicBrowser) -> None:
        state = self._saved.topics.get(browser.name, TopicState())
        browser.restore(state)
        self._scrolled_pages[browser.name] = state.page

    def _scroll_later(self, name: str) -> None:
        """Has an area scrolled once its tab is in front."""
        if name in self._saved.scrolls:
            self._pending_scrolls[name] = self._saved.scrolls[name]

    def _scroll(self) -> None:
        """Scrolls what is in front; a hidden tab has no size yet, and waits."""
        for browser in self._browsers:
            if browser.current_page() != self._scrolled_pages.get(browser.name):
                # Another page was opened meanwhile, which begins at its top.
                self._pending_scrolls.pop(browser.name, None)
        for name, tab, area in self._scroll_areas:
            if tab == self._tabs.currentIndex() and name in self._pending_scrolls:
                if isinstance(area, DocumentView):
                    area.document().size()  # lays the page out, which gives it its height
                else:
                    self._codes.code_list.doItemsLayout()
                area.verticalScrollBar().setValue(self._pending_scrolls.pop(name))

"""What the window shows: searches, rows, pages and scroll positions, restored at the next start.

Nothing of the Units tab is part of it: codes and minutes of a session would tell about a patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QTabWidget

from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.detail_pane import DetailPane
from otcodebook.ui.codes.scope import Scope
from otcodebook.ui.codes.state import CodesState
from otcodebook.ui.learn.topic_browser import TopicBrowser, TopicState
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.enums import Tab

_LIST, _DETAIL = "list", "detail"
_TOPIC_TABS = ("faq", "guide")


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
        }
        for name, topic in self.topics.items():
            strings |= {f"{name}Page": topic.page, f"{name}Query": topic.query}
        return strings | {f"{name}Scroll": str(value) for name, value in self.scrolls.items()}

    @classmethod
    def from_strings(cls, strings: Mapping[str, str]) -> ViewState:
        """The state that window.ini holds; what is missing or makes no sense is the default."""
        scope = _number(strings.get("scope", ""))
        codes = CodesState(
            query=strings.get("query", ""),
            scope=Scope(scope) if scope in tuple(Scope) else Scope.ALL,
            family=strings.get("family", ""),
            counting=max(_number(strings.get("counting", "")), 0),
            code=strings.get("code", ""),
            row=_number(strings.get("row", "")),
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
            (_LIST, Tab.CODES, codes.list),
            (_DETAIL, Tab.CODES, detail.view),
        ]
        self._pending_scrolls: dict[str, int] = {}
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
        self._codes.search_edit.selectAll()  # so that typing replaces the query

    def _restore_browser(self, browser: TopicBrowser) -> None:
        browser.restore(self._saved.topics.get(browser.name, TopicState()))

    def _scroll_later(self, name: str) -> None:
        """Has an area scrolled once its tab is in front."""
        if name in self._saved.scrolls:
            self._pending_scrolls[name] = self._saved.scrolls[name]

    def _scroll(self) -> None:
        """Scrolls what is in front; a hidden tab has no size yet, and waits."""
        for browser in self._browsers:
            saved = self._saved.topics.get(browser.name)
            if saved is None or browser.current_page() != saved.page:
                # Another page was opened meanwhile, which begins at its top.
                self._pending_scrolls.pop(browser.name, None)
        for name, tab, area in self._scroll_areas:
            if tab == self._tabs.currentIndex() and name in self._pending_scrolls:
                if isinstance(area, DocumentView):
                    area.document().size()  # lays the page out, which gives it its height
                else:
                    self._codes.list.doItemsLayout()
                area.verticalScrollBar().setValue(self._pending_scrolls.pop(name))

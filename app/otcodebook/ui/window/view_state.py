"""Where the user was: what was looked for and read, so that the next start goes on there.

Nothing of the Units tab is kept: minutes and codes of a session would tell about a patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QTabWidget

from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.detail_pane import DetailPane
from otcodebook.ui.widgets.document_view import DocumentView

if TYPE_CHECKING:
    from otcodebook.ui.learn.topic_browser import TopicBrowser


class Session(QObject):
    """Takes the state of the tabs down as strings, and brings it back.

    What is kept of a tab that was not looked at stays as it was kept.
    """

    def __init__(self, tabs: QTabWidget, codes: CodesController, detail: DetailPane) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._codes = codes
        self._readers: list[TopicBrowser] = []
        self._scrolled: list[tuple[str, int, QAbstractScrollArea]] = [
            ("listScroll", 0, codes.list),
            ("detailScroll", 0, detail.view),
        ]
        self._waiting: dict[str, int] = {}
        self._wanted: Mapping[str, str] = {}
        self._restored: Mapping[str, str] = {}
        tabs.currentChanged.connect(lambda: QTimer.singleShot(0, self, self._scroll))

    def follow(self, reader: TopicBrowser, at: int) -> None:
        """Brings the state of tab `at` back, now that it is made, and keeps it from now on."""
        self._readers.append(reader)
        self._scrolled.append((f"{reader.name}Scroll", at, reader.view))
        self._restore_reader(reader)
        self._wait_to_scroll(f"{reader.name}Scroll")

    def taken(self) -> dict[str, str]:
        """The state as it is now."""
        scrolls = {
            name: str(self._waiting.get(name, area.verticalScrollBar().value()))
            for name, _, area in self._scrolled
        }
        pages = {f"{reader.name}Page": reader.current_page() for reader in self._readers}
        queries = {
            f"{reader.name}Query": reader.search_edit.text()
            for reader in self._readers
            if reader.search_edit is not None
        }
        return {**self._codes.position(), **pages, **queries, **scrolls}

    def restore(self, state: Mapping[str, str]) -> None:
        """Brings a state back; what no longer exists is left out, and what was typed stays."""
        if not state or self._codes.search_edit.text():
            return
        self._codes.go_to_position(state)
        self._codes.search_edit.selectAll()  # so that typing replaces the query
        self._wanted, self._restored = state, self._codes.position()
        for reader in self._readers:
            self._restore_reader(reader)
        for name, _, _ in self._scrolled:
            self._wait_to_scroll(name)
        self._scroll()

    def is_untouched(self) -> bool:
        """Whether the user has not gone on since the state was brought back."""
        return self._codes.position() == self._restored

    def restore_codes(self) -> None:
        """Brings back once more what only the user's own catalog has, which is read later."""
        self._codes.go_to_position(self._wanted)
        self._codes.search_edit.selectAll()
        self._restored = {}

    def _restore_reader(self, reader: TopicBrowser) -> None:
        if reader.search_edit is not None:
            reader.search_edit.setText(self._wanted.get(f"{reader.name}Query", ""))
            reader.search_edit.selectAll()
        reader.show_page(self._wanted.get(f"{reader.name}Page", ""))

    def _wait_to_scroll(self, name: str) -> None:
        """Has the part scrolled as it was once it is in front."""
        value = self._wanted.get(name, "")
        if value.isdecimal() and len(value) < 9:
            self._waiting[name] = int(value)

    def _scroll(self) -> None:
        """Scrolls what is in front; a hidden tab has no size yet, and waits."""
        for reader in self._readers:
            if reader.current_page() != self._wanted.get(f"{reader.name}Page"):
                # Another page was opened meanwhile, which begins at its top.
                self._waiting.pop(f"{reader.name}Scroll", None)
        for name, tab, area in self._scrolled:
            if tab == self._tabs.currentIndex() and name in self._waiting:
                if isinstance(area, DocumentView):
                    area.document().size()  # lays the page out, which gives it its height
                else:
                    self._codes.list.doItemsLayout()
                area.verticalScrollBar().setValue(self._waiting.pop(name))

"""Ways through the window: tabs, links, and Back and Forward through what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea

from otcodebook.ui.codes.state import CodesState
from otcodebook.ui.services.actions import ActionId, with_keys
from otcodebook.ui.services.enums import Tab
from otcodebook.ui.window.history import History, Place

if TYPE_CHECKING:
    from otcodebook.ui.codes.controller import CodesController
    from otcodebook.ui.learn.controller import LearnController
    from otcodebook.ui.learn.topic_browser import TopicBrowser
    from otcodebook.ui.units.commands import UnitsCommands
    from otcodebook.ui.window.main_window import MainWindow
    from otcodebook.ui.window.view_state import ViewStateController

_LOOKED_AT_MS = 1500
"""A row or page that is passed sooner, on the way to another one, is no place to go back to."""


class HistoryController(QObject):
    """Records what the user looks at, and goes back and forward.

    A link, a change of tab and a search that begins anew are steps. So is another row or page,
    once the one before it was looked at for a while. Typing goes on within one step.
    """

    def __init__(self, window: MainWindow, view_state: ViewStateController) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = window.tabs
        self._view_state = view_state
        self._actions: tuple[QAction, ...] = ()
        self._history = History()
        self._tab = Tab(self._tabs.currentIndex())
        self._looked_at: Place | None = None
        self._is_moving = False
        self._pause = QTimer(self)
        self._pause.setObjectName("lookedAt")
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOKED_AT_MS)
        self._pause.timeout.connect(self.settle)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        window.installEventFilter(self)
        self._watch_mouse()

    def set_actions(self, actions: Mapping[ActionId, QAction]) -> None:
        """The commands, which work while there is somewhere to go, and their buttons."""
        self._actions = actions[ActionId.BACK], actions[ActionId.FORWARD]
        buttons = self._tabs.back, self._tabs.forward
        for way, button, action in zip(
            (ActionId.BACK, ActionId.FORWARD), buttons, self._actions, strict=True
        ):
            button.setToolTip(with_keys(button.accessibleName(), way))
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
        self._enable_buttons()

    def follow(self, page: QAbstractScrollArea) -> None:
        """Records how far a page is scrolled."""
        page.verticalScrollBar().valueChanged.connect(lambda: self._pause.start())

    def follow_browser(self, browser: TopicBrowser) -> None:
        """Records the pages of a tab that was just made."""
        browser.titles.currentItemChanged.connect(self.note_change)
        self.follow(browser.view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the mouse's Back and Forward buttons wherever in the window they are pressed."""
        if event.type() == QEvent.Type.Show:
            self._watch_mouse()
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            back, forward = self._actions
            match event.button():
                case Qt.MouseButton.BackButton:
                    back.trigger()
                    return True
                case Qt.MouseButton.ForwardButton:
                    forward.trigger()
                    return True
        return False

    def _watch_mouse(self) -> None:
        """Watches the native window, which gets all clicks first; another one where it changed."""
        if (handle := self._window.windowHandle()) is not None:
            handle.installEventFilter(self)

    def leave(self) -> None:
        """Remembers what is shown now: a link, or something like it, leads elsewhere."""
        if not self._is_moving:
            self._go_on_from(self._here())

    def back(self) -> None:
        """Shows what was shown before."""
        self._show(self._history.back(self._here()))

    def forward(self) -> None:
        """Shows again what `back` left."""
        self._show(self._history.forward(self._here()))

    def settle(self) -> None:
        """What is shown now is a place to go back to, as soon as another one is shown."""
        self._looked_at = self._here()
        self._enable_buttons()

    def note_change(self) -> None:
        """Another row or page is shown in the tab in front."""
        if self._is_moving:
            return
        if (before := self._looked_at) is not None:
            here = self._here()
            if here == before:
                return
            if here.tab is before.tab and not _goes_on(before, here):
                self._go_on_from(before)
        self._looked_at = None
        self._pause.start()

    def _on_tab_changed(self, tab: int) -> None:
        before, self._tab = self._tab, Tab(tab)
        if not self._is_moving:
            self._go_on_from(self._view_state.place(before))

    def _here(self) -> Place:
        return self._view_state.place(self._tab)

    def _go_on_from(self, place: Place) -> None:
        self._history.leave(place)
        self._looked_at = None
        self._pause.start()
        back, forward = self._actions
        back.setEnabled(True)
        forward.setEnabled(False)
        # Once what the step leads to is shown: a link may lead to where it stands.
        QTimer.singleShot(0, self, self._enable_buttons)

    def _show(self, place: Place | None) -> None:
        if place is None:
            return
        self._is_moving = True
        try:
            self._tabs.setCurrentIndex(place.tab)
            self._view_state.show(place)
        finally:
            self._is_moving = False
        self.settle()

    def _enable_buttons(self) -> None:
        if not self._actions:
            return
        back, forward = self._actions
        here = self._here()
        back.setEnabled(self._history.can_go_back(here))
        forward.setEnabled(self._history.can_go_forward(here))


def _goes_on(before: Place, now: Place) -> bool:
    """Whether the query is only being typed on, or taken back letter by letter."""
    if not isinstance(before.state, CodesState) or not isinstance(now.state, CodesState):
        return False
    old, new = before.state.query, now.state.query
    return old != new and bool(old and new) and (old.startswith(new) or new.startswith(old))


class Navigator(QObject):
    """Brings tabs to the front and follows links.

    Signals:
        copy_requested: the link copies a part of the page ("patient" or "checklist").
    """

    copy_requested = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        codes: CodesController,
        learn: LearnController,
        units: UnitsCommands,
        history: HistoryController,
    ) -> None:
        super().__init__(window)
        self._tabs = window.tabs
        self._codes = codes
        self._learn = learn
        self._units = units
        self._history = history

    def show_tab(self, tab: Tab) -> None:
        """Brings a tab to the front, ready for typing."""
        self._tabs.setCurrentIndex(tab)
        self.focus_tab()

    def follow_copy(self, code: str) -> None:
        """Shows a code that is copied by its key, where codes are shown."""
        if self._tabs.currentIndex() == Tab.CODES:
            self._history.leave()
            self._codes.show_code(code)

    def focus_tab(self) -> None:
        """Puts the keyboard where the tab is used from."""
        tab = Tab(self._tabs.currentIndex())
        self._units.come_to_front(shown=tab is Tab.UNITS)
        match tab:
            case Tab.CODES:
                self._codes.search_edit.setFocus()
                self._codes.search_edit.offer_replacing()
            case Tab.FAQ:
                self._learn.faq.search_edit.setFocus()
            case Tab.GUIDE:
                self._learn.guide.titles.setFocus()

    def find(self) -> None:
        """Goes to the search box of the tab in front."""
        match Tab(self._tabs.currentIndex()):
            case Tab.FAQ:
                self._learn.faq.search_edit.take_focus()
            case Tab.GUIDE:
                self._learn.guide.search_edit.take_focus()
            case Tab.UNITS:
                self._units.search_edit.take_focus()
            case _:
                self.show_tab(Tab.CODES)
                self._codes.search_edit.take_focus()

    def open_link(self, target: str) -> None:
        """Follows one of our own links: code:97110, faq:ID, guide:ID, copy:patient.

        What changes the page itself, such as fold:sources, leads nowhere: the pane does it.
        """
        scheme, _, name = target.partition(":")
        if scheme == "copy":
            self.copy_requested.emit(name)
        if scheme not in ("code", "faq", "guide"):
            return
        self._history.leave()
        match scheme:
            case "code":
                self.show_tab(Tab.CODES)
                self._codes.show_code(name)
            case "faq":
                self.show_tab(Tab.FAQ)
                self._learn.faq.show_topic(name)
            case "guide":
                self.show_tab(Tab.GUIDE)
                self._learn.guide.show_topic(name)

    def ask_faq(self, query: str) -> None:
        """Takes the words along that found no code."""
        self._history.leave()
        self.show_tab(Tab.FAQ)
        self._learn.faq.search_edit.setText(query)

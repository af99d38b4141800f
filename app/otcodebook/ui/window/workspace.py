"""Everything in the window beyond its first paint, and the connections between its rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QSplitter

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog
from otcodebook.search.codes import CodeSearch
from otcodebook.settings import CopyFormat, SettingsFile
from otcodebook.ui.accessibility.screen_reader import ScreenReader
from otcodebook.ui.cms.controller import CmsController
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.model import AnyHit
from otcodebook.ui.codes.row_menu import RowMenu
from otcodebook.ui.detail.detail_pane import DetailPane
from otcodebook.ui.dialogs.help_pages import HelpPages
from otcodebook.ui.learn.controller import LearnController
from otcodebook.ui.lists.controller import CatalogController
from otcodebook.ui.lists.edition_watch import EditionWatch
from otcodebook.ui.lists.what_changed import WhatChanged
from otcodebook.ui.services.actions import (
    TEXT_SIZES,
    ActionId,
    add_favorite_keys,
    build_actions,
)
from otcodebook.ui.services.banner import Banner
from otcodebook.ui.services.enums import BannerTopic, Menu, Tab
from otcodebook.ui.services.messages import MessageDisplay, Messages
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.ui.units.commands import UnitsCommands
from otcodebook.ui.userdata.binding import UserDataBinding
from otcodebook.ui.userdata.file_commands import FileCommands
from otcodebook.ui.userdata.service import UserDataService
from otcodebook.ui.widgets.link_tips import LinkTips
from otcodebook.ui.window.appearance import Appearance
from otcodebook.ui.window.code_commands import CodeCommands
from otcodebook.ui.window.copy_controller import CopyController
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.navigation import HistoryController, Navigator
from otcodebook.ui.window.settings_controller import SettingsController
from otcodebook.ui.window.splitters import Splitters
from otcodebook.ui.window.view_state import ViewState, ViewStateController

if TYPE_CHECKING:
    from otcodebook.ui.codes.search_edit import SearchEdit
    from otcodebook.ui.learn.faq_tab import FaqTab
    from otcodebook.ui.learn.guide_tab import GuideTab
    from otcodebook.ui.look.theme import Colors
    from otcodebook.ui.units.view import UnitsView
    from otcodebook.ui.widgets.document_view import DocumentView

_TOO_LONG = "A search has at most 1,000 letters. The rest was left out"


class Workspace(QObject):
    """Creates the rooms of a window and connects what leads from one room to another.

    What stays inside a room is connected by the controller of that room.
    """

    def __init__(
        self, window: MainWindow, settings_file: SettingsFile, codes: CodesController
    ) -> None:
        super().__init__(window)
        self._window = window
        self._catalog: Catalog | None = None
        self.messages = Messages(self)
        self._settings = SettingsService(settings_file, self)
        self._settings_controller = SettingsController(window, self._settings, self.messages)
        self._banner = Banner()
        self._tabs = window.tabs
        self._codes = codes
        self._detail = DetailPane()
        self._learn = LearnController(window.lazy_tabs[Tab.FAQ], window.lazy_tabs[Tab.GUIDE])
        self._appearance = Appearance(window, lambda: self._settings.settings)
        self._screen_reader = ScreenReader(window)
        self._copying = CopyController(self._tabs, self._codes, self._detail, self.messages)
        self._display = MessageDisplay(
            window, self.messages, self._screen_reader.announce, self._copying.beside
        )
        self._link_tips = LinkTips(self, lambda: self._catalog)
        self._units = UnitsCommands(
            window.lazy_tabs[Tab.UNITS],
            self.messages,
            self._screen_reader,
            self._settings,
        )
        window.column.insertWidget(0, self._banner)
        window.show_detail(self._detail)
        self._splitters = Splitters(self._tabs)
        self._splitters.add(Tab.CODES, window.codes_tab)
        self._userdata = UserDataService(settings_file.folder, self)
        self._files = FileCommands(
            window,
            self._codes,
            lambda: self._catalog,
            self._userdata,
            self._detail.note.save_all,
            self.messages,
            self._settings,
        )
        self._binding = UserDataBinding(self._userdata, self._codes, self._detail, self.messages)
        self._view_state = ViewStateController(self._tabs, self._codes, self._detail)
        self._cms = CmsController(
            window, self.messages, self._settings, lambda: self._catalog, self._userdata.favorites
        )
        self._codes.finder.pair_lookup = self._cms.pair_answer
        self._edition = EditionWatch(self, self.messages, window.statusBar())
        self._history = HistoryController(window, self._view_state)
        self._navigator = Navigator(window, self._codes, self._learn, self._units, self._history)
        self._build_menus()
        self._row_menu = RowMenu(self._codes, self._actions)
        self._connect_signals()
        if not self._settings.settings.hint_seen:
            self._show_hint()
        self._apply_settings()
        window.show_icon()

    def _build_menus(self) -> None:
        """The commands, and what needs them or stands in their menus."""
        self._code_commands = CodeCommands(
            self._tabs,
            self._codes,
            self._detail,
            self._units,
            self._binding,
            self._navigator,
            self._copying,
            self.messages,
        )
        self._help = HelpPages(self._window, lambda: self._catalog)
        self._actions = build_actions(self._window, self._window.menus, self._handlers())
        copies = (ActionId.COPY, ActionId.COPY_WITH_NAME)
        self._detail.set_copy_actions([self._actions[action] for action in copies])
        self._history.set_actions(self._actions)
        add_favorite_keys(self._window, self._code_commands.copy_favorite)
        self._help.set_actions([self._actions[action] for action in TEXT_SIZES])
        self._settings_controller.set_actions(self._actions)
        self._units.set_actions(self._actions, shown=self._tabs.currentIndex() == Tab.UNITS)
        self.catalogs = CatalogController(
            self._window,
            self._window.statusBar(),
            self._settings,
            self.messages,
        )
        self._what_changed = WhatChanged(
            self._window.statusBar(),
            self.messages,
            self._help.show_page,
            self._userdata.favorites,
        )
        self.catalogs.set_actions(self._window.menus[Menu.FILE], self._actions)

    def start(self, path: Path | None, bundled: tuple[Catalog, CodeSearch] | None) -> None:
        """Shows the catalog in `path`, or the remembered one, and what the window showed last.

        `bundled` is the bundled catalog with its search where that is listed already.
        """
        self.catalogs.start(path, bundled)
        self._learn.start()
        self._window.lazy_tabs[Tab.UNITS].set_factory(self._units.make_view)
        if self._tabs.currentIndex() != Tab.CODES:
            # The search box, which the window opens with, is behind.
            self._navigator.focus_tab()
        self._userdata.tell_trouble()
        self._settings_controller.tell_trouble()
        if (state := self._window.saved_view_state()) is not None:
            # Now, not with the next event: an early Enter must not copy another row.
            self._view_state.restore(state)

    def show_catalog(self, catalog: Catalog | None, search: CodeSearch | None = None) -> None:
        """Shows a catalog in all tabs, as it is today; None shows what to do without one."""
        is_untouched = self._view_state.is_untouched()
        shown = catalog_on(catalog, today()) if catalog else None
        self._catalog = self._copying.catalog = shown
        if shown and (search is None or search.catalog is not shown):
            search = CodeSearch(shown)
        self._codes.set_catalog(shown, search)
        self._learn.set_catalog(shown)
        self._units.set_catalog(catalog, search)
        if is_untouched:
            self._view_state.restore_codes_again()
        self._edition.set_catalog(catalog)
        self._what_changed.set_catalog(catalog, was_chosen=self.catalogs.was_chosen)
        self._cms.follow_catalog()
        if self._window.focusWidget() is None:
            # The focused widget was disabled by the change of catalog.
            self._navigator.focus_tab()
        # Once what was shown last is restored, which is no search.
        QTimer.singleShot(0, self, self._screen_reader.announce_searches)

    def may_close(self) -> bool:
        """Saves what is unsaved; False where something would be lost and the user is asked."""
        return self._binding.may_leave()

    def save(self) -> None:
        """Saves the note that is being typed, without asking."""
        self._binding.save_notes()

    def splitters(self) -> Sequence[QSplitter]:
        """The splitters whose positions are remembered."""
        return self._splitters.all()

    def view_state(self) -> ViewState:
        """What the tabs show now."""
        return self._view_state.current()

    def take_key(self, event: QKeyEvent) -> bool:
        """Gives a key that no widget used to the search box, or to the command of its position."""
        if self._tabs.currentIndex() == Tab.CODES and self._codes.type_in_search(event):
            return True
        # Imported here: few keyboards need it.
        from otcodebook.ui.widgets.key_positions import press_by_position

        return press_by_position(self._window, event)

    def _handlers(self) -> dict[ActionId, Callable[[], object]]:
        return {
            ActionId.OPEN: lambda: self.catalogs.ask_for_file(),
            ActionId.LIST_COLUMNS: lambda: self.catalogs.check_columns(),
            ActionId.CLOSE_LIST: lambda: self.catalogs.close_list(),
            ActionId.QUIT: self._window.close,
            ActionId.COPY: self._copying.copy,
            ActionId.COPY_WITH_NAME: partial(self._copying.copy_chosen, CopyFormat.CODE_AND_NAME),
            ActionId.FIND: self._navigator.find,
            ActionId.BACK: self._history.back,
            ActionId.FORWARD: self._history.forward,
            ActionId.SHOW_CODES: partial(self._navigator.show_tab, Tab.CODES),
            ActionId.SHOW_FAQ: partial(self._navigator.show_tab, Tab.FAQ),
            ActionId.SHOW_GUIDE: partial(self._navigator.show_tab, Tab.GUIDE),
            ActionId.SHOW_UNITS: partial(self._navigator.show_tab, Tab.UNITS),
            ActionId.WIDER: lambda: self.messages.show_status(self._splitters.move(1)),
            ActionId.NARROWER: lambda: self.messages.show_status(self._splitters.move(-1)),
            **self._code_commands.handlers(),
            **self._binding.handlers(self._tabs),
            **self._units.handlers(),
            **self._files.handlers(),
            **self._help.handlers(),
            **self._settings_controller.handlers(),
            **self._cms.handlers(),
        }

    def _connect_signals(self) -> None:
        codes, detail, window = self._codes, self._detail, self._window
        self._display.undo_requested.connect(self._undo)
        self._units.link_activated.connect(self._navigator.open_link)
        self.messages.banner_shown.connect(self._banner.show_sentence)
        self._screen_reader.follow_tabs(self._tabs)
        self.messages.announced.connect(self._screen_reader.announce_unprompted)
        self._banner.sentence_added.connect(self._screen_reader.announce_unprompted)
        codes.current_changed.connect(self._history.note_change)
        codes.current_changed.connect(self._show_hit)
        codes.copy_requested.connect(self._copying.take_current)
        codes.questions_requested.connect(self._navigator.ask_faq)
        detail.copy_requested.connect(self._copying.take_current)
        detail.units_requested.connect(self._code_commands.add_to_units)
        codes.watch(*detail.key_stops())
        self._connect_box(codes.search_edit)
        detail.note.escaped.connect(codes.search_edit.take_focus)
        detail.language_chosen.connect(
            lambda language: self._settings.remember(patient_language=language)
        )
        detail.announced.connect(self._screen_reader.announce_unprompted)
        self._copying.codes_copied.connect(self._binding.record_copies)
        self._copying.codes_copied.connect(self._history.settle)
        self._userdata.troubled.connect(
            partial(self.messages.show_banner, topic=BannerTopic.USER_DATA)
        )
        self._copying.link_activated.connect(self._navigator.open_link)
        self._copying.page_requested.connect(detail.view.setFocus)
        self._row_menu.link_activated.connect(self._navigator.open_link)
        detail.view.link_activated.connect(self._navigator.open_link)
        self._connect_view(detail.view)
        self._learn.browser_made.connect(self._connect_browser)
        self._learn.link_activated.connect(self._navigator.open_link)
        window.lazy_tabs[Tab.UNITS].made.connect(self._connect_units)
        self._navigator.copy_requested.connect(self._copying.copy_part)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        window.closing.connect(self._binding.leave)
        window.closing.connect(self.catalogs.close)
        window.files_dropped.connect(self.catalogs.take_dropped)
        self.catalogs.tables_dropped.connect(self._cms.open_files)
        self._cms.changed.connect(partial(detail.set_tables, self._cms.code_tables))
        self._cms.changed.connect(self._units.follow_tables)
        self.catalogs.changed.connect(self.show_catalog)
        self.catalogs.title_changed.connect(window.setWindowTitle)
        self.catalogs.page_asked.connect(self._help.show_page)
        self._appearance.changed.connect(self._set_colors)
        self._settings.changed.connect(self._apply_settings)
        self._settings_controller.preferences_made.connect(self._cms.add_to_preferences)
        self._edition.turned.connect(self._turn_day)
        rows = window.codes_view.code_list
        box = codes.search_edit
        self._screen_reader.follow_search(box, rows, box.list_key_pressed, codes.list_announced)

    def _connect_browser(self, browser: FaqTab | GuideTab, tab: Tab) -> None:
        """Connects the FAQ or the Guide once it is made."""
        self._connect_view(browser.view)
        self._add_splitter(tab, browser)
        self._view_state.follow(browser, tab)
        self._history.follow_browser(browser)
        browser.announced.connect(self._screen_reader.announce_unprompted)
        # After its state is restored, which is no search.
        self._connect_box(browser.search_edit)
        box, titles = browser.search_edit, browser.titles
        self._screen_reader.follow_search(box, titles, box.list_key_pressed, browser.list_announced)

    def _connect_box(self, box: SearchEdit) -> None:
        box.copy_requested.connect(self._actions[ActionId.COPY].trigger)
        box.units_requested.connect(self._actions[ActionId.ADD_TO_UNITS].trigger)
        box.inputRejected.connect(partial(self.messages.show_status, _TOO_LONG))
        if box is self._codes.search_edit:
            box.undo_requested.connect(self._actions[ActionId.UNDO].trigger)

    def _connect_view(self, view: DocumentView) -> None:
        self._link_tips.follow(view)
        view.copied.connect(self.messages.show_copied)
        view.code_requested.connect(self._copying.copy_code)
        view.copy_requested.connect(self._actions[ActionId.COPY].trigger)

    def _connect_units(self, view: UnitsView) -> None:
        self._connect_box(view.finder.search_edit)

    def _add_splitter(self, tab: Tab, splitter: QSplitter) -> None:
        self._window.restore_splitters([splitter])
        self._splitters.add(tab, splitter)

    def _on_tab_changed(self, tab: int) -> None:
        self._navigator.focus_tab()
        self._actions[ActionId.UNDO].setEnabled(tab != Tab.UNITS)  # which has its own

    def _undo(self) -> None:
        in_units = self._tabs.currentIndex() == Tab.UNITS
        self._actions[ActionId.UNDO_UNITS if in_units else ActionId.UNDO].trigger()

    def _show_hit(self, hit: AnyHit | None) -> None:
        self._detail.show_item(hit.document.item if hit else None, self._catalog)
        if hit is None:
            self._detail.show_reason(self._codes.reason)

    def _turn_day(self, catalog: Catalog) -> None:
        """Midnight has passed, and the page shown would say something else now."""
        self._units.follow_today()
        self.show_catalog(catalog)
        self._detail.show_again()

    def _apply_settings(self) -> None:
        settings = self._settings.settings
        self._copying.copy_format = settings.copy_format
        self._codes.set_copy_format(settings.copy_format)
        self._detail.set_patient_language(settings.patient_language)
        self._units.follow_settings()
        self._appearance.apply()

    def _show_hint(self) -> None:
        # Imported here: only the first start needs it.
        from otcodebook.ui.codes.hint import show_hint

        seen = partial(self._settings.remember, hint_seen=True)
        hint = show_hint(self._window.codes_view, self._codes, seen)
        self._copying.codes_copied.connect(hint.closed)

    def _set_colors(self, colors: Colors, document_style: str) -> None:
        self._codes.set_colors(colors, QApplication.font())
        self._banner.set_colors(colors)
        self._units.set_colors(colors)
        self._detail.set_colors(colors, document_style)
        self._learn.set_colors(colors, document_style)
        self._help.set_style(document_style)

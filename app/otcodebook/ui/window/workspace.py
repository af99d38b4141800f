"""Everything of the window beyond its first paint: list, detail, FAQ, Guide, menus, copying."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from otcodebook.catalog.load import expiry_notice
from otcodebook.catalog.model import Catalog
from otcodebook.resources import resource_path
from otcodebook.search.codes import CodeSearch
from otcodebook.search.index import Hit
from otcodebook.settings import CopyFormat, Settings, SettingsFile
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.detail_pane import DetailPane
from otcodebook.ui.codes.row_menu import RowMenu
from otcodebook.ui.learn.lazy_tabs import Reading
from otcodebook.ui.lists.controller import CatalogController
from otcodebook.ui.units.commands import UnitsCommands
from otcodebook.ui.userdata.binding import UserDataBinding
from otcodebook.ui.userdata.file_commands import FileCommands
from otcodebook.ui.userdata.service import UserDataService
from otcodebook.ui.widgets.place import fill
from otcodebook.ui.widgets.splitters import Splitters
from otcodebook.ui.window.actions import TEXT_SIZES, THEME_ACTIONS, ActionId, build_actions
from otcodebook.ui.window.banner import Banner
from otcodebook.ui.window.copy_controller import CopyController
from otcodebook.ui.window.help_pages import HelpPages
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.ui.window.screen_reader import ScreenReader, digit_by_digit
from otcodebook.ui.window.theme import apply_theme, document_css, window_css
from otcodebook.ui.window.view_state import Session
from otcodebook.ui.window.window_state import keep_on_top, on_top_told

if TYPE_CHECKING:
    from otcodebook.ui.codes.search_edit import SearchEdit
    from otcodebook.ui.learn.faq_tab import FaqTab
    from otcodebook.ui.learn.topic_browser import TopicBrowser
    from otcodebook.ui.units.frame import UnitsFrame
    from otcodebook.ui.widgets.document_view import DocumentView

_STATUS_MS = 8000
_AFTER_PAINTING_MS = 50
_MANY_CODES = 10_000


class Workspace(QObject):
    """The parts of a window and the wiring between them. Children emit; only this connects."""

    def __init__(
        self, window: MainWindow, settings_file: SettingsFile, codes: CodesController
    ) -> None:
        super().__init__(window)
        self._window = window
        self._catalog: Catalog | None = None
        self._settings_file = settings_file
        self._settings = settings_file.load()
        # Both are kept: without the first one Python takes the second one for gone.
        self._hints = QGuiApplication.styleHints()
        self._access_hints = self._hints.accessibility()
        self.banner = Banner()
        self._tabs = window.tabs
        self._codes = codes
        self._detail = DetailPane()
        self._reading = Reading(window.places[1], window.places[2])
        self._copying = CopyController(self._tabs, self._codes, self._detail, self._say)
        self._screen_reader = ScreenReader(window)
        copied = self._copying.tell_copied
        self._units = UnitsCommands(window.places[3], self._say, copied, self._screen_reader)
        window.column.insertWidget(0, self.banner)
        fill(window.detail_place, self._detail)
        self.splitters = Splitters(self._tabs)
        self.splitters.add(0, window.codes_tab)
        self.userdata = UserDataService(settings_file.folder, self)
        self._files = FileCommands(
            window,
            self._codes,
            lambda: self._catalog,
            self.userdata,
            self._detail.note.save_all,
            self._say,
            self.banner.tell,
        )
        self._help = HelpPages(window, lambda: self._catalog)
        self._actions = build_actions(window, window.menus, self._handlers())
        self._detail.set_copy_actions(
            [self._actions[ActionId.COPY], self._actions[ActionId.COPY_WITH_NAME]]
        )
        self._help.set_actions([self._actions[action] for action in TEXT_SIZES])
        self._units.set_actions(self._actions, shown=self._tabs.currentIndex() == 3)
        self.catalogs = CatalogController(window, lambda: self._settings, self._keep_settings)
        window.menus["&File"].insertMenu(self._actions[ActionId.OPEN_BUNDLED], self.catalogs.recent)
        self._row_menu = RowMenu(self._codes, self._actions)
        self._own = UserDataBinding(self.userdata, self._codes, self._detail, self._say)
        self.session = Session(self._tabs, self._codes, self._detail)
        self._connect_signals()
        wish = self._access_hints.contrastPreference()
        window.desktop_wants_contrast = wish == Qt.ContrastPreference.HighContrast
        if not self._settings.hint_seen:
            self._show_hint()
        self._apply_settings()
        icon = QIcon()
        icon.addFile(str(resource_path("icons/otcodebook-128.png")))
        window.setWindowIcon(icon)

    def show_catalog(self, catalog: Catalog | None, search: CodeSearch | None = None) -> None:
        """Shows a catalog in all tabs; None shows what to do without one."""
        goes_on = self.session.is_untouched()
        self._catalog = self._copying.catalog = catalog
        search = search or (CodeSearch(catalog) if catalog else None)
        self._codes.set_catalog(catalog, search)
        self._reading.set_catalog(catalog)
        self._units.set_catalog(catalog, search)
        if goes_on:
            self.session.restore_codes()
        self.banner.clear()
        expired = expiry_notice(catalog.edition if catalog else None)
        for sentence in filter(None, (expired, self.userdata.trouble)):
            self.banner.tell(sentence)
        if self._window.focusWidget() is None:
            # What had the focus was of no use with the catalog before, or is of none with this.
            self._focus_tab()
        # After the list is painted: so that the first key is answered like the next.
        QTimer.singleShot(_AFTER_PAINTING_MS, self, self.prepare_search)

    def prepare_search(self) -> None:
        """Builds the search index now rather than at the first key, and tidies up after it."""
        self._codes.prepare()
        self._screen_reader.tells_searches = True
        if self._catalog is not None and len(self._catalog.codes) > _MANY_CODES:
            # Else the collector goes through all that was just made while a key waits.
            gc.collect()

    def restore_session(self, state: Mapping[str, str]) -> None:
        """Goes on where the user was, once the list is painted."""
        if state:
            QTimer.singleShot(0, self, partial(self.session.restore, state))

    def finish(self, *, all_tabs: bool) -> None:
        """Makes the tab that is in front, or all; the others are made when they are looked at."""
        front = self._tabs.currentIndex()
        if all_tabs or front == 1:
            _ = self._reading.faq
        if all_tabs or front == 2:
            _ = self._reading.guide
        if front == 3:
            _ = self._units.tab
        elif all_tabs:
            _ = self._units.frame
        if front:
            # The search box, which the window opens with, is behind.
            self._focus_tab()

    def may_close(self) -> bool:
        """Whether nothing is lost by closing; if not, the user is asked."""
        return self._own.may_leave()

    def open_link(self, target: str) -> None:
        """Follows one of our own links: code:97110, faq:ID, guide:ID, copy:patient."""
        scheme, _, name = target.partition(":")
        match scheme:
            case "code":
                self._show_tab(0)
                self._codes.show_code(name)
            case "faq":
                self._show_tab(1)
                self._reading.faq.show_question(name)
            case "guide":
                self._show_tab(2)
                self._reading.guide.show_page(name)
            case "copy":
                self._copying.copy_part(name)

    def _handlers(self) -> dict[ActionId, Callable[[], object]]:
        themes = {
            action: partial(self._choose, theme=theme) for action, theme in THEME_ACTIONS.items()
        }
        return {
            ActionId.OPEN: lambda: self.catalogs.ask_for_file(),
            ActionId.OPEN_BUNDLED: lambda: self.catalogs.open_bundled(),
            ActionId.QUIT: self._window.close,
            ActionId.COPY: self._copying.copy,
            ActionId.COPY_WITH_NAME: partial(self._copying.copy_chosen, CopyFormat.CODE_AND_NAME),
            ActionId.FIND: self._find,
            ActionId.FAVORITE: self._favorites(lambda own: own.toggle_favorite()),
            ActionId.MOVE_UP: self._favorites(lambda own: own.move_current(-1)),
            ActionId.MOVE_DOWN: self._favorites(lambda own: own.move_current(1)),
            ActionId.NOTE: self._write_note,
            ActionId.READ_DIGITS: self._read_digits,
            ActionId.PREFERENCES: self._show_preferences,
            ActionId.ON_TOP: self._toggle_on_top,
            ActionId.SHOW_CODES: partial(self._show_tab, 0),
            ActionId.SHOW_FAQ: partial(self._show_tab, 1),
            ActionId.SHOW_GUIDE: partial(self._show_tab, 2),
            ActionId.SHOW_UNITS: partial(self._show_tab, 3),
            ActionId.ADD_TO_UNITS: self._add_to_units,
            ActionId.TEXT_LARGER: partial(self._change_text_size, 1),
            ActionId.TEXT_SMALLER: partial(self._change_text_size, -1),
            ActionId.TEXT_USUAL: partial(self._change_text_size, 0),
            ActionId.WIDER: lambda: self._say(self.splitters.move(1)),
            ActionId.NARROWER: lambda: self._say(self.splitters.move(-1)),
            **self._units.handlers(),
            **self._files.handlers(),
            **self._help.handlers(),
            **themes,
        }

    def _connect_signals(self) -> None:
        self._codes.current_changed.connect(self._show_hit)
        self._codes.copy_requested.connect(self._copying.take_current)
        self._detail.copy_requested.connect(self._copying.take_current)
        self._detail.units_requested.connect(self._add_to_units)
        self._codes.watch(*self._detail.key_stops())
        self._connect_box(self._codes.search_edit)
        self._detail.note.escaped.connect(self._codes.search_edit.take_focus)
        self._copying.codes_copied.connect(self._own.record_copies)
        self._copying.link_activated.connect(self.open_link)
        self._row_menu.link_activated.connect(self.open_link)
        self._detail.view.link_activated.connect(self.open_link)
        self._connect_view(self._detail.view)
        self._reading.faq_made.connect(self._connect_faq)
        self._reading.guide_made.connect(partial(self._connect_reader, 2))
        self._units.made.connect(self._connect_units)
        self._tabs.currentChanged.connect(self._focus_tab)
        self._codes.questions_requested.connect(partial(self._show_tab, 1))
        self.userdata.troubled.connect(self.banner.tell)
        self._window.closing.connect(self._own.leave)
        self.catalogs.changed.connect(self.show_catalog)
        self.catalogs.troubled.connect(self.banner.tell)
        self.catalogs.told.connect(self._say)
        self._hints.colorSchemeChanged.connect(self._follow_desktop)
        self._access_hints.contrastPreferenceChanged.connect(self._follow_contrast)
        codes, rows = self._codes, self._window.codes_frame.view
        self.banner.told.connect(self._screen_reader.announce_unprompted)
        self._detail.note.told.connect(self._screen_reader.announce_unprompted)
        self._screen_reader.follow_search(codes.search_edit, rows, codes.list_told)

    def _connect_faq(self, faq: FaqTab) -> None:
        self._connect_box(faq.search_edit)
        self._connect_reader(1, faq)
        # After its state is brought back, which is no search.
        self._screen_reader.follow_search(faq.search_edit, faq.titles, faq.list_told)

    def _connect_reader(self, at: int, reader: TopicBrowser) -> None:
        """Wires the FAQ or the Guide, tab `at`, once it is made."""
        self._connect_view(reader.view)
        reader.link_activated.connect(self.open_link)
        self.splitters.add(at, reader)
        self.session.follow(reader, at)

    def _connect_box(self, box: SearchEdit) -> None:
        box.copy_requested.connect(self._actions[ActionId.COPY].trigger)
        box.units_requested.connect(self._actions[ActionId.ADD_TO_UNITS].trigger)

    def _connect_view(self, view: DocumentView) -> None:
        view.copied.connect(self._copying.tell_copied)
        view.code_requested.connect(self._copying.copy_code)
        view.copy_requested.connect(self._actions[ActionId.COPY].trigger)

    def _connect_units(self, frame: UnitsFrame) -> None:
        self._connect_box(frame.search_edit)
        self.splitters.add(3, frame)

    def _show_tab(self, at: int) -> None:
        self._tabs.setCurrentIndex(at)
        self._focus_tab()

    def _focus_tab(self) -> None:
        """Puts the keyboard where the tab is used from."""
        at = self._tabs.currentIndex()
        self._units.come_to_front(shown=at == 3)
        match at:
            case 0:
                self._codes.search_edit.setFocus()
            case 1:
                self._reading.faq.search_edit.setFocus()
            case 2:
                self._reading.guide.titles.setFocus()

    def _show_hit(self, hit: Hit | None) -> None:
        self._detail.show_item(hit.document.item if hit else None, self._catalog)

    def _find(self) -> None:
        if self._tabs.currentIndex() == 1:
            self._reading.faq.search_edit.take_focus()
        elif self._tabs.currentIndex() == 3:
            self._units.tab.search_edit.take_focus()
        else:
            self._show_tab(0)
            self._codes.search_edit.take_focus()

    def _favorites(self, change: Callable[[UserDataBinding], None]) -> Callable[[], None]:
        """A command that changes the favorites in the Codes tab."""

        def do() -> None:
            if self._tabs.currentIndex() == 0:
                change(self._own)
            else:
                self._say("Favorites are chosen and ordered in the Codes tab.")

        return do

    def _write_note(self) -> None:
        self._show_tab(0)
        if self._detail.note.isVisible():
            self._detail.note.take_focus()
        else:
            self._say("Choose a code first: only codes can have notes.")

    def _read_digits(self) -> None:
        in_codes = self._tabs.currentIndex() == 0
        self._say(digit_by_digit(self._codes.chosen_hits() if in_codes else []))

    def _add_to_units(self) -> None:
        """Ctrl+U: the chosen codes of the Codes tab, or what the Units tab's search found."""
        if self._tabs.currentIndex() == 3:
            self._units.tab.add_current()
        else:
            hits = self._codes.chosen_hits() if self._tabs.currentIndex() == 0 else []
            self._units.add([hit.document.code for hit in hits if hit.document.code])

    def _say(self, sentence: str) -> None:
        self._window.statusBar().showMessage(sentence, _STATUS_MS)
        self._screen_reader.say(sentence)

    def _choose(self, **changes: Any) -> None:
        self._keep_settings(self._settings._replace(**changes))
        self._apply_settings()

    def _apply_settings(self) -> None:
        self._copying.form = self._settings.copy_format
        self._codes.set_copy_format(self._settings.copy_format)
        self._actions[ActionId.ON_TOP].setChecked(self._settings.on_top)
        self._style()

    def _show_hint(self) -> None:
        # Imported here: only the first start needs it.
        from otcodebook.ui.codes.hint import Hint

        hint = Hint()
        hint.closed.connect(hint.deleteLater)
        hint.closed.connect(lambda: self._keep_settings(self._settings._replace(hint_seen=True)))
        self._copying.codes_copied.connect(hint.closed)
        self._codes.watch(hint.button)
        self._window.codes_frame.add_hint(hint)

    def _toggle_on_top(self) -> None:
        self._choose(on_top=not self._settings.on_top)
        keep_on_top(self._window, self._settings.on_top)
        self._say(on_top_told(self._settings.on_top))

    def _show_preferences(self) -> None:
        # Imported here: most sessions never ask for it.
        from otcodebook.ui.window.preferences import PreferencesDialog

        PreferencesDialog(self._settings, self._choose, self._window).open()

    def _keep_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._settings_file.save(settings)

    def _change_text_size(self, steps: int) -> None:
        self._choose(text_size=self._settings.with_text_size(steps).text_size)
        self._say(f"Text size {self._settings.text_size} %")

    def _follow_desktop(self, scheme: Qt.ColorScheme) -> None:
        self._window.desktop_is_dark = scheme == Qt.ColorScheme.Dark
        self._style()

    def _follow_contrast(self, wish: Qt.ContrastPreference) -> None:
        self._window.desktop_wants_contrast = wish == Qt.ContrastPreference.HighContrast
        self._style()

    def _style(self) -> None:
        """Gives every part the colors and the text size of the settings."""
        colors = apply_theme(
            self._settings,
            desktop_is_dark=self._window.desktop_is_dark,
            desktop_wants_contrast=self._window.desktop_wants_contrast,
        )
        document_style = document_css(colors)
        css, font = window_css(colors), QApplication.font()
        if (css, font) != (self._window.styleSheet(), self._window.font()):
            # Not without need: each widget works out its rules and its font anew.
            self._window.setStyleSheet(css)
        self._window.fit_least_size(self._settings.text_size)
        self._codes.set_colors(colors, font)
        self.banner.set_colors(colors)
        self._units.set_colors(colors)
        self._detail.set_colors(colors, document_style)
        self._reading.set_colors(colors, document_style)
        self._help.set_style(document_style)
        for action, theme in THEME_ACTIONS.items():
            self._actions[action].setChecked(theme is self._settings.theme)

"""The commands of the Units tab, which makes the tab when one is first used."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from otcodebook.cms import FILE_NAME as TABLES_FILE
from otcodebook.errors import AppError
from otcodebook.ui.services.actions import ACTIONS, ActionId
from otcodebook.ui.widgets.clipboard import copy_text
from otcodebook.wording import short_list

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.search.codes import CodeSearch
    from otcodebook.ui.accessibility.screen_reader import ScreenReader
    from otcodebook.ui.codes.search_edit import SearchEdit
    from otcodebook.ui.look.theme import Colors
    from otcodebook.ui.services.messages import Messages
    from otcodebook.ui.services.settings_service import SettingsService
    from otcodebook.ui.units.cms.tables import SessionTablesController
    from otcodebook.ui.units.controller import UnitsController
    from otcodebook.ui.units.view import UnitsView
    from otcodebook.ui.widgets.lazy_tab import LazyTab

_MOST_REFUSALS = 2


class UnitsCommands(QObject):
    """Runs the commands, and makes view and controller of the tab when they are needed.

    `settings` has the method, the payers and the locality, and remembers the choices.

    Signals:
        link_activated: the page of a code is to be shown ("code:97110").
    """

    link_activated = Signal(str)

    def __init__(
        self,
        tab: LazyTab[UnitsView],
        messages: Messages,
        screen_reader: ScreenReader,
        settings: SettingsService,
    ) -> None:
        super().__init__(tab)
        self._tab = tab
        self._messages = messages
        self._screen_reader = screen_reader
        self._settings = settings
        self._actions: Mapping[ActionId, QAction] = {}
        self._catalog: Catalog | None = None
        self._search: CodeSearch | None = None
        self._colors: Colors | None = None
        self._made: UnitsController | None = None
        self._tables: SessionTablesController | None = None

    def make_view(self) -> UnitsView:
        """The factory of the tab."""
        # Imported here: most sessions only look up codes.
        from otcodebook.ui.units.controller import UnitsController
        from otcodebook.ui.units.view import UnitsView
        from otcodebook.units.model import Rule

        view = UnitsView()
        controller = self._made = UnitsController(view, self._messages)
        box, rows = view.finder.search_edit, view.finder.rows
        self._screen_reader.follow_search(
            box, rows, box.list_key_pressed, view.finder.list_announced
        )
        controller.copy_requested.connect(self._copy_claims)
        controller.note_requested.connect(lambda: self._copy(controller.text.note))
        controller.lines_requested.connect(self._copy_lines)
        controller.link_activated.connect(self.link_activated)
        settings = self._settings.settings
        controller.set_rule(Rule(settings.units_rule))
        if "units_rule" in settings.fixed:
            view.summary.fix_rule()
        controller.set_payers(settings.payers, settings.units_payer)
        remember = self._settings.remember
        controller.rule_chosen.connect(lambda rule: remember(units_rule=rule.value))
        controller.payer_chosen.connect(lambda name: remember(units_payer=name))
        if self._colors is not None:
            controller.set_colors(self._colors)
        controller.set_catalog(self._catalog, self._search)
        self.follow_tables()
        return view

    @property
    def search_edit(self) -> SearchEdit:
        """The search box of the tab."""
        return self._controller.search_edit

    @property
    def _controller(self) -> UnitsController:
        _ = self._tab.content
        if self._made is None:
            raise RuntimeError("the Units tab was made without its controller")
        return self._made

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu entries do, besides adding a code."""
        return {
            ActionId.COPY_CLAIMS: self._copy_claims,
            ActionId.COPY_NOTE: lambda: self._copy(self._controller.text.note),
            ActionId.COPY_TABLE: lambda: self._copy(self._controller.text.table),
            ActionId.UNDO_UNITS: lambda: self._controller.undo(),
            ActionId.CLEAR_UNITS: lambda: self._controller.clear(),
        }

    def set_actions(self, actions: Mapping[ActionId, QAction], *, shown: bool) -> None:
        """The window's actions, and whether the tab is the one that is shown."""
        self._actions = actions
        self._enable(shown=shown)

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None) -> None:
        """Counts with another catalog."""
        self._catalog, self._search = catalog, search
        if self._made is not None:
            self._made.set_catalog(catalog, search)

    def follow_settings(self) -> None:
        """The user's payers, or the place of work, may have changed."""
        if self._made is not None:
            settings = self._settings.settings
            if self._tables is not None:
                self._tables.follow_settings(settings)
            self._made.set_payers(settings.payers, settings.units_payer)

    def follow_tables(self) -> None:
        """CMS's tables may have been opened or removed."""
        if self._made is None:
            return
        if os.path.exists(self._settings.folder / TABLES_FILE) == (self._tables is not None):
            if self._tables is not None:
                self._made.results.outdated.emit()
            return
        self._tables = None if self._tables is not None else self._make_tables()
        self._made.results.set_tables(self._tables)

    def follow_today(self) -> None:
        """Midnight has passed."""
        if self._made is not None:
            self._made.follow_today()

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes, after a change of either."""
        self._colors = colors
        if self._made is not None:
            self._made.set_colors(colors)

    def come_to_front(self, *, shown: bool) -> None:
        """Takes or gives up the keys and, in front, the focus."""
        self._enable(shown=shown)
        if shown:
            self._controller.take_focus()
            self.follow_tables()

    def add_current(self) -> None:
        """Adds the code that the tab's own search found."""
        self._controller.add_current()

    def add(self, codes: Sequence[str]) -> None:
        """Adds the chosen codes from elsewhere in the window."""
        try:
            refused = self._controller.refusals(codes)
            sound = [code for code in codes if code not in refused]
            added = self._controller.add(*sound) if sound else []
        except AppError as error:
            self._messages.show_status(error.user_message)
            return
        present = [code for code in sound if code not in added]
        sentences = []
        if added:
            sentences.append(f"Added {short_list(added)} to Units. Ctrl+4 goes there.")
        if present:
            sentences.append(f"In Units already: {short_list(present)}. Ctrl+4 goes there.")
        if len(refused) > _MOST_REFUSALS:
            sentences.append(f"Not added, because they have no units: {short_list([*refused])}.")
        else:
            sentences += refused.values()
        nothing = "No code to add. Choose one in the Codes tab."
        self._messages.show_status(" ".join(sentences) or nothing)

    def _make_tables(self) -> SessionTablesController:
        # Imported here: most windows have no table of CMS's.
        from otcodebook.ui.units.cms.tables import SessionTablesController

        tables = SessionTablesController(self._settings.folder, self._settings.settings)
        tables.locality_chosen.connect(lambda key: self._settings.remember(locality=key))
        tables.facility_chosen.connect(lambda on: self._settings.remember(facility_rate=on))
        return tables

    def _enable(self, *, shown: bool) -> None:
        """Lets keys that other tabs use for something else work only while this one is shown."""
        for spec in ACTIONS:
            if spec.units_tab_only:
                self._actions[spec.id].setEnabled(shown)
        self._actions[ActionId.COPY_WITH_NAME].setEnabled(not shown)

    def _copy_claims(self) -> None:
        self._copy(self._controller.text.claim_lines)

    def _copy_lines(self, lines: list[str]) -> None:
        self._messages.show_copied(copy_text("\n".join(lines)), short_list(lines))

    def _copy(self, take: Callable[[], tuple[str, str]]) -> None:
        try:
            text, what = take()
        except AppError as error:
            self._messages.show_status(error.user_message)
        else:
            self._messages.show_copied(copy_text(text), what)

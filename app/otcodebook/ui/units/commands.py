"""The commands of the Units tab, and the tab itself once it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from otcodebook.errors import AppError
from otcodebook.ui.widgets.clipboard import copy_text
from otcodebook.ui.widgets.place import fill
from otcodebook.ui.window.actions import ACTIONS, ActionId

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.search.codes import CodeSearch
    from otcodebook.ui.units.controller import UnitsTab
    from otcodebook.ui.units.frame import UnitsFrame
    from otcodebook.ui.window.screen_reader import ScreenReader
    from otcodebook.ui.window.theme import Colors

_COPIES = (ActionId.COPY_CLAIMS, ActionId.COPY_NOTE, ActionId.COPY_TABLE)


class UnitsCommands(QObject):
    """Runs the commands, and makes the tab out of a frame and what fills that.

    `say` tells a sentence, `copied` whether copying worked and of what; the announcer follows
    the search.

    Signals:
        made: the frame is there now (the UnitsFrame).
    """

    made = Signal(object)

    def __init__(
        self,
        place: QWidget,
        say: Callable[[str], None],
        copied: Callable[[bool, str], None],
        screen_reader: ScreenReader,
    ) -> None:
        super().__init__(place.window())
        self._place = place
        self._say = say
        self._copied = copied
        self._screen_reader = screen_reader
        self._actions: Mapping[ActionId, QAction] = {}
        self._catalog: Catalog | None = None
        self._search: CodeSearch | None = None
        self._colors: Colors | None = None
        self._frame: UnitsFrame | None = None
        self._tab: UnitsTab | None = None

    @property
    def frame(self) -> UnitsFrame:
        """The tab's halves with search box and table; made when it is first asked for."""
        if self._frame is None:
            # Imported here, like below: most sessions only look up codes.
            from otcodebook.ui.units.frame import UnitsFrame

            self._frame = UnitsFrame()
            fill(self._place, self._frame)
            self.made.emit(self._frame)
        return self._frame

    @property
    def tab(self) -> UnitsTab:
        """What fills the frame; made when it is first asked for."""
        if self._tab is None:
            from otcodebook.ui.units.controller import UnitsTab

            self._tab = UnitsTab(self.frame)
            self._tab.told.connect(self._say)
            self._tab.warned.connect(self._screen_reader.announce_unprompted)
            finder = self._tab.finder
            self._screen_reader.follow_search(finder.search_edit, finder.rows, finder.list_told)
            self._tab.copy_requested.connect(self._copy_claims)
            self._tab.set_copy_actions([self._actions[action] for action in _COPIES])
            if self._colors is not None:
                self._tab.set_colors(self._colors)
            self._tab.set_catalog(self._catalog, self._search)
        return self._tab

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu entries do, besides adding a code."""
        return {
            ActionId.COPY_CLAIMS: self._copy_claims,
            ActionId.COPY_NOTE: lambda: self._copy(self.tab.note),
            ActionId.COPY_TABLE: lambda: self._copy(self.tab.table_text),
            ActionId.UNDO_UNITS: lambda: self.tab.undo(),
            ActionId.CLEAR_UNITS: lambda: self.tab.clear(),
        }

    def set_actions(self, actions: Mapping[ActionId, QAction], *, shown: bool) -> None:
        """The window's actions, and whether the tab is the one that is shown."""
        self._actions = actions
        self._enable(shown=shown)

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None) -> None:
        """Counts with another catalog."""
        self._catalog, self._search = catalog, search
        if self._tab is not None:
            self._tab.set_catalog(catalog, search)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text sizes, after a change of either."""
        self._colors = colors
        if self._tab is not None:
            self._tab.set_colors(colors)

    def come_to_front(self, *, shown: bool) -> None:
        """Takes or gives up the keys and, in front, the focus."""
        self._enable(shown=shown)
        if shown:
            self.tab.take_focus()

    def add(self, codes: Sequence[str]) -> None:
        """Adds the chosen codes from elsewhere in the window."""
        added: list[str] = []
        there: list[str] = []
        refused: list[str] = []
        for code in codes:
            try:
                (added if self.tab.add(code) else there).append(code)
            except AppError as error:
                refused.append(error.user_message)
        told = []
        if added:
            told.append(f"Added {', '.join(added)} to Units. Ctrl+4 goes there.")
        if there:
            told.append(f"In Units already: {', '.join(there)}. Ctrl+4 goes there.")
        told += refused
        self._say(" ".join(told) or "There is no code to add: choose one in the Codes tab.")

    def _enable(self, *, shown: bool) -> None:
        """Lets keys that other tabs use for something else work only while this one is shown."""
        for spec in ACTIONS:
            if spec.units_tab_only:
                self._actions[spec.id].setEnabled(shown)
        self._actions[ActionId.COPY_WITH_NAME].setEnabled(not shown)

    def _copy_claims(self) -> None:
        self._copy(self.tab.claim_lines)

    def _copy(self, take: Callable[[], tuple[str, str]]) -> None:
        try:
            text, what = take()
        except AppError as error:
            self._say(error.user_message)
        else:
            self._copied(copy_text(text), what)

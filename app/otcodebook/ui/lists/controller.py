"""What is shown: the bundled catalog, perhaps with a list on top, or one that replaces it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStatusBar, QWidget

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog
from otcodebook.errors import AppError
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.enums import CATALOG_TOPICS, BannerTopic
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.wording import as_displayed, counted, displayed_name, displayed_path, elided

if TYPE_CHECKING:
    from otcodebook.search.codes import CodeSearch
    from otcodebook.ui.lists.dropped_files import DroppedFiles
    from otcodebook.ui.lists.list_copies import ListCopies
    from otcodebook.ui.lists.list_follower import ListFollower
    from otcodebook.ui.lists.list_opening import LoadedList, SortedFiles
    from otcodebook.ui.lists.loader import CatalogLoader

_LOG = logging.getLogger(__name__)
_LONGEST_FOLDER = 40
_FIXED = "the code list is set by your clinic. Tell whoever looks after this computer."
_FREED_AFTER_MS = 50
_PATIENCE_S = 0.25
"""How long the window waits for a list that was named at the start, in seconds: about a blink."""


class CatalogController(QObject):
    """Opens lists and catalogs and remembers them.

    `settings` holds what is remembered; `status_bar` shows the progress of reading.

    Signals:
        changed: another catalog is shown now (Catalog or None, its CodeSearch or None).
        title_changed: the window has another title (the title).
        tables_dropped: files were dropped that are tables of CMS's (their paths).
        page_asked: the user wants to read a page (its title, and Html).
    """

    changed = Signal(object, object)
    title_changed = Signal(str)
    tables_dropped = Signal(list)
    page_asked = Signal(str, object)

    def __init__(
        self,
        window: QWidget,
        status_bar: QStatusBar,
        settings: SettingsService,
        messages: Messages,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._status_bar = status_bar
        self._messages = messages
        self._settings = settings
        self._opener: CatalogLoader | None = None
        self._sorter: CatalogLoader | None = None
        self._dropped: DroppedFiles | None = None
        self._copies: ListCopies | None = None
        self._follower: ListFollower | None = None
        self._shown = ""
        self._showing: object = None
        self._open = ""
        self._remembered = ""
        self._named = ""
        self.was_chosen = False
        """Whether the user chose what is shown in this session; else it was there at the start."""
        self.recent = QMenu("&Recent code lists", window)
        self.recent.setObjectName("recentMenu")
        self.recent.setToolTipsVisible(True)
        self._columns: QAction | None = None
        self._list: Path | None = None
        self._list_recent()

    def set_actions(self, menu: QMenu, actions: Mapping[ActionId, QAction]) -> None:
        """The commands of lists, and the menu that has the recent ones; most want an open list."""
        self._columns = actions[ActionId.LIST_COLUMNS]
        self._columns.setEnabled(False)
        menu.insertMenu(self._columns, self.recent)

    def start(self, path: Path | None, bundled: tuple[Catalog, CodeSearch] | None = None) -> None:
        """Shows the catalog in `path`, else the remembered one; until it is read the bundled one.

        `bundled` is the bundled one with its search where that is read already. Files are read
        while the window is usable.
        """
        if path is not None and self._is_fixed:
            self._refuse(path)
            path = None
        self._named = str(path or "")
        self._remembered = self._named or self._settings.settings.catalog
        if bundled is not None:
            self._show(*bundled, "")
        elif path is not None:
            # A small file is shown at once; a share that is away holds nothing up.
            opener = self._ready_opener()
            if not opener.reopen(self._named, patience=_PATIENCE_S):
                self._show_bundled()
            return
        else:
            self._show_bundled()
        if self._remembered:
            self._ready_opener().reopen(self._remembered)
            self._ready_copies().wait_for(Path(self._remembered))

    def ask_for_file(self) -> None:
        """Lets the user choose a file, and opens it."""
        latest = self._settings.settings.recent[:1]
        folder = Path(latest[0]).parent if latest else None
        self._ready_opener().ask_for_file(folder, self.open_file)

    @property
    def _is_fixed(self) -> bool:
        """Whether the clinic has decided which list is shown."""
        return "catalog" in self._settings.settings.fixed

    def open_file(self, path: str) -> None:
        """Opens a file; what is shown stays until it is read whole."""
        if self._dropped is not None:
            self._dropped.give_up()
        self._read_file(path)

    def take_dropped(self, names: Sequence[str]) -> None:
        """Opens dropped files: lists here, one after the other, tables of CMS's elsewhere."""
        if self._sorter is None:
            # One of its own: a list that is being opened meanwhile is not given up.
            self._sorter = self._new_loader("drop")
            self._sorter.sorted.connect(self._open_sorted)
        self._sorter.sort([Path(name) for name in names])

    def _open_sorted(self, found: SortedFiles) -> None:
        if found.tables:
            self.tables_dropped.emit(found.tables)
        if found.lists:
            self.open_files(list(map(str, found.lists)))

    def open_files(self, paths: list[str]) -> None:
        """Opens files one after the other; the last one is shown."""
        if len(paths) == 1:
            self.open_file(paths[0])
            return
        if self._dropped is None:
            # Imported here: hardly anybody drops several files.
            from otcodebook.ui.lists.dropped_files import DroppedFiles

            self._dropped = DroppedFiles(self, self._read_file, self._messages)
            self._ready_opener().ended.connect(self._dropped.open_next)
        self._dropped.start(paths)

    def _read_file(self, path: str) -> None:
        if self._is_fixed:
            self._refuse(Path(path))
            return
        self._remembered = ""
        self.was_chosen = True
        self._messages.clear_banner(BannerTopic.OPENING)
        if self._copies is not None:
            self._copies.give_up()
        self._ready_opener().open(path)

    def close_list(self) -> None:
        """Takes the list off, or the catalog that replaced the bundled one."""
        if self._opener is not None:
            self._opener.cancel()
        closed = self._open
        self.was_chosen = True
        if self._show_bundled():
            nothing = "No list is open. The built-in codes are shown."
            self._messages.show_status(f"Closed {closed}" if closed else nothing)
            self._keep("")
            self._ready_copies().forget()
            if self._follower is not None:
                self._follower.stop()

    def check_columns(self) -> None:
        """Shows the preview of the list that is open, to choose what its columns are."""
        if self._list is not None:
            self._remembered = ""
            self._ready_opener().open_to_check(str(self._list))

    def close(self) -> None:
        """Gives up what is being read, because the window closes."""
        if self._follower is not None:
            self._follower.stop()
        if self._copies is not None:
            self._copies.finish()
        if self._sorter is not None:
            self._sorter.cancel()
        if self._opener is not None:
            self._opener.finish()

    def _show_bundled(self) -> bool:
        """Where it cannot be read, what is shown stays, even if that is nothing."""
        try:
            catalog = load_bundled()
        except AppError as error:
            if not self._shown:
                self.changed.emit(None, None)
            self._messages.show_banner(error.user_message, BannerTopic.BUNDLED_CATALOG)
            return False
        self._show(catalog, None, "")
        return True

    def _show(self, catalog: Catalog, search: CodeSearch | None, name: str) -> None:
        """Shows a catalog; the title names the file, the bundled one has no name."""
        self._open = name
        self._shown = name or "The built-in code list"
        if not name:
            self._list = None
        if self._columns is not None:
            self._columns.setEnabled(self._list is not None)
        kind = "opened" if name else "bundled"
        _LOG.info("%s catalog shown: %d codes", kind, len(catalog.codes))
        for topic in CATALOG_TOPICS:
            self._messages.clear_banner(topic)
        self.title_changed.emit(f"{name} \N{EN DASH} OT Codebook" if name else "OT Codebook")
        before, self._showing = self._showing, (catalog, search)
        self.changed.emit(catalog, search)
        if before is not None:
            # A long list takes a while to be freed: later than the next one is shown.
            QTimer.singleShot(_FREED_AFTER_MS, self, partial(_let_go, before))

    def _ready_opener(self) -> CatalogLoader:
        if self._opener is None:
            self._opener = self._new_loader()
            self._opener.opened.connect(self._show_opened)
            self._opener.failed.connect(self._follow_failure)
            self._opener.announced.connect(self._messages.announce)
        return self._opener

    def _ready_copies(self) -> ListCopies:
        if self._copies is None:
            # Imported here: most sessions use the bundled catalog.
            from otcodebook.ui.lists.list_copies import ListCopies

            self._copies = ListCopies(self, self._settings.folder, self._new_loader)
            self._copies.opened.connect(self._show_copy)
            self._copies.failed.connect(self._tell_failure)
        return self._copies

    def _ready_follower(self) -> ListFollower:
        if self._follower is None:
            # Imported here: most sessions have no list open.
            from otcodebook.ui.lists.list_follower import ListFollower

            self._follower = ListFollower(
                self,
                self._messages,
                self._new_loader,
                lambda path, sentence: self._ready_copies().show_instead(path, sentence),
            )
            self._follower.opened.connect(self._show_opened)
            self._follower.page_asked.connect(self.page_asked)
        return self._follower

    def _new_loader(self, kind: str = "open") -> CatalogLoader:
        # Imported here: most sessions use the bundled catalog.
        from otcodebook.lists.column_memory import ListColumns
        from otcodebook.ui.lists.loader import CatalogLoader

        columns = ListColumns(self._settings.folder)
        return CatalogLoader(self._window, self._status_bar, columns, kind)

    def _show_copy(self, opened: LoadedList, sentence: str) -> None:
        """The list is away: it is shown as it was read last, which is not remembered as a list."""
        self._show(opened.catalog, opened.search, opened.name)
        self._trouble(sentence)
        if self._list is None and self._remembered:
            self._ready_follower().wait_for(Path(self._remembered))

    def _show_opened(self, opened: LoadedList) -> None:
        is_first = not self._shown
        self._list = opened.loaded.path if opened.loaded.reading is not None else None
        self._show(opened.catalog, opened.search, opened.name)
        if not is_first:
            codes = counted(opened.loaded.count, "code")
            self._messages.show_status(f"{codes} from {opened.name}")
        if self._dropped is not None:
            self._dropped.note_opened()
        has_lost = opened.changes is not None and opened.changes.has_lost
        is_for_this_session = bool(self._named) and self._remembered == self._named
        self._ready_follower().follow(opened, has_copy=not is_for_this_session)
        path = opened.loaded.path.absolute()
        # What was remembered, perhaps by the clinic, is not the user's own choice from now on.
        if is_for_this_session:
            return
        if path != Path(self._settings.settings.catalog):
            self._keep(str(path))
        if not has_lost:
            self._ready_copies().settle(path, opened.contents)

    def _follow_failure(self, sentence: str) -> None:
        if self._is_fixed:
            # The user cannot choose another file, as the sentence would say.
            name = displayed_name(Path(self._remembered))
            sentence = f"{name} cannot be read now. {_FIXED[0].upper()}{_FIXED[1:]}"
        if self._copies is not None and self._remembered and not self._named:
            self._copies.show(sentence)
        else:
            self._tell_failure(sentence)

    def _tell_failure(self, sentence: str) -> None:
        _LOG.warning("a catalog could not be opened")
        if self._dropped is not None:
            self._dropped.note_failed(sentence)
        if not self._shown:
            self._show_bundled()
        way_out = "is shown instead" if self._remembered else "is still shown"
        self._trouble(f"{sentence} {self._shown} {way_out}." if self._shown else sentence)

    def _refuse(self, path: Path) -> None:
        """Another list than the clinic's is not opened; this stays told when that one is there."""
        told = f"{displayed_name(path)} was not opened: {_FIXED}"
        self._messages.show_banner(told, BannerTopic.FIXED_LIST)

    def _trouble(self, sentence: str) -> None:
        self._messages.show_banner(sentence, BannerTopic.OPENING)

    def _keep(self, path: str) -> None:
        self._settings.remember(catalog=path)
        self._list_recent()

    def _list_recent(self) -> None:
        self.recent.clear()
        paths = [Path(path) for path in self._settings.settings.recent]
        names = [path.name for path in paths]
        for number, path in enumerate(paths, 1):
            alike = names.count(path.name) > 1
            shown = f"{path.name} in {_folder(path)}" if alike else path.name
            text = as_displayed(shown).replace("&", "&&")
            action = self.recent.addAction(f"&{number}  {text}", partial(self.open_file, str(path)))
            action.setToolTip(displayed_path(path))
        self.recent.setEnabled(bool(paths) and not self._is_fixed)


def _let_go(_shown_before: object) -> None:
    """Nothing holds what was shown before any longer."""


def _folder(path: Path) -> str:
    """The folder of a file as a menu can show it; the end of a path is the informative part."""
    return elided(str(path.parent), _LONGEST_FOLDER, keep_end=True)

"""What is shown: the bundled catalog, perhaps with a list on top, or one that replaces it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QStatusBar, QWidget

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Catalog
from otcodebook.errors import AppError
from otcodebook.settings import Settings
from otcodebook.ui.window.enums import BannerTopic
from otcodebook.ui.window.messages import Messages
from otcodebook.wording import as_displayed, counted, displayed_name, displayed_path, elided

if TYPE_CHECKING:
    from otcodebook.search.codes import CodeSearch
    from otcodebook.ui.lists.loader import CatalogLoader, LoadedList

_LOG = logging.getLogger(__name__)
_LONGEST_FOLDER = 40
_FIXED = "the code list is set by your clinic. Tell whoever looks after this computer."
_PATIENCE_S = 0.25
"""How long the window waits for a list that was named at the start, in seconds: about a blink."""


class CatalogController(QObject):
    """Opens lists and catalogs and remembers them.

    `settings` returns what is remembered, `remember` saves a change of it; `status_bar` shows the
    progress of reading.

    Signals:
        changed: another catalog is shown now (Catalog or None, its CodeSearch or None).
        title_changed: the window has another title (the title).
    """

    changed = Signal(object, object)
    title_changed = Signal(str)

    def __init__(
        self,
        window: QWidget,
        status_bar: QStatusBar,
        settings: Callable[[], Settings],
        remember: Callable[[Settings], None],
        messages: Messages,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._status_bar = status_bar
        self._messages = messages
        self._settings = settings
        self._remember = remember
        self._opener: CatalogLoader | None = None
        self._shown = ""
        self._open = ""
        self._remembered = ""
        self._named = ""
        self.was_chosen = False
        """Whether the user chose what is shown in this session; else it was there at the start."""
        self.recent = QMenu("&Recent code lists", window)
        self.recent.setObjectName("recentMenu")
        self.recent.setToolTipsVisible(True)
        self._list_recent()

    def start(self, path: Path | None, bundled: tuple[Catalog, CodeSearch] | None = None) -> None:
        """Shows the catalog in `path`, else the remembered one; until it is read the bundled one.

        `bundled` is the bundled one with its search where that is read already. Files are read
        while the window is usable.
        """
        if path is not None and self._is_fixed:
            self._trouble(f"{displayed_name(path)} was not opened: {_FIXED}")
            path = None
        self._named = str(path or "")
        self._remembered = self._named or self._settings().catalog
        if bundled is not None:
            self._show(*bundled, "")
        elif path is not None:
            # A small file is shown at once; a share that is away holds nothing up.
            opener = self._ready_opener()
            if not opener.open(self._named, asks=False, patience=_PATIENCE_S):
                self._show_bundled()
            return
        else:
            self._show_bundled()
        if self._remembered:
            self._ready_opener().open(self._remembered, asks=False)

    def ask_for_file(self) -> None:
        """Lets the user choose a file, and opens it."""
        latest = self._settings().recent[:1]
        folder = Path(latest[0]).parent if latest else None
        self._ready_opener().ask_for_file(folder, self.open_file)

    @property
    def _is_fixed(self) -> bool:
        """Whether the clinic has decided which list is shown."""
        return "catalog" in self._settings().fixed

    def open_file(self, path: str) -> None:
        """Opens a file; what is shown stays until it is read whole."""
        if self._is_fixed:
            self._trouble(f"{displayed_name(Path(path))} was not opened: {_FIXED}")
            return
        self._remembered = ""
        self.was_chosen = True
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

    def close(self) -> None:
        """Gives up what is being read, because the window closes."""
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
        kind = "opened" if name else "bundled"
        _LOG.info("%s catalog shown: %d codes", kind, len(catalog.codes))
        self.title_changed.emit(f"{name} \N{EN DASH} OT Codebook" if name else "OT Codebook")
        self.changed.emit(catalog, search)

    def _ready_opener(self) -> CatalogLoader:
        if self._opener is None:
            # Imported here: most sessions use the bundled catalog.
            from otcodebook.ui.lists.loader import CatalogLoader

            self._opener = CatalogLoader(self._window, self._status_bar)
            self._opener.opened.connect(self._show_opened)
            self._opener.failed.connect(self._tell_failure)
        return self._opener

    def _show_opened(self, opened: LoadedList) -> None:
        is_first = not self._shown
        self._show(opened.catalog, opened.search, opened.name)
        if not is_first:
            codes = counted(opened.loaded.count, "code")
            self._messages.show_status(f"{codes} from {opened.name}")
        path = opened.loaded.path.absolute()
        is_for_this_session = bool(self._named) and self._remembered == self._named
        # What was remembered, perhaps by the clinic, is not the user's own choice from now on.
        if not is_for_this_session and path != Path(self._settings().catalog):
            self._keep(str(path))

    def _tell_failure(self, sentence: str) -> None:
        _LOG.warning("a catalog could not be opened")
        if not self._shown:
            self._show_bundled()
        way_out = "is shown instead" if self._remembered else "is still shown"
        self._trouble(f"{sentence} {self._shown} {way_out}." if self._shown else sentence)

    def _trouble(self, sentence: str) -> None:
        self._messages.show_banner(sentence, BannerTopic.OPENING)

    def _keep(self, path: str) -> None:
        self._remember(self._settings().with_catalog(path))
        self._list_recent()

    def _list_recent(self) -> None:
        self.recent.clear()
        paths = [Path(path) for path in self._settings().recent]
        names = [path.name for path in paths]
        for number, path in enumerate(paths, 1):
            alike = names.count(path.name) > 1
            shown = f"{path.name} in {_folder(path)}" if alike else path.name
            text = as_displayed(shown).replace("&", "&&")
            action = self.recent.addAction(f"&{number}  {text}", partial(self.open_file, str(path)))
            action.setToolTip(displayed_path(path))
        self.recent.setEnabled(bool(paths) and not self._is_fixed)


def _folder(path: Path) -> str:
    """The folder of a file as a menu can show it; the end of a path is the informative part."""
    return elided(str(path.parent), _LONGEST_FOLDER, keep_end=True)

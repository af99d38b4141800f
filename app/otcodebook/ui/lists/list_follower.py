"""Keeps the list that is shown true to its file, and tells what became of it.

Import this module late: most sessions have no list open.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from otcodebook.lists.changes import ListChanges
from otcodebook.lists.file import LoadedCatalog
from otcodebook.ui.lists.file_watch import FileWatch
from otcodebook.ui.lists.list_opening import LoadedList
from otcodebook.ui.lists.loader import CatalogLoader
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import BannerAction, Messages
from otcodebook.wording import displayed_name

_AGAIN_MS = 2000
"""A file that cannot be read just after a change may still be in the hands of who changed it."""

_STILL = "It is shown as it was read last."


class ListFollower(QObject):
    """Reads the file again when it changes; tells of changes, of losses, and when it is gone.

    `make_loader` makes a loader of its own, as the user may be opening another file. `show_copy`
    shows the last good copy of a list, with a sentence on why.

    Signals:
        opened: the file was read again (a LoadedList).
        page_asked: the user wants to read what changed (a title, and Html).
    """

    opened = Signal(object)
    page_asked = Signal(str, object)

    def __init__(
        self,
        parent: QObject,
        messages: Messages,
        make_loader: Callable[[], CatalogLoader],
        show_copy: Callable[[Path, str], None],
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._make_loader = make_loader
        self._show_copy = show_copy
        self._loader: CatalogLoader | None = None
        self._path = Path()
        self._loaded: LoadedCatalog | None = None
        self._was_refused = False
        self._watch = FileWatch(self)
        self._watch.changed.connect(self._read_again)
        self._watch.gone.connect(self._tell_gone)
        self._watch.back.connect(lambda: self._messages.clear_banner(BannerTopic.LIST))
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._read_again)

    def follow(self, opened: LoadedList, *, has_copy: bool) -> None:
        """This list is shown now. `has_copy`: a copy of it as it was before is kept."""
        if self._loader is not None:
            self._loader.cancel()
        self._again.stop()
        self._path, self._loaded, self._was_refused = opened.loaded.path, opened.loaded, False
        self._watch.watch(self._path, opened.contents.state)
        if opened.changes:
            self._tell(opened.changes, has_copy=has_copy)

    def wait_for(self, path: Path) -> None:
        """The file is away, and its copy is shown: it is opened once it is there."""
        self._path, self._loaded = path, None
        self._watch.watch(path, None, is_gone=True)

    def stop(self) -> None:
        """No list is shown any more."""
        self._loaded = None
        self._watch.stop()
        self._again.stop()
        if self._loader is not None:
            self._loader.finish()

    def _read_again(self) -> None:
        if self._loader is None:
            self._loader = self._make_loader()
            self._loader.opened.connect(self.opened)
            self._loader.failed.connect(self._follow_failure)
        self._loader.reopen(str(self._path), before=self._loaded)

    def _follow_failure(self, sentence: str) -> None:
        if not self._was_refused:
            self._was_refused = True
            self._again.start()
            return
        told = f"{displayed_name(self._path)} has changed and cannot be used now. {sentence}"
        self._messages.show_banner(f"{told} {_STILL}", BannerTopic.LIST)

    def _tell(self, changes: ListChanges, *, has_copy: bool) -> None:
        sentence = f"{displayed_name(self._path)} has changed: {changes.sentence()}."
        actions = [BannerAction("What changed", lambda: self._show_page(changes))]
        if changes.has_lost and has_copy:
            path = self._path
            show = BannerAction("Show last good copy", lambda: self._show_copy(path, sentence))
            actions.append(show)
        self._messages.show_banner(sentence, BannerTopic.LIST, actions)

    def _tell_gone(self) -> None:
        name = displayed_name(self._path)
        told = f"{name} is not there any more, or its drive does not answer."
        self._messages.show_banner(f"{told} {_STILL}", BannerTopic.LIST)

    def _show_page(self, changes: ListChanges) -> None:
        # Imported here: most sessions do not ask for it.
        from otcodebook.pages.diff_page import list_changes_page

        title = f"What changed in {displayed_name(self._path)}"
        self.page_asked.emit(title, list_changes_page(changes))

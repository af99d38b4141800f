"""Opens catalogs while the window stays usable: in a thread, with progress, shown when complete."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog
from otcodebook.errors import AppError
from otcodebook.lists.file import LoadedCatalog, read_catalog
from otcodebook.lists.overlay import overlay_of
from otcodebook.search.codes import CodeSearch
from otcodebook.ui.lists.preview_dialog import PreviewDialog
from otcodebook.wording import displayed_name

_FILES = "Code lists (*.xlsx *.xlsm *.csv *.tsv *.txt *.json);;All files (*)"
_READING_PART = 70
"""How much of the progress, in percent, is reading; the rest is indexing."""
_POLL_MS = 15
"""How often the window looks how far a reading thread is: about once a frame."""
_SWITCH_S, _USUAL_SWITCH_S = 0.0005, sys.getswitchinterval()
"""How long a thread may keep the window's from running, in seconds, while a list is read.

A key or a paint of the window calls Qt a hundred times, and may wait so long after each call.
"""
_CLOSING_S = 0.3
"""How long a closing window waits for its threads, in seconds: shorter than anybody notices."""


class LoadedList(Struct, frozen=True):
    """A catalog that is ready to be shown, with its search index built."""

    loaded: LoadedCatalog
    search: CodeSearch

    @property
    def catalog(self) -> Catalog:
        """The catalog itself."""
        return self.loaded.catalog

    @property
    def name(self) -> str:
        """The file's name as it can be shown."""
        return displayed_name(self.loaded.path)


class _CanceledError(Exception):
    """The user does not want the file any more."""


class _LoadThread:
    """Reads and indexes one file in a thread of its own.

    A daemon thread without Qt, and not a QThread: a read from a share that is away may hang for
    ever. Such a thread is left behind and ends with the process, whereas Qt aborts the process
    when a running QThread is destroyed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_canceled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="catalog loader", daemon=True)
        self.progress = 0
        """In percent."""
        self.outcome: LoadedList | Exception | None = None
        """What became of it; None while it runs and after `cancel`."""

    def start(self) -> None:
        """Begins to read."""
        self._thread.start()

    def cancel(self) -> None:
        """Makes the thread stop at the next piece of the file."""
        self._is_canceled.set()

    def wait(self, seconds: float) -> None:
        """Waits for the end of the thread, but not longer than this."""
        self._thread.join(max(seconds, 0))

    @property
    def is_running(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def _run(self) -> None:
        sys.setswitchinterval(_SWITCH_S)
        try:
            self.outcome = self._load()
        except _CanceledError:
            return
        except Exception as error:
            # The window's thread raises it: only that one may open the bug dialog.
            self.outcome = error
        finally:
            sys.setswitchinterval(_USUAL_SWITCH_S)

    def _load(self) -> LoadedList:
        loaded = read_catalog(self._path, self._report_progress)
        self._report_progress(1.0)
        shown = catalog_on(loaded.catalog, today())
        search = CodeSearch(shown)
        search.prepare()
        if (overlay := overlay_of(shown)) is not None:
            overlay.prepare()
        return LoadedList(loaded, search)

    def _report_progress(self, part: float) -> None:
        if self._is_canceled.is_set():
            raise _CanceledError
        self.progress = int(part * _READING_PART)


class CatalogLoader(QObject):
    """Asks for a file, reads it, lets the user check what was understood, and hands it over.

    Signals:
        opened: a catalog is ready to be shown (a LoadedList).
        failed: a file cannot be used (a sentence); what is shown stays.
    """

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, window: QWidget, status: QStatusBar) -> None:
        super().__init__(window)
        self._window = window
        self._status = status
        self._thread: _LoadThread | None = None
        self._canceled: list[_LoadThread] = []
        self._asks = True
        self._preview: PreviewDialog | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)
        self._label = QLabel()
        self._label.setObjectName("openLabel")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setObjectName("openProgress")
        self._progress.setAccessibleName("Opening a code list")
        self._progress.setTextVisible(False)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("openCancel")
        self._cancel.setAccessibleName("Cancel opening the code list")
        self._cancel.clicked.connect(self.cancel)
        for widget in (self._label, self._progress, self._cancel):
            widget.hide()
            status.addPermanentWidget(widget)

    def ask_for_file(self, folder: Path | None, chosen: Callable[[str], None]) -> None:
        """Shows the file dialog; `chosen` gets the path of the chosen file."""
        dialog = QFileDialog(self._window, "Open code list", str(folder or ""), _FILES)
        dialog.setObjectName("openDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: str, *, asks: bool = True, patience: float = 0) -> bool:
        """Starts to read a file; without `asks` a list is taken as it is understood.

        One that is read or refused within `patience`, in seconds, is handed over before this
        returns, which is then True.
        """
        self.cancel()
        self._asks = asks
        self._thread = _LoadThread(Path(path))
        self._thread.start()
        if patience:
            self._thread.wait(patience)
            if not self._thread.is_running:
                self._look()
                return True
        self._show_progress(displayed_name(Path(path)))
        self._poll.start()
        return False

    def cancel(self) -> None:
        """Gives up the file being read or previewed; what is shown stays."""
        if self._preview is not None:
            self._preview.reject()
        self._poll.stop()
        self._hide_progress()
        thread, self._thread = self._thread, None
        self._canceled = [old for old in self._canceled if old.is_running]
        if thread is not None:
            thread.cancel()
            self._canceled.append(thread)

    def finish(self) -> None:
        """Gives up, and waits a moment for the threads; one that hangs is left behind."""
        self.cancel()
        deadline = time.monotonic() + _CLOSING_S
        for thread in self._canceled:
            thread.wait(deadline - time.monotonic())

    def _look(self) -> None:
        """Shows how far the thread is, and takes its outcome."""
        thread = self._thread
        if thread is None:
            return
        self._progress.setValue(thread.progress)
        if thread.is_running:
            return
        self._thread = None
        self._poll.stop()
        self._hide_progress()
        match thread.outcome:
            case LoadedList() as opened if self._asks and opened.loaded.reading is not None:
                self._ask(opened)
            case LoadedList() as opened:
                self.opened.emit(opened)
            case AppError() as error:
                self.failed.emit(error.user_message)
            case Exception() as bug:
                raise bug

    def _ask(self, opened: LoadedList) -> None:
        self._preview = PreviewDialog(opened.loaded, self._window)
        self._preview.finished.connect(self._forget_preview)
        self._preview.accepted.connect(lambda: self.opened.emit(opened))
        self._preview.open()

    def _forget_preview(self) -> None:
        self._preview = None

    def _show_progress(self, name: str) -> None:
        metrics = self._label.fontMetrics()
        line = metrics.height()
        room = self._status.width() // 3
        text = metrics.elidedText(f"Opening {name}", Qt.TextElideMode.ElideMiddle, room)
        self._label.setText(text)
        self._label.setToolTip(name)
        self._progress.setMinimumWidth(line * 3)
        self._progress.setMaximumSize(line * 8, line // 2)
        self._progress.setValue(0)
        for widget in (self._label, self._progress, self._cancel):
            widget.show()
        self._status.show()

    def _hide_progress(self) -> None:
        for widget in (self._label, self._progress, self._cancel):
            widget.hide()

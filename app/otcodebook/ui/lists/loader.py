"""Opens catalogs while the window stays usable: in a thread, with progress, shown when complete."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QStatusBar,
    QWidget,
)

from otcodebook.errors import AppError
from otcodebook.lists.column_memory import ListColumns
from otcodebook.lists.file import LoadedCatalog
from otcodebook.memory import return_freed_memory
from otcodebook.progress import Progress
from otcodebook.ui.lists.list_opening import (
    Asks,
    LoadedList,
    SortedFiles,
    Unchecked,
    indexed,
    open_list,
    sorted_files,
)
from otcodebook.ui.lists.window_first import WindowFirst
from otcodebook.wording import displayed_name, still_waiting

if TYPE_CHECKING:
    from otcodebook.ui.lists.preview_dialog import PreviewDialog

_FILES = "Code lists (*.xlsx *.xlsm *.csv *.tsv *.txt *.json);;All files (*)"
_POLL_MS = 15
"""How often the window looks how far a reading thread is: about once a frame."""
_PATIENCE_S = 0.03
"""How long the window waits for a list that is read already: most are indexed by then."""
_TOLD_S = 3.0
"""After so many seconds without any of the file the user reads why."""
_CLOSING_S = 0.08
"""How long a closing window waits for its threads, in seconds: shorter than anybody notices."""


_OPENING, _WAITING = "Opening {}", still_waiting("{}")

_Work = Callable[[Progress], LoadedList | Unchecked | SortedFiles]


class _CanceledError(Exception):
    """The user does not want the file any more."""


class _WorkThread:
    """Reads and indexes one file in a thread of its own.

    A daemon thread without Qt, and not a QThread: a read from a share that is away may hang for
    ever. Such a thread is left behind and ends with the process, whereas Qt aborts the process
    when a running QThread is destroyed. `work` is told where to report the part that is done, which
    lets the window go first by `give_way`.
    """

    def __init__(self, work: _Work, give_way: Callable[[], None]) -> None:
        self._work = work
        self._give_way = give_way
        self._is_canceled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="catalog loader", daemon=True)
        self._started = time.monotonic()
        self.progress = 0
        """In percent."""
        self.outcome: LoadedList | Unchecked | SortedFiles | Exception | None = None
        """What became of it; None while it runs and after `cancel`."""

    def start(self) -> None:
        """Begins to work."""
        self._thread.start()

    def cancel(self) -> None:
        """Makes the thread stop at the next piece of the file."""
        self._is_canceled.set()

    def wait(self, seconds: float) -> None:
        """Waits for the end of the thread, but not longer than this."""
        self._thread.join(max(seconds, 0))

    @property
    def is_waiting(self) -> bool:
        """Whether nothing of the file has come for a while."""
        return not self.progress and time.monotonic() - self._started > _TOLD_S

    @property
    def is_running(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def _run(self) -> None:
        return_freed_memory()
        try:
            self.outcome = self._work(self._report_progress)
        except _CanceledError:
            return
        except Exception as error:
            # The window's thread raises it: only that one may open the bug dialog.
            self.outcome = error

    def _report_progress(self, part: float) -> None:
        if self._is_canceled.is_set():
            raise _CanceledError
        # Never back: of several sheets each is read from its start.
        self.progress = max(self.progress, int(part * 100))
        self._give_way()


class CatalogLoader(QObject):
    """Asks for a file, reads it, lets the user check what was understood, and hands it over.

    `remembered` are the columns that the user chose before; `kind` begins the names of its widgets.

    Signals:
        opened: a catalog is ready to be shown (a LoadedList).
        sorted: dropped files were told apart (a SortedFiles).
        failed: a file cannot be used (a sentence); what is shown stays.
        ended: nothing is being opened any more, whatever became of it.
        announced: what the preview shows now, or what is waited for, for screen readers (a
            sentence).
    """

    opened = Signal(object)
    sorted = Signal(object)
    failed = Signal(str)
    ended = Signal()
    announced = Signal(str)

    def __init__(
        self, window: QWidget, status: QStatusBar, remembered: ListColumns, kind: str = "open"
    ) -> None:
        super().__init__(window)
        self._remembered = remembered
        self._window = window
        self._status = status
        self._thread: _WorkThread | None = None
        self._canceled: list[_WorkThread] = []
        self._preview: PreviewDialog | None = None
        self._name = self._told = ""
        self._is_asked = False
        """Whether the user has just asked for the file: another one is told of elsewhere."""
        self._window_first = WindowFirst(self)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)
        self._label = QLabel()
        self._label.setObjectName(f"{kind}Label")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setObjectName(f"{kind}Progress")
        self._progress.setAccessibleName("Opening a code list")
        self._progress.setTextVisible(False)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName(f"{kind}Cancel")
        self._cancel.setAccessibleName("Cancel opening the code list")
        self._cancel.clicked.connect(self._give_up)
        for widget in (self._label, self._progress, self._cancel):
            widget.hide()
            status.addPermanentWidget(widget)

    def ask_for_file(self, folder: Path | None, chosen: Callable[[str], None]) -> None:
        """Shows the file dialog; `chosen` gets the path of the chosen file."""
        # Imported here: most sessions ask for none.
        from otcodebook.ui.widgets.file_dialogs import documents_folder, file_dialog

        shown = str(folder) if folder is not None else documents_folder()
        dialog = file_dialog(self._window, "Open code list", shown, _FILES)
        dialog.setObjectName("openDialog")
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(chosen)
        dialog.open()

    def open(
        self,
        path: str,
        *,
        asks: Asks = Asks.UNLESS_KNOWN,
        before: LoadedCatalog | None = None,
        patience: float = 0,
    ) -> bool:
        """Starts to read a file; `before` is the list as it was read before.

        One that is read or refused within `patience`, in seconds, is handed over before this
        returns, which is then True.
        """
        self.cancel()
        self._is_asked = asks is not Asks.NEVER
        work = partial(open_list, Path(path), self._remembered, asks, before)
        return self._start(work, displayed_name(Path(path)), patience)

    def reopen(
        self, path: str, *, before: LoadedCatalog | None = None, patience: float = 0
    ) -> bool:
        """Like `open`, but a list is taken as it was used before, without a question."""
        return self.open(path, asks=Asks.NEVER, before=before, patience=patience)

    def open_to_check(self, path: str) -> None:
        """Like `open`, but the user looks at a list whatever is remembered of its shape."""
        self.open(path, asks=Asks.ALWAYS)

    def sort(self, paths: Sequence[Path]) -> None:
        """Tells which of the files are tables of CMS's; a share may hang here too."""
        self.cancel()
        self._is_asked = True
        self._start(partial(sorted_files, paths), displayed_name(paths[0]), _PATIENCE_S)

    def _start(
        self,
        work: _Work,
        name: str,
        patience: float,
    ) -> bool:
        self._thread = _WorkThread(work, self._window_first.give_way)
        self._thread.start()
        if patience:
            self._thread.wait(patience)
            if not self._thread.is_running:
                self._look()
                return True
        self._show_progress(name)
        self._poll.start()
        self._window_first.start()
        return False

    def cancel(self) -> None:
        """Gives up the file being read or previewed; what is shown stays."""
        preview, self._preview = self._preview, None
        if preview is not None:
            preview.reject()
        self._stop_polling()
        thread, self._thread = self._thread, None
        self._canceled = [old for old in self._canceled if old.is_running]
        if thread is not None:
            thread.cancel()
            self._canceled.append(thread)

    def _give_up(self) -> None:
        self.cancel()
        self.ended.emit()

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
            self._tell_waiting(thread.is_waiting)
            return
        self._thread = None
        self._stop_polling()
        match thread.outcome:
            case LoadedList() as opened:
                self.opened.emit(opened)
            case Unchecked() as unchecked:
                self._ask(unchecked)
                return
            case SortedFiles() as found:
                self.sorted.emit(found)
            case AppError() as error:
                self.failed.emit(error.user_message)
            case Exception() as bug:
                raise bug
        self.ended.emit()

    def _ask(self, unchecked: Unchecked) -> None:
        # Imported here: a list that is remembered is not looked at again.
        from otcodebook.ui.lists.preview_dialog import PreviewDialog

        preview = PreviewDialog(unchecked.source, unchecked.read, self._window)
        self._preview = preview
        preview.announced.connect(self.announced)
        preview.finished.connect(partial(self._end_preview, unchecked, preview))
        preview.open()

    def _end_preview(self, unchecked: Unchecked, preview: PreviewDialog, result: int) -> None:
        if preview is self._preview:
            self._preview = None
        if result != QDialog.DialogCode.Accepted:
            self.ended.emit()
            return
        self._remembered.keep(unchecked.shape, preview.choice)
        loaded = preview.loaded
        if unchecked.ready is not None and loaded is unchecked.read.loaded:
            self.opened.emit(unchecked.ready)
            self.ended.emit()
        else:
            work = partial(indexed, loaded, contents=unchecked.contents)
            self._start(work, displayed_name(loaded.path), _PATIENCE_S)

    def _tell_waiting(self, is_waiting: bool) -> None:
        told = _WAITING if is_waiting else _OPENING
        if told != self._told:
            self._show_told(told)
            if is_waiting and self._is_asked:
                self.announced.emit(told.format(self._name))

    def _show_told(self, told: str) -> None:
        """Says what is being done; the name of the file gets the room that is left."""
        self._told = told
        metrics, room = self._label.fontMetrics(), self._status.width() // 2
        room -= metrics.horizontalAdvance(told)
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        self._label.setText(told.format(name))
        self._label.setToolTip(self._name)

    def _show_progress(self, name: str) -> None:
        self._name = name
        self._show_told(_OPENING)
        line = self._label.fontMetrics().height()
        self._progress.setMinimumWidth(line * 3)
        self._progress.setMaximumSize(line * 8, line // 2)
        self._progress.setValue(0)
        for widget in (self._label, self._progress, self._cancel):
            widget.show()
        self._status.show()

    def _stop_polling(self) -> None:
        self._poll.stop()
        self._window_first.stop()
        for widget in (self._label, self._progress, self._cancel):
            widget.hide()

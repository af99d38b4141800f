"""Opens catalogs while the window stays usable: in a thread, with progress, shown when whole."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from otcodebook.catalog.file import LoadedCatalog, read_catalog
from otcodebook.catalog.model import Catalog
from otcodebook.errors import AppError
from otcodebook.search.codes import CodeSearch
from otcodebook.ui.lists.preview_dialog import PreviewDialog
from otcodebook.wording import displayed_name

_FILES = "Catalogs and lists (*.json *.csv *.tsv *.txt);;All files (*)"
_READING_PART = 70
"""How much of the progress, in per cent, is reading; the rest is indexing."""


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


class _LoadThread(QThread):
    """Reads and indexes one file.

    Signals:
        progressed: per cent done.
        done: `outcome` is there, unless the user does not want the file any more (the reader).
    """

    progressed = Signal(int)
    done = Signal(object)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.outcome: LoadedList | Exception | None = None
        self._path = path

    def run(self) -> None:
        """Does the work, away from the window's thread."""
        try:
            self.outcome = self._read()
        except _CanceledError:
            return
        except Exception as error:
            # A bug too is told by the window's thread: this one may not open its dialog.
            self.outcome = error
        self.done.emit(self)

    def _read(self) -> LoadedList:
        loaded = read_catalog(self._path, self._tell_progress)
        self._tell_progress(1.0)
        search = CodeSearch(loaded.catalog)
        search.prepare()
        return LoadedList(loaded, search)

    def _tell_progress(self, part: float) -> None:
        if self.isInterruptionRequested():
            raise _CanceledError
        self.progressed.emit(int(part * _READING_PART))


class CatalogLoader(QObject):
    """Asks for a file, reads it, lets the user check what was understood, and hands it over.

    Signals:
        opened: a catalog is ready to be shown (Opened).
        failed: a file cannot be used (a sentence); what is shown stays.
    """

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, window: QWidget, status: QStatusBar) -> None:
        super().__init__(window)
        self._window = window
        self._status = status
        self._reader: _LoadThread | None = None
        self._asks = True
        self._preview: PreviewDialog | None = None
        self._label = QLabel()
        self._label.setObjectName("openLabel")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setObjectName("openProgress")
        self._progress.setAccessibleName("Opening a catalog")
        self._progress.setTextVisible(False)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("openCancel")
        self._cancel.setAccessibleName("Cancel opening the catalog")
        self._cancel.clicked.connect(self.cancel)
        for widget in (self._label, self._progress, self._cancel):
            widget.hide()
            status.addPermanentWidget(widget)

    def ask_for_file(self, folder: Path | None = None) -> None:
        """Shows the file dialog; the chosen file is opened."""
        dialog = QFileDialog(self._window, "Open catalog", str(folder or ""), _FILES)
        dialog.setObjectName("openDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: str, *, asks: bool = True) -> None:
        """Starts to read a file; without `asks` a list is taken as it is understood."""
        self.cancel()
        self._asks = asks
        reader = _LoadThread(Path(path), self)
        reader.progressed.connect(self._progress.setValue)
        reader.done.connect(self._take)
        reader.finished.connect(reader.deleteLater)
        self._reader = reader
        self._show_progress(displayed_name(Path(path)))
        reader.start()

    def cancel(self) -> None:
        """Gives up the file being read or looked at; what is shown stays."""
        if self._preview is not None:
            self._preview.reject()
        reader, self._reader = self._reader, None
        self._hide_progress()
        if reader is not None:
            reader.progressed.disconnect(self._progress.setValue)
            reader.requestInterruption()

    def finish(self) -> None:
        """Gives up, and waits for what still runs: no thread outlives the window."""
        self.cancel()
        for reader in self.findChildren(_LoadThread):
            reader.wait()

    def _take(self, reader: _LoadThread) -> None:
        if reader is not self._reader:
            return  # given up when it was done already
        self._reader = None
        self._hide_progress()
        match reader.outcome:
            case LoadedList() as opened if self._asks and opened.loaded.import_report is not None:
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
        told = metrics.elidedText(f"Opening {name}", Qt.TextElideMode.ElideMiddle, room)
        self._label.setText(told)
        self._label.setToolTip(name)
        self._progress.setMinimumWidth(line * 3)
        self._progress.setMaximumSize(line * 8, line // 2)
        self._progress.setValue(0)
        for widget in (self._label, self._progress, self._cancel):
            widget.show()

    def _hide_progress(self) -> None:
        for widget in (self._label, self._progress, self._cancel):
            widget.hide()

"""Opens catalogues while the window stays usable: in a thread, with progress, shown when whole."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog import Catalog
from otcodebook.catalog_file import LoadedCatalog, display_name, read_catalog
from otcodebook.errors import AppError
from otcodebook.search.codes import CodeSearch

_FILES = "Catalogues and lists (*.json *.csv *.tsv *.txt);;All files (*)"
_MOST_PROBLEMS_SHOWN = 200
_READING_PART = 70
"""How much of the progress, in per cent, is reading; the rest is indexing."""


class Opened(Struct, frozen=True):
    """A catalogue that is ready to be shown, with its search index built."""

    loaded: LoadedCatalog
    search: CodeSearch

    @property
    def catalog(self) -> Catalog:
        """The catalogue itself."""
        return self.loaded.catalog

    @property
    def name(self) -> str:
        """The file's name as it can be shown."""
        return display_name(self.loaded.path)


class _CancelledError(Exception):
    """The user does not want the file any more."""


class _Reader(QThread):
    """Reads and indexes one file.

    Signals:
        progressed: per cent done.
        read: the file is ready (Opened).
        failed: it cannot be used (a sentence).
    """

    progressed = Signal(int)
    read = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.path = path

    def run(self) -> None:
        """Does the work, away from the window's thread."""
        try:
            loaded = read_catalog(self.path, self._tell_progress)
            self._tell_progress(1.0)
            search = CodeSearch(loaded.catalog)
            search.prepare()
            self._tell_progress(1.0)
            self.read.emit(Opened(loaded, search))
        except AppError as error:
            self.failed.emit(error.user_message)
        except _CancelledError:
            return

    def _tell_progress(self, part: float) -> None:
        if self.isInterruptionRequested():
            raise _CancelledError
        self.progressed.emit(int(part * _READING_PART))


class CatalogOpener(QObject):
    """Asks for a file, reads it, lets the user check what was understood, and hands it over.

    Signals:
        opened: a catalogue is ready to be shown (Opened).
        failed: a file cannot be used (a sentence); what is shown stays.
    """

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, window: QWidget, status: QStatusBar) -> None:
        super().__init__(window)
        self._window = window
        self._reader: _Reader | None = None
        self._asks = True
        self._progress = QProgressBar()
        self._progress.setObjectName("openProgress")
        self._progress.setAccessibleName("Opening a catalogue")
        self._cancel = QPushButton("Cancel")
        self._cancel.clicked.connect(self.cancel)
        for widget in (self._progress, self._cancel):
            widget.hide()
            status.addPermanentWidget(widget)

    def ask_for_file(self, folder: Path | None = None) -> None:
        """Shows the file dialog; the chosen file is opened."""
        dialog = QFileDialog(self._window, "Open catalogue", str(folder or ""), _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: str, *, asks: bool = True) -> None:
        """Starts to read a file; without `asks` a list is taken as it is understood."""
        self.cancel()
        self._asks = asks
        reader = _Reader(Path(path), self)
        reader.progressed.connect(self._progress.setValue)
        reader.read.connect(self._on_read)
        reader.failed.connect(self._on_failed)
        reader.finished.connect(reader.deleteLater)
        self._reader = reader
        self._progress.setFormat(f"Opening {display_name(Path(path))}")
        self._progress.setValue(0)
        self._progress.show()
        self._cancel.show()
        reader.start()

    def cancel(self) -> None:
        """Gives up the file being read; what is shown stays."""
        reader, self._reader = self._reader, None
        self._hide_progress()
        if reader is not None:
            reader.read.disconnect(self._on_read)
            reader.failed.disconnect(self._on_failed)
            reader.requestInterruption()
            reader.wait()

    def _on_read(self, opened: Opened) -> None:
        self._reader = None
        self._hide_progress()
        if not self._asks or opened.loaded.understood is None:
            self.opened.emit(opened)
            return
        preview = PreviewDialog(opened.loaded, self._window)
        preview.accepted.connect(lambda: self.opened.emit(opened))
        preview.open()

    def _on_failed(self, sentence: str) -> None:
        self._reader = None
        self._hide_progress()
        self.failed.emit(sentence)

    def _hide_progress(self) -> None:
        self._progress.hide()
        self._cancel.hide()


class PreviewDialog(QDialog):
    """What was understood of a list, before it is used."""

    def __init__(self, loaded: LoadedCatalog, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowTitle(f"Open {display_name(loaded.path)}")
        intro = QLabel("This is how the list was understood. Is it right?")
        text = QPlainTextEdit("\n".join(_preview_lines(loaded)))
        text.setObjectName("previewText")
        text.setAccessibleName("What was understood")
        text.setReadOnly(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Use this list", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(intro)
        layout.addWidget(text, 1)
        layout.addWidget(buttons)
        line = self.fontMetrics().height()
        self.resize(line * 36, line * 24)


def _preview_lines(loaded: LoadedCatalog) -> list[str]:
    codes = loaded.catalog.codes
    sample = [f"   {code.code}  {code.name}" for code in codes[:5]]
    lines = [f"{len(codes):,} codes, for example:", *sample, "", *loaded.lines()]
    problems = loaded.problems
    if problems:
        lines += ["", f"Left out or not understood: {len(problems):,}"]
        lines += [f"   {problem}" for problem in problems[:_MOST_PROBLEMS_SHOWN]]
        more = len(problems) - _MOST_PROBLEMS_SHOWN
        if more > 0:
            lines.append(f"   and {more:,} more")
    return lines

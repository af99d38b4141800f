"""Reads a file that is open already once more, as the user says what its columns are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from otcodebook.lists.cells.table import SHEET_PLACE, Table
from otcodebook.lists.file import LoadedCatalog, understood
from otcodebook.lists.source import Choice, Source
from otcodebook.progress import Progress
from otcodebook.ui.lists.preview_model import PreviewRows, preview_rows
from otcodebook.ui.lists.window_first import WindowFirst
from otcodebook.ui.widgets.file_work import FileWork

_PATIENCE_S = 0.03
"""How long the window waits, in seconds: a clinic's list is read again by then."""


@dataclass(frozen=True)
class Read:
    """A list as it was read by a choice, with its rows for the preview.

    `source` is the file in the encoding of that choice.
    """

    source: Source
    choice: Choice
    loaded: LoadedCatalog
    rows: PreviewRows


class _Outdated(Exception):  # noqa: N818
    """The user changed another thing since."""


def read_list(
    source: Source,
    choice: Choice,
    progress: Progress | None = None,
    still_open: frozenset[int] = frozenset(),
) -> Read:
    """Reads a list by a choice. The places in `still_open` are those of columns to ask about."""
    source = source.chosen(choice)
    loaded = understood(source, choice, progress)
    reading = loaded.reading
    assert reading is not None
    if still_open:
        columns = tuple(
            replace(column, is_open=at in still_open) for at, column in enumerate(reading.columns)
        )
        reading = replace(reading, columns=columns)
        loaded = replace(loaded, reading=reading)
    return Read(source, choice, loaded, rows_of(source, loaded, progress))


def rows_of(source: Source, loaded: LoadedCatalog, progress: Progress | None = None) -> PreviewRows:
    """The rows of the sheet that is the list, for the preview."""
    assert loaded.reading is not None
    sheet = source.sheet(loaded.sheet)
    table = sheet.table if sheet else Table((), "", SHEET_PLACE)
    return preview_rows(table, loaded.reading, progress)


class ListReader(QObject):
    """Reads in a thread; only what was asked for last is handed over.

    Signals:
        read: the list was read (a Read).
        failed: it cannot be read so (a sentence).
    """

    read = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject, source: Source) -> None:
        super().__init__(parent)
        self._source = source
        self._outdated = threading.Event()
        self._is_reading = False
        self._window_first = WindowFirst(self)

    def start(self, choice: Choice, still_open: frozenset[int]) -> None:
        """Reads by another choice; what is being read is given up."""
        self._outdated.set()
        outdated = self._outdated = threading.Event()
        work: FileWork[Read | None] = FileWork(
            self,
            partial(
                _read_unless,
                outdated,
                self._window_first.give_way,
                self._source,
                choice,
                still_open,
            ),
            partial(self._hand_over, outdated),
            partial(self._tell_failure, outdated),
        )
        self._is_reading = True
        self._window_first.stop()
        work.start(self._source.path, lambda _: None, _PATIENCE_S)
        if self._is_reading:
            self._window_first.start()

    def _hand_over(self, outdated: threading.Event, read: Read | None) -> None:
        if read is not None and self._ends(outdated):
            self.read.emit(read)

    def _tell_failure(self, outdated: threading.Event, sentence: str) -> None:
        if self._ends(outdated):
            self.failed.emit(sentence)

    def _ends(self, outdated: threading.Event) -> bool:
        """Whether it is the last work that has ended, and no earlier one."""
        if outdated.is_set():
            return False
        self._is_reading = False
        self._window_first.stop()
        return True


def _read_unless(
    outdated: threading.Event,
    give_way: Callable[[], None],
    source: Source,
    choice: Choice,
    still_open: frozenset[int],
) -> Read | None:
    def progress(_: float) -> None:
        if outdated.is_set():
            raise _Outdated
        give_way()

    try:
        return read_list(source, choice, progress, still_open)
    except _Outdated:
        return None

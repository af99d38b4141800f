"""Reads a list or a catalog, and makes it ready to be shown: the work of the loader's threads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog
from otcodebook.errors import AppError
from otcodebook.lists.changes import ListChanges, list_changes
from otcodebook.lists.column_memory import FileShape, ListColumns, file_shape
from otcodebook.lists.contents import read_file
from otcodebook.lists.file import LoadedCatalog, checked, understood
from otcodebook.lists.overlay import overlay_of
from otcodebook.lists.source import Choice, Source, read_source, source_of
from otcodebook.progress import Progress, within
from otcodebook.search.codes import CodeSearch
from otcodebook.ui.lists.list_reader import Read, rows_of
from otcodebook.userdata.list_copy import FileContents, file_state, is_copied, last_copy
from otcodebook.wording import displayed_name

_OPENED, _READ, _COMPARED = 0.25, 0.6, 0.65
"""How much of the work is done when the cells are there, the rows are read, and are compared."""
_SEARCH_MADE = 0.3
"""How much of the indexing is done when the search has its documents."""


class LoadedList(Struct, frozen=True):
    """A catalog that is ready to be shown, with its search index built.

    `contents` is its file as it was read; `changes` is what is different in a list that was read
    before.
    """

    loaded: LoadedCatalog
    search: CodeSearch
    contents: FileContents
    changes: ListChanges | None = None

    @property
    def catalog(self) -> Catalog:
        """The catalog itself."""
        return self.loaded.catalog

    @property
    def name(self) -> str:
        """The file's name as it can be shown."""
        return displayed_name(self.loaded.path)


class SortedFiles(NamedTuple):
    """Files by what they are for: the tables of CMS's, and what may be a list."""

    tables: list[Path]
    lists: list[Path]


class Asks(Enum):
    """Whether the user looks at a list before it is used."""

    NEVER = "as it was understood or chosen before"
    UNLESS_KNOWN = "unless the user did so for another file of its shape, and nothing is lost"
    ALWAYS = "whatever is remembered"


class Unchecked(Struct, frozen=True):
    """A list that the user has to look at first; `ready` is it as it was understood, if at all."""

    source: Source
    shape: FileShape
    read: Read
    ready: LoadedList | None
    contents: FileContents


def sorted_files(paths: Sequence[Path], progress: Progress) -> SortedFiles:
    """Tells tables of CMS's from lists, by their contents."""
    # Imported here: only dropped files may be either.
    from otcodebook.cms.files.recognize import is_table

    tables = []
    for done, path in enumerate(paths):
        progress(done / len(paths))
        if is_table(path):
            tables.append(path)
    return SortedFiles(tables, [path for path in paths if path not in tables])


def open_list(
    path: Path,
    remembered: ListColumns,
    asks: Asks,
    before: LoadedCatalog | None,
    progress: Progress,
) -> LoadedList | Unchecked:
    """Reads a file as the user chose for its shape before, else as it is understood.

    `before` is the list as it was read before, if it was; else its copy is.
    """
    # First: what changes while it is read is seen as a change.
    state = file_state(path)
    contents = FileContents(read_file(path), state)
    source = source_of(contents.data, path, within(progress, 0, _OPENED))
    shape = file_shape(source)
    known = remembered.find(shape) if source.sheets else None
    loaded = understood(source, known, within(progress, _OPENED, _READ))
    if loaded.reading is None or asks is Asks.NEVER:
        checked(loaded)
        if before is None and not is_copied(remembered.folder, path, state):
            before = _copied(path, remembered)
        changes = _changes(before, loaded, within(progress, _READ, _COMPARED))
        return indexed(loaded, within(progress, _COMPARED, 1), contents, changes)
    if asks is Asks.UNLESS_KNOWN and known is not None and loaded.is_whole:
        return indexed(loaded, within(progress, _READ, 1), contents)
    choice = known or Choice()
    read_as = source.chosen(choice)
    rows = rows_of(read_as, loaded, within(progress, _READ, _COMPARED))
    read = Read(read_as, choice, loaded, rows)
    indexing = within(progress, _COMPARED, 1)
    ready = indexed(loaded, indexing, contents) if loaded.reading.entries else None
    return Unchecked(source, shape, read, ready, contents)


def _copied(path: Path, remembered: ListColumns) -> LoadedCatalog | None:
    """The list as it was when it was copied."""
    copy = last_copy(remembered.folder, path)
    if copy is None:
        return None
    with suppress(AppError):
        source = read_source(copy.path)
        return understood(source, remembered.find(file_shape(source)))
    return None


def _changes(
    before: LoadedCatalog | None, loaded: LoadedCatalog, progress: Progress | None
) -> ListChanges | None:
    if before is None or before.reading is None or loaded.reading is None:
        return None
    return list_changes(before.reading, loaded.reading, progress)


def indexed(
    loaded: LoadedCatalog,
    progress: Progress | None,
    contents: FileContents,
    changes: ListChanges | None = None,
) -> LoadedList:
    """What was read, with the search over it built."""
    shown = catalog_on(loaded.catalog, today())
    if (overlay := overlay_of(shown)) is not None:
        overlay.prepare()
    search = CodeSearch(shown, within(progress, 0, _SEARCH_MADE))
    search.prepare(within(progress, _SEARCH_MADE, 1))
    return LoadedList(loaded, search, contents, changes)

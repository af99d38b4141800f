"""Reads CMS's files once more when there are codes that their rows were not kept for."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from otcodebook.cms.files.opening import read_files
from otcodebook.cms.files.sources import is_unchanged
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredPart
from otcodebook.cms.tables.model import Table
from otcodebook.errors import AppError
from otcodebook.progress import Progress
from otcodebook.wording import as_displayed, counted, listed


class Reread(Struct, frozen=True):
    """What came of it: the files that were read again, and those that are needed again.

    A file is needed again where it is gone, or is another one than was opened.
    """

    files: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    def text(self, codes: int) -> str:
        """A sentence on so many new codes; empty where there was nothing to do."""
        if self.needed:
            names = listed([as_displayed(name) for name in self.needed])
            return (
                f"The CMS tables do not have {counted(codes, 'code')} of your list yet: open "
                f"{names} again."
            )
        return f"The CMS tables have {counted(codes, 'code')} of your list now." if codes else ""


def reread(store: CmsStore, known: Collection[str], progress: Progress | None = None) -> Reread:
    """Reads the files again that were read without some of these codes, and stores their rows.

    Only files that are still where they were, and unchanged. What was stored before stays until
    then. `progress` may raise to stop. Raises CmsStoreError.
    """
    wanted = frozenset(known)
    kept = store.codes_of_parts()
    due: dict[str, list[StoredPart]] = {}
    for table in store.tables():
        for part in table.parts:
            if table.table is not Table.LOCALITIES and not wanted <= kept[part.id]:
                due.setdefault(part.source.path, []).append(part)
    files: list[str] = []
    needed: list[str] = []
    for path, stored in due.items():
        name = stored[0].source.outer_name
        if all(is_unchanged(part.source) for part in stored) and _read_again(
            store, path, stored, wanted, progress
        ):
            files.append(name)
        else:
            needed.append(name)
    return Reread(tuple(files), tuple(needed))


def _read_again(
    store: CmsStore,
    path: str,
    stored: list[StoredPart],
    known: frozenset[str],
    progress: Progress | None,
) -> bool:
    """Whether the file gave the same parts as before; then they are stored anew."""
    try:
        found = read_files([Path(path)], known, progress=progress)
    except AppError:
        return False
    read = {part.source.member: part for part in found}
    parts = []
    for old in stored:
        part = read.get(old.source.member)
        if part is None or part.table is not old.table:
            return False
        # What the user said when the file was opened holds still.
        parts.append(replace(part, setting=old.setting, edition=old.edition))
    store.add(parts, known, keep_older=True)
    return True

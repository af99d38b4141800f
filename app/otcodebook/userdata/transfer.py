"""Favorites and notes as one JSON file: saved on one computer, merged into another.

`plan_import` says what an import would do, `apply_import` does all of it or nothing. The recently
copied codes are not exported: the file may be for a colleague, and they would tell what was done
of late.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from otcodebook.atomic_write import write_file
from otcodebook.catalog.fields import CodeText
from otcodebook.errors import AppError, is_kept_by_another
from otcodebook.userdata.store import NOTE_LIMIT, NoteChange, UserData, join_notes, plain_note
from otcodebook.wording import as_displayed, counted, displayed_path

SIZE_LIMIT_MB = 20

_SIZE_LIMIT = SIZE_LIMIT_MB * 1024 * 1024
_KIND = "OT Codebook favourites and notes"
_FORMAT = 1
_CHOOSE = "choose a file that OT Codebook exported"


class _Header(Struct):
    """What every version of the file says about itself."""

    kind: str
    format: int


class _Exported(Struct, frozen=True, forbid_unknown_fields=True):
    """The file in its present version."""

    kind: str
    format: int
    favorites: tuple[CodeText, ...] = msgspec.field(name="favourites")
    notes: dict[CodeText, Annotated[str, Meta(max_length=NOTE_LIMIT)]]


class NoteChoice(StrEnum):
    """Which note stays where the user's own and the imported one differ."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A code with two different notes."""

    code: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do.

    favorites: the codes that become favorites, in the file's order.
    notes: the notes on codes that have none yet.
    differences: the codes with another note.
    """

    favorites: tuple[str, ...]
    notes: dict[str, str]
    differences: tuple[Difference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether everything in the file is here already."""
        return not (self.favorites or self.notes or self.differences)

    def summary(self) -> str:
        """What the import would do, in a sentence or two."""
        if self.is_empty:
            return "Nothing new to import. You have all favorites and notes in this file."
        favorites = counted(len(self.favorites), "new favorite")
        notes = counted(len(self.notes), "new note")
        sentences = f"Adds {favorites} and {notes}."
        if self.differences:
            differ = "note differs" if len(self.differences) == 1 else "notes differ"
            sentences += f" {len(self.differences):,} {differ} from yours."
        return sentences

    def result(self, choice: NoteChoice) -> str:
        """What the import with this choice has done, for the status line."""
        favorites = counted(len(self.favorites), "favorite")
        sentence = f"Imported {favorites} and {counted(len(self.notes), 'note')}"
        if not self.differences:
            return sentence
        differing = counted(len(self.differences), "differing note")
        became = {
            NoteChoice.MINE: "left as yours",
            NoteChoice.THEIRS: "replaced",
            NoteChoice.BOTH: "kept with both texts",
        }
        return f"{sentence}, {differing} {became[choice]}"


def export_data(userdata: UserData) -> bytes:
    """The export file's contents. Raises AppError if favorites and notes could not be read."""
    userdata.refresh()
    if not userdata.readable:
        raise AppError(userdata.trouble)
    notes = dict(userdata.all_notes())
    exported = _Exported(_KIND, _FORMAT, userdata.favorites(), notes)
    return msgspec.json.format(msgspec.json.encode(exported), indent=1) + b"\n"


def save_export(userdata: UserData, path: Path) -> None:
    """Writes the export file; raises AppError if it cannot, and an older file is unchanged."""
    write_file(path, export_data(userdata))


def read_import(path: Path) -> bytes:
    """The contents of a file that the user chose. Raises AppError."""
    try:
        # Reading a pipe or a device would block the window.
        if not path.is_file():
            raise AppError(f"{displayed_path(path)} is not a file: {_CHOOSE}.")
        with path.open("rb") as file:
            return file.read(_SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        if is_kept_by_another(error):
            told = f"{displayed_path(path)} is open in another program: close it there"
            raise AppError(f"{told}, then try again.") from error
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise AppError(f"{displayed_path(path)} cannot be read ({reason}): {_CHOOSE}.") from error


def plan_import(userdata: UserData, data: bytes, name: str = "This file") -> ImportPlan:
    """What the import of these bytes would do; nothing is changed. Raises AppError.

    `name` is what the message calls the file.
    """
    exported = _decode(data, name)
    userdata.refresh()
    if not userdata.readable:
        raise AppError(userdata.trouble)
    mine = set(userdata.favorites())
    favorites = tuple(code for code in dict.fromkeys(exported.favorites) if code not in mine)
    notes: dict[str, str] = {}
    differences = []
    for code, text in exported.notes.items():
        note, own = plain_note(text), userdata.note_for(code)
        if note and not own:
            notes[code] = note
        elif note and note != own:
            differences.append(Difference(code, own, note))
    return ImportPlan(favorites, notes, tuple(differences))


def apply_import(userdata: UserData, plan: ImportPlan, choice: NoteChoice) -> None:
    """Does all that was planned, or raises AppError and does nothing.

    A note that was changed since the plan was made is not replaced: both texts stay.
    """
    changes = {code: NoteChange(note, "") for code, note in plan.notes.items()}
    for differing in plan.differences:
        mine, theirs = differing.mine, differing.theirs
        if choice is NoteChoice.THEIRS:
            changes[differing.code] = NoteChange(theirs, mine)
        elif choice is NoteChoice.BOTH:
            changes[differing.code] = NoteChange(join_notes(mine, theirs), mine)
    userdata.merge(plan.favorites, changes)


def _decode(data: bytes, name: str) -> _Exported:
    if len(data) > _SIZE_LIMIT:
        raise AppError(f"{name} has more than {SIZE_LIMIT_MB} MB: {_CHOOSE}.")
    try:
        header = msgspec.json.decode(data, type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AppError(f"{name} holds no favorites and notes: {_CHOOSE}.") from error
    if header.kind != _KIND or header.format < 1:
        raise AppError(f"{name} holds no favorites and notes: {_CHOOSE}.")
    if header.format > _FORMAT:
        raise AppError(
            f"{name} is from a newer version of OT Codebook: install the newest version."
        )
    try:
        return msgspec.json.decode(data, type=_Exported)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AppError(f"{name} is damaged ({as_displayed(str(error))}): {_CHOOSE}.") from error

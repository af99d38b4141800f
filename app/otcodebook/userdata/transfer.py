"""Favorites, notes and payers as one JSON file: saved on one computer, merged into another.

`decode_export` reads it, `plan_import` says what an import would do, and `apply_import` does all of
it or nothing. The recently
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

from otcodebook.catalog.fields import CODE_PATTERN, CodeText
from otcodebook.errors import AppError, is_kept_by_another
from otcodebook.settings import Payer, valid_payers
from otcodebook.userdata.store import NOTE_LIMIT, NoteChange, UserData, join_notes, plain_note
from otcodebook.wording import as_displayed, counted, displayed_path, listed, quoted

SIZE_LIMIT_MB = 20

_SIZE_LIMIT = SIZE_LIMIT_MB * 1024 * 1024
# British in files and in the store, as version 0.1 wrote it: older and newer versions read it.
_KIND = "OT Codebook favourites and notes"
_FORMAT = 1
_CHOOSE = "choose a file that OT Codebook exported"


_Payer = tuple[str, str, str, str, int, str]


class _Header(Struct):
    """What every version of the file says about itself."""

    kind: str
    format: int


class Exported(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An export file in its present version. `payers` are the fields of each `settings.Payer`."""

    kind: str
    format: int
    favorites: tuple[CodeText, ...] = msgspec.field(name="favourites")
    notes: dict[CodeText, Annotated[str, Meta(max_length=NOTE_LIMIT)]]
    payers: tuple[_Payer, ...] = ()


class NoteChoice(StrEnum):
    """Which note stays where the user's own and the imported one differ."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class NoteDifference:
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
    payers: the payers of a name that is not in the user's list yet.
    """

    favorites: tuple[str, ...]
    notes: dict[str, str]
    differences: tuple[NoteDifference, ...]
    payers: tuple[Payer, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything in the file is here already."""
        return not (self.favorites or self.notes or self.differences or self.payers)

    def _listed(self, favorites: str, notes: str, what: str) -> str:
        payers = [counted(len(self.payers), what)] if self.payers else []
        return listed([favorites, notes, *payers])

    def summary(self) -> str:
        """What the import would do, in a sentence or two."""
        if self.is_empty:
            return "Nothing new to import. You have all favorites and notes in this file."
        favorites = counted(len(self.favorites), "new favorite")
        notes = counted(len(self.notes), "new note")
        sentences = f"Adds {self._listed(favorites, notes, 'new payer')}."
        if self.differences:
            differ = "note differs" if len(self.differences) == 1 else "notes differ"
            sentences += f" {len(self.differences):,} {differ} from yours."
        return sentences

    def result(self, choice: NoteChoice) -> str:
        """What the import with this choice has done, for the status line."""
        favorites = counted(len(self.favorites), "favorite")
        notes = counted(len(self.notes), "note")
        sentence = f"Imported {self._listed(favorites, notes, 'payer')}"
        if not self.differences:
            return sentence
        differing = counted(len(self.differences), "differing note")
        became = {
            NoteChoice.MINE: "left as yours",
            NoteChoice.THEIRS: "replaced",
            NoteChoice.BOTH: "kept with both texts",
        }
        return f"{sentence}, {differing} {became[choice]}"


def export_data(userdata: UserData, payers: tuple[Payer, ...] = ()) -> bytes:
    """The export file's contents. Raises AppError if favorites and notes could not be read."""
    userdata.refresh()
    if not userdata.readable:
        raise AppError(userdata.trouble)
    notes = dict(userdata.all_notes())
    rows: tuple[_Payer, ...] = payers
    exported = Exported(_KIND, _FORMAT, userdata.favorites(), notes, rows)
    return msgspec.json.format(msgspec.json.encode(exported), indent=1) + b"\n"


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


def plan_import(
    userdata: UserData, exported: Exported, payers: tuple[Payer, ...] = ()
) -> ImportPlan:
    """What the import of a file would do; nothing is changed. Raises AppError.

    `payers` is the user's list so far.
    """
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
            differences.append(NoteDifference(code, own, note))
    names = {payer.name.casefold() for payer in payers}
    imported = valid_payers(list(exported.payers))
    new = tuple(payer for payer in imported if payer.name.casefold() not in names)
    return ImportPlan(favorites, notes, tuple(differences), new)


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


def decode_export(data: bytes, name: str = "This file") -> Exported:
    """What the bytes of an export file hold; `name` is what a message calls it. Raises AppError."""
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
        exported = msgspec.json.decode(data, type=Exported)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AppError(f"{name} is damaged ({_damage(data)}): {_CHOOSE}.") from error
    if repeated := _repeated(data.decode("utf-8")):
        raise AppError(f"{name} is damaged ({repeated}): {_CHOOSE}.")
    return exported


def _repeated(text: str) -> str:
    """Which code has two notes, or what else stands twice, and where; empty if nothing does."""
    # Imported here, like below: most sessions import nothing.
    from otcodebook.catalog.checks import place_in
    from otcodebook.json_keys import repeated_keys

    found = repeated_keys(text)
    if not found:
        return ""
    key, at = found[0]
    return f"{place_in(text, at)}: {quoted(as_displayed(key))} is given twice"


def _damage(data: bytes) -> str:
    """What is wrong with a file that says that it is an export, in words; the first of it."""
    import re

    try:
        raw = msgspec.json.decode(data)
    except UnicodeDecodeError:
        return "a letter in it is not UTF-8"
    except (msgspec.DecodeError, RecursionError):
        return "it was cut off or changed"
    favorites, notes = raw.get("favourites"), raw.get("notes")
    if others := sorted(set(raw) - {"kind", "format", "favourites", "notes", "payers"}):
        return f"it also holds {quoted(as_displayed(others[0]))}, which no export has"
    if not isinstance(favorites, list):
        return "its list of favorites is missing"
    if not isinstance(notes, dict):
        return "its notes are missing"

    def is_code(value: object) -> bool:
        return isinstance(value, str) and re.match(CODE_PATTERN, value) is not None

    for number, code in enumerate(favorites, 1):
        if not is_code(code):
            return f"favorite {number:,} is not a code: {quoted(as_displayed(str(code)))}"
    for code, note in notes.items():
        if not is_code(code):
            return f"it has a note on {quoted(as_displayed(code))}, which is not a code"
        if not isinstance(note, str):
            return f"the note on {code} is not text"
        if len(note) > NOTE_LIMIT:
            return (
                f"the note on {code} has {len(note):,} characters,"
                f" and a note has at most {NOTE_LIMIT:,}"
            )
    return "it was cut off or changed"

"""What the user chose. Damaged or foreign contents fall back to the defaults, value by value.

The first paint needs this module: what only saving needs is imported late.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self, TypedDict, Unpack


class ThemeChoice(StrEnum):
    """The colors of the window; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class CopyFormat(StrEnum):
    """What copying a code gives."""

    CODE = "code"
    CODE_AND_NAME = "code and name"
    CODE_WITH_MODIFIER = "code with modifier"


class PatientLanguage(StrEnum):
    """The language in which the page of a code explains the service to the patient."""

    ENGLISH = "en"
    SPANISH = "es"


class CareSetting(StrEnum):
    """Where the services are given: CMS has tables of its own for each."""

    PRACTICE = "practice"
    HOSPITAL = "hospital"


UNITS_RULES = ("cms", "midpoint")
"""The methods of counting units: the values of `units.model.Rule`."""


TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""The text sizes that can be chosen, in percent of the desktop's own."""


SEPARATE, COLUMNS = ("59", "X"), ("", "1", "2")
"""What a payer wants for separate services: modifier 59 or an X modifier, on which code."""

PAYERS_LIMIT, NAME_LIMIT, PAYER_NOTE_LIMIT, UNITS_LIMIT = 100, 60, 200, 96
"""How many payers, letters of a name and of a note, and units a day there can be."""


class Payer(NamedTuple):
    """A payer as the user wrote it down; nothing about a patient.

    rule: one of UNITS_RULES; separate, column: see SEPARATE and COLUMNS; max_units: a day, 0 for
    no limit.
    """

    name: str
    rule: str = "cms"
    separate: str = "59"
    column: str = ""
    max_units: int = 0
    note: str = ""


STORED_AS = {"billing_setting": "setting"}
"""The fields of Settings that have another name in the files."""

RECENT_LIMIT = 8
"""How many recent catalogs are remembered."""

_MOST_BYTES = 1024 * 1024


class Changes(TypedDict, total=False):
    """Settings that the user changed just now, by field.

    A new `catalog` also goes to the front of the recent ones.
    """

    theme: ThemeChoice
    text_size: int
    catalog: str
    copy_format: CopyFormat
    on_top: bool
    hint_seen: bool
    patient_language: PatientLanguage
    units_rule: str
    payers: tuple[Payer, ...]
    units_payer: str
    billing_setting: CareSetting
    locality: str
    facility_rate: bool


class Settings(NamedTuple):
    """The choices.

    theme: the colors of the window.
    text_size: one of TEXT_SIZES, in percent.
    catalog: the path of the catalog in use; empty for the bundled one.
    recent: the paths of the catalogs opened before, the latest first; at most RECENT_LIMIT.
    copy_format: what copying a code gives.
    on_top: whether the window stays above all others.
    hint_seen: whether the hint of the first start was read.
    patient_language: the language of the words for the patient.
    units_rule: the method of counting used last, one of UNITS_RULES.
    payers: the user's list of payers, sorted by name, each name once.
    units_payer: the name of the payer used last; empty for none.
    billing_setting: private practice or outpatient hospital, which decides among CMS's tables.
    locality: the key of Medicare's payment locality, such as "10112-00"; empty for the national
        amounts.
    facility_rate: whether Medicare's amounts are those of a facility.
    fixed: the names of the fields that the clinic has set for good: they do not change.
    """

    theme: ThemeChoice = ThemeChoice.SYSTEM
    text_size: int = 100
    catalog: str = ""
    recent: tuple[str, ...] = ()
    copy_format: CopyFormat = CopyFormat.CODE
    on_top: bool = False
    hint_seen: bool = False
    patient_language: PatientLanguage = PatientLanguage.ENGLISH
    units_rule: str = "cms"
    payers: tuple[Payer, ...] = ()
    units_payer: str = ""
    billing_setting: CareSetting = CareSetting.PRACTICE
    locality: str = ""
    facility_rate: bool = False
    fixed: frozenset[str] = frozenset()

    def with_text_size(self, steps: int) -> Self:
        """The next larger (or for a negative number smaller) text; 0 steps: the usual size."""
        if steps == 0:
            return self._replace(text_size=100)
        index = TEXT_SIZES.index(self.text_size) + steps
        return self._replace(text_size=TEXT_SIZES[max(0, min(index, len(TEXT_SIZES) - 1))])

    def with_catalog(self, path: str) -> Self:
        """The catalog in use, put first among the recent ones; empty: the bundled one."""
        if not path:
            return self._replace(catalog="")
        others = (other for other in self.recent if other != path)
        return self._replace(catalog=path, recent=(path, *others)[:RECENT_LIMIT])

    def changed(self, **changes: Unpack[Changes]) -> Self:
        """These settings with the user's changes; what the clinic has fixed stays as it is."""
        free: dict[str, Any] = dict(changes)
        for name in self.fixed:
            free.pop(name, None)
        settings = self._replace(**free)
        return settings.with_catalog(settings.catalog) if "catalog" in free else settings


class ClinicSettings(NamedTuple):
    """What an administrator has set for all users of this computer, by field of `Settings`.

    defaults: what holds until the user chooses something else.
    fixed: what holds whatever the user chose.
    trouble: a sentence on what cannot be used; empty if all is well.
    """

    file: Path
    defaults: dict[str, Any]
    fixed: dict[str, Any]
    trouble: str = ""


def clinic_files() -> tuple[Path, ...]:
    """Where a clinic's settings may lie: the first of these files that is there holds."""
    if sys.platform == "win32":
        folder = os.environ.get("PROGRAMDATA") or r"C:\ProgramData"
        return (Path(folder, "OT Codebook", "settings.json"),)
    if sys.platform == "darwin":
        return (Path("/Library/Application Support/OT Codebook/settings.json"),)
    named = (os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
    # What is no full path does not count, says the specification.
    return tuple(
        Path(folder, "ot-codebook", "settings.json") for folder in named if folder.startswith("/")
    )


def may_be_there(file: Path) -> bool:
    """Whether to read a file of `clinic_files`; no share is asked, which may hang."""
    is_of_this_computer = sys.platform != "linux" or file.parts[1] in ("etc", "opt", "usr")
    return not is_of_this_computer or os.path.lexists(file.parent)


class SettingsFile:
    """Settings saved as one small JSON file, which several windows may share.

    `read_clinic` reads what the clinic has set; it is called once.
    """

    def __init__(
        self, path: Path, read_clinic: Callable[[], ClinicSettings | None] = lambda: None
    ) -> None:
        self._path = path
        self._read_clinic = read_clinic
        self.trouble = ""
        """A sentence on a damaged file that `load` found; empty if all is well."""

    @property
    def folder(self) -> Path:
        """The folder of the file, where the user's favorites and notes lie too."""
        return self._path.parent

    @cached_property
    def clinic(self) -> ClinicSettings | None:
        """What the clinic has set; None where it has set nothing."""
        return self._read_clinic()

    def load(self) -> Settings:
        """What was saved; the default for whatever is missing or makes no sense."""
        try:
            return self._valid_settings(self._read())
        except OSError as error:
            # Imported here, like below: it happens once, if ever.
            from otcodebook.wording import displayed_path

            reason = error.strerror or "it is no regular file"
            path = displayed_path(self._path)
            self.trouble = (
                f"Your preferences cannot be read: {path} ({reason}). The usual ones hold."
            )
            return self._valid_settings({})

    def update(self, current: Settings, **changes: Unpack[Changes]) -> Settings:
        """Saves these changes only, on top of what other windows and newer versions saved.

        Returns `current`, the settings of this window, with the changes and the recent catalogs of
        all windows; what else other windows changed holds from the next start. A disk that refuses
        loses only a preference. What the clinic has fixed is neither changed nor saved.
        """
        # Imported here: the first paint reads settings, and never writes them.
        import json

        from otcodebook.atomic_write import write_file
        from otcodebook.errors import AppError
        from otcodebook.userdata.location import make_private_folder

        # What was not changed stays as it is stored, even if only a newer version knows it.
        values: dict[str, Any] = {
            STORED_AS.get(name, name): value
            for name, value in changes.items()
            if name not in current.fixed
        }
        if changes and not values:
            return current
        try:
            stored = self._read()
            saved = self._valid_settings(stored).changed(**changes)
            if "catalog" in values:
                values["recent"] = saved.recent
            make_private_folder(self._path.parent)
            data = json.dumps(stored | values).encode()
            write_file(self._path, data, private=True, drafts=self.folder)
        except (OSError, AppError):
            return current.changed(**changes)
        return current.changed(**changes)._replace(recent=saved.recent)

    def _valid_settings(self, stored: dict[str, Any]) -> Settings:
        """The stored values over the clinic's, and under what it has fixed."""
        clinic = self.clinic
        if clinic is None:
            return _valid_settings(stored, Settings())
        settings = _valid_settings(stored, Settings(**clinic.defaults))
        return settings._replace(**clinic.fixed, fixed=frozenset(clinic.fixed))

    def _read(self) -> dict[str, Any]:
        """The values in the file, unchecked. Raises OSError.

        A file that cannot be read is kept aside once, and counts as one without values.
        """
        # A pipe in the place of the file would keep the window waiting.
        if self._path.exists() and not self._path.is_file():
            raise OSError
        try:
            with self._path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return {}
        # Imported here: a first start need not wait for it.
        import json

        try:
            if len(data) > _MOST_BYTES:
                raise ValueError
            stored = json.loads(data, object_pairs_hook=_without_repeats)
        except (ValueError, RecursionError):
            stored = None
        if isinstance(stored, dict):
            return stored
        from otcodebook.userdata.location import keep_aside
        from otcodebook.wording import displayed_path

        kept = displayed_path(keep_aside(self._path))
        self.trouble = (
            "Your preferences and payers could not be read: choose them again in Edit > "
            f"Preferences. The damaged file is {kept}."
        )
        return {}


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError  # nobody knows which of two values was meant
    return values


def _valid_settings(stored: dict[str, Any], settings: Settings) -> Settings:
    """These settings with the stored values that make sense."""
    if stored.get("theme") in list(ThemeChoice):
        settings = settings._replace(theme=ThemeChoice(stored["theme"]))
    if stored.get("text_size") in TEXT_SIZES:
        settings = settings._replace(text_size=int(stored["text_size"]))
    if isinstance(stored.get("catalog"), str):
        settings = settings._replace(catalog=stored["catalog"])
    recent = stored.get("recent")
    if isinstance(recent, list):
        paths = tuple(path for path in recent if isinstance(path, str) and path)
        settings = settings._replace(recent=paths[:RECENT_LIMIT])
    if stored.get("copy_format") in list(CopyFormat):
        settings = settings._replace(copy_format=CopyFormat(stored["copy_format"]))
    if stored.get("patient_language") in list(PatientLanguage):
        language = PatientLanguage(stored["patient_language"])
        settings = settings._replace(patient_language=language)
    if stored.get("units_rule") in UNITS_RULES:
        settings = settings._replace(units_rule=stored["units_rule"])
    if isinstance(stored.get("payers"), list):
        settings = settings._replace(payers=valid_payers(stored["payers"]))
    if isinstance(stored.get("units_payer"), str):
        settings = settings._replace(units_payer=stored["units_payer"])
    if stored.get("setting") in list(CareSetting):
        settings = settings._replace(billing_setting=CareSetting(stored["setting"]))
    if isinstance(stored.get("locality"), str):
        settings = settings._replace(locality=stored["locality"])
    if isinstance(stored.get("facility_rate"), bool):
        settings = settings._replace(facility_rate=stored["facility_rate"])
    on_top, hint_seen = stored.get("on_top") is True, stored.get("hint_seen") is True
    return settings._replace(on_top=on_top, hint_seen=hint_seen)


def valid_payers(stored: list[Any]) -> tuple[Payer, ...]:
    """The payers among stored values, each a list of the fields of Payer; the rest is left out."""
    found: dict[str, Payer] = {}
    for values in stored[:PAYERS_LIMIT]:
        if not isinstance(values, list | tuple) or len(values) != len(Payer._fields):
            continue
        payer = Payer(*values)
        texts = (payer.name, payer.rule, payer.separate, payer.column, payer.note)
        if not all(isinstance(text, str) for text in texts) or type(payer.max_units) is not int:
            continue
        # Half characters, as only a damaged file has them, can be written to no other file.
        name, note = (
            " ".join(text.encode("utf-8", "ignore").decode().split())
            for text in (payer.name, payer.note)
        )
        name = name[:NAME_LIMIT]
        is_known = payer.rule in UNITS_RULES and payer.separate in SEPARATE
        if name and is_known and payer.column in COLUMNS and 0 <= payer.max_units <= UNITS_LIMIT:
            found[name.casefold()] = payer._replace(name=name, note=note[:PAYER_NOTE_LIMIT])
    return tuple(sorted(found.values(), key=lambda payer: payer.name.casefold()))

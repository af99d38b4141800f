"""The clinic's settings: one file that an administrator places for all users of a computer.

Import this module late: most computers have no such file.
"""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from otcodebook.settings import (
    COLUMNS,
    NAME_LIMIT,
    PAYER_NOTE_LIMIT,
    PAYERS_LIMIT,
    SEPARATE,
    TEXT_SIZES,
    UNITS_LIMIT,
    UNITS_RULES,
    CareSetting,
    ClinicSettings,
    CopyFormat,
    Payer,
    Settings,
    ThemeChoice,
    valid_payers,
)
from otcodebook.wording import counted, displayed_path, elided, quoted

KEYS = {
    "list": "catalog",
    "counting_rule": "units_rule",
    "setting": "billing_setting",
    "locality": "locality",
    "facility_rate": "facility_rate",
    "copy_format": "copy_format",
    "theme": "theme",
    "text_size": "text_size",
    "payers": "payers",
}
"""What the file may set, each with its field of `Settings`."""

FIXED = "fixed"
"""The key of the object whose keys win over what the user chose."""

_MOST_BYTES = 1024 * 1024
_PATIENCE_S = 1.0
"""How long the start waits for a file that is there, in seconds: a share may be away."""
_LONGEST_PATH = 1000
_SHOWN_PROBLEMS = 3
_NEXT = "Tell whoever looks after this computer."


class _InvalidError(Exception):
    """A value that cannot be used; the message says what it must be."""


class _Object(dict[str, Any]):
    """An object of the file, and the keys that it gives twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: set[str] = set()
        if len(self) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated = {key for key, count in counts.items() if count > 1}


def read_clinic_settings(
    files: Sequence[Path], patience: float = _PATIENCE_S
) -> ClinicSettings | None:
    """What the first of these files that is there sets; None where there is none.

    What cannot be used is left out and told in `trouble`; the rest holds. A file that does not
    answer within `patience`, in seconds, counts as one that cannot be read.
    """
    found: list[ClinicSettings | None] = []
    waiting = list(files)

    def look() -> None:
        while waiting:
            if (read := _read_one(waiting[0])) is not None:
                found.append(read)
                return
            waiting.pop(0)

    # A daemon thread: a share that is away may never answer.
    thread = threading.Thread(target=look, name="clinic settings", daemon=True)
    thread.start()
    thread.join(patience)
    if found:
        return found[0]
    return (
        _unreadable(waiting[0], "its drive does not answer")
        if thread.is_alive() and waiting
        else None
    )


def clinic_file(settings: Settings) -> bytes:
    """These settings as a file for a clinic: each a default that its users may change."""
    values: dict[str, Any] = {key: getattr(settings, field) for key, field in KEYS.items()}
    values["payers"] = [payer._asdict() for payer in settings.payers]
    if not settings.catalog:
        del values["list"]
    text = json.dumps({**values, FIXED: {}}, indent=2, ensure_ascii=False) + "\n"
    # A path may hold bytes that are no text, in Python half characters: JSON has escapes for them.
    return text.encode("utf-8", "backslashreplace")


def _read_one(file: Path) -> ClinicSettings | None:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe would hold up the start.
            return _unreadable(file, "it is no regular file")
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _unreadable(file, error.strerror or type(error).__name__)
    if len(data) > _MOST_BYTES:
        return _unreadable(file, "it is larger than 1 MB")
    try:
        content = json.loads(data, object_pairs_hook=_Object)
    except json.JSONDecodeError as error:
        return _unreadable(file, _syntax(error))
    except (ValueError, RecursionError):
        return _unreadable(file, "it is not JSON")
    if not isinstance(content, _Object):
        return _unreadable(file, "it is not a JSON object")
    return _understood(file, content)


def _syntax(error: json.JSONDecodeError) -> str:
    told = f"it is not JSON, see line {error.lineno}, column {error.colno}"
    is_backslash = error.msg.startswith("Invalid \\")
    return f"{told}: write each backslash twice" if is_backslash else told


def _understood(file: Path, content: _Object) -> ClinicSettings:
    problems: list[str] = []
    fixed_content = content.pop(FIXED, _Object([]))
    if FIXED in content.repeated:
        problems.append(f'"{FIXED}" is given twice')
        fixed_content = _Object([])
    elif not isinstance(fixed_content, _Object):
        problems.append(f'"{FIXED}" must be an object, as in "{FIXED}": {{"theme": "light"}}')
        fixed_content = _Object([])
    defaults = _values(content, "", problems)
    fixed = _values(fixed_content, f' under "{FIXED}"', problems)
    return ClinicSettings(file, defaults, fixed, _told(file, problems))


def _values(content: _Object, where: str, problems: list[str]) -> dict[str, Any]:
    """The values of the keys that can be used, by field of `Settings`."""
    values = {}
    for key, value in content.items():
        name = f'"{elided(key, 40)}"{where}'
        if key in content.repeated:
            problems.append(f"{name} is given twice")
        elif key not in KEYS:
            problems.append(f"{name} is not known")
        else:
            try:
                values[KEYS[key]] = _READERS[key](value)
            except _InvalidError as error:
                problems.append(f"{name} {error}")
    return values


def _told(file: Path, problems: Sequence[str]) -> str:
    if not problems:
        return ""
    shown = list(problems[:_SHOWN_PROBLEMS])
    if more := len(problems) - len(shown):
        shown.append(f"{counted(more, 'more problem')}")
    what = "; ".join(shown)
    return f"Settings of your clinic in {displayed_path(file)}: {what}. The rest holds. {_NEXT}"


def _unreadable(file: Path, reason: str) -> ClinicSettings:
    told = f"The settings of your clinic cannot be read: {displayed_path(file)} ({reason})."
    return ClinicSettings(file, {}, {}, f"{told} Your own settings hold. {_NEXT}")


def _one_of(choices: Sequence[Any], kind: type) -> Callable[[object], Any]:
    def read(value: object) -> Any:
        if type(value) is not kind or value not in list(choices):
            if isinstance(choices, range):
                raise _InvalidError(f"must be a number from {choices[0]} to {choices[-1]}")
            shown = [json.dumps(choice) for choice in choices]
            raise _InvalidError(f"must be {', '.join(shown[:-1])} or {shown[-1]}")
        return choices[list(choices).index(value)]

    return read


def _list_path(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > _LONGEST_PATH:
        raise _InvalidError("must be the path of a file")
    if any(ord(sign) < 32 for sign in value):
        raise _InvalidError("has a control character in it: write each backslash twice")
    if not os.path.isabs(value):
        raise _InvalidError("must be a full path")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise _InvalidError("must be true or false")
    return value


def _locality(value: object) -> str:
    if value != "" and (
        not isinstance(value, str) or not re.fullmatch(r"[0-9]{5}-[0-9]{2}", value)
    ):
        raise _InvalidError('must be contractor and number, as in "10112-00", or empty')
    return str(value)


def _text(limit: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = " ".join(value.split()) if isinstance(value, str) else None
        if text is None or len(text) > limit:
            raise _InvalidError(f"must be text of at most {limit} letters")
        return text

    return read


def _payers(value: object) -> tuple[Payer, ...]:
    if not isinstance(value, list) or len(value) > PAYERS_LIMIT:
        raise _InvalidError(f"must be a list of at most {PAYERS_LIMIT} payers")
    payers = [_payer(given, number) for number, given in enumerate(value, 1)]
    names = Counter(payer.name.casefold() for payer in payers)
    for payer in payers:
        if names[payer.name.casefold()] > 1:
            raise _InvalidError(f"has {quoted(payer.name)} twice")
    return valid_payers(payers)


def _payer(given: object, number: int) -> Payer:
    where = f"in payer {number}"
    if not isinstance(given, _Object):
        raise _InvalidError(f'{where} must be an object, as in {{"name": "Aetna"}}')
    values = {}
    for field, value in given.items():
        if field in given.repeated or field not in _PAYER_READERS:
            fault = "is given twice" if field in given.repeated else "is not known"
            raise _InvalidError(f'{where}: "{elided(field, 40)}" {fault}')
        try:
            values[field] = _PAYER_READERS[field](value)
        except _InvalidError as error:
            raise _InvalidError(f'{where}: "{field}" {error}') from error
    if not values.get("name"):
        raise _InvalidError(f'{where}: "name" must not be empty')
    return Payer(**values)


_PAYER_READERS: dict[str, Callable[[object], Any]] = {
    "name": _text(NAME_LIMIT),
    "rule": _one_of(UNITS_RULES, str),
    "separate": _one_of(SEPARATE, str),
    "column": _one_of(COLUMNS, str),
    "max_units": _one_of(range(UNITS_LIMIT + 1), int),
    "note": _text(PAYER_NOTE_LIMIT),
}
_READERS: dict[str, Callable[[object], Any]] = {
    "list": _list_path,
    "counting_rule": _one_of(UNITS_RULES, str),
    "setting": _one_of(list(CareSetting), str),
    "locality": _locality,
    "facility_rate": _yes_or_no,
    "copy_format": _one_of(list(CopyFormat), str),
    "theme": _one_of(list(ThemeChoice), str),
    "text_size": _one_of(TEXT_SIZES, int),
    "payers": _payers,
}

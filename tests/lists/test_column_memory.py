"""What was said of the columns of a list is remembered, and a damaged memory is none."""

from __future__ import annotations

import json
from pathlib import Path

from otcodebook.lists.cells.titles import Role
from otcodebook.lists.column_memory import FILE_NAME, FileShape, ListColumns
from otcodebook.lists.reading import Mapping
from otcodebook.lists.source import Choice

_SHAPE = FileShape("key", ("Codes", "Fees"), (1, None))
_CHOICE = Choice(Mapping(3, (Role.CODE, Role.NAME)), "Codes", "")


def _stored(folder: Path, **changes: object) -> str:
    """What lies on the disk after `_CHOICE`, with other values."""
    ListColumns(folder).keep(_SHAPE, _CHOICE)
    (value,) = json.loads((folder / FILE_NAME).read_text()).values()
    return json.dumps({_SHAPE.key: value | changes})


def test_a_choice_is_found_again(tmp_path: Path) -> None:
    ListColumns(tmp_path).keep(_SHAPE, _CHOICE)
    assert ListColumns(tmp_path).find(_SHAPE) == _CHOICE


def test_what_makes_no_sense_is_nothing_remembered(tmp_path: Path) -> None:
    places: tuple[object, ...] = (float("inf"), float("nan"), -1, 2, 1e300, "1", None, [])
    tried = [_stored(tmp_path, sheet="Elsewhere", place=place) for place in places]
    headers: tuple[object, ...] = (True, 1.5, float("inf"), None, [1], {"a": 1}, "else", 0, -4)
    tried += [_stored(tmp_path, header=header) for header in headers]
    roles: tuple[object, ...] = ("code", [[]], [7], {"no": 1}, 4)
    tried += [_stored(tmp_path, roles=some) for some in roles]
    tried += [_stored(tmp_path).replace('"place": 0', '"place": 1, "place": 0')]
    tried += ["[" * 100_000, '{"key": 1}', "[]", "nul", ""]
    found = {}
    for text in tried:
        (tmp_path / FILE_NAME).write_text(text)
        if (choice := ListColumns(tmp_path).find(_SHAPE)) is not None:
            found[text] = choice
    assert found == {}

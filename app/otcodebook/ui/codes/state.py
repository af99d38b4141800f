"""What the Codes tab shows: its state between two sessions."""

from __future__ import annotations

from dataclasses import dataclass

from otcodebook.ui.codes.scope import Scope


@dataclass(frozen=True)
class CodesState:
    """Query, filters and current row.

    `family` is a family's id, empty for any; `counting` the position of the counting filter, 0 for
    any; `code` the code of the current row and `row` its position, -1 for none. With `linked` the
    page shows `code` because a link led there, and no row is current.
    """

    query: str = ""
    scope: Scope = Scope.ALL
    family: str = ""
    counting: int = 0
    code: str = ""
    row: int = -1
    linked: bool = False

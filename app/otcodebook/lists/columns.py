"""Which column of a list holds what, by title and cells together; what is unsure is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from otcodebook.lists.cells.kinds import (
    has_cents,
    is_bare_amount,
    is_duration,
    is_money,
    is_no_code,
    is_text,
    modifiers_in,
    portion,
)
from otcodebook.lists.cells.repair import (
    Shape,
    is_diagnosis,
    is_longer,
    is_modifier,
    is_procedure,
    is_with_name,
    repaired,
    shape_of,
)
from otcodebook.lists.cells.timing import is_flag, read_minutes, says_yes
from otcodebook.lists.cells.titles import (
    Role,
    charge_rank,
    code_rank,
    may_be_others_charge,
    name_columns,
    plain,
    says_minutes,
    says_time,
    says_timed,
    says_untimed,
    usual_rank,
    words_of,
)

_NAME_WORDS = frozenset({"name", "desc", "descr", "description", "descriptor", "title"})
_OTHER_TIME = frozenset({"visit", "session", "total", "typical", "appointment"})
_ROW_NUMBERS = frozenset({"seqnum", "recid"})
_CMS_HCPCS = _ROW_NUMBERS | {"hcpc"}
CONTINUED = frozenset({"4", "8"})
"""The record ids with which CMS goes on with the long description of a code or modifier."""


@dataclass(frozen=True)
class Column:
    """A column of the list: its title, and what it is used as.

    `yes_is_timed`: the column of timing holds yes and no, and this is what yes means.
    `in_minutes`: its bare numbers are minutes. `is_open`: a question is about it.
    """

    title: str
    role: Role
    yes_is_timed: bool | None = None
    in_minutes: bool = False
    is_open: bool = False


@dataclass
class Guess:
    """What the columns are taken for; `questions` are what only the user knows."""

    columns: list[Column]
    shape: Shape = Shape.OWN
    questions: list[str] = field(default_factory=list)
    recid: int | None = None

    def at(self, role: Role) -> int | None:
        """The place of the column with this role."""
        return next((at for at, each in enumerate(self.columns) if each.role is role), None)


def guess_columns(
    titles: Sequence[str], cells: Sequence[Sequence[str]], known: frozenset[str]
) -> Guess:
    """Guesses the role of each column from its title and cells; `cells` are tidy, by column.

    `known` are the codes of the built-in reference.
    """
    guessing = _Guessing(list(titles), [[cell for cell in each if cell] for each in cells], known)
    guessing.code()
    recid = _recid(titles)
    guessing.name()
    for role in (Role.SUMMARY, Role.FAMILY, Role.ALIASES, Role.NOTE):
        guessing.usual(role)
    if recid is None:
        guessing.modifier()
        guessing.timing()
        guessing.charge()
    guess = guessing.result()
    guess.recid = recid
    if recid is not None:
        # They number the rows of the file and say nothing of a code.
        guess.columns = [
            replace(each, role=Role.IGNORE) if plain(each.title) in _ROW_NUMBERS else each
            for each in guess.columns
        ]
    return guess


def _recid(titles: Sequence[str]) -> int | None:
    """The column in which CMS says what a row of its HCPCS file is; None for any other list."""
    names = [plain(title) for title in titles]
    return names.index("recid") if set(names) >= _CMS_HCPCS else None


def assigned(titles: Sequence[str], cells: Sequence[Sequence[str]], roles: Sequence[Role]) -> Guess:
    """The columns as the user assigned them, with what their cells say of timing and shape."""
    columns = []
    shape = Shape.OWN
    for at, title in enumerate(titles):
        role = roles[at] if at < len(roles) else Role.IGNORE
        filled = [cell for cell in cells[at] if cell]
        if role is Role.CODE:
            shape = shape_of(filled)
        if role is Role.TIMING and is_flag(cell.lower() for cell in filled):
            columns.append(Column(title, role, yes_is_timed=not says_untimed(title)))
        else:
            columns.append(Column(title, role, in_minutes=role is Role.TIMING))
    return Guess(columns, shape, recid=_recid(titles))


class _Guessing:
    """Goes through the roles, the surest first; a column is used once."""

    def __init__(self, titles: list[str], cells: list[list[str]], known: frozenset[str]) -> None:
        self._titles = titles
        self._cells = cells
        self._known = known
        self._columns: dict[int, Column] = {}
        self._questions: list[str] = []
        self._asked: set[int] = set()
        self._shape = Shape.OWN

    def result(self) -> Guess:
        columns = [
            self._columns.get(at)
            or Column(
                title,
                Role.EXTRA if self._cells[at] else Role.IGNORE,
                is_open=at in self._asked,
            )
            for at, title in enumerate(self._titles)
        ]
        return Guess(columns, self._shape, self._questions)

    def code(self) -> None:
        strong = [at for at in self._free() if self._is_strong(at)]
        best = max((code_rank(self._titles[at]) for at in strong), default=0)
        chosen = [at for at in strong if code_rank(self._titles[at]) == best]
        if not chosen:
            cells = self._cells
            chosen = [at for at in self._free() if portion(cells[at], is_with_name) >= 0.5]
        if not chosen:
            chosen = self._own_codes()
        if len(chosen) == 1 and self._is_doubtful(chosen[0], best):
            self._ask(f"Are the cells in {self._called(chosen)} the codes?", chosen)
        elif len(chosen) == 1:
            self._use(chosen[0], Role.CODE)
            self._shape = shape_of(self._cells[chosen[0]])
            if re.search("icd|dx|diagnos", self._titles[chosen[0]].casefold()):
                self._shape = Shape.OWN if self._shape is Shape.PROCEDURE else self._shape
        elif chosen:
            self._ask(f"Which column has the codes: {self._called(chosen)}?", chosen)

    def _is_strong(self, at: int) -> bool:
        title = self._titles[at]
        # What is left out anyway says nothing of the others.
        cells = [cell for cell in self._cells[at] if not is_no_code(cell)]
        rank = code_rank(title)
        like = max(portion(cells, is_procedure), portion(cells, is_diagnosis))
        if rank >= 2:
            return like >= 0.5
        enough = like >= 2 / 3 and not is_flag(cell.lower() for cell in cells)
        return enough and (rank == 1 or self._familiar(at) >= 0.5)

    def _is_doubtful(self, at: int, rank: int) -> bool:
        """Codes that go on as others, and such numbers below a title that says nothing."""
        if portion(self._cells[at], is_longer) >= 0.5 and not self._is_strong(at):
            return True
        if rank != 1 or not self._titles[at]:
            return False
        return self._familiar(at) == 0 and all(map(str.isdecimal, self._cells[at]))

    def _own_codes(self) -> list[int]:
        titled = [at for at in self._free() if code_rank(self._titles[at]) >= 2]
        fitting = [at for at in titled if self._is_own(at)]
        best = max((code_rank(self._titles[at]) for at in fitting), default=0)
        fitting = [at for at in fitting if code_rank(self._titles[at]) == best]
        modifiers = [
            at
            for at in self._free()
            if usual_rank(self._titles[at], Role.MODIFIER) is not None
            and portion(self._cells[at], is_modifier) >= 0.8
            and self._is_own(at)
        ]
        return fitting or modifiers

    def _is_own(self, at: int) -> bool:
        cells = self._cells[at]
        if portion(cells, lambda cell: repaired(cell, Shape.OWN) is not None) < 0.5:
            return False
        return self._differ(at) and portion(cells, is_bare_amount) < 0.5

    def _familiar(self, at: int) -> float:
        """The part of the cells that are codes of the built-in reference."""

        def is_known(cell: str) -> bool:
            found = repaired(cell, Shape.PROCEDURE)
            return found is not None and found.code in self._known

        return portion(self._cells[at], is_known)

    def name(self) -> None:
        texts = [at for at in self._free() if portion(self._cells[at], is_text) >= 0.5]
        usual = [at for at in texts if usual_rank(self._titles[at], Role.NAME) is not None]
        if usual:
            self._use(
                min(usual, key=lambda at: usual_rank(self._titles[at], Role.NAME) or 0), Role.NAME
            )
            return
        said = [at for at in texts if _NAME_WORDS & set(words_of(self._titles[at]))]
        other = [at for at in texts if not self._has_other_use(at) and self._differ(at)]
        chosen = said or other
        if len(chosen) == 1:
            self._use(chosen[0], Role.NAME)
        elif chosen:
            self._ask(f"Which column has the names: {self._called(chosen)}?", chosen)

    def _differ(self, at: int) -> bool:
        """Whether most cells are there once, as names are; words of a kind come again."""
        return len(set(self._cells[at])) >= len(self._cells[at]) * 0.8

    def _has_other_use(self, at: int) -> bool:
        title = self._titles[at]
        cells = [cell.lower() for cell in self._cells[at]]
        uses = (Role.FAMILY, Role.ALIASES, Role.NOTE, Role.MODIFIER)
        if any(usual_rank(title, role) is not None for role in uses) or says_time(title):
            return True
        if code_rank(title) == 0 or charge_rank(title):
            return True
        is_short = portion(self._cells[at], lambda cell: len(cell) < 4) > 0.5
        return is_short or is_flag(cells) or portion(cells, is_duration) > 0.5

    def usual(self, role: Role) -> None:
        """A column whose title is usual for the role; the most usual one of several."""
        found = [at for at in self._free() if usual_rank(self._titles[at], role) is not None]
        if found:
            self._use(min(found, key=lambda at: usual_rank(self._titles[at], role) or 0), role)

    def modifier(self) -> None:
        found = [
            at for at in self._free() if usual_rank(self._titles[at], Role.MODIFIER) is not None
        ]
        found.sort(key=lambda at: usual_rank(self._titles[at], Role.MODIFIER) or 0)
        for at in found[:1]:
            if portion(self._cells[at], modifiers_in) >= 0.6:
                self._use(at, Role.MODIFIER)
            else:
                self._ask(f"Does {self._called([at])} hold modifiers, such as GO?", [at])

    def timing(self) -> None:
        minutes: dict[int, Column] = {}
        flags: dict[int, Column] = {}
        for at in self._free():
            title = self._titles[at]
            cells = [cell.lower() for cell in self._cells[at]]
            if is_flag(cells) and set(cells) & {"timed", "untimed"}:
                flags[at] = Column(title, Role.TIMING, yes_is_timed=True)
            elif is_flag(cells) and any(map(says_yes, cells)) and says_time(title):
                if says_timed(title) != says_untimed(title):
                    flags[at] = Column(title, Role.TIMING, yes_is_timed=says_timed(title))
                else:
                    self._ask(f"Does a yes in {self._called([at])} mean timed?", [at])
            elif self._is_minutes(at, cells):
                in_minutes = says_minutes(title, self._titles)
                minutes[at] = Column(title, Role.TIMING, in_minutes=in_minutes)
            elif says_time(title) and self._may_be_minutes(at, cells):
                self._ask(f"Is {self._called([at])} the minutes of one unit?", [at])
        chosen = minutes or flags
        if len(chosen) == 1:
            self._columns.update(chosen)
        elif chosen:
            called = self._called(list(chosen))
            self._ask(f"Which column has the minutes of one unit: {called}?", chosen)

    def _is_minutes(self, at: int, cells: list[str]) -> bool:
        title = self._titles[at]
        if says_minutes(title, self._titles):
            words = set(words_of(title))
            if words <= {"min", "mins"} and portion(cells, is_bare_amount) > 0.5:
                return False
            clear = portion(cells, lambda cell: read_minutes(cell, in_minutes=True) is not None)
            return clear >= 0.5
        clear = portion(cells, is_duration)
        return (
            clear >= 0.5 if says_time(title) else clear >= 0.8 and not self._has_title_of_time(at)
        )

    def _has_title_of_time(self, at: int) -> bool:
        """Whether the title tells of a time that is not that of a unit, such as a visit's."""
        return not _OTHER_TIME.isdisjoint(words_of(self._titles[at]))

    def _may_be_minutes(self, at: int, cells: list[str]) -> bool:
        """Whether a column of time is worth a question; the lowest of a range is none."""
        words = set(words_of(self._titles[at]))
        if words <= {"min", "mins"} and not says_minutes(self._titles[at], self._titles):
            return False
        return bool(cells) and not words & (_OTHER_TIME | {"effective", "date"})

    def charge(self) -> None:
        ranks = {
            at: charge_rank(self._titles[at])
            for at in self._free()
            if portion(self._cells[at], is_money)
            >= (0.5 if charge_rank(self._titles[at]) > 1 else 0.6)
        }
        best = max(ranks.values(), default=0)
        found = [at for at, rank in ranks.items() if rank == best]
        if best and len(found) == 1 and may_be_others_charge(self._titles[found[0]]):
            self._ask(f"Is {self._called(found)} your charge?", found)
        elif best and len(found) == 1:
            self._use(found[0], Role.CHARGE)
        elif best:
            self._ask(f"Which column is your charge: {self._called(found)}?", found)
        else:
            # Amounts below no title at all.
            bare = [at for at in found if not self._titles[at]]
            bare = [at for at in bare if portion(self._cells[at], has_cents) >= 0.8]
            if bare:
                self._ask(f"Is {self._called(bare[:1])} your charge?", bare)

    def _free(self) -> Iterable[int]:
        return [
            at
            for at, cells in enumerate(self._cells)
            if cells and at not in self._columns and at not in self._asked
        ]

    def _use(self, at: int, role: Role) -> None:
        self._columns[at] = Column(self._titles[at], role)

    def _ask(self, question: str, about: Iterable[int]) -> None:
        self._questions.append(question)
        self._asked.update(about)

    def _called(self, found: Sequence[int]) -> str:
        return name_columns(self._titles, found)

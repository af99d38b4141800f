"""What changed in a clinic's list since it was read before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.model import Problem
from otcodebook.lists.overlay import ClinicEntry
from otcodebook.lists.reading import ListReading
from otcodebook.progress import Progress, told
from otcodebook.wording import counted, listed

_FIELDS = ("name", "charge", "modifier", "family", "note", "summary")


@dataclass(frozen=True)
class EntryChange:
    """A code of both lists whose row says something else now."""

    before: ClinicEntry
    after: ClinicEntry

    def lines(self) -> list[str]:
        """Each field that differs: what it was and what it is."""
        return [
            f"{title}: {old or 'nothing'} \N{RIGHTWARDS ARROW} {new or 'nothing'}"
            for (title, old), (_, new) in zip(_texts(self.before), _texts(self.after), strict=False)
            if old != new
        ] + _extra_lines(self.before, self.after)


@dataclass(frozen=True)
class ListChanges:
    """The difference of two readings of a list.

    `lost` says of each row that is not used any more, or only in part, why; `questions` are what is
    unclear now and was not before.
    """

    added: tuple[ClinicEntry, ...]
    removed: tuple[ClinicEntry, ...]
    changed: tuple[EntryChange, ...]
    lost: tuple[str, ...]
    questions: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.has_lost)

    @property
    def has_lost(self) -> bool:
        """Whether rows that could be read before are lost now, or something is unclear."""
        return bool(self.lost or self.questions)

    def sentence(self) -> str:
        """How much changed, in a few words: "2 codes added, 1 changed"."""
        counts = (
            (len(self.added), "added"),
            (len(self.removed), "removed"),
            (len(self.changed), "changed"),
        )
        parts = [f"{counted(count, 'code')} {word}" for count, word in counts if count]
        if self.lost:
            parts.append(f"{counted(len(self.lost), 'row')} not read any more")
        if self.questions:
            parts.append(f"{counted(len(self.questions), 'question')} open")
        return listed(parts)


def list_changes(
    before: ListReading, after: ListReading, progress: Progress | None = None
) -> ListChanges:
    """What is different in the list as it is read now."""
    old = {entry.code: entry for entry in before.entries}
    new = {entry.code: entry for entry in after.entries}
    changed = [
        change
        for entry in told(after.entries, progress)
        if (was := old.get(entry.code)) is not None
        and not _is_same(was, entry)
        and (change := EntryChange(was, entry)).lines()
    ]
    # By how often: of five rows without a code one may have been there before.
    known = Counter(problem.message for problem in before.problems)
    lost = []
    for problem in _losses(after):
        if known[problem.message]:
            known[problem.message] -= 1
        else:
            lost.append(f"{problem.place}: {problem.message}")
    return ListChanges(
        added=tuple(entry for code, entry in new.items() if code not in old),
        removed=tuple(entry for code, entry in old.items() if code not in new),
        changed=tuple(changed),
        lost=tuple(lost),
        questions=tuple(each for each in after.questions if each not in before.questions),
    )


def _is_same(before: ClinicEntry, after: ClinicEntry) -> bool:
    """Whether nothing but its place differs: a quick look, as most rows of a list stay the same."""
    return before == (after if after.line == before.line else replace(after, line=before.line))


def _losses(reading: ListReading) -> Sequence[Problem]:
    """What is lost of single rows; not totals and the like."""
    harmless = {
        (f"{reading.place} {row.line}", row.reason) for row in reading.left_out if row.is_harmless
    }
    return [
        problem for problem in reading.problems if (problem.place, problem.message) not in harmless
    ]


def _texts(entry: ClinicEntry) -> list[tuple[str, str]]:
    texts = [(field.capitalize(), str(getattr(entry, field))) for field in _FIELDS]
    return [
        *texts,
        ("Timing", counting_label(entry.timing)),
        ("Search words", "; ".join(entry.aliases)),
    ]


def _extra_lines(before: ClinicEntry, after: ClinicEntry) -> list[str]:
    old, new = dict(before.extra), dict(after.extra)
    return [
        f"{title}: {old.get(title) or 'nothing'} \N{RIGHTWARDS ARROW} {new.get(title) or 'nothing'}"
        for title in dict.fromkeys([*old, *new])
        if old.get(title) != new.get(title)
    ]

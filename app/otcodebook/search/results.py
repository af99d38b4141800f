"""The results of a search: hits in their order, each worked out when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import overload

from msgspec.structs import replace

from otcodebook.search.explain import explain, marks
from otcodebook.search.hits import Document, Grade, Hit, MatchRank, Remark, T_co
from otcodebook.search.words.postings import Bits, Group, bits_of, documents_of, without
from otcodebook.wording import quoted

NO_REMARKS: Mapping[int, Remark] = {}


_MOST_HITS = 512
"""For so many rows what was found is remembered."""


class Results(Sequence[Hit[T_co]]):
    """The hits of one search, best first; each is worked out when it is looked at.

    `documents` is what was searched; `groups` are the places of those that were found, in their
    order, no document twice; `tokens` the words that found them; `best` is the rank of the first.
    `grade` is how sure the list is; `notice` says in a sentence what it is where it is not simply
    what was typed; usually empty. `remarks` are for single documents. `shown_for` is the corrected
    query that these are the results of, and `meant` one that would find something; both are
    usually empty.
    """

    def __init__(
        self,
        documents: Sequence[Document[T_co]],
        groups: Sequence[Group],
        tokens: tuple[str, ...] = (),
        best: MatchRank = MatchRank.ANY,
        *,
        notice: str = "",
        grade: Grade = Grade.EXACT,
        remarks: Mapping[int, Remark] = NO_REMARKS,
    ) -> None:
        self.best = best
        self.notice = notice
        self.grade = grade
        self.shown_for = ""
        self.meant = ""
        self.tokens = tokens
        self._searched = documents
        self._groups = groups
        self._remarks = remarks
        self._count = sum(
            group.bit_count() if isinstance(group, int) else len(group) for group in groups
        )
        self._rest = self._in_order()
        self._ordered: list[int] = []
        # No lru_cache: with it each search would hold itself until Python looks for such rings.
        self._hits: dict[int, Hit[T_co]] = {}

    @property
    def bits(self) -> Bits:
        """All documents found, as a set."""
        found = 0
        for group in self._groups:
            found |= group if isinstance(group, int) else self._selection(group)
        return found

    def items(self) -> list[T_co]:
        """What the hits stand for, without working out why each was found."""
        return [self._searched[at].item for at in self._in_order()]

    def _selection(self, documents: Sequence[int]) -> Bits:
        return bits_of(documents, len(self._searched))

    def _in_order(self) -> Iterator[int]:
        ordered = (documents_of(each) if isinstance(each, int) else each for each in self._groups)
        return chain.from_iterable(ordered)

    def with_notice(self, notice: str, grade: Grade | None = None) -> Results[T_co]:
        """The same results with a notice and, if one is given, another grade."""
        return self._changed(self._groups, notice=notice, grade=grade)

    def corrected(self, shown_for: str) -> Results[T_co]:
        """The same results as those of a query with its typing errors corrected."""
        changed = self.with_notice(f"Showing results for {quoted(shown_for)}.", Grade.CLOSEST)
        changed.shown_for = shown_for
        return changed

    def suggesting(self, meant: str) -> Results[T_co]:
        """The same results with another query that would find something."""
        changed = self.with_notice(f"Did you mean {quoted(meant)}?", Grade.CLOSEST)
        changed.meant = meant
        return changed

    def headed_by(
        self, documents: Sequence[int], remarks: Mapping[int, Remark] = NO_REMARKS
    ) -> Results[T_co]:
        """These documents first, then the rest of the results; the remarks are added."""
        chosen = self._selection(documents)
        rest = [without(group, chosen) for group in self._groups]
        return self._changed([documents, *rest], remarks)

    def followed_by(self, documents: list[int], remark: Remark) -> Results[T_co]:
        """The results, then these other documents, each with the remark."""
        return self._changed([*self._groups, documents], dict.fromkeys(documents, remark))

    def among(self, documents: Bits) -> Results[T_co]:
        """Those of the results that are among these documents, in their order."""
        return self._changed([without(group, ~documents) for group in self._groups])

    def ended_by(self, documents: Bits) -> Results[T_co]:
        """These documents after all others, each part in its order."""
        others = [without(group, documents) for group in self._groups]
        ending = [without(group, ~documents) for group in self._groups]
        return self._changed([*others, *ending])

    def _changed(
        self,
        groups: Sequence[Group],
        remarks: Mapping[int, Remark] = NO_REMARKS,
        notice: str | None = None,
        grade: Grade | None = None,
    ) -> Results[T_co]:
        changed = Results(
            self._searched,
            groups,
            self.tokens,
            self.best,
            notice=self.notice if notice is None else notice,
            grade=grade or self.grade,
            remarks={**self._remarks, **remarks},
        )
        changed.shown_for, changed.meant = self.shown_for, self.meant
        return changed

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> Hit[T_co]: ...
    @overload
    def __getitem__(self, row: slice) -> list[Hit[T_co]]: ...
    def __getitem__(self, row: int | slice) -> Hit[T_co] | list[Hit[T_co]]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        if row < 0:
            row += self._count
        if not 0 <= row < self._count:
            raise IndexError(row)
        while len(self._ordered) <= row:
            self._ordered.append(next(self._rest))
        return self._hit(self._ordered[row])

    def _hit(self, document: int) -> Hit[T_co]:
        found = self._hits.get(document)
        if found is None:
            if len(self._hits) >= _MOST_HITS:
                self._hits.clear()
            found = self._hits[document] = self._explained(document)
        return found

    def _explained(self, document: int) -> Hit[T_co]:
        hit = explain(self._searched[document], self.tokens)
        remark = self._remarks.get(document)
        if remark is None:
            return hit
        if not remark.alias:
            return replace(hit, reason=remark.reason, warning=remark.warning)
        return replace(
            hit,
            reason=remark.reason,
            warning=remark.warning,
            alias=remark.alias,
            alias_spans=marks(remark.alias, self.tokens),
        )

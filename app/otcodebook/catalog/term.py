"""The terms of a catalog: words that therapists type, and what they lead to."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import Annotated

from msgspec import Meta
from msgspec.structs import force_setattr

from otcodebook.catalog.fields import Line, Part

TARGET_PATTERN = r"^([A-Z0-9][A-Z0-9.\-]{0,19}|(faq|guide):[a-z0-9][a-z0-9\-]{0,59})\Z"

Target = Annotated[str, Meta(pattern=TARGET_PATTERN)]


class Term(Part, frozen=True):
    """Words that therapists type, and the codes and answers they lead to, best first.

    An answer is "faq:" or "guide:" and its id; `source` names the vocabulary the term is from.
    """

    term: Line
    targets: Annotated[tuple[Target, ...], Meta(min_length=1)]
    source: Line

    def __post_init__(self) -> None:
        """Terms with equal targets and sources share them: there are thousands of terms."""
        force_setattr(self, "targets", _shared(self.targets))
        force_setattr(self, "source", intern(self.source))


@lru_cache(maxsize=1024)
def _shared(targets: tuple[str, ...]) -> tuple[str, ...]:
    """The first tuple that was equal to this one."""
    return targets

"""The terms of a catalog: words that therapists type, and what they lead to."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from otcodebook.catalog.fields import Line, Part

TARGET_PATTERN = r"^([A-Z0-9][A-Z0-9.\-]{0,19}|(faq|guide):[a-z0-9][a-z0-9\-]{0,59})\Z"

Target = Annotated[str, Meta(pattern=TARGET_PATTERN)]


class TermGroup(Part, frozen=True):
    """Words that therapists type, and the codes and answers all of them lead to, best first.

    An answer is "faq:" or "guide:" and its id; `source` names the vocabulary the terms are from.
    """

    terms: Annotated[tuple[Line, ...], Meta(min_length=1)]
    targets: Annotated[tuple[Target, ...], Meta(min_length=1)]
    source: Line

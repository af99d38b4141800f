"""What the FAQ or the Guide shows: its state between two sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TopicState:
    """What a topic tab shows: the id of its page, and the query where it has a search box."""

    page: str = ""
    query: str = ""

"""The questions and guide pages of the shipped catalog: their groups and what leads on."""

from __future__ import annotations

from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Faq, GuidePage, TopicGroup
from otcodebook.pages.topic_foot import related_codes

CATALOG = load_bundled()
_LONGEST_TITLE = 100


def test_every_question_and_page_has_a_group() -> None:
    topics: list[Faq | GuidePage] = [*CATALOG.faq, *CATALOG.guide]
    assert [topic.id for topic in topics if topic.group is None] == []
    assert {question.group for question in CATALOG.faq} == {*TopicGroup}


def test_titles_fit_on_two_lines() -> None:
    titles = [item.question for item in CATALOG.faq] + [page.title for page in CATALOG.guide]
    assert [title for title in titles if len(title) > _LONGEST_TITLE] == []


def test_most_topics_lead_on_to_codes() -> None:
    topics: list[Faq | GuidePage] = [*CATALOG.faq, *CATALOG.guide]
    assert sum(bool(related_codes(topic, CATALOG)) for topic in topics) > len(topics) / 2

"""What a search holds is let go with it: a list that is read again costs no second one."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from otcodebook.catalog.load import load_bundled
from otcodebook.search.codes import CodeSearch
from otcodebook.search.lookup import Lookup
from otcodebook.search.words.postings import Postings


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Python does not look for rings of references: what is in none of them goes at once."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _postings() -> list[Postings]:
    return [part for part in gc.get_objects() if isinstance(part, Postings)]


@pytest.mark.usefixtures("no_collection")
def test_a_search_that_is_not_needed_any_more_goes_at_once() -> None:
    others = len(_postings())
    codes = CodeSearch(load_bundled())
    lookup = Lookup(codes)
    for text in ("ther ex", "how many units is 40 minutes", "97110 or 97530", "theraputic", "xyz"):
        found = lookup.find(text)
        list(found.codes)
    assert len(_postings()) > others
    parts = [weakref.ref(part) for part in (codes, lookup, found.codes)]
    del codes, lookup, found
    assert [part() for part in parts] == [None, None, None]
    assert len(_postings()) == others

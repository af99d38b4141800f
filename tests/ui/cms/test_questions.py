"""A question on two codes in the search box is answered from the open table of pairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel

from cms_files import write_ptp
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver


def test_two_codes_are_answered_from_the_open_table_and_from_the_facts_without_it(
    open_window: Callable[..., MainWindow],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SimpleNamespace(today=lambda: date(2026, 11, 27))
    monkeypatch.setattr("otcodebook.catalog.editions.date", clock)
    driver = Driver(open_window(None, folder), folder)

    def answer(query: str) -> str:
        driver.search(query)
        return driver.part(QLabel, "noticeLabel").text()

    facts = answer("can I bill 97530 with 97750")
    assert "2024-07" in facts
    known = known_codes()
    store = CmsStore(folder)
    store.add(read_files([write_ptp(tmp_path)], known), known, keep_older=False)
    assert answer("97530 97750").startswith("97530 with 97750: 59 or X on 97750 if")
    assert answer("97530/97537").startswith("No pair: 97530 with 97537. (NCCI code pairs, private")
    assert "2026 Q4" in answer("can I bill 97530 with 97140?")
    # The part with 29125 is not open: not known is not no pair.
    assert answer("97530 29125") == (
        "Not known: 97530 with 29125. The part of CMS's table with 29125 is not open: open f1, f2 "
        "or f3."
    )
    store.remove()
    assert answer("can I bill 97530 with 97750") == facts
    hospital = read_files([write_ptp(tmp_path, setting="hospital")], known)
    store.add(hospital, known, keep_older=False)
    told = answer("can I bill 97530 with 97750")
    assert told.startswith("No table of code pairs is open for private practice, only for outpat")
    assert told.endswith(facts)

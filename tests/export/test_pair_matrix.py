"""The pairs of favorites as a table to print: which code 59 goes on, and what is not known."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from cms_files import write_ptp
from otcodebook.catalog.load import load_bundled
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.model import Setting
from otcodebook.export.pair_matrix import matrix_html, pair_matrix


def test_each_cell_says_where_59_goes_and_what_is_not_known_names_what_to_open(
    tmp_path: Path,
) -> None:
    catalog, known = load_bundled(), known_codes()
    store = CmsStore(tmp_path / "data")
    store.add(read_files([write_ptp(tmp_path)], known), known, keep_older=True)
    day = date(2026, 11, 27)
    codes = ["97150", "97530", "97165", "97750", "29125", "GO"]
    matrix = pair_matrix(store, codes, catalog, day, Setting.PRACTITIONER)
    assert matrix.cells == {
        ("97530", "97150"): "59",
        ("97150", "97530"): "(59)",
        ("97750", "97530"): "59",
        ("97530", "97750"): "(59)",
        ("97165", "97750"): "never",
        ("97750", "97165"): "never",
        **{("29125", code): "?" for code in codes[:4]},
        **{(code, "29125"): "?" for code in codes[:4]},
    }
    told = re.sub("<[^>]+>", " ", matrix_html(matrix))
    assert "?: not known, in a part of the table that is not open: open f1, f2 or f3." in told
    whole = pair_matrix(store, codes[:4], catalog, day, Setting.PRACTITIONER)
    assert "not known" not in matrix_html(whole)

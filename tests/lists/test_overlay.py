"""A clinic's list on top of the built-in reference: what is whose, and what is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from otcodebook.catalog.dated import catalog_on, is_dated
from otcodebook.catalog.editions import today
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Code, Pooled, Retired, Unstated
from otcodebook.cli.main import main
from otcodebook.export.printed_list import ListContent, csv_bytes, printed_list
from otcodebook.lists.file import parse_catalog
from otcodebook.lists.overlay import Overlay, overlaid
from otcodebook.pages.code_page import entry_page
from otcodebook.search.codes import CodeSearch
from otcodebook.search.lookup import Lookup
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry

LIST = """HCPCS,Description,Charge,Mod,Comment,Minutes,Group,Dept
X9999,Barn door fitting,$7.00,,<script>x</script>,,Ours,A & B
97530,Kitchen group with us,50.00,GO,needs auth,30 min,,OT
97003,OT eval of old,$80.00,GO,,,,
97165,OT EVALUATION LOW,$90.00,GO,,,Therapeutic procedure,
X9998,Wall slide class,$9.50,GO,,30 min,therapeutic procedure,
X9997,Splint check at home,$1.00,,,,Ours,
"""
BUNDLED = load_bundled()


@pytest.fixture(scope="module")
def overlay() -> Overlay:
    loaded = parse_catalog(LIST.encode(), Path("charges.csv"))
    assert loaded.is_whole, loaded.problems
    assert loaded.overlay is not None
    assert loaded.count == 6
    return loaded.overlay


@pytest.fixture(scope="module")
def lookup(overlay: Overlay) -> Lookup:
    return Lookup(CodeSearch(overlay))


def found(lookup: Lookup, text: str) -> list[str]:
    return [hit.document.code for hit in lookup.find(text).codes]


def test_what_the_reference_knows_stays_as_it_is_there(overlay: Overlay) -> None:
    assert overlay.listed == ("X9999", "97530", "97003", "97165", "X9998", "X9997")
    assert set(overlay.known) == {"97530", "97003", "97165"}
    for code in overlay.known:
        assert overlay.find(code) == BUNDLED.find(code)
    assert overlay.codes[: len(BUNDLED.codes)] == BUNDLED.codes
    for part in ("retired", "elsewhere", "faq", "guide", "lookalikes", "terms", "billing"):
        assert getattr(overlay, part) == getattr(BUNDLED, part)


def test_what_only_the_list_has_is_made_of_its_row(overlay: Overlay) -> None:
    own = overlay.codes[len(BUNDLED.codes) :]
    assert [code.code for code in own] == ["X9999", "X9998", "X9997"]
    names = overlay.family_names
    # A family that the reference has is that family.
    assert [names[code.family] for code in own] == ["Ours", "Therapeutic procedure", "Ours"]
    assert [isinstance(code.timing, Unstated) for code in own] == [True, False, True]
    assert len(set(names.values())) == len(names)


def test_without_a_reference_the_list_stands_alone(overlay: Overlay) -> None:
    alone, _ = overlaid(overlay.clinic_entries, None, "Charges")
    assert tuple(code.code for code in alone.codes) == alone.listed == overlay.listed
    assert alone.title == "Charges"


def test_a_list_is_the_same_on_all_days(overlay: Overlay) -> None:
    assert not is_dated(overlay)
    assert catalog_on(overlay, today()) is overlay


def test_her_words_find_her_rows_and_the_reason_is_told(lookup: Lookup) -> None:
    for text, code, reason in (
        ("kitchen group with us", "97530", "in your list: Kitchen group with us"),
        ("barn door", "X9999", "name"),
        ("x9998", "X9998", "code"),
        ("needs auth", "97530", "text"),
    ):
        hits = lookup.find(text).codes
        at = [hit.document.code for hit in hits].index(code)
        assert hits[at].reason_text == reason, text


def test_of_two_that_match_alike_the_built_in_one_comes_first(lookup: Lookup) -> None:
    codes = found(lookup, "splint")
    assert "X9997" in codes
    assert codes[0] in {code.code for code in BUNDLED.codes}
    # Whatever is typed, the list on top hides nothing of the reference.
    bare = Lookup(CodeSearch(BUNDLED))
    for text in ("ther ex", "splint", "eval", "530", "kitchen", "wrist", "G0283", "home"):
        known = [code for code in found(lookup, text) if not code.startswith("X")]
        assert set(found(bare, text)) <= {*known, "97530", "97003", "97165"}, text
        assert found(lookup, text)[0] == found(bare, text)[0], text


def test_the_list_by_itself_has_the_order_of_its_file(lookup: Lookup, overlay: Overlay) -> None:
    search = lookup.codes

    def listed(text: str = "", family: str = "", timed: bool | None = None) -> list[str]:
        hits = search.search(text, family, timed, overlay.listed)
        return [hit.document.code for hit in hits]

    assert listed() == list(overlay.listed)
    assert listed(timed=True) == ["97530", "X9998"]
    assert listed(family="procedure") == ["97530", "X9998"]
    assert listed("wall slide") == ["X9998"]
    assert listed("97110") == []


def test_notes_are_found_within_the_list(overlay: Overlay) -> None:
    search = CodeSearch(overlay)
    search.set_notes({"X9999": "zebra", "97110": "zebra"})
    hits = search.search("zebra", only=overlay.listed)
    assert [hit.document.code for hit in hits] == ["X9999"]


def test_units_go_by_the_reference_then_by_the_list(overlay: Overlay) -> None:
    known = overlay.find("97530")
    assert isinstance(known, Code)
    assert isinstance(known.timing, Pooled)  # her 30 minutes do not count
    entries = [SessionEntry("97530", 33), SessionEntry("X9998", 45), SessionEntry("X9999", 20)]
    count = count_units(entries, overlay, Rule.CMS)
    units = {line.code: (line.units, line.takes_go) for line in count.lines}
    assert units == {"97530": (2, True), "X9998": (1, True), "X9999": (0, False)}
    assert "does not say how X9999 is counted" in count.lines[2].reason


def test_the_band_has_her_fields_escaped(overlay: Overlay) -> None:
    for code, told in (
        ("97530", "“Kitchen group with us” · charge 50.00 · modifier GO · “needs auth”"),
        ("97003", "“OT eval of old” · $80.00 · modifier GO"),
        ("X9999", "$7.00 · “&lt;script&gt;x&lt;/script&gt;”"),
    ):
        entry = overlay.find(code)
        assert entry is not None
        page = entry_page(entry, overlay)
        assert f"From your list</span>: {told}" in page, page
        assert "<script>" not in page
        assert ("Only your list has this code." in page) is (code == "X9999")
    own = overlay.find("X9999")
    assert own is not None
    page = entry_page(own, overlay)
    assert "A &amp; B" in page
    assert "How it is counted is not known" in page
    assert "edition" not in page
    other = overlay.find("97110")
    assert other is not None
    assert entry_page(other, overlay) == entry_page(other, BUNDLED)


def test_the_printed_list_has_her_fields_and_no_formula(overlay: Overlay) -> None:
    rows = [entry for entry in map(overlay.find, overlay.listed) if entry is not None]
    listed = ListContent(rows, scope="My list", is_clinic_list=True)
    printed = printed_list(listed, overlay, {"X9998": "mine"})
    assert printed.left_out == "Left out: 1 retired code."
    head, *lines = csv_bytes(printed).decode("utf-8-sig").splitlines()
    assert head == "Code,Name,Family,Counting,My name,Charge,Modifier,Comment,Dept,My note"
    assert lines[0] == "X9999,Barn door fitting,Ours,,,$7.00,,<script>x</script>,A & B,"
    assert lines[1] == (
        "97530,Therapeutic activities,Therapeutic procedure,15 min,Kitchen group with us,50.00,GO,"
        "needs auth,OT,"
    )
    assert lines[3].endswith(",mine")
    plain = printed_list(ListContent(rows, scope="Favorites"), overlay, {})
    assert csv_bytes(plain).decode("utf-8-sig").splitlines()[0] == "Code,Name,Family,Counting"


def test_the_command_line_lays_the_list_on_top(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "charges.csv"
    path.write_text(LIST + "TOTAL,,,,,,,\n,nothing,,,,,,\n", encoding="utf-8")
    told = "ot-codebook: charges.csv: 2 rows left out. See: ot-codebook check charges.csv\n"

    def run(*words: str) -> tuple[str, str]:
        assert main(["--catalog", str(path), *words]) == 0
        told = capsys.readouterr()
        return told.out, told.err

    out, err = run("show", "97530")
    assert err == told
    assert "“Kitchen group with us” · charge 50.00 · modifier GO · “needs auth”" in out
    assert "Dept: OT" in out
    assert "Document  " in out
    out, _ = run("show", "--json", "97530")
    assert json.loads(out)["your_list"] == {
        "line": 3,
        "name": "Kitchen group with us",
        "charge": "50.00",
        "modifier": "GO",
        "comment": "needs auth",
        "more": {"Dept": "OT"},
    }
    out, _ = run("show", "97003")
    assert "“OT eval of old” · $80.00" in out
    out, err = run("find", "kitchen group with us")
    assert err == told
    assert "97530  Therapeutic activities  (15 min, in your list: Kitchen group with us)" in out
    out, err = run("units", "97530=33", "X9998=45")
    assert err == told
    assert "Claim lines: 97530-GO x2, X9998-GO x1" in out
    path.write_text(LIST, encoding="utf-8")
    assert run("find", "barn door")[1] == ""


def test_a_retired_code_of_the_list_stays_retired(overlay: Overlay, lookup: Lookup) -> None:
    assert isinstance(overlay.find("97003"), Retired)
    assert found(lookup, "97003")[0] == "97165"


def test_questions_are_answered_in_the_list_too(overlay: Overlay, lookup: Lookup) -> None:
    wrong = []
    for query, codes, is_answered in (
        ("how many units is 23 minutes", [], True),
        ("8 minute rule", [], True),
        ("can I bill 97165 and 97530", ["97165", "97530"], True),
        ("97165 vs 97166", ["97165"], True),
        ("group therapy", [], False),  # 97150, which the list does not have: a button leads to it
        ("kitchen", ["97530"], False),
        ("barn door", ["X9999"], False),
        ("", list(overlay.listed), False),
    ):
        shown = lookup.find(query, only=overlay.listed)
        listed = [entry.code for entry in shown.codes.items()]
        if (listed, bool(shown.answers)) != (codes, is_answered):
            wrong.append(f"{query}: {listed}, {[hit.document.name for hit in shown.answers]}")
        filtered = lookup.find(query, timed=True, only=overlay.listed)
        assert not filtered.answers
    assert not wrong


def test_progress_of_the_index_only_grows(overlay: Overlay) -> None:
    made: list[float] = []
    prepared: list[float] = []
    CodeSearch(overlay, made.append).prepare(prepared.append)
    assert made == sorted(made)
    assert prepared == sorted(prepared)
    assert 0 <= made[0] < made[-1] < prepared[-1] <= 1

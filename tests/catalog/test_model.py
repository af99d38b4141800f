"""The catalog: what loads, what is refused, and what a refusal says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from otcodebook.catalog.content import Bullets, Heading, Paragraph, Table, block_texts
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import (
    Band,
    Blocks,
    Catalog,
    CatalogError,
    Code,
    OtherProfessionCode,
    Pooled,
    Problem,
    Retired,
    System,
    Unstated,
    Untimed,
)
from support import as_bytes, small_catalog

Data = dict[str, Any]


def load(data: Data) -> Catalog:
    return load_catalog(as_bytes(data))


def problems(data: bytes) -> list[Problem]:
    with pytest.raises(CatalogError) as caught:
        load_catalog(data)
    return caught.value.problems


def code_entry(number: str, **fields: Any) -> Data:
    return {"code": number, "name": f"Code {number}", "family": "procedure", **fields}


# What loads


def test_the_small_catalog_loads() -> None:
    catalog = load(small_catalog())
    assert catalog.title == "Small catalog"
    assert catalog.edition is not None
    assert catalog.edition.effective == date(2026, 1, 1)
    assert [code.code for code in catalog.codes] == ["97165", "97110", "97530", "97150"]


def test_entries_come_codes_first_then_retired_then_other_professions() -> None:
    entries = list(load(small_catalog()).entries())
    assert [type(entry) for entry in entries] == [Code] * 4 + [Retired, OtherProfessionCode]


@pytest.mark.parametrize(
    ("code", "kind"), [("97110", Code), ("97003", Retired), ("97161", OtherProfessionCode)]
)
def test_every_kind_of_entry_is_found_by_its_code(
    code: str, kind: type[Code | Retired | OtherProfessionCode]
) -> None:
    entry = load(small_catalog()).find(code)
    assert isinstance(entry, kind)
    assert entry.code == code


@pytest.mark.parametrize("code", ["", "9711", "97110 ", "99999", "\0"])
def test_only_the_exact_code_is_found(code: str) -> None:
    assert load(small_catalog()).find(code) is None


def test_lookalikes_are_found_from_each_code_they_concern() -> None:
    catalog = load(small_catalog())
    for code in ("97110", "97530"):
        assert [item.id for item in catalog.lookalikes_of(code)] == ["exercise-or-activities"]
    assert catalog.lookalikes_of("97165") == []


def test_the_add_on_of_a_base_code_is_found() -> None:
    data = small_catalog()
    data["codes"].append(code_entry("97130", add_on_to="97110"))
    catalog = load(data)
    add_on = catalog.add_on_of("97110")
    assert add_on is not None
    assert add_on.code == "97130"
    assert catalog.add_on_of("97130") is None


@pytest.mark.parametrize("target", ["faq:", "faq:Not An Id", "page:start", "97110 ", ""])
def test_a_target_is_a_code_or_an_answer(target: str) -> None:
    data = small_catalog()
    add_terms(("putty", [target]))(data)
    found = problems(as_bytes(data))
    assert [problem.place for problem in found] == ["$.terms[1].targets[0]"]
    assert found[0].message == "expected a code, or faq: or guide: and the id of an answer"


def test_families_have_names() -> None:
    assert load(small_catalog()).family_names["procedure"] == "Therapeutic procedure"


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ({"kind": "pooled"}, Pooled()),
        ({"kind": "pooled", "scope": "first"}, Pooled("first")),
        ({"kind": "untimed", "per": "day"}, Untimed("day")),
        ({"kind": "blocks", "minutes": 60, "threshold": 31}, Blocks(60, 31)),
        (
            {"kind": "band", "at_least": 20, "per": "month"},
            Band(at_least=20, per="month"),
        ),
        (
            {"kind": "band", "at_least": 5, "at_most": 5, "per": "week"},
            Band(at_least=5, at_most=5, per="week"),
        ),
        ({"kind": "unstated"}, Unstated()),
    ],
)
def test_every_kind_of_timing_is_data(timing: Data, expected: object) -> None:
    data = small_catalog()
    data["codes"][0]["timing"] = timing
    assert load(data).codes[0].timing == expected


def test_a_code_needs_only_number_name_and_family() -> None:
    data = small_catalog()
    data["codes"].append(code_entry("A1"))
    code = load(data).codes[-1]
    assert (code.timing, code.system, code.aliases) == (Unstated(), System.OTHER, ())


def test_a_catalog_cannot_be_changed_once_loaded() -> None:
    catalog = load(small_catalog())
    with pytest.raises(AttributeError):
        catalog.codes[0].name = "Other"  # type: ignore[misc]


def test_block_texts_come_in_reading_order() -> None:
    blocks = (
        Heading("one"),
        Paragraph("two"),
        Bullets(("three", "four")),
        Table(("five", "six"), (("seven", "eight"), ("nine", "ten"))),
    )
    words = "one two three four five six seven eight nine ten"
    assert " ".join(block_texts(blocks)) == words


# What is refused


def put(part: str, at: int, key: str, value: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data[part][at][key] = value

    return change


def repeat(part: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data[part].append(dict(data[part][0]))

    return change


def expire_early(data: Data) -> None:
    data["edition"]["expires"] = "2025-12-31"


def widen_row(data: Data) -> None:
    data["guide"][0]["body"][2]["rows"].append(["1", "2", "3"])


def table_in(part: str, key: str) -> Callable[[Data], None]:
    table = {"kind": "table", "head": ["a", "b"], "rows": [["1", "2"], ["1"]]}
    return put(part, 0, key, [table])


def payment(codes: list[str], text: str = "Not {codes}.") -> Callable[[Data], None]:
    rule = {"codes": codes, "text": text, "source": "A list", "as_of": "2026-07"}

    def change(data: Data) -> None:
        data["billing"]["payment"] = [rule]

    return change


def modifiers(every_line: list[str], one_line: list[str]) -> Callable[[Data], None]:
    lists = {"every_line": every_line, "one_line": one_line, "source": "x", "as_of": "2026"}

    def change(data: Data) -> None:
        entries = [code_entry(each, system="Modifier") for each in ("GO", "59")]
        data["codes"] += [each for each in entries if each not in data["codes"]]
        data["billing"]["modifiers"] = lists

    return change


def add_terms(*more: tuple[str, list[str]]) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        added = [{"terms": [term], "targets": targets, "source": "x"} for term, targets in more]
        data["terms"] += added

    return change


def together(key: str, value: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data["billing"]["together"][0][key] = value

    return change


def limits(*codes: list[str]) -> Callable[[Data], None]:
    rules = [
        {"codes": each, "units": 1, "kind": "day", "source": "A table", "as_of": "2026-10"}
        for each in codes
    ]

    def change(data: Data) -> None:
        data["billing"]["limits"] = rules

    return change


def rates(*percents: int) -> Callable[[Data], None]:
    rules = [
        {"kind": "medicare", "percent": each, "source": "A manual", "as_of": "2026"}
        for each in percents
    ]

    def change(data: Data) -> None:
        data["billing"]["rates"] = rules

    return change


def assistant(codes: list[str], text: str = "Not {codes}.") -> Callable[[Data], None]:
    rule = {"codes": codes, "text": text, "source": "A manual", "as_of": "2026"}

    def change(data: Data) -> None:
        data["billing"]["assistant"] = [rule]

    return change


CROSS_REFERENCES: dict[str, tuple[Callable[[Data], None], str, str]] = {
    "edition ends before it begins": (expire_early, "$.edition.expires", "expires"),
    "family twice": (repeat("families"), "$.families[2].id", "evaluation"),
    "code twice": (repeat("codes"), "$.codes[4].code", "97165"),
    "retired code twice": (repeat("retired"), "$.retired[1].code", "97003"),
    "other profession's code twice": (repeat("elsewhere"), "$.elsewhere[1].code", "97161"),
    "look-alike twice": (repeat("lookalikes"), "$.lookalikes[1].id", "exercise-or"),
    "question twice": (repeat("faq"), "$.faq[2].id", "what-is-cpt"),
    "guide page twice": (repeat("guide"), "$.guide[2].id", "start"),
    "source twice": (repeat("sources"), "$.sources[1].id", "S1"),
    "unknown related code": (
        put("codes", 2, "related", ["97110", "11111"]),
        "$.codes[2].related[1]",
        "11111",
    ),
    "unknown base code": (put("codes", 3, "add_on_to", "22222"), "$.codes[3].add_on_to", "22222"),
    "unknown replacement of a retired code": (
        put("retired", 0, "use", ["33333"]),
        "$.retired[0].use[0]",
        "33333",
    ),
    "unknown code for OT": (
        put("elsewhere", 0, "use", ["44444"]),
        "$.elsewhere[0].use[0]",
        "44444",
    ),
    "unknown look-alike": (
        put("lookalikes", 0, "codes", ["97110", "55555"]),
        "$.lookalikes[0].codes[1]",
        "55555",
    ),
    "unknown family": (put("codes", 1, "family", "nobody"), "$.codes[1].family", "nobody"),
    "unknown source": (put("codes", 1, "sources", ["S1", "S9"]), "$.codes[1].sources[1]", "S9"),
    "term twice, in other case and spaces": (
        add_terms(("thera putty", ["97165"]), ("Thera-Putty", ["97165"])),
        "$.terms[2].terms[0]",
        "the term Thera-Putty is here twice, also as thera putty",
    ),
    "term without a letter": (
        put("terms", 0, "terms", ["..."]),
        "$.terms[0].terms[0]",
        "no letter",
    ),
    "unknown code of a term": (
        put("terms", 0, "targets", ["97165", "77777"]),
        "$.terms[0].targets[1]",
        "there is no code 77777",
    ),
    "unknown answer of a term": (
        put("terms", 0, "targets", ["faq:how-many-units", "guide:how-many-units"]),
        "$.terms[0].targets[1]",
        "there is no answer guide:how-many-units",
    ),
    "target twice": (
        put("terms", 0, "targets", ["97165", "97165"]),
        "$.terms[0].targets[1]",
        "97165 is here twice",
    ),
    "translation of nothing": (
        put("codes", 0, "patient_es", "Hoy le pregunto por su salud."),
        "$.codes[0].patient_es",
        "no English text",
    ),
    "unknown code in a pair": (
        together("others", ["97110", "66666"]),
        "$.billing.together[0].others[1]",
        "66666",
    ),
    "retired code in a pair": (
        together("ones", ["97165", "97003"]),
        "$.billing.together[0].ones[1]",
        "97003",
    ),
    "gap that nothing fills": (
        together("text", "{ones} and {them}"),
        "$.billing.together[0].text",
        "{them}: use {ones}, {others} and {codes}",
    ),
    "unknown code that is not paid": (
        payment(["97110", "77777"]),
        "$.billing.payment[0].codes[1]",
        "77777",
    ),
    "unknown code with a limit": (
        limits(["97110"], ["97150", "88888"]),
        "$.billing.limits[1].codes[1]",
        "88888",
    ),
    "unknown code without CO": (
        assistant(["97165", "99998"]),
        "$.billing.assistant[0].codes[1]",
        "99998",
    ),
    "unknown modifier": (modifiers(["GO", "ZZ"], []), "$.billing.modifiers.every_line[1]", "ZZ"),
    "row longer than the head": (widen_row, "$.guide[0].body[2].rows[1]", "3 cells"),
    "band ends before it begins": (
        put("codes", 0, "timing", {"kind": "band", "at_least": 9, "at_most": 8, "per": "day"}),
        "$.codes[0].timing",
        "ends before",
    ),
}


@pytest.mark.parametrize("name", CROSS_REFERENCES)
def test_a_contradiction_is_named_with_its_place(name: str) -> None:
    change, place, word = CROSS_REFERENCES[name]
    data = small_catalog()
    change(data)
    found = problems(as_bytes(data))
    assert [problem.place for problem in found] == [place]
    assert word in found[0].message


def test_all_contradictions_are_told_at_once() -> None:
    data = small_catalog()
    for change, _, _ in CROSS_REFERENCES.values():
        change(data)
    found = {problem.place for problem in problems(as_bytes(data))}
    assert {place for _, place, _ in CROSS_REFERENCES.values()} <= found


@pytest.mark.parametrize(
    ("part", "key"), [("faq", "answer"), ("lookalikes", "answer"), ("guide", "body")]
)
def test_uneven_tables_are_found_wherever_they_stand(part: str, key: str) -> None:
    data = small_catalog()
    table_in(part, key)(data)
    assert [problem.place for problem in problems(as_bytes(data))] == [
        f"$.{part}[0].{key}[0].rows[1]"
    ]


def test_a_code_that_extends_itself_is_refused() -> None:
    data = small_catalog()
    data["codes"][1]["add_on_to"] = "97110"
    (problem,) = problems(as_bytes(data))
    assert problem.place == "$.codes[1].add_on_to"
    assert "itself" in problem.message


def test_a_rules_text_and_modifiers_are_checked_on_their_own() -> None:
    cases = [
        (payment(["97110"], "No {ones}."), "$.billing.payment[0].text"),
        (payment(["97110"], "No {}."), "$.billing.payment[0].text"),
        (limits(["97110"], ["97150", "97110"]), "$.billing.limits[1].codes[1]"),
        (assistant(["97110"], "No {ones}."), "$.billing.assistant[0].text"),
        (rates(80, 75), "$.billing.rates[1].kind"),
        (modifiers(["GO"], ["59", "GO"]), "$.billing.modifiers.one_line[1]"),
        (modifiers(["97110"], []), "$.billing.modifiers.every_line[0]"),
    ]
    found = []
    for change, _ in cases:
        data = small_catalog()
        change(data)
        found.append([problem.place for problem in problems(as_bytes(data))])
    assert found == [[place] for _, place in cases]
    data = small_catalog()
    modifiers(["GO"], ["59"])(data)
    payment(["97110"])(data)
    assert load(data).billing.modifiers is not None


@pytest.mark.parametrize("gone", ["97003", "97161"])
def test_only_a_current_code_can_be_extended(gone: str) -> None:
    data = small_catalog()
    data["codes"][1]["add_on_to"] = gone
    (problem,) = problems(as_bytes(data))
    assert problem.place == "$.codes[1].add_on_to"
    assert gone in problem.message


def test_a_code_cannot_be_current_and_retired() -> None:
    data = small_catalog()
    data["retired"][0]["code"] = "97110"
    assert [problem.place for problem in problems(as_bytes(data))] == ["$.retired[0].code"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda data: data.update(format=2), "$.format"),
        (lambda data: data.update(surprise=1), "$"),
        (lambda data: data.pop("title"), "$"),
        (lambda data: data.update(title=""), "$.title"),
        (lambda data: data.update(title="x" * 301), "$.title"),
        (lambda data: data.update(codes={}), "$.codes"),
        (lambda data: data["edition"].update(effective="1 January"), "$.edition.effective"),
        (lambda data: data["edition"].update(year="2026"), "$.edition.year"),
        (lambda data: data["codes"][2].update(code="97 530"), "$.codes[2].code"),
        (lambda data: data["codes"][2].update(code="97530\n"), "$.codes[2].code"),
        (lambda data: data["codes"][2].update(code="<b>"), "$.codes[2].code"),
        (lambda data: data["codes"][2].update(system="CPT"), "$.codes[2].system"),
        (lambda data: data["codes"][2].update(name=None), "$.codes[2].name"),
        (lambda data: data["codes"][2]["timing"].update(kind="magic"), "$.codes[2].timing"),
        (
            lambda data: data["codes"][2].update(
                timing={"kind": "blocks", "minutes": 0, "threshold": 1}
            ),
            "$.codes[2].timing.minutes",
        ),
        (lambda data: data["families"][0].update(id="Not a slug"), "$.families[0].id"),
        (lambda data: data["faq"][1].update(answer=[]), "$.faq[1].answer"),
        (
            lambda data: data["billing"]["together"][0].update(as_of="July 2026"),
            "$.billing.together[0].as_of",
        ),
        (
            lambda data: data["billing"]["together"][0].update(source=""),
            "$.billing.together[0].source",
        ),
        (
            lambda data: data["billing"]["together"][0].update(ones=[]),
            "$.billing.together[0].ones",
        ),
        (
            lambda data: data["faq"][0]["answer"].append({"kind": "html", "text": "x"}),
            "$.faq[0].answer[1]",
        ),
    ],
)
def test_what_does_not_fit_the_schema_is_named_with_its_place(
    change: Callable[[Data], object], place: str
) -> None:
    data = small_catalog()
    change(data)
    (problem,) = problems(as_bytes(data))
    assert problem.place.startswith(place)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'"text"',
        b"\xff\xfe{",
        b"\xef\xbb\xbf{}",
        b"\x00",
        b'{"title": "\xff"}',
        b'{"title": "\\ud800"}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"9" * 5000,
        as_bytes(small_catalog())[:-1],
        as_bytes(small_catalog()) + b"x",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_catalog_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(CatalogError) as caught:
        load_catalog(data)
    message = caught.value.user_message
    assert message.startswith("The code list has an error at ")
    assert message.isprintable()


def test_the_message_names_the_first_problem_and_counts_the_rest() -> None:
    data = small_catalog()
    data["codes"][0]["related"] = ["11111", "22222", "33333"]
    with pytest.raises(CatalogError) as caught:
        load(data)
    assert "$.codes[0].related[0]" in caught.value.user_message
    assert "and 2 more problems" in caught.value.user_message
    data["codes"][0]["related"] = ["11111", "22222"]
    with pytest.raises(CatalogError, match=r"and 1 more problem\)"):
        load(data)


@pytest.mark.parametrize("hostile", ["a\nb", "\x1b[31m", "\u202eabc", "x" * 250 + "\0"])
def test_a_message_that_quotes_the_file_stays_one_printable_line(hostile: str) -> None:
    unknown_key = {**small_catalog(), hostile: 1}
    unknown_source = small_catalog()
    unknown_source["codes"][0]["sources"] = [hostile]
    for data in (unknown_key, unknown_source):
        assert all(str(problem).isprintable() for problem in problems(as_bytes(data)))
        with pytest.raises(CatalogError) as caught:
            load(data)
        assert caught.value.user_message.isprintable()


# No bytes give anything but a catalog or a refusal

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for key, inner in items:
        found.append((*at, key))
        if isinstance(inner, dict | list):
            found += paths(inner, (*at, key))
    return found


PATHS = paths(small_catalog())


def assert_loads_or_is_refused(data: bytes) -> None:
    try:
        catalog = load_catalog(data)
    except CatalogError as error:
        refusal = error
    else:
        assert isinstance(catalog, Catalog)
        return
    assert refusal.problems
    assert refusal.user_message.isprintable()


@given(st.binary(max_size=200))
def test_any_bytes_give_a_catalog_or_a_refusal(data: bytes) -> None:
    assert_loads_or_is_refused(data)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(PATHS), JSON, st.booleans())
def test_any_value_in_any_place_gives_a_catalog_or_a_refusal(
    path: tuple[Any, ...], value: Any, remove: bool
) -> None:
    data: Any = small_catalog()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    if remove:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    assert_loads_or_is_refused(as_bytes(data))


@settings(deadline=None, max_examples=150)
@given(st.integers(min_value=0), st.integers(0, 9), st.binary(max_size=4))
@example(0, 0, b"\xef\xbb\xbf")
def test_any_damage_to_the_bytes_gives_a_catalog_or_a_refusal(
    at: int, cut: int, new: bytes
) -> None:
    whole = as_bytes(small_catalog())
    at %= len(whole)
    assert_loads_or_is_refused(whole[:at] + new + whole[at + cut :])

"""What changed between two catalogs: every kind, in order, and nothing that is missed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from otcodebook.catalog.diff import ChangeKind, catalog_diff, grouped
from otcodebook.catalog.load import load_bundled, load_catalog
from otcodebook.catalog.model import Catalog
from otcodebook.resources import read_resource
from support import as_bytes, small_catalog

NOTES = ["The threshold is $2,480 in 2026.", "At most 6 units a day.", "Ask the payer."]


def before() -> dict[str, Any]:
    data = small_catalog()
    data["codes"][1].pop("medicare", None)
    data["codes"][2]["medicare"] = {"notes": NOTES}
    return data


def after() -> dict[str, Any]:
    data = before()
    data["edition"] = {"year": 2027, "effective": "2027-01-01", "expires": "2027-12-31"}
    evaluation, exercise, activities, group = data["codes"]
    evaluation["name"] = "OT evaluation, short"
    exercise["timing"] = {"kind": "untimed", "per": "day"}
    exercise["medicare"] = {"therapy": "always"}
    threshold, limit = NOTES[0].replace("2,480", "2,550"), NOTES[1].replace("6", "8")
    activities["medicare"]["notes"] = [threshold, limit]
    activities["summary"] = "Tasks."
    data["codes"][3] = {**group, "code": "97999", "name": "Group training"}
    data["retired"].append(
        {"code": "97150", "was": "Group", "gone": "January 1, 2027", "use": ["97999"]}
    )
    data["faq"][0]["answer"] = [{"kind": "text", "text": "Another answer."}]
    data["guide"] = data["guide"][:1]
    data["billing"]["together"][0]["text"] = "Look at {codes}."
    return data


def loaded(data: dict[str, Any]) -> Catalog:
    return load_catalog(as_bytes(data))


def test_every_kind_of_change_is_told_in_words() -> None:
    groups = grouped(catalog_diff(loaded(before()), loaded(after())))
    told = {title: " ".join(texts) for title, texts in groups}
    assert list(told) == [kind.value for kind in ChangeKind]
    expected = {
        ChangeKind.EDITION: ["2026 to 2027."],
        ChangeKind.NEW: ["97999 Group training, untimed."],
        ChangeKind.GONE: ["97150 Group therapy, gone January 1, 2027. Use 97999."],
        ChangeKind.RENAMED: ["97165 was", "low complexity", "is", "OT evaluation, short"],
        ChangeKind.COUNTING: ["97110 The", "Was: Timed: 8 to 22", "Now: Untimed: 1 unit per"],
        ChangeKind.THERAPY: ["97110 Therapeutic exercise: was not stated, is always therapy."],
        ChangeKind.AMOUNT: ["$2,480 becomes $2,550", "6 units becomes 8 units"],
        ChangeKind.RULE: ["New: Look at 97165.", "Gone: 97165 and 97165 on the same day."],
        ChangeKind.ANSWER: ["Changed: What is CPT?", "Gone: What comes next"],
        ChangeKind.WORDING: ["97530 Therapeutic activities."],
    }
    missing = {
        kind: told[kind.value]
        for kind, texts in expected.items()
        if not all(text in told[kind.value] for text in texts)
    }
    assert missing == {}


def test_a_limit_is_told_with_its_number() -> None:
    limit = {"codes": ["97150"], "kind": "day", "source": "A table", "as_of": "2026-10"}
    told = []
    for units in (1, 2):
        data = small_catalog()
        data["billing"]["limits"] = [{**limit, "units": units}]
        told.append(catalog_diff(loaded(small_catalog()), loaded(data))[0].text)
    assert told == [
        "New: 97150: at most 1 unit (A table).",
        "New: 97150: at most 2 units (A table).",
    ]


def test_a_rate_is_told_with_what_it_is_of() -> None:
    told = []
    for percent in (2, 4):
        rate = {"kind": "sequestration", "percent": percent, "source": "A law", "as_of": "2026"}
        data = small_catalog()
        data["billing"]["rates"] = [rate]
        told.append(catalog_diff(loaded(small_catalog()), loaded(data))[0].text)
    assert told == [
        "New: sequestration takes, of Medicare's part, 2% (A law).",
        "New: sequestration takes, of Medicare's part, 4% (A law).",
    ]


def test_the_users_favorites_come_first_and_once() -> None:
    differences = catalog_diff(loaded(before()), loaded(after()))
    (first, mine), *others = grouped(differences, ["97530", "97150"])
    assert first == "Your favorites"
    assert [text.partition(":")[0] for text in mine] == [
        "Codes that are gone",
        "Amounts and limits",
        "Amounts and limits",
        "Reworded",
    ]
    assert not any("97530" in text for _, texts in others for text in texts)
    assert len(mine) + sum(len(texts) for _, texts in others) == len(differences)


def test_equal_catalogs_have_no_differences_however_they_are_dated() -> None:
    assert catalog_diff(load_bundled(), load_bundled()) == ()
    dated = before()
    for code in dated["codes"]:
        code["valid"] = {"first": "2020-01-01"}
    assert catalog_diff(loaded(before()), loaded(dated)) == ()


def test_of_a_file_with_two_years_the_last_one_is_compared() -> None:
    both = before()
    both["edition"]["expires"] = "2026-12-31"
    both["editions"] = [after()["edition"]]
    both["codes"][0]["changes"] = [{"valid": {"first": "2027-01-01"}, "name": "Renamed"}]
    kinds = [each.kind for each in catalog_diff(loaded(before()), loaded(both))]
    assert kinds == [ChangeKind.EDITION, ChangeKind.RENAMED]


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all texts and numbers."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from spots(value[key], (*path, key))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield path


def test_no_change_of_a_text_or_number_is_missed() -> None:
    """Each is changed by itself; those that make the file wrong, such as a family's id, are not."""
    data = small_catalog()
    old = loaded(data)
    tried, missed = 0, []
    for path in spots(data):
        other = copy.deepcopy(data)
        part: Any = other
        for key in path[:-1]:
            part = part[key]
        value = part[path[-1]]
        part[path[-1]] = value - 1 if isinstance(value, int) else f"{value}x"
        try:
            new = loaded(other)
        except Exception:
            continue
        tried += 1
        if old != new and not catalog_diff(old, new):
            missed.append(path)
    assert tried > 60
    assert missed == []


@pytest.mark.parametrize("part", ["codes", "faq", "sources"])
def test_a_catalog_against_half_of_itself(part: str) -> None:
    raw = msgspec.json.decode(read_resource("catalog.json"))
    old = msgspec.convert({**raw, part: raw[part][::2]}, Catalog)
    assert catalog_diff(old, load_bundled())
    assert catalog_diff(load_bundled(), old)

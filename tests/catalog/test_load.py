"""The bundled catalog, the modifiers that it lends, the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from otcodebook import resources
from otcodebook.catalog.billing import BillingRules, ClaimModifiers
from otcodebook.catalog.load import (
    claim_modifiers,
    load_bundled,
    load_catalog,
    with_billing_rules,
)
from otcodebook.catalog.model import Catalog, CatalogError
from otcodebook.catalog.schema import catalog_schema
from otcodebook.resources import read_resource
from support import ROOT, as_bytes, small_catalog


@pytest.fixture(autouse=True)
def in_the_bundled_edition() -> None:
    """These tests count with the day on which they run."""


def descriptions(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for item in part for text in descriptions(item)]
    if not isinstance(part, dict):
        return []
    own = [part["description"]] if isinstance(part.get("description"), str) else []
    return own + [text for item in part.values() for text in descriptions(item)]


def test_a_catalog_without_rules_stays_readable() -> None:
    data = small_catalog()
    del data["billing"]
    assert load_catalog(as_bytes(data)).billing == BillingRules()


def test_the_bundled_catalog_is_the_file_with_terms_that_are_read_late() -> None:
    bundled, whole = load_bundled(), load_catalog(read_resource("catalog.json"))
    for name in Catalog.__struct_fields__:
        mine, its = getattr(bundled, name), getattr(whole, name)
        assert (list(mine) == list(its)) if name == "terms" else mine == its, name
    assert len(bundled.terms) == len(whole.terms) > 300
    assert list(bundled.terms[-2:]) == list(whole.terms[-2:])


def test_damaged_terms_of_the_bundled_catalog_are_told_with_the_first_query(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = small_catalog() | {"terms": [{"terms": ["buttoning"], "targets": "97535", "source": ""}]}
    (tmp_path / "catalog.json").write_bytes(as_bytes(data))
    monkeypatch.setattr(resources, "resource_root", lambda: tmp_path)
    damaged = load_bundled.__wrapped__()
    with pytest.raises(CatalogError, match="targets"):
        list(damaged.terms)


def test_a_list_without_modifiers_gets_the_bundled_ones() -> None:
    bundled = load_bundled()
    assert bundled.billing.modifiers is not None
    assert claim_modifiers(bundled) is bundled.billing.modifiers
    small = with_billing_rules(load_catalog(as_bytes(small_catalog())))
    assert claim_modifiers(small) == bundled.billing.modifiers
    assert small.billing.together == load_catalog(as_bytes(small_catalog())).billing.together
    own = ClaimModifiers(every_line=("GO",), one_line=(), source="Us", as_of="2026")
    catalog = msgspec.structs.replace(bundled, billing=BillingRules(modifiers=own))
    assert claim_modifiers(catalog) is own


def test_the_schema_file_is_the_one_generated_from_the_structs() -> None:
    stored = (ROOT / "resources" / "catalog.schema.json").read_bytes()
    assert stored == catalog_schema(), (
        "resources/catalog.schema.json is out of date. Regenerate it in the checkout's root: "
        'PYTHONPATH=app .venv/bin/python -c "from pathlib import Path; '
        "from otcodebook.catalog.schema import catalog_schema; "
        "Path('resources/catalog.schema.json').write_bytes(catalog_schema())\""
    )


def test_the_schema_is_the_same_by_every_python() -> None:
    """Until 3.12 docstrings have the indentation of their code, since 3.13 they do not."""
    texts = descriptions(json.loads(catalog_schema()))
    assert len([text for text in texts if "\n" in text]) > 5
    assert [text for text in texts if "\n " in text or text != text.strip()] == []


def test_the_schema_names_every_part_of_a_catalog() -> None:
    schema = json.loads(catalog_schema())
    assert set(small_catalog()) == set(schema["$defs"]["Catalog"]["properties"])
    assert schema["$defs"]["Catalog"]["additionalProperties"] is False

"""The schema of a catalog's JSON, generated from the structs."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from otcodebook.catalog.model import Catalog


def catalog_schema() -> bytes:
    """The JSON schema of a catalog, generated from the structs; the same by every Python."""
    schema = _with_clean_descriptions(msgspec.json.schema(Catalog))
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1) + b"\n"


def _with_clean_descriptions(part: Any) -> Any:
    """The descriptions come from docstrings, which Python dedents itself since 3.13."""
    if isinstance(part, list):
        return [_with_clean_descriptions(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: inspect.cleandoc(value)
        if key == "description" and isinstance(value, str)
        else _with_clean_descriptions(value)
        for key, value in part.items()
    }

"""A small catalog that the tests build windows and indexes from, and ways to change it."""

from __future__ import annotations

import copy
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

_SMALL: dict[str, Any] = {
    "format": 1,
    "title": "Small catalog",
    "edition": {
        "year": 2026,
        "effective": "2026-01-01",
        "expires": "2099-12-31",
        "notices": ["For tests only."],
    },
    "editions": [],
    "families": [
        {"id": "evaluation", "name": "Evaluation"},
        {"id": "procedure", "name": "Therapeutic procedure"},
    ],
    "codes": [
        {
            "code": "97165",
            "system": "CPT Category I",
            "name": "OT evaluation, low complexity",
            "family": "evaluation",
            "summary": "A first look with a short history.",
            "timing": {"kind": "untimed", "per": "evaluation"},
            "documentation": ["Occupational profile"],
            "aliases": ["eval", "initial eval"],
            "related": ["97110"],
            "medicare": {"therapy": "always"},
        },
        {
            "code": "97110",
            "system": "CPT Category I",
            "name": "Therapeutic exercise",
            "family": "procedure",
            "summary": "Exercise for strength. Not 97530.",
            "timing": {"kind": "pooled"},
            "documentation": ["Impairment treated", "Sets and load"],
            "cautions": ["A whole task is 97530."],
            "patient": "These exercises make you stronger. We adjust them together.",
            "patient_es": "Estos ejercicios le dan fuerza. Los ajustamos juntos.",
            "aliases": ["ther-ex", "TE", "strengthening"],
            "medicare": {"therapy": "always"},
            "related": ["97530"],
            "sources": ["S1"],
        },
        {
            "code": "97530",
            "system": "CPT Category I",
            "name": "Therapeutic activities",
            "family": "procedure",
            "summary": "Tasks with a functional aim, such as reaching <or> lifting & carrying.",
            "timing": {"kind": "pooled"},
            "documentation": ["Task practiced"],
            "patient": "We practice real tasks. They help you do more by yourself.",
            "aliases": ["ther-act", "TA", "transfers"],
            "medicare": {"therapy": "always"},
        },
        {
            "code": "97150",
            "system": "CPT Category I",
            "name": "Group therapy",
            "family": "procedure",
            "summary": "Two or more people at once.",
            "timing": {"kind": "untimed", "per": "person per session"},
            "documentation": ["Size of the group"],
            "aliases": ["group"],
            "medicare": {"therapy": "always"},
        },
    ],
    "retired": [
        {
            "code": "97003",
            "was": "OT evaluation",
            "gone": "1 January 2017",
            "use": ["97165"],
        }
    ],
    "elsewhere": [
        {
            "code": "97161",
            "name": "PT evaluation, low complexity",
            "belongs_to": "physical therapists",
            "use": ["97165"],
        }
    ],
    "lookalikes": [
        {
            "id": "exercise-or-activities",
            "question": "97110 or 97530?",
            "answer": [{"kind": "text", "text": "One parameter is 97110, a task is 97530."}],
            "codes": ["97110", "97530"],
        }
    ],
    "faq": [
        {
            "id": "what-is-cpt",
            "question": "What is CPT?",
            "answer": [{"kind": "text", "text": "A code set. See 97110."}],
            "sources": ["S1"],
        },
        {
            "id": "how-many-units",
            "question": "How many units is that?",
            "answer": [{"kind": "list", "items": ["Count the minutes", "Look at the chart"]}],
            "as_of": "2026",
        },
    ],
    "guide": [
        {
            "id": "start",
            "title": "Where to start",
            "sources": ["S1"],
            "body": [
                {"kind": "heading", "text": "First"},
                {"kind": "text", "text": "Type what you did, such as 97110."},
                {"kind": "table", "head": ["Minutes", "Units"], "rows": [["8 to 22", "1"]]},
            ],
        },
        {
            "id": "next",
            "title": "What comes next",
            "body": [{"kind": "text", "text": "Press Enter."}],
        },
    ],
    "terms": [{"terms": ["intake talk"], "targets": ["97165"], "source": "Tests"}],
    "sources": [{"id": "S1", "title": "A manual"}],
    "billing": {
        "together": [
            {
                # In every part of this catalog that tests cut out, and never a pair by itself.
                "ones": ["97165"],
                "others": ["97165"],
                "text": "{ones} and {others} on the same day.",
                "source": "NCCI edits",
                "as_of": "2024-07",
            }
        ]
    },
}


@cache
def load_bundled_expiry() -> date:
    """The last day of the bundled edition."""
    data = json.loads((ROOT / "resources" / "catalog.json").read_bytes())
    return date.fromisoformat(data["edition"]["expires"])


def without_edition_notice(stderr: str) -> str:
    """What a program said, less the line that the bundled edition ends or has expired."""
    lines = stderr.splitlines(keepends=True)
    return "".join(
        line for line in lines if "expired on" not in line and "edition ends on" not in line
    )


def small_catalog() -> dict[str, Any]:
    """The small catalog as data; each call gives a copy that a test may change."""
    return copy.deepcopy(_SMALL)


def as_bytes(catalog: dict[str, Any]) -> bytes:
    """The catalog as the file holds it."""
    return json.dumps(catalog).encode("utf-8")


def write_catalog(folder: Path, catalog: dict[str, Any] | None = None) -> Path:
    """Writes a catalog, the small one unless another is given, and returns its path."""
    path = folder / "catalog.json"
    path.write_bytes(as_bytes(small_catalog() if catalog is None else catalog))
    return path

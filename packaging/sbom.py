"""Lists what is in the bundle, in CycloneDX's notation."""

from __future__ import annotations

import json
import platform
import subprocess
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Any

import notices
from windows import libraries

from otcodebook import __version__
from otcodebook.pages.licenses import Component, components


def render(tree: Path, epoch: int) -> str:
    """The list for a built folder; the same folder gives the same text."""
    inner = tree / "_internal"
    found = (path for path in inner.rglob("*") if path.is_file() and not path.is_symlink())
    files = sorted(path.relative_to(inner).as_posix() for path in found)
    own, *parts = components()
    parts = [part for part in parts if is_inside(part, files)]
    system = notices.system_packages(n for n in files if notices.component_of(n) is None)
    made = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, tree.name + made)}",
        "version": 1,
        "metadata": {"timestamp": made, "component": _component(own, __version__, "application")},
        "components": [
            *(_component(part, version_of(part, files), "library") for part in parts),
            *_crates(),
            *libraries.listed(inner.rglob("*.dll")),
            *_debian(sorted(set(system.values()))),
        ],
    }
    return json.dumps(bill, indent=1) + "\n"


def is_inside(part: Component, files: Iterable[str]) -> bool:
    """Whether a listed part is in this bundle; ICU, for one, is the system's on Windows."""
    names = [*files, "ot-codebook"]
    return any(fnmatchcase(name, glob) for name in names for glob in part.files)


def version_of(part: Component, files: Iterable[str]) -> str:
    """The version of a listed part as it is in this bundle."""
    if part.distribution:
        return metadata.version(part.distribution)
    if part.name == "ICU":  # known only from the names of its files
        return next((n.rpartition(".")[2] for n in files if "libicudata" in n), "")
    return platform.python_version()


def _component(part: Component, version: str, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": kind,
        "name": part.name,
        "version": version,
        "licenses": [{"expression": part.license}],
    }
    if part.distribution:
        found["purl"] = f"pkg:pypi/{part.distribution.lower().replace('_', '-')}@{version}"
    return found


def _crates() -> list[dict[str, Any]]:
    """What jellyfish's wheel says is compiled into it."""
    found = []
    for file in metadata.files("jellyfish") or []:
        if file.name.endswith(".cyclonedx.json"):
            parts = json.loads(Path(str(file.locate())).read_text("utf-8"))["components"]
            found += [{k: p[k] for k in _KEPT if k in p} for p in parts]
    return found


_KEPT = ("type", "name", "version", "licenses", "purl")


def _debian(packages: list[str]) -> list[dict[str, Any]]:
    if not packages:
        return []
    asked = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n", *packages]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:deb/debian/{name}@{version}",
        }
        for name, version in sorted({tuple(line.split()) for line in answer.splitlines()})
    ]

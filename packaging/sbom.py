"""Lists what is in the bundle, in CycloneDX's notation."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import notices
from windows import libraries

from otcodebook import __version__
from otcodebook.pages.licenses import Component, components


class _Other(NamedTuple):
    """A library that comes with Python or PySide6 where no package manager names it."""

    name: str
    license: dict[str, Any]
    files: tuple[str, ...]


_OTHERS = (
    _Other("SQLite", {"expression": "blessing"}, ("libsqlite3*",)),
    _Other("libffi", {"expression": "MIT"}, ("libffi*",)),
    _Other("OpenSSL", {"expression": "Apache-2.0"}, ("libcrypto*", "libssl*")),
    _Other("zlib", {"expression": "Zlib"}, ("zlib1.dll", "zlib.dll", "libz.*")),
    _Other("XZ Utils", {"expression": "0BSD"}, ("liblzma*",)),
    _Other(
        "Microsoft Universal C runtime",
        {"license": {"name": "Microsoft Windows SDK Redistributable"}},
        ("ucrtbase.dll", "api-ms-win-*.dll"),
    ),
)


def render(tree: Path, epoch: int) -> str:
    """The list for a built folder; the same folder gives the same text.

    It names what is in the folder, and no part that is not. A file that belongs to no known part is
    listed by itself, with its checksum.
    """
    inner = tree / "_internal"
    found = (path for path in inner.rglob("*") if path.is_file() and not path.is_symlink())
    files = sorted(path.relative_to(inner).as_posix() for path in found)
    own, *parts = components()
    strange = [n for n in files if notices.component_of(n) is None]
    system = notices.system_packages(strange)
    strange = [name for name in strange if name.rpartition("/")[2] not in system]
    strange = [name for name in strange if libraries.library_of(name) is None]
    made = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, tree.name + made)}",
        "version": 1,
        "metadata": {"timestamp": made, "component": _component(own, __version__, "application")},
        "components": [
            *(
                _component(part, version_of(part, files), "library")
                for part in parts
                if is_inside(part, files)
            ),
            *_crates(),
            *libraries.listed(inner.rglob("*.dll")),
            *_others(inner, strange),
            *_debian(sorted(set(system.values()))),
        ],
    }
    return json.dumps(bill, indent=1) + "\n"


def _other_of(name: str) -> _Other | None:
    file = name.rpartition("/")[2].lower()
    return next((o for o in _OTHERS if any(fnmatchcase(file, g) for g in o.files)), None)


def _others(inner: Path, names: list[str]) -> list[dict[str, Any]]:
    """The libraries among these files, each once; what is none of them as a file."""
    found: dict[str, dict[str, Any]] = {}
    alone = []
    for name in names:
        other = _other_of(name)
        if other is None:
            digest = hashlib.sha256((inner / name).read_bytes()).hexdigest()
            hashes = [{"alg": "SHA-256", "content": digest}]
            alone.append({"type": "file", "name": name, "version": digest[:12], "hashes": hashes})
        elif other.name not in found:
            found[other.name] = {
                "type": "library",
                "name": other.name,
                "version": libraries.version_in_words(inner / name),
                "licenses": [other.license],
            }
    return [*found.values(), *alone]


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
    """What the wheels written in Rust say is compiled into them."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for wheel in ("jellyfish", "python-calamine"):
        for file in metadata.files(wheel) or []:
            if file.name.endswith(".cyclonedx.json"):
                parts = json.loads(Path(str(file.locate())).read_text("utf-8"))["components"]
                for part in parts:
                    kept = {key: part[key] for key in _KEPT if key in part}
                    found[part["name"], part["version"]] = kept
    return list(found.values())


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

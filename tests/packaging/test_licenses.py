"""Every file in the bundle belongs to a part whose license is told, and the texts are there."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import struct
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path

import notices
import pytest
import sbom

from executable import run_builder
from otcodebook.pages.licenses import components, license_texts, licenses_page
from otcodebook.resources import resource_path
from support import ROOT

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def names(tree: Path) -> list[str]:
    inner = tree / "_internal"
    files = (path for path in inner.rglob("*") if path.is_file() and not path.is_symlink())
    return [path.relative_to(inner).as_posix() for path in files]


def test_every_file_in_the_bundle_is_accounted_for(names: list[str]) -> None:
    strange = [name for name in names if notices.component_of(name) is None]
    packages = notices.system_packages(strange)
    assert [name for name in strange if name.rpartition("/")[2] not in packages] == []
    texts = {f"{notices.FOLDER}/{package}.txt" for package in packages.values()}
    assert texts <= set(names), "the copyright file of each library of the system"


def test_every_part_that_is_told_is_in_the_bundle(names: list[str]) -> None:
    names = [*names, "ot-codebook"]
    for part in components():
        assert any(fnmatchcase(name, glob) for name in names for glob in part.files), part.name


def test_every_text_is_shipped_and_none_is_left_over(names: list[str]) -> None:
    told = {text for part in components() for text in part.texts}
    folder = resource_path("licenses")
    # The libraries of the system point to this one.
    assert {path.name for path in folder.glob("*.txt")} == told | {"LGPL-2.1.txt"}
    assert {f"otcodebook/resources/licenses/{text}" for text in told} <= set(names)


def test_whatever_is_compiled_into_a_wheel_of_rust_is_told(tree: Path) -> None:
    """By its own list of parts and by the sources that its binary names."""
    wheels = {"jellyfish": b"unicode-segmentation", "python-calamine": b"zip"}
    for wheel, crate in wheels.items():
        (binary,) = (tree / "_internal" / wheel.replace("-", "_")).glob("*.so")
        sources = re.findall(rb"/([a-z][a-z0-9_-]*)-\d+\.\d+\.\d+/src/", binary.read_bytes())
        assert {b"pyo3", crate} <= set(sources)
        (listed,) = (
            file for file in metadata.files(wheel) or [] if file.name.endswith(".cyclonedx.json")
        )
        parts = json.loads(listed.read_text("utf-8"))["components"]
        compiled = {part["name"] for part in parts if part.get("scope", "required") == "required"}
        told = dict(license_texts())[f"{wheel}-rust"]
        owners = re.findall(r"^([a-z][\w, -]+): Copyright", told, re.MULTILINE)
        names = {name for line in owners for name in line.split(", ")}
        assert compiled | {name.decode() for name in sources} <= names, wheel


def test_the_text_of_icu_is_that_of_its_version(names: list[str]) -> None:
    (icu,) = (part for part in components() if part.name == "ICU")
    assert dict(license_texts())["ICU"].startswith(f"ICU {sbom.version_of(icu, names)}, ")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LGPL-3.0", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("GPL-3.0", "GNU GENERAL PUBLIC LICENSE"),
        ("PSF-2.0", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
        ("msgspec", "Redistribution and use in source and binary forms"),
        ("jellyfish", "Permission is hereby granted, free of charge"),
        ("jellyfish-rust", "UNICODE LICENSE V3"),
        ("python-calamine", "Permission is hereby granted, free of charge"),
        ("python-calamine-rust", "zlib License"),
        ("Apache-2.0", "Apache License"),
        ("ICU", "Copyright © 1991-2023 Unicode, Inc."),
        ("Qt-third-party", "Files: pcre2/src/*"),
    ],
)
def test_a_text_is_what_its_name_says(name: str, words: str) -> None:
    assert words in dict(license_texts())[name]


def test_the_page_tells_every_part_how_to_replace_qt_and_the_texts() -> None:
    page = licenses_page()
    for part in components():
        assert part.license in page
    assert "_internal/PySide6" in page
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page
    assert "&lt;https://fsf.org/&gt;" in page, "texts are escaped"


def test_the_page_names_icu_only_where_it_ships() -> None:
    """Windows and macOS have their own."""
    named = {}
    for system in ("linux", "win32", "darwin"):
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in licenses_page(system)
        listed = licenses_page(system).partition("Replacing Qt")[0]
        named[system] = ("ICU" in listed, "ICU" in dict(license_texts(system)))
    assert named == {"linux": (True, True), "win32": (False, False), "darwin": (False, False)}


def test_the_bill_of_materials_names_every_part(dist: Path, names: list[str]) -> None:
    (path,) = dist.glob("*.cdx.json")
    bill = json.loads(path.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {part["name"]: part["version"] for part in bill["components"]}
    assert all(listed.values()), "each has its version"
    own, *parts = components()
    assert bill["metadata"]["component"]["name"] == own.name
    assert {part.name for part in parts} <= set(listed)
    system = notices.system_packages(n for n in names if notices.component_of(n) is None)
    assert set(system.values()) <= set(listed)


@pytest.mark.timeout(900)  # whoever comes first sets up what builds
def test_the_bill_of_a_windows_folder_names_what_is_in_it_and_nothing_else(tmp_path: Path) -> None:
    """Laid out as PyInstaller does it there; the versions are read from the files."""
    inner = tmp_path / "ot-codebook-windows" / "_internal"
    fixed = bytes.fromhex("bd04effe 00000100") + struct.pack("<HHHH", 44, 14, 7, 35211)
    files = {
        "python313.dll": b"",
        "sqlite3.dll": b"",
        "_sqlite3.pyd": b"",
        "libffi-8.dll": b"",
        "VCRUNTIME140.dll": b"MZ" + fixed,
        "PySide6/MSVCP140.dll": b"MZ" + fixed,
        "PySide6/Qt6Core.dll": b"",
        "PySide6/QtCore.pyd": b"",
        "shiboken6/Shiboken.pyd": b"",
        "msgspec/_core.pyd": b"",
        "jellyfish/_rustyfish.pyd": b"",
        "python_calamine/_python_calamine.pyd": b"",
        "surprise.dll": b"what is this",
    }
    for name, data in files.items():
        path = inner / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import sbom;"
        "Path(sys.argv[3]).write_text(sbom.render(Path(sys.argv[2]), 0), 'utf-8')"
    )
    told = tmp_path / "bill.json"
    run_builder("-c", program, ROOT / "packaging", inner.parent, told)
    bill = json.loads(told.read_text("utf-8"))
    listed = {part["name"]: part["version"] for part in bill["components"]}
    assert listed["SQLite"] == sqlite3.sqlite_version
    assert listed["libffi"] == "8"
    assert listed["Microsoft Visual C++ runtime"] == "14.44.35211.7"
    assert "ICU" not in listed
    assert {"Qt", "Python", "PyInstaller's bootloader", "msgspec"} <= set(listed)
    assert all(listed.values())
    (alone,) = (part for part in bill["components"] if part["type"] == "file")
    assert alone["name"] == "surprise.dll"
    assert alone["hashes"][0]["content"] == hashlib.sha256(b"what is this").hexdigest()

"""What the bundle needs of the system, and that the Debian package says so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from bootstrap import LIBRARIES

pytestmark = pytest.mark.timeout(900)

# Debian 12, on which releases are built: what is asked of a system must not rise unnoticed.
_HIGHEST = (2, 36)
_C_LIBRARY = re.compile(r"(ld-linux-x86-64|libc|libdl|libm|libpthread|librt|libutil)\.so\.\d")


def readelf(option: str, tree: Path) -> str:
    files = [path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()]
    binaries = [path for path in files if path.read_bytes()[:4] == b"\x7fELF"]
    assert len(binaries) > 50
    command = ["readelf", "--wide", option, *map(str, binaries)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def asked(deb: Path, field: str) -> list[str]:
    command = ["dpkg-deb", "--field", str(deb), field]
    return (
        subprocess.run(command, capture_output=True, text=True, check=True)
        .stdout.strip()
        .split(", ")
    )


def test_the_package_asks_for_the_c_library_that_the_bundle_needs(tree: Path, deb: Path) -> None:
    found = re.findall(r"Name: GLIBC_(\d+)\.(\d+)", readelf("--version-info", tree))
    floor = max((int(major), int(minor)) for major, minor in found)
    assert floor <= _HIGHEST
    assert asked(deb, "Depends")[0] == f"libc6 (>= {floor[0]}.{floor[1]})"


def test_nothing_is_looked_up_where_it_was_built(tree: Path) -> None:
    """Libraries are looked for beside the program and in the system's own places."""
    told = readelf("--dynamic", tree)
    places = re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.+)\]", told)
    assert "$ORIGIN" in places
    assert [place for place in places if not place.startswith("$ORIGIN")] == []


def test_whatever_the_bundle_lacks_is_asked_for(tree: Path, deb: Path) -> None:
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", readelf("--dynamic", tree)))
    lacking = needed.difference(path.name for path in tree.rglob("*"))
    outside = {name for name in lacking if not _C_LIBRARY.fullmatch(name)}
    assert {"libEGL.so.1", "libGL.so.1"} <= outside, "PyInstaller never bundles these"
    assert {LIBRARIES[name] for name in outside - {"libcups.so.2"}} <= set(asked(deb, "Depends"))
    assert asked(deb, "Recommends") == ["libcups2"], "printers are no need"

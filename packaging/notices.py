"""Finds the Debian packages of the system's libraries in the bundle, and their license texts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath

from windows import libraries

from otcodebook.pages.licenses import Component, components

FOLDER = "otcodebook/resources/licenses/system"


def component_of(name: str) -> Component | None:
    """The listed part that a file in the bundle belongs to."""
    return next((p for p in _parts() if any(fnmatchcase(name, glob) for glob in p.files)), None)


@cache
def _parts() -> tuple[Component, ...]:
    return components()


def system_packages(names: Iterable[str]) -> dict[str, str]:
    """The Debian package of each of these libraries of the system; empty elsewhere."""
    libraries = sorted({PurePosixPath(name).name for name in names})
    if not libraries or not shutil.which("dpkg-query"):
        return {}
    asked = ["dpkg-query", "--search", *(f"*/{library}" for library in libraries)]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found: dict[str, str] = {}
    for line in sorted(answer.splitlines()):
        packages, _, path = line.partition(": ")
        if "/lib/" in path:
            found.setdefault(PurePosixPath(path).name, packages.partition(":")[0])
    return {library: found[library] for library in libraries if library in found}


def texts(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """License texts of the libraries among these that are no listed part, as data for PyInstaller.

    On Linux they are the system's, and Debian's copyright files are taken.
    """
    names = list(names)
    system = [name for name in names if component_of(name) is None]
    files = {
        package: Path("/usr/share/doc") / package / "copyright"
        for package in sorted(set(system_packages(system).values()))
    }
    debian = [(f"{FOLDER}/{package}.txt", str(path), "DATA") for package, path in files.items()]
    return debian + libraries.texts(names, FOLDER)

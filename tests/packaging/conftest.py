"""The executable, built once for all tests of it, and again only after something has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from build import NAME

from support import ROOT

_FOLDER = ROOT / "build" / "executable"


def _sources() -> Iterator[Path]:
    yield ROOT / "pyproject.toml"
    for part in ("app", "packaging", "resources"):
        for path in sorted((ROOT / part).rglob("*")):
            ours = "__pycache__" not in path.parts and path.parent.name != "screenshots"
            if path.is_file() and ours and path.suffix != ".md":
                yield path


def _digest() -> str:
    whole = hashlib.sha256(sys.version.encode())
    for path in _sources():
        whole.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


@pytest.fixture(scope="session")
def package_python() -> Path:
    """The interpreter that builds: it has PyInstaller, and nothing that only the tests need."""
    venv = ROOT / "build" / "package-venv"
    bootstrap: list[str | Path] = [
        sys.executable,
        "-I",
        "-S",
        ROOT / "packaging" / "bootstrap.py",
        "package",
        venv,
    ]
    subprocess.run(bootstrap, check=True, timeout=500)
    return venv / "bin" / "python"


@pytest.fixture(scope="session")
def build_into(package_python: Path) -> Callable[..., Path]:
    """Builds the named artefacts into a folder; returns what `make package` calls `dist`."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH", "SOURCE_DATE_EPOCH")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}

    def build(folder: Path, *artefacts: str) -> Path:
        program: list[str | Path] = [package_python, ROOT / "packaging" / "build.py"]
        places: list[str | Path] = ["--dist", folder / "dist", "--work", folder / "work"]
        done = subprocess.run(
            [*program, *places, *artefacts],
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return folder / "dist"

    return build


@pytest.fixture(scope="session")
def dist(build_into: Callable[..., Path]) -> Path:
    """The one-file executable, the folder and the Debian package of this checkout."""
    stamp, digest = _FOLDER / "digest", _digest()
    if not stamp.exists() or stamp.read_text() != digest:
        stamp.unlink(missing_ok=True)
        build_into(_FOLDER, "onefile", "onedir", "deb")
        stamp.write_text(digest)
    return _FOLDER / "dist"


@pytest.fixture(scope="session")
def tree(dist: Path) -> Path:
    """The folder that the archive and the Debian package hold."""
    return dist / NAME


@pytest.fixture(scope="session")
def deb(dist: Path) -> Path:
    (package,) = dist.glob("*.deb")
    return package

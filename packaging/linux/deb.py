"""Packs the built folder as a Debian package."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path

import icons
from bootstrap import LIBRARIES

from otcodebook import __version__
from otcodebook.pages.licenses import components

APP_ID = "org.otcodebook.OTCodebook"
SOURCES = Path(__file__).parent
_GLIBC = re.compile(r"\(GLIBC_([0-9.]+)\)")
_NEEDED = re.compile(r"NEEDED\s+(\S+)")

# Debian wants an address; until the project has a public one, this one cannot be anybody's.
_MAINTAINER = "The OT Codebook developers <developers@ot-codebook.invalid>"

_CONTROL = """Package: ot-codebook
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: libcups2
Section: misc
Priority: optional
Description: desk reference for occupational therapy billing codes
 Type what you did, see the right billing code with what it means, how its
 minutes are counted and what the note must show, press Enter, paste it.
 .
 It works offline, needs no log-in and keeps no patient data. Python and Qt
 are inside the package.
"""

_COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: OT Codebook
Copyright: 2026 The OT Codebook developers
Comment: The texts are in /usr/lib/ot-codebook/_internal/otcodebook/resources/licenses.

"""


def build(tree: Path, dist: Path, work: Path) -> Path:
    """Writes the package into `dist`; equal trees give equal packages."""
    root = work / "deb"
    program = root / "usr" / "lib" / "ot-codebook"
    shutil.copytree(tree, program, symlinks=True)
    _share(root / "usr" / "share")
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "ot-codebook").symlink_to("../lib/ot-codebook/ot-codebook")
    _set_modes(root)
    size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    depends = ", ".join(dependencies(tree))
    values = {"version": __version__, "maintainer": _MAINTAINER, "size": size, "depends": depends}
    control.write_text(_CONTROL.format(**values))
    (control.parent / "md5sums").write_text(_sums(root / "usr"))
    target = dist / f"ot-codebook_{__version__}_amd64.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def dependencies(tree: Path) -> list[str]:
    """What the package needs of the system: its C library, what the bundle lacks, and a font."""
    told = _objdump(tree)
    inside = {path.name for path in tree.rglob("*")}
    lacking = {LIBRARIES[n] for n in _NEEDED.findall(told) if n in LIBRARIES and n not in inside}
    # fontconfig's own settings, keyboard layouts, and something to write with.
    others = ["fontconfig-config", "fonts-dejavu-core | fonts-freefont-ttf | fonts-liberation"]
    return [f"libc6 (>= {glibc_floor(tree)})", *sorted(lacking), *others, "libx11-data", "xkb-data"]


def glibc_floor(tree: Path) -> str:
    """The oldest C library that everything in the folder runs on."""
    versions: list[str] = _GLIBC.findall(_objdump(tree))
    return max(versions, key=lambda version: tuple(map(int, version.split("."))))


def _share(share: Path) -> None:
    for kind, folder in (("desktop", "applications"), ("metainfo.xml", "metainfo")):
        (share / folder).mkdir(parents=True)
        shutil.copy(SOURCES / f"{APP_ID}.{kind}", share / folder)
    for size in icons.SIZES:
        drawn = share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / f"{APP_ID}.png"
        drawn.parent.mkdir(parents=True)
        drawn.write_bytes(icons.png(size))
    scalable = share / "icons" / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copy(icons.ICONS / "otcodebook.svg", scalable / f"{APP_ID}.svg")
    manual = (SOURCES / "ot-codebook.1").read_text().replace("@VERSION@", __version__)
    _compress(share / "man" / "man1" / "ot-codebook.1.gz", manual.encode())
    document = share / "doc" / "ot-codebook"
    changes = f"ot-codebook ({__version__}) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n"
    date = formatdate(int(os.environ["SOURCE_DATE_EPOCH"]))
    changes += f" -- {_MAINTAINER}  {date}\n"
    _compress(document / "changelog.gz", changes.encode())
    overrides = share / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copy(SOURCES / "lintian-overrides", overrides / "ot-codebook")
    (document / "copyright").write_text(_COPYRIGHT + _stanzas(), encoding="utf-8")


def _stanzas() -> str:
    return "\n".join(
        f"Files: {' '.join(part.files)}\nCopyright: those named in {' '.join(part.texts)}\n"
        f"License: {part.license}\n"
        for part in components()
    )


def _compress(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True)
    target.write_bytes(gzip.compress(content, mtime=0))


def _sums(installed: Path) -> str:
    """What `dpkg --verify` compares the installed files with."""
    files = (path for path in installed.rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(installed.parent)}\n"
        for path in sorted(files)
    )


def _set_modes(root: Path) -> None:
    for path in root.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path == root / "usr" / "lib" / "ot-codebook" / "ot-codebook"
            path.chmod(0o755 if runs else 0o644)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _objdump(tree: Path) -> str:
    """The libraries and symbols that the binaries in the folder need."""
    binaries = [path for path in tree.rglob("*") if path.is_file() and _is_elf(path)]
    command = ["objdump", "-p", "-T", *map(str, binaries)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

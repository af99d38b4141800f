"""What desktops and package managers expect of the files around the program."""

from __future__ import annotations

import configparser
import re
import struct
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import icons
import pytest

from otcodebook import __version__
from otcodebook.ui.app import APP_ID
from support import ROOT

pytestmark = pytest.mark.timeout(900)

_LINUX = ROOT / "packaging" / "linux"
_DESKTOP = _LINUX / f"{APP_ID}.desktop"
_METAINFO = _LINUX / f"{APP_ID}.metainfo.xml"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_desktop_entry_is_valid() -> None:
    done = run("desktop-file-validate", _DESKTOP)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_metainfo_is_valid() -> None:
    done = run("appstreamcli", "validate", "--no-net", "--explain", _METAINFO)
    assert done.returncode == 0, done.stdout
    assert not re.search(r"^[EW]:", done.stdout, re.MULTILINE), done.stdout


def test_one_name_everywhere() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(_DESKTOP, encoding="utf-8")
    assert entry["Desktop Entry"]["Icon"] == APP_ID
    assert entry["Desktop Entry"]["Name"] == "OT Codebook"
    root = ET.parse(_METAINFO).getroot()
    assert root.findtext("id") == APP_ID
    assert root.findtext("launchable") == _DESKTOP.name
    assert root.findtext("summary") == entry["Desktop Entry"]["Comment"]


def test_the_newest_release_is_this_version() -> None:
    release = ET.parse(_METAINFO).getroot().find("releases/release")
    assert release is not None
    assert release.get("version") == __version__


def test_the_manual_is_clean_and_tells_every_command() -> None:
    manual = _LINUX / "ot-codebook.1"
    text = manual.read_text(encoding="utf-8")
    for command in ("find", "show", "units", "check", "selftest", "--catalog", "--version"):
        assert command in text.replace("\\-", "-")


def test_the_package_holds_what_the_desktop_looks_for(deb: Path) -> None:
    listed = run("dpkg-deb", "--contents", deb).stdout
    files = {line.split(maxsplit=5)[5].removeprefix(".") for line in listed.splitlines()}
    expected = {
        f"/usr/share/applications/{APP_ID}.desktop",
        f"/usr/share/metainfo/{APP_ID}.metainfo.xml",
        f"/usr/share/icons/hicolor/scalable/apps/{APP_ID}.svg",
        "/usr/share/man/man1/ot-codebook.1.gz",
        "/usr/share/doc/ot-codebook/copyright",
        "/usr/share/doc/ot-codebook/changelog.gz",
        "/usr/bin/ot-codebook -> ../lib/ot-codebook/ot-codebook",
    }
    expected |= {
        f"/usr/share/icons/hicolor/{size}x{size}/apps/{APP_ID}.png" for size in icons.SIZES
    }
    assert expected <= files
    assert not [line for line in listed.splitlines() if line.split()[1] != "root/root"]


def test_installed_files_can_be_verified(deb: Path, tmp_path: Path) -> None:
    assert run("dpkg-deb", "--raw-extract", deb, tmp_path / "root").returncode == 0
    sums = tmp_path / "root" / "DEBIAN" / "md5sums"
    listed = {line.split(maxsplit=1)[1] for line in sums.read_text().splitlines()}
    files = (path for path in (tmp_path / "root" / "usr").rglob("*") if not path.is_dir())
    assert listed == {
        str(path.relative_to(tmp_path / "root")) for path in files if not path.is_symlink()
    }
    done = subprocess.run(["md5sum", "--check", "--strict", "--quiet", sums], cwd=tmp_path / "root")
    assert done.returncode == 0


def test_the_sums_are_those_of_the_files(dist: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=dist,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    names = (dist / "SHA256SUMS").read_text(encoding="ascii").split()[1::2]
    assert {"ot-codebook", f"ot-codebook_{__version__}_amd64.deb"} <= set(names)


def test_windows_gets_its_icon_in_all_sizes() -> None:
    icon = icons.ico()
    kind, count = struct.unpack_from("<2H", icon, 2)
    assert (kind, count) == (1, 7)
    for at in range(count):
        size, offset = struct.unpack_from("<2I", icon, 6 + 16 * at + 8)
        assert icon[offset : offset + 4] == b"\x89PNG"
        assert offset + size <= len(icon)


def test_the_mac_gets_its_icon_in_all_sizes() -> None:
    icon = icons.icns()
    assert icon[:4] == b"icns"
    assert struct.unpack_from(">I", icon, 4) == (len(icon),)
    at, kinds = 8, []
    while at < len(icon):
        kind, length = struct.unpack_from(">4sI", icon, at)
        assert icon[at + 8 : at + 12] == b"\x89PNG"
        kinds.append(kind)
        at += length
    assert (at, kinds[-1]) == (len(icon), b"ic10")


def test_the_windows_installer_asks_for_no_password() -> None:
    script = (ROOT / "packaging" / "windows" / "ot-codebook.iss").read_text(encoding="utf-8")
    assert "PrivilegesRequired=lowest" in script
    assert f"AppId={APP_ID}" in script

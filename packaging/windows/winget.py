"""Writes the manifests that tell winget of a release: `winget.py SETUP --repository OWNER/NAME`.

They are sent to https://github.com/microsoft/winget-pkgs by hand, once the release is public.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

PACKAGE = "OTCodebook.OTCodebook"
_MANIFEST_VERSION = "1.10.0"
_NAME = re.compile(r"ot-codebook-(\d+(?:\.\d+)+)-windows-x86_64-setup\.exe")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)

# The keys that all three begin and end with are added by `manifests`. What belongs to each
# installer stands there: the same program installs for one user or, by its switch, for all.
_INSTALLER = """\
Platform:
- Windows.Desktop
MinimumOSVersion: 10.0.17763.0
InstallerType: inno
InstallModes:
- interactive
- silent
- silentWithProgress
UpgradeBehavior: install
ExpectedReturnCodes:
- InstallerReturnCode: 5
  ReturnResponse: packageInUse
ProductCode: org.otcodebook.OTCodebook_is1
Installers:
- Architecture: x64
  Scope: user
  InstallerUrl: {url}
  InstallerSha256: {sha256}
  InstallerSwitches:
    Custom: /CURRENTUSER
- Architecture: x64
  Scope: machine
  InstallerUrl: {url}
  InstallerSha256: {sha256}
  InstallerSwitches:
    Custom: /ALLUSERS
  ElevationRequirement: elevatesSelf
"""
_LOCALE = """\
PackageLocale: en-US
Publisher: The OT Codebook developers
PublisherUrl: {home}
PublisherSupportUrl: {home}/issues
PackageName: OT Codebook
PackageUrl: {home}
License: MIT
LicenseUrl: {home}/blob/v{version}/LICENSE
ShortDescription: Find occupational therapy billing codes and copy them, offline
Moniker: ot-codebook
Tags:
- billing
- cpt
- hcpcs
- occupational-therapy
ReleaseNotesUrl: {home}/releases/tag/v{version}
"""
_VERSION = """\
DefaultLocale: en-US
"""
_TEXTS = {"installer": _INSTALLER, "defaultLocale": _LOCALE, "version": _VERSION}
_FILES = {"installer": ".installer", "defaultLocale": ".locale.en-US", "version": ""}


def manifests(setup: Path, repository: str) -> Mapping[str, str]:
    """File names and texts for a set-up program. Raises ValueError for one of another name."""
    named = _NAME.fullmatch(setup.name)
    if named is None:
        raise ValueError(f"{setup.name} is not the name of a set-up program.")
    if not _REPOSITORY.fullmatch(repository):
        raise ValueError(f"{repository} is not OWNER/NAME.")
    version, home = named[1], f"https://github.com/{repository}"
    values = {
        "home": home,
        "sha256": hashlib.sha256(setup.read_bytes()).hexdigest().upper(),
        "url": f"{home}/releases/download/v{version}/{setup.name}",
        "version": version,
    }
    made = {}
    for kind, text in _TEXTS.items():
        schema = f"https://aka.ms/winget-manifest.{kind}.{_MANIFEST_VERSION}.schema.json"
        made[f"{PACKAGE}{_FILES[kind]}.yaml"] = (
            f"# yaml-language-server: $schema={schema}\n"
            f"PackageIdentifier: {PACKAGE}\nPackageVersion: {version}\n"
            f"{text.format_map(values)}"
            f"ManifestType: {kind}\nManifestVersion: {_MANIFEST_VERSION}\n"
        )
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes them beside the set-up program."""
    parser = argparse.ArgumentParser(description="Writes the manifests for winget.")
    parser.add_argument("setup", type=Path, metavar="SETUP", help="ot-codebook-*-setup.exe")
    parser.add_argument("--repository", required=True, metavar="OWNER/NAME", help="on GitHub")
    options = parser.parse_args(arguments)
    try:
        made = manifests(options.setup, options.repository)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    for name, text in made.items():
        (options.setup.parent / name).write_text(text, "utf-8", newline="\n")
        print(name)


if __name__ == "__main__":
    main()

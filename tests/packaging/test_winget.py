"""The manifests for winget, against what Microsoft's schema 1.10.0 says of the keys in use.

The release checks them with that schema itself, which needs the network.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from windows import winget

_VERSION = r"(0|[1-9]\d*)"
_URL = r"https://\S{1,2040}"
_WORDS = r"\S.{1,254}\S"
# Key, whether the schema wants it, and what it may be: a pattern, or the keys of each item.
_COMMON: dict[str, tuple[bool, Any]] = {
    "PackageIdentifier": (True, r"[^.\s\\/:*?\"<>|]{1,32}(\.[^.\s\\/:*?\"<>|]{1,32}){1,7}"),
    "PackageVersion": (True, r"[^\\/:*?\"<>|]{1,128}"),
    "ManifestVersion": (True, rf"{_VERSION}(\.{_VERSION}){{2}}"),
}
_SWITCHES = {"Custom": (False, r".{1,2048}")}
_EACH = {
    "Architecture": (True, "x86|x64|arm|arm64|neutral"),
    "Scope": (False, "user|machine"),
    "InstallerUrl": (True, _URL),
    "InstallerSha256": (True, "[A-Fa-f0-9]{64}"),
    "InstallerSwitches": (False, _SWITCHES),
    "ElevationRequirement": (False, "elevationRequired|elevationProhibited|elevatesSelf"),
}
_CODE = {
    "InstallerReturnCode": (True, r"-?[1-9]\d{0,9}"),
    "ReturnResponse": (True, "packageInUse|packageInUseByApplication|fileInUse|custom"),
}
_RULES: dict[str, dict[str, tuple[bool, Any]]] = {
    "installer": {
        **_COMMON,
        "ManifestType": (True, "installer"),
        "Platform": (False, ["Windows.Desktop|Windows.Universal"]),
        "MinimumOSVersion": (False, rf"{_VERSION}(\.{_VERSION}){{0,3}}"),
        "InstallerType": (True, "msix|msi|appx|exe|zip|inno|nullsoft|wix|burn|pwa|portable"),
        "InstallModes": (False, ["interactive|silent|silentWithProgress"]),
        "UpgradeBehavior": (False, "install|uninstallPrevious|deny"),
        "ProductCode": (False, r".{1,255}"),
        "ExpectedReturnCodes": (False, [_CODE]),
        "Installers": (True, [_EACH]),
    },
    "locale.en-US": {
        **_COMMON,
        "ManifestType": (True, "defaultLocale"),
        "PackageLocale": (True, "[a-zA-Z]{2,3}(-[a-zA-Z]{1,8})*"),
        "Publisher": (True, _WORDS),
        "PublisherUrl": (False, _URL),
        "PublisherSupportUrl": (False, _URL),
        "PackageName": (True, _WORDS),
        "PackageUrl": (False, _URL),
        "License": (True, _WORDS),
        "LicenseUrl": (False, _URL),
        "ShortDescription": (True, _WORDS),
        "Moniker": (False, r"\S{1,40}"),
        "Tags": (False, [r"\S{1,40}"]),
        "ReleaseNotesUrl": (False, _URL),
    },
    "": {
        **_COMMON,
        "ManifestType": (True, "version"),
        "DefaultLocale": (True, "[a-zA-Z]{2,3}(-[a-zA-Z]{1,8})*"),
    },
}


def parsed(text: str) -> dict[str, Any]:
    """The few forms of YAML that the manifests use: keys, lists, and keys in the items of one."""
    found: dict[str, Any] = {}
    key = inner = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        read = re.fullmatch(r"((?: |-)*)([^:]+)(?:: ?(.*))?", line)
        assert read is not None, line
        lead, name, value = read.groups()
        if not lead:
            key = name
            found[key] = value if value else []
        elif value is None:
            found[key].append(name)
        elif lead == "    ":
            found[key][-1][inner][name] = value
        else:
            if lead == "- ":
                found[key].append({})
            inner = name
            found[key][-1][name] = value if value else {}
    return found


def broken(value: Any, rule: Any, where: str) -> list[str]:
    if isinstance(rule, str):
        good = isinstance(value, str) and re.fullmatch(rule, value)
        return [] if good else [f"{where}: {value!r}"]
    if isinstance(rule, list):
        twice = [f"{where}: twice"] if value.count(value[0]) > 1 else []
        return twice + [told for item in value for told in broken(item, rule[0], where)]
    told = [f"{where}: no {k}" for k, (wanted, _) in rule.items() if wanted and k not in value]
    told += [f"{where}: {key} is not known" for key in value.keys() - rule.keys()]
    for key in value.keys() & rule.keys():
        told += broken(value[key], rule[key][1], f"{where} {key}")
    return told


def test_the_manifests_are_as_the_schema_wants_them(tmp_path: Path) -> None:
    setup = tmp_path / "ot-codebook-0.2.0-windows-x86_64-setup.exe"
    setup.write_bytes(b"MZ and more")
    winget.main([str(setup), "--repository", "someone/ot-codebook"])
    told = []
    for name, rules in _RULES.items():
        file = tmp_path / f"{winget.PACKAGE}{'.' if name else ''}{name}.yaml"
        values = parsed(file.read_text("utf-8"))
        told += broken(values, rules, file.name)
        assert values["PackageVersion"] == "0.2.0"
        assert values["PackageIdentifier"] == winget.PACKAGE
    assert told == []
    each = parsed((tmp_path / f"{winget.PACKAGE}.installer.yaml").read_text("utf-8"))["Installers"]
    digest = hashlib.sha256(setup.read_bytes()).hexdigest()
    assert {i["InstallerSha256"].lower() for i in each} == {digest}
    assert {i["Scope"]: i["InstallerSwitches"]["Custom"] for i in each} == {
        "user": "/CURRENTUSER",
        "machine": "/ALLUSERS",
    }
    assert all(i["InstallerUrl"].endswith(f"/v0.2.0/{setup.name}") for i in each)


@pytest.mark.parametrize(
    ("name", "repository", "told"),
    [
        ("ot-codebook-0.2.0-setup.exe", "someone/it", "not the name of a set-up program"),
        ("ot-codebook-0.2.0-windows-x86_64-setup.exe", "https://x.org/it", "not OWNER/NAME"),
        ("missing", "someone/it", "not the name"),
    ],
)
def test_a_wrong_file_or_address_is_told(
    name: str, repository: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        winget.main([str(tmp_path / name), "--repository", repository])
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

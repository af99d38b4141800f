"""The page for administrators says what is so."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from otcodebook import clinic_settings, settings
from otcodebook.clinic_settings import FIXED, KEYS, read_clinic_settings
from support import ROOT

_PAGE = (ROOT / "packaging" / "deploy.md").read_text(encoding="utf-8")


def _rows(head: str) -> list[list[str]]:
    """The cells of the table below this head."""
    lines = _PAGE.partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


@pytest.mark.skipif(sys.platform == "win32", reason="a share has another name there")
def test_the_example_is_read_whole(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.+?)```", _PAGE, re.DOTALL)
    content = json.loads(example)
    assert content["list"] == r"\\server\share\codes.csv"
    content["list"] = "/mnt/share/codes.csv"
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(content))
    found = read_clinic_settings([file])
    assert found is not None
    assert found.trouble == ""
    assert set(found.defaults) | set(found.fixed) > {"catalog", "payers", "billing_setting"}


def test_every_key_and_every_value_is_told() -> None:
    rows = dict(_rows("| key | values |"))
    assert [key.strip("`") for key in rows] == list(KEYS)
    assert f"`{FIXED}`" in _PAGE
    values: dict[str, Iterable[object]] = {
        "counting_rule": settings.UNITS_RULES,
        "setting": settings.CareSetting,
        "copy_format": settings.CopyFormat,
        "theme": settings.ThemeChoice,
        "text_size": settings.TEXT_SIZES,
        "payers": settings.Payer._fields,
    }
    missing = [
        (key, str(value))
        for key, each in values.items()
        for value in each
        if not re.search(rf"\b{re.escape(str(value))}\b", rows[f"`{key}`"])
    ]
    assert missing == []


def test_the_files_are_where_the_program_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = dict(_rows("| system | file |"))
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    monkeypatch.setenv("PROGRAMDATA", "%ProgramData%")
    system = {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, "Linux")
    (file,) = settings.clinic_files()
    assert rows[system].startswith(f"`{file}`")
    assert clinic_settings.__doc__


def test_the_lines_are_those_that_the_trials_use() -> None:
    installer = (ROOT / "packaging" / "windows" / "wine" / "installer.py").read_text("utf-8")
    silent = re.findall(r'"(/[A-Z]+)"', installer.partition("_SILENT = ")[2].partition("\n")[0])
    assert len(silent) == 3
    lines = [line for line in _PAGE.splitlines() if silent[0] in line]
    assert len(lines) == 2
    assert all(line.endswith(" ".join(silent)) for line in lines)
    script = (ROOT / "packaging" / "windows" / "ot-codebook.iss").read_text("utf-8")
    name = re.search("OutputBaseFilename=(.+)", script)
    assert name is not None
    assert lines[0].startswith(name[1].replace("{#Version}", "VERSION") + ".exe")
    assert "Name: path;" in script
    trial = (ROOT / "tests" / "packaging" / "in_clean_debian.sh").read_text("utf-8")
    for line in (
        "tar -xzf /root/ot-codebook-*-linux-x86_64.tar.gz -C /opt",
        "ot-codebook selftest",
    ):
        assert line in trial
        assert line.replace("/root/", "").replace("*", "VERSION").replace(" -qq", "") in _PAGE

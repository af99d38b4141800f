"""The workflows, which run elsewhere, are checked here by what knows their language."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

from support import ROOT

_WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
_PROGRAMS = Path(sysconfig.get_path("scripts"))
_SCRIPTS = (ROOT / ".ci" / "run", ROOT / "tests" / "packaging" / "in_clean_debian.sh")


def run(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout


def test_actionlint_finds_nothing() -> None:
    """It gives the scripts in them to shellcheck, too."""
    assert len(_WORKFLOWS) == 2
    assert run(_PROGRAMS / "actionlint", *_WORKFLOWS) == (0, "")


def test_zizmor_finds_no_hole() -> None:
    offline = ("--offline", "--strict-collection", "--persona=pedantic", "--format=json")
    assert run(_PROGRAMS / "zizmor", *offline, *_WORKFLOWS) == (0, "[]")


def test_shellcheck_finds_nothing() -> None:
    assert run("shellcheck", *_SCRIPTS) == (0, "")

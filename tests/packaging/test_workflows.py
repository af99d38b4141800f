"""The workflows, which run elsewhere, are checked here by what knows their language."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("workflow", _WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_and_says_its_version(workflow: Path) -> None:
    uses = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    assert uses
    pinned = re.compile(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [action for action in uses if not pinned.fullmatch(action)] == []


def test_shellcheck_finds_nothing() -> None:
    assert run("shellcheck", *_SCRIPTS) == (0, "")

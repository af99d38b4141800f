"""The set-up asks before it installs system packages, if somebody is there to be asked."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import bootstrap
import pytest

from support import ROOT

_INSTALLED = "apt-get install -y --no-install-recommends"


@dataclass(frozen=True)
class Outcome:
    """How a set-up ended: exit status, what the person saw, what apt-get was asked for."""

    status: int
    shown: str
    installed: str


class Machine:
    """A machine that lacks the tests' programs, and whose apt-get only notes what it is told."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "apt-get.log"
        self._venv = folder / "venv"
        self._programs = folder / "bin"
        self._programs.mkdir()
        self._venv.mkdir()
        # The environment is complete: only system packages are missing.
        stamp = Path(bootstrap.stamp_path(str(self._venv), "test"))
        stamp.write_text(bootstrap.stamp_text("test"), encoding="utf-8")
        for name in ("env", "true"):
            (self._programs / name).symlink_to(f"/usr/bin/{name}")
        self.has_program("apt-get", f'echo "$*" >>"{self._log}"')
        self.has_program("sudo", 'shift; exec "$@"')

    def has_program(self, name: str, script: str) -> None:
        path = self._programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def sets_up(self, typed: bytes | None = None, **environment: str) -> Outcome:
        """Runs the set-up; `typed` is the answer of a person at a terminal, None: no terminal."""
        program = str(ROOT / "packaging" / "bootstrap.py")
        master, terminal = pty.openpty()
        with os.fdopen(master, "r+b", buffering=0) as screen:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", program, "test", str(self._venv)],
                env={"PATH": str(self._programs), **environment},
                stdin=subprocess.DEVNULL if typed is None else terminal,
                stdout=subprocess.DEVNULL,
                stderr=terminal,
            )
            os.close(terminal)
            if typed:
                screen.write(typed)
            shown = b""
            try:
                while part := screen.read(4096):
                    shown += part
            except OSError:  # Linux's way to say that the last program has left the terminal
                pass
            status = process.wait(30)
        installed = self._log.read_text(encoding="utf-8") if self._log.exists() else ""
        return Outcome(status, shown.decode(), installed)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("answer", [b"y\n", b"YES\n", b"\n"])
def test_a_yes_at_a_terminal_installs(machine: Machine, answer: bytes) -> None:
    outcome = machine.sets_up(answer)
    assert outcome.status == 0
    assert "Run it now? [Y/n]" in outcome.shown
    assert "xvfb" in outcome.installed


@pytest.mark.parametrize("answer", [b"n\n", b"no\n", b"what?\n", b"\x04"])
def test_anything_else_installs_nothing_and_shows_the_command(
    machine: Machine, answer: bytes
) -> None:
    outcome = machine.sets_up(answer)
    assert (outcome.status, outcome.installed) == (1, "")
    question, _, reply = outcome.shown.partition("[Y/n]")
    for part in (_INSTALLED, "openbox", "xvfb"):
        assert part in question, "the packages and the command are in the question"
        assert part in reply, "and the command to type in the reply"


def test_nobody_is_asked_who_is_not_there_or_has_said_yes(machine: Machine) -> None:
    for outcome in (machine.sets_up(), machine.sets_up(b"", YES="1")):
        assert outcome.status == 0
        assert "?" not in outcome.shown
    assert outcome.installed.count("xvfb") == 2


def test_a_failed_installation_shows_the_command(machine: Machine) -> None:
    machine.has_program("apt-get", "exit 100")
    outcome = machine.sets_up(b"y\n")
    assert outcome.status == 1
    assert "apt-get failed" in outcome.shown
    assert _INSTALLED in outcome.shown

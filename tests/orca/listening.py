"""Orca on a screen, with a voice that writes down what it begins to say."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from stories.screen import Screen, end, until

_PATIENCE = 30.0
_SILENCE = 1.5
_BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_SPEECH_DISPATCHER = """\
LogLevel 1
LogDir "{folder}"
AddModule "voice" "{voice}" ""
DefaultModule voice
DefaultLanguage "en"
AudioOutputMethod "alsa"
"""
_VOICE = Path(__file__).with_name("voice.py")
_NO_SOUND = "pcm.!default { type null }\nctl.!default { type null }\n"


class Orca:
    """The screen reader, its buses and its voice, for as long as the story lasts.

    `heard` is the file of what the voice said, a line for each time it began; the further lines of
    a long text are indented. What Orca had queued when a key interrupted it is not in it, as it is
    not heard.
    """

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen = screen
        self._folder = folder
        self._processes = contextlib.ExitStack()
        self._asked = 0
        self.heard = folder / "heard.txt"

    def __enter__(self) -> Orca:
        environment = self._screen.environment
        self.heard.write_text("", encoding="utf-8")
        home, runtime = Path(environment["HOME"]), Path(environment["XDG_RUNTIME_DIR"])
        (home / ".asoundrc").write_text(_NO_SOUND, encoding="ascii")
        settings = self._folder / "speechd"
        settings.mkdir()
        voice = settings / "voice"
        said = shlex.join([sys.executable, "-I", str(_VOICE), str(self.heard)])
        voice.write_text(f"#!/bin/sh\nexec {said}\n")
        voice.chmod(0o700)
        (settings / "speechd.conf").write_text(
            _SPEECH_DISPATCHER.format(folder=self._folder, voice=voice)
        )
        socket = runtime / "speech-dispatcher" / "speechd.sock"
        socket.parent.mkdir()
        environment["SPEECHD_ADDRESS"] = f"unix_socket:{socket}"
        with contextlib.ExitStack() as started:
            read_end, write_end = os.pipe()
            bus = ["dbus-daemon", "--session", "--nofork", f"--print-address={write_end}"]
            self._start(started, bus, pass_fds=(write_end,))
            os.close(write_end)
            with open(read_end, encoding="utf-8") as address:
                environment["DBUS_SESSION_BUS_ADDRESS"] = address.readline().strip()
            self._start(started, [_BUS_LAUNCHER, "--launch-immediately"])
            dispatcher = ["speech-dispatcher", "--run-single", "--timeout", "0"]
            dispatcher += ["--communication-method", "unix_socket", "--socket-path", str(socket)]
            self._start(started, [*dispatcher, "--config-dir", str(settings)])
            until(socket.exists, "speech-dispatcher", _PATIENCE)
            log = str(self._folder / "orca-debug.txt")
            self._start(started, ["orca", "--replace", "--debug-file", log])
            self.hears("Screen reader on.")
            self._processes = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._processes.close()

    def _start(
        self, stack: contextlib.ExitStack, command: Sequence[str], pass_fds: Sequence[int] = ()
    ) -> None:
        process = subprocess.Popen(
            command,
            env=self._screen.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=pass_fds,
        )
        stack.callback(end, process)

    def lines(self) -> list[str]:
        """All that was heard so far."""
        return self.heard.read_text("utf-8").splitlines()

    def until_silence(self) -> None:
        """Waits until nothing has been said for a while, as who listens to the end does."""
        since, lines = time.monotonic(), -1

        def is_over() -> bool:
            nonlocal since, lines
            if len(self.lines()) != lines:
                since, lines = time.monotonic(), len(self.lines())
            return time.monotonic() - since > _SILENCE

        until(is_over, "silence", _PATIENCE)

    def hears(self, words: str) -> str:
        """Waits until a line with these words, a regular expression, is said; returns it.

        Asked in the order of what happens: what was said before it is behind us.
        """

        def said() -> str:
            for at, line in enumerate(self.lines()[self._asked :], self._asked):
                if re.search(words, line):
                    self._asked = at + 1
                    return line or " "
            return ""

        return until(said, f"to hear {words!r}; heard: {self.lines()[self._asked :]}", _PATIENCE)

"""A screen reader beside the app: a session bus with the accessibility bus, and who listens there.

Whatever is missing here fails the story: CI installs dbus-daemon, at-spi2-core, python3-pyatspi.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from stories.screen import Screen, end, until

_BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_SYSTEM_PYTHON = "/usr/bin/python3"
_SCRIPT = Path(__file__).with_name("at_spi.py")
_PATIENCE = 30.0
_PROGRAM = "OT Codebook"

Node = dict[str, Any]


class ScreenReader:
    """Hears what the accessibility bus tells, in its order, and reads trees."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._processes = contextlib.ExitStack()
        self._lines: queue.Queue[Node] = queue.Queue()
        self.said: list[str] = []
        self.heard: list[str] = []
        """All that was said, in its order."""
        self.focused: list[Node] = []
        self.names: list[str] = []
        """All that parts have been told to be called; a reader keeps them."""
        self._trees: list[Node | None] = []

    def __enter__(self) -> ScreenReader:
        with contextlib.ExitStack() as started:
            read_end, write_end = os.pipe()
            bus = ["dbus-daemon", "--session", "--nofork", f"--print-address={write_end}"]
            self._start(started, bus, pass_fds=(write_end,))
            os.close(write_end)
            with open(read_end, encoding="utf-8") as address:
                self._screen.environment["DBUS_SESSION_BUS_ADDRESS"] = address.readline().strip()
            self._start(started, [_BUS_LAUNCHER, "--launch-immediately"])
            self._listener = self._start(started, [_SYSTEM_PYTHON, str(_SCRIPT)], pipes=True)
            listening = threading.Thread(target=self._listen)
            listening.start()
            started.callback(listening.join)
            started.callback(end, self._listener)  # done first: with it ends what is heard
            ready = until(self._next, "the accessibility bus", _PATIENCE)
            assert ready == {"ready": True}
            self._processes = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._processes.close()

    def hears(self, words: str) -> str:
        """Waits for an announcement with these words among those not yet asked for; all of it.

        What was said before it is forgotten.
        """

        def heard() -> str:
            self._take_in()
            return next((sentence for sentence in self.said if words in sentence), "")

        sentence = until(heard, f"{words!r} announced", _PATIENCE)
        del self.said[: self.said.index(sentence) + 1]
        return sentence

    def tree(self) -> Node:
        """Everything the program tells of itself now."""

        def whole() -> Node | None:
            assert self._listener.stdin is not None
            self._listener.stdin.write(f"{_PROGRAM}\n")
            self._listener.stdin.flush()
            self._trees.clear()
            until(self._has_tree, "an answer", _PATIENCE)
            return self._trees[-1]

        return until(whole, f"{_PROGRAM} on the accessibility bus", _PATIENCE)

    def sees(self, role: str, name: str) -> Node:
        """Waits until a part with this role and beginning of its name is showing; returns it."""

        def found() -> Node | None:
            parts = (part for part in showing(self.tree()) if part["role"] == role)
            return next((part for part in parts if part["name"].startswith(name)), None)

        return until(found, f"a {role} {name!r} on the accessibility bus", _PATIENCE)

    def forget(self) -> None:
        """Lets go of what was heard so far."""
        self._take_in()
        self.said.clear()
        self.focused.clear()

    def reads_focus(self, words: str) -> Node:
        """Waits until the focus is where the name has these words; returns what has it."""

        def found() -> Node | None:
            self._take_in()
            return next((part for part in self.focused if words in part["name"]), None)

        return until(found, f"the focus on {words!r}", _PATIENCE)

    def _start(
        self,
        stack: contextlib.ExitStack,
        command: Sequence[str],
        pass_fds: Sequence[int] = (),
        *,
        pipes: bool = False,
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=self._screen.environment,
            stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipes else subprocess.DEVNULL,
            stderr=None if pipes else subprocess.DEVNULL,
            pass_fds=pass_fds,
            text=True,
        )
        stack.callback(_close, process)
        return process

    def _has_tree(self) -> bool:
        self._take_in()
        return bool(self._trees)

    def _listen(self) -> None:
        assert self._listener.stdout is not None
        for line in self._listener.stdout:
            self._lines.put(json.loads(line))

    def _next(self) -> Node | None:
        with contextlib.suppress(queue.Empty):
            return self._lines.get_nowait()
        return None

    def _take_in(self) -> None:
        while (told := self._next()) is not None:
            if "said" in told:
                self.said.append(told["said"])
                self.heard.append(told["said"])
            elif "focused" in told:
                self.focused.append(told["focused"])
            elif "named" in told:
                self.names.append(told["named"])
            else:
                self._trees.append(told["tree"])


def _close(process: subprocess.Popen[str]) -> None:
    end(process)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def parts(part: Node) -> Iterator[Node]:
    """A part and all beneath it."""
    yield part
    for child in part["children"]:
        yield from parts(child)


def showing(part: Node) -> Iterator[Node]:
    """The parts that can be seen."""
    return (each for each in parts(part) if {"showing", "visible"} <= {*each["states"]})

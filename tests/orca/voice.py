"""A voice of speech-dispatcher that writes down what it begins to say: `voice.py` heard-file.

It speaks the protocol of output modules on standard input and output, as Debian 13's
speech-dispatcher 0.12 has it. Its own sd_generic would turn what is not Latin-1 into question
marks, and leaves pieces of SSML in long texts.
"""

from __future__ import annotations

import html
import queue
import re
import sys
import threading
from pathlib import Path

_SECONDS = 0.2
"""A sentence takes the voice a moment, so that what interrupts it is heard and the rest is not."""
_SETTINGS = {
    "AUDIO": ("207 OK RECEIVING AUDIO SETTINGS", "203 OK AUDIO INITIALIZED"),
    "LOGLEVEL": ("207 OK RECEIVING LOGLEVEL SETTINGS", "203 OK LOG LEVEL SET"),
    "SET": ("203 OK RECEIVING SETTINGS", "203 OK SETTINGS RECEIVED"),
}
_SAYING = ("SPEAK", "CHAR", "KEY", "SOUND_ICON")


class Voice:
    """Answers the server; a thread reads what it asks, so that it can interrupt."""

    def __init__(self, heard: Path) -> None:
        self._heard = heard
        self._asked: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def run(self) -> None:
        while (asked := self._asked.get()) != "QUIT":
            if asked in _SETTINGS:
                begin, done = _SETTINGS[asked]
                _tell(begin)
                self._text()
                _tell(done)
            elif asked in _SAYING:
                _tell("202 OK RECEIVING MESSAGE")
                text = self._text()
                _tell("200 OK SPEAKING", "701 BEGIN")
                self._say(text)
            elif asked == "INIT":
                _tell("299-a voice that writes", "299 OK LOADED SUCCESSFULLY")
            elif asked == "LIST VOICES":
                _tell("200-one\ten\tnone", "200 OK VOICE LIST SENT")
        _tell("210 OK QUIT")

    def _read(self) -> None:
        for line in sys.stdin:
            self._asked.put(line.rstrip("\r\n"))
        self._asked.put("QUIT")

    def _text(self) -> str:
        """What follows, until a line with a dot alone."""
        lines = []
        while (line := self._asked.get()) != ".":
            lines.append(line[1:] if line.startswith(".") else line)
        return "\n".join(lines)

    def _say(self, text: str) -> None:
        """Writes it down, the lines of a long text beneath its first; then waits, or is stopped."""
        words = html.unescape(re.sub(r"<[^<>]*>", "", text)).strip()
        with self._heard.open("a", encoding="utf-8") as heard:
            heard.write("\n    ".join(words.splitlines()) + "\n")
        try:
            asked = self._asked.get(timeout=_SECONDS)
        except queue.Empty:
            for mark in re.findall(r'<mark name="([^"]*)"/>', text):
                _tell(f"700-{mark}", "700 INDEX MARK")
            _tell("702 END")
        else:
            assert asked in ("STOP", "PAUSE", "QUIT"), asked
            _tell("703 STOP")


def _tell(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    Voice(Path(sys.argv[1])).run()

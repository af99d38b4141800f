"""A clipboard manager: run by the system's Python, which has Debian's python3-xlib.

Owns CLIPBOARD_MANAGER and does what the X convention of that name asks: told SAVE_TARGETS by a
program that ends, it fetches the clipboard's text, answers, and owns the clipboard from then on.
It prints "ready" once it may be asked, and keeps no copy unasked.
"""

from __future__ import annotations

from typing import Any

from Xlib import X, Xatom, display  # type: ignore[import-untyped]
from Xlib.protocol import event as protocol  # type: ignore[import-untyped]


class Manager:
    """Serves requests until its display goes."""

    def __init__(self) -> None:
        self._display = display.Display()
        self._window = self._display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._saved = b""
        names = "CLIPBOARD CLIPBOARD_MANAGER SAVE_TARGETS TARGETS UTF8_STRING SAVED"
        self._atoms = {name: self._display.get_atom(name) for name in names.split()}
        self._asked: list[Any] = []

    def run(self) -> None:
        self._window.set_selection_owner(self._atoms["CLIPBOARD_MANAGER"], X.CurrentTime)
        self._display.sync()
        print("ready", flush=True)
        while True:
            event = self._display.next_event()
            if event.type == X.SelectionRequest:
                self._answer(event)
            elif event.type == X.SelectionNotify:
                self._take(event)

    def _answer(self, event: Any) -> None:
        if event.selection == self._atoms["CLIPBOARD_MANAGER"]:
            if event.target == self._atoms["SAVE_TARGETS"]:
                self._asked.append(event)
                wanted = (self._atoms["CLIPBOARD"], self._atoms["UTF8_STRING"])
                self._window.convert_selection(*wanted, self._atoms["SAVED"], event.time)
            else:
                self._reply(event, X.NONE)
        elif event.target == self._atoms["TARGETS"]:
            offered = [self._atoms["TARGETS"], self._atoms["UTF8_STRING"]]
            event.requestor.change_property(event.property, Xatom.ATOM, 32, offered)
            self._reply(event, event.property)
        elif event.target == self._atoms["UTF8_STRING"]:
            event.requestor.change_property(event.property, event.target, 8, self._saved)
            self._reply(event, event.property)
        else:
            self._reply(event, X.NONE)

    def _take(self, event: Any) -> None:
        """What was fetched is kept before the program that asked is answered and may go."""
        if event.property != X.NONE:
            found = self._window.get_full_property(event.property, X.AnyPropertyType)
            self._saved = bytes(found.value)
            self._window.set_selection_owner(self._atoms["CLIPBOARD"], event.time)
        for asked in self._asked:
            self._reply(asked, asked.property)
        self._asked.clear()

    def _reply(self, event: Any, given: int) -> None:
        what = (event.time, event.requestor, event.selection, event.target, given)
        names = ("time", "requestor", "selection", "target", "property")
        reply = protocol.SelectionNotify(**dict(zip(names, what, strict=True)))
        event.requestor.send_event(reply)
        self._display.flush()


if __name__ == "__main__":
    Manager().run()

"""What a screen reader gets: run by the system's Python, which has Debian's python3-pyatspi.

Says so on the bus as a screen reader does, then writes one JSON object a line: {"said": ...} for
an announcement and for a new description, which Orca reads of what has the focus, {"focused":
{...}} for what gets the focus, {"named": ...} for a name that is told, and {"tree": {...}} for
each line of input, which is the name of a program.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

import pyatspi  # type: ignore[import-not-found]
from gi.repository import Gio, GLib  # type: ignore[import-not-found]

_ANNOUNCED = "object:announcement"
_DESCRIBED = "object:property-change:accessible-description"
_FOCUSED = "object:state-changed:focused"
_NAMED = "object:property-change:accessible-name"
_MOST_CHILDREN = 40
"""Long lists are told by their first rows."""


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def node(part: Any) -> dict[str, Any]:
    """What can be read of one part, without its children; asked anew, as screen readers do."""
    part.clear_cache()
    return {
        "role": part.getRoleName(),
        "name": part.name,
        "description": part.description,
        "states": [pyatspi.stateToString(state) for state in part.getState().getStates()],
    }


def tree(part: Any) -> dict[str, Any]:
    children = (part.getChildAtIndex(at) for at in range(min(part.childCount, _MOST_CHILDREN)))
    return node(part) | {"children": [tree(child) for child in children if child]}


def tell_tree(wanted: str) -> None:
    """The whole program; null while it is not there, or changes while it is read."""
    try:
        programs = [program for program in pyatspi.Registry.getDesktop(0) if program]
        found = [tree(program) for program in programs if program.name == wanted]
    except GLib.Error:
        found = []
    tell(tree=found[0] if found else None)


def hear(event: Any) -> None:
    if event.type.startswith((_ANNOUNCED, _DESCRIBED)):
        if event.any_data:
            tell(said=str(event.any_data).strip())
    elif event.type.startswith(_NAMED):
        tell(named=str(event.any_data))
    elif event.detail1:
        with contextlib.suppress(GLib.Error):  # gone again before it could be read
            tell(focused=node(event.source))


def answer(stream: Any, _condition: Any) -> bool:
    line = stream.readline()
    if line:
        tell_tree(line.strip())
    else:
        pyatspi.Registry.stop()
    return bool(line)


def switch_on() -> None:
    """Tells the programs that a screen reader runs."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    status = GLib.Variant("(ssv)", ("org.a11y.Status", "ScreenReaderEnabled", GLib.Variant("b", 1)))
    properties = "org.freedesktop.DBus.Properties"
    call = ("org.a11y.Bus", "/org/a11y/bus", properties, "Set", status)
    bus.call_sync(*call, None, Gio.DBusCallFlags.NONE, 20_000, None)


def main() -> None:
    switch_on()
    pyatspi.Registry.registerEventListener(hear, _ANNOUNCED, _DESCRIBED, _FOCUSED, _NAMED)
    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, answer)
    tell(ready=True)
    pyatspi.Registry.start()


if __name__ == "__main__":
    main()

"""What UI Automation, as screen readers for Windows use it, answers about a window.

Run by Windows' Python: `uia_client.py TITLE`. It prints the name and kind of the window, and of
what in it has the keyboard focus, as one line of JSON.

Wine 10 walks a window's tree for FindFirst alone: it has no tree walkers, its GetFocusedElement
knows windows but not what is inside, and events of announcements cannot be asked for.
"""

from __future__ import annotations

import ctypes
import json
import sys
import uuid
from ctypes import POINTER, byref, c_int, c_long, c_ushort, c_void_p
from typing import Any

assert sys.platform == "win32"

_CLASS = "ff48dba4-60ef-4201-aa87-54103eef594e"  # CUIAutomation
_INTERFACE = "30cbe57d-d9d0-452a-ab13-7ac5ac4825ee"  # IUIAutomation
_IN_PROCESS = 1
_HAS_FOCUS, _DESCENDANTS = 30008, 4  # UIA_HasKeyboardFocusPropertyId, TreeScope_Descendants
_BOOLEAN, _TRUE = 11, 0xFFFF
# The places of the methods in the interfaces of uiautomationclient.h.
_ELEMENT_FROM_HANDLE, _CREATE_PROPERTY_CONDITION = 6, 23
_FIND_FIRST, _CONTROL_TYPE, _NAME = 5, 21, 23


class _Variant(ctypes.Structure):
    _fields_ = (("kind", c_ushort), ("_", c_ushort * 3), ("value", c_void_p), ("more", c_void_p))


def _guid(text: str) -> Any:
    return (ctypes.c_ubyte * 16).from_buffer_copy(uuid.UUID(text).bytes_le)


def _call(thing: c_void_p, method: int, *arguments: Any) -> None:
    """Calls a method of a COM object. Raises OSError with what it answers to a failure."""
    table = ctypes.cast(thing, POINTER(POINTER(c_void_p))).contents
    kinds = [type(argument) for argument in arguments[:-1]]
    function = ctypes.WINFUNCTYPE(c_long, c_void_p, *kinds, c_void_p)(table[method])
    if status := function(thing, *arguments[:-1], ctypes.addressof(arguments[-1])):
        raise OSError(f"method {method} answers {status & 0xFFFF_FFFF:#x}")


def _described(element: c_void_p) -> tuple[str, int]:
    name, kind = c_void_p(), c_int()
    _call(element, _NAME, name)
    _call(element, _CONTROL_TYPE, kind)
    return ctypes.wstring_at(name.value) if name.value else "", kind.value


def main(title: str) -> None:
    """Asks about the window of this title."""
    ole, user = ctypes.OleDLL("ole32"), ctypes.WinDLL("user32")
    user.FindWindowW.restype = c_void_p
    ole.CoInitializeEx(None, 0)
    automation, window, condition, found = (c_void_p() for _ in range(4))
    ole.CoCreateInstance(_guid(_CLASS), None, _IN_PROCESS, _guid(_INTERFACE), byref(automation))
    handle = c_void_p(user.FindWindowW(None, ctypes.c_wchar_p(title)))
    _call(automation, _ELEMENT_FROM_HANDLE, handle, window)
    has_focus = _Variant(_BOOLEAN, (0, 0, 0), _TRUE)
    _call(automation, _CREATE_PROPERTY_CONDITION, c_int(_HAS_FOCUS), has_focus, condition)
    _call(window, _FIND_FIRST, c_int(_DESCENDANTS), condition, found)
    print(json.dumps({"window": _described(window), "focus": _described(found)}))


if __name__ == "__main__":
    main(sys.argv[1])

"""Keeps PySide6 from reading the source of every module that is imported after it."""

from __future__ import annotations

import builtins
import linecache

import PySide6.QtCore  # noqa: F401 (sets what is put back below)


def restore_plain_imports() -> None:
    """Puts Python's own import back in the place of PySide6's.

    PySide6 6.11 replaces it to look for `from __feature__ import ...` in each module's source, and
    keeps all that it has read. We use no such feature, and it costs a tenth of the time to start
    and two megabytes.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
    linecache.clearcache()

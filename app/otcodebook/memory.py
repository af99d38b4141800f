"""What the program has let go of is the system's again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_AT_MOST = 128 * 1024
"""So many bytes glibc keeps until it has seen a large block, see mallopt(3)."""


def return_freed_memory() -> None:
    """Has the C library return what was freed, in less than a millisecond.

    Call it too in a thread that will need much: what a thread frees can be returned only then.
    glibc would keep 15 MB after a morning, 3 MB of each thread that read a list, and 25 MB of a
    long list that was closed. Other systems and libraries return it by themselves.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    # Imported here: a start does without.
    import ctypes

    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        return None
    # malloc_trim leaves the end of a thread's heap; by these it goes as it is freed.
    for option in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
        library.mallopt(option, _AT_MOST)
    return library.malloc_trim

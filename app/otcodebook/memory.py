"""What the program has let go of is the system's again."""

from __future__ import annotations

import sys
from functools import cache

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_AT_MOST = 128 * 1024
"""So many bytes glibc keeps before it has seen a large block: its own beginning, see mallopt(3)."""


@cache
def return_freed_memory() -> None:
    """Has the C library return what is freed; call it before work that needs much for a while.

    With each large block that is freed glibc keeps more for later, up to 64 MB for each thread that
    ever worked: 25 MB of a long list that was closed, 3 MB in each thread that read a short one.
    Other systems and libraries return it by themselves.
    """
    if sys.platform != "linux":
        return
    # Imported here: a start needs neither.
    import ctypes

    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        for option in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            set_option(option, _AT_MOST)

"""A share that does not answer: everything that touches it waits, until it is let go."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_DETACH = 2


@contextmanager
def hanging_share(folder: Path) -> Iterator[Path]:
    """The folder as a FUSE file system whose server never answers; skips where that is refused.

    What is in a folder that is there already is hidden meanwhile.
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("no file system that never answers")
    folder.mkdir(exist_ok=True)
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        server = os.open("/dev/fuse", os.O_RDWR)
    except OSError as error:
        pytest.skip(f"no FUSE: {error}")
    options = f"fd={server},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}"
    try:
        if libc.mount(b"away", os.fsencode(folder), b"fuse", 0, options.encode()):
            pytest.skip(f"FUSE cannot be mounted: {os.strerror(ctypes.get_errno())}")
        try:
            yield folder
        finally:
            libc.umount2(os.fsencode(folder), _DETACH)
    finally:
        os.close(server)  # whoever waits gets an error

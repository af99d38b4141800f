"""What a test needs of the system: where it is missing, the test is skipped, never the module."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

file_limits = pytest.mark.skipif(find_spec("resource") is None, reason="no limit of a file's size")
fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
modes = pytest.mark.skipif(os.name != "posix", reason="no permissions for owner, group and others")
links = pytest.mark.skipif(os.name != "posix", reason="making a link needs a privilege")
signals = pytest.mark.skipif(os.name != "posix", reason="a signal only ends a process")
devices = pytest.mark.skipif(os.name != "posix", reason="no devices among the files")
full_device = pytest.mark.skipif(
    os.name != "posix" or not os.path.exists("/dev/full"), reason="no device that is always full"
)
sockets = pytest.mark.skipif(os.name != "posix", reason="no sockets among the files")
byte_arguments = pytest.mark.skipif(os.name != "posix", reason="every argument is text")
moving = pytest.mark.skipif(os.name != "posix", reason="a file that is open cannot be moved")
folders_of_qt = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="the window does not ask Qt for its folder"
)
file_names = pytest.mark.skipif(os.name != "posix", reason="no such characters in a file's name")
qt_print_dialog = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the system's own dialog asks for the printer"
)
missing_screen = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="a program always has a screen"
)
shell = pytest.mark.skipif(os.name != "posix", reason="no shell that closes standard streams")
glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")


@contextmanager
def file_limit(limit: int) -> Iterator[None]:
    """Lets the process write no file longer than this many bytes: the nearest to a full disk.

    No fixture: what pytest prints between the test and its end may go to a file too.
    """
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

"""A file that another program keeps to itself, as Windows alone lets it."""

from __future__ import annotations

import errno
from typing import Any, NoReturn


def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
    """What Python does there when such a file is opened, renamed or replaced."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined]
    raise error

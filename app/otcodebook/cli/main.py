"""The command line: without a command it opens the window, with one it answers without Qt."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

from otcodebook.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from io import TextIOWrapper
    from pathlib import Path

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs OT Codebook; returns the exit status: 0, 1 for a known trouble, 2 for wrong usage."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    with _open_streams():
        try:
            try:
                return _open_window(None) if not given else _run(given)
            finally:
                # At exit Python would flush too, but complain if the reader is gone.
                print(end="", flush=True)
        except AppError as error:
            print(f"ot-codebook: {error.user_message}", file=sys.stderr)
        except OSError as error:
            if error.filename is not None:
                raise  # about a file that was opened, not about the streams
            _discard_output()
            if _reader_is_gone(error):
                return 1
            reason = error.strerror or type(error).__name__
            print(f"ot-codebook: The answer cannot be written ({reason}).", file=sys.stderr)
        return 1


@contextmanager
def _open_streams() -> Iterator[None]:
    """Closed standard streams, which Python gives as None, lead to nowhere meanwhile."""
    with ExitStack() as stack:
        for stream, redirect in ((sys.stdout, redirect_stdout), (sys.stderr, redirect_stderr)):
            if stream is None:
                nowhere = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))
                stack.enter_context(redirect(nowhere))
        yield


def _reader_is_gone(error: OSError) -> bool:
    """Whether the reader, such as `head`, has seen enough: on Windows an invalid argument."""
    return isinstance(error, BrokenPipeError) or (
        sys.platform == "win32" and error.errno == errno.EINVAL
    )


def _discard_output() -> None:
    """Sends what is still buffered nowhere, so that writing it at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    # Imported here: opening the window does not wait for it.
    from io import TextIOWrapper

    from otcodebook.cli.commands import parse

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A character that the terminal or the pipe cannot take is no reason to fail.
            stream.reconfigure(encoding=_encoding_for(stream), errors="backslashreplace")
    options = parse(arguments)
    if options.command is None:
        return _open_window(options.catalog)
    return int(options.command(options))


def _encoding_for(stream: TextIOWrapper) -> str | None:
    """Another encoding than Python's choice: in files and pipes Windows would get an old code page.

    What is read from them is the same on all systems then. A terminal knows its own.
    """
    chosen = sys.platform != "win32" or stream.isatty() or "PYTHONIOENCODING" in os.environ
    return None if chosen else "utf-8"


def _open_window(catalog: Path | None) -> int:
    try:
        # Imported here: the commands that answer in the terminal need no Qt.
        from otcodebook.ui.app import run
    except ImportError as error:
        raise AppError(_missing_library(error)) from error
    return run(catalog)


def _missing_library(error: ImportError) -> str:
    library = str(error).partition(":")[0]
    package = _PACKAGES.get(library)
    if package is None:
        return f"Qt cannot be loaded ({error}): install OT Codebook again."
    return f"Qt needs {library}, which is missing. Type: sudo apt-get install {package}"

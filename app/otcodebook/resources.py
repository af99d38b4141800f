"""Finds the files that ship with the app: one locator for checkout, wheel and executable."""

from __future__ import annotations

from pathlib import Path

from otcodebook.errors import ResourceError


def resource_root() -> Path:
    """The folder of the shipped files.

    In a wheel and in the executable it lies inside the package, in a checkout beside `app`.
    """
    package = Path(__file__).parent
    packaged = package / "resources"
    return packaged if packaged.is_dir() else package.parents[1] / "resources"


def resource_path(name: str) -> Path:
    """The path of one shipped file; `name` is relative and stays inside the folder.

    Raises ValueError for a name that leads out of the folder.
    """
    if name.startswith("/") or ".." in Path(name).parts:
        raise ValueError(f"not the name of a shipped file: {name}")
    return resource_root() / name


def read_resource(name: str) -> bytes:
    """The contents of one shipped file. Raises ResourceError when the installation is damaged."""
    try:
        return resource_path(name).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ResourceError(
            f"The file {name} of OT Codebook cannot be read ({reason}): install OT Codebook again."
        ) from error

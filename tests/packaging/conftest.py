"""What is built, for the tests of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from executable import built, folder_in


@pytest.fixture(scope="session")
def dist() -> Path:
    """The one-file executable, the folder and the Debian package of this checkout."""
    return built()


@pytest.fixture(scope="session")
def tree(dist: Path) -> Path:
    """The folder that the archive and the Debian package hold."""
    return folder_in(dist)


@pytest.fixture(scope="session")
def deb(dist: Path) -> Path:
    (package,) = dist.glob("*.deb")
    return package

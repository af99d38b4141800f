"""Shipped files and files that the user names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from otcodebook.errors import AppError, ResourceError
from otcodebook.files import read_catalog_file, read_resource, resource_path, resource_root
from support import ROOT


def test_in_a_checkout_the_shipped_files_lie_beside_the_app() -> None:
    assert resource_root() == ROOT / "resources"


@pytest.mark.parametrize("name", ["catalog.json", "document.css", "icons/otcodebook.svg"])
def test_a_shipped_file_is_read(name: str) -> None:
    assert read_resource(name) == (ROOT / "resources" / name).read_bytes()
    assert resource_path(name).is_file()


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../pyproject.toml", "icons/../../pyproject.toml", "..", "//x"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a shipped file"):
        resource_path(name)
    with pytest.raises(ValueError, match="not the name of a shipped file"):
        read_resource(name)


@pytest.mark.parametrize("name", ["missing.json", "icons", "x" * 300])
def test_a_damaged_installation_is_told_with_the_next_step(name: str) -> None:
    with pytest.raises(ResourceError) as caught:
        read_resource(name)
    assert name in caught.value.user_message
    assert "install OT Codebook again" in caught.value.user_message


def test_a_catalogue_that_the_user_named_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(b"\x00anything")
    assert read_catalog_file(path) == b"\x00anything"


def test_what_cannot_be_read_is_told_with_its_name_and_the_next_step(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    reasons = {
        tmp_path / "nothing.json": "does not exist",
        tmp_path / "nothing" / "below.json": "does not exist",
        tmp_path: "is not a file",
        tmp_path / "pipe": "is not a file",
        tmp_path / "loop": "does not exist",
        Path("/dev/zero"): "is not a file",
        tmp_path / ("x" * 300): "cannot be read",
        # A regular file that refuses every reader, the superuser too.
        Path("/proc/self/mem"): "cannot be read",
    }
    for path, reason in reasons.items():
        with pytest.raises(AppError) as caught:
            read_catalog_file(path)
        message = caught.value.user_message
        assert str(path) in message
        assert reason in message
        assert "choose another catalogue" in message
        assert "\n" not in message

"""Shipped files."""

from __future__ import annotations

import pytest

from otcodebook.errors import ResourceError
from otcodebook.resources import read_resource, resource_path, resource_root
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

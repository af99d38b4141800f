"""The offer to show what changed: where the user opens another edition, and only there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver
from ui.opening import Opening


def _edition(folder: Path, year: int) -> Path:
    """A catalog of this year, whose title is its name."""
    data: dict[str, Any] = small_catalog()
    data["edition"] |= {"year": year, "effective": f"{year}-01-01"}
    folder.mkdir(exist_ok=True)
    return write_catalog(folder, data)


def _offers(driver: Driver) -> bool:
    return driver.part(QPushButton, "whatChanged").isVisible()


@pytest.mark.parametrize("year", [2026, 2027])
def test_an_edition_remembered_from_last_time_is_no_news(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot, year: int
) -> None:
    remembered = _edition(tmp_path / str(year), year)
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"catalog": str(remembered)}))
    driver = Driver(open_window(None, folder))
    qtbot.waitUntil(lambda: driver.window.windowTitle().startswith(remembered.name))
    assert not _offers(driver)
    # What the user opens now is.
    Opening(driver, qtbot).read(_edition(tmp_path / "next", 2028))
    assert _offers(driver)
    driver.action(ActionId.CLOSE_LIST).trigger()
    assert not _offers(driver), "an older one"

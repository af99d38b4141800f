"""Where there is nothing to show, the window says why and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook import resources
from otcodebook.catalog.load import load_bundled, load_catalog
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, clipboard


def _said(driver: Driver) -> str:
    """What stands in the place of the list; empty while there is a list."""
    label = driver.window.findChild(QLabel, "emptyText")
    return label.text() if label is not None and label.isVisible() else ""


def _banner(driver: Driver) -> str:
    visible = driver.part(QWidget, "banner").isVisible()
    return driver.part(QLabel, "bannerText").text() if visible else ""


def _offers_to_clear(driver: Driver) -> bool:
    buttons = driver.window.findChildren(QPushButton)
    return any(b.isVisible() for b in buttons if b.text() == "Clear filters")


def test_no_match_names_the_query_and_the_way_on(driver: Driver) -> None:
    driver.search("qqqq")
    assert "qqqq" in _said(driver)
    assert len(_said(driver).splitlines()) > 1
    assert not _offers_to_clear(driver)
    assert driver.field.hasFocus()
    driver.press("Esc")
    assert _said(driver) == ""
    assert driver.count() == "4 codes"


def test_a_pasted_page_does_not_fill_the_message(driver: Driver) -> None:
    driver.field.setText("q" * 900)
    assert len(_said(driver)) < 300


def test_where_filters_hide_the_match_they_can_be_cleared(driver: Driver) -> None:
    driver.choose_family("Evaluation")
    driver.search("strengthening")
    assert "strengthening" in _said(driver)
    assert _offers_to_clear(driver)
    driver.button("Clear filters").click()
    assert _said(driver) == ""
    assert driver.current() == "97110"
    assert driver.family.currentIndex() == driver.counting.currentIndex() == 0


def test_where_a_scope_hides_the_match_it_is_named(driver: Driver) -> None:
    driver.go_to("97110")
    driver.action(ActionId.FAVORITE).trigger()
    driver.write("97110", "Once a week.")
    driver.press("Esc")
    driver.search("97110")
    driver.press("Return")
    for scope, named in (
        ("Favorites", "No favorite matches"),
        ("Recent", "No recent code matches"),
        ("Notes", "No code with a note matches"),
    ):
        driver.scope(scope)
        driver.search("97165")
        assert _said(driver).startswith(named), scope
    driver.button("Search all codes").click()
    assert driver.current() == "97165"


def test_where_filters_hide_everything_they_can_be_cleared(driver: Driver) -> None:
    driver.choose_family("Evaluation")
    driver.choose_counting("Timed")
    assert "filter" in _said(driver)
    driver.button("Clear filters").click()
    assert len(driver.listed()) == 4


def test_the_button_is_only_offered_where_it_helps(driver: Driver) -> None:
    driver.choose_family("Evaluation")
    driver.search("strengthening")
    assert _offers_to_clear(driver)
    driver.choose_family("All categories")
    driver.search("qqqq")
    assert not _offers_to_clear(driver)


def _words(driver: Driver) -> list[QPushButton]:
    """The buttons that offer a word, from top to bottom."""
    buttons = driver.window.findChildren(QPushButton)
    offered = [
        b for b in buttons if b.isVisible() and b.accessibleName() == f"Search for {b.text()}"
    ]
    return sorted(offered, key=lambda button: button.y())


def test_nothing_found_offers_words_of_the_catalog(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    driver = Driver(open_window())
    driver.search("qqqz cognitve")
    assert "cognitve" in _said(driver)
    # The buttons of the shorter queries before are deleted by the event loop.
    qtbot.waitUntil(lambda: [button.text() for button in _words(driver)] == ["cognitive"])
    driver.search("qqqz wheelchiar")
    qtbot.waitUntil(lambda: [button.text() for button in _words(driver)] == ["wheelchair"])
    _words(driver)[0].click()
    assert driver.field.text() == "wheelchair"
    assert _said(driver) == ""
    assert driver.current() == "97542"


def test_a_query_like_no_word_offers_none(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    driver = Driver(open_window())
    driver.search("qqqz cognitve")
    qtbot.waitUntil(lambda: bool(_words(driver)))
    driver.search("qqqz")
    qtbot.waitUntil(lambda: not _words(driver))


def _broken(folder: Path, kind: str) -> Path:
    path = folder / "mine.json"
    match kind:
        case "garbage":
            path.write_bytes(b"\x00\xff garbage")
        case "half":
            path.write_bytes(b'{"format": 1, "title": ')
        case "wrong":
            path.write_text('{"format": 1, "title": 7}', encoding="utf-8")
        case "folder":
            path.mkdir()
        case "empty":
            path.write_bytes(b"")
    return path


@pytest.mark.parametrize("kind", ["garbage", "half", "wrong", "folder", "empty", "missing"])
def test_a_catalog_that_cannot_be_used_is_told_and_the_bundled_one_is_shown(
    open_window: Callable[..., MainWindow], tmp_path: Path, kind: str
) -> None:
    driver = Driver(open_window(_broken(tmp_path, kind)))
    assert "mine.json" in _banner(driver)
    assert "built-in code" in _banner(driver)
    assert driver.part(QLabel, "bannerText").textFormat() == Qt.TextFormat.PlainText
    bundled = load_catalog(resources.read_resource("catalog.json"))
    assert driver.listed()[:3] == [code.code for code in bundled.codes[:3]]
    driver.button("Close").click()
    assert _banner(driver) == ""
    driver.search("97110")
    driver.press("Return")
    assert clipboard().text() == "97110"


def test_a_good_catalog_is_opened_without_a_word(driver: Driver) -> None:
    assert _banner(driver) == ""


@pytest.fixture
def without_catalog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A damaged installation: everything is there but the catalog."""
    root = tmp_path / "resources"
    shutil.copytree(resources.resource_root(), root)
    (root / "catalog.json").unlink()
    monkeypatch.setattr(resources, "resource_root", lambda: root)
    # A process reads it once: an earlier test has.
    load_bundled.cache_clear()
    yield root
    load_bundled.cache_clear()


def test_without_any_catalog_the_window_opens_and_says_what_to_do(
    open_window: Callable[..., MainWindow], without_catalog: Path
) -> None:
    driver = Driver(open_window())
    assert "catalog.json" in _banner(driver)
    assert "install" in _banner(driver).lower()
    assert "code list" in _said(driver)
    assert driver.listed() == []
    driver.open_all_tabs()
    for view in (driver.faq_view, driver.guide_view):
        assert "code list" in view.toPlainText()
    assert driver.detail.toPlainText().strip() == ""


def test_without_any_catalog_no_command_fails(
    open_window: Callable[..., MainWindow], without_catalog: Path
) -> None:
    driver = Driver(open_window())
    clipboard().setText("before")
    for action in ActionId:
        if action != ActionId.QUIT:
            driver.action(action).trigger()
    assert clipboard().text() == "before"
    assert "Copied" not in driver.status()
    driver.action(ActionId.QUIT).trigger()
    assert not driver.window.isVisible()


@pytest.mark.parametrize("action", [ActionId.SAVE_PDF, ActionId.PRINT, ActionId.SAVE_CSV])
def test_without_any_catalog_there_is_no_list_to_take_along(
    open_window: Callable[..., MainWindow], without_catalog: Path, action: ActionId
) -> None:
    driver = Driver(open_window())
    driver.action(action).trigger()
    assert driver.status() == "No code list is open. Open one first."


def test_with_a_catalog_of_ones_own_the_missing_one_does_not_matter(
    open_window: Callable[..., MainWindow], without_catalog: Path, catalog_file: Path
) -> None:
    driver = Driver(open_window(catalog_file))
    assert _banner(driver) == ""
    assert len(driver.listed()) == 4


def test_two_troubles_are_both_told(
    open_window: Callable[..., MainWindow], without_catalog: Path, tmp_path: Path
) -> None:
    driver = Driver(open_window(_broken(tmp_path, "garbage")))
    assert "mine.json" in _banner(driver)
    assert "catalog.json" in _banner(driver)
    assert "built-in codes" not in _banner(driver)

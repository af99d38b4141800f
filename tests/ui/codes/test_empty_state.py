"""Where there is nothing to show, the window says why and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook import resources
from otcodebook.catalog.load import load_catalog
from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, clipboard


def _said(desk: Driver) -> str:
    """What stands in the place of the list; empty while there is a list."""
    label = desk.window.findChild(QLabel, "emptyText")
    return label.text() if label is not None and label.isVisible() else ""


def _banner(desk: Driver) -> str:
    visible = desk.part(QWidget, "banner").isVisible()
    return desk.part(QLabel, "bannerText").text() if visible else ""


def _offers_to_clear(desk: Driver) -> bool:
    buttons = desk.window.findChildren(QPushButton)
    return any(b.isVisible() for b in buttons if b.text() == "Clear filters")


def test_no_match_names_the_query_and_the_way_on(desk: Driver) -> None:
    desk.search("qqqq")
    assert "qqqq" in _said(desk)
    assert len(_said(desk).splitlines()) > 1
    assert not _offers_to_clear(desk)
    assert desk.field.hasFocus()
    desk.press("Esc")
    assert _said(desk) == ""
    assert desk.count() == "4 codes"


def test_a_pasted_page_does_not_fill_the_message(desk: Driver) -> None:
    desk.field.setText("q" * 900)
    assert len(_said(desk)) < 300


def test_where_filters_hide_the_match_they_can_be_cleared(desk: Driver) -> None:
    desk.choose_family("Evaluation")
    desk.search("strengthening")
    assert "strengthening" in _said(desk)
    assert _offers_to_clear(desk)
    desk.button("Clear filters").click()
    assert _said(desk) == ""
    assert desk.current() == "97110"
    assert desk.family.currentIndex() == desk.counting.currentIndex() == 0


def test_where_filters_hide_everything_they_can_be_cleared(desk: Driver) -> None:
    desk.choose_family("Evaluation")
    desk.choose_counting("Timed")
    assert "filter" in _said(desk)
    desk.button("Clear filters").click()
    assert len(desk.listed()) == 4


def test_the_button_is_only_offered_where_it_helps(desk: Driver) -> None:
    desk.choose_family("Evaluation")
    desk.search("strengthening")
    assert _offers_to_clear(desk)
    desk.choose_family("All categories")
    desk.search("qqqq")
    assert not _offers_to_clear(desk)


def _words(desk: Driver) -> list[QPushButton]:
    """The buttons that offer a word, from top to bottom."""
    buttons = desk.window.findChildren(QPushButton)
    offered = [
        b for b in buttons if b.isVisible() and b.accessibleName() == f"Search for {b.text()}"
    ]
    return sorted(offered, key=lambda button: button.y())


def test_nothing_found_offers_words_of_the_catalog(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    desk = Driver(open_window())
    desk.search("qqqz cognitve")
    assert "cognitve" in _said(desk)
    # The buttons of the shorter queries before are deleted by the event loop.
    qtbot.waitUntil(lambda: len(_words(desk)) == 5)
    offered = [button.text() for button in _words(desk)]
    # The others depend on which remote words the catalog happens to have.
    assert offered[:3] == ["cognitive", "cognitive-behavioral", "cognition"]
    desk.search("qqqz wheelchiar")
    qtbot.waitUntil(lambda: [button.text() for button in _words(desk)] == ["wheelchair", "wheel"])
    _words(desk)[0].click()
    assert desk.field.text() == "wheelchair"
    assert _said(desk) == ""
    assert desk.current() == "97542"


def test_a_query_like_no_word_offers_none(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    desk = Driver(open_window())
    desk.search("qqqz cognitve")
    qtbot.waitUntil(lambda: bool(_words(desk)))
    desk.search("qqqz")
    qtbot.waitUntil(lambda: not _words(desk))


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
    desk = Driver(open_window(_broken(tmp_path, kind)))
    assert "mine.json" in _banner(desk)
    assert "built-in code" in _banner(desk)
    assert desk.part(QLabel, "bannerText").textFormat() == Qt.TextFormat.PlainText
    bundled = load_catalog(resources.read_resource("catalog.json"))
    assert desk.listed()[:3] == [code.code for code in bundled.codes[:3]]
    desk.button("Close").click()
    assert _banner(desk) == ""
    desk.search("97110")
    desk.press("Return")
    assert clipboard().text() == "97110"


def test_a_good_catalog_is_opened_without_a_word(desk: Driver) -> None:
    assert _banner(desk) == ""


@pytest.fixture
def without_catalog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A damaged installation: everything is there but the catalog."""
    root = tmp_path / "resources"
    shutil.copytree(resources.resource_root(), root)
    (root / "catalog.json").unlink()
    monkeypatch.setattr(resources, "resource_root", lambda: root)
    return root


def test_without_any_catalog_the_window_opens_and_says_what_to_do(
    open_window: Callable[..., MainWindow], without_catalog: Path
) -> None:
    desk = Driver(open_window())
    assert "catalog.json" in _banner(desk)
    assert "install" in _banner(desk).lower()
    assert "code list" in _said(desk)
    assert desk.listed() == []
    desk.open_all_tabs()
    for view in (desk.faq_view, desk.guide_view):
        assert "code list" in view.toPlainText()
    assert desk.detail.toPlainText().strip() == ""


def test_without_any_catalog_no_command_fails(
    open_window: Callable[..., MainWindow], without_catalog: Path
) -> None:
    desk = Driver(open_window())
    clipboard().setText("before")
    for action in ActionId:
        if action != ActionId.QUIT:
            desk.action(action).trigger()
    assert clipboard().text() == "before"
    assert "Copied" not in desk.status()
    desk.action(ActionId.QUIT).trigger()
    assert not desk.window.isVisible()


@pytest.mark.parametrize("action", [ActionId.SAVE_PDF, ActionId.PRINT, ActionId.SAVE_CSV])
def test_without_any_catalog_there_is_no_list_to_take_along(
    open_window: Callable[..., MainWindow], without_catalog: Path, action: ActionId
) -> None:
    desk = Driver(open_window())
    desk.action(action).trigger()
    assert desk.status() == "No code list is open. Open one first."


def test_with_a_catalog_of_ones_own_the_missing_one_does_not_matter(
    open_window: Callable[..., MainWindow], without_catalog: Path, catalog_file: Path
) -> None:
    desk = Driver(open_window(catalog_file))
    assert _banner(desk) == ""
    assert len(desk.listed()) == 4


def test_two_troubles_are_both_told(
    open_window: Callable[..., MainWindow], without_catalog: Path, tmp_path: Path
) -> None:
    desk = Driver(open_window(_broken(tmp_path, "garbage")))
    assert "mine.json" in _banner(desk)
    assert "catalog.json" in _banner(desk)
    assert "built-in codes" not in _banner(desk)

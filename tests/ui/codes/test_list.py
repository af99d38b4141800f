"""The list of codes: its model, what a screen reader hears, and how rows are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QImage, QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView, QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog, Entry
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Document, Hit, MatchReason
from otcodebook.ui.codes.delegate import CodeDelegate
from otcodebook.ui.codes.model import CodeListModel
from otcodebook.ui.look.theme import DARK, LIGHT, scaled
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from support import as_bytes, small_catalog, write_catalog
from ui.driver import Driver, click_link

_ROOT = QModelIndex()
_WARN = QAbstractItemModelTester.FailureReportingMode.Warning
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


def _large_catalog(count: int) -> dict[str, Any]:
    catalog = small_catalog()
    catalog["codes"] += [
        {"code": f"{10000 + i}", "name": f"Service number {i}", "family": "procedure"}
        for i in range(count)
    ]
    return catalog


def _catalog(data: dict[str, Any] | None = None) -> Catalog:
    return load_catalog(as_bytes(data or small_catalog()))


def _model(query: str, data: dict[str, Any] | None = None) -> CodeListModel:
    catalog = _catalog(data)
    model = CodeListModel()
    model.set_catalog(catalog)
    model.set_hits(CodeSearch(catalog).search(query))
    return model


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(_model("eval"))


def test_a_long_list_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(_model("", _large_catalog(600)))


def test_the_model_keeps_qts_rules_while_it_fills_empties_and_fetches(qapp: QApplication) -> None:
    catalog = _catalog(_large_catalog(600))
    search = CodeSearch(catalog)
    model = CodeListModel()
    # What it finds it logs as a warning, and that fails the test.
    tester = QAbstractItemModelTester(model, _WARN)
    # Or it fetches in the midst of fetching.
    tester.setUseFetchMore(False)
    model.set_catalog(catalog)
    for query in ("", "ther", "nothing at all", "1"):
        model.set_hits(search.search(query))
        while model.canFetchMore(_ROOT):
            model.fetchMore(_ROOT)
        assert model.rowCount() == len(search.search(query))


def test_a_long_list_comes_in_batches_in_its_order() -> None:
    model = _model("", _large_catalog(600))
    assert 256 <= model.rowCount() < 604
    sizes = [model.rowCount()]
    while model.canFetchMore(_ROOT):
        model.fetchMore(_ROOT)
        sizes.append(model.rowCount())
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == 604
    codes = [str(model.index(row, 0).data()).split()[0] for row in range(604)]
    assert codes[4:] == [f"{10000 + i}" for i in range(600)]
    model.fetchMore(_ROOT)
    assert model.rowCount() == 604


def test_rows_have_no_children_and_nothing_is_outside_the_list() -> None:
    model = _model("")
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
    assert model.index(99, 0).data() is None
    assert model.row_of("00000") == -1


def test_the_end_of_a_long_list_is_reached_by_keys(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    driver = Driver(open_window(write_catalog(tmp_path, _large_catalog(600))))
    assert driver.count() == "604 codes"
    driver.codes.setFocus()

    def at_the_end() -> bool:
        driver.press("End")
        return driver.current() == "10599"

    qtbot.waitUntil(at_the_end)


def test_a_link_opens_a_code_far_down_a_long_list(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    catalog = _large_catalog(600)
    catalog["codes"][0]["related"] = ["10599"]
    driver = Driver(open_window(write_catalog(tmp_path, catalog)))
    click_link(driver.detail, "code:10599")
    assert driver.shown() == "10599"


@pytest.mark.parametrize(
    ("query", "heard"),
    [
        ("97110", ["97110", "Therapeutic exercise", "Therapeutic procedure", "15 min"]),
        ("97150", ["97150", "Group therapy", "untimed"]),
        ("strengthening", ["97110", "also called strengthening"]),
        ("97003", ["OT evaluation", "Retired", "1 January 2017", "97165"]),
        ("97161", ["PT evaluation", "physical therapists", "97165"]),
    ],
)
def test_a_screen_reader_hears_the_whole_row(query: str, heard: list[str]) -> None:
    model = _model(query)
    row = max(model.row_of(query), 0)
    said = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in heard:
        assert part in said


def test_the_list_hands_the_rows_text_to_screen_readers(driver: Driver) -> None:
    driver.search("97110")
    view = QAccessible.queryAccessibleInterface(driver.codes)
    row = view.child(0)
    said = driver.codes.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert row.text(QAccessible.Text.Name) == said


def test_accessible_text_is_plain(driver: Driver) -> None:
    for row in range(driver.codes.model().rowCount()):
        said = driver.codes.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "<" not in said


def test_a_row_that_a_term_found_says_so_and_does_not_call_it_a_name() -> None:
    item = _catalog().find("97530")
    assert item is not None
    document: Document[Entry] = Document("97530", "Therapeutic activities", (), (), item)
    model = CodeListModel()
    model.set_hits([Hit(document, MatchReason.TERM, alias="pegboard")])
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("found by pegboard")
    assert "also called" not in said


class Easel:
    """Draws one row on a pixmap that is wider than the row."""

    def __init__(self, qtbot: QtBot) -> None:
        self.view = QListView()
        self.view.setUniformItemSizes(True)
        qtbot.addWidget(self.view)
        self.model = CodeListModel(self.view)
        self.model.set_catalog(_catalog())
        self.view.setModel(self.model)
        self.delegate = CodeDelegate(self.view)
        self.view.setItemDelegate(self.delegate)

    def hit(
        self,
        name: str = "Therapeutic exercise",
        *,
        code: str = "97110",
        name_spans: Sequence[tuple[int, int]] = (),
        code_spans: Sequence[tuple[int, int]] = (),
        alias: str = "",
        alias_spans: Sequence[tuple[int, int]] = (),
    ) -> Hit[Entry]:
        item = _catalog().find("97110")
        assert item is not None
        return Hit(
            Document(code, name, (), (), item),
            MatchReason.NONE,
            tuple(code_spans),
            tuple(name_spans),
            alias,
            tuple(alias_spans),
        )

    def draw(
        self, hit: Hit[Entry], width: int = 400, canvas: int = 900, *, chosen: bool = False
    ) -> QImage:
        self.model.set_hits([hit])
        index = self.model.index(0, 0)
        if chosen:
            self.view.selectionModel().select(index, _SELECT)
        option = QStyleOptionViewItem()
        option.font = self.view.font()
        height = self.delegate.sizeHint(option, index).height()
        option.rect = QRect(0, 0, width, height)
        pixmap = QPixmap(canvas, height)
        pixmap.fill(QColor("magenta"))
        painter = QPainter(pixmap)
        self.delegate.paint(painter, option, index)
        painter.end()
        return pixmap.toImage()


@pytest.fixture
def easel(qtbot: QtBot) -> Easel:
    return Easel(qtbot)


def _count(image: QImage, color: str, left: int = 0, right: int | None = None) -> int:
    wanted = QColor(color).rgb()
    columns = range(left, image.width() if right is None else right)
    return sum(image.pixel(x, y) == wanted for x in columns for y in range(image.height()))


_LONG = "Therapeutic exercise and very much more of it " * 40


def test_a_row_is_drawn_with_its_text(easel: Easel) -> None:
    image = easel.draw(easel.hit())
    assert _count(image, LIGHT.ground) > 0
    assert _count(image, LIGHT.text) > 0
    assert _count(image, LIGHT.accent) == 0


@pytest.mark.parametrize(
    "spans",
    [{"name_spans": [(0, 4)]}, {"code_spans": [(0, 2)]}, {"alias": "TE", "alias_spans": [(0, 2)]}],
    ids=["name", "code", "alias"],
)
def test_matches_are_emphasized(easel: Easel, spans: dict[str, Any]) -> None:
    assert _count(easel.draw(easel.hit(**spans)), LIGHT.accent) > 0


def test_a_match_of_no_length_draws_like_no_match(easel: Easel) -> None:
    image = easel.draw(easel.hit(name_spans=[(4, 4)], code_spans=[(0, 0)], alias="TE"))
    assert _count(image, LIGHT.accent) == 0
    assert _count(image, LIGHT.text) > 0


@pytest.mark.parametrize("spans", [[(0, 20)], [(0, 4), (12, 14)], [(0, 1), (1, 2), (19, 20)]])
def test_matches_do_not_change_the_text(easel: Easel, spans: list[tuple[int, int]]) -> None:
    image = easel.draw(easel.hit(name_spans=spans))
    assert _count(image, LIGHT.accent) > 0
    assert _count(image, "magenta", right=400) == 0


@pytest.mark.parametrize("width", [120, 200, 400])
@pytest.mark.parametrize("spans", [(), ((0, 11),), ((900, 910),), ((0, len(_LONG)),)])
def test_a_very_long_name_is_cut_inside_the_row(
    easel: Easel, width: int, spans: tuple[tuple[int, int], ...]
) -> None:
    image = easel.draw(easel.hit(_LONG, name_spans=spans), width=width)
    assert _count(image, "magenta", left=width) == (900 - width) * image.height()


def test_a_match_beyond_the_cut_is_not_emphasized(easel: Easel) -> None:
    assert _count(easel.draw(easel.hit(_LONG, name_spans=[(900, 910)])), LIGHT.accent) == 0


@pytest.mark.parametrize("width", [120, 200, 400])
def test_a_very_long_alias_is_cut_inside_the_row(easel: Easel, width: int) -> None:
    image = easel.draw(easel.hit(alias=_LONG, alias_spans=[(0, 11)]), width=width)
    assert _count(image, "magenta", left=width) == (900 - width) * image.height()


@pytest.mark.parametrize("name", ["", "\u0644\u063a\u0629", "e\u0301" * 30, "\U0001f9d1" * 30])
def test_odd_names_are_drawn(easel: Easel, name: str) -> None:
    image = easel.draw(easel.hit(name, name_spans=[(0, 1)]), width=200)
    assert _count(image, "magenta", left=200) == 700 * image.height()


def test_the_longest_code_stays_inside_the_row(easel: Easel) -> None:
    image = easel.draw(easel.hit(code="W" * 20), width=400)
    assert _count(image, "magenta", left=400) == 500 * image.height()


def test_rows_are_drawn_in_the_colors_of_the_theme(easel: Easel) -> None:
    easel.delegate.set_colors(DARK, easel.view.font())
    image = easel.draw(easel.hit(name_spans=[(0, 4)]))
    assert _count(image, DARK.ground) > _count(image, LIGHT.ground)
    assert _count(image, DARK.accent) > 0


def test_a_chosen_row_is_marked_by_more_than_its_ground(easel: Easel) -> None:
    image = easel.draw(easel.hit(), chosen=True)
    assert _count(image, LIGHT.selection) > 0
    assert _count(image, LIGHT.accent, right=8) > 0, "a bar at the left edge"


def test_all_rows_are_equally_high(driver: Driver) -> None:
    driver.search("eval")
    heights = {
        driver.codes.visualRect(driver.codes.model().index(row, 0)).height()
        for row in range(driver.codes.model().rowCount())
    }
    hints = {driver.codes.sizeHintForRow(row) for row in range(driver.codes.model().rowCount())}
    assert len(heights) == 1
    assert hints == heights


@pytest.mark.parametrize("factor", [1.25, 2.0])
def test_rows_grow_with_the_font(easel: Easel, factor: float) -> None:
    easel.model.set_hits([easel.hit()])
    index = easel.model.index(0, 0)
    option = QStyleOptionViewItem()
    usual = easel.delegate.sizeHint(option, index).height()
    large: QFont = scaled(easel.view.font(), factor)
    easel.delegate.set_colors(LIGHT, large)
    assert easel.delegate.sizeHint(option, index).height() > usual


def test_rows_of_the_window_grow_with_the_text_size(driver: Driver, qtbot: QtBot) -> None:
    before = driver.codes.visualRect(driver.codes.model().index(0, 0)).height()
    for _ in range(8):
        driver.action(ActionId.TEXT_LARGER).trigger()
    index = driver.codes.model().index(0, 0)
    qtbot.waitUntil(lambda: driver.codes.visualRect(index).height() >= 1.5 * before)


def _shows(driver: Driver, code: str) -> bool:
    """Whether the current row is this code's, and seen whole in the list."""
    row = driver.codes.visualRect(driver.codes.currentIndex())
    return (
        driver.current() == code
        and row.top() >= 0
        and row.bottom() < driver.codes.viewport().height()
    )


def test_the_chosen_row_stays_in_view_where_the_list_changes(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    driver = Driver(open_window(write_catalog(tmp_path, _large_catalog(60)), tmp_path / "data"))
    driver.press("Down", times=11)
    code = driver.current()
    qtbot.waitUntil(lambda: _shows(driver, code))
    driver.press("Ctrl++", times=3)
    qtbot.waitUntil(lambda: _shows(driver, code))
    driver.press("Ctrl+0")
    qtbot.waitUntil(lambda: _shows(driver, code))
    driver.window.resize(driver.window.width(), driver.window.height() - 250)
    qtbot.waitUntil(lambda: _shows(driver, code))


def test_a_row_that_was_scrolled_out_of_view_is_not_brought_back(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    driver = Driver(open_window(write_catalog(tmp_path, _large_catalog(60)), tmp_path / "data"))
    code = driver.current()
    bar = driver.codes.verticalScrollBar()
    bar.setValue(bar.maximum())
    driver.press("Ctrl++", times=2)
    qtbot.wait(50)
    assert driver.current() == code
    assert not _shows(driver, code)


def test_rows_stand_close_again_when_a_narrow_list_is_made_wide(
    driver: Driver, qtbot: QtBot
) -> None:
    rows = [driver.codes.model().index(row, 0) for row in range(driver.codes.model().rowCount())]

    def gaps() -> set[int]:
        places = [driver.codes.visualRect(row) for row in rows]
        return {below.top() - row.bottom() for row, below in pairwise(places)}

    def heights() -> set[int]:
        return {driver.codes.visualRect(row).height() for row in rows}

    driver.window.resize(520, 700)
    qtbot.waitUntil(lambda: len(heights()) > 1)
    driver.window.resize(1300, 700)
    qtbot.waitUntil(lambda: len(heights()) == 1)
    qtbot.waitUntil(lambda: gaps() == {1})

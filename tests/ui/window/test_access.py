"""Everything by keyboard, the focus always seen, and no text cut, the largest neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStatusBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.ui.look.tags import TagRow
from otcodebook.ui.look.theme import CONTRAST_LIGHT, DARK, LIGHT, Colors
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.banner import Banner
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, child, focused

_TABS = (ActionId.SHOW_CODES, ActionId.SHOW_FAQ, ActionId.SHOW_GUIDE, ActionId.SHOW_UNITS)
_PAGES = (ActionId.KEYS, ActionId.LICENSES, ActionId.ABOUT)
_MOST_STOPS = 300
_ACROSS = Qt.Orientation.Horizontal
_SHADE = 12
_RING = 20
"""So many pixels of the accent more, at the least, show where the focus is."""


def _shown(parent: QWidget) -> Iterator[QWidget]:
    return (part for part in parent.findChildren(QWidget) if part.isVisible() and part.isEnabled())


def _fill_session(driver: Driver) -> None:
    """A session with a tie to decide, so that every control of the Units tab is there."""
    driver.action(ActionId.SHOW_UNITS).trigger()
    for code in ("97110", "97140", "97165"):
        driver.type(code)
        driver.press("Return")
        driver.type("20")
        driver.press("Return")


def _open(driver: Driver, tab: ActionId) -> None:
    if tab is ActionId.SHOW_UNITS:
        _fill_session(driver)
    driver.action(tab).trigger()
    for _ in range(3):  # a wrapped text may ask for another height once it has its width
        QApplication.processEvents()


def _walk(window: QWidget) -> list[QWidget]:
    """The parts that Tab leads through, from the one that has the focus until it is back."""
    first = focused()
    stops = [first]
    for _ in range(_MOST_STOPS):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if focused() is first:
            return stops
        if focused() is not stops[-1]:
            stops.append(focused())
    raise AssertionError(f"Tab never comes back; it ends in {stops[-1]}")


def _needs_stop(part: QWidget) -> bool:
    """Whether it is a control that must be reached by Tab itself."""
    kinds = (
        QAbstractButton,
        QAbstractSpinBox,
        QComboBox,
        QLineEdit,
        QAbstractItemView,
        QTextEdit,
        QTabBar,
    )
    inside = isinstance(part.parentWidget(), QLineEdit | QTabBar | QComboBox | QAbstractSpinBox)
    if not isinstance(part, kinds) or isinstance(part, QHeaderView) or inside:
        return False  # Esc empties the box, arrow keys move along tabs and in a popup
    if isinstance(part, QAbstractButton) and not part.isChecked():
        group = part.group()
        return group is None or not group.exclusive()  # arrow keys go there from the chosen one
    return part.objectName() != "unitsCodeList"  # the keys of its search box move in it


@pytest.mark.parametrize("tab", _TABS)
def test_tab_reaches_every_control_and_leaves_it(driver: Driver, tab: ActionId) -> None:
    _open(driver, tab)
    wanted = {part for part in _shown(driver.window) if _needs_stop(part)}
    assert len(wanted) > 2
    stops = _walk(driver.window)
    missed = wanted - {*stops}
    assert not missed, [(part, part.objectName(), part.accessibleName()) for part in missed]


@pytest.mark.parametrize("tab", _TABS)
def test_shift_tab_leads_the_same_way_back(driver: Driver, tab: ActionId) -> None:
    _open(driver, tab)
    there = {*_walk(driver.window)}
    first, back = focused(), {focused()}
    for _ in range(_MOST_STOPS):
        QTest.keyClick(focused(), Qt.Key.Key_Backtab)
        back.add(focused())
        if focused() is first:
            break
    assert back == there


@pytest.mark.parametrize("page", _PAGES)
def test_tab_goes_round_in_a_dialog(driver: Driver, qtbot: QtBot, page: ActionId) -> None:
    dialog = _dialog(driver, qtbot, page)
    assert len(_walk(dialog)) > 1
    dialog.close()


def _dialog(driver: Driver, qtbot: QtBot, page: ActionId) -> QDialog:
    driver.action(page).trigger()
    dialog = next(part for part in driver.window.findChildren(QDialog) if part.isVisible())
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    return dialog


def _times(picture: QImage, wanted: str) -> int:
    """How many pixels have this color."""
    rgb = QColor(wanted).rgb()
    wide, high = picture.width(), picture.height()
    found = Counter(picture.pixel(x, y) for x in range(wide) for y in range(high))
    return sum(times for color, times in found.items() if _is_near(color, rgb))


def _is_near(one: int, other: int) -> bool:
    """Whether two colors look the same; Fusion shades the ground of some controls."""
    return all(abs((one >> at & 255) - (other >> at & 255)) <= _SHADE for at in (0, 8, 16))


def _expect_ring(part: QWidget, colors: Colors) -> None:
    """The focus on a part is seen: it has more of the color of its ring than without."""
    window = part.window()
    for area in window.findChildren(QScrollArea):
        if area.isAncestorOf(part):  # Tab scrolls there too
            area.ensureWidgetVisible(part)
    place = QRect(part.mapTo(window, part.rect().topLeft()), part.size())
    part.setFocus(Qt.FocusReason.TabFocusReason)
    assert part.hasFocus()
    with_focus = window.grab(place).toImage()
    part.clearFocus()
    without = window.grab(place).toImage()
    # A filled button has the accent all over.
    ring = colors.text if part.property("primary") else colors.accent
    gained = _times(with_focus, ring) - _times(without, ring)
    assert gained >= _RING, (part, part.objectName(), part.accessibleName(), gained)


@pytest.mark.parametrize(
    ("theme", "colors"),
    [
        (ActionId.THEME_LIGHT, LIGHT),
        (ActionId.THEME_DARK, DARK),
        (ActionId.THEME_CONTRAST, CONTRAST_LIGHT),
    ],
    ids=["light", "dark", "contrast"],
)
@pytest.mark.parametrize("tab", _TABS)
def test_the_focus_is_seen_on_every_control(
    driver: Driver, theme: ActionId, colors: Colors, tab: ActionId
) -> None:
    driver.action(theme).trigger()
    _open(driver, tab)
    for part in _walk(driver.window):
        _expect_ring(part, colors)


def _cut(window: QWidget) -> Iterator[str]:
    """The texts that do not fit where they stand."""
    for part in _shown(window):
        text = _text(part)
        if not text:
            continue
        hidden = not _in_scroll_area(part) and not part.visibleRegion().boundingRect().contains(
            part.rect()
        )
        if hidden or not _fits(part):
            yield f"{type(part).__name__} {part.objectName()} {text!r} {part.geometry()}"


def _text(part: QWidget) -> str:
    match part:
        case QLabel() | QAbstractButton():
            return part.text()
        case QComboBox():
            return part.currentText()
        case TagRow():
            return part.accessibleName()
        case QTabBar() | QTableView():
            return part.objectName()
        case QStatusBar():
            return part.currentMessage()
        case _:
            return ""


def _fits(part: QWidget) -> bool:
    wide, high = part.width(), part.height()
    hint = part.sizeHint()
    match part:
        case QLabel() if part.wordWrap():
            longest = max(part.text().split(), key=len)
            word = part.fontMetrics().horizontalAdvance(longest)
            return high >= part.heightForWidth(wide) and wide >= word
        case TagRow():
            words = part.accessibleName().split()
            widest = max(part.fontMetrics().horizontalAdvance(word) for word in words)
            return high >= part.heightForWidth(wide) and wide > widest
        case QComboBox():
            room = part.fontMetrics().horizontalAdvance(f"{part.currentText()}MM")
            return wide >= room and high >= part.fontMetrics().height()
        case QStatusBar():
            return high >= part.fontMetrics().height()
        case QTabBar():
            return wide >= hint.width() and high >= hint.height()
        case QTableView():
            head = part.horizontalHeader()
            return all(
                _wraps_into(head, head.sectionSize(at), str(part.model().headerData(at, _ACROSS)))
                for at in range(head.count())
            )
        case _:
            return wide >= hint.width() and high >= hint.height()


def _wraps_into(head: QHeaderView, width: int, title: str) -> bool:
    """Whether a title fits into its section, on several lines if there is room for them."""
    box = QRect(0, 0, width, head.height())
    needed = head.fontMetrics().boundingRect(box, Qt.TextFlag.TextWordWrap, title)
    return box.contains(needed.translated(-needed.topLeft()))


def _in_scroll_area(part: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


@pytest.mark.parametrize(
    ("steps", "size"),
    [(0, QSize(1060, 720)), (10, QSize(1060, 720)), (10, QSize(1, 1))],
    ids=["usual text", "largest text", "largest text in the smallest window"],
)
@pytest.mark.parametrize("tab", _TABS)
def test_no_text_is_cut(
    open_window: Callable[..., MainWindow], tab: ActionId, steps: int, size: QSize
) -> None:
    driver = Driver(open_window())
    for _ in range(steps):
        driver.action(ActionId.TEXT_LARGER).trigger()
    driver.search("97760")
    banner = child(driver.window, Banner)
    banner.show_sentence(
        "A sentence about some trouble, long enough for two lines at the largest text."
    )
    _open(driver, tab)
    driver.window.resize(size)
    QApplication.processEvents()
    QApplication.processEvents()
    cut = [*_cut(driver.window)]
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("page", [*_PAGES, ActionId.PREFERENCES])
def test_no_text_of_a_dialog_is_cut_at_the_largest_size(
    driver: Driver, qtbot: QtBot, page: ActionId
) -> None:
    for _ in range(10):
        driver.action(ActionId.TEXT_LARGER).trigger()
    dialog = _dialog(driver, qtbot, page)
    QApplication.processEvents()
    cut = [*_cut(dialog)]
    dialog.close()
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("page", [*_PAGES, ActionId.PREFERENCES])
def test_the_focus_is_seen_on_every_control_of_a_dialog(
    driver: Driver, qtbot: QtBot, page: ActionId
) -> None:
    driver.action(ActionId.THEME_CONTRAST).trigger()
    dialog = _dialog(driver, qtbot, page)
    for part in _walk(dialog):
        _expect_ring(part, CONTRAST_LIGHT)
    dialog.close()

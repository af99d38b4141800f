"""Colors: readable in both themes, and a change reaches everything at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from otcodebook.settings import Settings, SettingsFile, ThemeChoice
from otcodebook.ui.look.theme import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    LIGHT,
    Colors,
    colors_for,
    document_css,
    palette,
    window_css,
)
from otcodebook.ui.services.actions import THEME_ACTIONS, ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver

_ALL = {
    "light": LIGHT,
    "dark": DARK,
    "contrast-light": CONTRAST_LIGHT,
    "contrast-dark": CONTRAST_DARK,
}
_THEMES = pytest.mark.parametrize("colors", _ALL.values(), ids=_ALL.keys())
_EDGE = 3.0


def _least(colors: Colors) -> float:
    """The contrast that WCAG 2 asks of text: AA, and AAA where high contrast is promised."""
    return 7.0 if colors in (CONTRAST_LIGHT, CONTRAST_DARK) else 4.5


def _luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


# Any text may stand on any ground: whatever is drawn is among the pairs, so none is left out.
_TEXTS = ("text", "muted", "accent", "warning")
_GROUNDS = ("ground", "panel", "accent_ground", "warning_ground", "hover", "selection")
_EDGES = ("edge", *_TEXTS)
_FILLED = ("accent", "accent_strong")
"""The grounds of primary buttons, which have a text in the color `ground`."""
_DECORATION = ("line",)
_SELECTION = 1.3
"""A chosen row is seen at a glance, whatever the bar at its left."""


def test_every_token_is_measured_or_carries_no_meaning() -> None:
    assert {*_TEXTS, *_GROUNDS, *_EDGES, *_FILLED, *_DECORATION} == set(Colors._fields)


@_THEMES
def test_every_text_is_readable_on_every_ground(colors: Colors) -> None:
    values = colors._asdict()
    pairs = [*product(_TEXTS, _GROUNDS), *product(("ground",), _FILLED)]
    faint = [
        (pair, measured)
        for pair in pairs
        if (measured := contrast(values[pair[0]], values[pair[1]])) < _least(colors)
    ]
    assert faint == []


@_THEMES
def test_every_edge_and_focus_ring_is_seen(colors: Colors) -> None:
    values = colors._asdict()
    # A chosen row has no control with an edge of its own, only texts, icons and its ring.
    grounds = [ground for ground in _GROUNDS if ground != "selection"]
    faint = [
        pair
        for pair in [*product(_EDGES, grounds), *product(_TEXTS, ("selection",))]
        if contrast(values[pair[0]], values[pair[1]]) < _EDGE
    ]
    assert faint == []


@_THEMES
def test_a_chosen_row_stands_out_and_the_one_under_the_mouse_less(colors: Colors) -> None:
    assert contrast(colors.selection, colors.ground) >= _SELECTION
    assert contrast(colors.selection, colors.panel) >= _SELECTION
    assert contrast(colors.selection, colors.hover) > 1.15
    assert 1.05 < contrast(colors.hover, colors.ground) < contrast(colors.selection, colors.ground)


@_THEMES
def test_every_pair_of_the_palette_is_readable(colors: Colors) -> None:
    role = QPalette.ColorRole
    drawn = palette(colors)
    texts = (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.BrightText,
             role.ToolTipText, role.Link, role.LinkVisited)  # fmt: skip
    grounds = (role.Window, role.Base, role.AlternateBase, role.Button, role.ToolTipBase)
    for text, ground in [*product(texts, grounds), (role.HighlightedText, role.Highlight)]:
        for group in (
            QPalette.ColorGroup.Active,
            QPalette.ColorGroup.Inactive,
            QPalette.ColorGroup.Disabled,
        ):
            pair = drawn.color(group, text).name(), drawn.color(group, ground).name()
            assert contrast(*pair) >= _least(colors), (group, text, ground)


@_THEMES
def test_only_the_accent_is_a_ground_to_write_on_in_the_color_of_the_ground(
    colors: Colors,
) -> None:
    for rule in window_css(colors).splitlines():
        color = re.search(r"[ -]color: (#\w+)", rule)
        if color and color[1] == colors.ground and "selection-" not in rule:
            filled = (colors.accent, colors.accent_strong)
            assert any(f"background: {accent}" in rule for accent in filled), rule


@_THEMES
def test_style_sheets_have_no_colors_of_their_own(colors: Colors) -> None:
    known = {color.lower() for color in colors}
    for css in (document_css(colors), window_css(colors)):
        assert "$" not in css
        used = {word.strip(";,)").lower() for word in css.split() if word.startswith("#")}
        assert used <= known


@pytest.mark.parametrize("desktop_is_dark", [True, False])
def test_system_follows_the_desktop_and_a_choice_does_not(*, desktop_is_dark: bool) -> None:
    def chosen(choice: ThemeChoice) -> Colors:
        return colors_for(choice, desktop_is_dark=desktop_is_dark)

    assert chosen(ThemeChoice.SYSTEM) == (DARK if desktop_is_dark else LIGHT)
    assert chosen(ThemeChoice.LIGHT) == LIGHT
    assert chosen(ThemeChoice.DARK) == DARK
    high = CONTRAST_DARK if desktop_is_dark else CONTRAST_LIGHT
    assert chosen(ThemeChoice.HIGH_CONTRAST) == high


@pytest.mark.parametrize("desktop_is_dark", [True, False])
def test_the_desktops_wish_for_contrast_is_followed_unless_a_theme_is_chosen(
    *, desktop_is_dark: bool
) -> None:
    def chosen(choice: ThemeChoice) -> Colors:
        return colors_for(choice, desktop_is_dark=desktop_is_dark, desktop_wants_contrast=True)

    high = CONTRAST_DARK if desktop_is_dark else CONTRAST_LIGHT
    assert chosen(ThemeChoice.SYSTEM) == high
    assert chosen(ThemeChoice.HIGH_CONTRAST) == high
    assert chosen(ThemeChoice.LIGHT) == LIGHT
    assert chosen(ThemeChoice.DARK) == DARK


def _drawn(widget: QWidget, place: QPoint) -> str:
    return str(widget.grab().toImage().pixelColor(place).name().upper())


def _expect(driver: Driver, colors: Colors) -> None:
    """Palette, rows and page are all in these colors."""
    base = QApplication.palette().color(QPalette.ColorRole.Base)
    assert base == QColor(colors.ground)
    rows = driver.codes.viewport()
    below = QPoint(rows.width() // 2, rows.height() - 2)
    assert _drawn(rows, below) == colors.ground
    unchosen = driver.codes.visualRect(driver.codes.model().index(1, 0))
    assert _drawn(rows, QPoint(unchosen.right() - 2, unchosen.top() + 3)) == colors.ground
    chosen = driver.codes.visualRect(driver.codes.model().index(0, 0))
    assert _drawn(rows, QPoint(chosen.right() - 2, chosen.top() + 3)) == colors.selection
    page = driver.detail.viewport()
    assert _drawn(page, QPoint(page.width() - 3, 3)) == colors.ground
    for view in (driver.detail, driver.faq_view, driver.guide_view):
        html = view.toHtml().lower()
        assert colors.accent.lower() in html
        for other in {*_ALL.values()} - {colors}:
            assert other.accent.lower() not in html


def test_a_choice_reaches_palette_rows_and_pages_at_once(driver: Driver) -> None:
    driver.open_all_tabs()
    driver.field.setFocus()
    for action, colors in (
        (ActionId.THEME_DARK, DARK),
        (ActionId.THEME_LIGHT, LIGHT),
        (ActionId.THEME_CONTRAST, CONTRAST_LIGHT),
        (ActionId.THEME_DARK, DARK),
        (ActionId.THEME_SYSTEM, LIGHT),
    ):
        driver.action(action).trigger()
        _expect(driver, colors)
        for each in THEME_ACTIONS:
            assert driver.action(each).isChecked() is (each == action)


def _desktop_turns(scheme: Qt.ColorScheme) -> None:
    QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)


def test_the_window_follows_the_desktop_while_it_is_open(driver: Driver) -> None:
    driver.open_all_tabs()
    driver.field.setFocus()
    _desktop_turns(Qt.ColorScheme.Dark)
    _expect(driver, DARK)
    _desktop_turns(Qt.ColorScheme.Light)
    _expect(driver, LIGHT)


def _desktop_wants(contrast: Qt.ContrastPreference) -> None:
    hints = QGuiApplication.styleHints()
    hints.accessibility().contrastPreferenceChanged.emit(contrast)


def test_the_window_follows_the_desktops_wish_for_contrast(driver: Driver) -> None:
    driver.open_all_tabs()
    driver.field.setFocus()
    _desktop_wants(Qt.ContrastPreference.HighContrast)
    _expect(driver, CONTRAST_LIGHT)
    _desktop_turns(Qt.ColorScheme.Dark)
    _expect(driver, CONTRAST_DARK)
    _desktop_wants(Qt.ContrastPreference.NoPreference)
    _expect(driver, DARK)
    _desktop_turns(Qt.ColorScheme.Light)
    _expect(driver, LIGHT)


def test_a_chosen_theme_does_not_follow_the_desktop(driver: Driver) -> None:
    driver.open_all_tabs()
    driver.field.setFocus()
    driver.action(ActionId.THEME_LIGHT).trigger()
    _desktop_turns(Qt.ColorScheme.Dark)
    _expect(driver, LIGHT)
    driver.action(ActionId.THEME_SYSTEM).trigger()
    _expect(driver, DARK)
    _desktop_turns(Qt.ColorScheme.Light)


def test_a_window_opens_in_the_chosen_theme(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    SettingsFile(folder / "settings.json").update(Settings(), theme=ThemeChoice.DARK)
    driver = Driver(open_window(catalog_file, folder))
    driver.open_all_tabs()
    _expect(driver, DARK)
    assert driver.action(ActionId.THEME_DARK).isChecked()


def test_text_sizes_reach_every_part(driver: Driver) -> None:
    driver.open_all_tabs()
    parts = [
        driver.field,
        driver.codes,
        driver.detail,
        driver.faq_list,
        driver.faq_view,
        driver.guide_view,
    ]
    before = [part.fontMetrics().height() for part in parts]
    driver.action(ActionId.TEXT_LARGER).trigger()
    driver.action(ActionId.TEXT_LARGER).trigger()
    after = [part.fontMetrics().height() for part in parts]
    assert all(new > old for new, old in zip(after, before, strict=True))


def test_at_the_largest_text_nothing_needs_scrolling_sideways(driver: Driver) -> None:
    for _ in range(10):
        driver.action(ActionId.TEXT_LARGER).trigger()
    QApplication.processEvents()
    for view in (driver.codes, driver.detail):
        assert view.horizontalScrollBar().maximum() == 0
    for combo in (driver.family, driver.counting):
        assert combo.width() >= combo.minimumSizeHint().width()
    assert driver.field.height() >= driver.field.fontMetrics().height()

"""Colors of the window by theme: one set of tokens for widgets, rows and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from otcodebook.resources import read_resource, resource_path
from otcodebook.settings import Settings, ThemeChoice

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

_MID_LIGHTNESS = 128
_TEXT_SIZE = "textSize"
"""The application's property that says in which size, in percent, its font was set."""


class Colors(NamedTuple):
    """The colors by what they are for.

    Texts (text, muted, accent, warning) have 4.5:1 on every ground, 7:1 in high contrast; so has
    `ground` as a text on `accent` and `accent_strong`, which fill primary buttons. An edge, which
    bounds a control, has 3:1 on the grounds that controls stand on. `selection` has 1.3:1 against
    ground and panel, so that a chosen row is seen; `hover` is fainter. Lines only separate.
    """

    ground: str
    panel: str
    text: str
    muted: str
    line: str
    edge: str
    accent: str
    accent_ground: str
    accent_strong: str
    hover: str
    selection: str
    warning: str
    warning_ground: str


LIGHT = Colors(
    ground="#FFFFFF",
    panel="#F6F7F9",
    text="#1B1F24",
    muted="#525B65",
    line="#D8DEE4",
    edge="#7D8791",
    accent="#0A6868",
    accent_ground="#E3F2F1",
    accent_strong="#085252",
    hover="#E8F2F1",
    selection="#BDE0DD",
    warning="#7A4B00",
    warning_ground="#FFF4DC",
)
DARK = Colors(
    ground="#16191D",
    panel="#1E2328",
    text="#E8EAED",
    muted="#A0A8B2",
    line="#343B43",
    edge="#75818D",
    accent="#4FC3BF",
    accent_ground="#12393A",
    accent_strong="#7AD6D2",
    hover="#1D2A2D",
    selection="#154243",
    warning="#F2C063",
    warning_ground="#3A2E14",
)
CONTRAST_LIGHT = Colors(
    ground="#FFFFFF",
    panel="#FFFFFF",
    text="#000000",
    muted="#333333",
    line="#767676",
    edge="#000000",
    accent="#004C4C",
    accent_ground="#D5EEEC",
    accent_strong="#003333",
    hover="#E2F1EF",
    selection="#BEE3DF",
    warning="#5C3300",
    warning_ground="#FFEFC7",
)
CONTRAST_DARK = Colors(
    ground="#000000",
    panel="#000000",
    text="#FFFFFF",
    muted="#DDDDDD",
    line="#8A8A8A",
    edge="#FFFFFF",
    accent="#66E8E2",
    accent_ground="#003C3D",
    accent_strong="#A3F2EE",
    hover="#00282A",
    selection="#004041",
    warning="#FFD166",
    warning_ground="#332500",
)


def colors_for(
    choice: ThemeChoice, *, desktop_is_dark: bool, desktop_wants_contrast: bool = False
) -> Colors:
    """The tokens of a choice; SYSTEM follows the desktop, high contrast its light or dark."""
    follows = choice is ThemeChoice.SYSTEM
    if choice is ThemeChoice.HIGH_CONTRAST or (follows and desktop_wants_contrast):
        return CONTRAST_DARK if desktop_is_dark else CONTRAST_LIGHT
    dark = desktop_is_dark if follows else choice is ThemeChoice.DARK
    return DARK if dark else LIGHT


def palette_is_dark() -> bool:
    """Whether the palette in force is dark: before ours is set, the desktop's wish."""
    ground = QApplication.palette().color(QPalette.ColorRole.Window)
    return ground.lightness() < _MID_LIGHTNESS


def apply_theme(
    settings: Settings, *, desktop_is_dark: bool, desktop_wants_contrast: bool = False
) -> Colors:
    """Gives the application the colors and the text size of the settings; returns the colors."""
    colors = colors_for(
        settings.theme,
        desktop_is_dark=desktop_is_dark,
        desktop_wants_contrast=desktop_wants_contrast,
    )
    QApplication.setPalette(palette(colors))
    _set_text_size(settings.text_size)
    return colors


def _set_text_size(percent: int) -> None:
    """Gives the application the system's font in this size; until it is changed Qt does that."""
    app = QApplication.instance()
    if app is None or percent == 100 == (app.property(_TEXT_SIZE) or 100):
        return
    # Imported here: most windows open at 100%.
    from PySide6.QtGui import QFontDatabase

    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(font.pointSizeF() * percent / 100)
    QApplication.setFont(font)
    app.setProperty(_TEXT_SIZE, percent)


def scaled(font: QFont, factor: float) -> QFont:
    """The font in another size."""
    # Imported here, like above.
    from PySide6.QtGui import QFont

    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * factor)
    return result


def palette(colors: Colors) -> QPalette:
    """Every color role that Fusion draws with."""
    role = QPalette.ColorRole
    roles = {
        role.Window: colors.panel,
        role.WindowText: colors.text,
        role.Base: colors.ground,
        role.AlternateBase: colors.panel,
        role.Text: colors.text,
        role.PlaceholderText: colors.muted,
        role.Button: colors.panel,
        role.ButtonText: colors.text,
        role.BrightText: colors.text,
        role.ToolTipBase: colors.ground,
        role.ToolTipText: colors.text,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.ground,
        role.Accent: colors.accent,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.Light: colors.ground,
        role.Midlight: colors.panel,
        role.Mid: colors.line,
        role.Dark: colors.line,
        role.Shadow: colors.line,
    }
    result = QPalette()
    for name, color in roles.items():
        result.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(colors.muted))
    return result


def window_css(colors: Colors) -> str:
    """The shapes that Fusion draws too heavily, too faintly or too small at large text."""
    side = "dark" if QColor(colors.ground).lightness() < _MID_LIGHTNESS else "light"
    # The accent is dark in a light theme, and the other way round.
    opposite = "light" if side == "dark" else "dark"
    images = {
        "arrow": f"icons/arrow-on-{side}.png",
        "arrow_on_accent": f"icons/arrow-on-{opposite}.png",
        "check": f"icons/check-on-{side}.png",
    }
    paths = {name: resource_path(image).as_posix() for name, image in images.items()}
    return _css("window.css", {**colors._asdict(), **paths})


def document_css(colors: Colors) -> str:
    """The style sheet of the documents in these colors."""
    in_contrast = colors in (CONTRAST_LIGHT, CONTRAST_DARK)
    link_line = "underline" if in_contrast else "none"
    return _css("document.css", {**colors._asdict(), "link_line": link_line})


def _css(name: str, values: Mapping[str, str]) -> str:
    """A style sheet with its $names filled in."""
    css = read_resource(name).decode("utf-8")
    # The longest first: one name may begin another.
    for key in sorted(values, key=len, reverse=True):
        css = css.replace(f"${key}", values[key])
    return css

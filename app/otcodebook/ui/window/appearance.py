"""How the window looks: theme and text size of the settings, and what the desktop asks for."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmapCache
from PySide6.QtWidgets import QApplication

from otcodebook.settings import Settings, ThemeChoice
from otcodebook.ui.look.focus_rings import FocusRings
from otcodebook.ui.look.icons import IconName, set_icon
from otcodebook.ui.look.theme import apply_theme, document_css, window_css
from otcodebook.ui.window.main_window import MainWindow


class Appearance(QObject):
    """Applies the settings to the application and the window, now and when the desktop changes.

    Signals:
        changed: the parts take these now (their Colors, the style sheet of documents).
    """

    changed = Signal(object, str)

    def __init__(self, window: MainWindow, settings: Callable[[], Settings]) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._frame_theme = ThemeChoice.SYSTEM
        self._focus_rings = FocusRings(self)
        # PySide deletes the accessibility wrapper unless styleHints() is kept alive.
        self._style_hints = QGuiApplication.styleHints()
        self._accessibility = self._style_hints.accessibility()
        self._style_hints.colorSchemeChanged.connect(self._follow_scheme)
        self._accessibility.contrastPreferenceChanged.connect(self._follow_contrast)
        self._read_contrast(self._accessibility.contrastPreference())

    def apply(self) -> None:
        """Gives every part the colors and the text size of the settings."""
        settings = self._settings()
        if sys.platform in ("win32", "darwin") and settings.theme is not self._frame_theme:
            self._frame_theme = settings.theme
            self._ask_for_frame(settings.theme)
        colors = apply_theme(
            settings,
            desktop_is_dark=self._window.desktop_is_dark,
            desktop_wants_contrast=self._window.desktop_wants_contrast,
        )
        css, font = window_css(colors), QApplication.font()
        if (css, font) != (self._window.styleSheet(), self._window.font()):
            # Not without need: each widget works out its rules and its font anew.
            self._window.setStyleSheet(css)
            # What the style has drawn in other colors and sizes is not asked for any more.
            QPixmapCache.clear()
        self._window.set_minimum_size_for(settings.text_size)
        tabs = self._window.tabs
        for button, name in ((tabs.back, IconName.BACK), (tabs.forward, IconName.FORWARD)):
            button.setText("")
            set_icon(button, name, colors)
        QTimer.singleShot(0, tabs, tabs.fit)
        self.changed.emit(colors, document_css(colors))

    def _ask_for_frame(self, theme: ThemeChoice) -> None:
        """Has the system draw title bar and menus as light or dark as the window.

        Elsewhere the desktop alone decides. What it wishes itself is told again, by the signal,
        once nothing is asked for.
        """
        schemes = {ThemeChoice.LIGHT: Qt.ColorScheme.Light, ThemeChoice.DARK: Qt.ColorScheme.Dark}
        self._style_hints.setColorScheme(schemes.get(theme, Qt.ColorScheme.Unknown))

    def _follow_scheme(self, scheme: Qt.ColorScheme) -> None:
        self._window.desktop_is_dark = scheme == Qt.ColorScheme.Dark
        self.apply()

    def _follow_contrast(self, preference: Qt.ContrastPreference) -> None:
        self._read_contrast(preference)
        self.apply()

    def _read_contrast(self, preference: Qt.ContrastPreference) -> None:
        wants_contrast = preference == Qt.ContrastPreference.HighContrast
        self._window.desktop_wants_contrast = wants_contrast

"""Commands work by the position of their key where a layout has other characters there."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from otcodebook.ui.widgets.key_positions import key_at_position

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def linux_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offscreen tells no positions; here keys come as X11 sends them."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")


def _pressed(character: str, code: int, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
    key = ord(character.upper()) if character.isalpha() else ord(character)
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, code, 0, 0, "")


@pytest.mark.parametrize(
    ("character", "code", "modifiers", "expected"),
    [
        ("&", 10, _CTRL, Qt.Key.Key_1),  # AZERTY
        ('"', 12, _CTRL, Qt.Key.Key_3),
        ("é", 11, _CTRL, Qt.Key.Key_2),
        ("à", 19, _CTRL, Qt.Key.Key_0),
        ("&", 10, _CTRL | _ALT, Qt.Key.Key_1),
        ("+", 10, _CTRL, Qt.Key.Key_1),  # Czech
        ("с", 54, _CTRL, Qt.Key.Key_C),  # Russian
        ("с", 54, _CTRL | _SHIFT, Qt.Key.Key_C),
        ("в", 40, _CTRL, Qt.Key.Key_D),
        ("б", 59, _CTRL, Qt.Key.Key_Comma),
        ("ψ", 54, _CTRL, Qt.Key.Key_C),  # Greek
        ("ב", 54, _CTRL, Qt.Key.Key_C),  # Hebrew
        ("c", 54, _CTRL, None),  # a Latin letter is what it says, wherever it lies
        ("a", 24, _CTRL, None),
        ("1", 10, _CTRL, None),
        ("&", 16, _CTRL | _SHIFT, None),  # Shift+7 of a US keyboard
        ("с", 54, _NONE, None),
        ("&", 10, _NONE, None),
        ("с", 200, _CTRL, None),
    ],
)
def test_the_key_of_a_position(
    character: str, code: int, modifiers: Qt.KeyboardModifier, expected: Qt.Key | None
) -> None:
    assert key_at_position(_pressed(character, code, modifiers)) == expected


def test_keys_that_are_no_character_stay_what_they_are() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, _CTRL, 54, 0, 0, "")
    assert key_at_position(event) is None


def test_where_no_position_is_told_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "offscreen")
    assert key_at_position(_pressed("&", 10, _CTRL)) is None

"""The loop of the day on a real screen: copy, paste elsewhere, come back, type the next."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from stories.screen import App, Screen, end, running, until

pytestmark = [pytest.mark.screen, pytest.mark.timeout(300)]

_EDITOR = Path(__file__).with_name("editor.py")
_SHOT = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["shot"])
app.primaryScreen().grabWindow(int(sys.argv[1])).save(sys.argv[2])
"""
# Parts of the window at its first size; the page without its edge, which shows the focus.
_LIST = QRect(16, 134, 360, 550)
_PAGE = QRect(440, 200, 580, 380)
_IN_THE_PAGE = (1030, 400)
_LINKS_FROM_THE_END = (3, 4, 3)
"""Which links are followed, 1 being the last of a page: to codes inside and outside the list."""
_SAME = 0.03
"""A link that has the focus looks a little different; another scroll position very much so."""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "home") as screen:
        yield screen


class Editor:
    """The program that she pastes into."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen = screen
        self._path = folder / "record.txt"
        self.process = subprocess.Popen(
            [sys.executable, _EDITOR, self._path], env=screen.environment, stderr=subprocess.DEVNULL
        )
        name = "^Patient record$"
        self.window = until(
            lambda: screen.asks("search", "--onlyvisible", "--name", name), "the editor is shown"
        )

    def text(self) -> str:
        return self._path.read_text(encoding="utf-8") if self._path.exists() else ""

    def paste(self, *after: str) -> None:
        """Goes there, pastes, and begins a new line."""
        bring_to_front(self._screen, self.window)
        self._screen.xdotool("key", "ctrl+v", "Return")
        wanted = "".join(f"{line}\n" for line in after)
        until(lambda: self.text() == wanted, f"{wanted!r} in the editor, not {self.text()!r}")


def bring_to_front(screen: Screen, window: str) -> None:
    def is_there() -> bool:
        screen.asks("windowactivate", window)
        return screen.asks("getactivewindow") == window

    until(is_there, "the other window has the focus")


def test_two_codes_with_no_key_in_the_window_but_words_and_enter(
    screen: Screen, tmp_path: Path
) -> None:
    with running(screen, tmp_path) as app:
        editor = Editor(screen, tmp_path)
        try:
            bring_to_front(screen, app.window)
            app.type("ther ex")
            app.press("Return")
            app.copies("97110")
            editor.paste("97110")
            bring_to_front(screen, app.window)
            app.type("splint")
            app.press("Return")
            app.copies("97760")
            editor.paste("97110", "97760")
            # The same where nothing was copied before she left.
            bring_to_front(screen, app.window)
            app.type("ther act")
            bring_to_front(screen, editor.window)
            screen.xdotool("sleep", "1")  # Qt takes a moment away for a window of its own
            bring_to_front(screen, app.window)
            app.type("man")
            app.press("Return")
            app.copies("97140")
            # A dialog of the program itself is no other program: the query is typed on.
            app.type("ther")
            app.read_dialog("F1", "^Keyboard$")
            app.type(" act")
            app.press("Return")
            app.copies("97530")
        finally:
            end(editor.process)
        assert app.quit() == 0
        assert app.stderr() == ""


def test_the_keyboard_is_in_the_box_after_a_restart(screen: Screen, tmp_path: Path) -> None:
    for tab, typed, copied in (("ctrl+4", "97110", ""), ("ctrl+2", "minutes", "minutes")):
        with running(screen, tmp_path) as app:
            app.press(tab)
            assert app.quit() == 0
        with running(screen, tmp_path) as app:
            app.type(typed)
            if copied:
                app.press("ctrl+a", "ctrl+c")
                app.copies(copied)
            else:
                app.press("Return")
                app.type("33")
                app.press("Return", "ctrl+shift+c")
                until(lambda: app.pasted().startswith("97110"), "the claim line")
            assert app.quit() == 0
            assert app.stderr() == ""


def _shot(screen: Screen, app: App, path: Path) -> QImage:
    subprocess.run(
        [sys.executable, "-c", _SHOT, app.window, str(path)],
        env=screen.environment,
        check=True,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    return QImage(str(path))


def _differs(one: QImage, other: QImage, part: QRect) -> float:
    """The share of the part's pixels that are not the same."""
    different = sum(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(part.left(), part.right())
        for y in range(part.top(), part.bottom())
    )
    return different / (part.width() * part.height())


def test_three_links_and_three_steps_back_show_all_as_before(
    screen: Screen, tmp_path: Path
) -> None:
    """Query, list, row and scroll: by the codes that are copied and by pictures of the window."""
    with running(screen, tmp_path) as app:

        def shown(name: str) -> QImage:
            return _shot(screen, app, tmp_path / f"{name}.png")

        def changes(before: QImage, what: str) -> None:
            until(lambda: _differs(shown("now"), before, _PAGE) > _SAME, what)

        def returns(before: QImage, part: QRect, what: str) -> None:
            until(lambda: _differs(shown("back"), before, part) < _SAME, what)

        def copied() -> str:
            screen.put_on_clipboard("")
            app.click(_IN_THE_PAGE)  # the message is below it then, outside the pictures
            app.press("ctrl+c")
            return until(app.pasted, "the code of the page")

        app.type("ther ex")
        app.press("Down")
        codes, left = [copied()], list[QImage]()
        for link in _LINKS_FROM_THE_END:
            top = shown("top")
            app.press(*["shift+Tab"] * link)
            changes(top, "the end of the page, with its links")
            end = shown("end")
            screen.xdotool("click", "--repeat", "2", "4")
            changes(end, "the page between its top and its end")
            left.append(shown(f"step{len(left)}"))
            app.press("Return")
            changes(left[-1], "the page that the link leads to")
            codes.append(copied())
        assert len(set(codes)) == len(codes)
        for code, before in zip(codes[-2::-1], left[::-1], strict=True):
            app.press("alt+Left")
            returns(before, _PAGE, f"{code} as far scrolled as before")
            returns(before, _LIST, f"the list and the row of {code} as before")
            assert copied() == code
            app.press("ctrl+f", "ctrl+c")
            app.copies("ther ex")
        assert app.quit() == 0
        assert app.stderr() == ""


@pytest.mark.parametrize("layout", ["fr", "ru", "gr", "il"])
def test_commands_work_with_another_keyboard_alone(
    screen: Screen, tmp_path: Path, layout: str
) -> None:
    """By the position of the keys, as a US keyboard has them: 10 to 19 are the digits."""
    subprocess.run(["setxkbmap", layout], env=screen.environment, check=True)

    def ctrl(*codes: int) -> None:
        for code in codes:
            screen.xdotool("keydown", "37", "key", str(code), "keyup", "37")

    with running(screen, tmp_path) as app:
        screen.put_on_clipboard("")
        if layout != "fr":
            ctrl(54)  # C
            until(app.pasted, "the code of the first row")
        ctrl(11)  # 2: the FAQ
        if layout != "fr":
            app.press("Tab", "Tab")
            ctrl(38, 54)  # A, C
            until(lambda: "?" in app.pasted(), "a question and its answer")
        ctrl(13)  # 4: Units
        ctrl(10)  # 1: Codes
        screen.put_on_clipboard("")
        app.press("Return")
        until(app.pasted, "Codes is in front")
        if layout in ("fr", "ru"):  # Greek and Hebrew have ; and / there, as Latin layouts may
            ctrl(38 if layout == "fr" else 24)  # Q
            assert app.process.wait(60) == 0
        assert app.stderr() == ""

"""PySide6 without its signatures works as it does with them, and gets them when it needs them."""

import subprocess
import sys

LIGHTLY = """
from otcodebook.ui.imports import import_shiboken_lightly
import_shiboken_lightly()
"""
WHAT_NEEDS_SIGNATURES = """
from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QPainter

for call in (
    lambda: QObject(1, 2, 3),
    lambda: QObject().setObjectName(4),
    lambda: QObject().setObjectName(),
    lambda: QObject(nothing=1),
    lambda: QFont(QPainter),
):
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(error)
print(QObject.setObjectName.__doc__, QFont.__doc__)
"""
AT_START = """
import builtins, sys
plain = builtins.__import__
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["start", "-platform", "offscreen"])
QLabel("text", objectName="name")
assert builtins.__import__ is plain
import shiboken6
print(shiboken6.__file__.endswith("shiboken6/__init__.py"), shiboken6.__spec__.origin)
print("argparse" in sys.modules, "shibokensupport.signature.parser" in sys.modules)
"""


def run(program: str) -> str:
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_wrong_call_is_told_as_pyside_tells_it() -> None:
    told = run(LIGHTLY + WHAT_NEEDS_SIGNATURES)
    assert told == run(WHAT_NEEDS_SIGNATURES)
    assert "setObjectName' called with wrong argument types" in told


def test_what_describes_signatures_waits_until_it_is_needed() -> None:
    first, second = run(LIGHTLY + AT_START).splitlines()
    assert first.startswith("True ")
    assert first.endswith("__init__.py")
    assert second == "False False"


def test_nothing_is_lost_that_pyside_puts_back_into_its_modules() -> None:
    # The stand-in leaves out this step: should a later PySide6 need it, it must not.
    from PySide6.support import deprecated

    assert [name for name in vars(deprecated) if name.startswith("fix_for_")] == []

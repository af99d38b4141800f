"""PySide6 and msgspec, imported lightly, work as they do otherwise, and get what they need."""

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


MSGSPEC_LIGHTLY = """
from otcodebook.ui.imports import import_msgspec_lightly
import_msgspec_lightly()
"""
WHAT_USES_THE_REST = """
import datetime, pathlib, textwrap, typing, urllib.parse, zipfile
import msgspec
print(pathlib.Path("/a b").as_uri(), urllib.parse.quote("a b"))
print(msgspec.json.schema(dict[str, typing.Annotated[int, msgspec.Meta(ge=1)]]))
print(msgspec.inspect.type_info(tuple[int, ...]), msgspec.toml.__name__)
print(msgspec.json.decode(b'"2026-11-25"', type=datetime.date))
for bad in (b"[1,", b'"x"', b"{}"):
    try:
        msgspec.json.decode(bad, type=list[int])
    except msgspec.MsgspecError as error:
        print(type(error).__name__, error)
print(textwrap.dedent(" a"), zipfile.is_zipfile(__import__("io").BytesIO(b"")))
"""
A_START = """
import builtins, sys
seldom = {"base64", "decimal", "ipaddress", "msgspec.inspect", "tempfile", "traceback", "uuid"}
seldom |= {"platform", "shutil", "sqlite3", "string", "textwrap", "urllib.parse", "zipfile"}
compiled = []
plain = builtins.compile

def watched(source, filename, *args, **options):
    if not str(filename).endswith(".py") or "signature_bootstrap" in str(filename):
        compiled.append(filename)
    return plain(source, filename, *args, **options)

builtins.compile = watched
from otcodebook.cli import main
from otcodebook.ui import imports
imports.import_shiboken_lightly()
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from otcodebook.ui import app

def look(window):
    listed = window.codes_frame.view.model()
    if listed is None or not listed.rowCount():
        return QTimer.singleShot(20, lambda: look(window))
    print(sorted(seldom & set(sys.modules)), compiled)
    QGuiApplication.quit()

frame = app._open_frame
def opened(*args, **options):
    window = frame(*args, **options)
    QTimer.singleShot(20, lambda: look(window))
    return window

app._open_frame = opened
app.run(None)
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


def test_msgspec_and_pathlib_do_all_that_they_do_otherwise() -> None:
    told = run(LIGHTLY + MSGSPEC_LIGHTLY + WHAT_USES_THE_REST)
    assert told == run(WHAT_USES_THE_REST)
    assert "file:///a%20b" in told
    assert "ValidationError" in told


def test_a_start_loads_and_compiles_nothing_that_it_does_not_use() -> None:
    assert run(A_START) == "[] []\n"

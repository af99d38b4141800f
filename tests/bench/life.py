"""A window in use for hours: what it holds and how fast it is, every 1,000 random actions."""

from __future__ import annotations

import ctypes
import gc
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import NamedTuple

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from bench.table import Row, at_most, show, title
from cms_files import write_mue, write_ptp
from fee_files import write_fee_zip
from otcodebook.catalog.load import load_bundled
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.ui.app import build_window
from random_user import RandomUser, objects, own_list, settle
from ui.filling import wait_until_filled

_ACTIONS = 30_000
_QUICK_ACTIONS = 3_000
_WARM_UP = 5_000
_EVERY = 1_000
_SEED = 20
_OWN_LIST = "own.csv"
_PAIRS = (
    ("97150", "97530", "20180701", "*", "1"),
    ("97760", "97140", "20180701", "*", "1"),
)
_LIMITS = (("97110", "6", "3 Date of Service Edit: Clinical"),)


class _State(NamedTuple):
    """The window at rest after so many actions; the time is the median of those before it.

    `in_use` is what of the C heap is handed out, in KiB: it tells what is held from what is only
    scattered.
    """

    actions: int
    kib: int
    in_use: int
    objects: int
    python_objects: int
    milliseconds: float


def measure(*, quick: bool) -> list[Row]:
    """Uses one window with a list on top and CMS's tables; returns what is promised."""
    actions = _QUICK_ACTIONS if quick else _ACTIONS
    title(f"A long life: {actions:,} random actions after a warm-up of {_WARM_UP:,}")
    with tempfile.TemporaryDirectory() as temporary:
        states = list(_life(Path(temporary), actions))
    first, last = states[0], states[-1]
    grown = (last.kib - first.kib) / (actions / 1000)
    slower = last.milliseconds / first.milliseconds
    return [
        at_most("own memory (Pss_Anon) per 1,000 actions", grown, 100, "KiB"),
        at_most("QObjects more at the end", last.objects - first.objects, 20, "objects"),
        Row("Python objects more at the end", str(last.python_objects - first.python_objects)),
        Row("median time of an action, the end to the beginning", f"{slower:.2f} x"),
    ]


def _life(folder: Path, actions: int) -> list[_State]:
    qInstallMessageHandler(_tell)
    data = _with_list_and_tables(folder)
    window = build_window(data_dir=data)
    window.show()
    wait_until_filled(window)
    user = RandomUser(window, _SEED, folder / _OWN_LIST)
    user.see_everything()
    states = []
    kinds: list[Counter[str]] = []
    times: list[float] = []
    for done in range(_WARM_UP + actions + 1):
        if done % _EVERY == 0 and done >= _WARM_UP:
            user.rest()
            gc.collect()
            spent = median(times) * 1000
            kinds.append(objects(window))
            found = (kinds[-1].total(), len(gc.get_objects()), spent)
            states.append(_State(done - _WARM_UP, _own_memory(), _heap_in_use(), *found))
            show(("after", "KiB", "in use", "QObjects", "Python", "ms"), [_told(states[-1])])
        if done % _EVERY == 0:
            times = []
        begun = time.thread_time()
        user.act()
        times.append(time.thread_time() - begun)
    print("done:", dict(user.done.most_common()))
    print("objects more, by class:", dict(kinds[-1] - kinds[0]))
    window.close()
    window.deleteLater()
    settle()
    return states


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if not message.startswith("This plugin does not support"):  # the screen that nobody sees
        print(message, file=sys.stderr)


def _told(state: _State) -> tuple[str, ...]:
    numbers = (f"{number:,}" for number in state[:5])
    return (*numbers, f"{state.milliseconds:.2f}")


def _with_list_and_tables(folder: Path) -> Path:
    """The folder of a user who has opened both."""
    data = folder / "data"
    own = folder / _OWN_LIST
    own.write_text(own_list(45), encoding="utf-8")
    known = known_codes(load_bundled())
    files = [write_ptp(folder, _PAIRS), write_mue(folder, _LIMITS), write_fee_zip(folder)]
    CmsStore(data).add(read_files(files, known), known, keep_older=True)
    (data / "settings.json").write_text(json.dumps({"catalog": str(own)}), encoding="utf-8")
    return data


class _Mallinfo(ctypes.Structure):
    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def _heap_in_use() -> int:
    """What glibc has handed out and not got back, in KiB."""
    mallinfo2 = ctypes.CDLL(None).mallinfo2
    mallinfo2.restype = _Mallinfo
    info = mallinfo2()
    return int(info.uordblks + info.hblkhd) // 1024


def _own_memory() -> int:
    """What this process alone holds, in KiB."""
    for line in Path("/proc/self/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss_Anon:"):
            return int(line.split()[1])
    raise OSError("no Pss_Anon in /proc/self/smaps_rollup")

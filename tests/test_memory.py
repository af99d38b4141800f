"""What work in a thread needed for a while is not kept for good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import needs
import otcodebook

_MOST_KEPT_KIB = 5_000
_PROGRAM = """
import threading
from pathlib import Path
from otcodebook.memory import return_freed_memory

def own_memory():
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))

def work():
    return_freed_memory()
    rows = [bytes([at % 256]) * 2_000 for at in range(10_000)]

large = bytearray(20_000_000)
del large
before = own_memory()
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(own_memory() - before)
"""


@needs.glibc
def test_twenty_megabytes_of_a_thread_that_has_ended_are_returned() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(otcodebook.__file__).parents[1])},
    )
    assert int(done.stdout) < _MOST_KEPT_KIB

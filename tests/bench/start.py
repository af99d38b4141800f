"""Start and memory: OT Codebook beside a bare PySide6 window, in turns."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.in_use import fill_store
from bench.painted import Screen, Sign, Started, clean_environment, x_server
from bench.table import Row, at_most, ms, show, title
from support import ROOT

_HERE = Path(__file__).parent
_VENV = ROOT / "build" / "bench-venv"
_PLACE = (530, 360)  # the middle of a window of the default size at the screen's corner
_OURS = "OT Codebook"
_FULL = "OT Codebook, with 200 favorites, 500 notes and CMS tables"
_BARE = "bare window"
_GOLDENDICT = "GoldenDict"


def measure(*, quick: bool) -> list[Row]:
    """Runs all programs in turns and prints medians; returns the figures that are promised."""
    title("Start and memory, seen from the X server (medians of interleaved runs)")
    python = _users_python()
    commands = {
        _OURS: [python, "-m", "otcodebook"],
        _FULL: [python, "-m", "otcodebook"],
        _BARE: [python, str(_HERE / "bare_window.py")],
    }
    if path := shutil.which("goldendict"):
        commands[_GOLDENDICT] = [path]
    with tempfile.TemporaryDirectory() as home, x_server() as display:
        env = clean_environment(home, display)
        envs = {_FULL: clean_environment(_home_in_use(home), display)}
        screen = Screen(display)
        sign = _first_row(python, home, env)
        runs: dict[str, list[Started]] = {name: [] for name in commands}
        chance = random.Random(12)
        for run in range(-1, 5 if quick else 15):
            # In any order: what ran before leaves the processor's caches to the next one.
            for name in chance.sample(sorted(commands), len(commands)):
                watched = sign if name in (_OURS, _FULL) else None
                own = envs.get(name, env)
                started = screen.start(commands[name], own, _PLACE, watched)
                if run >= 0:  # the first one compiles and fills the caches
                    runs[name].append(started)
        screen.close()
    return _report(runs)


def _users_python() -> str:
    """An environment with what users have: no test packages, which msgspec would import."""
    bootstrap = ROOT / "packaging" / "bootstrap.py"
    subprocess.run([sys.executable, "-I", "-S", bootstrap, "run", _VENV], check=True)
    return str(_VENV / "bin" / "python")


def _home_in_use(folder: str) -> str:
    """A home with a store that somebody has filled for years."""
    home = Path(folder) / "in-use"
    fill_store(home / ".local" / "share" / "OT Codebook")
    return str(home)


def _first_row(python: str, home: str, env: dict[str, str]) -> Sign:
    """Where and how the filled window differs from the one that is only painted."""
    command = [python, str(_HERE / "first_row.py"), f"{home}/probe"]
    out = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    x, y, color = map(int, out.split())
    return Sign(x, y, color)


def _report(runs: dict[str, list[Started]]) -> list[Row]:
    def middle(name: str, field: str) -> float:
        return float(median(getattr(run, field) for run in runs[name]))

    def times_bare(name: str, field: str) -> float:
        """The median over the rounds: what runs in one round meets about the same machine."""
        pairs = zip(runs[name], runs[_BARE], strict=True)
        return float(median(getattr(run, field) / bare.painted for run, bare in pairs))

    def line(what: str, name: str, field: str) -> Sequence[str]:
        values = [getattr(run, field) for run in runs[name]]
        times = f"{times_bare(name, field):.2f} x"
        return (what, ms(median(values)), ms(min(values)), ms(max(values)), times)

    ours = (_OURS, _FULL)
    others = [line(f"{name}: painted", name, "painted") for name in runs if name not in ours]
    show(
        (f"{len(runs[_OURS])} runs", "median", "least", "most", "of bare"),
        [
            *(line(f"{name}: painted, ready to type", name, "painted") for name in ours),
            *(line(f"{name}: list filled as well", name, "signed") for name in ours),
            *others,
        ],
    )
    print()
    show(
        ("memory after 1 s", "RSS"),
        [(name, f"{middle(name, 'memory') / 1024:.1f} MB") for name in runs],
    )
    rows = []
    for name in ours:
        told = name.removeprefix(_OURS)
        filled = times_bare(name, "signed")
        memory = middle(name, "memory") / middle(_BARE, "memory")
        rows += [
            at_most(f"start: window painted{told}", times_bare(name, "painted"), 1.25, "x bare"),
            at_most(f"start: list filled as well{told}", filled, 1.75, "x bare"),
            at_most(f"memory{told}", memory, 1.45 if name == _OURS else 1.5, "x bare"),
        ]
    if _GOLDENDICT in runs:
        ratio = middle(_OURS, "painted") / middle(_GOLDENDICT, "painted")
        rows.append(Row("start: window painted", f"{ratio:.2f} x GoldenDict"))
    else:
        print("\nGoldenDict is not installed; it is compared where it is (apt install goldendict).")
    return rows

"""The Windows program, tried in Wine: `make test-windows`.

ARGS names steps to run only those: `make test-windows ARGS="build selftest"`. It prints each step
with its seconds, and exits with 1 if one fails. What it makes lies in build/windows/.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from windows.wine import steps
from windows.wine.machine import ROOT, MissingError, TrialError
from windows.wine.steps import Trial

STEPS: dict[str, Callable[[Trial], str]] = {
    "build": steps.build,
    "selftest": steps.selftest,
    "story": steps.story,
    "heard": steps.heard,
    "pictures": steps.pictures_of_tabs,
    "suite": steps.suite,
    "setup": steps.setup_program,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the steps; returns the exit status."""
    parser = argparse.ArgumentParser(description="Tries the Windows program in Wine.")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "windows")
    parser.add_argument(
        "--if-possible",
        type=float,
        default=0.0,
        metavar="MINUTES",
        help="no failure where Wine cannot be had, or where it takes longer",
    )
    parser.add_argument("--pytest", default="", help="the suite: these tests and options only")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=" ".join(STEPS))
    options = parser.parse_args(arguments)
    if strange := set(options.steps).difference(STEPS):
        parser.error(f"no such step: {' '.join(sorted(strange))}")
    wanted = [step for step in STEPS if step in (options.steps or STEPS)]
    trial = Trial(options.work.resolve())
    trial.options = shlex.split(options.pytest)
    failed: list[str] = []
    # In whatever it is: a download may hang, or this machine be slow.
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, 60 * options.if_possible)
    try:
        for name, step in {"ready": Trial.make_ready, **{n: STEPS[n] for n in wanted}}.items():
            started = time.monotonic()
            try:
                told = step(trial)
            except MissingError as error:
                print(f"{name:10} not tried: {error}", flush=True)
                return 0 if options.if_possible and not failed else 1
            except TrialError as error:
                told = f"FAILED: {error}"
                failed.append(name)
            print(f"{name:10}{time.monotonic() - started:6.0f} s  {told}", flush=True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        trial.close()
    return 1 if failed else 0


def _out_of_time(*_: object) -> None:
    raise MissingError("the time given was not enough.")


if __name__ == "__main__":
    sys.exit(main())

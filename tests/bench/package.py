"""Size, start and memory of both forms of the executable, beside PyInstaller's default build."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from bench.painted import Screen, Started, clean_environment, x_server
from bench.start import _users_python
from bench.table import Row, at_most, ms, show, title
from executable import built, folder_in, run_builder, sources_digest
from support import ROOT

_PLACE = (530, 360)
_DEFAULT = "default onefile"
_PROMISED_MEGABYTES = 45.0


def measure(*, quick: bool) -> list[Row]:
    """Runs all forms in turns and prints medians; returns the figures that are promised."""
    title("The executable (medians of interleaved runs)")
    dist = built()
    commands = {
        "onefile": [str(dist / "ot-codebook")],
        "onedir": [str(folder_in(dist) / "ot-codebook")],
        _DEFAULT: [str(_default_build())],
        "from source": [_users_python(), "-m", "otcodebook"],
    }
    runs: dict[str, list[Started]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home, x_server() as display:
        env = clean_environment(home, display)
        screen = Screen(display)
        for run in range(-1, 5 if quick else 15):
            for name in sorted(commands, reverse=bool(run % 2)):
                started = screen.start(commands[name], env, _PLACE)
                if run >= 0:  # the first one fills the caches
                    runs[name].append(started)
        screen.close()

    sizes = {name: _megabytes(Path(commands[name][0])) for name in ("onefile", _DEFAULT)}
    sizes["onedir"] = sum(_megabytes(p) for p in (folder_in(dist)).rglob("*") if not p.is_symlink())
    show(
        ("", "painted", "least", "most", "size", "memory"),
        [
            (
                name,
                *(ms(pick([run.painted for run in runs[name]])) for pick in (median, min, max)),
                f"{sizes[name]:.1f} MB" if name in sizes else "",
                f"{median(run.memory for run in runs[name]) / 1024:.1f} MB",
            )
            for name in commands
        ],
    )

    def times(name: str, other: str) -> float:
        pairs = zip(runs[name], runs[other], strict=True)
        return median(mine.painted / theirs.painted for mine, theirs in pairs)

    return [
        at_most("onefile: size", sizes["onefile"], _PROMISED_MEGABYTES, "MB"),
        at_most("onefile: start", times("onefile", _DEFAULT), 0.65, "x default build"),
        at_most("onedir: start", times("onedir", "from source"), 1.1, "x from source"),
    ]


def _default_build() -> Path:
    """The same app as PyInstaller makes it when nothing is said."""
    folder = ROOT / "build" / "default-executable"
    program, stamp = folder / "dist" / "default", folder / "digest"
    digest = sources_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        run_builder(
            *("-m", "PyInstaller", "--onefile", "--clean", "--noconfirm", "--name", "default"),
            *("--paths", ROOT / "app", "--add-data", f"{ROOT / 'resources'}:otcodebook/resources"),
            *("--specpath", folder, "--workpath", folder / "work", "--distpath", folder / "dist"),
            ROOT / "app" / "otcodebook" / "__main__.py",
        )
        stamp.write_text(digest)
    return program


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6 if path.is_file() else 0.0

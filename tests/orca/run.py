"""What a therapist who sees nothing hears: `make test-orca`, as root on Debian.

Makes a Debian 13 with Orca, at-spi2-core and speech-dispatcher in build/orca (800 MB, once), sets
up Python 3.13 with the pinned packages in it, and runs `story.py` there. What the voice said lies
in build/orca/heard.txt afterwards. `ARGS="--program dist/ot-codebook"` tries that executable.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from bootstrap import FONT_PACKAGE, LIBRARIES  # noqa: E402
from debian_tree import TreeError, entering, make_tree  # noqa: E402

_READER = ("orca", "at-spi2-core", "dbus-daemon", "speech-dispatcher", "libasound2-plugins")
_HANDS = ("xvfb", "openbox", "xdotool", "xclip", "python3-venv")
_RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}
_NETWORK = ("PIP_CERT", "PIP_INDEX_URL", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE")


def main() -> int:
    """Runs the story; returns its status."""
    parser = argparse.ArgumentParser(description="Tries the window with Orca, as in Debian 13.")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "orca")
    parser.add_argument("--program", type=Path, help="a built executable in place of the source")
    options = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("mmdebstrap") is None:
        print("test-orca: run it as root, with the Debian package mmdebstrap.", file=sys.stderr)
        return 1
    work = options.work.resolve()
    tree = work / "debian13"
    needed = {_RENAMED.get(package, package) for package in LIBRARIES.values()}
    try:
        make_tree(tree, [*_READER, *_HANDS, FONT_PACKAGE, *sorted(needed)], "usr/bin/orca")
    except TreeError as error:
        print(f"test-orca: {error}", file=sys.stderr)
        return 1
    shutil.copy("/etc/resolv.conf", tree / "etc" / "resolv.conf")
    settings = {
        name: text for name, text in os.environ.items() if name.upper().startswith(_NETWORK)
    }
    settings |= {
        "HOME": "/root",
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT / 'app'}",
    }
    inside = ["env", "-i", *(f"{name}={text}" for name, text in settings.items())]
    story = ["/opt/venv/bin/python", str(ROOT / "tests" / "orca" / "story.py"), str(work)]
    if options.program:
        story.append(str(options.program.resolve()))
    steps = (["python3", "-I", "-S", "packaging/bootstrap.py", "run", "/opt/venv"], story)
    lines = [f"cd {shlex.quote(str(ROOT))}", *(shlex.join([*inside, *step]) for step in steps)]
    shared = [str(ROOT), str(work), "/etc/ssl"]
    if options.program:
        shared.append(str(options.program.resolve().parent))
    return subprocess.run(entering(tree, shared, "\n".join(lines)), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

"""A Debian 13 beside this machine's system: made once by mmdebstrap, entered by chroot, as root."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

RELEASE = "trixie"


class TreeError(Exception):
    """The tree cannot be made; the message says why."""


def make_tree(
    folder: Path, packages: Sequence[str], ready: str, architectures: Sequence[str] = ("amd64",)
) -> None:
    """Makes the tree unless it has `ready`, a path inside, already. Raises TreeError."""
    if (folder / ready).exists():
        return
    # Its own main part alone, from where this machine gets its packages.
    sources = [*Path("/etc/apt/sources.list.d").glob("*.sources"), Path("/etc/apt/sources.list")]
    found = (
        re.search(r"^(?:URIs:|deb)\s+(\S+/debian)/?(?:\s|$)", path.read_text("utf-8"), re.MULTILINE)
        for path in sources
        if path.exists()
    )
    mirror = next((match[1] for match in found if match), None)
    if mirror is None:
        raise TreeError("/etc/apt names no mirror of Debian.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = ["mmdebstrap", "--quiet", "--variant=apt"]
    command += [f"--architectures={','.join(architectures)}", f"--include={','.join(packages)}"]
    done = subprocess.run([*command, RELEASE, str(folder), mirror], check=False)
    if done.returncode:
        raise TreeError("mmdebstrap failed, see above.")


def entering(tree: Path, shared: Sequence[str], inside: str) -> list[str]:
    """The command that runs shell lines in the tree, with these folders of the machine's in place.

    The mounts are in a name space of their own and go with it.
    """
    root = shlex.quote(str(tree))
    lines = [f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev"]
    for path in shared:
        if Path(path).is_dir():
            quoted = shlex.quote(path)
            lines.append(f"mkdir -p {root}{quoted} && mount --bind {quoted} {root}{quoted}")
    lines.append(f"exec chroot {root} sh -ec {shlex.quote(inside)}")
    return ["unshare", "--mount", "sh", "-ec", "\n".join(lines)]

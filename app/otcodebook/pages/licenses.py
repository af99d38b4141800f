"""The parts of OT Codebook and their licenses, read from the files that ship with it."""

from __future__ import annotations

import sys

import msgspec

from otcodebook.pages.html import Html, bullets, h2, join, p, text
from otcodebook.resources import read_resource, resource_path

REPLACING_QT = (
    "Qt and PySide6 are used under the GNU Lesser General Public License, version 3: you may "
    "change them and use OT Codebook with your own build of them.",
    "Installed from a package or unpacked from an archive, Qt is plain files in the folder "
    "_internal/PySide6 beside the program: put your own build of the same version there.",
    "The program in a single file unpacks itself at each start, so it is built again instead: "
    "install your own PySide6 into build/package-venv of the source code and run make package.",
    "The source code of Qt and PySide6 is at download.qt.io; what Qt itself is made of is listed "
    "at doc.qt.io under Third-Party Code Used in Qt.",
)
"""How a user replaces Qt, which its license allows."""


class Component(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part, ours or made by others.

    `texts` are its license texts, relative to the folder of licenses; `files` are patterns of its
    files in the executable's folder; `systems` those where it ships, as `sys.platform` names them,
    if not on all.
    """

    name: str
    license: str
    texts: tuple[str, ...]
    source: str
    files: tuple[str, ...]
    distribution: str = ""
    systems: tuple[str, ...] = ()


def components(system: str = sys.platform) -> tuple[Component, ...]:
    """Every part that ships in the executable for a system, OT Codebook itself first."""
    return tuple(part for part in _all_parts() if not part.systems or system in part.systems)


def _all_parts() -> tuple[Component, ...]:
    found = read_resource("licenses/components.json")
    return msgspec.json.decode(found, type=tuple[Component, ...])


def license_texts(system: str = sys.platform) -> list[tuple[str, str]]:
    """Titles and texts: ours, those of the other parts, then those of the system's libraries."""
    folder = resource_path("licenses")
    own = dict.fromkeys(text for part in components(system) for text in part.texts)
    known = {text for part in _all_parts() for text in part.texts}
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.txt"))
    others = [name for name in found if name not in known]
    return [
        (name.removesuffix(".txt"), read_resource(f"licenses/{name}").decode("utf-8", "replace"))
        for name in (*own, *others)
    ]


def licenses_page(system: str = sys.platform) -> Html:
    """What OT Codebook is made of, how to replace Qt, and every license text."""
    parts = [h2("Made of")]
    parts.append(bullets([f"{part.name}: {part.license}" for part in components(system)], text))
    parts += [h2("Replacing Qt"), *(p(text(line)) for line in REPLACING_QT)]
    for title, content in license_texts(system):
        parts += [h2(title), Html(f"<pre>{text(content)}</pre>")]
    return join(parts)

"""The names among which shiboken6 looks up the function whose arguments were wrong."""

from __future__ import annotations

from otcodebook.ui.signatures import loader


def update_mapping() -> None:
    """Takes over the names of PySide6's own module, with all that was imported meanwhile."""
    own = loader.own().mapping
    own.update_mapping()
    names = vars(own).items()
    globals().update((name, value) for name, value in names if name not in globals())

"""Saves one's preferences as settings for all users of a computer.

Import this module late: an administrator needs it once.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from otcodebook.atomic_write import write_file
from otcodebook.clinic_settings import clinic_file
from otcodebook.settings import Settings, clinic_files
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.widgets.file_dialogs import ask_where_to_save
from otcodebook.ui.widgets.file_work import FileWork
from otcodebook.wording import displayed_name, displayed_path


def save_clinic_file(window: QWidget, settings: Settings, drafts: Path, messages: Messages) -> None:
    """Asks where to save, and says where the file belongs; `drafts` is the user's own folder."""

    def saved(path: Path, _: None) -> None:
        messages.clear_banner(BannerTopic.CLINIC)
        messages.show_status(
            f"Saved {displayed_name(path)}. Where it holds for all users of a computer:"
            f" {displayed_path(clinic_files()[0])}"
        )

    def save(path: Path) -> None:
        FileWork(
            window,
            partial(write_file, path, clinic_file(settings), drafts=drafts),
            partial(saved, path),
            partial(messages.show_banner, topic=BannerTopic.CLINIC),
        ).start(path, messages.show_status)

    ask_where_to_save(window, "Save as clinic settings", "settings.json", "Settings (*.json)", save)

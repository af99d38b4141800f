"""The settings that the commands share with the window."""

from __future__ import annotations

import sys

from otcodebook.clinic_settings import read_clinic_settings
from otcodebook.settings import Settings, SettingsFile, clinic_files
from otcodebook.userdata.location import default_folder


def user_settings() -> Settings:
    """The user's and the clinic's; what of them cannot be used is told on stderr."""
    file = SettingsFile(
        default_folder() / "settings.json", lambda: read_clinic_settings(clinic_files())
    )
    settings = file.load()
    for trouble in (file.trouble, file.clinic.trouble if file.clinic else ""):
        if trouble:
            print(f"ot-codebook: {trouble}", file=sys.stderr)
    return settings

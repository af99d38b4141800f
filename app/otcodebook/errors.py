"""The troubles that a user can be told about; anything else that is raised is a bug."""

from __future__ import annotations


class AppError(Exception):
    """A known trouble.

    `user_message` is one sentence for the person at the desk: it names the thing and the next step.
    """

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class ResourceError(AppError):
    """A file that belongs to the installation is missing or cannot be read."""


class DisplayError(AppError):
    """There is no screen to open the window on."""


def is_kept_by_another(error: BaseException) -> bool:
    """Whether the file is in use: on Windows a program, such as a backup, can keep one to itself.

    ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, which Python takes for a missing permission.
    """
    return getattr(error, "winerror", 0) in (32, 33)

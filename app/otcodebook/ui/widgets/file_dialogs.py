"""Dialogs that ask for a file to write or to read, and never block."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_ALL = "All files (*)"
_ANSWER_S = 0.05
"""How long the window waits for the drive of a folder, in seconds: others are sooner."""


def ask_where_to_save(
    parent: QWidget, title: str, name: str, kind: str, then: Callable[[Path], object]
) -> None:
    """Asks where to save, and calls `then` with the path.

    `name` is the suggested file name, `kind` a filter such as "CSV (*.csv)".
    """
    dialog = _dialog(parent, title, kind, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.selectFile(name)
    dialog.open()


def ask_what_to_read(
    parent: QWidget, title: str, kind: str, then: Callable[[Path], object]
) -> None:
    """Asks for an existing file, and calls `then` with its path."""
    dialog = _dialog(parent, title, f"{kind};;{_ALL}", then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()


def documents_folder() -> str:
    """Where the user keeps documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def downloads_folder() -> str:
    """Where a browser puts what the user gets from a website."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)


def file_dialog(parent: QWidget, title: str, folder: str, filters: str) -> QFileDialog:
    """A dialog that begins in this folder, in the user's own where its drive does not answer.

    Qt waits for a drive without end. Without a folder it takes the last one of any program.
    """
    asked = threading.Thread(target=os.path.exists, args=(folder,), daemon=True)
    asked.start()
    asked.join(_ANSWER_S)
    dialog = QFileDialog(parent, title, QDir.homePath() if asked.is_alive() else folder, filters)
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def _dialog(
    parent: QWidget, title: str, filters: str, then: Callable[[Path], object]
) -> QFileDialog:
    dialog = file_dialog(parent, title, documents_folder(), filters)
    dialog.setObjectName("fileDialog")
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return dialog

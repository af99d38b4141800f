"""Dialogs that ask for a file to write or to read, and never block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_ALL = "All files (*)"


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


def _dialog(
    parent: QWidget, title: str, filters: str, then: Callable[[Path], object]
) -> QFileDialog:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setObjectName("fileDialog")
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    return dialog

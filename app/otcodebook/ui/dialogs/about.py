"""The head of About: icon, name, and the versions as text that can be copied.

Import this module late: most sessions never open it.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otcodebook.ui.look.theme import scaled
from otcodebook.ui.widgets.clipboard import copy_text

_ICON_LINES = 4
_COPIED = "Copied"
_COPY = "Copy version"


def about_head(picture: QIcon, versions: Sequence[tuple[str, str]]) -> QWidget:
    """Icon, name and version; `versions` names this program first, then its libraries.

    `picture` is the window's icon: of each new one Qt would keep what it has drawn.
    """
    (name, version), *libraries = versions
    head = QWidget()
    icon = QLabel()
    size = head.fontMetrics().height() * _ICON_LINES
    icon.setPixmap(picture.pixmap(QSize(size, size), head.devicePixelRatio()))
    title = QLabel(name)
    font = scaled(title.font(), 1.5)
    font.setBold(True)
    title.setFont(font)
    about = QLabel("The desk reference for occupational therapy billing codes.")
    about.setWordWrap(True)
    shown = QLabel(f"Version {version}")
    shown.setObjectName("aboutVersion")
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    report = ", ".join(
        [*(f"{part} {number}" for part, number in (versions[0], *libraries)), platform.platform()]
    )
    copy = QPushButton(_COPY)
    copy.setObjectName("aboutCopy")
    copy.setToolTip("Copies the versions of OT Codebook, its libraries and this system")
    copy.setAutoDefault(False)
    copy.setMinimumWidth(copy.sizeHint().width())
    copy.clicked.connect(lambda: copy.setText(_COPIED if copy_text(report) else _COPY))
    words = QVBoxLayout()
    words.setSpacing(4)
    for label in (title, about, shown):
        words.addWidget(label)
    row = QHBoxLayout(head)
    row.setContentsMargins(16, 16, 16, 12)
    row.setSpacing(16)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
    return head

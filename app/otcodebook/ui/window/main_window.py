"""The window's frame: what the first paint needs; the workspace adds the rest right after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QVBoxLayout, QWidget

from otcodebook.ui.codes.view import CodesView
from otcodebook.ui.window.theme import apply_theme, palette_is_dark, window_css
from otcodebook.ui.window.window_state import WindowState, keep_on_top

if TYPE_CHECKING:
    from otcodebook.settings import SettingsFile
    from otcodebook.ui.window.workspace import Workspace

MENUS = ("&File", "&Edit", "&View", "&Units", "&Help")
TAB_TITLES = ("Codes", "FAQ", "Guide", "Units")


class MainWindow(QMainWindow):
    """OT Codebook's window.

    It opens as a frame with the search box ready; what is typed meanwhile waits in the event queue.
    `complete` brings catalog, list and pages: by itself right after the first paint.

    Signals:
        file_dropped: a file was dropped on the window (its path).
        closing: the window is about to close.
    """

    file_dropped = Signal(str)
    closing = Signal()

    def __init__(
        self,
        settings_file: SettingsFile,
        state: WindowState,
        fill: Callable[[MainWindow], Workspace],
    ) -> None:
        super().__init__()
        self._state = state
        self._fill = fill
        self._workspace: Workspace | None = None
        self.desktop_is_dark = palette_is_dark()
        # Qt is asked for it after the first paint: the answer would bring all its enums along.
        self.desktop_wants_contrast = False
        settings = settings_file.load()
        colors = apply_theme(settings, desktop_is_dark=self.desktop_is_dark)
        self.fit_least_size(settings.text_size)
        self.setWindowTitle("OT Codebook")
        self.setStyleSheet(window_css(colors))
        self.menus = {title: self.menuBar().addMenu(title) for title in MENUS}
        self.codes_frame = CodesView()
        self.detail_place = QWidget()
        self.codes_tab = QSplitter()
        self.codes_tab.setObjectName("codesTab")
        self.codes_tab.setChildrenCollapsible(False)
        self.codes_tab.addWidget(self.codes_frame)
        self.codes_tab.addWidget(self.detail_place)
        self.codes_tab.setStretchFactor(0, 2)
        self.codes_tab.setStretchFactor(1, 3)
        self.codes_tab.setSizes([420, 640])
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName("Pages")
        self.tabs.setDocumentMode(True)
        self.places: list[QWidget] = [self.codes_tab, QWidget(), QWidget(), QWidget()]
        for place, title in zip(self.places, TAB_TITLES, strict=True):
            self.tabs.addTab(place, title)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.tabs, 1)
        center = QWidget()
        center.setLayout(self.column)
        self.setCentralWidget(center)
        self.statusBar().setSizeGripEnabled(False)
        self.setAcceptDrops(True)
        self._state.restore_window(self, self.tabs)
        if settings.on_top:
            keep_on_top(self, True)
        self.codes_frame.search_edit.setFocus()

    def fit_least_size(self, text_size: int) -> None:
        """How small the window gets: at large text as its parts allow, so that no text is cut."""
        is_large = text_size > 100
        self.setMinimumSize(QSize(0, 0) if is_large else QSize(480, 360))
        # Qt gives the status line its height once, for the text as it was then.
        line = self.statusBar()
        line.setMinimumHeight(line.fontMetrics().height() + 6 if is_large else 0)

    def complete(self) -> None:
        """Fills the frame; the second call changes nothing."""
        if self._workspace is None:
            self._workspace = self._fill(self)
            self._workspace.splitters.added.connect(self._restore_splitter)
            self._state.restore_splitters(self._workspace.splitters.all())
            self._workspace.restore_session(self._state.session())

    def _restore_splitter(self, splitter: QSplitter) -> None:
        self._state.restore_splitters([splitter])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint is the sign to fill the frame."""
        super().paintEvent(event)
        if self._workspace is None:
            # Qt posts a call after no time, and what is posted comes before the next key: none
            # meets an empty frame. A handler of QEvent would have PySide6 build all its kinds.
            QTimer.singleShot(0, self, self.complete)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file can be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens the dropped file as a catalog."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.file_dropped.emit(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the window as it is left; it stays where something would be lost."""
        if self._workspace is not None and not self._workspace.may_close():
            event.ignore()
            return
        self.closing.emit()
        if self._workspace is not None:
            workspace = self._workspace
            session = workspace.session.taken()
            self._state.save(self, self.tabs, workspace.splitters.all(), session)
        super().closeEvent(event)

"""The main window's frame: what the first paint needs. The workspace fills it right afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from otcodebook.resources import resource_path
from otcodebook.ui.codes.view import CodesView
from otcodebook.ui.look.theme import apply_theme, palette_is_dark, window_css
from otcodebook.ui.services.enums import TAB_TITLES, Menu, Tab
from otcodebook.ui.widgets.lazy_tab import LazyTab
from otcodebook.ui.widgets.page_tabs import PageTabs
from otcodebook.ui.window.splitters import list_sizes
from otcodebook.ui.window.window_state import WindowState, keep_on_top

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from otcodebook.settings import SettingsFile
    from otcodebook.ui.window.view_state import ViewState

    class Content(Protocol):
        """What fills the window; the workspace is one."""

        def may_close(self) -> bool:
            """Saves what is unsaved; False where something would be lost and the user is asked."""

        def save(self) -> None:
            """Saves what is unsaved, as far as that is possible, without asking."""

        def splitters(self) -> Sequence[QSplitter]:
            """The splitters whose positions are remembered."""

        def view_state(self) -> ViewState:
            """What the tabs show now."""

        def take_key(self, event: QKeyEvent) -> bool:
            """Uses a key that no widget used; False where it means nothing."""


_LEAST_SIZE = QSize(480, 360)


class MainWindow(QMainWindow):
    """OT Codebook's window.

    It opens as a frame with the search box ready; what is typed meanwhile waits in the event queue.
    `populate` adds code list, pages and menus: by itself, once, right after the first paint.

    Signals:
        files_dropped: files were dropped on the window (a list of paths).
        populated: list, pages and menus are there.
        closing: the window is about to close.
    """

    files_dropped = Signal(list)
    populated = Signal()
    closing = Signal()

    def __init__(
        self,
        settings_file: SettingsFile,
        state: WindowState,
        fill: Callable[[MainWindow], Content],
    ) -> None:
        super().__init__()
        self._state = state
        self._fill = fill
        self._content: Content | None = None
        self._is_painted = False
        self._is_populated = False
        self.desktop_is_dark = palette_is_dark()
        # Qt is asked for it after the first paint: the answer would bring all its enums along.
        self.desktop_wants_contrast = False
        settings = settings_file.load()
        colors = apply_theme(settings, desktop_is_dark=self.desktop_is_dark)
        self.setMinimumSize(_LEAST_SIZE)
        if settings.text_size != 100:
            # Asking a widget for its font has PySide6 build all enums of fonts, 1 ms.
            self.set_minimum_size_for(settings.text_size)
        self.setWindowTitle("OT Codebook")
        self.setStyleSheet(window_css(colors))
        bar = self.menuBar()
        self.menus = {menu: bar.addMenu(menu) for menu in Menu}
        self._build_tabs(settings.text_size)
        self._build_status_line()
        self.setAcceptDrops(True)
        self._state.restore_window(self, self.tabs)
        if settings.on_top:
            keep_on_top(self, True)
        self.codes_view.search_edit.setFocus()
        QTimer.singleShot(0, self, self.populate)

    def _build_tabs(self, text_size: int) -> None:
        self.codes_view = CodesView()
        detail_side = QWidget()
        self._detail_layout = QVBoxLayout(detail_side)
        self._detail_layout.setContentsMargins(0, 0, 0, 0)
        self.codes_tab = QSplitter()
        self.codes_tab.setObjectName("codesTab")
        self.codes_tab.setChildrenCollapsible(False)
        self.codes_tab.addWidget(self.codes_view)
        self.codes_tab.addWidget(detail_side)
        self.codes_tab.setStretchFactor(1, 1)
        self.codes_tab.setSizes(list_sizes(text_size))
        self.lazy_tabs: dict[Tab, LazyTab[Any]] = {
            tab: LazyTab() for tab in Tab if tab is not Tab.CODES
        }
        self.tabs = PageTabs()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName("Pages")
        self.tabs.setDocumentMode(True)
        for tab, title in TAB_TITLES.items():
            self.tabs.addTab(self.lazy_tabs.get(tab, self.codes_tab), title)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.tabs, 1)
        center = QWidget()
        center.setLayout(self.column)
        self.setCentralWidget(center)

    def _build_status_line(self) -> None:
        """One line for the count of the list and for messages, which take its place for a while.

        On the other tabs it is only there while it says something.
        """
        line = self.statusBar()
        line.setSizeGripEnabled(False)
        line.addWidget(self.codes_view.count)
        line.messageChanged.connect(self._fit_status_line)
        self.tabs.currentChanged.connect(self._fit_status_line)

    def _fit_status_line(self) -> None:
        line = self.statusBar()
        in_codes = self.tabs.currentIndex() == Tab.CODES
        if not line.currentMessage():
            self.codes_view.count.setVisible(in_codes)
        # Imported here: the first paint opens no file.
        from PySide6.QtWidgets import QProgressBar

        is_opening = any(not bar.isHidden() for bar in line.findChildren(QProgressBar))
        line.setVisible(in_codes or is_opening or bool(line.currentMessage()))

    def show_icon(self) -> None:
        """Shows the program's icon in the title bar and in the taskbar."""
        # Imported here: it brings all names of icons that a desktop may have.
        from PySide6.QtGui import QIcon

        self.setWindowIcon(QIcon(str(resource_path("icons/otcodebook-128.png"))))

    def set_minimum_size_for(self, text_size: int) -> None:
        """How small the window gets: at large text as its parts allow, so that no text is cut."""
        is_large = text_size > 100
        self.setMinimumSize(QSize(0, 0) if is_large else _LEAST_SIZE)
        # Qt gives the status line its height once, for the text as it was then.
        line = self.statusBar()
        # A style sheet's rule for the line keeps its first font in Qt.
        if line.font() != self.font():
            line.setFont(self.font())
        line.setMinimumHeight(line.fontMetrics().height() + 6 if is_large else 0)

    def populate(self) -> None:
        """Fills the frame: once, and not before the first paint of a window that is shown.

        An exception is reported like any other bug; it is not tried again.
        """
        if self._is_populated or (self.isVisible() and not self._is_painted):
            return
        self._is_populated = True
        self._content = self._fill(self)
        self.restore_splitters(self._content.splitters())
        # Once the layout has given the window the size that its parts need.
        QTimer.singleShot(0, self, partial(self._state.make_room, self))
        self.populated.emit()

    def show_detail(self, pane: QWidget) -> None:
        """Puts the page of the current code beside the list."""
        self._detail_layout.addWidget(pane)
        # A layout shows its widgets with the next event; the focus may be set before that.
        pane.show()

    def restore_splitters(self, splitters: Sequence[QSplitter]) -> None:
        """Divides tabs as they were divided when the window was closed last."""
        self._state.restore_splitters(splitters)

    def saved_view_state(self) -> ViewState | None:
        """What the tabs showed when the window was closed last; None at the first start."""
        return self._state.view_state()

    @property
    def state_trouble(self) -> str:
        """A sentence on damage in what was remembered of the window; empty if all is well."""
        return self._state.trouble

    def save_now(self) -> None:
        """Saves what the user typed and what the window shows, as closing does, without asking."""
        if self._content is not None:
            self._content.save()
            self._save_state(self._content)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint is the sign to fill the frame."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # A 0 ms timer runs before queued key events, so no key reaches the empty window.
            QTimer.singleShot(0, self, self.populate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no widget used, such as a letter typed on a button, are for the window."""
        if self._content is None or not self._content.take_key(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file can be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands the dropped files on."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the window as it is left; it stays where something would be lost."""
        if self._content is not None and not self._content.may_close():
            event.ignore()
            return
        self.closing.emit()
        if self._content is not None:
            self._save_state(self._content)
        super().closeEvent(event)

    def _save_state(self, content: Content) -> None:
        self._state.save(self, self.tabs, content.splitters(), content.view_state())

"""The pages of the Help menu; each loads what it needs when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from otcodebook import __version__
from otcodebook.pages.html import Html
from otcodebook.ui.services.actions import ActionId

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.ui.dialogs.page_dialog import PageDialog

_GUIDE_SIZE = (38, 50)
_KEYS_SIZE = (73, 50)
"""Width and height in lines of text; the keyboard page needs no scrolling then."""


class HelpPages(QObject):
    """Opens user guide, keyboard, licenses and About; `catalog` gives what is shown.

    The user guide may stay open beside the work.
    """

    def __init__(self, window: QWidget, catalog: Callable[[], Catalog | None]) -> None:
        super().__init__(window)
        self._window = window
        self._catalog = catalog
        self._css = ""
        self._guide: PageDialog | None = None
        self._actions: Sequence[QAction] = ()

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu's entries do."""
        return {
            ActionId.USER_GUIDE: self._show_user_guide,
            ActionId.KEYS: self._show_keys,
            ActionId.LICENSES: self._show_licenses,
            ActionId.ABOUT: self._show_about,
        }

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """The window's actions that work in the user guide too."""
        self._actions = actions

    def set_style(self, css: str) -> None:
        """The style sheet of the pages, after a change of theme or text size."""
        self._css = css
        if self._guide is not None:
            self._guide.set_style(css)

    def show_page(self, title: str, page: Html) -> None:
        """Opens a page that is made elsewhere."""
        self._page(title, page).open()

    def _show_user_guide(self) -> None:
        if self._guide is None:
            # Imported here, like below: most sessions never ask for it.
            from otcodebook.pages.user_guide import guide_text, user_guide_page

            page = user_guide_page(guide_text(), _native)
            self._guide = self._page("User guide", page, size=_GUIDE_SIZE)
            self._guide.finished.connect(self._forget_guide)
            self._guide.addActions(list(self._actions))
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def _forget_guide(self) -> None:
        self._guide = None

    def _show_keys(self) -> None:
        from otcodebook.pages.help_pages import keys_page
        from otcodebook.ui.dialogs.keyboard import keyboard_groups

        page = keys_page(keyboard_groups())
        self._page("Keyboard", page, size=_KEYS_SIZE, full_width=True).open()

    def _show_licenses(self) -> None:
        from otcodebook.pages.licenses import licenses_page

        self._page("Licenses", licenses_page()).open()

    def _show_about(self) -> None:
        import platform

        from otcodebook.pages.help_pages import about_page
        from otcodebook.ui.dialogs.about import about_head

        versions = (
            ("OT Codebook", __version__),
            ("Qt and PySide6", qVersion()),
            ("Python", platform.python_version()),
        )
        page = about_page(self._catalog(), versions)
        self._page(
            "About OT Codebook", page, head=about_head(self._window.windowIcon(), versions)
        ).open()

    def _page(
        self,
        title: str,
        page: Html,
        size: tuple[int, int] | None = None,
        head: QWidget | None = None,
        *,
        full_width: bool = False,
    ) -> PageDialog:
        from otcodebook.ui.dialogs.page_dialog import PAGE_SIZE, PageDialog

        return PageDialog(
            title,
            page,
            self._css,
            self._window,
            size=size or PAGE_SIZE,
            head=head,
            full_width=full_width,
        )


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
